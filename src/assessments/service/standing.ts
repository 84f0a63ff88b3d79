import { Temporal } from 'temporal-polyfill'
import { type FormDefinition, occurredOn, type Values } from '../../forms/index.ts'
import { dateIn, fromJsDate } from '../../kit/clock.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Forbidden } from '../../kit/errors.ts'
import { date } from '../../kit/ui.ts'
import type { Candidate, Wording } from '../eligibility.ts'
import { colleaguesOf } from '../people.ts'
import type { ToFill } from '../queries.ts'
import { WithArticle, withArticle } from '../words.ts'

const asksRelations = ({ assessor }: FormDefinition): boolean =>
  assessor?.relations !== undefined || assessor?.notRelations !== undefined

/** How somebody stands to a trainee on a day: by supervision, or by a role that holds where the trainee is. */
async function relationsOn(ctx: Pick<Ctx, 'db'>, enrolmentId: string, personId: string, day: Temporal.PlainDate) {
  const people = await colleaguesOf(ctx.db, enrolmentId, day, { also: [personId] })
  return people.find((one) => one.personId === personId)?.relations ?? []
}

/** Adds how somebody stood on the day that a form is about, where that is another day and the form asks (domain 1.7). */
export async function withThen(
  ctx: Pick<Ctx, 'db'>,
  candidate: Candidate,
  about: { form: FormDefinition; values: Values; enrolmentId: string; today: Temporal.PlainDate },
): Promise<Candidate> {
  const { form, values, enrolmentId, today } = about
  const on = occurredOn(form, values)
  if (!candidate.personId || !asksRelations(form) || !on || on === today.toString()) return candidate
  const day = Temporal.PlainDate.from(on)
  return {
    ...candidate,
    onDay: { on: date(day), relations: await relationsOn(ctx, enrolmentId, candidate.personId, day) },
  }
}

/**
 * Holds whoever signs to the relations of the form once more (domain 1.7, decision 62). In an excluded one nobody may be, on
 * the day of the signature or on the day that it is about. A wanted one counts on either of these, or on the day they were
 * asked: a change of posts in between takes no assessment away.
 * @throws Forbidden with the way to decline
 */
export async function refuseByRelation(
  ctx: WriteCtx,
  found: ToFill,
  values: Values,
  { relation }: Wording,
): Promise<void> {
  const { asked, form, base } = found
  if (!asksRelations(form)) return
  const { relations: wanted, notRelations: excluded = [] } = form.assessor ?? {}
  const { enrolmentId, assessorId } = asked.record
  const today = dateIn(ctx.now, asked.programme.timeZone)
  const on = occurredOn(form, values)
  const about = on ? Temporal.PlainDate.from(on) : today
  const askedOn = dateIn(fromJsDate(asked.request.sentAt), asked.programme.timeZone)
  const standing = async (day: Temporal.PlainDate) => relationsOn(ctx, enrolmentId, assessorId, day)
  const now = await standing(today)
  const then = about.equals(today) ? now : await standing(about)
  const refuse = (rule: string, reason: string) => {
    const remedy = { label: 'Decline, and say so', href: base }
    return new Forbidden({ rule, reason, whoCan: 'Somebody else whom the trainee asks', remedy })
  }
  const isExcluded = (one: string) => excluded.includes(one)
  const [by, words] = now.some(isExcluded)
    ? [now.find(isExcluded)!, 'You are by now']
    : [then.find(isExcluded), `On ${date(about)} you were`]
  if (by)
    throw refuse(
      'assessment.excluded',
      `${words} the ${relation(by)} of ${asked.trainee.name}, who does not write ${withArticle(form.short)}.`,
    )
  if (!wanted) return
  const ever = new Set([...now, ...then, ...(await standing(askedOn))])
  if (wanted.some((one) => ever.has(one))) return
  throw refuse(
    'assessment.relation',
    `${WithArticle(form.short)} is completed by the ${wanted.map(relation).join(' or ')} of ${asked.trainee.name}, and no such relation to you is recorded.`,
  )
}
