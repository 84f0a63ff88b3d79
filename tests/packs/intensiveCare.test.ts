import { present } from '../../src/forms/present.ts'
import { lintPack } from '../../src/programmes/lint.ts'
import {
  evidenceTargetOf,
  expectedLevel,
  nodesOf,
  type Pack,
  readyLevel,
  scaleOf,
  selectItems,
} from '../../src/programmes/pack.ts'
import { formWorld } from '../../src/programmes/world.ts'
import { renderForm } from '../forms/render.ts'
import { shipped, worldOf } from './packs.ts'

function packOf(folder: string): Pack {
  const pack = shipped.find(([name]) => name === folder)?.[1]
  if (!pack) throw new Error(`The pack ${folder} is not shipped.`)
  return pack
}
const STAGES = ['S1', 'S2', 'S3']

describe('the intensive care pack, 2021 curriculum', () => {
  const pack = packOf('intensive-care/2021.1')
  const hillos = selectItems(pack, ['generic', 'specialty'])
  const ruleOf = (id: string) => pack.requirements.rules.find((rule) => rule.id === id)
  const formOf = (key: string) => pack.forms.find((form) => form.key === key)!

  it('R2: has three stages of four years, two years and one', () => {
    expect(pack.pack.stages.map(({ key, months }) => [key, months])).toEqual([
      ['S1', 48],
      ['S2', 24],
      ['S3', 12],
    ])
    expect(pack.pack.words.items).toBe('HiLLOs')
  })

  it('has fourteen HiLLOs, four of them generic, and 92 key capabilities by their counts', () => {
    expect(hillos).toHaveLength(14)
    expect(selectItems(pack, ['generic'])).toHaveLength(4)
    const counts = hillos.map(({ descriptors = [] }) => descriptors.length)
    expect(counts).toEqual([6, 6, 6, 4, 11, 4, 4, 5, 5, 10, 8, 9, 6, 8])
    expect(counts.reduce((a, b) => a + b)).toBe(92)
  })

  it('tags the same 92 key capabilities, by their HiLLO', () => {
    const set = pack.presentations.sets.find(({ key }) => key === 'key-capabilities')
    const tags = set?.groups.flatMap((group) => group.tags).map(({ key }) => key)
    expect(tags).toEqual(hillos.flatMap(({ descriptors = [] }) => descriptors.map(({ key }) => key)))
  })

  it('R107: expects other levels of other HiLLOs at the same stage, and ends at 4 or at 3', () => {
    const grid = hillos.map(({ key }) => STAGES.map((stage) => expectedLevel(pack, key, stage)))
    expect(grid.slice(0, 9)).toEqual(Array(9).fill([2, 3, 4]))
    expect(grid.slice(9, 11)).toEqual(Array(2).fill([2, 3, 3]))
    expect(grid.slice(11)).toEqual(Array(3).fill([1, 3, 3]))
    expect(hillos.map(({ key }) => readyLevel(pack, key))).toEqual([...Array(9).fill(4), ...Array(5).fill(3)])
  })

  it('says of each capability level what it means for task, knowledge and patient', () => {
    for (const { descriptors } of scaleOf(pack, 'capability')?.values ?? []) {
      expect(descriptors?.map(({ aspect }) => aspect)).toEqual(['Task', 'Knowledge', 'Patient management'])
    }
  })

  it('shows all three in the form of a self-assessment', async () => {
    const world = { ...worldOf(pack), ...formWorld(pack, { item: 'hillo-5' }) }
    const page = await renderForm('forms/edit', { form: present(formOf('self-assessment'), {}, {}, world) })
    const level = scaleOf(pack, 'capability')!.values[2]!
    for (const { text } of level.descriptors!) expect(page.textContent).toContain(text)
  })

  it('R110, R112: is signed off by the educational supervisor or the faculty tutor, without a number of pieces', () => {
    expect(pack.pack.signOffBy).toEqual(['educationalSupervisor', 'collegeTutor'])
    const signers = pack.rights.rows.filter(({ section, sign }) => section === 'signoff' && sign)
    expect(signers.map(({ relation }) => relation)).toEqual(pack.pack.signOffBy)
    expect(pack.pack.roles.find(({ relation }) => relation === 'collegeTutor')?.label).toBe('Faculty tutor')
    expect(evidenceTargetOf(pack, 'hillo-5')[0]).toBe(1)
  })

  it('asks for coverage instead of counts: no rule counts single assessments as a gate', () => {
    const coverage = ruleOf('hillo-evidence')
    expect(coverage).toMatchObject({ kind: 'evidenceCoverage', min: 1, scope: 'trainingYear' })
    // A round of feedback is no single assessment, and neither are consultants' reports on a whole period.
    const single = pack.forms.filter(({ kind, filledBy }) => kind === 'assessment' && filledBy === 'assessor')
    const assessments = single.map(({ key }) => key).filter((key) => key !== 'mcr')
    const counted = pack.requirements.rules.filter(
      (rule) => 'from' in rule && rule.from.some(({ forms }) => forms.some((key) => assessments.includes(key))),
    )
    expect(counted.map(({ severity }) => severity).filter((severity) => severity !== 'recommended')).toEqual([])
    expect(ruleOf('hillo-completion')).toMatchObject({ kind: 'levelByStage', scope: 'stage', severity: 'gate' })
  })

  it('asks for every block of every stage', () => {
    const blocks = pack.requirements.rules.flatMap((rule) =>
      rule.kind === 'timeInPost' && 'in' in rule.where ? [[rule.stages?.[0], rule.where.in[0], rule.min]] : [],
    )
    expect(blocks).toEqual([
      ['S1', 'intensive-care', 12],
      ['S1', 'anaesthesia', 12],
      ['S1', 'acute-medicine', 12],
      ['S1', 'intensive-care', 48],
      ['S2', 'paediatric-intensive-care', 3],
      ['S2', 'neuro-intensive-care', 3],
      ['S2', 'cardiothoracic-intensive-care', 3],
      ['S2', 'intensive-care', 3],
      ['S2', 'special-skills', 12],
      ['S3', 'intensive-care', 12],
    ])
  })

  it('R93: leaves the completion of the special skills year to a supervisor with their own sign-in', () => {
    expect(formOf('special-skills-completion')).toMatchObject({
      filledBy: 'supervisor',
      signedBy: ['supervisor'],
      assessor: { relations: ['educationalSupervisor', 'collegeTutor'], accountRequired: true },
    })
    expect(ruleOf('special-skills-completion')).toMatchObject({ stages: ['S2'], severity: 'gate' })
  })

  it('C13: has consultants report under their names, never the educational supervisor, who writes up the themes', () => {
    expect(formOf('mcr')).toMatchObject({
      kind: 'assessment',
      assessor: { grades: ['consultant'], notRelations: ['educationalSupervisor'] },
    })
    const grid = formOf('mcr').sections.flatMap(({ fields }) => fields.filter(({ type }) => type === 'ratingGrid'))
    // Seven rows and the overall rating.
    expect(grid).toMatchObject([{ scale: 'expectation', rows: { length: 7 } }])
    expect(ruleOf('mcr')).toMatchObject({ kind: 'countDistinct', distinct: 'assessorId', scope: 'stage', min: 1 })
    expect(formOf('mcr-summary')).toMatchObject({
      filledBy: 'supervisor',
      signedBy: ['supervisor'],
      assessor: { relations: ['educationalSupervisor'], accountRequired: true },
    })
    expect(ruleOf('mcr-summary')).toMatchObject({ kind: 'count', scope: 'stage', min: 1 })
  })

  it('C14: takes feedback on the unit in confidence, read singly by the faculty alone', () => {
    expect(pack.rounds?.sites).toMatchObject({ recordForm: 'unit-feedback', readBy: ['collegeAdmin'], least: 5 })
    expect(ruleOf('unit-feedback')).toMatchObject({ kind: 'count', scope: 'placement', min: 1 })
    const readers = pack.rights.rows.filter(({ section, see }) => section === 'siteRatings' && see === 'full')
    expect(new Set(readers.map(({ relation }) => relation))).toEqual(new Set(['trainee']))
  })

  it('awaits no form', () => {
    expect(pack.pack.awaitedForms).toEqual([])
  })

  it('R96: lets the trainee fill in title and comment before sending, as their own words', () => {
    for (const form of pack.forms.filter(({ filledBy, kind }) => filledBy === 'assessor' && kind !== 'answer')) {
      const own = form.sections.filter(({ by }) => by === 'trainee').flatMap(({ fields }) => fields)
      expect(form.prefill).toEqual(expect.arrayContaining(['title', 'traineeComment']))
      expect(own.map(({ key }) => key)).toEqual(expect.arrayContaining(['title', 'traineeComment']))
    }
  })

  it('logs procedures with the level of supervision', () => {
    const keys = pack.procedures.procedures.map(({ key }) => key)
    for (const key of ['tracheal-intubation', 'cvc-internal-jugular', 'bronchoscopy', 'echocardiography'])
      expect(keys).toContain(key)
    expect(formOf('procedure-log').facts?.map(({ name }) => name)).toContain('supervision')
  })
})

