import { withArticle } from '../assessments/index.ts'
import type { Dispute } from '../generated/client.ts'
import type { WriteCtx } from '../kit/context.ts'
import { officersOf } from '../training/index.ts'
import { type Addressee, addressee } from './people.ts'
import { lookInto } from './policy.ts'
import type { InYourName } from './signature.ts'
import { type Ending, outcomes } from './states.ts'

interface Words {
  personId: string
  roleKey: string
  kind: string
  text: string
  href: string
}

/** Alerts those who answer for the programme, by notice and mail; the trainee learns that it does not count for now. */
export async function tellRaised(
  ctx: WriteCtx,
  dispute: Dispute,
  { form, trainee, record }: InYourName,
): Promise<void> {
  const text = `${dispute.raisedByName} says that ${withArticle(form)} for ${trainee.name} was not signed by them`
  const href = `/integrity/disputes/${dispute.id}`
  for (const { personId, roleKey } of await officersOf(ctx, record.programmeId, lookInto)) {
    await notify(ctx, dispute, { personId, roleKey, kind: 'record.disputed', text, href })
    const more = 'It is locked, and counts for nothing, until you or a colleague have looked into it.'
    await mail(ctx, dispute, await addressee(ctx.db, personId), { subject: text, text: `${text}. ${more}`, path: href })
  }
  const own = `The signature of ${withArticle(form)} of yours is disputed`
  const path = `/records/${record.id}`
  const roleKey = `own:${record.enrolmentId}`
  const until = 'it does not count until your programme has looked into it'
  await notify(ctx, dispute, {
    personId: trainee.id,
    roleKey,
    kind: 'record.disputed',
    text: `${own}; ${until}`,
    href: path,
  })
  await mail(ctx, dispute, trainee, { subject: own, text: `${own}: ${until}.`, path })
}

/** Tells the trainee and the assessor how it ended. */
export async function tellResolved(
  ctx: WriteCtx,
  dispute: Dispute,
  { form, trainee, assessor, record }: InYourName,
  ending: Ending,
): Promise<void> {
  const { verb, event: kind } = outcomes[ending]
  const told = [
    { person: trainee, roleKey: `own:${record.enrolmentId}`, whose: `your ${form}`, href: `/records/${record.id}` },
    {
      person: assessor,
      roleKey: '*',
      whose: `${withArticle(form)} for ${trainee.name}`,
      href: `/integrity/not-me/${record.id}`,
    },
  ]
  for (const { person, roleKey, whose, href } of told) {
    const text = `${ctx.actor.name} ${verb} ${whose}, which was disputed`
    if (person.hasAccount) await notify(ctx, dispute, { personId: person.id, roleKey, kind, text, href })
    const path = person.hasAccount ? href : null
    await mail(ctx, dispute, person, { subject: text, text: `${text}.`, path })
  }
}

function notify(ctx: WriteCtx, { portfolioId, recordId }: Dispute, words: Words): Promise<void> {
  return ctx.services.notices.notify(ctx, { ...words, subjectId: portfolioId, recordId })
}

async function mail(
  ctx: WriteCtx,
  { recordId }: Dispute,
  { id: toPersonId, name, email }: Addressee,
  { subject, text, path }: { subject: string; text: string; path: string | null },
): Promise<void> {
  if (!email) return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: email, toPersonId, subject, recordId, purpose: 'record.dispute' },
    text: `Dear ${name},\n\n${text}`,
    ...(path ? { link: { label: 'Read more', path } } : {}),
  })
}
