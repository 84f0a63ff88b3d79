/** Reads a pack version's folder. Wrong JSON and wrong shape are findings with their file and path, all of them at once. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { z } from 'zod'
import { FormDefinition } from '../forms/definition.ts'
import type { Finding } from './lint.ts'
import { OPTIONAL_FILES, PACK_FILES, type Pack } from './pack.ts'

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

/** The texts of a pack's files by their path within its folder: `pack.json`, `forms/clinic.json`. */
export type PackTexts = ReadonlyMap<string, string>

/** The pack that these files are, or what is wrong with their shape. Meaning is for `lintPack` to judge. */
export function readPack(files: PackTexts): { pack: Pack | null; findings: Finding[] } {
  const findings: Finding[] = []
  const parts: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(PACK_FILES)) {
    const file = `${name}.json`
    const text = files.get(file)
    if (text !== undefined) parts[name] = readPart(file, text, schema, findings)
    else if (!OPTIONAL_FILES.includes(name)) findings.push({ file, path: '', message: 'is missing' })
  }
  const unknown = [...files.keys()].filter((file) => !isForm(file) && !isPart(file)).sort()
  findings.push(...unknown.map((file) => ({ file, path: '', message: 'is no file of a pack' })))
  parts.forms = readForms(files, findings)
  return findings.length > 0 ? { pack: null, findings } : { pack: inOrder(parts as Pack), findings }
}

const isForm = (file: string) => /^forms\/[^/]+\.json$/.test(file)
const isPart = (file: string) => file.endsWith('.json') && Object.hasOwn(PACK_FILES, file.replace(/\.json$/, ''))

/** The pack in a folder, or what is wrong with its shape. */
export async function readPackFolder(dir: string): Promise<{ pack: Pack | null; findings: Finding[] }> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = files.map(async (file) => [relative(dir, file), await readFile(file, 'utf8')] as const)
  return readPack(new Map(await Promise.all(texts)))
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

function readForms(files: PackTexts, findings: Finding[]): unknown[] {
  const names = [...files.keys()].filter(isForm).sort()
  return names.map((file) => {
    const form = readPart(file, files.get(file)!, FormDefinition, findings)
    if (form && `forms/${form.key}.json` !== file) {
      findings.push({ file, path: 'key', message: `a form “${form.key}” belongs in ${form.key}.json` })
    }
    return form
  })
}

function readPart<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  findings: Finding[],
): z.output<S> | undefined {
  const json = parseJson(text)
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

/** A pack's parts by the path of their file, without its ending: what `readPack` has read. */
export function filesOf({ forms, ...parts }: Pack): Map<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(parts),
    ...forms.map((form) => [`forms/${form.key}`, form] as const),
  ])
}
