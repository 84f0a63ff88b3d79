import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countPack } from '../../src/programmes/counts.ts'
import { lintPack } from '../../src/programmes/lint.ts'
import {
  evidenceTargetOf,
  expectedLevel,
  itemsOf,
  nodesOf,
  readyLevel,
  scaleOf,
  selectItems,
} from '../../src/programmes/pack.ts'
import { packSchemas } from '../../src/programmes/schemas.ts'
import { PACKS, shipped } from './packs.ts'

it('ships at least one pack', () => {
  expect(shipped.length).toBeGreaterThan(0)
})

it.each(Object.entries(packSchemas()))('keeps %s as the code says it is', async (name, text) => {
  expect(await readFile(join(PACKS, name), 'utf8')).toBe(text)
})

describe.each(shipped)('the pack %s', (_folder, pack) => {
  it('has nothing for the linter to find', () => {
    expect(lintPack(pack)).toEqual([])
  })

  it('says that it is illustrative, and where each figure comes from', () => {
    expect(pack.pack.status).toBe('illustrative')
    expect(pack.pack.notice).toMatch(/illustrative/)
    for (const rule of pack.requirements.rules) expect(pack.pack.sources[rule.source]).toBeTruthy()
  })

  it('R104: counts what it holds', () => {
    expect(Object.fromEntries(countPack(pack)).Forms).toBe(String(pack.forms.length))
  })

  it('R106: says for every item to be signed off what is appropriate evidence and what the levels mean', () => {
    const signed = itemsOf(pack).filter(({ node }) => node.signOff)
    expect(signed.length).toBeGreaterThan(0)
    for (const { node } of signed) {
      expect(node.evidenceKinds?.length).toBeGreaterThan(0)
      for (const value of scaleOf(pack, node.scale ?? '')?.values ?? []) expect(value.meaning).toBeTruthy()
    }
  })

  it('R107: marks on every scale of items the level that means ready for what follows', () => {
    const judged = itemsOf(pack).filter(({ node }) => node.scale)
    for (const { node } of judged) expect(readyLevel(pack, node.key)).not.toBeNull()
  })

  it('R43: ends every form with what its signer declares', () => {
    for (const form of pack.forms) expect(form.declaration.text.length).toBeGreaterThan(20)
  })

  it('R48: gives every section words for its lock', () => {
    for (const section of pack.rights.sections) expect(section.writers).toMatch(/^(Only|Nobody) .+\.$/)
  })
})

