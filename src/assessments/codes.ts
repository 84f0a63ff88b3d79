import { createHmac, timingSafeEqual } from 'node:crypto'

/** Letters and digits that nobody mistakes for one another, on a phone held up or read aloud. */
const alphabet = '346789ACDEFGHJKLMNPQRTWXY'
export const codeLength = 8

/**
 * The short code of a way in. Made out of the row's id and our key, so that the trainee's page can show it again and
 * nothing usable lies in the database.
 */
export function shortCode(secret: string, entryId: string): string {
  const mac = createHmac('sha256', secret).update(`short-code\n${entryId}`).digest()
  let rest = mac.readBigUInt64BE()
  const letters = Array.from({ length: codeLength }, () => {
    const letter = alphabet[Number(rest % BigInt(alphabet.length))]!
    rest /= BigInt(alphabet.length)
    return letter
  })
  return letters.join('')
}

/** What is kept of a code, to find its row by. */
export function codeHash(secret: string, code: string): string {
  return createHmac('sha256', secret).update(`short-code-kept\n${code}`).digest('base64url')
}

/** As people read it: "ACDE-3467". */
export const grouped = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** A code as it was typed, with or without its dash, in whatever case; null when it cannot be one. */
export function readCode(typed: unknown): string | null {
  if (typeof typed !== 'string') return null
  const code = typed.toUpperCase().replace(/[\s\-–—.]/g, '')
  return code.length === codeLength && [...code].every((letter) => alphabet.includes(letter)) ? code : null
}

/** Compares two texts in a time that does not tell how far they agree. */
export function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
