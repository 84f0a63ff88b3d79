import { type Evaluation, evaluate } from '../../src/progress/rules/index.ts'
import { stageToday } from '../../src/progress/rules/windows.ts'
import { day, factsOf, judged, linked, rule, visit } from './support.ts'

const why = (evaluation: Evaluation) => evaluation.notCounted.map((one) => one.why)
const many = (count: number, on: string) => Array.from({ length: count }, () => visit(on))

describe('count (R94, D13)', () => {
  const acat = rule('count', {
    from: [
      {
        forms: ['visit'],
        filter: [
          { fact: 'grade', is: 'consultant', why: 'Not by a consultant' },
          { fact: 'patients', atLeast: 5, why: 'Fewer than five patients' },
        ],
      },
    ],
    min: 4,
  })
  const good = { facts: { grade: 'consultant', patients: 5 } }

  it('D13, R89: gives each record that does not count all its reasons', () => {
    const records = [
      visit('2026-10-01', good),
      visit('2026-10-02', { facts: { grade: 'registrar', patients: 2 } }),
      visit('2026-10-03', { facts: { grade: 'consultant', patients: 4 } }),
      visit('2026-10-04', { ...good, status: 'requested' }),
      visit('2025-10-04', good),
      visit('2025-01-04', good),
    ]
    const evaluation = evaluate(acat, factsOf({ records }))
    expect(evaluation).toMatchObject({ have: 1, need: 4, status: 'short' })
    expect(evaluation.pace).toBeCloseTo((4 * 182) / 296, 1)
    expect(why(evaluation)).toEqual([
      'From before the programme began',
      'Outside 5 Aug 2026 to 3 Aug 2027',
      'Not by a consultant. Fewer than five patients',
      'Fewer than five patients',
      'Asked for, but not completed yet',
    ])
    expect(evaluation.because).toBe('1 of 4 count. About 2.5 would be usual by today; all are due by 28 May 2027.')
  })

  it('R132: is on pace, then short, then overdue only after the last day, and met at once', () => {
    const on = (today: string, have: number) =>
      evaluate(
        acat,
        factsOf({ today: day(today), records: Array.from({ length: have }, () => visit('2026-09-01', good)) }),
      )
    // Two of four are behind when a third would be usual, which is before the evidence is due, not before the year ends.
    expect(on('2027-03-14', 2).status).toBe('notDue')
    expect(on('2027-03-15', 2).status).toBe('short')
    expect(on('2027-05-28', 3).status).toBe('short')
    expect(on('2027-05-29', 3).status).toBe('overdue')
    expect(on('2026-09-02', 4).status).toBe('met')
  })

  it('takes the rules of all other stages for later or for past ones', () => {
    const later = rule('count', { from: [{ forms: ['visit'] }], min: 1, stages: ['Y3'] })
    const earlier = rule('count', { from: [{ forms: ['visit'] }], min: 1, stages: ['Y1'] })
    expect(evaluate(later, factsOf())).toMatchObject({ status: 'notDue' })
    expect(evaluate(later, factsOf()).because).toContain('asked from Year 3 on')
    expect(evaluate(earlier, factsOf())).toMatchObject({ status: 'overdue' })
    expect(evaluate(earlier, factsOf({ records: [visit('2025-12-01')] }))).toMatchObject({ status: 'met' })
    const never = factsOf({
      records: many(2, '2026-12-01'),
      periods: [{ stageKey: 'Y2', from: day('2026-08-05'), until: null }],
    })
    expect(why(evaluate(earlier, never))).toEqual([
      'This is not asked in your stages',
      'This is not asked in your stages',
    ])
  })

  it('counts within the post for what is asked of each placement', () => {
    const perPost = rule('count', { from: [{ forms: ['visit'] }], min: 1, scope: 'placement', proRata: 'none' })
    expect(evaluate(perPost, factsOf({ records: [visit('2027-02-10')] }))).toMatchObject({ status: 'met' })
    const between = evaluate(perPost, factsOf({ placement: null, records: [visit('2027-02-10')] }))
    expect(why(between)).toEqual(['There is no post today that it could belong to'])
  })

  it('keeps what is more than the most that count', () => {
    const capped = rule('count', { from: [{ forms: ['visit'] }], min: 1, max: 2 })
    expect(why(evaluate(capped, factsOf({ records: many(4, '2026-10-01') })))).toEqual([
      'At most 2 count',
      'At most 2 count',
    ])
  })
})