describe('the internal medicine pack', () => {
  const pack = shipped.find(([folder]) => folder.startsWith('internal-medicine'))?.[1]
  if (!pack) throw new Error('The internal medicine pack is not shipped.')
  const formsOf = (section: string) => pack.forms.filter((form) => form.section === section)
  const ruleOf = (id: string) => pack.requirements.rules.find((rule) => rule.id === id)

  it('R1: has three years and the group of outcomes of each kind', () => {
    expect(pack.pack.stages.map(({ key }) => key)).toEqual(['IMY1', 'IMY2', 'IMY3'])
    expect(selectItems(pack, ['generic'])).toHaveLength(6)
    expect(selectItems(pack, ['clinical'])).toHaveLength(8)
    expect(pack.procedures.procedures).toHaveLength(12)
  })

  it('R107: expects of each year what the grid says', () => {
    const grid = ['cip-c1', 'cip-c2', 'cip-c4', 'cip-c7'].map((item) =>
      ['IMY1', 'IMY2', 'IMY3'].map((stage) => expectedLevel(pack, item, stage)),
    )
    expect(grid).toEqual([
      [2, 3, 3],
      [2, 2, 2],
      [2, 2, 3],
      [2, 3, 4],
    ])
    expect(readyLevel(pack, 'cip-c4')).toBe(3)
    expect(readyLevel(pack, 'cip-c7')).toBe(4)
  })

  it('R105, R112: aims at two or three pieces of evidence, and at one for a result that is verified', () => {
    expect(evidenceTargetOf(pack, 'cip-c4')).toEqual([2, 3])
    expect(evidenceTargetOf(pack, 'mrcp-paces')).toEqual([1, 1])
    expect(evidenceTargetOf(pack, 'proc-pleural-aspiration')).toEqual([2, 2])
  })

  it('R84: has every part of the membership examination in the curriculum', () => {
    const group = nodesOf(pack).find(({ node }) => node.key === 'mrcp')
    expect(group?.node.children?.map(({ key }) => key)).toEqual(['mrcp-part-1', 'mrcp-part-2', 'mrcp-paces'])
  })

  it('R73, R74: has several templates for reflections, each with the five categories', () => {
    const templates = formsOf('reflections')
    expect(templates.length).toBeGreaterThanOrEqual(5)
    for (const { private: hidden, sections } of templates) {
      const category = sections.flatMap((section) => section.fields).find(({ key }) => key === 'category')
      expect(category?.type === 'choice' && category.options?.map(([key]) => key)).toEqual([
        'case',
        'event',
        'teaching',
        'attachment',
        'leadership',
      ])
      expect(hidden).toBe(true)
    }
  })

  it('R88, R89: asks for 80 clinics and says why an entry does not count', () => {
    const clinics = ruleOf('clinics')
    if (clinics?.kind !== 'perYearAndCumulative') throw new Error('The rule on clinics has another kind.')
    expect(clinics.by).toEqual({ IMY1: 20, IMY2: 40, IMY3: 80 })
    expect(clinics.from[0]?.filter?.map(({ why }) => why)).toEqual([
      'Fewer than two patients',
      'You sat in instead of consulting yourself',
      'The patients were not ambulatory',
    ])
  })

  it('R51, R52: leaves the end-of-placement appraisal to supervisors with their own sign-in', () => {
    const [form] = formsOf('reports')
    expect(form).toMatchObject({ filledBy: 'supervisor', signedBy: ['supervisor'] })
    const writers = pack.rights.rows.filter((row) => row.section === 'reports' && row.write)
    expect(new Set(writers.map(({ relation }) => relation))).toEqual(
      new Set(['educationalSupervisor', 'clinicalSupervisor']),
    )
  })

  it('R44: shows a coordinator and the college facts only, and a tutor no reflection', () => {
    const sees = (relation: string, section: string) => [
      ...new Set(
        pack.rights.rows
          .filter((row) => row.relation === relation && row.section === section && !row.states.includes('new'))
          .map(({ see }) => see),
      ),
    ]
    for (const section of ['assessments', 'reports', 'appraisals', 'signoff']) {
      expect(sees('coordinator', section)).toEqual(['facts'])
      expect(sees('collegeAdmin', section)).toEqual(['facts'])
    }
    for (const relation of ['coordinator', 'collegeAdmin', 'collegeTutor']) {
      expect(sees(relation, 'reflections')).toEqual(['none'])
    }
  })

  it('caps links at two for an assessment, and at eight for an ACAT', () => {
    for (const form of formsOf('assessments').filter(({ kind }) => kind === 'assessment'))
      expect(form.links?.max).toBe(form.key === 'acat' ? 8 : 2)
  })
})

it('decision 62: every rule over reports of consultants counts consultants alone', () => {
  const [, imt] = shipped.find(([folder]) => folder.startsWith('internal-medicine'))!
  const rules = imt.requirements.rules.filter(
    (rule) => 'from' in rule && rule.from.some(({ forms }) => forms.includes('mcr')),
  )
  expect(rules.map(({ id }) => id)).toEqual(['mcr', 'mcr-take', 'mcr-geriatrician'])
  for (const rule of rules)
    for (const { filter } of 'from' in rule ? rule.from : [])
      expect(filter).toContainEqual({ fact: 'assessorGrade', is: 'consultant', why: 'Not by a consultant' })
})
