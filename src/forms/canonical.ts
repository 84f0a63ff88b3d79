import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'

const canonicalize = createRequire(import.meta.url)('canonicalize') as (value: unknown) => string | undefined

/** A value as canonical JSON (RFC 8785), in bytes: what is signed and hashed. */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('There is nothing here to write as JSON.')
  return Buffer.from(text, 'utf8')
}

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
