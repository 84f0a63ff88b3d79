import type { Pack, Requirement } from '../../src/programmes/index.ts'
import type { Candidate, Facts, PostFact } from '../../src/progress/rules/facts.ts'
import { type Evaluation, evaluate, formsReadBy, readsJudgements } from '../../src/progress/rules/index.ts'
import { oneEach } from '../../src/progress/rules/quotas.ts'
import { stretchesOf } from '../../src/training/index.ts'
import { shipped } from '../packs/packs.ts'
import { day, factsOf, judged, pack, rule, visit } from './support.ts'

const why = (evaluation: Evaluation) => evaluation.notCounted.map((one) => one.why)
const lines = ({ parts }: Evaluation) => parts.map(({ title, have, need, note }) => [title, have, need, note])
const from = [{ forms: ['visit'] }]
const given = (on: string, facts: Record<string, string | number | boolean | null>, status = 'submitted') =>
  visit(on, { facts, status })

/** The first stage alone, begun on 5 August 2026, at a share of full time. */
const starting = (today: string, more: Partial<Facts> = {}) =>
  factsOf({
    today: day(today),
    startsOn: day('2026-08-05'),
    endsOn: day('2032-08-05'),
    evidenceDueOn: null,
    reviewOn: null,
    periods: [{ stageKey: 'Y1', from: day('2026-08-05'), until: null }],
    ...more,
  })

describe('subQuota: a number, some of it of certain kinds', () => {
  const kind = (title: string, min: number, fact: string) => ({
    title,
    min,
    filter: [{ fact, is: true, why: `Not ${title}` }],
  })
  const quotas = [kind('observed', 2, 'seen'), kind('inpatient', 1, 'inside')]
  const three = rule('subQuota', { from, min: 3, quotas })
  const row = (seen: boolean, inside = false) => given('2026-10-01', { seen, inside })

  it.each([
    ['the whole and every quota', [row(true, true), row(true), row(false)], 'met', '3 of 3 count.'],
    [
      'all the number without the kinds',
      [row(true, true), row(false), row(false)],
      'notDue',
      '3 of 3 count. observed: 1 of 2. Due by 28 May 2027.',
    ],
    [
      'every quota without the number',
      [row(true, true), row(true)],
      'notDue',
      '2 of 3 count. About 1.8 would be usual by today; all are due by 28 May 2027.',
    ],
  ])('%s', (_name, records, status, because) => {
    expect(evaluate(three, factsOf({ records }))).toMatchObject({ status, because, need: 3 })
  })

  it('shows a line for each quota with its pace', () => {
    const evaluation = evaluate(three, factsOf({ records: [row(true, true)] }))
    expect(lines(evaluation)).toEqual([
      ['observed', 1, 2, null],
      ['inpatient', 1, 1, null],
    ])
    expect(evaluation.parts[0]!.pace).toBeCloseTo((2 * 182) / 296, 1)
  })

  it('one record serves several quotas, or one alone where the rule says so', () => {
    const records = [row(true, true), row(true), row(false)]
    const alone = rule('subQuota', { from, min: 3, quotas, quotasOverlap: false })
    expect(evaluate(three, factsOf({ records })).parts.map(({ have }) => have)).toEqual([2, 1])
    expect(evaluate(alone, factsOf({ records })).status).not.toBe('met')
    expect(evaluate(alone, factsOf({ records: [...records, row(false, true)] })).status).toBe('met')
  })

  it('shares records out so that as many quotas as possible are reached', () => {
    expect(oneEach([['a', 'b'], ['a']], [1, 1])).toEqual([1, 1])
    expect(
      oneEach(
        [
          ['a', 'b'],
          ['a', 'b'],
          ['a', 'c'],
        ],
        [1, 1, 1],
      ),
    ).toEqual([1, 1, 1])
    expect(oneEach([['a', 'b', 'c'], ['a']], [1, 1])).toEqual([2, 1])
    expect(oneEach([['a'], ['a']], [1, 1])).toEqual([1, 0])
  })

  it('reads other numbers of the same running totals', () => {
    const ct = rule('subQuota', {
      from: [{ forms: ['visit'], measure: 'ct', take: 'latest' }],
      min: 100,
      quotas: [{ title: 'Colonography', min: 5, measure: 'colonography' }],
    })
    const records = [
      given('2026-09-01', { ct: 60, colonography: 4 }),
      given('2026-12-01', { ct: 120, colonography: 5 }),
    ]
    expect(evaluate(ct, factsOf({ records }))).toMatchObject({ have: 120, status: 'met', parts: [{ have: 5 }] })
  })

  it('of a whole programme the pace runs over the whole way', () => {
    const whole = rule('subQuota', { from, min: 30, quotas, scope: 'programme', byEndOf: 'Y3' })
    // Half of the second of three years.
    expect(evaluate(whole, factsOf()).pace).toBeCloseTo(15, 0)
  })
})

