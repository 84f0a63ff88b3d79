import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import {
  accrued,
  afterMonths,
  completionOf,
  dayAfter,
  movedStages,
  remainingOn,
  type StatusEvent,
  steady,
  stretchesOf,
  type TimeHistory,
  type TimeWish,
  timeProblems,
  WHOLE_DAY,
  withWish,
} from '../../src/training/time/index.ts'

/** Training time as a pure function of its history: worked checks of the rules, then laws over generated histories. */

const day = (iso: string) => Temporal.PlainDate.from(iso)
const start = day('2024-08-07')
const lastDayOf = (history: TimeHistory) => completionOf(history).until.subtract({ days: 1 }).toString()
const daysApart = (a: Temporal.PlainDate, b: Temporal.PlainDate) => a.until(b, { largestUnit: 'days' }).days

const plan: TimeHistory = {
  startsOn: start,
  percent: 100,
  plannedUntil: day('2027-08-04'),
  fte: [],
  statuses: [],
  decisions: [],
}
const fte = (from: string, percent: number) => ({ id: `fte-${from}`, from: day(from), percent })
const status = (kind: StatusEvent['kind'], from: string, until: string, more: Partial<StatusEvent> = {}) => ({
  id: `${kind}-${from}`,
  kind,
  from: day(from),
  until: day(until),
  counts: 0,
  countsUntil: null,
  ...more,
})

describe('the day of completion (domain 7.2, decision 54)', () => {
  it('worked check: three years, 60 % after the first, end 485 days later', () => {
    const history = { ...plan, fte: [fte('2025-08-06', 60)] }
    expect(lastDayOf(history)).toBe('2028-11-30')
    expect(completionOf(history).lines.map(({ adds }) => adds)).toEqual([0, 485])
  })

  it('works with whole numbers: 3 days at 80 %, taken to 60 %, are 4 and not 5', () => {
    const short = { ...plan, startsOn: start, percent: 80, plannedUntil: start.add({ days: 4 }) }
    expect(lastDayOf({ ...short, fte: [{ id: 'a', from: start, percent: 60 }] })).toBe(
      start.add({ days: 4 }).toString(),
    )
  })

  it('adds parental leave whole, and a career break; not approved training, sickness or grace', () => {
    const with_ = (...statuses: StatusEvent[]) => lastDayOf({ ...plan, statuses })
    expect(with_(status('parental', '2025-02-01', '2025-08-01'))).toBe('2028-01-31')
    expect(with_(status('oopc', '2025-02-01', '2025-02-02'))).toBe('2027-08-04')
    expect(with_(status('oopt', '2025-02-01', '2026-02-01', { counts: 100 }))).toBe('2027-08-03')
    expect(with_(status('sickness', '2025-02-01', '2025-08-01'))).toBe('2027-08-03')
    expect(with_(status('grace', '2027-08-04', '2028-02-04'))).toBe('2027-08-03')
  })

  it('adds of research only what does not count, and of acting up what goes beyond its three months', () => {
    const half = status('oopr', '2025-01-01', '2025-01-11', { counts: 50 })
    expect(lastDayOf({ ...plan, statuses: [half] })).toBe('2027-08-08')
    const acting = status('actingUp', '2027-01-01', '2027-05-01', { counts: 100, countsUntil: day('2027-04-01') })
    expect(lastDayOf({ ...plan, statuses: [acting] })).toBe('2027-09-02')
  })

  it('lets a change of FTE within time away wait for the return, the last of several', () => {
    const leave = status('parental', '2025-08-06', '2026-02-06')
    const waiting = { ...plan, statuses: [leave], fte: [fte('2025-09-01', 80), fte('2025-10-01', 60)] }
    const onReturn = { ...plan, statuses: [leave], fte: [fte('2026-02-06', 60)] }
    expect(lastDayOf(waiting)).toBe(lastDayOf(onReturn))
    expect(completionOf(waiting).lines.at(-1)!.event).toMatchObject({
      kind: 'fte',
      waited: true,
      percent: 60,
      was: 100,
    })
  })

  it('does nothing with what comes after the end', () => {
    expect(lastDayOf({ ...plan, fte: [fte('2028-01-01', 50)] })).toBe('2027-08-03')
    expect(lastDayOf({ ...plan, statuses: [status('oope', '2028-01-01', '2029-01-01')] })).toBe('2027-08-03')
  })
})

