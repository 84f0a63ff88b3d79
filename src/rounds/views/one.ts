import type { Ctx } from '../../kit/context.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Fact, Head, Lock, Meter, Table } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { plural, upperFirst } from '../../kit/ui.ts'
import { lastDayOf } from '../../kit/window.ts'
import { isRefusal } from '../../policy/index.ts'
import { roleWords } from '../../programmes/index.ts'
import { needsOf, shownGroups, sum, titleOf } from '../kinds.ts'
import { anybodyPath } from '../link.ts'
import { type Deed, mayDo, stateNow } from '../policy.ts'
import type { One } from '../queries/one.ts'
import { lacking, listed, rowsAtOnce } from '../service/raters.ts'
import { sizeOf } from '../summing.ts'
import { stateTag } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'rounds/one': OnePage
  }
}

interface AddRow {
  index: number
  name: string
  email: string
  grade: string
  problems: { name: string | null; email: string | null; grade: string | null }
}

interface OnePage {
  head: Head
  explain: string
  facts: Fact[]
  needs: { title: string; hint: string | null; meters: Meter[] } | null
  list: { table: Table | null; hint: string; remove: { label: string; action: Action }[] } | null
  add: {
    action: string
    rows: AddRow[]
    grades: { value: string; label: string }[]
    problems: Record<string, string>
    open: boolean
  } | null
  send: { action: Action | null; lock: Lock | null } | null
  survey: { url: string; qr: string; paper: string | null } | null
  actions: Action[]
  whoMayNot: string | null
}

const meter = ({ words, have, min }: { words: string; have: number; min: number }): Meter => ({
  title: upperFirst(words),
  have: String(have),
  of: String(min),
  share: Math.min(100, Math.round((have / min) * 100)),
  pace: null,
  tone: have >= min ? 'ok' : 'warn',
  words: have >= min ? 'Enough' : `${min - have} more`,
})

/** One round, by how it stands and who looks. */
export const onePage: Show<One> = (one, { ctx, typed, problems }) => {
  const { round, kind, portfolio } = one
  const own = ctx.actor.personId === round.personId
  const state = stateNow(one, ctx.now)
  const can = (deed: Deed) => !isRefusal(mayDo(deed, ctx.actor, one, ctx.now))
  const at = `/rounds/${round.id}`
  const page: OnePage = {
    head: {
      title: kind.title,
      sub: own ? kind.help : portfolio.name,
      over: { link: { label: 'Rounds of feedback', href: '/rounds' }, text: null },
      tags: [stateTag(state)],
    },
    explain: explain(one, own, state),
    facts: factsOf(one, state),
    needs: needs(one, own, state),
    list: kind.asks === 'raters' && round.state !== 'selfRating' ? listOf(one, own) : null,
    add: can('list') && kind.asks === 'raters' ? addOf(one, typed, problems) : null,
    send: own && state === 'listing' ? sendOf(one, ctx) : null,
    survey:
      kind.asks === 'anybody' && state === 'open'
        ? {
            url: `${ctx.config.publicUrl}${anybodyPath(ctx, round)}`,
            qr: `${at}/code.svg`,
            paper: can('paper') ? `${at}/paper` : null,
          }
        : null,
    actions: actionsOf(one, can, at),
    whoMayNot: own && state === 'listing' ? kind.whoMayNot : null,
  }
  return view('rounds/one', page, { title: own ? kind.title : `${kind.title}: ${portfolio.name}` })
}