describe('pro rata for a fixed share of full time', () => {
  const four = rule('count', { from: [{ forms: ['visit'] }], min: 4 })
  const lessThanFull = (today: string) =>
    factsOf({
      today: day(today),
      startsOn: day('2026-08-05'),
      endsOn: day('2031-08-05'),
      ftePercent: 60,
      periods: [{ stageKey: 'Y1', from: day('2026-08-05'), until: null }],
    })

  it('a training year at 60 % lasts 20 months', () => {
    const stage = stageToday(lessThanFull('2027-02-03'))!
    expect(stage.from.until(stage.until, { largestUnit: 'days' }).days).toBe(Math.ceil(365 / 0.6))
    expect(stage.until.toString()).toBe('2028-04-05')
  })

  it('a trainee at 60 % owes 0.3 of the yearly count at six months, unrounded', () => {
    const { pace, need, status } = evaluate(four, lessThanFull('2027-02-05'))
    expect(need).toBe(4)
    expect(pace! / need).toBeCloseTo(0.302, 2)
    expect(status).toBe('short')
  })

  it('a review in the middle of a long year is no gate, and nothing is overdue before the gate', () => {
    const facts = lessThanFull('2027-07-20')
    expect(evaluate(four, facts)).toMatchObject({ status: 'short' })
    expect(evaluate(four, facts).dueOn!.toString()).toBe('2028-04-04')
  })
})

describe('pooled, distinct and hours', () => {
  it('pools forms and shows the recommended split without demanding it', () => {
    const pool = rule('pooledCount', {
      from: [{ forms: ['visit', 'talk'] }],
      min: 2,
      recommended: [{ forms: ['talk'], min: 1, text: 'One talk' }],
    })
    const evaluation = evaluate(pool, factsOf({ records: many(2, '2026-10-01') }))
    expect(evaluation).toMatchObject({ status: 'met', have: 2 })
    expect(evaluation.parts).toMatchObject([{ title: 'One talk', have: 0, need: 1 }])
  })

  it('counts different assessors once each', () => {
    const two = rule('countDistinct', { from: [{ forms: ['visit'] }], min: 2, distinct: 'assessorId' })
    const by = (assessorId: string | null) => visit('2026-10-01', { assessorId })
    const evaluation = evaluate(two, factsOf({ records: [by('x'), by('x'), by(null), by('y')] }))
    expect(evaluation).toMatchObject({ have: 2, status: 'met' })
    expect(why(evaluation)).toEqual(['One with the same assessor counts already', 'It says nothing about assessor'])
  })

  it('adds hours, some of them of a kind', () => {
    const hours = rule('dayHours', {
      from: [{ forms: ['visit'], measure: 'hours' }],
      min: 5,
      in: 'hours',
      quotas: [{ title: 'Approved', min: 2, filter: [{ fact: 'approved', is: true, why: 'Not approved' }] }],
    })
    const row = (h: number, approved: boolean) => visit('2026-10-01', { facts: { hours: h, approved } })
    const thin = evaluate(hours, factsOf({ records: [row(4.5, false), row(0.5, true), visit('2026-10-02')] }))
    expect(thin).toMatchObject({ have: 5, status: 'short' })
    expect(thin.because).toContain('Approved: 0.5 of 2.')
    expect(why(thin)).toEqual(['It says nothing about hours'])
    expect(evaluate(hours, factsOf({ records: [row(3, false), row(2, true)] })).status).toBe('met')
  })
})

describe('running totals: each record says the total so far', () => {
  const seen = [{ fact: 'confirmed', is: true, why: 'Not approved' }]
  const from = [{ forms: ['visit'], measure: 'ct', take: 'latest' as const, filter: seen }]
  const ct = rule('cumulative', { from, by: { Y1: 100, Y3: 500 } })
  const total = (on: string, count: number | null, status = 'signed') =>
    visit(on, { status, facts: count === null ? { mri: 5 } : { ct: count, colonography: Math.floor(count / 50) } })

  it('reads the latest approved total, never the sum of all', () => {
    const records = [
      total('2026-01-10', 80),
      total('2026-07-10', 150),
      total('2026-12-01', 320),
      total('2027-01-20', 400, 'submitted'),
      total('2027-01-21', null),
    ]
    const evaluation = evaluate(ct, factsOf({ records }))
    expect(evaluation).toMatchObject({ have: 320, need: 500 })
    expect(why(evaluation)).toEqual(['Not approved', 'It says nothing about ct'])
    // By the end of the first year it was the latest of that day.
    expect(evaluation.parts.map(({ have }) => have)).toEqual([150, 320])
  })

  it('follows a total that was put right downwards, in whatever order the records come', () => {
    const records = [total('2026-12-01', 310), total('2026-07-10', 400)]
    expect(evaluate(ct, factsOf({ records })).have).toBe(310)
  })

  it('counts a part of the whole by another number of the same records', () => {
    const hours = rule('dayHours', {
      from,
      min: 300,
      in: 'hours',
      scope: 'programme',
      quotas: [{ title: 'Colonography', min: 20, measure: 'colonography' }],
    })
    const evaluation = evaluate(hours, factsOf({ records: [total('2026-09-10', 200), total('2026-12-01', 350)] }))
    expect(evaluation).toMatchObject({ have: 350, status: 'short' })
    expect(evaluation.parts).toMatchObject([{ title: 'Colonography', have: 7, need: 20 }])
  })
})

