import type { Readable } from 'node:stream'
import type { Prisma, StoredFile } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Raw } from '../../kit/http.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import type { Actor } from '../../policy/index.ts'
import { enrolmentsOf, readableRecords } from '../../policy/index.ts'

/**
 * Files that an actor may fetch: their own, those of records they read in full, and the photos of whoever they meet in a
 * portfolio they reach (its owner and the owner's supervisors).
 */
export function visibleFiles(actor: Actor): Prisma.StoredFileWhereInput {
  return { OR: [{ ownerId: actor.personId }, { records: { some: { record: readableRecords(actor) } } }] }
}

export const filePolicy = { visible: (actor: Actor) => actor }

/** Finder of the file named in the path (`:id`). */
export const findFile = scoped(filePolicy, async (actor, ctx): Promise<StoredFile | null> => {
  const { id } = ctx.params
  if (!isId(id)) return null
  const file = await ctx.db.storedFile.findFirst({ where: { AND: [{ id }, visibleFiles(actor)] } })
  return file ?? photoOf(actor, ctx, id)
})

async function photoOf(actor: Actor, ctx: Ctx, id: string): Promise<StoredFile | null> {
  const met = { some: enrolmentsOf(actor) }
  const person = await ctx.db.person.findFirst({
    where: {
      photoFileId: id,
      OR: [{ enrolments: met }, { supervisions: { some: { enrolment: enrolmentsOf(actor) } } }],
    },
    select: { id: true },
  })
  return person ? ctx.db.storedFile.findUnique({ where: { id } }) : null
}

/** A stored file on its way to a browser: never run, never guessed at; only pictures of our own making show in the page. */
export function sendFile(file: Pick<StoredFile, 'sha256' | 'mime' | 'name' | 'size' | 'purpose'>, ctx: Ctx): Raw {
  const body: Readable = ctx.services.files.open(file.sha256)
  const inline = file.purpose === 'photo' && file.mime === 'image/webp'
  const ascii = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  return {
    type: inline ? file.mime : file.mime.startsWith('text/') ? `${file.mime}; charset=utf-8` : file.mime,
    body,
    headers: {
      'content-length': String(file.size),
      'content-disposition': inline
        ? 'inline'
        : `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': inline ? 'private, max-age=86400' : 'private, no-store',
    },
  }
}
