import { z } from 'zod'
import type { Application } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { line, lines } from '../kit/inputs.ts'
import { dbDate } from '../kit/periods.ts'
import type { Standing } from '../policy/index.ts'
import type { ApplicationKind } from '../programmes/index.ts'
import { wishWords } from '../progress/index.ts'
import { carersOf, type TimeWish } from '../training/index.ts'
import { OFFICE, type Weighed } from './asked.ts'
import { applicationPolicy } from './policy.ts'
import { type Applying, findApplying, findEditing } from './queries.ts'
import { type Deed, overWords, steps } from './states.ts'
import { tellAlso, tellNext } from './tell.ts'

const words = z.object({
  do: z.enum(['send', 'keep']).catch('send'),
  reason: line(60).catch(null),
  why: lines(2000),
  discussed: lines(1000),
  late: lines(500),
  rare: lines(500),
  /** The completion date that was shown. */
  shown: line(20).catch(null),
})
type Words = z.infer<typeof words>

/** Keeps an application as a draft, or sends it to whoever decides first (R126). */
export const applyFor = applyCommand(findApplying)

/** The same for what was kept, or sent back for changes. */
export const applyAgain = applyCommand(findEditing)

function applyCommand(find: typeof findApplying) {
  return command<Applying, Words, { application: Application; sent: boolean }>({
    find,
    may: (actor, found) => applicationPolicy.actions.apply(actor, found),
    input: (found) => ({ parse: (body: Record<string, unknown>) => readWords(found, body) }),
    // With whom it was talked over is asked by name: colleagues, never patients.
    free: ({ why, late, rare }, { portfolio }) => ({
      texts: { why, late, rare },
      known: [portfolio.name, ...carersOf(portfolio).map(({ name }) => name)],
    }),
    async run(ctx, found, input) {
      const { kind, wish, weighed } = whole(found)
      const sent = input.do === 'send'
      if (sent && input.shown && input.shown !== found.preview?.after.toString()) throw changedMeanwhile()
      const application = await keep(ctx, found, {
        ...columnsOf(found, wish, input),
        kind: kind.key,
        ...title(kind, found, wish),
      })
      if (!sent) return { application, sent }
      const next = await send(ctx, application, kind, weighed)
      await tellNext(ctx, found, next)
      await tellAlso(ctx, found, next, kind.told, `${found.portfolio.name} has applied: ${next.title}`)
      return { application: next, sent }
    },
    audit: ({ application, sent }, { portfolio }): AuditEntry => ({
      type: sent ? 'application.sent' : 'application.kept',
      ...{ subjectId: portfolio.personId, enrolmentId: portfolio.id },
      data: { application: application.id, kind: application.kind },
    }),
  })
}

/** A draft takes whatever was written; what is sent has to be whole. */
function readWords({ kind, weighed }: Applying, body: Record<string, unknown>) {
  const read = words.safeParse(body)
  if (!read.success)
    return {
      ok: false as const,
      problems: Object.fromEntries(read.error.issues.map((one) => [one.path.join('.'), one.message])),
    }
  const values = read.data
  if (values.do === 'keep') return { ok: true as const, values }
  const problems: Problems = {}
  if (!kind?.reasons.some(([key]) => key === values.reason)) problems.reason = 'Choose the reason.'
  if (!values.discussed) problems.discussed = 'Say with whom you have talked it over, or that you have not.'
  if (values.reason === 'other' && !values.why) problems.why = 'Say which reason.'
  if (weighed?.late && !values.late) problems.late = 'Say why it cannot wait so long.'
  if (weighed?.rare && !values.rare) problems.rare = 'Say what makes it an exception.'
  return Object.keys(problems).length > 0 ? { ok: false as const, problems } : { ok: true as const, values }
}

/** @throws Invalid where nothing that can be is asked for */
export function whole({ kind, asked, weighed }: Pick<Applying, 'kind' | 'asked' | 'weighed'>) {
  if (!kind || !asked.wish || !weighed)
    throw new Invalid({ '': 'Say first what you apply for, and from when.', ...asked.problems })
  return { kind, wish: asked.wish, weighed }
}

