import { compile } from '../../src/forms/compile.ts'
import { readFacts } from '../../src/forms/facts.ts'
import { sightIn } from '../../src/programmes/library.ts'
import { expectedLevel, itemsOf, readyLevel, selectItems } from '../../src/programmes/pack.ts'
import type { RequirementKind, RequirementOf } from '../../src/programmes/requirements.ts'
import { sampleValues, shipped, worldOf } from './packs.ts'

const found = shipped.find(([folder]) => folder.startsWith('radiation-oncology'))?.[1]
if (!found) throw new Error('The radiation oncology pack is not shipped.')
const pack = found
const { rules } = pack.requirements
const form = (key: string) => pack.forms.find((one) => one.key === key)!
const field = (key: string, name: string) =>
  form(key)
    .sections.flatMap(({ fields }) => fields)
    .find((one) => one.key === name)
const options = (key: string, name: string) => {
  const one = field(key, name)
  return one && 'options' in one ? one.options?.map(([option]) => option) : undefined
}
const rows = (relation: string, section?: string) =>
  pack.rights.rows.filter((row) => row.relation === relation && (!section || row.section === section))

function rule<K extends RequirementKind>(id: string, kind: K): RequirementOf<K> {
  const one = rules.find((each) => each.id === id)
  if (one?.kind !== kind) throw new Error(`${id} is of kind ${one?.kind}, not ${kind}.`)
  return one as RequirementOf<K>
}

describe('the radiation oncology pack', () => {
  it('R3: has two phases of five years in all, and six sections of at least five outcomes each', () => {
    expect(pack.pack.stages.map(({ key, months }) => [key, months])).toEqual([
      ['phase-1', 24],
      ['phase-2', 36],
    ])
    const sections = selectItems(pack, ['sections'])
    expect(sections.map(({ title }) => title)).toEqual([
      'Oncology sciences',
      'Care of the oncology patient',
      'Treatment modalities',
      'Symptom control and palliative care',
      'Tumour sites',
      'Intrinsic roles',
    ])
    for (const { descriptors, scale } of sections) {
      expect(descriptors?.length).toBeGreaterThanOrEqual(5)
      expect(scale).toBe('entrustability')
    }
    const most = Math.max(...sections.map(({ descriptors }) => descriptors?.length ?? 0))
    expect(sections.find(({ key }) => key === 'section-tumour-sites')?.descriptors).toHaveLength(most)
  })

  it('R107: ends every section at independence, on a scale that says how unsure we are of it', () => {
    for (const { node } of itemsOf(pack)) {
      expect(expectedLevel(pack, node.key, 'phase-2')).toBe(readyLevel(pack, node.key))
    }
    expect(pack.scales.scales[0]).toMatchObject({ key: 'entrustability', confidence: 'low' })
    expect(pack.scales.scales[0]?.values.map(({ value }) => value)).toEqual([1, 2, 3, 4])
  })

  it('R56, R59: explains site, assessments, workshops and phases, and names two kinds of help', () => {
    const articles = pack.help?.articles ?? []
    expect(articles.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        'current-site',
        'asking-for-an-assessment',
        'workshops',
        'phase-progression',
        'contacts',
      ]),
    )
    const contacts = articles.find(({ key }) => key === 'contacts')?.paragraphs.join(' ')
    expect(contacts).toMatch(/Specialty Training Unit/)
    expect(contacts).toMatch(/technical help desk/)
  })

  it('R118: lets the trainee keep the current site', () => {
    expect(pack.pack.posts).toMatchObject({ by: 'trainee', words: { one: 'Current Site' } })
  })

  it('R73, R74: has several templates for reflections, private until shared', () => {
    const templates = pack.forms.filter(({ section }) => section === 'reflections')
    expect(templates.length).toBeGreaterThanOrEqual(5)
    for (const template of templates) expect(template.private).toBe(true)
  })
})