describe('levelAndCount: two tests, not one', () => {
  const two = rule('levelAndCount', { from, min: 2, fact: 'overall', atLeast: 3 })
  const at = (on: string, overall: number | null) => given(on, { overall })

  it.each([
    ['enough, and the last at the level', [at('2026-09-01', 1), at('2026-12-01', 3)], 'met', 2, 3],
    ['the level once, and lower at last', [at('2026-09-01', 4), at('2026-12-01', 2)], 'short', 2, 2],
    ['the level, and too few', [at('2026-12-01', 4)], 'notDue', 1, 4],
    ['no level said', [at('2026-09-01', null), at('2026-12-01', null)], 'short', 2, 0],
  ])('%s', (_name, records, status, have, level) => {
    const evaluation = evaluate(two, factsOf({ records, today: day('2027-04-20') }))
    expect(evaluation).toMatchObject({ status, have, need: 2 })
    expect(evaluation.parts.map((part) => [part.title, part.have, part.need])).toEqual([
      ['How many', have, 2],
      ['The latest level', level, 3],
    ])
  })

  it('says which of the two is missing', () => {
    const evaluation = evaluate(two, factsOf({ records: [at('2026-09-01', 4), at('2026-12-01', 2)] }))
    expect(evaluation.because).toBe('2 of 2 count. The latest is at level 2, where level 3 is asked, by 28 May 2027.')
    expect(evaluation.parts[1]!.note).toBe('level 2 on 1 Dec 2026')
    expect(evaluate(two, factsOf()).because).toContain('None says a level yet; level 3 is asked.')
  })

  it('takes the level from other records than those that are counted', () => {
    const apart = rule('levelAndCount', {
      from: [{ forms: ['visit'], measure: 'scans', take: 'latest' }],
      levelFrom: [{ forms: ['sheet'] }],
      min: 50,
      fact: 'overall',
      atLeast: 3,
    })
    const sheet = (on: string, overall: number | null) => visit(on, { formKey: 'sheet', facts: { overall } })
    const records = [
      given('2026-09-01', { scans: 60 }),
      sheet('2026-09-02', 3),
      sheet('2026-10-02', null),
      sheet('2026-11-02', 2),
    ]
    const below = evaluate(apart, factsOf({ records }))
    expect(below).toMatchObject({ have: 60, counted: [records[0]!.id] })
    expect(why(below)).toEqual([
      'A later one took its place',
      'It says nothing about overall',
      'At level 2, where level 3 is asked',
    ])
    const reached = evaluate(apart, factsOf({ records: [...records, sheet('2026-12-02', 3)] }))
    expect(reached).toMatchObject({ status: 'met', have: 60 })
    expect(reached.counted).toHaveLength(2)
  })
})

describe('deadlineFromStart: accredited months from the start of the stage', () => {
  const sixth = rule('deadlineFromStart', { from, months: 6, min: 1, scope: 'stage' })

  it.each([
    ['on the last day', '2027-02-04', 100, 'short', '2027-02-04'],
    ['a day later', '2027-02-05', 100, 'overdue', '2027-02-04'],
    ['at 60 % it is ten months', '2027-02-05', 60, 'notDue', '2027-06-07'],
    ['long before', '2026-09-01', 100, 'notDue', '2027-02-04'],
  ])('%s', (_name, today, ftePercent, status, dueOn) => {
    const evaluation = evaluate(sixth, starting(today, { ftePercent }))
    expect(evaluation).toMatchObject({ status, have: 0 })
    expect(evaluation.dueOn!.toString()).toBe(dueOn)
  })

  it('months of the calendar do not stretch', () => {
    const calendar = { ...sixth, proRata: 'calendar' as const }
    expect(evaluate(calendar, starting('2027-02-05', { ftePercent: 60 })).status).toBe('overdue')
  })

  it('what was done late counts, and says so', () => {
    const late = evaluate(sixth, starting('2027-05-01', { records: [visit('2027-02-05')] }))
    expect(late).toMatchObject({ status: 'met', remarks: ['Done on 5 Feb 2027; the last day for it was 4 Feb 2027.'] })
    expect(evaluate(sixth, starting('2027-05-01', { records: [visit('2027-02-04')] })).remarks).toEqual([])
  })

  it('says what the day is made of', () => {
    expect(evaluate(sixth, starting('2026-09-01')).because).toBe(
      '0 of 1 counts. It is due by 4 Feb 2027. That is 6 accredited months from 5 Aug 2026.',
    )
  })
})

