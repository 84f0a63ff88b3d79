import { compile } from '../../src/forms/compile.ts'
import type { FormContext } from '../../src/forms/context.ts'
import { occurredOn, readFacts } from '../../src/forms/facts.ts'
import { copiedValues, fileFields, initialValues } from '../../src/forms/initial.ts'
import { present } from '../../src/forms/present.ts'
import { snapshot } from '../../src/forms/snapshot.ts'
import { recordTitle } from '../../src/forms/title.ts'
import { encounter, sent } from './encounter.ts'
import { context, formOf } from './samples.ts'

const stored = { topic: 'Falls', seenOn: '2026-08-01' }
const assessor: FormContext = { ...context, writer: { by: 'assessor' }, stored }
const trainee: FormContext = { ...context, writer: { by: 'trainee' } }
const afterwards: FormContext = {
  ...context,
  writer: { by: 'trainee', afterSigning: true },
  stored: { ...stored, overall: 3 },
}

const problemsOf = (body: object, world: FormContext = assessor) => {
  const outcome = compile(encounter, 'final', world).parse(body)
  return outcome.ok ? {} : outcome.problems
}

describe('who writes what', () => {
  it('R96: an assessor cannot change the words that the trainee sent', () => {
    const { values } = compile(encounter, 'final', assessor).parse({ ...sent, 'f.topic': 'Something else' })
    expect(values.topic).toBe('Falls')
  })

  it('R96: an assessor may correct the date that the trainee proposed', () => {
    expect(compile(encounter, 'final', assessor).parse(sent).values.seenOn).toBe('2026-08-03')
  })

  it('R96: a trainee writes the own part and what may be prefilled, and nothing else', () => {
    const { values } = compile(encounter, 'draft', trainee).parse({ ...sent, 'f.topic': 'Falls' })
    expect(values).toEqual({ topic: 'Falls', seenOn: '2026-08-03' })
  })

  it('asks of a trainee who sends a request only the own part, but what is prefilled must be right', () => {
    expect(problemsOf({ 'f.declared': 'yes' }, trainee)).toEqual({ topic: 'Enter the topic' })
    expect(problemsOf({ 'f.topic': 'Falls', 'f.seenOn': '2026-09-01', 'f.declared': 'yes' }, trainee)).toEqual({
      seenOn: 'Enter the date of the encounter as a day no later than today, 4 Aug 2026',
    })
  })

  it('opens the reply after the signature, and closes everything else', () => {
    const { values } = compile(encounter, 'final', afterwards).parse({
      ...sent,
      'f.reflection': 'Driving advice earlier',
      'f.overall': '4',
    })
    expect(values).toMatchObject({ reflection: 'Driving advice earlier', overall: 3 })
    expect(compile(encounter, 'draft', assessor).parse({ 'f.reflection': 'mine' }).values.reflection).toBeUndefined()
  })

  it('lets nobody write a form that is only read', () => {
    const form = present(encounter, stored, {}, { ...context, writer: null })
    expect(form.sections.flatMap(({ fields }) => fields)).toEqual([])
    expect(form.declaration).toBeNull()
  })

  it('R51: says whose a section is that one cannot write, and shows what it says so far', () => {
    const form = present(encounter, stored, {}, assessor)
    expect(form.sections.map(({ key, locked }) => [key, locked])).toEqual([
      ['request', 'Only the trainee can write this'],
      ['case', null],
      ['ratings', null],
    ])
    expect(form.sections[0]?.answers[0]).toMatchObject({ label: 'Topic', answer: 'Falls' })
  })
})

describe('at the end', () => {
  it('R43: needs the declaration, made now', () => {
    const { 'f.declared': _, ...undeclared } = sent
    expect(problemsOf(undeclared)).toEqual({ declared: expect.stringMatching(/^Tick the declaration/) })
    const world = { ...assessor, stored: { ...stored, declared: true } }
    expect(problemsOf(undeclared, world)).toHaveProperty('declared')
    expect(compile(encounter, 'draft', assessor).parse(sent).values.declared).toBeUndefined()
  })

  it('asks only what shows, and keeps nothing that does not', () => {
    expect(problemsOf({ ...sent, 'f.setting': 'other' })).toEqual({ settingOther: 'Answer “Which setting?”' })
    const { values } = compile(encounter, 'final', assessor).parse({ ...sent, 'f.settingOther': 'left over' })
    expect(values.settingOther).toBeUndefined()
    expect(
      compile(encounter, 'draft', assessor).parse({ ...sent, 'f.settingOther': 'left over' }).values.settingOther,
    ).toBe('left over')
  })

  it('asks for actions when a rating is below the level expected at the stage', () => {
    const ask = { actions: 'Enter the agreed actions' }
    expect(problemsOf({ ...sent, 'f.overall': '2' })).toEqual(ask)
    expect(problemsOf({ ...sent, 'f.ratings.plan': '1' })).toEqual(ask)
    expect(problemsOf({ ...sent, 'f.overall': 'notObserved', 'f.ratings.plan': '2' })).toEqual({})
    expect(problemsOf({ ...sent, 'f.overall': '2' }, { ...assessor, expected: {} })).toEqual({})
  })

  it('lists problems in the order of the form, and keeps every word', () => {
    const outcome = compile(encounter, 'final', assessor).parse({
      'f.newPatients': 'lots',
      'f.actions': 'x'.repeat(6000),
    })
    const form = present(encounter, outcome.values, outcome.ok ? {} : outcome.problems, assessor)
    expect(Object.keys(form.problems)).toEqual([
      'f-seenOn',
      'f-setting',
      'f-newPatients',
      'f-overall',
      'f-actions',
      'f-declared',
    ])
    expect(outcome.values).toMatchObject({ newPatients: 'lots', actions: 'x'.repeat(6000) })
  })
})

