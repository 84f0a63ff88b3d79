import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import { isId } from './ids.ts'

/** What a link is for: a purpose, the row it opens, and that row's current generation. */
export interface LinkClaim {
  purpose: string
  id: string
  generation: number
}

const idBytes = 16
const macBytes = 24
const length = idBytes + 2 + macBytes

/**
 * The token of a link: HMAC over purpose, id and generation. Nothing usable is stored: whoever knows the secret can
 * make it again, and raising the generation ends every older one.
 */
export function signLink(secret: string, { purpose, id, generation }: LinkClaim): string {
  const body = Buffer.alloc(idBytes + 2)
  body.set(parse(id))
  body.writeUInt16BE(generation, idBytes)
  return Buffer.concat([body, macOf(secret, purpose, body)]).toString('base64url')
}

/** What a token says, if it was made with this secret for this purpose. Whether its generation still holds is for the caller to ask. */
export function readLink(secret: string, purpose: string, token: string): Omit<LinkClaim, 'purpose'> | null {
  if (!/^[\w-]+$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // The second half: several spellings of the last character decode to the same bytes; only one is ours.
  if (bytes.length !== length || bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, idBytes + 2)
  if (!timingSafeEqual(macOf(secret, purpose, body), bytes.subarray(idBytes + 2))) return null
  const id = stringifySafely(body.subarray(0, idBytes))
  return id === null ? null : { id, generation: body.readUInt16BE(idBytes) }
}

function macOf(secret: string, purpose: string, body: Buffer): Buffer {
  // A key of its own, so that a token can never pass for a session's signature or the reverse.
  const key = createHmac('sha256', secret).update('attest link token').digest()
  return createHmac('sha256', key).update(`${purpose}\n`).update(body).digest().subarray(0, macBytes)
}

function stringifySafely(bytes: Uint8Array): string | null {
  try {
    const id = stringify(bytes)
    return isId(id) ? id : null
  } catch {
    return null
  }
}