describe('gateBefore: one thing before another', () => {
  const exams = {
    ...rule('count', { from, min: 2, unit: { one: 'part', many: 'parts' } }),
    id: 'exams',
    title: 'Exams',
  }
  const gate = { ...rule('gateBefore', { first: 'exams', before: 'Starting year 3' }), id: 'gate' }
  const gated = (rules: Requirement[]): Pack => ({ ...pack, requirements: { ...pack.requirements, rules } })
  const within = gated([exams, gate])

  it('shows what is missing of the other rule, then that it is met', () => {
    const records = [visit('2026-10-01'), visit('2026-10-02', { status: 'requested' })]
    const missing = evaluate(gate, factsOf({ pack: within, records }))
    expect(missing).toMatchObject({ status: 'notDue', have: 1, need: 2, counted: [records[0]!.id] })
    expect(why(missing)).toEqual(['Asked for, but not completed yet'])
    expect(missing.because).toBe(
      'Starting year 3 waits for “Exams”: 1 of 2 parts so far. It is to be met by 28 May 2027.',
    )
    expect(missing.parts).toMatchObject([{ title: 'Exams', have: 1, need: 2, key: 'exams' }])
    const met = evaluate(gate, factsOf({ pack: within, records: [...records, visit('2026-11-01')] }))
    expect(met).toMatchObject({ status: 'met', because: '“Exams” is met: nothing stands in the way.' })
    expect(evaluate(gate, factsOf({ pack: within, today: day('2027-05-29') })).status).toBe('overdue')
  })

  it('is not computed where the other is not, and waits for nothing that does not hold today', () => {
    const awaited = { ...exams, from: [{ forms: ['later'] }] }
    expect(evaluate(gate, factsOf({ pack: gated([awaited, gate]) })).status).toBe('notComputed')
    const future = { ...exams, effectiveFrom: '2028-01-01' }
    expect(evaluate(gate, factsOf({ pack: gated([future, gate]) })).because).toContain('does not hold today')
  })

  it('may wait for another gate, and for the sign-off of an item', () => {
    const second = { ...rule('gateBefore', { first: 'gate', before: 'The end' }), id: 'second' }
    const chain = gated([exams, gate, second])
    const done = [visit('2026-10-01'), visit('2026-10-02')]
    expect(evaluate(second, factsOf({ pack: chain, records: done })).status).toBe('met')
    expect(formsReadBy(second, chain)).toEqual(['visit'])
    const item = rule('gateBefore', { first: 'a', before: 'On call' })
    expect(readsJudgements(item, pack)).toBe(true)
    expect(evaluate(item, factsOf({ judgements: [judged('a', '2026-10-01', 3)] })).status).toBe('met')
    expect(evaluate(item, factsOf({ judgements: [judged('a', '2026-10-01', 2)] })).status).toBe('notDue')
  })
})

