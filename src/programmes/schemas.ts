import { z } from 'zod'
import { FormDefinition } from '../forms/definition.ts'
import { PACK_FILES } from './pack.ts'

/** JSON Schemas of a pack's files, by file name, for editors to complete and check while writing. */
export function packSchemas(): Record<string, string> {
  const schemas = Object.entries({ ...PACK_FILES, form: FormDefinition })
  return Object.fromEntries(
    schemas.map(([name, schema]) => [`${name}.schema.json`, `${JSON.stringify(editorSchema(schema), null, 2)}\n`]),
  )
}

/** Every file may name its schema, although what is published does not keep it. */
function editorSchema(schema: z.ZodType): object {
  const json = z.toJSONSchema(schema, { io: 'input' })
  return { ...json, properties: { $schema: { type: 'string' }, ...json.properties } }
}
