import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Temporal } from 'temporal-polyfill'

const period = 30

/** A new secret for codes by time (RFC 6238), as apps and people read it. */
export const newSecret = (): string => generateSecret()

/** The secret in groups of four, for whoever types it. */
export const spacedSecret = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

/** What the QR code says to an app. */
export const appUri = (secret: string, account: string): string =>
  generateURI({ issuer: 'Attest', label: account, secret, period })

/** The six figures of a code however they were typed; null where it cannot be one. */
export function codeIn(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(code) ? code : null
}

/** The step of time that a code belongs to: now, or one step off for clocks that differ. Null where it does not hold. */
export function stepOf(secret: string, code: string, now: Temporal.Instant): number | null {
  const epoch = Math.floor(now.epochMilliseconds / 1000)
  const result = verifySync({ secret, token: code, epoch, epochTolerance: period, period })
  return result.valid ? Math.floor(epoch / period) + result.delta : null
}
