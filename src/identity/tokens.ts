import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'

/** What a link stands for. Raising the generation makes every earlier link of the same row worthless. */
export interface LinkClaim {
  purpose: string
  id: string
  generation: number
}

const idBytes = 16
const macBytes = 32
const length = Math.ceil(((idBytes + macBytes) * 4) / 3)

function mac(secret: string, { purpose, id, generation }: LinkClaim): Buffer {
  return createHmac('sha256', secret).update(`link\n${purpose}\n${id}\n${generation}`).digest()
}

/**
 * Tokens in links of mails: the row's id and an HMAC over purpose, id and generation. Nothing usable lies in the
 * database, and a reminder can build the same link again (docs/decisions, "Link tokens").
 */
export const linkTokens = {
  /** The token for a link. */
  sign(secret: string, claim: LinkClaim): string {
    return Buffer.concat([parse(claim.id), mac(secret, claim)]).toString('base64url')
  },

  /** The id of the row that a token speaks of, null when it cannot be one. Says nothing about its truth. */
  idOf(token: string | undefined): string | null {
    if (!token || token.length !== length || !/^[\w-]+$/.test(token)) return null
    try {
      return stringify(Buffer.from(token, 'base64url').subarray(0, idBytes))
    } catch {
      return null
    }
  },

  /** Whether the token was made for exactly this claim. */
  holds(secret: string, token: string, claim: LinkClaim): boolean {
    const given = Buffer.from(token, 'base64url')
    const wanted = Buffer.concat([parse(claim.id), mac(secret, claim)])
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  },

  /** Six digits for the same claim, to be typed where a link cannot be followed. Few: whoever asks for them counts tries. */
  digits(secret: string, claim: LinkClaim): string {
    return String(mac(secret, claim).readUInt32BE() % 1_000_000).padStart(6, '0')
  },

  /** Whether these are the digits of exactly this claim, however they were parted. */
  digitsHold(secret: string, typed: string, claim: LinkClaim): boolean {
    const given = Buffer.from(typed.replace(/\D/g, ''))
    const wanted = Buffer.from(linkTokens.digits(secret, claim))
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  },
}

/**
 * What is said of a link that leads nowhere, whatever is wrong with it, so that nobody learns which links exist.
 * @param first what to try before writing to the programme's contacts: 'ask whoever sent it'
 */
export function unknownLink(first?: string): string {
  const then = 'write to the contacts of the programme under Help.'
  return `Perhaps it was cut in two or copied without its last letters: open it from the mail itself, all of it. If that does not help, ${first ? `${first}, or ` : ''}${then}`
}