describe('clinics: per year and cumulative (R88, R89, R90)', () => {
  const clinics = rule('perYearAndCumulative', {
    from: [
      { forms: ['visit'], filter: [{ fact: 'patients', atLeast: 2, why: 'Fewer than two patients' }] },
      { forms: ['sheet'], measure: 'clinics', summaryOf: ['visit'], period: ['from', 'to'] },
    ],
    perYear: { Y1: 20, Y2: 20, Y3: 20 },
    by: { Y1: 20, Y2: 40, Y3: 80 },
    variety: { fact: 'setting', mostlyAbove: 0.7, text: 'Most are of one kind.' },
  })
  const clinic = (on: string, setting = 'ward', patients = 4) => visit(on, { facts: { patients, setting } })
  const sheet = (from: string, to: string, n: number) =>
    visit(to, { formKey: 'sheet', facts: { clinics: n, from, to } })
  const times = (count: number, make: () => ReturnType<typeof visit>) => Array.from({ length: count }, make)

  it('R88: shows the total against the next target, and this year beside it', () => {
    const records = [...times(20, () => clinic('2025-10-01')), ...times(12, () => clinic('2026-10-01'))]
    const evaluation = evaluate(clinics, factsOf({ records }))
    expect(evaluation).toMatchObject({ have: 32, need: 40, status: 'notDue' })
    expect(evaluation.pace).toBeCloseTo(30, 0)
    expect(evaluation.parts.slice(0, 4).map(({ title, have, need }) => [title, have, need])).toEqual([
      ['In this training year', 12, 20],
      ['By the end of year 1', 20, 20],
      ['By the end of year 2', 32, 40],
      ['By the end of year 3', 32, 80],
    ])
  })

  it('R89: keeps a clinic that does not count, with the reason', () => {
    const evaluation = evaluate(clinics, factsOf({ records: [clinic('2026-10-01', 'ward', 1)] }))
    expect(evaluation.have).toBe(0)
    expect(why(evaluation)).toEqual(['Fewer than two patients'])
  })

  it('R90: says so when one setting dominates, and shows the spread', () => {
    const records = [...times(9, () => clinic('2026-10-01', 'ward')), clinic('2026-10-02', 'remote')]
    const evaluation = evaluate(clinics, factsOf({ records }))
    expect(evaluation.remarks).toEqual(['Most are of one kind.'])
    expect(evaluation.parts.slice(-2).map(({ key, have }) => [key, have])).toEqual([
      ['ward', 9],
      ['remote', 1],
    ])
    expect(evaluate(clinics, factsOf({ records: records.slice(7) })).remarks).toEqual([])
  })

  it('counts the larger of a summary row and the single rows that it overlaps', () => {
    const single = times(3, () => clinic('2026-09-10'))
    const larger = evaluate(clinics, factsOf({ records: [...single, sheet('2026-09-01', '2026-09-30', 5)] }))
    expect(larger.have).toBe(5)
    expect(why(larger)).toEqual(Array(3).fill('Included in the summary of 1 Sep 2026 to 30 Sep 2026'))
    const smaller = evaluate(clinics, factsOf({ records: [...single, sheet('2026-09-01', '2026-09-30', 2)] }))
    expect(smaller.have).toBe(3)
    expect(why(smaller)).toEqual(['The single entries of these days come to as much or more'])
    const two = [sheet('2026-09-01', '2026-09-30', 5), sheet('2026-09-15', '2026-10-15', 4)]
    expect(why(evaluate(clinics, factsOf({ records: two })))).toEqual(['Overlaps a larger summary'])
  })

  it('a full total does not excuse an empty year', () => {
    const records = times(45, () => clinic('2025-10-01'))
    expect(evaluate(clinics, factsOf({ records })).status).toBe('short')
  })
})