describe('rate: a rhythm', () => {
  const monthly = rule('rate', { from, min: 1, per: 'month', scope: 'stage' })
  const halfYearly = rule('rate', { from, min: 20, per: 'halfYear', scope: 'programme' })
  const at = (today: string, days: string[], more: Partial<Facts> = {}) =>
    starting(today, { records: days.map((on) => visit(on)), ...more })

  it('counts months from the first day, names the gaps, and is late only for months that are over', () => {
    const evaluation = evaluate(monthly, at('2026-11-20', ['2026-08-05', '2026-10-04']))
    expect(lines(evaluation)).toEqual([
      ['5 Aug 2026 to 4 Sep 2026', 1, 1, null],
      ['5 Sep 2026 to 4 Oct 2026', 1, 1, null],
      ['5 Oct 2026 to 4 Nov 2026', 0, 1, 'Too few'],
      ['5 Nov 2026 to 4 Dec 2026', 0, 1, 'Runs now'],
    ])
    expect(evaluation).toMatchObject({ status: 'overdue', have: 0, need: 1 })
    expect(evaluation.dueOn!.toString()).toBe('2026-11-04')
    expect(evaluation.because).toBe(
      '0 of 1 counts in the month to 4 Dec 2026. Too few from 5 Oct 2026 to 4 Nov 2026 (0 of 1).',
    )
  })

  it.each([
    ['early in the month', '2026-08-20', [], 'notDue'],
    ['in its last week', '2026-08-29', [], 'short'],
    ['on its last day', '2026-09-04', [], 'short'],
    ['a day later', '2026-09-05', [], 'overdue'],
    ['once it is there', '2026-08-20', ['2026-08-06'], 'met'],
    ['before training', '2026-08-01', [], 'notDue'],
  ])('%s', (_name, today, days, status) => {
    expect(evaluate(monthly, at(today, days)).status).toBe(status)
  })

  it('of several in a half year there is a pace, and below full time it lasts longer', () => {
    const full = evaluate(halfYearly, at('2026-11-04', ['2026-09-01']))
    expect(full).toMatchObject({ status: 'short', have: 1, need: 20 })
    expect(full.pace).toBeCloseTo((20 * 91) / 184, 5)
    const less = evaluate(halfYearly, at('2026-11-04', ['2026-09-01'], { ftePercent: 60 }))
    expect(less.dueOn!.toString()).toBe('2027-06-07')
    expect(less.because).toContain('1 of 20 count in the six accredited months to 7 Jun 2027.')
    expect(less.pace).toBeCloseTo((20 * 91) / 307, 5)
    const whatever = { ...halfYearly, proRata: 'none' as const }
    expect(evaluate(whatever, at('2026-11-04', [], { ftePercent: 60 })).dueOn!.toString()).toBe('2027-02-04')
  })

  it('asks for nothing in a month that the end of the stage cuts short', () => {
    const periods = [
      { stageKey: 'Y1', from: day('2026-08-05'), until: day('2026-09-20') },
      { stageKey: 'Y2', from: day('2026-09-20'), until: null },
    ]
    const first = { ...monthly, stages: ['Y1'] }
    const evaluation = evaluate(first, at('2026-12-01', ['2026-08-06'], { periods }))
    expect(lines(evaluation)).toEqual([
      ['5 Aug 2026 to 4 Sep 2026', 1, 1, null],
      ['5 Sep 2026 to 19 Sep 2026', 0, null, 'Cut short: nothing is asked'],
    ])
    expect(evaluation).toMatchObject({ status: 'met', have: 1, need: 1 })
  })

  it('names three gaps and counts the rest', () => {
    expect(evaluate(monthly, at('2027-02-10', [])).because).toContain('(0 of 1) and 3 more.')
  })

  it('of a stage to come it only says when it begins', () => {
    const later = evaluate({ ...monthly, stages: ['Y2'] }, at('2026-12-01', ['2026-09-01']))
    expect(later).toMatchObject({ status: 'notDue', because: 'This is asked from Year 2 on.' })
    expect(why(later)).toHaveLength(1)
  })
})

