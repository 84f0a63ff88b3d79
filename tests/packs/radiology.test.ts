import { readFacts } from '../../src/forms/facts.ts'
import { sightIn } from '../../src/programmes/library.ts'
import { expectedLevel, itemsOf, readyLevel, selectItems } from '../../src/programmes/pack.ts'
import type { RequirementKind, RequirementOf } from '../../src/programmes/requirements.ts'
import type { Candidate, Facts } from '../../src/progress/rules/facts.ts'
import { evaluate } from '../../src/progress/rules/index.ts'
import { day, factsOf, visit } from '../progress/support.ts'
import { shipped } from './packs.ts'

const found = shipped.find(([folder]) => folder.startsWith('clinical-radiology'))?.[1]
if (!found) throw new Error('The clinical radiology pack is not shipped.')
const pack = found
const { rules } = pack.requirements
const form = (key: string) => pack.forms.find((one) => one.key === key)!
const rows = (relation: string, section?: string) =>
  pack.rights.rows.filter((row) => row.relation === relation && (!section || row.section === section))

function rule<K extends RequirementKind>(id: string, kind: K): RequirementOf<K> {
  const one = rules.find((each) => each.id === id)
  if (one?.kind !== kind) throw new Error(`${id} is of kind ${one?.kind}, not ${kind}.`)
  return one as RequirementOf<K>
}

describe('the clinical radiology pack', () => {
  it('R3: has three phases of five years in all, and seven areas of at least five outcomes each', () => {
    expect(pack.pack.stages.map(({ key }) => key)).toEqual(['phase-1', 'phase-2', 'phase-3'])
    expect(pack.pack.stages.reduce((sum, { months }) => sum + months, 0)).toBe(60)
    const areas = selectItems(pack, ['areas'])
    expect(areas.map(({ title }) => title)).toEqual([
      'Intrinsic roles',
      'Applied imaging technology',
      'Artificial intelligence',
      'Anatomy',
      'Pathology',
      'Diagnostic radiology',
      'Procedural radiology',
    ])
    for (const { descriptors, scale } of areas) {
      expect(descriptors?.length).toBeGreaterThanOrEqual(5)
      expect(scale).toBe('entrustability')
    }
    expect(pack.pack.minima.items).toEqual([{ under: ['areas'], count: 7, descriptors: 5 }])
  })

  it('R107: ends most areas at independence, and one below the top of the scale', () => {
    expect(readyLevel(pack, 'area-diagnostic-radiology')).toBe(4)
    expect(readyLevel(pack, 'area-artificial-intelligence')).toBe(3)
    for (const { node } of itemsOf(pack)) {
      expect(expectedLevel(pack, node.key, 'phase-3')).toBe(readyLevel(pack, node.key))
    }
  })

  it('R56, R59: explains site, phases and paper, and names two kinds of help', () => {
    const articles = pack.help?.articles ?? []
    expect(articles.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['current-site', 'phase-progression', 'assessments-in-the-portfolio', 'contacts']),
    )
    const contacts = articles.find(({ key }) => key === 'contacts')?.paragraphs.join(' ')
    expect(contacts).toMatch(/Specialty Training Unit/)
    expect(contacts).toMatch(/technical help desk/)
  })

  it('R73, R74: has several templates for reflections, private until shared', () => {
    const templates = pack.forms.filter(({ section }) => section === 'reflections')
    expect(templates.length).toBeGreaterThanOrEqual(5)
    for (const template of templates) expect(template.private).toBe(true)
  })
})