describe('levels by stage', () => {
  const levels = rule('levelByStage', { items: { under: ['all'] }, judgedBy: 'supervisor', proRata: 'none' })

  it('takes the latest judgement of the year; levels may go down', () => {
    const judgements = [
      judged('a', '2026-09-01', 3),
      judged('a', '2026-12-01', 2),
      judged('b', '2026-01-01', 3),
      judged('b', '2026-09-01', 3, { kind: 'self' }),
    ]
    const evaluation = evaluate(levels, factsOf({ judgements }))
    expect(evaluation).toMatchObject({ have: 0, need: 2 })
    expect(why(evaluation)).toEqual([
      '“Level 2”, where “Level 3” is expected',
      'A later judgement took its place',
      'Outside 5 Aug 2026 to 3 Aug 2027',
    ])
    expect(evaluation.because).toContain('Not yet: A, B.')
  })

  it('R113: more evidence asked for is no failure, and does not count', () => {
    const judgements = [judged('a', '2026-09-01', 3), judged('a', '2026-12-01', null), judged('b', '2026-12-01', 4)]
    const evaluation = evaluate(levels, factsOf({ judgements }))
    expect(evaluation).toMatchObject({ have: 1, need: 2, status: 'notDue' })
    expect(why(evaluation)).toContain('More evidence was asked for on 1 Dec 2026')
  })
})

describe('evidence coverage', () => {
  it('wants enough finished records at every item', () => {
    const coverage = rule('evidenceCoverage', {
      items: { under: ['all'] },
      min: 2,
      scope: 'programme',
      proRata: 'none',
    })
    const links = [linked('x', 'a'), linked('y', 'a'), linked('x', 'b'), linked('z', 'b', '2026-10-01', 'requested')]
    const evaluation = evaluate(coverage, factsOf({ links }))
    expect(evaluation).toMatchObject({ have: 1, need: 2, counted: ['x', 'y'] })
    expect(evaluation.notCounted).toEqual([{ id: 'z', why: 'Asked for, but not completed yet' }])
  })
})

describe('so many items by the end of a stage (R92)', () => {
  const list = structuredClone(factsOf().pack)
  const kind = { source: 'us', confidence: 'low' as const }
  const marked = (key: string) => (key === 'c1' ? { marked: ['child'] } : {})
  list.curriculum.nodes.push({
    key: 'cases',
    kind: 'group',
    title: 'Cases',
    style: 'cases',
    tickedBy: ['visit'],
    marks: [{ key: 'child', title: 'Child' }],
    ...kind,
    children: ['c1', 'c2', 'c3', 'c4'].map((key) => ({ key, kind: 'item', title: key, ...marked(key), ...kind })),
  })
  const cases = rule('evidenceCoverage', {
    items: { under: ['cases'] },
    min: 1,
    by: { Y1: 1, Y2: 2, Y3: 3 },
    marked: [{ title: 'Children', mark: 'child', by: { Y3: 1 } }],
    scope: 'programme',
    unit: { one: 'case', many: 'cases' },
  })
  const read = (links: ReturnType<typeof linked>[], today = '2027-02-03') =>
    evaluate(cases, factsOf({ pack: list, links, today: day(today) }))

  it('asks for the number of the stage, once for each case, however much evidence it has', () => {
    const links = [linked('x', 'c2'), linked('y', 'c2'), linked('z', 'c3')]
    expect(read(links)).toMatchObject({ have: 2, need: 2, status: 'notDue' })
    expect(read(links).because).toBe('2 of 2 cases are ticked. Children: 0 of 1.')
    expect(read([...links, linked('w', 'c1')])).toMatchObject({ have: 3, need: 2, status: 'met' })
    expect(read([linked('x', 'c2')])).toMatchObject({ have: 1, pace: 1.5, status: 'notDue' })
    expect(read([])).toMatchObject({ have: 0, pace: 1.5, status: 'short' })
  })

  it('is not ticked by a form that the list does not name, and says which does', () => {
    const evaluation = read([linked('x', 'c1', '2026-10-01', 'submitted', 'talk')])
    expect(evaluation).toMatchObject({ have: 0, counted: [] })
    expect(why(evaluation)).toEqual(['Ticks no case: only visit does'])
  })

  it('shows the marks first, then every case', () => {
    const lines = read([linked('x', 'c1')]).parts.map(({ title, have, need }) => [title, have, need])
    expect(lines.slice(0, 3)).toEqual([
      ['Children', 1, 1],
      ['c1', 1, 1],
      ['c2', 0, 1],
    ])
  })
})