describe('who sees and does what in radiation oncology', () => {
  it('R6, R99: shows a clinical supervisor only what was sent to them, the appraisal among it', () => {
    for (const row of [...rows('clinicalSupervisor'), ...rows('guest')]) expect(row.scope).toBe('sentToThem')
    expect(sightIn('v', pack, 'clinicalSupervisor')).toMatchObject({ full: [], facts: [] })
    expect(rows('educationalSupervisor')).toEqual([])
    expect(form('csa').assessor).toEqual({ relations: ['clinicalSupervisor'], accountRequired: true })
  })

  it('R13: lets the director of training alone sign off, review and confirm', () => {
    expect(pack.pack.signOffBy).toEqual(['siteDirector'])
    const signers = (section: string) =>
      new Set(
        pack.rights.rows
          .filter((row) => row.section === section && row.sign && row.relation !== 'trainee')
          .map(({ relation }) => relation),
      )
    for (const section of ['signoff', 'reviews', 'certificates'])
      expect(signers(section)).toEqual(new Set(['siteDirector']))
    for (const key of ['dot-review', 'sign-off', 'research-requirement'])
      expect(form(key).assessor).toMatchObject({ relations: ['siteDirector'], accountRequired: true })
  })

  it('R15: lets the support officer alone record attendance, and write nothing else', () => {
    const writing = pack.rights.rows.filter(({ section, write }) => section === 'workshops' && write)
    expect(writing).toMatchObject([{ relation: 'supportOfficer', states: ['new'], sign: true }])
    expect(new Set(rows('supportOfficer').flatMap(({ section, write }) => (write ? [section] : [])))).toEqual(
      new Set(['workshops']),
    )
    expect(form('workshop-attendance')).toMatchObject({ filledBy: 'office', signedBy: ['office'] })
    expect(sightIn('v', pack, 'trainee').write).not.toContain('workshops')
    expect(sightIn('v', pack, 'trainee').full).toContain('workshops')
  })

  it('R14: lets network directors and coordinators read, and write nothing', () => {
    for (const relation of ['networkDirector', 'coordinator'])
      for (const row of rows(relation)) expect(row).toMatchObject({ write: false, sign: false })
    const officer = sightIn('v', pack, 'supportOfficer')
    expect(officer.full).toEqual(expect.arrayContaining(['progress', 'experience', 'certificates', 'workshops']))
    expect(officer.facts).toEqual(expect.arrayContaining(['assessments', 'supervisorAppraisals', 'reviews']))
    expect([...officer.full, ...officer.facts]).not.toContain('reflections')
  })
})

