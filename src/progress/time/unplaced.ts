import type { Cell, Table } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { date, plural } from '../../kit/ui.ts'
import { type Actor, isRefusal } from '../../policy/index.ts'
import { postsIn, unplacedIn, withinSentence } from '../../programmes/index.ts'
import { accrued, portfolioPolicy, postUrl, stretchesOf, toRuleOn, type UnplacedDays } from '../../training/index.ts'
import type { TimeFound } from './find.ts'
import { timeUrl, wholeDays } from './words.ts'

/** How many stretches of a trainee's days somebody of the programme is to rule on. */
export const rulingsWanted = ({ unplaced, pack, today }: TimeFound): number =>
  toRuleOn(unplaced, pack.pack, today).length

/**
 * Days in training without a post, or at a hospital that was not accredited: each stretch with what of it counts, why, and
 * who mends it (domain 3.6, 7.5). Null where there are none. `may` is whether the reader records training time.
 */
export function unplacedTable(found: TimeFound, actor: Actor, may: boolean): Table | null {
  if (found.unplaced.length === 0) return null
  return {
    caption: 'No day of completion moves because of them; the earliest first',
    columns: [
      { label: 'Days', card: 'title' },
      { label: 'What is wanting' },
      { label: 'Counts', number: true, card: 'side' },
      { label: 'Who mends it' },
      ...(may ? [{ label: 'If it is not to count' }] : []),
    ],
    rows: found.unplaced.map((days) => {
      const span = `${date(days.from)} to ${date(lastDay(days.until)!)}`
      return {
        id: [days.what, days.post?.id ?? '', days.from].join(' '),
        name: span,
        cells: [
          { text: span, hint: plural(days.until.since(days.from).days, 'day') },
          { text: whatWords(found, days), hint: whyWords(found, days) },
          countsCell(found, days),
          mendCell(found, days, actor, may),
          ...(may ? [{ text: 'Record it as time away', href: awayUrl(found, days) }] : []),
        ],
      }
    }),
  }
}

function whatWords({ pack }: TimeFound, { what, post }: UnplacedDays): string {
  if (what === 'siteless') return `No ${withinSentence(postsIn(pack.pack).words.one)}`
  return `${post!.site}: ${post!.accreditedBefore ? 'not accredited any more' : 'not accredited for this programme'}`
}

function whyWords({ pack }: TimeFound, { what }: UnplacedDays): string {
  if (unplacedIn(pack.pack)[what] === 'counts') return 'The programme lets such days count.'
  return 'Training counts in approved posts at approved sites. These days count until the programme rules otherwise.'
}

function countsCell({ history, pack, today }: TimeFound, days: UnplacedDays): Cell {
  const work = accrued(stretchesOf(history), days.from, days.until)
  const wanted = toRuleOn([days], pack.pack, today).length > 0
  return { text: wholeDays(work), hint: wanted ? 'whole-time days; a ruling is wanted' : 'whole-time days' }
}

function mendCell(found: TimeFound, { what, post }: UnplacedDays, actor: Actor, may: boolean): Cell {
  const { portfolio, pack } = found
  const { by, words } = postsIn(pack.pack)
  if (what === 'unaccredited') {
    const who = 'The programme office, if the hospital was accredited or the post approved'
    return may ? { text: `Accredit ${post!.site}`, href: `/sites/${post!.siteId}`, hint: who } : { text: who }
  }
  const own = actor.personId === portfolio.personId
  const who = by === 'trainee' ? `${own ? 'You' : portfolio.name}, or the college` : 'The programme office'
  const keeps = !isRefusal(portfolioPolicy.actions.keepPosts(actor, found))
  return keeps ? { text: words.apply, href: postUrl.apply(portfolio.id), hint: who } : { text: who }
}

const awayUrl = ({ portfolio }: TimeFound, { from, until }: UnplacedDays): string =>
  `${timeUrl.change(portfolio.id)}?${new URLSearchParams({ from: from.toString(), last: until.subtract({ days: 1 }).toString() })}`
