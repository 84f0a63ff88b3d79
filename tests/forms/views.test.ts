import { compile } from '../../src/forms/compile.ts'
import { present } from '../../src/forms/present.ts'
import { snapshot } from '../../src/forms/snapshot.ts'
import { renderForm, sentBy } from './render.ts'
import { context, formOf, samples, silent } from './samples.ts'

describe.each(samples.map((sample) => [sample.field.type, sample] as const))('the template of %s', (_type, sample) => {
  const definition = formOf([{ ...sample.field, help: 'Helpful words' } as typeof sample.field])
  const final = compile(definition, 'final', context)

  it('R43: prints the empty field with its label, help and the declaration', async () => {
    const page = await renderForm('forms/edit', { form: present(definition, {}, {}, context) })
    expect(page.textContent).toContain(sample.field.label)
    expect(page.textContent).toContain('Helpful words')
    expect(page.textContent).toContain('This is true and names no patient.')
    expect(page.querySelectorAll('.invalid-feedback')).toHaveLength(0)
  })

  it('prints the filled field so that a browser sends back what was there', async () => {
    const { values } = final.parse({ ...sample.body, 'f.declared': 'yes' })
    const page = await renderForm('forms/edit', { form: present(definition, values, {}, context) })
    expect(final.parse(sentBy(page))).toEqual({ ok: true, values: { it: sample.value, declared: true } })
  })

  it('puts every problem at its field and leads the summary to it', async () => {
    for (const [body, , path = 'it'] of sample.wrong ?? []) {
      const outcome = final.parse(body)
      const problems = outcome.ok ? {} : outcome.problems
      const form = present(definition, outcome.values, problems, context)
      const page = await renderForm('forms/edit', { form })
      const id = `f-${path.replaceAll('.', '-')}`
      const target = page.querySelector(`#${id}`)
      expect(form.problems[id]).toBe(problems[path])
      expect(target).not.toBeNull()
      expect(page.querySelector(`#${id}-problem`)?.textContent).toContain(problems[path])
      const described = target?.closest(`[aria-describedby~="${id}-problem"]`)
      expect(described).not.toBeNull()
      expect(page.querySelector('[aria-invalid="true"]')).not.toBeNull()
    }
  })

  it('has an accessible name for every control, and no id twice', async () => {
    const page = await renderForm('forms/edit', { form: present(definition, {}, {}, context) })
    const ids = page.querySelectorAll('[id]').map((element) => element.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const control of page.querySelectorAll('input, textarea, select')) {
      const named = control.hasAttribute('aria-label') || page.querySelector(`label[for="${control.id}"]`)
      expect(named).toBeTruthy()
    }
    for (const described of page.querySelectorAll('[aria-describedby]')) {
      for (const id of described.getAttribute('aria-describedby')?.split(' ') ?? []) expect(ids).toContain(id)
    }
  })

  it('prints the answer to read', async () => {
    const { values } = final.parse({ ...sample.body, 'f.declared': 'yes' })
    const page = await renderForm('forms/read', { form: snapshot(definition, values, context) })
    const words = page.textContent.replace(/\s+/g, ' ')
    for (const part of sample.printed.split(/\n|: |; |, /)) expect(words).toContain(part)
    expect(words).toContain('Declared: This is true')
  })
})

it('prints notes and figures', async () => {
  const definition = formOf([...silent, { key: 'it', type: 'text', label: 'Thing' }], { titleFrom: 'it' })
  const page = await renderForm('forms/edit', { form: present(definition, {}, {}, context) })
  expect(page.textContent).toContain('Read this first.')
  expect(page.querySelector('a[href="https://example.org"]')).not.toBeNull()
  expect(page.textContent.replace(/\s+/g, ' ')).toContain('Clinics that count31 of 40')
})

it('D22: shows a conditional field and says when it is asked, for browsers without scripts', async () => {
  const definition = formOf([
    {
      key: 'setting',
      type: 'choice',
      label: 'Setting',
      options: [
        ['ward', 'Ward'],
        ['other', 'Other'],
      ],
    },
    { key: 'which', type: 'text', label: 'Which setting?', showIf: { field: 'setting', is: 'other' } },
  ])
  const page = await renderForm('forms/edit', { form: present(definition, {}, {}, context) })
  const field = page.querySelector('[data-field="which"]')
  expect(field?.querySelector('noscript')?.textContent).toContain('Only if “Setting” is “Other”:')
  expect(JSON.parse(field?.getAttribute('data-show-if') ?? '')).toEqual({
    mode: 'all',
    tests: [{ name: 'f.setting', op: 'is', value: 'other' }],
  })
})

it('reminds of anonymity wherever free text is asked for', async () => {
  const definition = formOf([{ key: 'it', type: 'longText', label: 'Case' }])
  const page = await renderForm('forms/edit', { form: present(definition, {}, {}, context) })
  expect(page.querySelector('textarea')?.getAttribute('aria-describedby')).toBe('f-it-reminder')
  expect(page.querySelector('#f-it-reminder')?.textContent).toContain('identifies a patient')
})

it('escapes whatever people type', async () => {
  const definition = formOf([{ key: 'it', type: 'longText', label: 'Case' }])
  const values = { it: '</textarea><script>alert(1)</script>\n\n"\'><b>' }
  const edit = await renderForm('forms/edit', { form: present(definition, values, {}, context) })
  const read = await renderForm('forms/read', { form: snapshot(definition, values, context) })
  for (const page of [edit, read]) expect(page.querySelector('script, b')).toBeNull()
  expect(sentBy(edit)['f.it']).toBe(values.it)
})
