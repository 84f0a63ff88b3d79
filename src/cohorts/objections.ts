import { z } from 'zod'
import type { SupervisionKind, SupervisorObjection } from '../generated/client.ts'
import { mailAddressOf } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { isId, newId } from '../kit/ids.ts'
import { line, lines } from '../kit/inputs.ts'
import { onDay } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { type PortfolioBase, portfolioOf } from '../training/index.ts'
import { cohortPolicy } from './policy.ts'
import {
  findSupervisors,
  historyOf,
  kindsOf,
  kindWords,
  objectionsOf,
  type PastSupervision,
  supervisingAs,
} from './supervisors.ts'

/** A trainee's own supervisors: who they are and were, and what the trainee has said about them. */
export interface OwnSupervisors {
  portfolio: PortfolioBase
  kinds: SupervisionKind[]
  history: PastSupervision[]
  /** The newest first. */
  objections: SupervisorObjection[]
}

/** The acting trainee's own page; nobody else has it (R29). */
export const findOwnSupervisors = scoped(cohortPolicy, async (visible, ctx): Promise<OwnSupervisors | null> => {
  if (ctx.actor.relation !== 'trainee') return null
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  const kinds = portfolio ? await kindsOf(ctx, portfolio) : []
  if (!portfolio || kinds.length === 0) return null
  const [history, objections] = await Promise.all([historyOf(ctx, portfolio.id), objectionsOf(ctx, portfolio.id)])
  return { portfolio, kinds, history, objections }
})

const objectionForm = (kinds: readonly SupervisionKind[]) =>
  z.object({
    kind: z.enum(kinds, 'Choose which supervisor is wrong.'),
    suggested: line(120),
    words: lines(1000),
  })

/** "This is not my supervisor" (R29): a request to the coordinator; the record itself is not the trainee's to change. */
export const objectToSupervisor = command({
  find: findOwnSupervisors,
  may: cohortPolicy.actions.object,
  input: ({ kinds }) => objectionForm(kinds),
  // Whom it is about is named: that is what it is for.
  free: ({ words, suggested }, { history }) => ({
    texts: { words },
    known: [suggested, ...history.map(({ name }) => name)],
  }),
  run: async (ctx, { portfolio, objections }, { kind, suggested, words }) => {
    if (objections.some((one) => one.kind === kind && !one.closedAt))
      throw new Invalid({
        kind: 'You have said so already; it waits for the coordinator. You are told as soon as it is settled.',
      })
    const now = portfolio[supervisingAs[kind]]
    const id = newId()
    await ctx.db.supervisorObjection.create({
      data: {
        ...{ id, enrolmentId: portfolio.id, kind, suggested, words },
        onRecordId: now?.id ?? null,
        onRecordName: now?.name ?? null,
        createdAt: toJsDate(ctx.now),
      },
    })
    await tellHelpers(ctx, portfolio, kind, now?.name ?? null)
    return { id, kind }
  },
  audit: ({ id, kind }, { portfolio }): AuditEntry => ({
    type: 'supervision.objected',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { objection: id, kind },
  }),
})

/** The coordinators, who change the record, and the college tutors of the hospital, who are first help (R7). */
async function tellHelpers(ctx: WriteCtx, portfolio: PortfolioBase, kind: SupervisionKind, name: string | null) {
  const text = name
    ? `${portfolio.name} says: ${name} is not my ${kindWords[kind]}`
    : `${portfolio.name} says: no ${kindWords[kind]} is recorded for me`
  const coordinators = await coordinatorsOf(ctx, portfolio.programmeId)
  const tutors = portfolio.leads.filter(({ relation }) => relation === 'collegeTutor')
  const told = [
    ...coordinators.map((one) => ({ ...one, detail: 'Change the record, or answer' })),
    ...tutors.map(({ id, roleKey }) => ({
      ...{ personId: id, roleKey },
      detail: 'You are first help at this hospital; the coordinator changes the record',
    })),
  ]
  for (const { personId, roleKey, detail } of told) {
    await ctx.services.notices.notify(ctx, {
      ...{ personId, roleKey, text, detail },
      kind: 'supervision.objected',
      href: `/trainees/${portfolio.id}/supervisors`,
      subjectId: portfolio.personId,
    })
  }
}