describe('training years within a longer stage (decision 55)', () => {
  const long = structuredClone(factsOf().pack)
  long.pack.stages = [{ ...long.pack.stages[0]!, key: 'S1', months: 48 }]
  const yearly = rule('count', { from: [{ forms: ['visit'] }], min: 2 })
  const inStage = rule('count', { from: [{ forms: ['visit'] }], min: 2, scope: 'stage' })
  const facts = (today: string, more: Partial<Parameters<typeof factsOf>[0]> = {}) =>
    factsOf({
      pack: long,
      today: day(today),
      periods: [{ stageKey: 'S1', from: day('2025-08-06'), until: null }],
      evidenceDueOn: null,
      ...more,
    })

  it('counts in the year that holds today, not over the whole stage', () => {
    const records = [visit('2025-09-01'), visit('2026-09-01'), visit('2027-09-01')]
    const second = evaluate(yearly, facts('2027-02-03', { records }))
    expect(second).toMatchObject({ have: 1, need: 2 })
    expect(second.dueOn?.toString()).toBe('2027-08-05')
    expect(why(second)).toEqual(['Outside 6 Aug 2026 to 5 Aug 2027', 'Outside 6 Aug 2026 to 5 Aug 2027'])
    expect(evaluate(inStage, facts('2027-02-03', { records }))).toMatchObject({ have: 3, status: 'met' })
  })

  it('has one last day with training, though months and days are rounded apart', () => {
    for (const end of ['2029-08-05', '2029-08-06', '2029-08-07'])
      expect(`${evaluate(inStage, facts('2027-02-03', { endsOn: day(end) })).dueOn}`).toBe(
        `${day(end).subtract({ days: 1 })}`,
      )
    // So it does where a panel added to training, or brought its end forward.
    for (const end of ['2029-11-05', '2029-02-06'])
      expect(`${evaluate(inStage, facts('2027-02-03', { endsOn: day(end) })).dueOn}`).toBe(
        `${day(end).subtract({ days: 1 })}`,
      )
  })

  it('begins the next year on its very day, and paces within the year', () => {
    expect(evaluate(yearly, facts('2026-08-05')).dueOn?.toString()).toBe('2026-08-05')
    const next = evaluate(yearly, facts('2026-08-06'))
    expect(next.dueOn?.toString()).toBe('2027-08-05')
    expect(next.pace).toBe(0)
  })

  it('stretches its years at less than full time', () => {
    const half = evaluate(yearly, facts('2026-08-06', { ftePercent: 50, endsOn: day('2033-08-06') }))
    expect(half.dueOn?.toString()).toBe('2027-08-05')
    expect(half.pace).toBeCloseTo(1, 2)
  })
})

describe('valid at (ALS)', () => {
  const als = rule('validAt', {
    from: [{ forms: ['visit'], filter: [{ fact: 'confirmed', is: true, why: 'Not confirmed' }] }],
    expiry: 'expiresOn',
    at: 'review',
    proRata: 'none',
  })
  const card = (expiresOn: string | null, status = 'signed') => visit('2024-06-11', { status, facts: { expiresOn } })
  const at = (records: ReturnType<typeof visit>[], today = '2027-02-03') =>
    evaluate(als, factsOf({ records, today: day(today) }))

  it('is met on the day itself, included, and not a day later', () => {
    expect(at([card('2027-06-11')])).toMatchObject({ status: 'met', have: 1, need: 1 })
    expect(at([card('2027-06-10')])).toMatchObject({ status: 'notDue', have: 0 })
    expect(why(at([card('2027-06-10')]))).toEqual(['Expires on 10 Jun 2027, before 11 Jun 2027'])
  })

  it('counts only what is confirmed and says when it expires', () => {
    expect(why(at([card('2028-01-01', 'submitted'), card(null), card('2026-01-01')]))).toEqual([
      'Not confirmed',
      'It says no expiry date',
      'Expired on 1 Jan 2026',
    ])
    expect(at([]).status).toBe('short')
    expect(at([], '2027-06-12').status).toBe('overdue')
  })
})

describe('what is not computed', () => {
  it('says so for forms that are still awaited', () => {
    const awaited = rule('count', { from: [{ forms: ['later'] }], min: 1 })
    expect(evaluate(awaited, factsOf())).toMatchObject({
      status: 'notComputed',
      because: 'Its form is not in the portfolio yet.',
    })
  })
})
