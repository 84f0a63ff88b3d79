import { compile } from '../../src/forms/compile.ts'
import { fieldTypes } from '../../src/forms/fields/index.ts'
import { snapshot } from '../../src/forms/snapshot.ts'
import { context, formOf, samples, silent } from './samples.ts'

const declared = { 'f.declared': 'yes' }

describe('every type of field', () => {
  it('has a sample here', () => {
    const types = [...samples.map(({ field }) => field.type), ...silent.map((field) => field.type)]
    expect([...types].sort()).toEqual([...fieldTypes].sort())
  })

  describe.each(samples.map((sample) => [sample.field.type, sample] as const))('%s', (_type, sample) => {
    const definition = formOf([sample.field])

    it('reads what a browser sends, checks it and prints it', () => {
      const outcome = compile(definition, 'final', context).parse({ ...sample.body, ...declared })
      expect(outcome).toEqual({ ok: true, values: { it: sample.value, declared: true } })
      const [section] = snapshot(definition, outcome.values, context).sections
      expect(section?.answers[0]).toMatchObject({ label: sample.field.label, answer: sample.printed })
    })

    it('says what is wrong, in one sentence at the field', () => {
      for (const [body, sentence, path = 'it'] of sample.wrong ?? []) {
        const outcome = compile(definition, 'final', context).parse({ ...body, ...declared })
        expect(outcome.ok ? {} : outcome.problems).toEqual({
          [path]: typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
        })
      }
    })

    it('D21: keeps anything in a draft', () => {
      const draft = compile(definition, 'draft', context)
      for (const [body] of sample.wrong ?? []) expect(draft.parse(body).ok).toBe(true)
      const kept = draft.parse(sample.body)
      expect(draft.check(JSON.parse(JSON.stringify(kept.values)))).toEqual(kept)
    })

    it('may be left out when it is optional, and is then not answered', () => {
      const optional = formOf([{ ...sample.field, optional: true } as typeof sample.field])
      const outcome = compile(optional, 'final', context).parse(declared)
      expect(outcome).toEqual({ ok: true, values: { declared: true } })
      const [section] = snapshot(optional, outcome.values, context).sections
      expect(section?.answers[0]).toMatchObject({ answer: 'Not answered', unanswered: true })
    })
  })
})

it('keeps the text that was typed in the place of a number or date, so that it can be shown again', () => {
  const definition = formOf([
    { key: 'count', type: 'number', label: 'Patients' },
    { key: 'day', type: 'date', label: 'Day' },
  ])
  const outcome = compile(definition, 'final', context).parse({ 'f.count': 'a few', 'f.day': '31.02.2026' })
  expect(outcome.ok).toBe(false)
  expect(outcome.values).toEqual({ count: 'a few', day: '2026-02-31' })
})