describe('R128: a decision overrides what is worked out, and later events go on from it', () => {
  const before = { ...plan, fte: [fte('2025-08-06', 60)] }
  const decided = (history: TimeHistory, on: string, until: string): TimeHistory => ({
    ...history,
    decisions: [
      {
        id: 'd',
        decider: 'panel',
        decidedOn: day(on),
        until: day(until),
        remaining: remainingOn(history, day(on), day(until)),
        months: null,
      },
    ],
  })

  it('ends on the day that was set', () => {
    expect(lastDayOf(decided(before, '2026-06-01', '2028-08-02'))).toBe('2028-08-01')
  })

  it('is moved by what happens after it, and not by what is found out about the time before it', () => {
    const set = decided(before, '2026-06-01', '2028-08-02')
    const after = { ...set, statuses: [status('parental', '2027-01-01', '2027-01-31')] }
    expect(lastDayOf(after)).toBe('2028-08-31')
    const earlier = { ...set, statuses: [status('break', '2025-01-01', '2025-01-31')] }
    expect(lastDayOf(earlier)).toBe('2028-08-01')
  })
})

describe('accredited time (decision 55)', () => {
  it('weighs days by the share of full time and stands still while away', () => {
    const stretches = stretchesOf({
      ...plan,
      fte: [fte('2025-08-06', 60)],
      statuses: [status('sickness', '2025-09-01', '2025-10-01')],
    })
    expect(accrued(stretches, start, day('2025-08-06'))).toBe(364 * WHOLE_DAY)
    expect(accrued(stretches, day('2025-08-06'), day('2025-10-11'))).toBe((26 + 10) * 6000)
    expect(accrued(stretches, day('2025-09-01'), day('2025-10-01'), 'clock')).toBe(0)
    expect(accrued(stretches, day('2025-09-01'), day('2025-10-01'), 'completion')).toBe(30 * 6000)
  })

  it('has training years that are no calendar years', () => {
    expect(afterMonths(steady(start, 60), start, 12, 'training').toString()).toBe('2026-04-08')
    expect(afterMonths(steady(start, 100), start, 12, 'training').toString()).toBe('2025-08-07')
  })
})

describe('stages follow training time', () => {
  const year = { from: day('2026-08-05'), until: day('2027-08-04'), work: null }
  const before = stretchesOf(plan)
  const days = (history: TimeHistory) => ({
    today: day('2026-11-22'),
    endsOn: completionOf(history).until,
    endedOn: plan.plannedUntil,
  })
  const moved = (...statuses: StatusEvent[]) => {
    const history = { ...plan, statuses }
    return movedStages([year], before, stretchesOf(history), days(history))[0]!.until!.toString()
  }

  it('end later by time away, and never after training itself', () => {
    expect(moved(status('parental', '2027-01-01', '2027-01-31'))).toBe('2027-09-03')
    expect(moved(status('sickness', '2027-01-01', '2027-01-31'))).toBe('2027-08-04')
    expect(moved(status('oopt', '2027-01-01', '2027-01-31', { counts: 100 }))).toBe('2027-08-04')
  })
})

// ── Laws ────────────────────────────────────────────────────────────────────

