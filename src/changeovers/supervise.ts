import { Temporal } from 'temporal-polyfill'
import { overlap } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { planChange, type SupervisionPlan } from '../training/index.ts'
import type { Desk } from './plan.ts'
import type { Wish } from './wishes.ts'
import type { RecordedSpan, World } from './world.ts'

type Kept = Pick<RecordedSpan, 'enrolmentId' | 'kind' | 'track' | 'reason' | 'createdAt'>

/** The supervisions of a trainee once a row is taken; says where nobody is left (decision 69). */
export function supervised(desk: Desk, wish: Wish, kind: RecordedSpan['kind'], { today }: World): RecordedSpan[] {
  const { from, trainee, reason, findings, cells, post } = wish
  const asked = wish.supervisors[kind]
  const others = desk.spans.filter((span) => span.kind !== kind || span.track !== 'main')
  let mine = desk.spans.filter((span) => !others.includes(span))
  const kept: Kept = { enrolmentId: trainee.enrolmentId, kind, track: 'main', reason, createdAt: '' }
  const take = (personId: string | null, day: Temporal.PlainDate) => {
    const plan = planChange(mine, { personId, from: day, later: 'keep' }, { today, endsOn: trainee.endsOn })
    if (plan) mine = spansAfter(mine, plan, kept, desk.newId)
    return plan !== null
  }
  const on = (day: Temporal.PlainDate) => mine.find((span) => overlap(span, { from: day, until: day.add({ days: 1 }) }))
  if (asked !== undefined && take(asked?.id ?? null, from) && asked && kind === 'clinical' && post?.until) {
    // A clinical supervisor goes with the post; an educational one stays until somebody follows.
    if (Temporal.PlainDate.compare(post.until, trainee.endsOn) < 0 && on(post.until)?.personId === asked.id)
      take(null, post.until)
  }
  if (!on(from))
    findings.add(
      'warning',
      'noSupervisor',
      `${trainee.name} has no ${kind} supervisor from ${date(from)}.`,
      cells[kind] ?? null,
    )
  return [...others, ...mine]
}

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
