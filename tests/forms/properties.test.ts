import fc from 'fast-check'
import { canonicalBytes, sha256 } from '../../src/forms/canonical.ts'
import { compile } from '../../src/forms/compile.ts'
import { visible } from '../../src/forms/env.ts'
import { present } from '../../src/forms/present.ts'
import { snapshot } from '../../src/forms/snapshot.ts'
import { isBlank } from '../../src/forms/values.ts'
import { encounter } from './encounter.ts'
import { renderForm, sentBy } from './render.ts'
import { context, formOf, samples, silent } from './samples.ts'

/** Every type of field in one form. */
const everything = formOf([...samples.map(({ field }) => ({ ...field, key: field.type })), ...silent])
const names = samples.flatMap(({ field, body }) =>
  Object.keys(body).map((name) => name.replace('f.it', `f.${field.type}`)),
)
const likely = samples.flatMap(({ body }) => Object.values(body).flat())

const text = fc.oneof(
  fc.constantFrom(...likely),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000', '\uD800', '\r\n', '2026-02-31', '-1', '1e309'),
)
const body = fc.dictionary(
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string() }),
  fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 2, arbitrary: fc.array(text) },
    { weight: 1, arbitrary: fc.anything() },
  ),
)

describe('for anything that may be sent', () => {
  const draft = compile(everything, 'draft', context)
  const final = compile(everything, 'final', context)

  it('D21: a draft is never refused, and reads the same again', () => {
    fc.assert(
      fc.property(body, (sent) => {
        const once = draft.parse(sent)
        expect(once.ok).toBe(true)
        expect(draft.check(JSON.parse(JSON.stringify(once.values)))).toEqual(once)
        expect(JSON.stringify(once.values)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      }),
    )
  })

  it('the end either holds, or says a sentence for fields of the form', () => {
    fc.assert(
      fc.property(body, (sent) => {
        const outcome = final.parse(sent)
        if (outcome.ok) return
        const keys = new Set([...everything.sections.flatMap(({ fields }) => fields.map(({ key }) => key)), 'declared'])
        for (const [path, sentence] of Object.entries(outcome.problems)) {
          expect(keys.has(path.split('.')[0] ?? '')).toBe(true)
          expect(sentence).toMatch(/^[A-Z]/)
        }
      }),
    )
  })

  it('what is shown, sent back and read is what was there', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const { values } = draft.parse(sent)
        const page = await renderForm('forms/edit', { form: present(everything, values, {}, context) })
        const again = draft.parse(sentBy(page)).values
        for (const key of ['text', 'longText', 'number', 'date', 'duration', 'time', 'email'])
          expect(again[key]).toEqual(values[key])
      }),
      { numRuns: 30 },
    )
  })

  it('a snapshot prints every visible answer, and its bytes do not change on their way through a database', () => {
    fc.assert(
      fc.property(body, (sent) => {
        const { values } = draft.parse(sent)
        const rendered = snapshot(everything, values, context)
        const shown = visible(everything, values, context).sections.flatMap(({ fields }) => fields)
        const answers = new Map(
          rendered.sections.flatMap((section) => section.answers.map((answer) => [answer.key, answer])),
        )
        for (const { key, type } of shown) {
          if (type === 'note') continue
          expect(answers.get(key)?.unanswered ?? false).toBe(type !== 'figures' && isBlank(values[key]))
        }
        const bytes = canonicalBytes({ values, rendered })
        expect(sha256(canonicalBytes(JSON.parse(new TextDecoder().decode(bytes))))).toBe(sha256(bytes))
      }),
    )
  })
})

it('canonical bytes do not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalBytes(turned)).toEqual(canonicalBytes(value))
    }),
  )
  expect(new TextDecoder().decode(canonicalBytes({ b: 1e21, a: 'é\n' }))).toBe('{"a":"é\\n","b":1e+21}')
})

it('a signature is never incomplete: leaving out any answer that is asked for is noticed', () => {
  const full = {
    'f.topic': 'Falls',
    'f.seenOn': '2026-08-03',
    'f.setting': 'other',
    'f.settingOther': 'ED',
    'f.overall': '2',
    'f.actions': 'Plan',
    'f.declared': 'yes',
  }
  const final = compile(encounter, 'final', context)
  expect(final.parse(full).ok).toBe(true)
  for (const name of Object.keys(full)) {
    const { [name as keyof typeof full]: _, ...rest } = full
    expect([name, final.parse(rest).ok]).toEqual([name, false])
  }
})