const offset = fc.integer({ min: 1, max: 1080 })
const percent = fc.integer({ min: 1, max: 100 })
const someFte = fc.uniqueArray(fc.record({ at: offset, percent }), { selector: ({ at }) => at, maxLength: 5 })
const someAway = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 300 }),
    days: fc.integer({ min: 1, max: 400 }),
    kind: fc.constantFrom('parental', 'oopc', 'sickness', 'oopr', 'break'),
    counts: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 4 },
)
const histories = fc.record({ fte: someFte, away: someAway, percent }).map(({ fte: changes, away, percent: at }) => {
  let next = 1
  const statuses = away.map(({ gap, days, kind, counts }, index): StatusEvent => {
    const from = start.add({ days: next + gap })
    next += gap + days
    const until = from.add({ days })
    return {
      id: `s${index}`,
      kind: kind as 'oopr',
      from,
      until,
      counts: kind === 'oopr' ? counts : 0,
      countsUntil: null,
    }
  })
  const fteEvents = changes.map((one) => ({
    id: `f${one.at}`,
    from: start.add({ days: one.at }),
    percent: one.percent,
  }))
  return { ...plan, percent: at, statuses, fte: fteEvents } satisfies TimeHistory
})
const end = (history: TimeHistory) => completionOf(history).until
const notLater = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) <= 0