describe('who sees and does what in radiology', () => {
  it('R6, R99: shows a clinical supervisor only what was sent to them', () => {
    for (const row of [...rows('clinicalSupervisor'), ...rows('guest')]) expect(row.scope).toBe('sentToThem')
    expect(sightIn('v', pack, 'clinicalSupervisor')).toMatchObject({ full: [], facts: [] })
    expect(rows('educationalSupervisor')).toEqual([])
  })

  it('R13: lets the director of training alone sign off, review and approve', () => {
    expect(pack.pack.signOffBy).toEqual(['siteDirector'])
    const signers = (section: string) =>
      new Set(
        rowsOf(section)
          .filter(({ sign, relation }) => sign && relation !== 'trainee')
          .map((row) => row.relation),
      )
    for (const section of ['signoff', 'reviews', 'experience', 'certificates'])
      expect(signers(section)).toEqual(new Set(['siteDirector']))
  })

  it('R14, R15: lets network directors and support officers read, and write nothing', () => {
    for (const relation of ['networkDirector', 'supportOfficer', 'coordinator'])
      for (const row of rows(relation)) expect(row).toMatchObject({ write: false, sign: false })
    expect(sightIn('v', pack, 'networkDirector').full).toContain('assessments')
    const officer = sightIn('v', pack, 'supportOfficer')
    expect(officer.full).toEqual(expect.arrayContaining(['progress', 'experience', 'certificates']))
    expect(officer.facts).toEqual(expect.arrayContaining(['assessments', 'reviews']))
    expect([...officer.full, ...officer.facts]).not.toContain('reflections')
  })

  it('R16: lets the local governance committee read what an application rests on, and nothing else', () => {
    for (const row of rows('localCommittee')) expect(row).toMatchObject({ write: false, sign: false })
    const committee = sightIn('v', pack, 'localCommittee')
    expect(committee.full.toSorted()).toEqual(['library', 'progress', 'reviews', 'signoff'])
    expect(committee.facts).toEqual(expect.arrayContaining(['assessments', 'experience', 'exams']))
    for (const section of ['reflections', 'plan', 'selfAssessment', 'personalDetails', 'integrity'])
      expect([...committee.full, ...committee.facts]).not.toContain(section)
  })

  it('sends topics to the director of training, and reviews stay with them', () => {
    for (const key of ['cat', 'dot-review', 'sign-off'])
      expect(form(key).assessor).toMatchObject({ relations: ['siteDirector'], accountRequired: true })
    expect(form('dot-review')).toMatchObject({ kind: 'appraisal', filledBy: 'supervisor', section: 'reviews' })
  })
})

const rowsOf = (section: string) => pack.rights.rows.filter((row) => row.section === section)