describe('the intensive care pack, 2010 curriculum', () => {
  const pack = packOf('intensive-care/2010.1')
  const ruleOf = (id: string) => pack.requirements.rules.find((rule) => rule.id === id)
  const cases = selectItems(pack, ['top-30'])
  const kept = selectItems(pack, ['maintenance'])

  it('R2, R115: is the predecessor, closed to newcomers since the day on which the next began', () => {
    const next = packOf('intensive-care/2021.1')
    expect(pack.pack.key).toBe(next.pack.key)
    expect(pack.pack.activeTo).toBe(next.pack.activeFrom)
    expect(lintPack(next, pack)).toEqual([])
  })

  it('R92: lists thirty index cases, none judged, at least two of each kind that quotas ask for', () => {
    expect(cases).toHaveLength(30)
    expect(cases.every(({ scale, signOff }) => !scale && !signOff)).toBe(true)
    const marked = (mark: string) => cases.filter((item) => item.marked?.includes(mark)).length
    expect(['paediatric', 'neuro', 'cardiac'].map(marked)).toEqual([3, 4, 4])
    expect(ruleOf('top-30')).toMatchObject({
      by: { S1: 10, S2: 20, S3: 25 },
      marked: ['paediatric', 'neuro', 'cardiac'].map((mark) => ({ mark, by: { S2: 2, S3: 2 } })),
    })
  })

  it('R114: signs competences of stage 1 again in stages 2 and 3, in a section of their own', () => {
    const group = nodesOf(pack).find(({ node: { key } }) => key === 'maintenance')?.node
    expect(group).toMatchObject({ style: 'maintenance', stages: ['S2', 'S3'] })
    for (const item of kept) {
      expect(expectedLevel(pack, item.key, 'S1')).toBeNull()
      expect(expectedLevel(pack, item.maintains!, 'S1')).toBe(2)
    }
    expect(ruleOf('maintenance')).toMatchObject({ kind: 'levelByStage', scope: 'stage', stages: ['S2', 'S3'] })
  })

  it('caps links at five competences for every assessment', () => {
    for (const form of pack.forms.filter(({ kind }) => kind === 'assessment')) expect(form.links?.max).toBe(5)
  })

  it('asks for the numbers of its checklist', () => {
    const asked = (id: string) => {
      const rule = ruleOf(id)
      return rule && [rule.scope, 'by' in rule ? rule.by : 'min' in rule ? rule.min : null]
    }
    expect(asked('case-summaries')).toEqual(['programme', { S1: 4 }])
    expect(asked('case-summaries-level-3')).toEqual(['programme', { S2: 6, S3: 10 }])
    expect(asked('dops-procedures')).toEqual(['stage', 10])
    expect(asked('airway')).toEqual(['trainingYear', 15])
    expect(asked('mortality-meetings')).toEqual(['trainingYear', 4])
    for (const form of ['dops-formative', 'i-cex', 'cbd', 'acat'])
      expect(asked(`block-${form}`)).toEqual(['placement', 1])
    expect(asked('audit')).toEqual(['stage', 1])
    expect(asked('msf')).toEqual(['trainingYear', 1])
  })
})