function explain({ kind, names, pack, raters }: One, own: boolean, state: One['round']['state']): string {
  const releaser = `your ${roleWords(pack.pack, kind.releasedBy[0]!)}`
  const who = own ? releaser : 'you'
  switch (state) {
    case 'selfRating':
      return own
        ? 'First of all you rate yourself. What you say is set beside what the others say.'
        : `${names.trainee} rates themselves first.`
    case 'listing':
      if (kind.asks === 'anybody')
        return own ? 'Begin the survey when you are ready to hand it out.' : `${names.trainee} has not begun it yet.`
      return own
        ? 'Now list whom to ask. The page counts as you go whether the mix is right.'
        : `${names.trainee} lists whom to ask.`
    case 'open':
      return own
        ? `Answers come in. Nobody tells you who has answered; those who have not are reminded by Attest. When there are enough, ${who} close${who === 'you' ? '' : 's'} and read${who === 'you' ? '' : 's'} the round.`
        : 'Answers come in. You read them once the round is closed, all together: so nobody can tell which answer came last.'
    case 'short':
      return `The time is over and too few have answered, so there is no result. ${own ? 'Give it more time (those who have not answered are reminded), or end it and begin again.' : `${names.trainee} can give it more time, or end it.`}`
    case 'closed':
      return own
        ? `No more answers are taken. ${names.releaser} reads them and releases the summary to you.`
        : 'No more answers are taken: read them, and release the summary.'
    case 'released':
      return own
        ? 'The summary is part of your portfolio. Discuss it before your review.'
        : 'The summary is released, and stays as it reads.'
    case 'ended':
      return raters.length > 0 ? 'Ended without a result; what had come in was deleted.' : 'Ended without a result.'
  }
}

function factsOf({ round, portfolio, names }: One, state: One['round']['state']): Fact[] {
  const zone = portfolio.timeZone
  return [
    ...(round.endsAt
      ? [{ label: state === 'open' ? 'Open until' : 'Was open until', value: lastDayOf(round.endsAt, zone) }]
      : []),
    { label: 'Read and released by', value: names.releaser },
  ]
}

/**
 * While the list is built: what it still needs. While answers come in: how many there are, by group only where every group
 * is large enough to hide in (domain.md 5.4).
 */
function needs(one: One, own: boolean, state: One['round']['state']): OnePage['needs'] {
  const { kind, counts } = one
  if (state === 'listing' && kind.asks === 'raters')
    return {
      title: 'What the list needs',
      hint: 'ask a few more than this: some will not answer',
      meters: needsOf(kind, listed(one), 'people').map(meter),
    }
  if (state !== 'open' && state !== 'short' && state !== 'closed') return null
  const all = needsOf(kind, counts, 'answers')
  const groups = shownGroups(kind, counts)
  const byGroup = kind.groups.length > 1 && groups.length === kind.groups.length
  const meters = [meter(all[0]!)]
  if (!byGroup) {
    const lacks = all.slice(1).filter(({ have, min }) => have < min)
    const hint = lacks.length > 0 ? `Still too few by ${lacks.map(({ words }) => words).join(' and ')}` : null
    return { title: 'Answers', hint, meters }
  }
  const rows = groups.map((pile) => `${titleOf(kind, pile.groups)}: ${sizeOf(pile)}`)
  return { title: own ? 'Answers' : 'Answers so far', hint: rows.join(' · '), meters }
}

function listOf({ raters, round, pack }: One, own: boolean): OnePage['list'] {
  const grades = new Map((pack.pack.pack.lists.grades ?? []).map(([key, label]) => [key, label]))
  const table: Table = {
    caption: 'Who is asked',
    columns: [{ label: 'Name', card: 'title' }, { label: 'Address' }, { label: 'Mail', card: 'side' }],
    rows: raters.map((rater) => ({
      id: rater.id,
      name: rater.name,
      cells: [
        { text: rater.name, hint: grades.get(rater.grade) ?? rater.grade },
        { text: rater.email, quiet: true },
        rater.lost
          ? { tag: { words: 'Could not be delivered', tone: 'warn' } }
          : { text: round.sentAt ? 'Sent' : 'Not sent yet', quiet: true },
      ],
    })),
  }
  const removable = own && round.state === 'listing'
  return {
    table: raters.length > 0 ? table : null,
    hint: round.sentAt ? 'who has answered is told to nobody' : plural(raters.length, 'person', 'people'),
    remove: removable
      ? raters.map(({ id, name }) => ({
          label: name,
          action: {
            label: `Take ${name} off the list`,
            href: `/rounds/${round.id}/raters/${id}/remove`,
            kind: 'quiet',
            icon: 'x-lg',
            post: {},
          },
        }))
      : [],
  }
}

