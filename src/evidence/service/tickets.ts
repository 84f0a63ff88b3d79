import { createHmac, timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Draft } from '../../generated/client.ts'
import { fromJsDate } from '../../kit/clock.ts'
import type { Config } from '../../kit/config.ts'
import type { Ctx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { throttle } from '../../kit/throttle.ts'
import { saveDraft, typedFrom } from './drafts.ts'

/** What a form carries beside its fields, so that its text is kept whatever becomes of the session. */
export interface DraftTicket {
  personId: string
  key: string
  label: string
  href: string
  roleKey: string
}

const ticketHours = 72

/** Nobody types so much after a session ended; whoever holds a ticket cannot fill the database with it. */
const keeping = throttle({ name: 'kept-text', points: 30, seconds: 600 })

function mac(config: Config, text: string): Buffer {
  return createHmac('sha256', config.sessionSecret).update(`draft-ticket\n${text}`).digest()
}

/** A signed, expiring ticket that lets a form's text be kept as a draft of this person, and nothing else. */
export function draftTicket(ctx: Pick<Ctx, 'config' | 'now'>, ticket: DraftTicket): string {
  const expires = ctx.now.add({ hours: ticketHours }).epochMilliseconds
  const { personId, key, label, href, roleKey } = ticket
  const text = Buffer.from(JSON.stringify([personId, key, label, href, roleKey, expires])).toString('base64url')
  return `${text}.${mac(ctx.config, text).toString('base64url')}`
}

/** The ticket, if it is ours and not over. */
export function readTicket(ctx: Pick<Ctx, 'config' | 'now'>, sent: unknown): DraftTicket | null {
  if (typeof sent !== 'string' || sent.length > 4000) return null
  const [text = '', signature = ''] = sent.split('.')
  const [given, expected] = [Buffer.from(signature, 'base64url'), mac(ctx.config, text)]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const [personId, key, label, href, roleKey, expires] = JSON.parse(Buffer.from(text, 'base64url').toString())
  if (Temporal.Instant.compare(Temporal.Instant.fromEpochMilliseconds(expires), ctx.now) < 0) return null
  return { personId, key, label, href, roleKey }
}

/**
 * Keeps what a form held that cannot be taken now (refused, session over, other role, stale form). Nothing else is done.
 * @returns where the text can be found again, or null when the form carried no valid ticket
 */
export async function keepTyped(ctx: Ctx, body: Record<string, unknown>): Promise<string | null> {
  const ticket = readTicket(ctx, body._ticket)
  if (!ticket) return null
  const signedInAsAnother = ctx.actor.sessionId !== null && ctx.actor.personId !== ticket.personId
  const typed = typedFrom(body)
  if (signedInAsAnother || Object.keys(typed).length === 0) return null
  if (ctx.actor.sessionId === null) await keeping.take(ctx, ticket.personId)
  try {
    await saveDraft(ctx, { ...ticket, typed, baseRev: null, whole: true })
  } catch (error) {
    if (error instanceof Conflict) return null
    throw error
  }
  return ticket.href
}

/** What a form page needs to know of its draft. */
export interface DraftState {
  key: string
  rev: number
  savedAt: Temporal.Instant | null
  /** For a hidden field named `_ticket`. */
  ticket: string
  /** For `data-autosave`, and for a "Save draft" button's formaction. */
  save: string
  discard: string
  /** Who filled it in for this person, where a delegate did. */
  prepared: { by: string; at: Date } | null
  /** For somebody who prepares for another: what stands where the others sign. */
  ready: { action: string; label: string; words: string } | null
}

/** The draft of a form as its page carries it. */
export function draftState(
  ctx: Ctx,
  draft: (Pick<Draft, 'rev' | 'updatedAt'> & Partial<Pick<Draft, 'preparedBy' | 'preparedAt'>>) | null,
  of: { key: string; label: string; href: string },
): DraftState {
  const { personId, roleKey, delegate } = ctx.actor
  const ticket = draftTicket(ctx, { personId, roleKey, ...of })
  return {
    key: of.key,
    rev: draft?.rev ?? 0,
    savedAt: draft ? fromJsDate(draft.updatedAt) : null,
    ticket,
    save: `/drafts/${ticket}`,
    discard: `/drafts/${ticket}/discard`,
    prepared: draft?.preparedBy && draft.preparedAt ? { by: draft.preparedBy, at: draft.preparedAt } : null,
    ready: delegate
      ? {
          action: `/delegates/leave/${ticket}`,
          label: `Leave it ready for ${delegate.of}`,
          words: `${delegate.of} signs it, not you: they find it filled in, read it, and sign or change it.`,
        }
      : null,
  }
}