const node = (pack: Pack, key: string) => nodesOf(pack).find((placed) => placed.node.key === key)!.node
const coverage = (pack: Pack) =>
  pack.requirements.rules.find((one) => one.id === 'top-30') as never as {
    by: Record<string, number>
    marked: { mark: string; by: Record<string, number> }[]
  }
/** What only a pack with a list of cases and a maintenance section can get wrong. */
const attacks: [name: string, spoil: (pack: Pack) => unknown, file: string, message: RegExp][] = [
  ['cases that nothing ticks', (p) => delete node(p, 'top-30').tickedBy, 'curriculum.json', /which forms tick/],
  ['ticked by no form', (p) => (node(p, 'top-30').tickedBy = ['chat']), 'curriculum.json', /no form “chat”/],
  [
    'a case on a scale',
    (p) => (node(p, 'case-septic-shock').scale = 'competence'),
    'curriculum.json',
    /ticked by evidence, not judged/,
  ],
  ['an unknown mark', (p) => (node(p, 'case-poisoning').marked = ['rare']), 'curriculum.json', /called “rare”/],
  [
    'marks where no cases are',
    (p) => (node(p, 'competence-1-1').marked = ['neuro']),
    'curriculum.json',
    /list of cases/,
  ],
  ['a style for an item', (p) => (node(p, 'competence-1-1').style = 'cases'), 'curriculum.json', /this is an item/],
  ['maintenance at any time', (p) => delete node(p, 'maintenance').stages, 'curriculum.json', /in which stages/],
  ['maintenance in no stage', (p) => (node(p, 'maintenance').stages = ['S9']), 'curriculum.json', /no stage “S9”/],
  ['maintenance of nothing', (p) => delete node(p, 'maintenance-5-2').maintains, 'curriculum.json', /to keep alive/],
  [
    'maintenance of a case',
    (p) => (node(p, 'maintenance-5-2').maintains = 'case-poisoning'),
    'curriculum.json',
    /not signed off/,
  ],
  [
    'maintenance elsewhere',
    (p) => (node(p, 'competence-1-1').maintains = 'competence-1-2'),
    'curriculum.json',
    /maintenance group/,
  ],
  [
    'maintenance asked where it is not there',
    (p) => (p.scales.expected.find(({ item }) => item === 'maintenance-5-2')!.levels.S1 = 2),
    'curriculum.json',
    /asked and not there in S1/,
  ],
  ['more cases than there are', (p) => (coverage(p).by.S3 = 31), 'requirements.json', /more than the 30 items/],
  [
    'more marked than there are',
    (p) => (coverage(p).marked[0]!.by.S3 = 9),
    'requirements.json',
    /items with that mark/,
  ],
  ['a mark nowhere', (p) => (coverage(p).marked[0]!.mark = 'rare'), 'requirements.json', /no mark “rare”/],
  ['fewer cases later on', (p) => (coverage(p).by.S2 = 5), 'requirements.json', /cannot fall/],
]

describe('a list of cases or a maintenance section with a mistake', () => {
  it.each(attacks)('is found out: %s', (_name, spoil, file, message) => {
    const pack = structuredClone(packOf('intensive-care/2010.1'))
    spoil(pack)
    expect(lintPack(pack)).toContainEqual(
      expect.objectContaining({ file, message: expect.stringMatching(message) as unknown as string }),
    )
  })
})