describe('timeInPost: weeks and months of a kind', () => {
  const specialty = (
    min: number,
    unit: 'weeks' | 'months',
    more: { maxBlocks?: number; toleranceDays?: number } = {},
  ) =>
    rule('timeInPost', {
      where: { attribute: 'specialty', in: ['icu'] },
      min,
      in: unit,
      scope: 'programme',
      proRata: 'none',
      byEndOf: 'Y3',
      ...more,
    })
  const post = (begin: string, end: string | null, kind: string | null = 'icu', siteId = 's1'): PostFact => ({
    from: day(begin),
    until: end === null ? null : day(end),
    title: 'A post',
    specialty: kind,
    siteId,
    site: `Site ${siteId}`,
  })
  const of = (asked: Requirement, posts: PostFact[], more: Partial<Facts> = {}) =>
    evaluate(asked, factsOf({ posts, ...more }))

  it.each([
    ['four months of the calendar', '2026-08-05', '2026-12-05', 'met', 4],
    ['seven days less', '2026-08-05', '2026-11-28', 'met', 3.77],
    ['eight days less', '2026-08-05', '2026-11-27', 'notDue', 3.73],
  ])('%s', (_name, begin, end, status, have) => {
    expect(of(specialty(4, 'months', { toleranceDays: 7 }), [post(begin, end)])).toMatchObject({
      status,
      have,
      need: 4,
    })
  })

  it('says why a little less is enough', () => {
    expect(of(specialty(4, 'months', { toleranceDays: 7 }), [post('2026-08-05', '2026-11-28')]).because).toBe(
      '3.8 months of 4: up to 7 days less are enough.',
    )
  })

  it('counts what has passed, and says what the posts that are entered will come to', () => {
    const running = of(specialty(4, 'months'), [post('2026-12-03', '2027-08-04')])
    expect(running).toMatchObject({ status: 'notDue', have: 2 })
    expect(running.remarks).toEqual(['With the posts that are entered it comes to 8 months.'])
    const nearTheEnd = { today: day('2028-07-01'), periods: [{ stageKey: 'Y3', from: day('2027-08-04'), until: null }] }
    expect(of(specialty(4, 'months'), [], nearTheEnd).status).toBe('short')
    expect(of(specialty(4, 'months'), [post('2028-03-20', null)], nearTheEnd).status).toBe('notDue')
  })

  it('posts that follow or overlap each other are one block, and only the longest blocks count', () => {
    const weeks = specialty(10, 'weeks', { maxBlocks: 2 })
    const one = post('2025-08-06', '2025-09-03')
    const next = post('2025-09-03', '2025-10-01')
    const split = post('2025-08-20', '2025-09-10', 'icu', 's2')
    expect(of(weeks, [one, split, next])).toMatchObject({ have: 8 })
    const apart = [one, post('2025-11-05', '2025-11-19'), post('2026-03-04', '2026-04-15')]
    const evaluation = of(weeks, apart)
    expect(evaluation).toMatchObject({ status: 'met', have: 10 })
    expect(lines(evaluation)[1]).toEqual([
      'A post, 5 Nov 2025 to 18 Nov 2025',
      0,
      null,
      'Only the 2 longest blocks count',
    ])
  })

  it('D13: every post has a line, and says why it does not count', () => {
    const posts = [
      post('2025-08-06', '2026-02-04', 'renal'),
      post('2026-02-04', '2026-08-05', null),
      post('2027-08-04', '2028-08-02'),
    ]
    const evaluation = of(specialty(4, 'months'), posts)
    expect(evaluation.have).toBe(0)
    expect(lines(evaluation).map(([, , , note]) => note)).toEqual([
      'Another specialty',
      'It says no specialty',
      'Still to come',
    ])
  })

  it('counts accredited months where the rule says so, and within its stage alone', () => {
    const accredited = { ...specialty(3, 'months'), proRata: 'accredited' as const }
    expect(of(accredited, [post('2026-08-05', '2026-12-05')], { ftePercent: 60 })).toMatchObject({ have: 2.4 })
    const second = { ...specialty(3, 'months'), scope: 'stage' as const, byEndOf: undefined } as never
    expect(of(second, [post('2026-02-05', '2026-12-05')])).toMatchObject({ have: 4 })
  })

  it('away from home: at any site but the one where most of the training was', () => {
    const away = { ...specialty(3, 'months'), where: { attribute: 'site' as const, other: 'home' as const } }
    const posts = [
      post('2025-08-06', '2026-08-06', null, 'a'),
      post('2026-08-06', '2026-10-06', null, 'b'),
      post('2026-10-06', '2027-01-06', null, 'c'),
    ]
    const evaluation = of(away, posts)
    expect(evaluation).toMatchObject({ status: 'met', have: 5 })
    expect(lines(evaluation)[0]).toEqual([
      'Site a, 6 Aug 2025 to 5 Aug 2026',
      0,
      null,
      'The home site: most of the training so far',
    ])
  })

  it('knows sites, and says that posts have no setting', () => {
    const site = { ...specialty(3, 'months'), where: { attribute: 'site' as const, in: ['s2'] } }
    expect(of(site, [post('2026-08-05', '2026-12-05', null, 's2'), post('2025-08-05', '2025-12-05')])).toMatchObject({
      have: 4,
      status: 'met',
    })
    const setting = { ...specialty(3, 'months'), where: { attribute: 'setting' as const, in: ['inpatient'] } }
    expect(of(setting, [])).toMatchObject({ status: 'notComputed' })
  })
})

