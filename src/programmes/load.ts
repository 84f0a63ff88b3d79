import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { FormDefinition } from '../forms/definition.ts'
import { PACK_FILES, Pack } from './pack.ts'

/** Something in a pack folder that cannot be read: which file, where in it, what is wrong. */
export interface Finding {
  file: string
  path: string
  message: string
}

/** A pack folder with findings; the message lists them all. */
export class PackUnreadable extends Error {
  override name = 'PackUnreadable'
  readonly findings: Finding[]
  constructor(findings: Finding[]) {
    super(findings.map(({ file, path, message }) => `${file} ${path}: ${message}`).join('\n'))
    this.findings = findings
  }
}

/**
 * Reads a pack version from its folder and checks its shape.
 * @throws PackUnreadable naming file and JSON path of everything that does not fit
 */
export async function loadPackFolder(folder: string): Promise<Pack> {
  const findings: Finding[] = []
  const parts: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(PACK_FILES)) {
    const content = await readPart(folder, `${name}.json`, schema, findings)
    if (content !== undefined) parts[name] = content
  }
  const files = (await readdir(join(folder, 'forms'))).filter((file) => file.endsWith('.json')).sort()
  const forms = await Promise.all(files.map((file) => readPart(folder, `forms/${file}`, FormDefinition, findings)))
  if (findings.length > 0) throw new PackUnreadable(findings)
  return Pack.parse({ ...parts, forms: inOrder(forms as FormDefinition[], parts.pack as Pack['pack']) })
}

function inOrder(forms: FormDefinition[], { forms: order }: Pack['pack']): FormDefinition[] {
  const place = (form: FormDefinition) => (order.includes(form.key) ? order.indexOf(form.key) : order.length)
  return [...forms].sort((a, b) => place(a) - place(b))
}

async function readPart(folder: string, file: string, schema: z.ZodType, findings: Finding[]): Promise<unknown> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => null)
  if (text === null) return undefined
  const parsed = schema.safeParse(json(text, file, findings))
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    findings.push({ file, path: `/${issue.path.map(String).join('/')}`, message: issue.message })
  }
  return undefined
}

function json(text: string, file: string, findings: Finding[]): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    findings.push({ file, path: '/', message: `is not JSON: ${(error as Error).message}` })
    return undefined
  }
}