describe('laws of training time', () => {
  it('completion is monotone in FTE: more of full time never ends later', () => {
    fc.assert(
      fc.property(histories, fc.nat(), percent, (history, which, more) => {
        fc.pre(history.fte.length > 0)
        const index = which % history.fte.length
        const raised = history.fte.map((one, at) =>
          at === index ? { ...one, percent: Math.max(one.percent, more) } : one,
        )
        expect(notLater(end({ ...history, fte: raised }), end(history))).toBe(true)
      }),
    )
  })

  it('adding an event and taking it away again changes nothing, and the order of recording does not matter', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const shuffled = { ...history, fte: history.fte.toReversed(), statuses: history.statuses.toReversed() }
        expect(completionOf(shuffled)).toEqual(completionOf(history))
        const without = { ...history, statuses: history.statuses.filter(({ id }) => id !== 's0') }
        const [first] = history.statuses
        const again = first ? { ...without, statuses: [...without.statuses, first] } : without
        expect(completionOf(again)).toEqual(completionOf(history))
      }),
    )
  })

  const years = ['2025-08-07', '2026-08-07', '2027-08-04']
    .map(day)
    .map((until, index, all) => ({ from: index === 0 ? start : all[index - 1]!, until, work: null }))
  /** The ends of three years that make up the plan, after a change of its history. */
  const yearsAfter = (history: TimeHistory, was: TimeHistory = { ...plan, percent: history.percent }) =>
    movedStages(years, stretchesOf(was), stretchesOf(history), {
      ...{ today: start, endsOn: end(history), endedOn: end(was) },
    })

  it('decision 54, 0014: intermediate days move with completion, each rounded up once, and the last year ends with it', () => {
    fc.assert(
      fc.property(histories, (all) => {
        // Long sickness stops the clock of a year and not that of completion.
        const history = { ...all, statuses: all.statuses.filter(({ kind }) => kind !== 'sickness') }
        const was = stretchesOf({ ...plan, percent: history.percent })
        const now = stretchesOf(history)
        const moved = yearsAfter(history)
        expect(String(moved.at(-1)!.until)).toBe(String(end(history)))
        moved.forEach(({ from, until }, index) => {
          if (index > 0) expect(String(from)).toBe(String(moved[index - 1]!.until))
          const planned = years[index]!.until
          const reached = dayAfter(now, start, accrued(was, start, planned))
          if (index < 2) expect(String(until)).toBe(String(notLater(reached, end(history)) ? reached : end(history)))
          // As far as a training that was planned to end there, but for the one day that its last day is rounded by.
          const asEnd = end({ ...history, plannedUntil: planned })
          const apart = Math.abs(daysApart(until, asEnd))
          const least = Math.min(history.percent, ...history.fte.map(({ percent: share }) => share))
          if (history.statuses.length === 0 && least >= 50) expect(apart).toBeLessThanOrEqual(2)
        })
      }),
    )
  })

  it('a break of so many days before them moves every later end by as many, like completion', () => {
    fc.assert(
      fc.property(percent, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 400 }), (at, first, days) => {
        const from = start.add({ days: first })
        const away: StatusEvent = {
          ...{ id: 'b', kind: 'break', counts: 0, countsUntil: null },
          ...{ from, until: from.add({ days }) },
        }
        const was = { ...plan, percent: at }
        const shifts = yearsAfter({ ...was, statuses: [away] }, was).map(({ until }, index) =>
          daysApart(years[index]!.until, until),
        )
        expect(shifts).toEqual([days, days, days])
      }),
    )
  })

  it('time away adds its calendar days, the last event of all before the end', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 500 }), (history, days) => {
        const last = Math.max(1, ...history.fte.map(({ from }) => daysApart(start, from)))
        const after = Math.max(last, ...history.statuses.map(({ until }) => daysApart(start, until)))
        const from = start.add({ days: after + 1 })
        fc.pre(notLater(from, end(history).subtract({ days: 2 })))
        const leave: StatusEvent = {
          ...{ id: 'z', kind: 'parental', counts: 0, countsUntil: null },
          ...{ from, until: from.add({ days }) },
        }
        const longer = end({ ...history, statuses: [...history.statuses, leave] })
        expect(daysApart(end(history), longer)).toBe(days)
      }),
    )
  })

  it('line by line it comes to the end, in whole days', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { until, lines } = completionOf(history)
        expect(lines.every(({ adds }) => Number.isInteger(adds))).toBe(true)
        const sum = lines.reduce((total, { adds }) => total + adds, 0)
        expect(history.plannedUntil.add({ days: sum }).equals(until)).toBe(true)
      }),
    )
  })

  it('time adds up over any day between, and the day after so much is the first one that has it', () => {
    fc.assert(
      fc.property(histories, offset, offset, fc.integer({ min: 1, max: 4_000_000 }), (history, a, b, work) => {
        const stretches = stretchesOf(history)
        const [from, middle] = [start.add({ days: Math.min(a, b) }), start.add({ days: Math.max(a, b) })]
        const until = middle.add({ days: a })
        const whole = accrued(stretches, from, until)
        expect(whole).toBe(accrued(stretches, from, middle) + accrued(stretches, middle, until))
        expect(Number.isInteger(whole)).toBe(true)
        const reached = dayAfter(stretches, from, work)
        expect(accrued(stretches, from, reached)).toBeGreaterThanOrEqual(work)
        expect(accrued(stretches, from, reached.subtract({ days: 1 }))).toBeLessThan(work)
      }),
    )
  })
  it('no sequence of wishes makes periods that overlap, and undoing them one by one is identity', () => {
    const wishes = fc.array(
      fc.oneof(
        fc.record({ what: fc.constant('fte' as const), from: offset, percent }),
        fc.record({ what: fc.constant('status' as const), from: offset, days: fc.integer({ min: -20, max: 500 }) }),
        fc.record({ what: fc.constant('extension' as const), from: offset, months: fc.integer({ min: 1, max: 24 }) }),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(wishes, (asked) => {
        let history: TimeHistory = plan
        const done: { id: string; before: TimeHistory }[] = []
        asked.forEach((one, index) => {
          const from = start.add({ days: one.from })
          const wish: TimeWish =
            one.what === 'fte'
              ? { ...one, from }
              : one.what === 'status'
                ? { ...one, from, kind: 'parental', until: from.add({ days: one.days }), counts: 0, countsUntil: null }
                : { what: 'extension', decider: 'panel', decidedOn: from, months: one.months }
          if (Object.keys(timeProblems(history, wish)).length > 0) return
          done.push({ id: `w${index}`, before: history })
          history = withWish(history, wish, `w${index}`)
          const sorted = history.statuses.toSorted((a, b) => (notLater(a.from, b.from) ? -1 : 1))
          expect(sorted.every(({ until }, at) => !sorted[at + 1] || notLater(until, sorted[at + 1]!.from))).toBe(true)
          expect(new Set(history.fte.map((fte) => fte.from.toString())).size).toBe(history.fte.length)
        })
        for (const { id, before } of done.toReversed()) {
          history = withWish(history, { what: 'withdraw', id })
          expect(completionOf(history)).toEqual(completionOf(before))
        }
        expect(history).toEqual(plan)
      }),
    )
  })
})
