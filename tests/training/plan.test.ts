import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { planChange, type Span, type SupervisionPlan } from '../../src/training/index.ts'

/** Changes of supervisor over generated histories, day by day. */

const start = Temporal.PlainDate.from('2026-08-01')
const length = 40
const day = (offset: number) => start.add({ days: offset })
const people = ['ada', 'ben', 'cyd']

const history = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 3 }), days: fc.integer({ min: 1, max: 9 }), who: fc.nat(2) }), {
    maxLength: 4,
  })
  .map((parts) => {
    let at = 0
    return parts.map(({ gap, days, who }, index): Span => {
      const from = at + gap
      at = from + days
      return { id: `s${index}`, personId: people[who]!, from: day(from), until: day(at) }
    })
  })

const cases = fc.record({
  spans: history,
  personId: fc.constantFrom(...people),
  from: fc.nat(length - 1).map(day),
  today: fc.nat(length - 1).map(day),
  later: fc.constantFrom('keep' as const, 'replace' as const),
})

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0
const holds = (span: Pick<Span, 'from' | 'until'>, on: Temporal.PlainDate) =>
  !isBefore(on, span.from) && (!span.until || isBefore(on, span.until))
const whoOn = (spans: readonly Omit<Span, 'id'>[], on: Temporal.PlainDate) =>
  spans.filter((span) => holds(span, on)).map(({ personId }) => personId)

/** The record as it stands after a plan. */
function recordAfter(spans: readonly Span[], plan: SupervisionPlan): Omit<Span, 'id'>[] {
  const gone = new Set(plan.corrected.map(({ id }) => id))
  const moved = new Map(plan.moved.map(({ span, until }) => [span.id, until]))
  const kept = spans
    .filter(({ id }) => !gone.has(id))
    .map((span) => ({ ...span, until: moved.has(span.id) ? moved.get(span.id)! : span.until }))
  return [...kept, ...plan.created]
}

describe('R29: a change of supervisor', () => {
  const circumstances = (today: Temporal.PlainDate) => ({ today, endsOn: day(length) })

  it('puts exactly that person on record from that day, and nobody twice on any day', () => {
    fc.assert(
      fc.property(cases, ({ spans, today, ...wish }) => {
        const plan = planChange(spans, wish, circumstances(today))
        if (!plan) return expect(whoOn(spans, wish.from)).toEqual([wish.personId])
        const now = recordAfter(spans, plan)
        expect(whoOn(now, wish.from)).toEqual([wish.personId])
        for (let offset = 0; offset < length + 10; offset++) {
          expect(whoOn(now, day(offset)).length).toBeLessThan(2)
          if (isBefore(day(offset), wish.from)) expect(whoOn(now, day(offset))).toEqual(whoOn(spans, day(offset)))
        }
      }),
    )
  })

  it('never rewrites a day that has passed: what was on record then is kept as corrected', () => {
    fc.assert(
      fc.property(cases, ({ spans, today, ...wish }) => {
        const plan = planChange(spans, wish, circumstances(today))
        if (!plan) return
        const now = recordAfter(spans, plan)
        let changed = false
        for (let on = start; isBefore(on, today); on = on.add({ days: 1 })) {
          const was = spans.find((span) => holds(span, on))
          if (whoOn(now, on)[0] === was?.personId) continue
          changed = true
          if (was) expect(plan.corrected.map(({ id }) => id)).toContain(was.id)
        }
        if (changed) expect(plan.changesPast).toBe(true)
      }),
    )
  })

  it('names somebody for some days alone: whoever was on record goes on after them, and nothing that has passed is rewritten', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: length }), ({ spans, today, ...wish }, days) => {
        const until = wish.from.add({ days })
        const plan = planChange(spans, { ...wish, until }, circumstances(today))
        if (!plan) return
        const now = recordAfter(spans, plan)
        expect(whoOn(now, wish.from)).toEqual([wish.personId])
        for (let offset = 0; offset < length + 10; offset++) {
          const on = day(offset)
          const [who, ...more] = whoOn(now, on)
          expect(more).toEqual([])
          // Before and after, whoever was on record is.
          if (isBefore(on, wish.from) || !isBefore(on, until)) expect(who).toEqual(whoOn(spans, on)[0])
        }
        for (let on = start; isBefore(on, today); on = on.add({ days: 1 })) {
          const was = spans.find((span) => holds(span, on))
          if (was && whoOn(now, on)[0] !== was.personId) expect(plan.corrected.map(({ id }) => id)).toContain(was.id)
        }
      }),
    )
  })

  it('leaves what begins later alone unless it is to be replaced', () => {
    fc.assert(
      fc.property(cases, ({ spans, today, ...wish }) => {
        const plan = planChange(spans, { ...wish, later: 'keep' }, circumstances(today))
        const later = spans.filter((span) => isBefore(wish.from, span.from) && span.personId !== wish.personId)
        if (!plan) return
        const now = recordAfter(spans, plan)
        for (const span of later) expect(whoOn(now, span.from)).toEqual([span.personId])
        const replaced = planChange(spans, { ...wish, later: 'replace' }, circumstances(today))!
        if (later.length === 0) return
        for (const span of later) expect(whoOn(recordAfter(spans, replaced), span.from)).toEqual([wish.personId])
      }),
    )
  })
})
