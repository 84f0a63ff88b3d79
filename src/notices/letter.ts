import { z } from 'zod'
import { linkTokens } from '../identity/index.ts'
import type { Config } from '../kit/config.ts'

/** The one link of a mail: a page for people who sign in, or a token's page; the token itself is made when it is sent. */
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
])
export type MailLink = z.infer<typeof MailLink>

export interface Letter {
  text: string
  link: { label: string; url: string } | null
}

type Keys = Pick<Config, 'publicUrl' | 'sessionSecret'>

/** A stored mail as it is sent: its words and its link in full. */
export function letterOf(mail: { text: string; link: unknown }, config: Keys): Letter {
  const parsed = MailLink.safeParse(mail.link)
  if (!parsed.success) return { text: mail.text, link: null }
  const link = parsed.data
  const path = 'path' in link ? link.path : `${link.base}${linkTokens.sign(config.sessionSecret, link)}`
  return { text: mail.text, link: { label: link.label, url: `${config.publicUrl}${path}` } }
}

/** The letter as plain text, with the closing words that every mail has. */
export function plainText({ text, link }: Letter): string {
  const parts = [text.trim(), ...(link ? [`${link.label}:\n${link.url}`] : []), closing]
  return `${parts.join('\n\n')}\n`
}

const closing = `-- 
Attest, your training portfolio. Nobody from Attest will ever ask for your password.`
