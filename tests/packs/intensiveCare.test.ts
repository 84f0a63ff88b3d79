import { present } from '../../src/forms/present.ts'
import {
  evidenceTargetOf,
  expectedLevel,
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
    const assessments = pack.forms.filter(({ kind }) => kind === 'assessment').map(({ key }) => key)
    const counted = pack.requirements.rules.filter(
      (rule) => 'from' in rule && rule.from.some(({ forms }) => forms.some((key) => assessments.includes(key))),
    )
    expect(counted.map(({ severity }) => severity).filter((severity) => severity !== 'recommended')).toEqual([])
    expect(ruleOf('hillo-completion')).toMatchObject({ kind: 'levelByStage', scope: 'stage', severity: 'gate' })
  })

  it('asks for every block of every stage', () => {
    const blocks = pack.requirements.rules.flatMap((rule) =>
      rule.kind === 'timeInPost' ? [[rule.stages?.[0], rule.where.in[0], rule.min]] : [],
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

  it('R96: lets the trainee fill in title and comment before sending, as their own words', () => {
    for (const form of pack.forms.filter(({ filledBy }) => filledBy === 'assessor')) {
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