describe('what radiation oncology asks', () => {
  it('asks for an assessment of any kind in every month', () => {
    expect(rule('wba-rhythm', 'rate')).toMatchObject({ min: 1, per: 'month', proRata: 'accredited' })
    expect(rule('wba-rhythm', 'rate').from[0]?.forms).toEqual(['peat', 'cpet', 'cst', 'crdt'])
  })

  it('asks for encounters, plans and conversations in numbers, with parts', () => {
    const peats = ['peat-phase-1', 'peat-phase-2'].map((id) => rule(id, 'subQuota'))
    expect(peats.map(({ min, quotas }) => [min, quotas[0]?.min])).toEqual([
      [10, 5],
      [15, 5],
    ])
    for (const { quotas } of peats) expect(quotas[0]?.filter).toMatchObject([{ fact: 'observed', is: true }])
    expect(['cpet-phase-1', 'cpet-phase-2'].map((id) => rule(id, 'count').min)).toEqual([10, 15])
    expect(rule('cst-phase-1', 'countDistinct')).toMatchObject({ min: 4, distinct: 'context', stages: ['phase-1'] })
    expect(options('cst', 'context')).toHaveLength(4)
  })

  it('asks for twenty case reports; one may fill several of the three quotas, by a switch', () => {
    const reports = rule('crdt-phase-2', 'subQuota')
    expect(reports).toMatchObject({ min: 20, stages: ['phase-2'], quotasOverlap: true })
    expect(reports.quotas.map(({ min, filter }) => [min, filter?.[0] && 'is' in filter[0] && filter[0].is])).toEqual([
      [5, 'lesser-focus'],
      [2, 'inpatient-care'],
      [5, 'specific-technique'],
    ])
    expect(options('crdt', 'attributes')).toEqual(['lesser-focus', 'inpatient-care', 'specific-technique'])
  })

  it('asks for practical sessions by kind, in each phase', () => {
    const kinds = (id: string) =>
      rule(id, 'subQuota').quotas.map(({ min, filter }) => [filter?.[0] && 'is' in filter[0] && filter[0].is, min])
    expect(kinds('poe-phase-1')).toEqual([
      ['pathology', 2],
      ['planning', 4],
      ['treatment-delivery', 4],
    ])
    expect(kinds('poe-phase-2')).toEqual([
      ['palliative-care', 2],
      ['surgery', 2],
      ['systemic-therapy', 2],
    ])
    expect(['poe-phase-1', 'poe-phase-2'].map((id) => rule(id, 'subQuota').min)).toEqual([10, 10])
  })

  it('sets rhythms and deadlines in accredited months', () => {
    expect(rule('csa', 'rate')).toMatchObject({ min: 1, per: 'quarter' })
    expect(rule('dot-review', 'rate')).toMatchObject({ min: 1, per: 'halfYear' })
    expect(rule('tats', 'rate')).toMatchObject({ min: 1, per: 'halfYear' })
    const months = ['msf-first-year', 'smart-workshop-early', 'phase-1-review', 'phase-2-review']
    const deadlines = months.map((id) => rule(id, 'deadlineFromStart'))
    expect(deadlines.map((one) => one.months)).toEqual([12, 6, 24, 36])
    for (const one of deadlines) expect(one.proRata).toBe('accredited')
    expect(rule('msf-before-exam', 'gateBefore').first).toBe('msf-phase-2')
  })

  it('dates what the reform changed, so that one rule begins where the other ends', () => {
    const pairs = [
      ['phase-1-review-2022', 'phase-1-review'],
      ['phase-1-minimum-2022', 'phase-1-minimum'],
    ].map((ids) => ids.map((id) => rules.find((one) => one.id === id)!))
    for (const [before, after] of pairs) expect(before?.effectiveTo).toBe(after?.effectiveFrom)
    expect(rule('phase-1-review-2022', 'deadlineFromStart').months).toBe(30)
    const eligible = ['exam-p1-eligible', 'exam-p2-eligible'].map((id) => rule(id, 'threshold'))
    expect(eligible.map(({ over }) => over)).toEqual([12, 24])
    for (const one of eligible) expect(one.effectiveTo).toBeTruthy()
  })

  it('asks for two of three workshops, twelve months away, papers before vivas, and research', () => {
    expect(rule('oncology-sciences-workshops', 'countDistinct')).toMatchObject({ min: 2, max: 3, distinct: 'workshop' })
    expect(options('workshop-attendance', 'workshop')).toHaveLength(3)
    expect(rule('away-from-home', 'timeInPost')).toMatchObject({
      where: { attribute: 'site', other: 'home' },
      min: 12,
      in: 'months',
    })
    expect(rule('away-before-exam', 'gateBefore').first).toBe('away-from-home')
    expect(['exam-p1', 'exam-p2-written', 'exam-p2-vivas'].map((id) => rule(id, 'countDistinct').min)).toEqual([
      3, 4, 3,
    ])
    expect(rule('exam-written-before-vivas', 'gateBefore').first).toBe('exam-p2-written')
    expect(rule('exam-p2-opportunities', 'opportunityCounter')).toMatchObject({ proRata: 'none', confidence: 'low' })
    expect(rule('research-finished', 'count').byEndOf).toBe('phase-2')
    expect(pack.rounds?.sites).toMatchObject({ recordForm: 'tats', everyMonths: 6, readBy: ['collegeAdmin'] })
  })

  it('states as facts what the rules read', () => {
    const report = readFacts(form('crdt'), { attributes: ['lesser-focus', 'inpatient-care'], tumourSite: 'skin' })
    expect(report).toMatchObject({ attributes: ['lesser-focus', 'inpatient-care'], tumourSite: 'skin' })
    expect(readFacts(form('peat'), { observed: false })).toMatchObject({ observed: false })
  })

  it('asks which technique only where the case is about one', () => {
    const context = worldOf(pack)
    const final = compile(form('crdt'), 'final', context)
    const { technique: _left, ...values } = sampleValues(form('crdt'), context)
    expect(final.check({ ...values, attributes: ['inpatient-care'] }).ok).toBe(true)
    expect(final.check({ ...values, attributes: ['specific-technique'] })).toMatchObject({
      ok: false,
      problems: { technique: expect.any(String) },
    })
  })
})
