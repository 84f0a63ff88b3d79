import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { untilAfter } from '../../kit/periods.ts'
import { date } from '../../kit/ui.ts'
import { planChange, type SupervisionPlan } from '../../training/index.ts'
import { asWords, type Candidate } from '../supervisors.ts'
import type { Post } from './find.ts'

type Day = Temporal.PlainDate

/** What is asked for the trainees that were chosen. */
export interface Wish {
  /** Whoever is on record from then on; null leaves them without. */
  next: Candidate | null
  from: Day
  /** The last day of absence cover; null where somebody takes over for good. */
  last: Day | null
  /** Cover that is on record ends the day before `from`; whoever is away is back. */
  endsCover?: boolean
}

/** What happens to one supervision: a plan, or why it cannot be done. */
export interface Line {
  post: Post
  /** From when: a later day where whoever leaves was to begin later. */
  from: Day
  /** The last day of the cover, where whoever is away is theirs for part of the absence alone. */
  last: Day | null
  plan: SupervisionPlan | null
  problem: string | null
}

const before = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0

/** Whether two periods meet, ends exclusive. */
const meet = (one: { from: Day; until: Day | null }, two: { from: Day; until: Day | null }): boolean =>
  (two.until === null || before(one.from, two.until)) && (one.until === null || before(two.from, one.until))

/**
 * Works out what the wish does to each that was chosen (R8, R29; decision 19). Pure; nothing is written.
 * @param leaver whose trainees these are: only days of theirs change hands
 */
export function linesOf(chosen: readonly Post[], wish: Wish, today: Day, leaver: string | null): Line[] {
  return chosen.map((post) => {
    if (wish.endsCover) return uncoverLine(post, wish, today, leaver)
    if (wish.last) return coverLine(post, wish, wish.last, leaver)
    const theirs = post.spans.find(({ personId, until }) => personId === leaver && (!until || before(wish.from, until)))
    if (leaver && !theirs)
      return {
        post,
        from: wish.from,
        last: null,
        plan: null,
        problem: `${post.trainee} is no longer theirs on that day.`,
      }
    const from = theirs && before(wish.from, theirs.from) ? theirs.from : wish.from
    return changeLine(post, { ...wish, from }, today)
  })
}

function hindrance(post: Post, { next, from }: Wish): string | null {
  if (next?.id === post.traineeId) return `Nobody supervises themselves: leave ${post.trainee} out.`
  return before(from, post.endsOn) ? null : `The training of ${post.trainee} has ended by then.`
}

function changeLine(post: Post, wish: Wish, today: Day): Line {
  const problem = hindrance(post, wish)
  if (problem) return { post, from: wish.from, last: null, plan: null, problem }
  const asked = { personId: wish.next?.id ?? null, from: wish.from, later: 'keep' as const }
  const plan = planChange(post.spans, asked, { today, endsOn: post.endsOn })
  const same = wish.next
    ? `${wish.next.name} is ${asWords(post)} of ${post.trainee} on that day already.`
    : `${post.trainee} has no ${asWords(post)} on that day.`
  return { post, from: wish.from, last: null, plan, problem: plan ? null : same }
}

/** Cover stands beside whoever is away; two who cover at once would leave open who does. */
function coverLine(post: Post, wish: Wish, lastDay: Day, leaver: string | null): Line {
  const { next } = wish
  const away = post.spans.find((one) => one.personId === leaver && meet(one, awayIn(wish, lastDay)))
  // Nobody covers days on which somebody else supervises, who is there.
  const from = away && before(wish.from, away.from) ? away.from : wish.from
  const last = away?.until && before(away.until, untilAfter(lastDay)) ? away.until.subtract({ days: 1 }) : lastDay
  const span = { from, until: untilAfter(last) }
  const other = post.cover.find((one) => meet(one, span))
  const own = post.spans.find((one) => one.personId === next?.id && meet(one, span))
  const problem =
    hindrance(post, wish) ??
    (next ? null : 'Choose who covers.') ??
    (other
      ? `${other.name} covers as ${asWords(post)} of ${post.trainee} until ${date(other.until?.subtract({ days: 1 }) ?? null)} already.`
      : own
        ? `${own.name} is ${asWords(post)} of ${post.trainee} in that time anyway.`
        : null)
  const plan: SupervisionPlan | null =
    problem || !next
      ? null
      : {
          ...{ current: null, others: [], corrected: [], moved: [], changesPast: false },
          created: [{ personId: next.id, ...span, remainsOf: null }],
          until: span.until,
        }
  return { post, from, last, plan, problem }
}

const awayIn = ({ from }: Wish, last: Day) => ({ from, until: untilAfter(last) })

/** Whether somebody who is away supervises this trainee for a day of the absence at all; only then there is something to cover. */
export const isCovered = (post: Post, { from }: Pick<Wish, 'from'>, last: Day, away: string): boolean =>
  post.spans.some((one) => one.personId === away && meet(one, { from, until: untilAfter(last) }))

/** Whoever covers does so until the day before; of somebody who covers for others, their own cover alone. */
function uncoverLine(post: Post, wish: Wish, today: Day, of: string | null): Line {
  const line = { post, from: wish.from, last: null }
  const isOf = post.spans.some(({ personId }) => personId === of)
  const cover = post.cover.find(
    (one) => (isOf || one.personId === of || of === null) && (!one.until || before(wish.from, one.until)),
  )
  if (!cover) return { ...line, plan: null, problem: `Nobody covers for ${post.trainee} on that day.` }
  const plan = planChange(
    post.cover,
    { personId: null, from: wish.from, later: 'replace' },
    { today, endsOn: post.endsOn },
  )
  return { ...line, plan, problem: plan ? null : `Nobody covers for ${post.trainee} on that day.` }
}

/** What a tick confirms: exactly these changes of exactly this record, so that anything else asks again. */
export function tokenOf(lines: readonly Line[], { next, from, last, endsCover }: Wish): string {
  const parts = lines.map(({ post, plan }) => [
    post.key,
    post.spans,
    post.cover.map(({ id }) => id),
    plan?.until ?? null,
  ])
  const all = JSON.stringify([next?.id ?? null, from, last, endsCover ?? false, parts])
  return createHash('sha256').update(all).digest('hex').slice(0, 32)
}