export const changedMeanwhile = () =>
  new Conflict('Training time has changed since you looked. Read what this would do now, then try again.')

const title = (kind: ApplicationKind, { history }: Pick<Applying, 'history'>, wish: TimeWish) => ({
  title: wish.what === 'status' ? wishWords(wish, history) : `${kind.title}: ${wishWords(wish, history)}`,
})

function columnsOf({ asked: { typed } }: Pick<Applying, 'asked'>, wish: TimeWish, input: Words) {
  const none = { from: null, until: null, percent: null, counts: null, statusId: null }
  const days =
    wish.what === 'fte'
      ? { from: dbDate(wish.from), percent: wish.percent }
      : wish.what === 'status'
        ? { from: dbDate(wish.from), until: dbDate(wish.until), counts: typed.counts === '' ? null : wish.counts }
        : wish.what === 'return'
          ? { until: dbDate(wish.until), statusId: wish.id }
          : {}
  const { reason: reasonKey, why, discussed, late: lateReason, rare: rareReason } = input
  return { ...none, ...days, reasonKey, why, discussed, lateReason, rareReason }
}

type Columns = ReturnType<typeof columnsOf> & { title: string; kind: string }

async function keep(ctx: WriteCtx, { portfolio, application }: Applying, data: Columns): Promise<Application> {
  if (!application) {
    const { id: enrolmentId, programmeId, personId } = portfolio
    return ctx.db.application.create({
      data: { id: newId(), enrolmentId, programmeId, personId, createdAt: toJsDate(ctx.now), ...data },
    })
  }
  await moved(ctx, application, 'send', data)
  return ctx.db.application.findUniqueOrThrow({ where: { id: application.id } })
}

async function send(ctx: WriteCtx, application: Application, kind: ApplicationKind, { chain }: Weighed) {
  const readers = [...new Set<Standing>([...chain, ...kind.told, OFFICE, 'collegeAdmin'])]
  await moved(ctx, application, 'send', {
    ...{ state: 'submitted', steps: chain, stepAt: 0, readers },
    ...{ sentAt: application.sentAt ?? toJsDate(ctx.now) },
  })
  await note(ctx, application, 'send', null)
  return ctx.db.application.findUniqueOrThrow({ where: { id: application.id } })
}

/**
 * Moves an application on from exactly where it was read: of two who act at once one wins, and the other is told.
 * @throws Conflict with what happened, and who did it
 */
export async function moved(
  ctx: WriteCtx,
  { id, revision, stepAt }: Application,
  deed: Deed,
  data: Parameters<WriteCtx['db']['application']['updateMany']>[0]['data'],
): Promise<void> {
  const where = { id, revision, stepAt, state: { in: [...steps[deed].from] } }
  const { count } = await ctx.db.application.updateMany({ where, data })
  if (count > 0) return
  const now = await ctx.db.application.findUniqueOrThrow({ where: { id } })
  const last = await ctx.db.applicationDeed.findFirst({
    where: { applicationId: id },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  })
  const over =
    now.state === 'submitted'
      ? `${last?.byName ?? 'Somebody else'} has moved this on meanwhile.`
      : overWords(now.state, last?.byName ?? null)
  throw new Conflict(over)
}

/** The history of an application, for good; with what was asked, where it is sent, and how far it has come by an approval. */
export async function note(
  ctx: WriteCtx,
  application: Application,
  deed: Deed,
  comment: string | null,
  to?: number,
): Promise<void> {
  const { personId: byId, name: byName, roleLabel: byRole } = ctx.actor
  const { id, revision, title, reasonKey, why, discussed, lateReason, rareReason } = application
  const said = { title, reasonKey, why, discussed, lateReason, rareReason }
  await ctx.db.applicationDeed.create({
    data: {
      ...{ id: newId(), applicationId: id, deed, revision, comment, at: toJsDate(ctx.now) },
      ...{ byId, byName, byRole },
      ...(deed === 'send' ? { said } : to === undefined ? {} : { said: { to } }),
    },
  })
}
