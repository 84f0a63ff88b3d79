import type { FormDefinition } from '../../forms/index.ts'
import { mailAddressOf } from '../../identity/index.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { type Carer, carersOf, type PortfolioBase } from '../../training/index.ts'
import { url } from '../url.ts'

interface About {
  portfolio: PortfolioBase
  form: FormDefinition
  recordId: string
}

interface Told {
  personId: string
  roleKey: string
  kind: string
  text: string
  detail: string | null
  href: string
  subject: string
  mail: string
}

/** A notice at home and a mail, both pointing, neither telling what was written. */
async function tell(ctx: WriteCtx, { portfolio, recordId }: About, told: Told): Promise<void> {
  const { personId, roleKey, kind, text, detail, href } = told
  const { notify, queueMail } = ctx.services.notices
  await notify(ctx, { personId, roleKey, kind, text, detail, href, subjectId: portfolio.personId, recordId })
  const address = await mailAddressOf(ctx.db, personId)
  if (!address) return
  await queueMail(ctx, {
    to: address,
    toPersonId: personId,
    subject: told.subject,
    text: told.mail,
    link: { label: 'Open it', path: href },
    purpose: kind,
    recordId,
  })
}

/** To the supervisor: the trainee has begun, and asks them to complete it. */
export function tellSupervisor(ctx: WriteCtx, about: About, { id, name, roleKey }: Carer): Promise<void> {
  const { portfolio, form, recordId } = about
  return tell(ctx, about, {
    personId: id,
    roleKey,
    kind: 'appraisal.requested',
    text: `${portfolio.name} has begun: ${form.title}`,
    detail: 'For you to complete when you have met',
    href: url.one(portfolio.id, recordId),
    subject: `${form.title} with ${portfolio.name}`,
    mail: `Dear ${name},\n\n${portfolio.name} has filled in their part of “${form.title}” and asks you to complete it when you have met. Please sign in with your own account: nobody can complete it for you.`,
  })
}

/** To the supervisor: it is not needed any more. */
export async function tellWithdrawn(ctx: WriteCtx, about: About, personId: string): Promise<void> {
  const { portfolio, form, recordId } = about
  await ctx.services.notices.notify(ctx, {
    personId,
    roleKey: carersOf(portfolio).find(({ id }) => id === personId)?.roleKey ?? '*',
    kind: 'appraisal.withdrawn',
    text: `${portfolio.name} has withdrawn: ${form.title}`,
    detail: 'Nothing more is needed from you',
    href: url.list(portfolio.id),
    subjectId: portfolio.personId,
    recordId,
  })
}

/** To the trainee: it is there to be read. */
export function tellTrainee(ctx: WriteCtx, about: About): Promise<void> {
  const { portfolio, form, recordId } = about
  return tell(ctx, about, {
    personId: portfolio.personId,
    roleKey: `own:${portfolio.id}`,
    kind: 'appraisal.released',
    text: `${ctx.actor.name} has signed your ${form.title.toLowerCase()}`,
    detail: null,
    href: url.one(portfolio.id, recordId),
    subject: `Your ${form.title.toLowerCase()} is there to be read`,
    mail: `Dear ${portfolio.name},\n\n${ctx.actor.name} has signed your ${form.title.toLowerCase()}. You can read it in your portfolio, and add a comment of your own.`,
  })
}
