import { hash, verify } from '@node-rs/argon2'
import { normaliseEmail } from './names.ts'

const least = 12
const most = 200

/** What people are told before they choose one. */
export const passwordRules = [
  `At least ${least} characters; a short sentence that only you would think of is easiest.`,
  'Not your e-mail address, not your name, and not one of the passwords that everybody tries first.',
  'No need for symbols or capitals, and it does not expire.',
]

/** The commonest passwords of twelve and more characters, and the stems that people stretch to that length. */
const commonest = new Set([
  'adminadminadmin',
  'administrator',
  'changemenow1',
  'charlie12345',
  'football1234',
  'iloveyou1234',
  'iloveyouforever',
  'internetexplorer',
  'justinbieber',
  'letmeinplease',
  'liverpool123',
  'monkey123456',
  'passw0rd1234',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'princess1234',
  'qazwsxedcrfv',
  'qwerty123456',
  'qwertyqwerty',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiop[]',
  'qwertyuiopasdfghjkl',
  'sunshine1234',
  'superman1234',
  'unbelievable',
  'welcome12345',
  'zaq12wsxcde3',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '123qweasdzxc',
  'correcthorsebatterystaple',
  'doctordoctor',
  'hospital1234',
  'medicine1234',
  'stethoscope1',
])

const runs = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
]

/** A password as it is hashed and compared: the same whatever keyboard composed its letters. */
function plain(password: string): string {
  return password.normalize('NFKC')
}

/** Why a new password cannot be taken, in one sentence; null when it can. */
export function passwordProblem(password: string, who: { emails: string[]; names: string[] }): string | null {
  const text = plain(password)
  if (text.length < least) return `Use at least ${least} characters. A short sentence is fine.`
  if (text.length > most) return `Use at most ${most} characters.`
  const small = text.toLowerCase()
  if (isOwn(small, who)) return 'Choose a password that is more than your name or your e-mail address.'
  if (isCommon(small)) return 'This is among the passwords that people try first. Choose another.'
  return null
}

function isOwn(small: string, { emails, names }: { emails: string[]; names: string[] }): boolean {
  const letters = lettersOf(small)
  const words = [...names, ...emails.map(normaliseEmail)].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{M}]+/u))
  const parts = [...new Set([...words, ...emails.map(lettersOf), ...names.map(lettersOf)])].filter(
    (part) => part.length > 1,
  )
  return letters.length > 0 && isMadeOf(letters, parts)
}

/** Figures, spaces and signs between the words of a name make no other password of it. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}]/gu, '')

/** Whether a text is these parts and nothing else, in any order and as often as one likes. */
function isMadeOf(text: string, parts: readonly string[]): boolean {
  const reached = new Set([0])
  for (let at = 0; at < text.length; at++) {
    if (!reached.has(at)) continue
    for (const part of parts) if (text.startsWith(part, at)) reached.add(at + part.length)
  }
  return reached.has(text.length)
}

function isCommon(small: string): boolean {
  if (commonest.has(small) || new Set(small).size < 4) return true
  if (runs.some((run) => run.includes(small))) return true
  // A word and its repetitions, or a word with figures to fill the length.
  const half = small.slice(0, Math.ceil(small.length / 2))
  if (half.length > 0 && small === half + half) return true
  return /^(password|passwort|welcome|letmein|qwerty|attest)[\d!]*$/.test(small)
}

/** The stored form of a password (argon2id). Slow on purpose: never inside a transaction. */
export function hashPassword(password: string): Promise<string> {
  return hash(plain(password))
}

let nobodys: Promise<string> | undefined

/**
 * Whether a password is the one whose hash is stored. Takes as long where there is none, so that the time tells
 * nothing about who has an account.
 */
export async function passwordHolds(stored: string | null, password: string): Promise<boolean> {
  const text = plain(password).slice(0, most)
  if (stored) return verify(stored, text)
  nobodys ??= hash('nobody has this password')
  await verify(await nobodys, text)
  return false
}
