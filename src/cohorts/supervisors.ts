import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { SupervisionKind } from '../generated/client.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Invalid } from '../kit/errors.ts'
import { isId } from '../kit/ids.ts'
import { day, line } from '../kit/inputs.ts'
import { dbDate, lastDay, plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { date } from '../kit/ui.ts'
import { changeSupervisor, type PortfolioBase, portfolioOf } from '../training/index.ts'
import { cohortPolicy } from './policy.ts'

/** A line of the history: who supervised, as what, from when to when, and why it changed. */
export interface PastSupervision {
  id: string
  kind: SupervisionKind
  personId: string
  name: string
  from: Temporal.PlainDate
  until: Temporal.PlainDate | null
  reason: string | null
}

export interface SupervisorsFound {
  portfolio: PortfolioBase
  history: PastSupervision[]
  /** People who can be chosen: consultants and others who supervise or hold a role in this college's programmes. */
  people: { id: string; name: string; detail: string; trainees: number }[]
}

export const findSupervisors = scoped(cohortPolicy, async (visible, ctx): Promise<SupervisorsFound | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio || ctx.actor.relation === 'trainee') return null
  const [history, people] = await Promise.all([historyOf(ctx, portfolio.id), candidates(ctx, portfolio)])
  return { portfolio, history, people }
})

async function historyOf(ctx: Ctx, enrolmentId: string): Promise<PastSupervision[]> {
  const rows = await ctx.db.supervision.findMany({
    where: { enrolmentId },
    orderBy: [{ from: 'desc' }, { createdAt: 'desc' }],
    include: { person: { select: { title: true, givenName: true, familyName: true } } },
  })
  return rows.map(({ person, ...row }) => ({
    id: row.id,
    kind: row.kind,
    personId: row.personId,
    name: [person.title, person.givenName, person.familyName].filter(Boolean).join(' '),
    from: plainDate(row.from),
    until: row.until ? plainDate(row.until) : null,
    reason: row.reason,
  }))
}

/** With how many trainees each has today, so that nobody is loaded without being seen. */
async function candidates(ctx: Ctx, portfolio: PortfolioBase): Promise<SupervisorsFound['people']> {
  const today = ctx.today.toString()
  return ctx.db.$queryRaw<SupervisorsFound['people']>`
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      concat_ws(', ', p.grade, p.specialty) as detail,
      (select count(distinct s."enrolmentId")::int from "Supervision" s where s."personId" = p.id
        and s."from" <= ${today}::date and (s.until is null or s.until > ${today}::date)) as trainees
    from "Person" p join "Account" a on a."personId" = p.id and a.state in ('active', 'invited')
    where p.id <> ${portfolio.personId}::uuid and p.grade is not null and p.grade not in ('trainee', 'other')
      and (exists (select 1 from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId"
            where s."personId" = p.id and e."programmeId" = ${portfolio.programmeId}::uuid)
        or exists (select 1 from "Grant" g where g."personId" = p.id))
    order by p."familyName" collate "und-x-icu", p."givenName" limit 500`
}

const changeForm = (portfolio: PortfolioBase) =>
  z.object({
    kind: z.enum(['educational', 'clinical'], 'Choose which supervisor changes.'),
    personId: line(100, 'Choose the new supervisor.').refine((id) => !id || isId(id), 'Choose the new supervisor.'),
    from: day('Enter the first day of the new supervisor.').refine(
      (first) => within(first, portfolio),
      `Choose a day within the training, from ${date(portfolio.startsOn)} to ${date(lastDay(portfolio.endsOn))}.`,
    ),
    reason: line(500),
  })
type Change = z.output<ReturnType<typeof changeForm>>

function within(day: Temporal.PlainDate, { startsOn, endsOn }: PortfolioBase): boolean {
  return Temporal.PlainDate.compare(startsOn, day) <= 0 && Temporal.PlainDate.compare(day, endsOn) < 0
}

/** R8, R29: the coordinator puts another supervisor on record, with a date; history stays, everybody is told. */
export const setSupervisor = command({
  find: findSupervisors,
  may: cohortPolicy.actions.changeSupervisor,
  input: ({ portfolio }) => changeForm(portfolio),
  run: async (ctx, { portfolio, people }, { kind, personId, from, reason }: Change) => {
    const next = people.find((one) => one.id === personId)
    if (!next) throw new Invalid({ personId: 'Choose a supervisor from the list.' })
    const changed = await changeSupervisor(ctx, {
      enrolmentId: portfolio.id,
      kind,
      personId,
      from,
      reason,
    })
    await tell(ctx, portfolio, { kind, from, next, previousId: changed.previousId })
    return { ...changed, name: next.name, kind, from }
  },
  audit: ({ previousId }, { portfolio }, { kind, personId, from }): AuditEntry => ({
    type: 'supervision.changed',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { kind, from: from.toString(), personId, previousId },
  }),
})

export const kindWords: Record<SupervisionKind, string> = {
  educational: 'educational supervisor',
  clinical: 'clinical supervisor',
}

interface Told {
  kind: SupervisionKind
  from: Temporal.PlainDate
  next: { id: string; name: string }
  previousId: string | null
}

/** The trainee and both supervisors, by notice and by mail. */
async function tell(ctx: WriteCtx, portfolio: PortfolioBase, { kind, from, next, previousId }: Told): Promise<void> {
  const as = kindWords[kind]
  const day = date(from)
  const supervising = kind === 'educational' ? 'educationalSupervisor' : 'clinicalSupervisor'
  const people = [
    {
      personId: portfolio.personId,
      roleKey: `own:${portfolio.id}`,
      text: `${next.name} is your ${as} from ${day}`,
      href: '/',
    },
    {
      personId: next.id,
      roleKey: supervising,
      text: `You are ${as} of ${portfolio.name} from ${day}`,
      href: '/trainees',
    },
    ...(previousId
      ? [
          {
            personId: previousId,
            roleKey: supervising,
            text: `You are ${as} of ${portfolio.name} until the day before ${day}`,
            href: '/trainees',
          },
        ]
      : []),
  ]
  for (const person of people) {
    await ctx.services.notices.notify(ctx, { ...person, kind: 'supervision.changed', subjectId: portfolio.personId })
    await mail(ctx, person.personId, person.text)
  }
}

async function mail(ctx: WriteCtx, toPersonId: string, text: string): Promise<void> {
  const address = await ctx.db.identifier.findFirst({
    where: { personId: toPersonId, kind: 'email', verifiedAt: { not: null } },
    orderBy: { primary: 'desc' },
  })
  if (!address) return
  await ctx.services.notices.queueMail(ctx, {
    to: address.value,
    toPersonId,
    subject: 'A change of supervisor',
    text: `${text}.`,
    link: { label: 'Open Attest', path: '/' },
    purpose: 'supervision.changed',
  })
}

/** The day before which nothing of the past is changed by default: today. */
export function suggestedDay(today: Temporal.PlainDate): string {
  return dbDate(today).toISOString().slice(0, 10)
}
