import type { FormDefinition } from '../../forms/index.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { lastDayOf } from '../../kit/window.ts'
import type { Asked } from '../asked.ts'
import * as mails from '../mails.ts'
import { withArticle } from '../words.ts'

/** What telling needs of a request; a new one has no rows yet. */
export interface Told {
  recordId: string
  enrolmentId: string
  form: Pick<FormDefinition, 'short' | 'title'>
  trainee: { id: string; name: string; email: string | null }
  assessor: { id: string; name: string; email: string; hasAccount: boolean }
  generation: number
  expiresAt: Date
  timeZone: string
}

export function toldOf(asked: Asked, form: FormDefinition): Told {
  return {
    recordId: asked.record.id,
    enrolmentId: asked.record.enrolmentId,
    form,
    trainee: asked.trainee,
    assessor: {
      id: asked.assessor.id,
      name: asked.assessor.name,
      email: asked.request.assessorEmail,
      hasAccount: asked.assessor.account === 'active',
    },
    generation: asked.request.generation,
    expiresAt: asked.request.expiresAt,
    timeZone: asked.programme.timeZone,
  }
}

const namesOf = ({ trainee, assessor, form }: Told): mails.Names => ({
  trainee: trainee.name,
  assessor: assessor.name,
  form: form.short,
  formTitle: form.title,
})

type AssessorLetter = 'request' | 'reminder' | 'withdrawn'

/** A mail to the assessor, with their link where there is something to open; and a notice where they have an account. */
export async function tellAssessor(ctx: WriteCtx, told: Told, what: AssessorLetter): Promise<void> {
  const { assessor, recordId, generation } = told
  // Asked by name alone: they are shown a code, and give their address when they complete it.
  if (assessor.email === '') return
  const link = { label: 'Open the form', base: '/a/', purpose: 'assessment', id: recordId, generation }
  await ctx.services.notices.queueMail(ctx, {
    to: assessor.email,
    toPersonId: assessor.id,
    ...wordsFor(told, what),
    ...(what === 'withdrawn' ? {} : { link }),
    purpose: `assessment.${what}`,
    recordId,
  })
  if (!assessor.hasAccount) return
  await ctx.services.notices.notify(ctx, {
    personId: assessor.id,
    roleKey: '*',
    kind: `assessment.${what}`,
    text: noticeFor(told, what),
    href: what === 'withdrawn' ? '/assess' : `/assess/${recordId}`,
    subjectId: told.trainee.id,
    recordId,
  })
}

function wordsFor(told: Told, what: AssessorLetter): mails.Words {
  const names = namesOf(told)
  const lastDay = lastDayOf(told.expiresAt, told.timeZone)
  if (what === 'request') return mails.requestMail(names, lastDay)
  if (what === 'reminder') return mails.reminderMail(names, lastDay)
  return mails.withdrawnMail(names)
}

function noticeFor({ trainee, form }: Told, what: AssessorLetter): string {
  if (what === 'withdrawn') return `${trainee.name} has withdrawn the request for ${withArticle(form.short)}`
  if (what === 'reminder') return `${trainee.name} still waits for ${withArticle(form.short)} from you`
  return `${trainee.name} asks you for ${withArticle(form.short)}`
}

type TraineeLetter = 'completed' | 'declined' | 'expired' | 'undelivered' | 'quiet' | 'nudge'

/** A notice to the trainee in their own role, and a mail where it is worth one. */
export async function tellTrainee(ctx: WriteCtx, told: Told, what: TraineeLetter): Promise<void> {
  const { trainee, assessor, form, recordId } = told
  const href = `/assessments/${recordId}`
  const texts: Record<TraineeLetter, string> = {
    completed: `${assessor.name} has completed your ${form.short}`,
    declined: `${assessor.name} has declined your request for ${withArticle(form.short)}`,
    expired: `Your request to ${assessor.name} for ${withArticle(form.short)} has expired`,
    undelivered: `The mail to ${assessor.email} could not be delivered`,
    quiet: `${assessor.name} has not opened your request for ${withArticle(form.short)} for two days`,
    nudge: `${assessor.name} would like to complete your ${form.short}: ask again`,
  }
  await ctx.services.notices.notify(ctx, {
    personId: trainee.id,
    roleKey: `own:${told.enrolmentId}`,
    kind: `assessment.${what}`,
    text: texts[what],
    href,
    subjectId: trainee.id,
    recordId,
  })
  if (trainee.email === null || what === 'quiet' || what === 'nudge') return
  const names = namesOf(told)
  const letter = {
    completed: () => mails.completedMail(names),
    declined: () => mails.declinedMail(names),
    expired: () => mails.expiredMail(names),
    undelivered: () => mails.undeliveredMail(names, assessor.email),
  }
  await ctx.services.notices.queueMail(ctx, {
    to: trainee.email,
    toPersonId: trainee.id,
    ...letter[what](),
    link: { label: what === 'completed' ? 'Read it' : 'Open your request', path: href },
    purpose: `assessment.${what}`,
    recordId,
  })
}
