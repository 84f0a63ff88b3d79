import { Temporal } from 'temporal-polyfill'

type Day = Temporal.PlainDate

/** Who supervised from when to when, of one kind and track. */
export interface Span {
  id: string
  personId: string
  from: Day
  /** First day without (exclusive). */
  until: Day | null
}

/** What is asked for: this supervisor (or nobody) from this day on. */
export interface Wish {
  personId: string | null
  from: Day
  /** First day without them, where they are named for some days alone: whoever was on record goes on after it. */
  until?: Day | null
  /** What becomes of other people's supervisions that begin later: they stay and bound the new one, or it replaces them. */
  later: 'keep' | 'replace'
}

/** What a change does to the spans on record. Nothing is written yet. */
export interface SupervisionPlan {
  /** Who held on that day. */
  current: Span | null
  /** Other people's spans that begin later; with 'replace' they are among the corrected ones. */
  others: Span[]
  /** Leave the record for the history, because what they say of past days or of a beginning no longer holds. */
  corrected: Span[]
  /** End otherwise than planned; no day before today changes. */
  moved: { span: Span; until: Day | null }[]
  /** New spans; `remainsOf` is the corrected one whose undisputed days it keeps. */
  created: { personId: string; from: Day; until: Day | null; remainsOf: Span | null }[]
  /** Until when the one asked for is on record; null where open or where nobody follows. */
  until: Day | null
  /** Whether a day before today gets another answer. */
  changesPast: boolean
}

const before = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0
const meets = (end: Day | null, day: Day): boolean => end?.equals(day) ?? false
/** Whether a span that ends so still runs today, so that moving its end is no correction. */
const reaches = (end: Day | null, today: Day): boolean => end === null || !before(end, today)
const latest = (ends: (Day | null)[]): Day | null =>
  ends.includes(null) ? null : (ends as Day[]).reduce((a, b) => (before(a, b) ? b : a))

/**
 * What a change of supervisor does (R8, R29; decision 19): spans of the same person join, a change to come is kept or
 * replaced as asked, and days that have passed are never rewritten in place. Pure.
 * @param spans what is on record, of one kind and track
 * @returns null when that person is on record then already and nothing would change
 */
export function planChange(
  spans: readonly Span[],
  wish: Wish,
  { today, endsOn }: { today: Day; endsOn: Day },
): SupervisionPlan | null {
  const { personId, from } = wish
  const sorted = [...spans].sort((a, b) => Temporal.PlainDate.compare(a.from, b.from))
  const current = sorted.find((span) => !before(from, span.from) && (!span.until || before(from, span.until))) ?? null
  const later = sorted.filter((span) => before(from, span.from) && (!wish.until || before(span.from, wish.until)))
  const others = later.filter((span) => span.personId !== personId)
  const replace = wish.later === 'replace' && others.length > 0
  if (!current && !personId && !replace) return null
  if (current?.personId === personId && !replace) return null

  const bound = current ? current.until : (later[0]?.from ?? endsOn)
  const joins = !wish.until && later[0]?.personId === personId && meets(bound, later[0].from)
  const follows = joins ? [later[0]!] : []
  const absorbed = replace ? later : follows
  const planned = replace
    ? latest([...(current ? [current.until] : []), ...later.map((span) => span.until)])
    : (follows[0] ?? { until: bound }).until
  const until = wish.until ? lastingFor(wish.until, { current, later, personId, replace }) : planned

  const plan: SupervisionPlan = {
    current,
    others,
    corrected: [...absorbed],
    moved: [],
    created: [],
    until: personId ? until : null,
    changesPast: before(from, today) || absorbed.some((span) => before(span.from, today)),
  }
  const same = current && current.personId === personId
  if (wish.until) plan.created.push(...goingOn([...(same ? [] : [current]), ...absorbed], until!))
  if (current && !same) shorten(plan, current, from, today)
  if (!personId) return plan
  const earlier = same ? current : sorted.find((span) => span.personId === personId && meets(span.until, from))
  if (earlier && reaches(earlier.until, today)) plan.moved.push({ span: earlier, until })
  else if (same) {
    plan.corrected.push(current)
    plan.created.push({ personId, from: current.from, until, remainsOf: current })
  } else plan.created.push({ personId, from, until, remainsOf: null })
  if (same) plan.changesPast = plan.corrected.some((span) => before(span.from, today))
  return plan
}

/** The first day without somebody who is named up to a day: sooner where a change to come stays, later where they are there anyway. */
function lastingFor(
  asked: Day,
  {
    current,
    later,
    personId,
    replace,
  }: { current: Span | null; later: Span[]; personId: string | null; replace: boolean },
): Day | null {
  const next = replace ? null : later[0]?.from
  const until = next && before(next, asked) ? next : asked
  return current && current.personId === personId ? latest([until, current.until]) : until
}

/** What goes on as it stood after a day on which somebody named for some days ends. */
function goingOn(spans: readonly (Span | null)[], day: Day): SupervisionPlan['created'] {
  return spans.flatMap((span) => {
    if (!span || (span.until && !before(day, span.until))) return []
    const from = before(day, span.from) ? span.from : day
    return [{ personId: span.personId, from, until: span.until, remainsOf: span }]
  })
}

/** Ends a span on a day: in place where that day is still to come, as a correction where it has passed. */
function shorten(plan: SupervisionPlan, span: Span, day: Day, today: Day): void {
  if (before(span.from, day) && !before(day, today)) plan.moved.push({ span, until: day })
  else {
    plan.corrected.push(span)
    if (before(span.from, day))
      plan.created.push({ personId: span.personId, from: span.from, until: day, remainsOf: span })
  }
}
