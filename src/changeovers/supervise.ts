import { Temporal } from 'temporal-polyfill'
import { overlap, type Period } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { planChange, type SupervisionPlan } from '../training/index.ts'
import type { Desk } from './plan.ts'
import { trackFor, type Wish } from './wishes.ts'
import type { RecordedSpan, World } from './world.ts'

type Kept = Pick<RecordedSpan, 'enrolmentId' | 'kind' | 'track' | 'reason' | 'createdAt'>

/**
 * The supervisions of a trainee once a row is taken; says where nobody is left (decision 69). Whoever a row names
 * supervises on its days at least:
 * - who does so already stays as they are; where their time ends earlier it is lengthened to the row's last day, no further;
 * - somebody else takes over what is on record of their predecessor, as where posts are kept singly; a clinical supervisor
 *   no longer than the post;
 * - where nobody was on record, they come for the row's days.
 * A supervisor on record from a later day stays and bounds all of it. The clinical supervisor of a post beside another is on
 * that post's own track (decision 19).
 */
export function supervised(desk: Desk, wish: Wish, kind: RecordedSpan['kind'], { today }: World): RecordedSpan[] {
  const { from, trainee, reason, findings, cells, post } = wish
  const track = trackFor(kind, wish)
  const others = desk.spans.filter((span) => span.kind !== kind || span.track !== track)
  const main = track === 'main' ? [] : others.filter((span) => span.kind === kind && span.track === 'main')
  const asked = ownOf(wish, kind, main)
  let mine = desk.spans.filter((span) => !others.includes(span))
  const kept: Kept = { enrolmentId: trainee.enrolmentId, kind, track, reason, createdAt: '' }
  const take = (personId: string | null, day: Temporal.PlainDate) => {
    const plan = planChange(mine, { personId, from: day, later: 'keep' }, { today, endsOn: trainee.endsOn })
    if (plan) mine = spansAfter(mine, plan, kept, desk.newId)
    return plan !== null
  }
  const on = (day: Temporal.PlainDate) => mine.find((span) => overlap(span, dayOf(day)))
  if (asked === null) take(null, from)
  if (asked) {
    const end = post && earlier(post.until ?? trainee.endsOn, trainee.endsOn)
    const held = on(from)
    const mineThen = end && on(end)?.personId === asked.id
    const replaced = held && held.personId !== asked.id
    take(asked.id, from)
    const until = on(from)?.until
    const short = end && until && before(until, end) && !on(until)
    if (short) take(asked.id, until)
    // Not beyond the row, but for what a predecessor leaves: nobody is to be without an educational supervisor by it.
    const stays = mineThen || (replaced && !short && kind === 'educational')
    const lengthened = !held || replaced || short
    if (end && lengthened && !stays && before(end, trainee.endsOn) && on(end)?.personId === asked.id) take(null, end)
  }
  if (!on(from) && !main.some((span) => overlap(span, dayOf(from))))
    findings.add(
      'warning',
      'noSupervisor',
      `${trainee.name} has no ${kind} supervisor from ${date(from)}.`,
      cells[kind] ?? null,
    )
  return [...others, ...mine]
}

const dayOf = (day: Temporal.PlainDate): Period => ({ from: day, until: day.add({ days: 1 }) })

/** Whom a row asks for on its track; whoever has the main post's days, and these with them, needs no supervision of their own. */
function ownOf({ supervisors, from, post, trainee }: Wish, kind: RecordedSpan['kind'], main: readonly RecordedSpan[]) {
  const asked = supervisors[kind]
  const end = earlier(post?.until ?? trainee.endsOn, trainee.endsOn)
  const has = main.some(
    (span) => span.personId === asked?.id && !before(from, span.from) && !(span.until && before(span.until, end)),
  )
  return has ? null : asked
}

const before = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (before(a, b) ? a : b)

/** The spans on record once a plan is written. */
function spansAfter(
  spans: readonly RecordedSpan[],
  plan: SupervisionPlan,
  kept: Kept,
  newId: () => string,
): RecordedSpan[] {
  const gone = new Set(plan.corrected.map(({ id }) => id))
  const moved = new Map(plan.moved.map(({ span, until }) => [span.id, until]))
  const created = plan.created.map(({ personId, from, until, remainsOf }): RecordedSpan => {
    const earlier = remainsOf && spans.find(({ id }) => id === remainsOf.id)
    const said = earlier ? { reason: earlier.reason, createdAt: earlier.createdAt } : {}
    return { ...kept, ...said, id: newId(), personId, from, until }
  })
  const left = spans.filter(({ id }) => !gone.has(id))
  return [...left.map((span) => (moved.has(span.id) ? { ...span, until: moved.get(span.id)! } : span)), ...created]
}
