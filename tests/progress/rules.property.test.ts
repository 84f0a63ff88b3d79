import fc from 'fast-check'
import type { Requirement } from '../../src/programmes/index.ts'
import type { Candidate, Facts } from '../../src/progress/rules/facts.ts'
import { evaluate, formsReadBy } from '../../src/progress/rules/index.ts'
import { day, factsOf, judged, linked, pack, rule, visit } from './support.ts'

const iso = fc.integer({ min: 0, max: 1500 }).map((add) => day('2025-01-01').add({ days: add }).toString())

const record = fc.record({
  on: iso,
  formKey: fc.constantFrom('visit', 'sheet', 'other'),
  status: fc.constantFrom('submitted', 'signed', 'requested', 'declined', 'expired', 'withdrawn', 'void'),
  assessorId: fc.constantFrom(null, 'x', 'y', 'z'),
  patients: fc.constantFrom(null, 0, 1, 2, 9),
  setting: fc.constantFrom('ward', 'remote', null),
  days: fc.integer({ min: 0, max: 60 }),
})

const recordsOf = fc.array(record, { maxLength: 40 }).map((rows) =>
  rows.map(
    ({ on, formKey, status, assessorId, patients, setting, days }): Candidate =>
      visit(on, {
        formKey,
        status,
        assessorId,
        facts: { patients, setting, from: on, to: day(on).add({ days }).toString(), expiresOn: on, hours: patients },
      }),
  ),
)

const filter = [{ fact: 'patients', atLeast: 2, why: 'Fewer than two' }]
const from = [{ forms: ['visit', 'other'], filter }]
const summed = [
  { forms: ['visit'], filter },
  { forms: ['sheet'], measure: 'patients', summaryOf: ['visit'], period: ['from', 'to'] as [string, string] },
]

const ward = [{ fact: 'setting', is: 'ward', why: 'Not on a ward' }]
/** The pack with the rule that the gate waits for. */
const gated = {
  ...pack,
  requirements: { ...pack.requirements, rules: [{ ...rule('count', { from: summed, min: 2 }), id: 'waited-for' }] },
}

const places: Partial<Requirement>[] = [
  {},
  { scope: 'programme' },
  { scope: 'placement' },
  { stages: ['Y1'] },
  { stages: ['Y3'], byEndOf: 'Y3' },
  { proRata: 'none', byEndOf: 'Y2' },
]

const rules = (place: Partial<Requirement>): Requirement[] => [
  rule('count', { from, min: 3, max: 5, ...place }),
  rule('pooledCount', { from: summed, min: 3, ...place }),
  rule('countDistinct', { from, min: 3, distinct: 'assessorId', ...place }),
  rule('cumulative', { from: summed, by: { Y1: 3, Y3: 9 }, ...place }),
  rule('perYearAndCumulative', { from: summed, perYear: { Y1: 2, Y2: 2 }, by: { Y2: 4, Y3: 9 }, ...place }),
  rule('dayHours', { ...place, from: [{ forms: ['visit'], measure: 'hours' }], min: 9, in: 'hours' } as never),
  rule('attributeOverStage', { from, min: 1, ...place }),
  rule('validAt', { from, expiry: 'expiresOn', at: 'review', ...place }),
  rule('subQuota', { from, min: 3, quotas: [{ title: 'Ward', min: 2, filter: ward }], ...place }),
  rule('subQuota', { from, min: 3, quotas: [{ title: 'Ward', min: 2, filter: ward }], quotasOverlap: false, ...place }),
  rule('levelAndCount', { from, min: 3, fact: 'patients', atLeast: 2, ...place }),
  rule('levelAndCount', { from, levelFrom: [{ forms: ['sheet'] }], min: 3, fact: 'patients', atLeast: 2, ...place }),
  rule('levelAndCount', { from, levelFrom: [{ forms: ['other'] }], min: 3, fact: 'hours', atLeast: 9, ...place }),
  rule('deadlineFromStart', { from: summed, months: 9, min: 2, ...place }),
  rule('rate', { from: summed, min: 2, per: 'quarter', ...place }),
  rule('rate', { from, min: 1, per: 'month', ...place }),
  rule('declaration', { form: 'visit', every: 'twelveMonths', ...place }),
  rule('declaration', { form: 'visit', every: 'trainingYear', ...place }),
  rule('declaration', { form: 'visit', every: 'review', ...place }),
  rule('declaration', { form: 'visit', every: 'once', withinDays: 14, ...place }),
  rule('opportunityCounter', { from, startEvent: 'Start', limit: 2, perExamLimit: 1, missedCounts: true, ...place }),
  rule('gateBefore', { first: 'waited-for', before: 'Something', ...place }),
]

/** Every candidate on exactly one side, and a reason for each that does not count. */
function accounted(evaluated: Requirement, facts: Facts, candidates: string[]): void {
  const { counted, notCounted } = evaluate(evaluated, facts)
  const named = [...counted, ...notCounted.map(({ id }) => id)]
  expect(named.sort()).toEqual([...candidates].sort())
  for (const { why } of notCounted) expect(why).toMatch(/\S/)
}

describe('every rule accounts for every record', () => {
  it('D13: counted and uncounted together are all candidates, each uncounted with one reason', () => {
    fc.assert(
      fc.property(recordsOf, iso, fc.constantFrom(...places), (records, today, place) => {
        const facts = factsOf({ pack: gated, records, today: day(today) })
        for (const one of rules(place)) {
          const forms = formsReadBy(one, gated)
          accounted(
            one,
            facts,
            records.filter(({ formKey }) => forms.includes(formKey)).map(({ id }) => id),
          )
        }
      }),
      { numRuns: 150 },
    )
  })

  it('D13: the same of judgements and of linked evidence', () => {
    const key = fc.constantFrom('a', 'b')
    const levels = fc.array(fc.tuple(key, iso, fc.constantFrom(null, 1, 2, 3, 4)), { maxLength: 12 })
    const links = fc.array(fc.tuple(fc.constantFrom('p', 'q', 'r'), key, fc.constantFrom('signed', 'requested')))
    fc.assert(
      fc.property(levels, links, fc.constantFrom(...places), (levelRows, linkRows, place) => {
        const judgements = levelRows.map(([item, on, level]) => judged(item, on, level))
        const status = new Map(linkRows.map(([id, , state]) => [id, state]))
        const linksOf = linkRows.map(([id, item]) => linked(id, item, '2026-10-01', status.get(id)))
        const facts = factsOf({ judgements, links: linksOf })
        const under = { items: { under: ['all'] } }
        accounted(
          rule('levelByStage', { ...under, judgedBy: 'supervisor', ...place }),
          facts,
          judgements.map(({ recordId }) => recordId),
        )
        accounted(rule('evidenceCoverage', { ...under, min: 2, ...place }), facts, [...status.keys()])
      }),
    )
  })

  it('never asks for less as time passes, and is overdue only after the due day', () => {
    fc.assert(
      fc.property(recordsOf, iso, fc.integer({ min: 1, max: 100 }), (records, today, ftePercent) => {
        const periods = [{ stageKey: 'Y1', from: day('2025-08-06'), until: null }]
        const at = (on: string) =>
          factsOf({ pack: gated, records, today: day(on), ftePercent, periods, endsOn: day('2125-01-01') })
        for (const one of rules({})) {
          const now = evaluate(one, at(today))
          if (now.status === 'overdue') expect(now.dueOn!.toString() < today).toBe(true)
          if (now.pace !== null) expect(now.pace).toBeLessThanOrEqual(now.need)
        }
      }),
    )
  })
})
