import { withArticle } from '../assessments/index.ts'
import type { RecordDetail } from '../evidence/index.ts'
import type { Correction } from '../generated/client.ts'
import { mailIdentifier, personName } from '../identity/index.ts'
import type { WriteCtx } from '../kit/context.ts'
import { officersOf } from '../training/index.ts'

/** The purpose under which links of those who decide without an account are made. */
export const linkPurpose = 'correction'

interface Addressee {
  id: string
  name: string
  email: string | null
  hasAccount: boolean
}

async function addressee(ctx: WriteCtx, id: string): Promise<Addressee> {
  const person = await ctx.db.person.findUniqueOrThrow({
    where: { id },
    include: {
      account: { select: { state: true } },
      identifiers: mailIdentifier,
    },
  })
  const email = person.identifiers[0]?.value ?? null
  return { id, name: personName(person), email, hasAccount: person.account?.state === 'active' }
}

/** Where the mail with the link went that is being used now. */
export async function mailedTo(ctx: WriteCtx): Promise<string> {
  return (await addressee(ctx, ctx.actor.personId)).email ?? ''
}

const formOf = ({ form, record }: RecordDetail) => form?.short ?? record.kind

/** Tells whoever decides: the signer by mail and notice, the college by a notice; the trainee where the signer asks. */
export async function tellAsked(ctx: WriteCtx, correction: Correction, detail: RecordDetail): Promise<void> {
  const { signerId, askedById, portfolioId, programmeId, askedByName } = correction
  const what = `${askedByName} asks for a correction in ${askedById === portfolioId ? withArticle(formOf(detail)) : `${withArticle(formOf(detail))} of ${detail.ownerName}`}`
  for (const { personId, roleKey } of await officersOf(ctx, programmeId, ['collegeAdmin']))
    await notice(ctx, correction, { personId, roleKey, kind: 'correction.asked', text: what })
  if (askedById !== portfolioId) {
    const text = `${askedByName} asks to put something right in your ${formOf(detail)}`
    await notice(ctx, correction, {
      personId: portfolioId,
      roleKey: `own:${correction.enrolmentId}`,
      kind: 'correction.asked',
      text,
    })
  }
  if (!signerId || signerId === askedById) return
  const signer = await addressee(ctx, signerId)
  if (signer.hasAccount)
    await notice(ctx, correction, { personId: signerId, roleKey: '*', kind: 'correction.asked', text: what })
  await mail(ctx, correction, signer, {
    subject: what,
    text: `${what}. You signed it, so you decide: the page shows what is asked and why. What you signed is kept, whatever you decide.`,
    label: 'Read and decide',
    purpose: 'correction.asked',
  })
}

/** Tells everybody concerned but whoever did it. */
export async function tellDecided(
  ctx: WriteCtx,
  correction: Correction,
  detail: RecordDetail,
  outcome: 'accepted' | 'refused' | 'withdrawn',
): Promise<void> {
  const { portfolioId, askedById, signerId, enrolmentId, programmeId } = correction
  const whom = new Set([portfolioId, askedById, ...(signerId ? [signerId] : [])])
  whom.delete(ctx.actor.personId)
  const verb = { accepted: 'accepted', refused: 'refused', withdrawn: 'took back' }[outcome]
  // The college was told when it was asked, so it hears the end as well, whoever decided.
  for (const { personId, roleKey } of await officersOf(ctx, programmeId, ['collegeAdmin'])) {
    if (personId === ctx.actor.personId || whom.has(personId)) continue
    const text = `${ctx.actor.name} ${verb} a correction in ${withArticle(formOf(detail))} of ${detail.ownerName}`
    await notice(ctx, correction, { personId, roleKey, kind: `correction.${outcome}`, text })
  }
  for (const personId of whom) {
    const whose =
      personId === portfolioId ? `your ${formOf(detail)}` : `${withArticle(formOf(detail))} of ${detail.ownerName}`
    const text = `${ctx.actor.name} ${verb} a correction in ${whose}`
    const roleKey = personId === portfolioId ? `own:${enrolmentId}` : '*'
    const person = await addressee(ctx, personId)
    if (person.hasAccount) await notice(ctx, correction, { personId, roleKey, kind: `correction.${outcome}`, text })
    if (outcome === 'withdrawn') continue
    const kept = 'What was signed first is kept beside what is put right.'
    const more = outcome === 'accepted' ? kept : 'The record stays as it was signed. The reason is on the page.'
    await mail(ctx, correction, person, {
      subject: text,
      text: `${text}. ${more}`,
      label: 'Read it',
      purpose: 'correction.decided',
    })
  }
}

interface Words {
  personId: string
  roleKey: string
  kind: string
  text: string
}

function notice(ctx: WriteCtx, { id, portfolioId, recordId }: Correction, words: Words): Promise<void> {
  return ctx.services.notices.notify(ctx, { ...words, href: `/corrections/${id}`, subjectId: portfolioId, recordId })
}

async function mail(
  ctx: WriteCtx,
  { id, recordId }: Correction,
  { id: toPersonId, name, email, hasAccount }: Addressee,
  { subject, text, label, purpose }: { subject: string; text: string; label: string; purpose: string },
): Promise<void> {
  if (!email) return
  const link = hasAccount
    ? { label, path: `/corrections/${id}` }
    : { label, base: '/c/', purpose: linkPurpose, id, generation: 1 }
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: email, toPersonId, subject, purpose, recordId, link },
    text: `Dear ${name},\n\n${text}`,
  })
}
