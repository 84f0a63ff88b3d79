import { z } from 'zod'
import { FormDefinition } from '../../src/forms/definition.ts'

describe('the shape of a form', () => {
  const schema = z.toJSONSchema(FormDefinition, { io: 'input' })

  it('can be written as a JSON schema, for editors and for the packs', () => {
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
    expect(schema.required).toContain('declaration')
  })

  it('R43: has no form without its declaration, and no unknown words', () => {
    const form = {
      key: 'note-to-self',
      version: 1,
      title: 'Note',
      short: 'Note',
      section: 'reflections',
      kind: 'note',
      filledBy: 'trainee',
      signedBy: ['trainee'],
      titleFrom: 'what',
      declaration: { key: 'agreed', text: 'This is mine and names no patient.' },
      source: 'made for the test',
      confidence: 'low',
      sections: [{ key: 'main', title: 'Note', fields: [{ key: 'what', type: 'text', label: 'What?' }] }],
    }
    expect(FormDefinition.safeParse(form).error).toBeUndefined()
    expect(FormDefinition.safeParse({ ...form, declaration: undefined }).success).toBe(false)
    expect(FormDefinition.safeParse({ ...form, colour: 'red' }).success).toBe(false)
    const misspelt = [{ key: 'main', title: 'Note', fields: [{ key: 'what', type: 'text', lable: 'What?' }] }]
    expect(FormDefinition.safeParse({ ...form, sections: misspelt }).success).toBe(false)
  })
})
