import { randomInt } from 'node:crypto'
import type { Vault } from './vault.ts'

/** Without figures and letters that look like others. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const half = 5

/** How many codes are made at a time. */
export const recoveryCount = 10

const piece = () => Array.from({ length: half }, () => alphabet[randomInt(alphabet.length)]).join('')

/** Fresh recovery codes: "k7m2p-x9qrt", 49 bits each. */
export const newRecoveryCodes = (): string[] => Array.from({ length: recoveryCount }, () => `${piece()}-${piece()}`)

/** A code however it was typed; null where it cannot be one. */
export function recoveryCodeIn(typed: string): string | null {
  const code = typed.toLowerCase().replace(/[\s-]/g, '')
  return code.length === 2 * half && [...code].every((letter) => alphabet.includes(letter)) ? code : null
}

/** What is stored of a code. */
export function recoveryHash(vault: Vault, personId: string, code: string): string {
  return vault.fingerprint(recoveryCodeIn(code) ?? '', `recovery ${personId}`)
}