/** Who coordinates a programme today, with the role in which they do. */
async function coordinatorsOf(ctx: Ctx, programmeId: string): Promise<{ personId: string; roleKey: string }[]> {
  const programme = await ctx.db.programme.findUniqueOrThrow({ where: { id: programmeId } })
  const places = [
    { scopeKind: 'programme', scopeId: programmeId },
    { scopeKind: 'network', scopeId: programme.networkId ?? programmeId },
    { scopeKind: 'college', scopeId: programme.collegeId },
  ]
  const grants = await ctx.db.grant.findMany({
    where: { role: 'coordinator', AND: [{ OR: places }, onDay(ctx.today)] },
    select: { id: true, personId: true },
  })
  return grants.map(({ id, personId }) => ({ personId, roleKey: `grant:${id}` }))
}

const findObjection = scoped(cohortPolicy, async (_visible, ctx) => {
  const found = await findSupervisors(ctx)
  const { objectionId } = ctx.params
  const objection = isId(objectionId) ? found?.objections.find(({ id }) => id === objectionId) : null
  return found && objection ? { ...found, objection } : null
})

const answerForm = z.object({ answer: lines(1000, 'Write the answer that the trainee is to read.') })

/** The coordinator answers instead of changing the record; the trainee reads it. */
export const answerObjection = command({
  find: findObjection,
  may: cohortPolicy.actions.changeSupervisor,
  input: () => answerForm,
  free: ({ answer }, { portfolio, history, people, objection }) => ({
    texts: { answer },
    known: [portfolio.name, objection.suggested, ...[...history, ...people].map(({ name }) => name)],
  }),
  run: async (ctx, { portfolio, objection }, { answer }) => {
    await close(ctx, { id: objection.id }, { outcome: 'answered', answer })
    await tellTrainee(ctx, portfolio, objection.kind)
    return objection
  },
  audit: (objection, { portfolio }): AuditEntry => ({
    type: 'supervision.answered',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { objection: objection.id, kind: objection.kind },
  }),
})

/** A changed record settles what the trainee said about it; the trainee is told of the change itself. */
export async function settleObjections(ctx: WriteCtx, enrolmentId: string, kind: SupervisionKind): Promise<void> {
  const open = await ctx.db.supervisorObjection.findFirst({ where: { enrolmentId, kind, closedAt: null } })
  if (open) await close(ctx, { id: open.id }, { outcome: 'changed', answer: null })
}

async function close(
  ctx: WriteCtx,
  { id }: { id: string },
  data: { outcome: 'changed' | 'answered'; answer: string | null },
): Promise<void> {
  const by = { closedAt: toJsDate(ctx.now), closedById: ctx.actor.personId, closedByName: ctx.actor.name }
  const { count } = await ctx.db.supervisorObjection.updateMany({
    where: { id, closedAt: null },
    data: { ...data, ...by },
  })
  if (count === 0) throw new Conflict('This is settled already. Look at it as it stands now.')
}

async function tellTrainee(ctx: WriteCtx, portfolio: PortfolioBase, kind: SupervisionKind): Promise<void> {
  const { personId } = portfolio
  const text = `${ctx.actor.name} has answered what you said about your ${kindWords[kind]}`
  await ctx.services.notices.notify(ctx, {
    ...{ personId, text, roleKey: `own:${portfolio.id}` },
    kind: 'supervision.answered',
    href: '/supervisors',
    subjectId: personId,
  })
  const to = await mailAddressOf(ctx.db, personId, 'confirmed')
  if (!to) return
  await ctx.services.notices.queueMail(ctx, {
    to,
    toPersonId: personId,
    subject: 'An answer about your supervisor',
    text: `Dear ${portfolio.name},\n\n${text}. You can read it after signing in.`,
    link: { label: 'Read the answer', path: '/supervisors' },
    purpose: 'supervision.answered',
  })
}
