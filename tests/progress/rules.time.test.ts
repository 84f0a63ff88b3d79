import type { Facts } from '../../src/progress/rules/facts.ts'
import { evaluate } from '../../src/progress/rules/index.ts'
import { type StatusEvent, stretchesOf } from '../../src/training/index.ts'
import { day, factsOf, pack, rule, visit } from './support.ts'

/** Requirements while training does not go as planned: clock-driven, day by day where a day decides. */

const startsOn = day('2026-08-05')
const status = (kind: StatusEvent['kind'], from: string, until: string, counts = 0): StatusEvent => ({
  ...{ id: from, kind, counts, countsUntil: null },
  ...{ from: day(from), until: day(until) },
})
const at = (today: string, statuses: StatusEvent[], more: Partial<Facts> = {}) =>
  factsOf({
    ...{ today: day(today), startsOn, endsOn: day('2032-08-05'), evidenceDueOn: null, reviewOn: null },
    periods: [{ stageKey: 'Y1', from: startsOn, until: null }],
    time: stretchesOf({ startsOn, percent: 100, fte: [], statuses }),
    ...more,
  })
const leave = status('parental', '2026-11-01', '2027-05-01')
const due = (evaluation: ReturnType<typeof evaluate>) => evaluation.dueOn?.toString()

const yearly = rule('count', { from: [{ forms: ['visit'] }], min: 4 })
const sixth = rule('deadlineFromStart', { from: [{ forms: ['visit'] }], months: 6, min: 1, scope: 'programme' })
const monthly = rule('rate', { from: [{ forms: ['visit'] }], min: 1, per: 'month', scope: 'programme' })
const declared = rule('declaration', { form: 'visit', every: 'twelveMonths', proRata: 'none', scope: 'programme' })

describe('decision 55: the clock of the training year stands still in time away', () => {
  it('a year’s count is due later by the days away, and its pace stops', () => {
    expect(due(evaluate(yearly, at('2026-10-31', [])))).toBe('2027-08-04')
    expect(due(evaluate(yearly, at('2026-10-31', [leave])))).toBe('2028-02-01')
    const [before, during, back] = ['2026-11-01', '2027-04-30', '2027-05-02'].map(
      (today) => evaluate(yearly, at(today, [leave])).pace!,
    )
    expect(during).toBe(before)
    expect(back).toBeGreaterThan(during!)
  })

  it('nothing falls due while away: a deadline waits, the day it was due and the day after', () => {
    for (const proRata of ['accredited', 'calendar'] as const) {
      const asked = { ...sixth, proRata }
      expect(due(evaluate(asked, at('2026-10-31', [])))).toBe('2027-02-04')
      expect(due(evaluate(asked, at('2027-02-05', [leave])))).toBe('2027-08-04')
      expect(evaluate(asked, at('2027-02-05', [])).status).toBe('overdue')
      expect(evaluate(asked, at('2027-02-05', [leave])).status).toBe('notDue')
      expect(evaluate(asked, at('2027-08-05', [leave])).status).toBe('overdue')
    }
  })

  it('a monthly rhythm pauses: no gap in time away, one if none comes after it', () => {
    const visits = ['2026-08-10', '2026-09-10', '2026-10-10'].map((on) => visit(on))
    const status = (today: string, statuses: StatusEvent[]) =>
      evaluate(monthly, at(today, statuses, { records: visits })).status
    expect(status('2027-04-01', [])).toBe('overdue')
    expect(status('2027-04-01', [leave])).not.toBe('overdue')
    expect(status('2027-07-10', [leave])).toBe('overdue')
  })

  it('decision 58: declarations stay yearly by the calendar', () => {
    const dueWith = (statuses: StatusEvent[], percent: number) =>
      due(
        evaluate(declared, at('2026-10-31', statuses, { time: stretchesOf({ startsOn, percent, fte: [], statuses }) })),
      )
    expect(dueWith([leave], 100)).toBe(dueWith([], 100))
    expect(dueWith([], 50)).toBe(dueWith([], 100))
    // And what is declared in time away counts, as certificates and examinations do.
    const forms = [{ key: 'visit', kind: 'declaration' }] as unknown as Facts['pack']['forms']
    const records = [visit('2027-01-10')]
    const facts = at('2027-02-01', [leave], { records, pack: { ...pack, forms } })
    expect(evaluate(declared, facts).status).toBe('met')
  })

  it('training out of programme that counts changes nothing', () => {
    const counts = status('oopt', '2026-11-01', '2027-05-01', 100)
    for (const one of [yearly, sixth, monthly])
      expect(evaluate(one, at('2027-03-01', [counts]))).toEqual(evaluate(one, at('2027-03-01', [])))
  })
})

describe('decision 59: evidence dated in time away', () => {
  const records = [visit('2026-10-31'), visit('2026-11-01'), visit('2027-04-30'), visit('2027-05-01')]
  it('does not count from the first day away to the last, and says so', () => {
    const evaluation = evaluate(yearly, at('2027-06-01', [leave], { records }))
    expect(evaluation.counted).toEqual([records[0]!.id, records[3]!.id])
    expect(evaluation.notCounted.map(({ why }) => why)).toEqual(
      Array(2).fill('Dated in time away (parental leave): it counts only if your coordinator allows it'),
    )
  })

  it('counts once it is allowed', () => {
    const allowed = new Set([records[1]!.id])
    expect(evaluate(yearly, at('2027-06-01', [leave], { records, allowed })).have).toBe(3)
  })
})

describe('decision 54: a share of full time that changes', () => {
  it('is due by accredited time before and after, each at its own share', () => {
    const time = stretchesOf({
      ...{ startsOn, percent: 100, statuses: [] },
      fte: [{ id: 'f', from: startsOn.add({ days: 100 }), percent: 50 }],
    })
    const evaluation = evaluate(yearly, at('2026-12-01', [], { time, ftePercent: 50 }))
    // 100 days whole, and the 265 that are left at half: 530.
    expect(due(evaluation)).toBe(startsOn.add({ days: 629 }).toString())
  })

  it('accredited months add up over both shares', () => {
    const eligible = rule('threshold', {
      ...{ measure: 'accredited-months', over: 12, unitOf: 'months', effect: 'Open.' },
      ...{ scope: 'programme', proRata: 'none' },
    })
    const time = stretchesOf({
      ...{ startsOn, percent: 100, statuses: [] },
      fte: [{ id: 'f', from: day('2027-02-05'), percent: 50 }],
    })
    expect(evaluate(eligible, at('2027-08-05', [], { time }))).toMatchObject({ status: 'notDue', have: 9 })
    expect(evaluate(eligible, at('2028-02-05', [], { time })).status).toBe('met')
  })

  it('time in post leaves out time away', () => {
    const posts = [{ from: startsOn, until: day('2027-08-05'), title: 'x', specialty: 'icm', siteId: 's', site: 'S' }]
    const months = rule('timeInPost', {
      ...{ where: { attribute: 'specialty', in: ['icm'] }, min: 8, in: 'months', toleranceDays: 7 },
      ...{ scope: 'programme', proRata: 'none' },
    })
    expect(evaluate(months, at('2027-08-05', [], { posts })).have).toBe(12)
    expect(evaluate(months, at('2027-08-05', [leave], { posts })).have).toBeCloseTo(6, 1)
  })
})
