import { z } from 'zod'
import { command } from '../../kit/command.ts'
import { Invalid } from '../../kit/errors.ts'
import { mine } from '../../kit/scope.ts'
import { Autosave } from '../schema.ts'
import { dropDraft, saveDraft, type Typed, typedFrom } from './drafts.ts'
import { type DraftTicket, readTicket } from './tickets.ts'

/** The ticket in the path, if it is the signed-in person's own. */
const findTicket = mine(async (personId, ctx): Promise<DraftTicket | null> => {
  const ticket = readTicket(ctx, ctx.params.ticket)
  return ticket?.personId === personId ? ticket : null
})

interface Sent {
  typed: Typed
  baseRev: number | null
  /** By the page's script, which wants JSON; otherwise by a button. */
  script: boolean
}

const SentDraft = z.custom<Record<string, unknown>>().transform((body, issues): Sent => {
  if (typeof body.values !== 'object' || body.values === null) {
    const rev = Number(body._draftRev ?? Number.NaN)
    return { typed: typedFrom(body), baseRev: Number.isInteger(rev) && rev >= 0 ? rev : null, script: false }
  }
  const parsed = Autosave.safeParse(body)
  if (!parsed.success) {
    issues.addIssue({ code: 'custom', message: 'The draft could not be read.' })
    return z.NEVER
  }
  const { values, changed, baseRev } = parsed.data
  // The first save takes what was filled in beforehand as well; later ones what this window changed.
  const names = baseRev === 0 || !changed ? Object.keys(values) : changed
  return {
    typed: typedFrom(Object.fromEntries(names.map((name) => [name, values[name] ?? '']))),
    baseRev,
    script: true,
  }
})

/** Keeps what is typed so far. Drafts are nobody else's business: no audit, no listeners. */
export const autosave = command({
  prepares: true,
  find: findTicket,
  may: () => true,
  input: () => SentDraft,
  run: (ctx, ticket, { typed, baseRev }) => {
    if (Object.keys(typed).length > 3000) throw new Invalid('This form has more fields than can be kept.')
    return saveDraft(ctx, { ...ticket, typed, baseRev })
  },
  audit: () => [],
})

/** Throws a draft away at its writer's wish. */
export const discardDraft = command({
  prepares: true,
  find: findTicket,
  may: () => true,
  run: (ctx, ticket) => dropDraft(ctx, ticket.personId, ticket.key),
  audit: () => [],
})