describe('what radiology asks', () => {
  it('sets the deadlines of the first year in accredited months', () => {
    const due = ['radiography-attachment', 'report-writing-module', 'key-conditions-attempt', 'key-conditions-level']
    const deadlines = due.map((id) => rule(id, 'deadlineFromStart'))
    expect(deadlines.map(({ months }) => months)).toEqual([6, 6, 6, 12])
    expect(deadlines.map(({ min }) => min)).toEqual([10, 1, 1, 1])
    for (const one of deadlines) expect(one.proRata).toBe('accredited')
    expect(deadlines[3]?.from[0]?.filter).toMatchObject([{ fact: 'overall', atLeast: 3 }])
    expect(rule('key-conditions-before-roster', 'gateBefore').first).toBe('key-conditions-level')
    expect(rule('phase-1-limit', 'deadlineFromStart').months).toBe(24)
  })

  it('asks for twenty reporting sessions and a review in every half year', () => {
    expect(rule('reporting-sessions', 'rate')).toMatchObject({ min: 20, per: 'halfYear' })
    expect(rule('dot-review', 'rate')).toMatchObject({ min: 1, per: 'halfYear' })
    expect(rule('tats', 'rate')).toMatchObject({ min: 1, per: 'halfYear' })
  })

  it('reads experience from the latest approved snapshot', () => {
    const totals = {
      'plain-x-ray': 10000,
      mri: 750,
      'nuclear-medicine': 200,
      'bone-densitometry': 50,
      mammography: 600,
      'breast-ultrasound': 100,
    }
    for (const [key, need] of Object.entries(totals)) {
      const one = rule(`etr-${key}`, 'cumulative')
      expect(one.by).toEqual({ 'phase-3': need })
      expect(one.from[0]).toMatchObject({ forms: ['etr-snapshot'], take: 'latest' })
      expect(one.from[0]?.filter).toMatchObject([{ fact: 'confirmed', is: true }])
    }
    expect(rule('etr-ct-phase-1', 'cumulative')).toMatchObject({ by: { 'phase-1': 2000 }, severity: 'recommended' })
    expect(rule('etr-mri-phase-1', 'cumulative')).toMatchObject({ by: { 'phase-1': 100 }, severity: 'recommended' })
    const ct = rule('etr-ct', 'subQuota')
    expect(ct.min).toBe(5000)
    expect(ct.quotas.map(({ measure, min }) => [measure, min])).toEqual([
      ['ctColonography', 20],
      ['ctCoronary', 50],
    ])
    expect(rule('etr-procedures', 'subQuota')).toMatchObject({ min: 100 })
    expect(rule('etr-procedures', 'subQuota').quotas).toHaveLength(4)
  })

  it('asks for a number and, apart from it, for the level last reached', () => {
    const both = ['paediatric-ultrasound', 'obstetric-ultrasound', 'general-fluoroscopy', 'paediatric-fluoroscopy']
    const levels = both.map((key) => rule(`etr-${key}`, 'levelAndCount'))
    expect(levels.map(({ min, atLeast }) => [min, atLeast])).toEqual([
      [50, 3],
      [50, 4],
      [50, 4],
      [20, 3],
    ])
    for (const one of levels) {
      expect(one.from[0]?.take).toBe('latest')
      expect(one.levelFrom?.[0]?.forms[0]).toMatch(/ultrasound|fluoroscopic/)
    }
    expect(rule('meetings-level', 'levelAndCount')).toMatchObject({ atLeast: 4, byEndOf: 'phase-3' })
  })

  it('knows interrupted training, and no time out of programme', () => {
    expect(pack.pack.time?.statuses).toEqual(['break', 'parental', 'sickness', 'suspension'])
  })

  it('counts sittings from two different days, whatever the fraction', () => {
    expect(rule('exam-p1-opportunities', 'opportunityCounter')).toMatchObject({
      startEvent: 'Start of training',
      limit: 4,
      missedCounts: true,
      proRata: 'none',
    })
    expect(rule('exam-p2-opportunities', 'opportunityCounter')).toMatchObject({
      startEvent: 'First sitting in Phase 2',
      limit: 6,
      perExamLimit: 3,
      missedCounts: true,
      proRata: 'none',
      effectiveFrom: '2022-07-01',
    })
    expect(rule('exam-written-before-oscer', 'gateBefore').first).toBe('exam-p2-written')
  })

  it('asks for five attachments, a course, two topics, and research', () => {
    expect(rule('attachments', 'countDistinct')).toMatchObject({ min: 5, distinct: 'attachment', byEndOf: 'phase-2' })
    expect(rule('cultural-safety', 'count')).toMatchObject({ byEndOf: 'phase-2' })
    expect(rule('cat', 'count')).toMatchObject({ min: 2, stages: ['phase-2'] })
    expect(rule('research-project', 'count').min).toBe(1)
    expect(rule('research-presentation', 'count').min).toBe(1)
    expect(rule('msf', 'count').stages).toEqual(['phase-2'])
    expect(pack.rounds?.sites).toMatchObject({ recordForm: 'tats', everyMonths: 6, readBy: ['collegeAdmin'] })
  })

  it('adds the four categories of procedures of a snapshot', () => {
    const facts = readFacts(form('etr-snapshot'), {
      countedOn: '2026-11-01',
      ct: 2100,
      proceduresVascular: 10,
      proceduresBiopsy: 12,
    })
    expect(facts).toMatchObject({ ct: 2100, procedures: 22, mri: null })
  })
})

