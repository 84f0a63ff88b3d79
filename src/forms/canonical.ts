import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

// The package is CommonJS with the types of an ES module: what the types call `default` is the import itself.
const serialize = canonicalize as unknown as typeof canonicalize.default

/** A value as canonical JSON (RFC 8785), in bytes: the same whatever the order of its keys. What is signed and hashed. */
export function canonicalBytes(value: unknown): Buffer {
  const text = serialize(value)
  if (text === undefined) throw new TypeError('There is nothing here to write as JSON.')
  return Buffer.from(text, 'utf8')
}

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
