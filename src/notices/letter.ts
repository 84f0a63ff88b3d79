import { z } from 'zod'
import { linkTokens } from '../identity/index.ts'
import type { Config } from '../kit/config.ts'

/**
 * The one link of a mail: a page for people who sign in, or a token's page; or six digits. Token and digits are made when it
 * is sent.
 */
export const MailLink = z.union([
  z.strictObject({ label: z.string(), path: z.string().startsWith('/') }),
  z.strictObject({
    label: z.string(),
    /** What stands before the token: '/a/'. */
    base: z.string().startsWith('/'),
    purpose: z.string(),
    id: z.uuid(),
    generation: z.int().min(1),
  }),
  /** Six digits instead of a link, to be typed on another device. */
  z.strictObject({
    label: z.string(),
    digits: z.literal(true),
    purpose: z.string(),
    id: z.uuid(),
    generation: z.int().min(1),
  }),
])
export type MailLink = z.infer<typeof MailLink>

export interface Letter {
  text: string
  link: { label: string; url: string } | null
  digits: { label: string; digits: string } | null
}

type Keys = Pick<Config, 'publicUrl' | 'sessionSecret'>

/** A stored mail as it is sent: its words and its link in full. */
export function letterOf(mail: { text: string; link: unknown }, config: Keys): Letter {
  const parsed = MailLink.safeParse(mail.link)
  if (!parsed.success) return { text: mail.text, link: null, digits: null }
  const link = parsed.data
  if ('digits' in link) {
    const digits = linkTokens.digits(config.sessionSecret, link)
    return { text: mail.text, link: null, digits: { label: link.label, digits: parted(digits) } }
  }
  const path = 'path' in link ? link.path : `${link.base}${linkTokens.sign(config.sessionSecret, link)}`
  return { text: mail.text, link: { label: link.label, url: `${config.publicUrl}${path}` }, digits: null }
}

/** "123 456": easier to carry from one screen to another. */
const parted = (digits: string): string => `${digits.slice(0, 3)} ${digits.slice(3)}`

/** The letter as plain text, with the closing words that every mail has. */
export function plainText({ text, link, digits }: Letter): string {
  const way = link ? [`${link.label}:\n${link.url}`] : digits ? [`${digits.label}:\n${digits.digits}`] : []
  const parts = [text.trim(), ...way, closing]
  return `${parts.join('\n\n')}\n`
}

const closing = `-- 
Attest, your training portfolio. Nobody from Attest will ever ask for your password.`