describe('what radiology’s rules come to', () => {
  const inPhase = (phase: number, more: Partial<Facts> = {}): Facts => {
    const starts = ['2022-02-07', '2024-02-05', '2026-02-02'].map(day)
    const periods = starts.slice(0, phase).map((from, index) => ({
      stageKey: `phase-${index + 1}`,
      from,
      until: index + 1 < phase ? starts[index + 1]! : null,
    }))
    const startsOn = starts[0]!
    return factsOf({ pack, periods, startsOn, endsOn: day('2027-02-01'), today: day('2026-11-22'), ...more })
  }
  const made = (formKey: string, on: string, facts: Candidate['facts'], status = 'signed') =>
    visit(on, { formKey, facts, status })
  const come = (id: string, facts: Facts) => evaluate(rules.find((one) => one.id === id)!, facts)

  it('CT: the total of the latest snapshot, and the parts of the same', () => {
    const early = made('etr-snapshot', '2025-01-10', { ct: 3000, ctColonography: 20, ctCoronary: 50 })
    const late = made('etr-snapshot', '2026-06-10', { ct: 5200, ctColonography: 24, ctCoronary: 40 })
    const short = come('etr-ct', inPhase(3, { records: [early, late] }))
    expect(short).toMatchObject({ have: 5200, need: 5000 })
    expect(short.status).not.toBe('met')
    expect(short.parts.map(({ have, need }) => [have, need])).toEqual(
      expect.arrayContaining([
        [24, 20],
        [40, 50],
      ]),
    )
    const last = made('etr-snapshot', '2026-09-10', { ct: 5300, ctColonography: 24, ctCoronary: 50 })
    expect(come('etr-ct', inPhase(3, { records: [early, late, last] })).status).toBe('met')
  })

  it('ultrasound of children: fifty are not enough below level 3', () => {
    const fifty = made('etr-snapshot', '2026-06-10', { paediatricUltrasound: 55 })
    const seen = (on: string, overall: number, study = 'paediatric') =>
      made('performed-ultrasound', on, { overall, study })
    const below = come('etr-paediatric-ultrasound', inPhase(3, { records: [fifty, seen('2026-07-01', 2)] }))
    expect(below).toMatchObject({ have: 55 })
    expect(below.status).not.toBe('met')
    const elsewhere = [fifty, seen('2026-07-01', 4, 'abdomen')]
    expect(come('etr-paediatric-ultrasound', inPhase(3, { records: elsewhere })).status).not.toBe('met')
    const reached = [fifty, seen('2026-07-01', 2), seen('2026-08-01', 3)]
    expect(come('etr-paediatric-ultrasound', inPhase(3, { records: reached })).status).toBe('met')
  })

  it('key conditions: due by twelve accredited months, later at half time', () => {
    const start = day('2026-02-02')
    const one = (ftePercent: number, today: string, records: Candidate[] = []) =>
      come('key-conditions-level', {
        ...inPhase(1),
        periods: [{ stageKey: 'phase-1', from: start, until: null }],
        startsOn: start,
        endsOn: day('2031-02-03'),
        today: day(today),
        ftePercent,
        records,
      })
    const attempt = made('key-conditions', '2026-06-01', { overall: 2 })
    expect(one(100, '2027-01-20', [attempt])).toMatchObject({ have: 0, need: 1 })
    expect(one(100, '2027-01-20', [attempt]).notCounted.map(({ why }) => why)).toEqual(['Below level 3'])
    expect(one(100, '2027-02-10').status).toBe('overdue')
    expect(one(50, '2027-02-10').status).not.toBe('overdue')
    expect(one(100, '2027-01-20', [made('key-conditions', '2026-12-01', { overall: 3 })]).status).toBe('met')
  })

  it('sittings: two papers of one series are one, a missed one counts, an approved absence does not', () => {
    const sat = (on: string, part: string, sitting: string, result: string) =>
      made('exam', on, { part, sitting, result })
    const records = [
      sat('2022-08-01', 'p1-anatomy', '2022/2', 'fail'),
      sat('2022-08-01', 'p1-ait', '2022/2', 'pass'),
      sat('2023-02-01', 'p1-anatomy', '2023/1', 'not-sat'),
      sat('2023-08-01', 'p1-anatomy', '2023/2', 'not-sat-approved'),
      sat('2024-01-20', 'p1-anatomy', '2024/1', 'pass'),
    ]
    // With the first one held after training began, of which no record speaks.
    expect(come('exam-p1-opportunities', inPhase(1, { records }))).toMatchObject({
      ...{ have: 4, need: 4 },
      remarks: ['Sitting 2022/1, 10 Mar 2022: there is no record of it, so it counts as missed.'],
    })
    expect(come('exam-p1', inPhase(1, { records })).have).toBe(2)
  })

  it('computes every rule whose form is in the pack', () => {
    const awaited = new Set(pack.pack.awaitedForms.map(({ key }) => key))
    const formsIn = (one: (typeof rules)[number]) =>
      'form' in one ? [one.form] : 'from' in one ? one.from.flatMap(({ forms }) => forms) : []
    const here = rules.filter((one) => !formsIn(one).some((key) => awaited.has(key)))
    expect(here.length).toBeGreaterThan(45)
    const open = here.filter(({ id }) => come(id, inPhase(2)).status === 'notComputed')
    expect(open.map(({ id }) => id)).toEqual([])
  })
})
