import type { AssessmentRequest, Dispute, Record as RecordRow, RecordVersion } from '../generated/client.ts'
import { idsOf, linkTokens, unknownLink } from '../identity/index.ts'
import type { Ctx, DbOrTx } from '../kit/context.ts'
import { NotFound } from '../kit/errors.ts'
import { isId } from '../kit/ids.ts'
import { byLink, mine } from '../kit/scope.ts'
import { guestFor } from '../policy/index.ts'
import { type Addressee, addressee } from './people.ts'

/** The purpose under which the links of counter-notices are made. */
export const linkPurpose = 'counter'

/** Something that was completed in somebody's name, as they are told of it. */
export interface InYourName {
  record: RecordRow
  request: AssessmentRequest
  version: RecordVersion
  /** The form as people call it. */
  form: string
  trainee: Addressee
  assessor: Addressee
  timeZone: string
  dispute: Dispute | null
  via: 'account' | 'link'
  base: string
}

/** Reads what was completed; null where nothing was signed by the person asked. */
export async function inNameOf(
  ctx: { db: DbOrTx; services: Ctx['services'] },
  recordId: string,
  way: Pick<InYourName, 'via' | 'base'>,
): Promise<InYourName | null> {
  const found = await ctx.db.record.findUnique({
    where: { id: recordId },
    include: { request: true, disputes: true, versions: { where: { act: 'signed' }, orderBy: { seq: 'asc' } } },
  })
  if (!found) return null
  const { request, disputes, versions, ...record } = found
  if (!request || !record.assessorId) return null
  const theirs = await idsOf(ctx.db, record.assessorId)
  const version = versions.find(({ signerId }) => theirs.includes(signerId))
  if (!version) return null
  const pack = await ctx.services.packs.get(record.packVersionId)
  // One after the other: they may share the connection of a transaction.
  const trainee = await addressee(ctx.db, record.personId)
  const assessor = await addressee(ctx.db, record.assessorId)
  const programme = await ctx.db.programme.findUniqueOrThrow({ where: { id: record.programmeId } })
  const form = pack.form(record.formKey)?.short ?? record.kind
  const { timeZone } = programme
  return { record, request, version, form, trainee, assessor, timeZone, dispute: disputes[0] ?? null, ...way }
}

/** What a counter-notice is about, for whoever holds its link. Fetching it changes nothing (decision 21). */
export const findByCounterLink = byLink(
  'the token in the address proves that its reader was told of this one signature in their name',
  async (ctx) => {
    const { token = '' } = ctx.params
    const id = linkTokens.idOf(token)
    const found = id ? await inNameOf(ctx, id, { via: 'link', base: `/not-me/${token}` }) : null
    const claim = { purpose: linkPurpose, id: id ?? '', generation: found?.request.generation ?? 1 }
    // The same words whatever is wrong with it, so that nobody learns which links exist.
    if (!found || !linkTokens.holds(ctx.config.sessionSecret, token, claim)) throw new NotFound(unknownLink())
    return { actor: guestFor(found.assessor, found.record.id), found }
  },
)

/** The same for somebody signed in, in whichever role they act. */
export const findInMyName = mine(async (personId, ctx): Promise<InYourName | null> => {
  const { id } = ctx.params
  const found = isId(id) ? await inNameOf(ctx, id, { via: 'account', base: `/integrity/not-me/${id}` }) : null
  return found?.record.assessorId === personId ? found : null
})
