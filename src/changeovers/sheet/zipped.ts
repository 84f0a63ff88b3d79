import { buffer } from 'node:stream/consumers'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { limits, Unreadable } from './cells.ts'

const tooLarge = () =>
  new Unreadable(
    'This workbook unpacks to far more than a changeover needs. Copy the rows into a new one, without pictures.',
  )

/**
 * The XML parts of a workbook that hold what is written in it, by path in small letters. Sizes are judged before anything is unpacked, and
 * held against what comes out whatever the ZIP says of itself.
 * @throws Unreadable where it is no workbook, is locked, or would unpack to too much
 */
export async function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await yauzl.fromBufferPromise(bytes, { validateEntrySizes: true, strictFileNames: true }).catch(refuse)
  if (zip.entryCount > 500) throw tooLarge()
  const parts = new Map<string, string>()
  let left = limits.unpackedBytes
  try {
    for await (const entry of zip.eachEntry()) {
      if (!wanted.test(entry.fileName)) continue
      const content = await contentOf(zip, entry, left)
      left -= content.length
      parts.set(entry.fileName.toLowerCase(), content.toString('utf8'))
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : damaged()
  }
  return parts
}

const wanted =
  /^xl\/(workbook|sharedStrings|styles)\.xml$|^xl\/_rels\/workbook\.xml\.rels$|^xl\/worksheets\/[^/]+\.xml$/i

async function contentOf(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  if (entry.uncompressedSize > most) throw tooLarge()
  if (entry.isEncrypted()) throw new Unreadable('This workbook is locked with a password. Save it without one.')
  return buffer(await zip.openReadStreamPromise(entry))
}

const damaged = () => new Unreadable('This is no Excel workbook, or it is damaged. Save it as XLSX or CSV again.')
const refuse = (): never => {
  throw damaged()
}
