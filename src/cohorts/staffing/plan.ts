import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { untilAfter } from '../../kit/periods.ts'
import { date } from '../../kit/ui.ts'
import { planChange, type SupervisionPlan } from '../../training/index.ts'
import { type Candidate, kindWords } from '../supervisors.ts'
import type { Post } from './find.ts'

type Day = Temporal.PlainDate

/** What is asked for the trainees that were chosen. */
export interface Wish {
  /** Whoever is on record from then on; null leaves them without. */
  next: Candidate | null
  from: Day
  /** The last day of absence cover; null where somebody takes over for good. */
  last: Day | null
}

/** What happens to one supervision: a plan, or why it cannot be done. */
export interface Line {
  post: Post
  /** From when: a later day where whoever leaves was to begin later. */
  from: Day
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
    if (wish.last) return coverLine(post, wish, wish.last)
    const theirs = post.spans.find(({ personId, until }) => personId === leaver && (!until || before(wish.from, until)))
    if (leaver && !theirs)
      return { post, from: wish.from, plan: null, problem: `${post.trainee} is no longer theirs on that day.` }
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
  if (problem) return { post, from: wish.from, plan: null, problem }
  const asked = { personId: wish.next?.id ?? null, from: wish.from, later: 'keep' as const }
  const plan = planChange(post.spans, asked, { today, endsOn: post.endsOn })
  const same = wish.next
    ? `${wish.next.name} is ${kindWords[post.kind]} of ${post.trainee} on that day already.`
    : `${post.trainee} has no ${kindWords[post.kind]} on that day.`
  return { post, from: wish.from, plan, problem: plan ? null : same }
}

/** Cover stands beside whoever is away; two who cover at once would leave open who does. */
function coverLine(post: Post, wish: Wish, last: Day): Line {
  const { next, from } = wish
  const span = { from, until: untilAfter(last) }
  const other = post.cover.find((one) => meet(one, span))
  const own = post.spans.find((one) => one.personId === next?.id && meet(one, span))
  const problem =
    hindrance(post, wish) ??
    (next ? null : 'Choose who covers.') ??
    (other
      ? `${other.name} covers as ${kindWords[post.kind]} of ${post.trainee} until ${date(other.until?.subtract({ days: 1 }) ?? null)} already.`
      : own
        ? `${own.name} is ${kindWords[post.kind]} of ${post.trainee} in that time anyway.`
        : null)
  const plan: SupervisionPlan | null =
    problem || !next
      ? null
      : {
          ...{ current: null, others: [], corrected: [], moved: [], changesPast: false },
          created: [{ personId: next.id, ...span, remainsOf: null }],
          until: span.until,
        }
  return { post, from, plan, problem }
}

/** What a tick confirms: exactly these changes of exactly this record, so that anything else asks again. */
export function tokenOf(lines: readonly Line[], { next, from, last }: Wish): string {
  const parts = lines.map(({ post, plan }) => [
    post.key,
    post.spans,
    post.cover.map(({ id }) => id),
    plan?.until ?? null,
  ])
  const all = JSON.stringify([next?.id ?? null, from, last, parts])
  return createHash('sha256').update(all).digest('hex').slice(0, 32)
}
