/** Packs as ZIP files: what an administrator uploads and downloads. Nothing is ever written to the disk. */
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import yazl from 'yazl'
import { Invalid } from '../kit/errors.ts'
import { plural } from '../kit/ui.ts'
import { filesOf, type PackTexts } from './load.ts'
import type { Pack } from './pack.ts'

/** Far above any pack (about 60 files, 0.4 MB), far below what would hurt. */
export const limits = { zipBytes: 5_000_000, entries: 400, fileBytes: 2_000_000, allBytes: 10_000_000 }

/** What operating systems put beside one's files. */
const litter = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

/**
 * The text files of a ZIP, by their path within the pack's folder; a folder around everything is taken off.
 * Sizes are held against what comes out, whatever the ZIP says of itself.
 * @throws Invalid with a sentence at `pack` where it is no ZIP, is too large, or holds what is no text
 */
export async function readZip(bytes: Buffer): Promise<PackTexts> {
  const zip = await yauzl.fromBufferPromise(bytes, { validateEntrySizes: true, strictFileNames: true }).catch(refuse)
  if (zip.entryCount > limits.entries)
    throw bad(`It holds ${zip.entryCount} files; a pack has at most ${limits.entries}.`)
  const texts = new Map<string, string>()
  let left = limits.allBytes
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      if (name.endsWith('/') || litter.test(name)) continue
      if (texts.has(name)) throw bad(`The file ${name} is in it twice.`)
      const content = await contentOf(zip, entry, Math.min(limits.fileBytes, left))
      left -= content.length
      texts.set(name, textOf(name, content))
    }
  } catch (error) {
    throw error instanceof Invalid ? error : refused(error)
  }
  if (texts.size === 0) throw bad('It is empty.')
  return withinFolder(texts)
}

async function contentOf(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const tooLarge = bad(
    `${entry.fileName} is too large: a pack has at most ${plural(limits.allBytes / 1_000_000, 'megabyte')}.`,
  )
  if (entry.uncompressedSize > most) throw tooLarge
  if (entry.isEncrypted()) throw bad('It is locked with a password.')
  return buffer(await zip.openReadStreamPromise(entry))
}

function textOf(name: string, content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw bad(`${name} is no text in UTF-8.`)
  }
}

/** Zipping a folder often puts the folder itself around its files. */
function withinFolder(texts: Map<string, string>): PackTexts {
  const first = [...texts.keys()][0]!
  const folder = first.slice(0, first.indexOf('/') + 1)
  if (!folder || folder === 'forms/' || ![...texts.keys()].every((name) => name.startsWith(folder))) return texts
  return withinFolder(new Map([...texts].map(([name, text]) => [name.slice(folder.length), text])))
}

const bad = (sentence: string) => new Invalid({ pack: sentence })
const refused = (error: unknown) =>
  /encrypted|password/i.test(String(error))
    ? bad('It is locked with a password.')
    : bad('It is no ZIP file, or it is damaged.')
const refuse = (error: unknown): never => {
  throw refused(error)
}

/** A published pack as the ZIP of its folder, ready to be changed and uploaded under a new version. */
export function writeZip(pack: Pack, at: Date): Readable {
  const zip = new yazl.ZipFile()
  for (const [name, part] of filesOf(pack)) {
    const text = `${JSON.stringify(part, null, 2)}\n`
    zip.addBuffer(Buffer.from(text), `${pack.pack.key}-${pack.pack.version}/${name}.json`, { mtime: at })
  }
  zip.end()
  return zip.outputStream as Readable
}
