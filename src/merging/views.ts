import { guardBox } from '../guard/index.ts'
import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Cell, Empty, GuardBox, Head, Lock, Table } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { list, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { likeness } from './alike.ts'
import { hindrances, seenOf } from './judge.ts'
import type { Brief, Half, Likely, Pair } from './queries.ts'
import { merge } from './service.ts'
import { url } from './urls.ts'

interface PairPage {
  head: Head
  problems: Problems
  sides: Table
  swap: { label: string; href: string }
  hindrances: string[]
  lock: Lock | null
  effects: string[]
  action: string
  seen: string
  reason: TextInput
  same: { ticked: boolean; problem: string | null; label: string }
  guard: GuardBox | null
}

declare module '../kit/render.ts' {
  interface Pages {
    'merging/likely': {
      head: Head
      search: { person: string; name: string; query: string; found: Table | null; none: Empty | null } | null
      pairs: Table | null
      none: Empty
    }
    'merging/pair': PairPage
  }
}

const accountWords = ({ account }: { account: string | null }) =>
  account === null ? 'no account' : `account ${account}`
const briefWords = (one: Brief) => [accountWords(one), ...(one.portfolio ? ['portfolio'] : [])].join(', ')

/** Who goes on where nothing else says so: the portfolio, else the account, else whoever was there first. */
function ordered(one: Brief, two: Brief): [other: Brief, keep: Brief] {
  const weight = ({ portfolio, account }: Brief) => (portfolio ? 2 : 0) + (account === 'active' ? 1 : 0)
  return weight(two) > weight(one) ? [one, two] : [two, one]
}

const who = (one: Brief): Cell => ({
  text: one.name,
  href: one.listed ? url.person(one.id) : null,
  hint: [briefWords(one), one.emails[0]].filter(Boolean).join(' · '),
})

/** People who may be on record twice, and where the other half of one is looked for. */
export const likelyPage: Show<Likely> = ({ pairs, of, query, found }) => {
  const rows = pairs.map(({ one, two, why }) => ({ pair: ordered(one, two), why }))
  return view('merging/likely', {
    head: {
      title: 'On record twice',
      sub: 'One person with two entries, each with a part of what is theirs. Look at both before you make them one.',
      over: { link: { label: 'People', href: '/people' }, text: null },
    },
    search: of && {
      ...{ person: of.id, name: of.name, query },
      found: found.length > 0 ? foundTable(of, found) : null,
      none:
        query && found.length === 0
          ? {
              icon: 'people',
              title: `Nobody found by “${query}”`,
              why: 'People of your programmes are found by name, address or registration number.',
            }
          : null,
    },
    pairs:
      rows.length > 0
        ? {
            caption: 'People who may be on record twice',
            columns: [{ label: 'One', card: 'title' }, { label: 'Other' }, { label: 'Alike by' }, { label: 'Look' }],
            rows: rows.map(({ pair: [other, keep], why }) => ({
              id: `${other.id}-${keep.id}`,
              name: `${keep.name} and ${other.name}`,
              cells: [
                who(keep),
                who(other),
                { text: why, quiet: true },
                { text: 'Side by side', href: url.pair(other.id, keep.id) },
              ],
            })),
          }
        : null,
    none: {
      icon: 'people',
      title: 'Nobody seems to be on record twice',
      why: 'Names, addresses and registration numbers of your programmes’ people were compared. If you know better, open the person and choose “On record twice”.',
    },
  })
}

const foundTable = (of: Brief, found: readonly Brief[]): Table => ({
  caption: 'Found',
  columns: [{ label: 'Person', card: 'title' }, { label: 'Look' }],
  rows: found.map((one) => {
    const [other, keep] = ordered(of, one)
    return {
      id: one.id,
      name: one.name,
      cells: [who(one), { text: 'Side by side', href: url.pair(other.id, keep.id) }],
    }
  }),
})

/** Both side by side: what moves, what stays, and why it may be impossible. */
export const pairPage: Show<Pair> = (pair, { actor, ctx, typed, problems }) => {
  const { keep, other } = pair
  const may = merge.may(actor, pair, ctx)
  return view('merging/pair', {
    head: {
      title: `${other.name} goes into ${keep.name}`,
      sub: 'Nothing happens before you confirm it below.',
      over: { link: { label: 'On record twice', href: url.list }, text: null },
    },
    problems,
    sides: sidesTable(pair),
    swap: { label: `Keep the entry of ${other.name} instead`, href: url.pair(keep.id, other.id) },
    hindrances: hindrances(pair),
    lock: isRefusal(may) ? { what: null, words: may.reason, alone: true } : null,
    effects: effectsOf(pair),
    action: url.pair(other.id, keep.id),
    seen: seenOf(pair),
    reason: {
      name: 'reason',
      label: 'How you know',
      max: 500,
      hint: 'Kept with the entry that goes, and in the audit trail that it was given.',
      value: typeof typed?.reason === 'string' ? typed.reason : '',
      problem: problems.reason ?? null,
    },
    same: {
      ticked: typed?.same === 'yes',
      problem: problems.same ?? null,
      label: 'I have checked with them, or by their registration, that both are one person',
    },
    guard: guardBox({ typed, problems }),
  })
}

function sidesTable({ keep, other }: Pair): Table {
  const row = (label: string, of: (half: Half) => string) => ({
    id: label,
    name: label,
    cells: [{ text: label }, { text: of(keep) }, { text: of(other) }],
  })
  const count = (what: string, of: (half: Half) => number) => row(what, (half) => String(of(half)))
  return {
    caption: 'Both entries',
    columns: [{ label: '', card: 'title' }, { label: 'Goes on' }, { label: 'Goes into it' }],
    rows: [
      row('Name', ({ name }) => name),
      row('Account', ({ account }) => account ?? 'none'),
      row('Addresses', ({ emails }) => list(emails) || 'none'),
      row(
        'Numbers',
        ({ numbers }) => list(numbers.map(({ kind, value }) => `${kind.toUpperCase()} ${value}`)) || 'none',
      ),
      row('Portfolio', ({ enrolled }) => list(enrolled.map(({ name }) => name)) || 'none'),
      count('Roles', ({ roles }) => roles),
      count('Trainees supervised', ({ supervised }) => supervised),
      count('Forms signed', ({ signed }) => signed),
      count('Forms that wait', ({ waiting }) => waiting),
      count('Unfinished texts', ({ drafts }) => drafts),
    ],
  }
}

function effectsOf({ keep, other }: Pair): string[] {
  const moves = [
    other.emails.length > 0 ? plural(other.emails.length, 'address', 'addresses') : null,
    other.numbers.length > 0 ? plural(other.numbers.length, 'number') : null,
    other.roles > 0 ? plural(other.roles, 'role') : null,
    other.supervised > 0 ? plural(other.supervised, 'supervision') : null,
    other.signed + other.waiting > 0 ? plural(other.signed + other.waiting, 'form') : null,
    other.drafts > 0 ? plural(other.drafts, 'unfinished text') : null,
  ].filter((one) => one !== null)
  return [
    ...(likeness(keep, other) === null
      ? ['Their names are not alike, or their numbers differ: be sure that they are one person.']
      : []),
    moves.length > 0 ? `${list(moves)} move to ${keep.name}.` : 'Nothing has to move.',
    'What was signed keeps its signature as it was made, and the chain of signatures holds.',
    other.account && keep.account
      ? `The account of the entry that goes ends, with its password, second factor and sessions. ${keep.name} signs in with any of the addresses and the password of the account that stays.`
      : other.account
        ? 'The account moves with its password; its sessions end.'
        : 'No account ends.',
    'Both trails of who did what stay as they are. The person is told by mail. This cannot be undone.',
  ]
}