describe('hostile input', () => {
  const draft = compile(encounter, 'draft', assessor)
  it.each([
    ['nothing', undefined],
    ['a text', 'f.setting=ward'],
    ['arrays for texts', { 'f.setting': ['ward', 'clinic'], 'f.actions': [['a'], {}] }],
    ['objects for texts', { 'f.setting': { toString: 'x' }, 'f.ratings': { history: '2' } }],
    ['words of the prototype', { 'f.constructor': 'x', 'f.__proto__': 'y', __proto__: { 'f.setting': 'ward' } }],
    ['rows without end', { 'f.cases.999999.problem': 'a', 'f.cases.-1.problem': 'b', 'f.cases.1e9.problem': 'c' }],
    ['null and numbers', { 'f.setting': null, 'f.actions': 7 }],
  ])('takes %s for a draft, and only texts of known fields', (_words, body) => {
    const { ok, values } = draft.parse(body)
    expect(ok).toBe(true)
    expect(JSON.parse(JSON.stringify(values))).toEqual(values)
    expect(Object.keys(values).every((key) => !['constructor', '__proto__'].includes(key))).toBe(true)
  })

  it.each([null, 5, 'x', [1], { setting: { a: [] }, cases: 'x', ratings: [1], overall: {} }])(
    'drops stored nonsense: %j',
    (values) => {
      expect(draft.check(values)).toEqual({ ok: true, values: { ...stored, seenOn: undefined } })
    },
  )

  it('takes the first of several answers', () => {
    expect(draft.parse({ 'f.setting': ['ward', 'clinic'] }).values.setting).toBe('ward')
  })
})

describe('what a form says of itself', () => {
  const { values } = compile(encounter, 'final', assessor).parse({
    ...sent,
    'f.newPatients': '4',
    'f.minutesEach': '0:30',
    'f.ratings.history': '3',
    'f.consulted': 'yes',
    'f.cases.3.problem': 'Falls',
  })

  it('reads facts; what was not answered is null', () => {
    expect(readFacts(encounter, values)).toEqual({
      setting: 'ward',
      seenOn: '2026-08-03',
      patients: 4,
      patientMinutes: 120,
      overall: 3,
      history: 3,
      cases: 1,
      consulted: true,
    })
    expect(readFacts(encounter, { overall: 'notObserved' })).toMatchObject({
      overall: null,
      patients: null,
      patientMinutes: null,
      cases: null,
    })
  })

  it('dates and names the record', () => {
    expect(occurredOn(encounter, values)).toBe('2026-08-03')
    expect(recordTitle(encounter, values, context)).toBe('Falls (Ward)')
    expect(recordTitle(encounter, { topic: 'Falls' }, context)).toBe('Falls')
    expect(recordTitle(encounter, {}, context)).toBe('Observed encounter')
    expect(recordTitle(encounter, { topic: 'x'.repeat(400) }, context)).toHaveLength(160)
  })

  it('starts with what is known, and copies what may be copied', () => {
    const world = { ...context, last: { setting: 'clinic' }, known: { currentSite: 'moor' } }
    expect(initialValues(encounter, world)).toEqual({ seenOn: '2026-08-04', setting: 'clinic', site: 'moor' })
    expect(copiedValues(encounter, { topic: 'Falls', setting: 'ward', overall: 4 }, world)).toEqual({
      topic: 'Falls',
      seenOn: '2026-08-04',
      setting: 'ward',
      site: 'moor',
    })
  })

  it('names the inputs that carry files', () => {
    const definition = formOf([{ key: 'slides', type: 'file', label: 'Slides', max: 3, accept: ['.pdf'] }])
    expect(fileFields(definition)).toEqual([{ key: 'slides', input: 'f.slides.upload', max: 3, accept: ['.pdf'] }])
  })

  it('leaves an unwritten reply out of the snapshot and says what a level means', () => {
    const { sections, declaration } = snapshot(encounter, { ...values, overall: 2 }, context)
    expect(sections.map(({ key, by }) => [key, by])).toEqual([
      ['request', 'trainee'],
      ['case', 'assessor'],
      ['ratings', 'assessor'],
    ])
    expect(sections[2]?.answers[1]).toEqual({
      key: 'overall',
      label: 'Overall',
      answer: '2 · Direct supervision',
      detail: 'A supervisor is there',
    })
    expect(declaration.accepted).toBe(true)
  })
})