function addOf(
  { round, pack }: One,
  typed: Record<string, unknown> | null,
  problems: Record<string, string>,
): OnePage['add'] {
  const text = (key: string) => (typeof typed?.[key] === 'string' ? (typed[key] as string) : '')
  const rows = Array.from({ length: rowsAtOnce }, (_, index) => ({
    index,
    name: text(`name${index}`),
    email: text(`email${index}`),
    grade: text(`grade${index}`),
    problems: {
      name: problems[`name${index}`] ?? null,
      email: problems[`email${index}`] ?? null,
      grade: problems[`grade${index}`] ?? null,
    },
  }))
  const grades = (pack.pack.pack.lists.grades ?? []).map(([value, label]) => ({ value, label }))
  return {
    action: `/rounds/${round.id}/raters`,
    rows,
    grades,
    problems,
    open: round.state === 'listing' || typed !== null,
  }
}

function sendOf(one: One, ctx: Ctx): OnePage['send'] {
  const may = mayDo('send', ctx.actor, one, ctx.now)
  const lacks = lacking(one)
  const words = isRefusal(may)
    ? may.reason
    : lacks.length > 0
      ? `Before it can be sent, the list needs at least ${lacks.join('; ')}.`
      : null
  const label =
    one.kind.asks === 'raters' ? `Send to ${plural(one.raters.length, 'person', 'people')}` : 'Begin the survey'
  return {
    action: words ? null : { label, href: `/rounds/${one.round.id}/send`, kind: 'main', icon: 'send', post: {} },
    lock: words ? { what: null, words } : null,
  }
}

function actionsOf({ round, kind }: One, can: (deed: Deed) => boolean, at: string): Action[] {
  const actions: Action[] = []
  if (can('rate') && kind.selfForm) {
    const first = round.state === 'selfRating'
    actions.push({
      label: first ? 'Rate yourself' : 'Change your self-rating',
      href: `${at}/self`,
      kind: first ? 'main' : 'quiet',
      icon: 'pencil',
    })
  }
  if (can('close'))
    actions.push({ label: 'Close it and read', href: `${at}/close`, kind: 'main', icon: 'eye', post: {} })
  if (can('release')) actions.push({ label: 'Read and release', href: `${at}/read`, kind: 'main', icon: 'eye' })
  else if (can('read')) actions.push({ label: 'Read what came in', href: `${at}/read`, kind: 'quiet', icon: 'eye' })
  if (can('discuss'))
    actions.push({ label: 'Note the discussion', href: `${at}/discussion`, kind: 'main', icon: 'chat-left-text' })
  if (round.recordId)
    actions.push({
      label: 'Open the summary',
      href: `/records/${round.recordId}`,
      kind: 'go',
      icon: 'file-earmark-text',
    })
  if (can('extend'))
    actions.push({
      label: `Give it ${plural(kind.extendDays, 'more day', 'more days')}`,
      href: `${at}/extend`,
      kind: 'main',
      icon: 'clock',
      post: {},
    })
  if (can('end')) actions.push({ label: 'End it without a result', href: `${at}/end`, kind: 'stop' })
  return actions
}

/** Asks once more before a round is given up: what colleagues wrote cannot be had again. */
export const endPage: Show<One> = ({ kind, round, counts }) => {
  const answers = sum(counts)
  return view('evidence/confirm', {
    title: 'End this round without a result?',
    confirm: {
      title: `End your ${kind.short} without a result?`,
      text: 'There will be no summary of it, and you can open a new one at once.',
      effects: [
        answers > 0
          ? `${plural(answers, 'answer')} that came in ${answers === 1 ? 'is' : 'are'} deleted, and nobody has read ${answers === 1 ? 'it' : 'them'}.`
          : 'No answers have come in.',
        'This cannot be undone.',
      ],
      action: { label: 'End it without a result', href: `/rounds/${round.id}/end`, post: {}, kind: 'stop' },
      cancel: { label: 'Keep it', href: `/rounds/${round.id}` },
    },
  })
}