describe('declaration: made again and again', () => {
  const yearly = rule('declaration', { form: 'visit', every: 'twelveMonths', proRata: 'none' })
  const at = (today: string, days: string[], more: Partial<Facts> = {}) =>
    starting(today, { records: days.map((on) => visit(on)), ...more })

  it('every twelve calendar months from the start, whatever the fraction', () => {
    const facts = at('2027-09-01', ['2026-08-10'], { ftePercent: 50 })
    const evaluation = evaluate(yearly, facts)
    expect(evaluation).toMatchObject({ status: 'notDue', have: 0, need: 1 })
    expect(evaluation.because).toBe('Not made yet for 5 Aug 2027 to 4 Aug 2028; it is due by 4 Aug 2028.')
    expect(why(evaluation)).toEqual(['Outside 5 Aug 2027 to 4 Aug 2028'])
    expect(lines(evaluation)).toEqual([
      ['5 Aug 2026 to 4 Aug 2027', 1, 1, null],
      ['5 Aug 2027 to 4 Aug 2028', 0, 1, null],
    ])
    expect(evaluate(yearly, at('2027-09-01', ['2027-08-05'])).status).toBe('met')
    expect(evaluate(yearly, at('2027-09-01', ['2027-08-05'])).parts[0]!.note).toBe('None was made')
  })

  it('in every training year, which is longer below full time', () => {
    const training = rule('declaration', { form: 'visit', every: 'trainingYear' })
    expect(evaluate(training, at('2027-09-01', ['2026-08-10'], { ftePercent: 50 })).status).toBe('met')
    // At full time the stage is over, and the one year of it had its own.
    expect(evaluate(training, at('2027-09-01', ['2027-08-10'])).status).not.toBe('overdue')
  })

  it('within so many days from the first, where the rule says so', () => {
    const soon = rule('declaration', { form: 'visit', every: 'once', withinDays: 14, proRata: 'none' })
    expect(evaluate(soon, at('2026-08-18', [])).status).toBe('short')
    expect(evaluate(soon, at('2026-08-19', [])).status).toBe('overdue')
    expect(evaluate(soon, at('2026-08-19', ['2026-08-06']))).toMatchObject({ status: 'met', have: 1 })
  })

  it('for every review, by the day on which its evidence is due', () => {
    const review = rule('declaration', { form: 'visit', every: 'review', scope: 'window', proRata: 'none' })
    const facts = (today: string, days: string[]) =>
      factsOf({ today: day(today), records: days.map((on) => visit(on)) })
    expect(evaluate(review, facts('2027-05-28', [])).status).toBe('short')
    expect(evaluate(review, facts('2027-05-29', ['2026-06-01'])).status).toBe('overdue')
    expect(evaluate(review, facts('2027-05-29', ['2027-05-01']))).toMatchObject({
      status: 'met',
      because: 'Made on 1 May 2027 for the review on 11 Jun 2027.',
    })
    const none = evaluate(review, factsOf({ reviewOn: null, records: [visit('2027-01-01')] }))
    expect(none).toMatchObject({ status: 'notDue' })
    expect(why(none)).toEqual(['No Review is planned yet that it could be for.'])
  })

  it('waits for its form', () => {
    expect(evaluate({ ...yearly, form: 'later' }, factsOf()).status).toBe('notComputed')
  })
})

