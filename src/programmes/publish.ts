import { createHash } from 'node:crypto'
import { canonicalBytes } from '../forms/canonical.ts'
import type { Prisma } from '../generated/client.ts'
import type { Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { list } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'
import { filesOf } from './load.ts'
import type { Pack } from './pack.ts'

/** A pack under a version that is already published with other content: the folder was edited after publication. */
export class PackChanged extends Error {
  override name = 'PackChanged'
}

/** The fingerprint of a pack's content, or of a part of it: SHA-256 over its canonical JSON. */
export function packHash(pack: unknown): string {
  return createHash('sha256').update(canonicalBytes(pack)).digest('hex')
}

/** The files of a pack's folder that say something else than what was published; a form that came or went is one. */
function changedFiles(published: Pack, pack: Pack): string[] {
  const [was, is] = [filesOf(published), filesOf(pack)]
  const print = (part: unknown) => (part === undefined ? '' : packHash(part))
  const names = [...new Set([...was.keys(), ...is.keys()])].sort()
  const folder = `prisma/packs/${pack.pack.key}/${pack.pack.version}`
  return names.filter((name) => print(was.get(name)) !== print(is.get(name))).map((name) => `${folder}/${name}.json`)
}

/**
 * Publishes a pack unless this very content is already there. Immutable afterwards.
 * @param by the administrator whose college's own version it is; a shipped one is published by Attest itself
 * @returns the version's id
 * @throws PackChanged when the version exists with other content
 */
export async function publishPack(tx: Tx, pack: Pack, at: Date, by?: Actor): Promise<string> {
  const { key: packKey, version } = pack.pack
  const origin = by ? 'local' : 'shipped'
  const sha256 = packHash(pack)
  const existing = await tx.packVersion.findUnique({
    where: { packKey_version_origin: { packKey, version, origin } },
    select: { id: true, sha256: true },
  })
  if (existing?.sha256 === sha256) return existing.id
  if (existing) {
    const { content } = await tx.packVersion.findUniqueOrThrow({
      where: { id: existing.id },
      select: { content: true },
    })
    throw new PackChanged(
      `The pack ${packKey} ${version} was changed after it was published, in ${list(changedFiles(content as unknown as Pack, pack))}. ` +
        'Give it a new version, or run "npm run demo:reset" in development.',
    )
  }
  const id = newId()
  await tx.packVersion.create({
    data: {
      id,
      packKey,
      version,
      origin,
      sha256,
      content: pack as unknown as Prisma.InputJsonObject,
      publishedAt: at,
      publishedById: by?.personId ?? null,
    },
  })
  await tx.auditEvent.create({
    data: {
      id: newId(),
      at,
      type: 'pack.published',
      actorId: by?.personId ?? null,
      actorName: by?.name ?? 'Attest',
      actorRole: by?.roleLabel ?? 'system',
      data: { packKey, version, sha256 },
    },
  })
  return id
}
