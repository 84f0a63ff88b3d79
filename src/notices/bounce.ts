import PostalMime from 'postal-mime'
import { z } from 'zod'
import type { RawBody } from '../kit/intake.ts'

/** What a mail server says of a letter that it took and could not deliver. */
export interface Bounce {
  /** Our Message-ID, in its angle brackets. */
  messageId: string | null
  /** Whom it was for; asked only where no Message-ID is told. */
  recipient: string | null
  /** Given up; otherwise it is still being tried. */
  final: boolean
  detail: string
}

const most = 20
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
const idIn = (text: string): string | null => text.match(/<?([^<>\s]+@[^<>\s]+)>?/)?.[1] ?? null

const Simple = z
  .object({
    messageId: z.string().max(300).optional(),
    recipient: z.string().max(300).optional(),
    kind: z.enum(['permanent', 'temporary']),
    detail: z.string().max(5000).default(''),
  })
  .refine(({ messageId, recipient }) => messageId || recipient)

/** A simple `{ messageId | recipient, kind, detail }`, or a delivery status message of RFC 3464; null when it is neither. */
export async function readBounces({ text, type }: RawBody): Promise<Bounce[] | null> {
  if (type.includes('json') || text.trimStart().startsWith('{')) return simple(text)
  return statusMessage(text)
}

function simple(text: string): Bounce[] | null {
  const parsed = Simple.safeParse(parsedJson(text))
  if (!parsed.success) return null
  const { messageId, recipient, kind, detail } = parsed.data
  return [bounceOf(messageId ? idIn(messageId) : null, recipient ?? null, kind === 'permanent', detail)]
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function statusMessage(text: string): Promise<Bounce[] | null> {
  const parsed = await PostalMime.parse(text, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: 20,
  }).catch(() => null)
  const part = (...types: string[]) => {
    const found = parsed?.attachments.find(({ mimeType }) => types.includes(mimeType))
    return typeof found?.content === 'string' ? found.content : null
  }
  const status = part('message/delivery-status')
  if (!status) return null
  const original = part('message/rfc822', 'text/rfc822-headers')
  const messageId = idIn(original ? (fieldsOf(original.split(/\r?\n\r?\n/)[0]!).get('message-id') ?? '') : '')
  // The first group speaks of the message as a whole, each further one of a recipient.
  const groups = status
    .trim()
    .split(/\r?\n\s*\r?\n/)
    .slice(1)
    .map(fieldsOf)
  return groups.slice(0, most).flatMap((group) => recipientGroup(group, messageId))
}

function recipientGroup(fields: ReadonlyMap<string, string>, messageId: string | null): Bounce[] {
  const action = fields.get('action')?.toLowerCase()
  if (action !== 'failed' && action !== 'delayed') return []
  const recipient = afterType(fields.get('original-recipient') ?? fields.get('final-recipient') ?? '')
  const detail = afterType(fields.get('diagnostic-code') ?? '') || `status ${fields.get('status') ?? 'unknown'}`
  return [bounceOf(messageId, recipient || null, action === 'failed', detail)]
}

/** "rfc822; somebody@example.org": what it is, then the thing itself. */
const afterType = (value: string): string => value.slice(value.indexOf(';') + 1).trim()

const bounceOf = (id: string | null, recipient: string | null, final: boolean, detail: string): Bounce => ({
  messageId: id && `<${id}>`,
  recipient: recipient && (idIn(recipient) ?? recipient.trim()),
  final,
  detail: oneLine(detail) || 'no reason given',
})

/** Fields of a header, by name in small letters; folded lines belong together. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : []
    }),
  )
}