describe('opportunityCounter: sittings used of those there are', () => {
  const four = rule('opportunityCounter', {
    from: [{ forms: ['visit'], filter: [{ fact: 'result', isNot: 'approved', why: 'Missed with approval' }] }],
    startEvent: 'Start of training',
    limit: 3,
    perExamLimit: 2,
    missedCounts: true,
    proRata: 'none',
    scope: 'programme',
  })
  const sat = (sitting: string | null, part: string, result = 'fail', on = '2026-10-01') =>
    given(on, { sitting, part, result })

  it('counts sittings, not papers, whatever the fraction', () => {
    const records = [sat('2026/1', 'anatomy'), sat('2026 / 1', 'physics'), sat('2026/2', 'anatomy', 'approved')]
    const evaluation = evaluate(four, factsOf({ records, ftePercent: 50 }))
    expect(evaluation).toMatchObject({ status: 'met', have: 1, need: 3, pace: null, dueOn: null })
    expect(evaluation.because).toBe('1 of 3 sittings used; 2 left.')
    expect(why(evaluation)).toEqual(['Missed with approval'])
    expect(lines(evaluation)).toEqual([
      ['Anatomy', 1, 2, null],
      ['Physics', 1, 2, null],
    ])
    expect(evaluation.remarks).toEqual([expect.stringContaining('The dates of sittings are not known here')])
  })

  describe('where the pack names the sittings (domain 3.5, 7.4)', () => {
    const known = {
      ...four,
      limit: 2,
      perExamLimit: undefined,
      countFrom: 'training' as const,
      sittings: [
        { name: '2025/1', on: '2025-03-01' },
        { name: '2025/2', on: '2025-09-01' },
        { name: '2026/1', on: '2026-03-01' },
        { name: '2026/2', on: '2026-09-01' },
        { name: '2027/1', on: '2027-03-01' },
      ],
    } as typeof four

    it('counts one without a record as missed, from the start of training to today, whatever the fraction', () => {
      const records = [sat('2026/1', 'anatomy', 'fail', '2026-03-02')]
      for (const ftePercent of [100, 50]) {
        const evaluation = evaluate(known, factsOf({ records, ftePercent }))
        expect(evaluation).toMatchObject({ status: 'review', have: 3, need: 2 })
        expect(evaluation.remarks).toEqual([
          'Sitting 2025/2, 1 Sep 2025: there is no record of it, so it counts as missed.',
          'Sitting 2026/2, 1 Sep 2026: there is no record of it, so it counts as missed.',
        ])
      }
    })

    it('spares one that falls within interrupted training, or that was missed with approval', () => {
      const leave = { kind: 'break' as const, from: day('2025-08-20'), until: day('2025-12-01') }
      const time = stretchesOf({
        ...{ startsOn: day('2025-08-06'), percent: 100, fte: [] },
        statuses: [{ id: 's', counts: 0, countsUntil: null, ...leave }],
      })
      const records = [sat('2026 / 2', 'anatomy', 'approved', '2026-09-01')]
      const evaluation = evaluate(known, factsOf({ records, time }))
      expect(evaluation).toMatchObject({ status: 'met', have: 1 })
      expect(evaluation.remarks).toEqual([
        'Sitting 2026/1, 1 Mar 2026: there is no record of it, so it counts as missed.',
        'Sitting 2025/2, 1 Sep 2025: training was interrupted, so it does not count.',
      ])
    })

    it('begins with the first one sat where the rule says so, and ends when nothing is left to pass', () => {
      const passed = rule('count', { id: 'passed', from: four.from, min: 1, proRata: 'none', scope: 'programme' })
      const phase2 = { ...known, countFrom: 'firstSitting' as const, doneBy: 'passed' } as typeof four
      const facts = (records: Candidate[], rules = [passed]) =>
        factsOf({ records, pack: { ...pack, requirements: { ...pack.requirements, rules: rules as never } } })
      expect(evaluate(phase2, facts([]))).toMatchObject({ have: 0, remarks: [] })
      const first = sat('Series 1', 'anatomy', 'fail', '2026-03-20')
      expect(evaluate(phase2, facts([first])).have).toBe(1)
      expect(evaluate(phase2, facts([first], []))).toMatchObject({ have: 2 })
    })
  })

  it('names what is used up, and lets the programme look beyond the limit', () => {
    const two = [sat('2026/1', 'anatomy'), sat(null, 'anatomy')]
    expect(evaluate(four, factsOf({ records: two }))).toMatchObject({
      status: 'met',
      because: '2 of 3 sittings used; 1 left. Anatomy: 2 of 2 used.',
    })
    const three = [...two, sat('2027/1', 'anatomy', 'fail', '2027-01-20')]
    expect(evaluate(four, factsOf({ records: three }))).toMatchObject({ status: 'review', have: 3 })
    const whole = { ...four, perExamLimit: undefined, missedCounts: false } as typeof four
    expect(evaluate(whole, factsOf({ records: three }))).toMatchObject({
      status: 'met',
      remarks: [],
      because: '3 of 3 sittings used; none is left.',
    })
  })
})

