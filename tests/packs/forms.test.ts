import { compile } from '../../src/forms/compile.ts'
import { readFacts } from '../../src/forms/facts.ts'
import { initialValues } from '../../src/forms/initial.ts'
import { present } from '../../src/forms/present.ts'
import { snapshot } from '../../src/forms/snapshot.ts'
import { recordTitle } from '../../src/forms/title.ts'
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

/** Whether the sample answers the field behind a fact (what a condition hides has no answer). */
function isAsked(form: (typeof shipped)[number][1]['forms'][number], values: object, name: string): boolean {
  const fact = form.facts?.find((one) => one.name === name)
  return fact !== undefined && 'path' in fact && (fact.path.split('.')[0] ?? '') in values
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
