import type { Typed } from '../evidence/index.ts'
import type { EntryKind, RequestEntry } from '../generated/client.ts'
import { confirmations, linkTokens, normaliseEmail } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { Gone, NotFound } from '../kit/errors.ts'
import { byLink, type Finder, open } from '../kit/scope.ts'
import { type Asked, askedOf } from './asked.ts'
import { entryDraftKey } from './form.ts'
import { guestOf, refuseTheTrainee } from './link.ts'
import { type ToFill, toFill } from './queries.ts'

/** A way into one request beside its mail: a code that the trainee showed, or the trainee's own device. */
export type Entry = RequestEntry

const bases: Record<EntryKind, string> = { code: '/code', device: '/device' }
const claim = (entry: Pick<Entry, 'id' | 'kind'>) => ({
  purpose: `assessment-${entry.kind}`,
  id: entry.id,
  generation: 1,
})

/** Where somebody goes on who typed a code or was handed the device. */
export const entryUrl = (ctx: Pick<Ctx, 'config'>, entry: Pick<Entry, 'id' | 'kind'>): string =>
  `${bases[entry.kind]}/${linkTokens.sign(ctx.config.sessionSecret, claim(entry))}`

/** What the six digits speak of that are mailed to the assessor: this way in, and this one address. */
export const proofClaim = ({ id }: Pick<Entry, 'id'>, email: string) => ({
  purpose: `assessment-digits ${normaliseEmail(email)}`,
  id,
  generation: 1,
})

const reason =
  'the token in the address proves that its reader typed a code that the trainee showed, or was handed the device'

const unknown =
  'Perhaps the address was cut in two. Ask the trainee to show a code again, or open the form from the mail that was sent to you.'
const over =
  'This way in was open for a limited time, and that is over. What you had typed is kept: ask the trainee to show a new code or to hand over the device again, or open the form from your mail.'

export interface ToEnter extends ToFill {
  entry: Entry
}

/** The form behind such an address; nobody's session is asked, and the trainee's own is refused. */
export const findByEntry = (kind: EntryKind): Finder<ToEnter> =>
  byLink(reason, async (ctx) => {
    const entry = await entryByToken(ctx, kind)
    if (!entry) throw new NotFound(unknown)
    const known = await askedOf(ctx, entry.recordId)
    if (!known) return null
    refuseTheTrainee(ctx, known)
    // Nobody has proven yet who they are: what the assessor wrote elsewhere, and of themselves, is not shown here.
    const asked = { ...known, last: null, draft: await draftOf(ctx, entry, known.record.assessorId) }
    const alsoSignedIn = ctx.actor.sessionId !== null ? ctx.actor.name : null
    const found = await toFill(ctx, asked, kind, entryUrl(ctx, entry))
    if (!found) return null
    const replaced = entry.generation !== asked.request.generation && found.state !== 'completed'
    if (replaced || entry.endedAt || isOver(ctx, entry)) throw new Gone(over)
    const means = kind === 'device' ? await meansOf(ctx, asked) : null
    return { actor: guestOf(asked), found: { ...found, entry, means, alsoSignedIn } }
  })

/**
 * What the assessor may confirm by beside mailed digits. Where the request knows nobody but a name, all of it is offered:
 * what is there for an address that somebody types would tell whose account it is.
 */
const meansOf = async (ctx: Ctx, { request, record }: Asked): Promise<ToFill['means']> =>
  request.assessorEmail === '' ? { pin: true, secondFactor: true } : confirmations(ctx, record.assessorId)

/** What was typed by this way in, and by this one alone. */
async function draftOf(ctx: Ctx, entry: Entry, personId: string): Promise<Asked['draft']> {
  const row = await ctx.db.draft.findUnique({ where: { personId_key: { personId, key: entryDraftKey(entry) } } })
  return row
    ? { values: row.values as Typed, rev: row.rev, updatedAt: row.updatedAt, preparedBy: null, preparedAt: null }
    : null
}

const isOver = (ctx: Ctx, { openUntil }: Entry): boolean => openUntil === null || openUntil <= toJsDate(ctx.now)

async function entryByToken(ctx: Ctx, kind: EntryKind): Promise<Entry | null> {
  const { token = '' } = ctx.params
  const id = linkTokens.idOf(token)
  if (!id || !linkTokens.holds(ctx.config.sessionSecret, token, claim({ id, kind }))) return null
  return ctx.db.requestEntry.findFirst({ where: { id, kind, usedAt: { not: null } } })
}

/** The trainee's photo, and the files sent along, for whoever came in so. */
export const findEntryPhoto = (kind: EntryKind) =>
  open(reason, async (ctx) => {
    const found = await findByEntry(kind)(ctx)
    const id = found?.asked.trainee.photoFileId
    return id ? ctx.db.storedFile.findUnique({ where: { id } }) : null
  })

export const findEntryFile = (kind: EntryKind) =>
  open(reason, async (ctx) => {
    const found = await findByEntry(kind)(ctx)
    return found?.asked.files.find(({ id }) => id === ctx.params.fileId) ?? null
  })
