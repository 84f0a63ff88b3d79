import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { day, line } from '../../kit/inputs.ts'
import { dbDate, lastDay, overlap, plainDate, untilAfter } from '../../kit/periods.ts'
import { date, plural } from '../../kit/ui.ts'
import { type Actor, type Decision, refuse } from '../../policy/index.ts'
import { workingDays } from './count.ts'
import { type AbsenceFound, type AbsencesFound, findAbsence, findAbsences } from './find.ts'

const contacts = { label: 'Whom to ask', href: '/help/contacts' }

/** The trainee and the programme office keep days away; others read the sum. */
export function mayKeep(actor: Actor, { portfolio }: Pick<AbsencesFound, 'portfolio'>): Decision {
  if (actor.relation === 'coordinator') return true
  if (actor.relation !== 'trainee' || actor.personId !== portfolio.personId)
    return refuse('absence.keep', 'The trainee and the programme office enter days away.', portfolio.name)
  return portfolio.state === 'frozen' || portfolio.state === 'closed'
    ? refuse('enrolment.frozen', 'This portfolio is closed for changes at the moment.', 'your programme', contacts)
    : true
}

const absenceForm = ({ rule, portfolio, today }: AbsencesFound) =>
  z
    .object({
      kind: z.string().refine((key) => rule.kinds.some((kind) => kind.key === key), 'Choose what it was.'),
      from: day('Enter the first day away.'),
      last: day('Enter the last day away.'),
      days: z.preprocess((value) => value ?? '', z.string().trim()),
    })
    .superRefine(({ from, last, days }, ctx) => {
      const problem = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
      const compare = Temporal.PlainDate.compare
      if (compare(last, from) < 0) return problem('last', 'The last day lies before the first.')
      if (compare(from, portfolio.startsOn) < 0)
        problem('from', `Your training in this programme began on ${date(portfolio.startsOn)}.`)
      if (compare(last, today.add({ years: 1 })) > 0) problem('last', 'That is more than a year ahead.')
      const most = workingDays(from, untilAfter(last))
      if (most === 0) problem('last', 'There is no working day in that time.')
      if (days && !/^\d{1,3}$/.test(days)) problem('days', 'Enter whole days.')
      else if (days && (Number(days) < 1 || Number(days) > Math.max(most, 1)))
        problem('days', `There ${most === 1 ? 'is one working day' : `are ${most} working days`} in that time.`)
    })
type Input = z.output<ReturnType<typeof absenceForm>>

/** B8: enters days away in whole working days. Never twice for the same day. */
export const enterAbsence = command<AbsencesFound, Input, { id: string; kind: string; days: number }>({
  find: findAbsences,
  may: mayKeep,
  input: (found) => absenceForm(found) as z.ZodType<Input>,
  run: async (ctx, { portfolio, absences, statuses, rule }, { kind, from, last, days }) => {
    const until = untilAfter(last)
    const standing = absences.filter(({ withdrawnAt }) => withdrawnAt === null)
    const other = standing.find((one) =>
      overlap({ from: plainDate(one.from), until: plainDate(one.until) }, { from, until }),
    )
    if (other)
      throw new Invalid({
        from: `${date(plainDate(other.from))} to ${date(lastDay(plainDate(other.until)))} is entered already, by ${other.createdByName}.`,
      })
    const status = statuses.find((one) => one.kind in rule.statuses && overlap(one, { from, until }))
    if (status)
      throw new Invalid({
        from: `From ${date(status.from)} to ${date(lastDay(status.until))} training time says that you were away; that is counted already.`,
      })
    const id = newId()
    const whole = days ? Number(days) : workingDays(from, until)
    await ctx.db.absence.create({
      data: {
        ...{ id, enrolmentId: portfolio.id, kind, from: dbDate(from), until: dbDate(until), days: whole },
        ...{ createdAt: toJsDate(ctx.now), createdById: ctx.actor.personId, createdByName: ctx.actor.name },
      },
    })
    return { id, kind, days: whole }
  },
  audit: ({ id, kind }, { portfolio }) => ({
    type: 'absence.entered',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { absenceId: id, kind },
  }),
})

const withdrawal = z.object({ reason: line(300, 'Say why it is taken back.') })

/** Takes an entry back, with a reason; it stays readable. */
export const withdrawAbsence = command<AbsenceFound, z.output<typeof withdrawal>, null>({
  find: findAbsence,
  may: mayKeep,
  input: () => withdrawal,
  free: ({ reason }, { portfolio }) => ({ texts: { reason }, known: [portfolio.name] }),
  run: async (ctx, { absence }, { reason }) => {
    const { count } = await ctx.db.absence.updateMany({
      where: { id: absence.id, withdrawnAt: null },
      data: {
        ...{ withdrawnAt: toJsDate(ctx.now), withdrawnById: ctx.actor.personId },
        ...{ withdrawnByName: ctx.actor.name, withdrawnReason: reason },
      },
    })
    if (count === 0) throw new Conflict(`${absence.withdrawnByName ?? 'Somebody'} took this back already.`)
    return null
  },
  audit: (_none, { portfolio, absence }) => ({
    type: 'absence.withdrawn',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { absenceId: absence.id, kind: absence.kind },
  }),
})

/** "16 whole days away since 23 Nov 2025; fourteen … ask for a review." */
export const flagWords = (sums: AbsencesFound['sums'], { review }: AbsencesFound['rule']): string =>
  `${plural(sums.total, 'whole day')} away since ${date(sums.since)}: ${review.days} or more ask for a review. No date has moved.`
