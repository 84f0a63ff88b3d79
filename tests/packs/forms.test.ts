import { compile } from '../../src/forms/compile.ts'
import type { FormContext } from '../../src/forms/context.ts'
import { readFacts } from '../../src/forms/facts.ts'
import { initialValues } from '../../src/forms/initial.ts'
import { present } from '../../src/forms/present.ts'
import { snapshot } from '../../src/forms/snapshot.ts'
import { recordTitle } from '../../src/forms/title.ts'
import type { Values } from '../../src/forms/values.ts'
import { renderForm, sentBy } from '../forms/render.ts'
import { sampleValues, shipped, worldOf } from './packs.ts'

describe.each(shipped)('the forms of %s', (_folder, pack) => {
  const context = worldOf(pack)

  describe.each(pack.forms.map((form) => [form.key, form] as const))('%s', (_key, form) => {
    const final = compile(form, 'final', { ...context, writer: undefined })
    const values = final.check(sampleValues(form, context))

    it('prints empty, as its first writer sees it', async () => {
      const world = { ...context, writer: { by: form.filledBy } }
      const view = present(form, initialValues(form, world), {}, world)
      const page = await renderForm('forms/edit', { form: view })
      expect(page.textContent).toContain(form.declaration.text)
      const open = compile(form, 'final', world).check({})
      expect(open.ok).toBe(false)
    })

    it('takes an answer to every question, and a draft of half of them', () => {
      expect(values).toMatchObject({ ok: true })
      const half = Object.fromEntries(Object.entries(values.values).filter((_, index) => index % 2 === 0))
      expect(compile(form, 'draft', context).check(half).ok).toBe(true)
    })

    it('comes back from the browser as it was sent', async () => {
      const page = await renderForm('forms/edit', { form: present(form, values.values, {}, context) })
      expect(final.parse(sentBy(page))).toEqual(values)
    })

    it('comes back when it is refused: each problem at its question, every word kept', async () => {
      const world = { ...context, writer: { by: form.filledBy } }
      const refused = compile(form, 'final', world).parse({})
      if (refused.ok) throw new Error(`${form.key} takes a form in which nothing is said`)
      const page = await renderForm('forms/edit', { form: present(form, refused.values, refused.problems, world) })
      const said = page
        .querySelectorAll('.invalid-feedback')
        .map(({ textContent }) => textContent.trim().replace(/^Problem: /, ''))
      expect(said.length).toBe(Object.keys(refused.problems).length)
      for (const sentence of Object.values(refused.problems)) {
        expect(sentence).toMatch(/^\p{Lu}.*[.!?]?$/u)
        expect(said).toContain(sentence)
      }
      const undeclared = { ...values.values, [form.declaration.key]: false }
      const kept = compile(form, 'final', context).check(undeclared)
      expect(kept.ok).toBe(false)
      const again = await renderForm('forms/edit', {
        form: present(form, kept.values, kept.ok ? {} : kept.problems, context),
      })
      expect(compile(form, 'draft', context).parse(sentBy(again)).values).toEqual(
        compile(form, 'draft', context).check(undeclared).values,
      )
    })

    it('reads as signed, with a title and its facts', async () => {
      const rendered = snapshot(form, values.values, context)
      const page = await renderForm('forms/read', { form: rendered })
      expect(page.textContent).not.toMatch(/undefined|\[object/)
      expect(JSON.parse(JSON.stringify(rendered))).toEqual(rendered)
      expect(recordTitle(form, values.values, context)).not.toBe('')
      const missing = Object.entries(readFacts(form, values.values)).filter(([, fact]) => fact === null)
      expect(missing.map(([name]) => name).filter((name) => isAsked(form, values.values, name))).toEqual([])
    })
  })
})

type Form = (typeof shipped)[number][1]['forms'][number]

/** Whether the sample answers the field behind a fact (what a condition hides has no answer). */
function isAsked(form: Form, values: object, name: string): boolean {
  const fact = form.facts?.find((one) => one.name === name)
  return fact !== undefined && 'path' in fact && (fact.path.split('.')[0] ?? '') in values
}

/** One line for each form: what it takes at the least, and how long it takes here to open and to check. */
const measured: string[] = []

afterAll(() => {
  const head = `${'form'.padEnd(52)} ${'by'.padEnd(10)} inputs questions  open ms check ms`
  process.stdout.write(
    `\nThe least inputs of every form, from what is known when it opens:\n${head}\n${measured.join('\n')}\n`,
  )
})

describe.each(shipped)('what every form of %s takes', (folder, pack) => {
  it.each(pack.forms.map((form) => [form.key, form] as const))('%s', async (key, form) => {
    const context = { ...worldOf(pack), writer: { by: form.filledBy }, known: { ownName: 'Dr Idris Khan' } }
    const opened = performance.now()
    await renderForm('forms/edit', { form: present(form, initialValues(form, context), {}, context) })
    const checked = performance.now()
    const inputs = leastInputs(form, context)
    const ended = performance.now()
    const questions = form.sections.flatMap(({ fields }) => fields).length
    const times = [checked - opened, ended - checked].map((time) => time.toFixed(1).padStart(8)).join(' ')
    measured.push(
      `${`${folder} ${key}`.padEnd(52)} ${form.filledBy.padEnd(10)} ${String(inputs).padStart(6)} ${String(questions).padStart(9)} ${times}`,
    )
    expect(inputs).toBeGreaterThan(0)
    // Whoever answers in a round rates each part; an assessor's domains are optional.
    const most = form.kind === 'answer' ? 16 : form.filledBy === 'assessor' ? 12 : 40
    expect(inputs).toBeLessThanOrEqual(most)
  })
})

/** How many answers somebody must give at the least: what is asked for is answered, until nothing more is. */
function leastInputs(form: Form, context: FormContext): number {
  const prefilled = Object.fromEntries((form.prefill ?? []).map((key) => [key, sampleValues(form, context)[key] ?? '']))
  const stored = { ...initialValues(form, context), ...prefilled }
  const right = compile(form, 'final', { ...context, writer: undefined }).check(sampleValues(form, context)).values
  const answers: Values = { ...stored }
  const given = new Set<string>()
  for (let round = 0; round < 10; round++) {
    const outcome = compile(form, 'final', { ...context, stored: answers }).check(answers)
    if (outcome.ok) return given.size
    for (const path of Object.keys(outcome.problems)) {
      given.add(path)
      const key = path.split('.')[0]!
      answers[key] = right[key] ?? answers[key] ?? null
    }
  }
  throw new Error(`${form.key} is never content`)
}

describe.each(shipped)('how quick an assessor can be with %s', (_folder, pack) => {
  // Answers of a round are nothing but ratings; their inputs are counted where rounds are.
  const assessed = pack.forms.filter(({ filledBy, kind }) => filledBy === 'assessor' && kind !== 'answer')

  it.each(assessed.map((form) => [form.key, form] as const))('%s asks an assessor for little', (_key, form) => {
    const writer = { by: 'assessor' as const }
    const context = { ...worldOf(pack), writer, known: { ownName: 'Dr Idris Khan' } }
    const sent = Object.fromEntries((form.prefill ?? []).map((key) => [key, sampleValues(form, context)[key] ?? '']))
    const stored = { ...initialValues(form, context), ...sent }
    const outcome = compile(form, 'final', { ...context, stored }).check(stored)
    // Position, registration, overall rating, one of three texts, the declaration; a report on a period asks for more.
    const most = form.key === 'mcr' ? 6 : 5
    const asked = outcome.ok ? 0 : Object.keys(outcome.problems).length
    expect(asked).toBeGreaterThan(2)
    expect(asked).toBeLessThanOrEqual(most)
  })
})
