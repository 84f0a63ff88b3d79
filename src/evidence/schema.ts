import { z } from 'zod'
import { visible } from '../forms/env.ts'
import type { FormContext, FormDefinition, Values } from '../forms/index.ts'
import { compile, fileFields } from '../forms/index.ts'
import { fileSize } from '../kit/bytes.ts'
import type { Ctx } from '../kit/context.ts'
import type { Upload, UploadRules } from '../kit/intake.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { maxFileBytes, receiveFiles } from './service/files.ts'

/** What a filled-in form comes to. */
export interface FilledIn {
  values: Values
  context: FormContext
  items: string[]
  /** The rev that the page was opened with; null for a new form. */
  rev: number | null
  /** Why a submission is taken back and changed, where the form asks for it. */
  reason: string | null
  /** The inputs as they came, for the draft. */
  typed: Record<string, unknown>
}

const texts = (value: unknown): string[] =>
  [value ?? []].flat().filter((one): one is string => typeof one === 'string' && one !== '')

const isBody = (body: unknown) => typeof body === 'object' && body !== null

/**
 * Parses a filled-in form at final strictness. Its files are received first, so that a wrong date does not cost them: the
 * body then names what was kept, and the page that comes back shows it.
 */
export function filledIn(
  found: { form: FormDefinition; pack: PublishedPack; context: FormContext; record?: object | null },
  ctx: Ctx,
) {
  return z.custom<Record<string, unknown>>(isBody).transform(async (body, issues): Promise<FilledIn> => {
    const { context, problems } = await withFiles(found.form, found.context, body, ctx)
    const outcome = compile(found.form, 'final', context).parse(body)
    const wrong = { ...(outcome.ok ? {} : outcome.problems), ...problems }
    const items = texts(body.items)
    if (items.some((key) => !found.pack.items.has(key))) wrong.items = 'Choose items of this curriculum'
    const elsewhere = belongsElsewhere(found.form, outcome.values, context)
    if (elsewhere) Object.assign(wrong, { instead: elsewhere })
    const reason = found.record && found.form.submissionsKept ? (texts(body.reason)[0]?.trim() ?? '') : null
    if (reason !== null && (reason.length < 5 || reason.length > 500))
      wrong.reason = 'Say in a few words why you take back what you submitted.'
    for (const [field, message] of Object.entries(wrong)) {
      issues.addIssue({ code: 'custom', path: field.split('.'), message })
    }
    const rev = typeof body._rev === 'string' && /^\d{1,9}$/.test(body._rev) ? Number(body._rev) : null
    return { values: outcome.values, context, items, rev, reason, typed: body }
  })
}

/** A certificate whose answers bring up a warning belongs elsewhere: its words say where (R86). */
export function belongsElsewhere(form: FormDefinition, values: Values, context: FormContext): string | null {
  if (form.kind !== 'certificate') return null
  const shown = visible(form, values, context).sections.flatMap(({ fields }) => fields)
  const note = shown.find((field) => field.type === 'note' && field.tone === 'warn' && field.showIf)
  return note ? (note.label ?? 'This belongs in your library') : null
}

/**
 * Takes the files that came with a form, names them in the body as if they had been there before, and adds them to what
 * the form knows; what was refused comes as a sentence for its field.
 */
export async function withFiles(form: FormDefinition, context: FormContext, body: Record<string, unknown>, ctx: Ctx) {
  const uploads = (Array.isArray(body._files) ? body._files : []) as Upload[]
  const inputs = new Map(fileFields(form).map(({ key, input }) => [input, key]))
  const { taken, problems } = await receiveFiles(ctx, uploads, (input) => inputs.get(input))
  const files = { ...context.files }
  for (const { id, field, file } of taken) {
    files[id] = { name: file.name, size: fileSize(file.size), href: `/files/${id}` }
    body[`f.${field}`] = [...texts(body[`f.${field}`]), id]
  }
  return { context: { ...context, files }, problems }
}

/** Any field of a form may carry files; what does not belong to the form is dropped unread. */
export const uploadRules: UploadRules = { fields: 'any', maxBytes: maxFileBytes }

/** What autosave sends. */
export const Autosave = z.object({
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  changed: z.array(z.string()).optional(),
  baseRev: z.number().int().min(0),
})
