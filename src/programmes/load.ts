/** Reads a pack version's folder. Wrong JSON and wrong shape are findings with their file and path, all of them at once. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { FormDefinition } from '../forms/definition.ts'
import type { Finding } from './lint.ts'
import { PACK_FILES, type Pack } from './pack.ts'

/** A folder that is no pack: `findings` say why, file by file. */
export class PackProblem extends Error {
  override name = 'PackProblem'

  constructor(
    readonly folder: string,
    readonly findings: readonly Finding[],
  ) {
    super(
      `${folder} is no pack:\n${findings.map(({ file, path, message }) => `  ${file} ${path}: ${message}`).join('\n')}`,
    )
  }
}

/** The pack in a folder, or what is wrong with its shape. Meaning is for `lintPack` to judge. */
export async function readPackFolder(dir: string): Promise<{ pack: Pack | null; findings: Finding[] }> {
  const findings: Finding[] = []
  const names = (await readdir(dir)).sort()
  const parts: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(PACK_FILES)) {
    const file = `${name}.json`
    if (names.includes(file)) parts[name] = await readPart(dir, file, schema, findings)
    else if (name !== 'help') findings.push({ file, path: '', message: 'is missing' })
  }
  const unknown = names.filter((name) => name !== 'forms' && !Object.hasOwn(PACK_FILES, name.replace(/\.json$/, '')))
  findings.push(...unknown.map((file) => ({ file, path: '', message: 'is no file of a pack' })))
  parts.forms = await readForms(dir, findings)
  return findings.length > 0 ? { pack: null, findings } : { pack: inOrder(parts as Pack), findings }
}

/** @throws PackProblem when a file is missing, is no JSON, or has not the shape of a pack. */
export async function loadPackFolder(dir: string): Promise<Pack> {
  const { pack, findings } = await readPackFolder(dir)
  if (!pack) throw new PackProblem(dir, findings)
  return pack
}

/** The folders of all pack versions below a folder of packs: `<programme>/<version>`. */
export async function packFolders(root: string): Promise<string[]> {
  const folders = async (dir: string) =>
    (await readdir(dir, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(dir, name))
      .sort()
  return (await Promise.all((await folders(root)).map(folders))).flat()
}

async function readForms(dir: string, findings: Finding[]): Promise<unknown[]> {
  const names = await readdir(join(dir, 'forms')).catch(() => [])
  const files = names.filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (name) => {
      const form = await readPart(dir, `forms/${name}`, FormDefinition, findings)
      if (form && `${form.key}.json` !== name) {
        findings.push({
          file: `forms/${name}`,
          path: 'key',
          message: `a form “${form.key}” belongs in ${form.key}.json`,
        })
      }
      return form
    }),
  )
}

async function readPart<S extends z.ZodType>(
  dir: string,
  file: string,
  schema: S,
  findings: Finding[],
): Promise<z.output<S> | undefined> {
  const json = parseJson(await readFile(join(dir, file), 'utf8'))
  if (json instanceof Error) {
    findings.push({ file, path: '', message: `is no JSON: ${json.message}` })
    return undefined
  }
  const result = schema.safeParse(withoutSchema(json))
  if (result.success) return result.data
  findings.push(
    ...result.error.issues.map((issue) => ({ file, path: issue.path.map(String).join('.'), message: issue.message })),
  )
  return undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** `$schema` is for editors; what is published is the content alone. */
function withoutSchema(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const { $schema: _, ...rest } = json as Record<string, unknown>
  return rest
}

/** Forms in the order in which the pack offers them; those it does not name come last, for the linter to find. */
function inOrder(pack: Pack): Pack {
  const place = (key: string) => {
    const index = pack.pack.forms.indexOf(key)
    return index < 0 ? pack.pack.forms.length : index
  }
  return { ...pack, forms: pack.forms.toSorted((a, b) => place(a.key) - place(b.key)) }
}