describe('threshold: a flag, no pass or fail', () => {
  const flag = (measure: string, over: number, more: Partial<Requirement> = {}) =>
    rule('threshold', {
      measure,
      over,
      unitOf: 'months',
      effect: 'Somebody has a look.',
      scope: 'programme',
      proRata: 'none',
      ...more,
    })
  const post = (begin: string, end: string, siteId: string, specialty: string | null = 'renal'): PostFact => ({
    ...{ from: day(begin), until: day(end), title: 'A post', siteId, site: `Site ${siteId}`, specialty },
  })

  it.each([
    ['2027-08-04', 100, 'notDue', 11.97],
    ['2027-08-05', 100, 'met', 12],
    ['2027-08-05', 60, 'notDue', 7.2],
  ])('accredited months on %s at %i %%', (today, ftePercent, status, have) => {
    const evaluation = evaluate(flag('accredited-months', 12), starting(today, { ftePercent }))
    expect(evaluation).toMatchObject({ status, have, need: 12 })
    expect(evaluation.because).toMatch(
      status === 'met' ? /Reached on 5 Aug 2027\. Somebody has a look\./ : /that is on/,
    )
  })

  it('the longest time at one site, and in one field', () => {
    const posts = [
      post('2025-08-06', '2026-08-06', 'a'),
      post('2026-08-06', '2026-10-06', 'b', 'icu'),
      post('2026-10-06', '2027-08-04', 'a'),
    ]
    const site = evaluate(flag('months-at-one-site', 14), factsOf({ posts }))
    expect(site).toMatchObject({ status: 'review', need: 14 })
    expect(site.parts.map(({ title }) => title)).toEqual(['Site a', 'Site b'])
    expect(site.because).toContain('Somebody has a look.')
    const field = evaluate(flag('months-in-one-field', 6, { scope: 'stage' }), factsOf({ posts }))
    expect(field).toMatchObject({ status: 'notDue' })
    expect(field.have).toBeLessThan(6)
  })

  it('says that nothing recorded here gives the measure', () => {
    expect(evaluate(flag('weeks-on-call', 14), factsOf())).toMatchObject({
      status: 'notComputed',
      because: 'No record here gives the weeks on call yet.',
    })
  })

  it.each([
    ['days-absent', 14, 13, 'notDue', 13],
    ['days-absent', 14, 14, 'review', 14],
    ['leave-weeks', 8, 40, 'notDue', 8],
    ['leave-weeks', 8, 41, 'review', 8.2],
  ] as const)('%s over %i: %i days away are %s', (measure, over, days, status, have) => {
    const absences = [
      { id: 'a', kind: 'sickness', from: day('2026-01-05'), until: day('2026-04-01'), days },
      { id: 'b', kind: 'sickness', from: day('2024-01-08'), until: day('2024-01-10'), days: 2 },
    ]
    const absence = {
      ...{ review: { days: 14, months: 12 }, kinds: [{ key: 'sickness', label: 'Sickness', counts: true }] },
      ...{ statuses: {}, source: 'own', confidence: 'low' as const },
    }
    const keeping = { ...pack, pack: { ...pack.pack, absence } }
    const facts = factsOf({
      pack: keeping,
      today: day('2026-06-01'),
      away: { absences, statuses: [], reviewedOn: null },
    })
    const evaluation = evaluate(flag(measure, over), facts)
    expect(evaluation).toMatchObject({ status, have, parts: [{ title: 'Sickness', have }] })
    expect(evaluation.because.includes('Somebody has a look.')).toBe(status === 'review')
  })
})

describe('the rules of every pack that is shipped', () => {
  it.each(shipped)('%s: each says how one stands at every stage, or honestly that it does not know', (_name, whole) => {
    const stages = whole.pack.stages.toSorted((a, b) => a.order - b.order)
    const start = day('2025-08-06')
    for (const [index] of stages.entries()) {
      const months = stages.slice(0, index).reduce((sum, stage) => sum + stage.months, 0)
      const periods = stages.slice(0, index + 1).map(({ key }, at) => {
        const before = stages.slice(0, at).reduce((sum, stage) => sum + stage.months, 0)
        const from = start.add({ months: before })
        return { stageKey: key, from, until: at === index ? null : start.add({ months: before + stages[at]!.months }) }
      })
      const today = start.add({ months: months + 5 })
      const facts = factsOf({ pack: whole, today, startsOn: start, endsOn: start.add({ years: 9 }), periods })
      for (const one of whole.requirements.rules) {
        const { because } = evaluate(one, facts)
        expect(because).toMatch(/^\S.*[.]$/)
      }
    }
  })
})
