import { verify } from '@node-rs/argon2'
import { hashPassword } from './passwords.ts'
import type { Vault } from './vault.ts'

const least = 6
const most = 12

/** What people are told before they choose one. */
export const pinRules = [
  `${least} to ${most} figures.`,
  'Not a row such as 123456, not one figure again and again, not a year or a date, not a number of yours.',
]

/** What a PIN must not be part of: one's birthday, phone and registration numbers. */
export interface PinOwner {
  /** 1987-04-23 */
  dateOfBirth: string | null
  numbers: string[]
}

/** Why a new PIN cannot be taken, in one sentence; null when it can. */
export function pinProblem(pin: string, owner: PinOwner): string | null {
  if (!/^\d*$/.test(pin)) return 'Use figures alone.'
  if (pin.length < least || pin.length > most) return `Use ${least} to ${most} figures.`
  if (isPattern(pin)) return 'This is among the first that anybody would try. Choose another.'
  if (isDate(pin) || birthdays(owner.dateOfBirth).some((one) => pin.includes(one)))
    return 'Choose one that is no date and has no year at its beginning or end.'
  if (owner.numbers.some((number) => number.replace(/\D/g, '').includes(pin)))
    return 'Choose one that is no part of a number of yours.'
  return null
}

/** Few figures, a row up or down, or a short piece again and again. */
function isPattern(pin: string): boolean {
  if (new Set(pin).size < 3) return true
  if ('01234567890123456789'.includes(pin) || '98765432109876543210'.includes(pin)) return true
  if (/^(\d{1,4})\1+$/.test(pin)) return true
  // 112233, and the columns of a keypad.
  return /^(?:(\d)\1)+$/.test(pin) || ['147258', '258369', '147369', '159357'].some((one) => pin.startsWith(one))
}

/** A year in which people are born or live, at the beginning or the end; or a day written as eight figures. */
function isDate(pin: string): boolean {
  return /^(19[3-9]|20[0-3])\d/.test(pin) || /(19[3-9]|20[0-3])\d$/.test(pin)
}

/** Somebody's birthday as people write it in figures. */
function birthdays(born: string | null): string[] {
  const [year, month, day] = born?.split('-') ?? []
  if (!year || !month || !day) return []
  const short = year.slice(2)
  return [day + month + short, month + day + short, short + month + day]
}

/** Bound to the person and keyed, so that a stolen database does not give in to trying all the numbers. */
const bound = (vault: Vault, personId: string, pin: string) => vault.fingerprint(pin, `pin ${personId}`)

/** The stored form of a PIN (argon2id over its keyed fingerprint). Slow on purpose: never inside a transaction. */
export function hashPin(vault: Vault, personId: string, pin: string): Promise<string> {
  return hashPassword(bound(vault, personId, pin))
}

/** Whether it is the PIN whose hash is stored. */
export function pinMatches(vault: Vault, personId: string, hash: string, pin: string): Promise<boolean> {
  return verify(hash, bound(vault, personId, pin))
}
