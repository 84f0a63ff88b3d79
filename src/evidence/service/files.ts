import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'
import sharp from 'sharp'
import { toJsDate } from '../../kit/clock.ts'
import type { Ctx, Db, DbOrTx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { Upload } from '../../kit/intake.ts'
import { detect } from './detect.ts'

declare module '../../kit/context.ts' {
  interface Services {
    files: FileStore
  }
}

export const maxFileBytes = 25_000_000

/** A file whose content was looked at and put in its place. No row in the database knows of it yet. */
export interface TakenFile {
  sha256: string
  size: number
  mime: string
  name: string
}

/** Files outside the database, under the SHA-256 of their content. */
export interface FileStore {
  /** @throws Invalid with a sentence that names what the file really is */
  take(upload: Upload): Promise<TakenFile>
  /** Decodes a picture and writes it anew: 512 pixels at most, nothing of the camera left in it. */
  takePhoto(upload: Upload): Promise<TakenFile>
  /** Makes the row of a taken file, for rooms that cannot call storeFile. */
  keep: typeof storeFile
  open(sha256: string): Readable
  remove(sha256: string): Promise<void>
}

/** The store below a data folder. */
export function fileStore(dataDir: string): FileStore {
  const folder = join(dataDir, 'files')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)

  async function settle(from: string, sha256: string): Promise<void> {
    await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 })
    await moved(from, pathOf(sha256))
  }

  return {
    async take(upload) {
      const { mime } = await detect(upload)
      const sha256 = await hashOf(upload.path)
      const { size } = await stat(upload.path)
      await settle(upload.path, sha256)
      return { sha256, size, mime, name: plainName(upload.name) }
    },
    async takePhoto(upload) {
      const type = await fileTypeFromFile(upload.path)
      if (!['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/heic'].includes(type?.mime ?? ''))
        throw new Invalid('Choose a photo as JPEG, PNG or WebP.')
      const bytes = await reencoded(upload.path)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const draft = `${upload.path}.webp`
      await writeFile(draft, bytes, { mode: 0o600 })
      await settle(draft, sha256)
      return { sha256, size: bytes.length, mime: 'image/webp', name: 'photo.webp' }
    },
    keep: storeFile,
    open: (sha256) => createReadStream(pathOf(sha256)),
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  }
}

async function reencoded(path: string): Promise<Buffer> {
  try {
    return await sharp(path, { limitInputPixels: 60_000_000 })
      .rotate()
      .resize(512, 512, { fit: 'cover', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer()
  } catch {
    throw new Invalid('This picture could not be read. Choose another one.')
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** The quarantine may lie on another disk, where a rename is not possible. */
async function moved(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(from, `${to}.part`)
    await rename(`${to}.part`, to)
    await rm(from, { force: true })
  }
  const file = await open(to, 'r')
  await file.sync()
  await file.close()
}

/** A name without a path, control characters or what would turn its reading direction. */
function plainName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  return (
    base
      // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
      .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .trim()
      .slice(-150) || 'file'
  )
}

/** Makes the row of a taken file. `purpose` 'photo' is served in the page, everything else as an attachment. */
export async function storeFile(
  db: DbOrTx,
  taken: TakenFile,
  owner: { id?: string; ownerId: string; purpose?: 'record' | 'photo'; at: Date },
): Promise<{ id: string }> {
  const id = owner.id ?? newId()
  const { ownerId, purpose = 'record', at } = owner
  await db.storedFile.create({ data: { id, ...taken, ownerId, purpose, createdAt: at } })
  return { id }
}

/** What receiving the files of a form gave: files that are kept, and a sentence by field for what was refused. */
export interface Received {
  taken: { id: string; field: string; file: TakenFile }[]
  problems: Record<string, string>
}

/**
 * Takes a form's uploads before its fields are checked, so that a wrong date does not cost the file: what is taken
 * belongs to the writer alone until a record names it, and is swept when none does.
 */
export async function receiveFiles(
  ctx: Ctx,
  uploads: readonly Upload[],
  fieldOf: (input: string) => string | undefined,
): Promise<Received> {
  const received: Received = { taken: [], problems: {} }
  for (const upload of uploads) {
    const field = fieldOf(upload.field)
    if (!field || (upload.size === 0 && !upload.name)) continue
    try {
      const file = await ctx.services.files.take(upload)
      const { id } = await storeFile(ctx.db, file, { ownerId: ctx.actor.personId, at: toJsDate(ctx.now) })
      received.taken.push({ id, field, file })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      received.problems[field] = Object.values(error.problems)[0]!
    }
  }
  return received
}

/** Removes files that no record, photo or fresh form holds. Returns how many. */
export async function sweepFiles(db: Db, store: FileStore, before: Date): Promise<number> {
  const orphans = await db.$queryRaw<{ id: string; sha256: string }[]>`
    select f.id, f.sha256 from "StoredFile" f where f."createdAt" < ${before}
      and not exists (select 1 from "RecordFile" r where r."fileId" = f.id)
      and not exists (select 1 from "Person" p where p."photoFileId" = f.id)
      and not exists (select 1 from "Draft" d where d."personId" = f."ownerId" and d."values"::text like '%' || f.id || '%')`
  for (const { id, sha256 } of orphans) {
    await db.storedFile.delete({ where: { id } })
    if ((await db.storedFile.count({ where: { sha256 } })) === 0) await store.remove(sha256)
  }
  return orphans.length
}
