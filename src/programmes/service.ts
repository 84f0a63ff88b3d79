import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import { Conflict, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Upload } from '../kit/intake.ts'
import { packsPolicy } from './policy.ts'
import { publishPack } from './publish.ts'
import { findPacks, findUpload } from './queries.ts'
import { limits, readZip } from './zip.ts'

interface Uploading {
  collegeId: string
  name: string
  /** Where it lies in quarantine. */
  path: string
  files: Record<string, string>
}

const refused = (field: string, sentence: string): { ok: false; problems: Problems } => ({
  ok: false,
  problems: { [field]: sentence },
})

/** Keeps an uploaded pack to be looked at; nothing is published by it. */
export const uploadPack = command({
  find: findPacks,
  may: packsPolicy.actions.upload,
  input: ({ colleges }) => ({
    parse: (body: Record<string, unknown>) => {
      const file = ((body._files as Upload[] | undefined) ?? []).find(({ field }) => field === 'pack')
      const college =
        colleges.find(({ id }) => id === body.college) ?? (colleges.length === 1 ? colleges[0] : undefined)
      if (!file || file.size === 0) return refused('pack', 'Choose the ZIP file of a pack.')
      if (!college) return refused('college', 'Choose your college.')
      return { ok: true as const, values: { collegeId: college.id, name: file.name, path: file.path, files: {} } }
    },
  }),
  prepare: async (input: Uploading) => {
    const files = Object.fromEntries(await readZip(await readFile(input.path)))
    return { ...input, files }
  },
  run: async ({ db, actor, now }, _found, { collegeId, name, files }) => {
    const id = newId()
    await db.packUpload.create({
      data: { id, collegeId, uploadedById: actor.personId, uploadedAt: toJsDate(now), name, files },
    })
    return id
  },
  audit: (uploadId, _found, { collegeId, files }) => ({
    type: 'pack.uploaded',
    data: { uploadId, collegeId, files: Object.keys(files).length },
  }),
})

/** Publishes what was uploaded, as the college's own version. Whatever is pinned to an earlier one stays there. */
export const publishUpload = command({
  find: findUpload,
  may: packsPolicy.actions.publish,
  input: () => z.object({ confirmed: z.literal('yes', { error: 'Tick this to publish it.' }) }),
  run: async ({ db, actor, now }, { id, pack, same }) => {
    if (!pack) throw new Conflict('This pack has findings, so it cannot be published.')
    const { count } = await db.packUpload.deleteMany({ where: { id } })
    if (count === 0) throw new Conflict('Somebody else has published or removed this pack meanwhile.')
    return same?.id ?? publishPack(db, pack, toJsDate(now), actor)
  },
  audit: () => [],
})

/** Throws an upload away. */
export const discardUpload = command({
  find: findUpload,
  may: packsPolicy.actions.upload,
  run: ({ db }, { id }) => db.packUpload.deleteMany({ where: { id } }),
  audit: (_result, { id, college }) => ({ type: 'pack.discarded', data: { uploadId: id, collegeId: college.id } }),
})

export const packUploadRules = { fields: [{ name: 'pack', maxCount: 1 }], maxBytes: limits.zipBytes }

/** Uploads that nobody published or threw away are kept so long. */
const uploadDays = 30

/** Removes uploads that have lain for thirty days: publishing keeps a pack, looking at it does not. Returns how many. */
export async function sweepUploads({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<number> {
  const before = toJsDate(now.subtract({ hours: 24 * uploadDays }))
  const { count } = await db.packUpload.deleteMany({ where: { uploadedAt: { lt: before } } })
  return count
}
