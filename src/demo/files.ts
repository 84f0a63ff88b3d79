import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Upload } from '../kit/intake.ts'

/** A one-page PDF with a heading and some lines, made by hand: small, and the same on every machine. */
export function pdf([heading = '', ...lines]: readonly string[]): Buffer {
  const text = [
    'BT /F1 18 Tf 56 780 Td',
    `(${escaped(heading)}) Tj`,
    '/F1 11 Tf',
    ...lines.map((line) => `0 -24 Td (${escaped(line)}) Tj`),
    'ET',
  ].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${Buffer.byteLength(text, 'latin1')} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = Buffer.byteLength(body, 'latin1')
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const start = Buffer.byteLength(body, 'latin1')
  const size = objects.length + 1
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}

/** Helvetica's own alphabet, and no brackets that would end the text. */
const escaped = (text: string): string =>
  text
    .replace(/[’‘]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/[\\()]/g, (sign) => `\\${sign}`)

/** A folder of this process alone: the name is nobody else's. */
let folder: Promise<string> | null = null
const ownFolder = (): Promise<string> => {
  folder ??= mkdtemp(join(tmpdir(), 'attest-uploads-'))
  return folder
}

/** Puts bytes where an upload would lie that a browser has just sent. */
export async function asUpload(field: string, name: string, bytes: Buffer, token: string): Promise<Upload> {
  const hash = createHash('sha256').update(token).update(name).digest('hex').slice(0, 24)
  const path = join(await ownFolder(), `${hash}.pdf`)
  await writeFile(path, bytes, { mode: 0o600 })
  return { field: `f.${field}.upload`, path, name, size: bytes.length }
}
