import { settleObjections } from '../cohorts/index.ts'
import type { Changeover, Prisma } from '../generated/client.ts'
import { executeBatch } from '../kit/batch.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import type { Listener } from '../kit/command.ts'
import type { Ctx, Db, WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import type { Attempt } from '../kit/jobs.ts'
import { plural } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'
import { asJson, fromJson } from './codec.ts'
import { type DryRun, dryRun, type Shown } from './dryRun.ts'
import { eventsOf } from './events.ts'
import { meanwhile } from './meanwhile.ts'
import type { Change } from './plan.ts'
import { movedBy } from './policy.ts'
import { dataOf } from './service.ts'
import type { Sheet } from './sheet/columns.ts'
import { tellAll } from './tell.ts'
import { dependents } from './undo.ts'
import { reversed, withIds, writeChanges } from './write.ts'

/** Nothing was changed: why, and the dry run that holds now, if there is another. */
class Stopped extends Error {
  readonly reasons: string[]
  readonly run: DryRun | null
  constructor(reasons: string[], run: DryRun | null = null) {
    super('a changeover was stopped')
    this.reasons = reasons
    this.run = run
  }
}

export interface Work {
  listeners: readonly Listener[]
  /** The person who asked for it, in the role in which they did, as they stand today. */
  actorOf: (personId: string, roleKey: string) => Promise<Actor>
}

/** Longest time of one changeover. */
const seconds = 240

/** Applies a sheet or takes it back, all or nothing. Called by the queue; begins anew where it broke off. */
export async function workOn(ctx: Ctx & { db: Db }, changeoverId: string, attempt: Attempt, work: Work): Promise<void> {
  const row = await ctx.db.changeover.findUnique({ where: { id: changeoverId }, include: { programme: true } })
  if (!row?.doing || !row.doingById || !row.doingRole) return
  const actor = await work.actorOf(row.doingById, row.doingRole)
  const inside = { ...ctx, actor, today: dateIn(ctx.now, row.programme.timeZone) }
  try {
    if (!movedBy(actor)?.includes(row.programmeId))
      throw new Stopped(['Whoever asked for it no longer runs this programme.'])
    await (row.doing === 'apply' ? apply(inside, row, work.listeners) : undo(inside, row, work.listeners))
  } catch (error) {
    if (error instanceof Stopped) return stop(ctx, row.id, error.reasons, error.run)
    if (error instanceof Conflict) return stop(ctx, row.id, [error.message])
    if (attempt.last) await stop(ctx, row.id, ['It broke off, and nothing was changed. Try again.'])
    throw error
  }
}

async function stop({ db, now }: Ctx, id: string, reasons: string[], run: DryRun | null = null): Promise<void> {
  const fresh = run ? { ...dataOf(run), checkedAt: toJsDate(now) } : {}
  await db.changeover.update({ where: { id }, data: { ...idle, ...fresh, stopped: asJson({ reasons }) } })
}

const idle = { doing: null, step: null, done: 0 }

/** How far it has come, said outside the transaction so that it can be read meanwhile. */
const say = ({ db }: Ctx, id: string, step: string, done = 0) =>
  db.changeover.update({ where: { id }, data: { step, done } })

/** Two sheets of one programme go one after the other. */
async function lock({ db }: WriteCtx, { programmeId }: Changeover, enrolmentIds: readonly string[]): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`changeover:${programmeId}`}, 0))`
  await db.$queryRaw`select 1 from "Enrolment" where id = any(${[...enrolmentIds]}::uuid[]) order by id for no key update`
}

async function apply(ctx: Ctx & { db: Db }, row: Changeover, listeners: readonly Listener[]): Promise<void> {
  const sheet = fromJson<Sheet>(row.sheet)
  const ids = [...new Set(fromJson<Shown>(row.shown).lines.map(({ enrolmentId }) => enrolmentId))]
  await say(ctx, row.id, 'Reading the record again')
  const applied = await executeBatch(
    ctx,
    {
      seconds,
      run: async (inside) => {
        await lock(inside, row, ids)
        const run = await dryRun(inside, row.programmeId, sheet)
        if (run.hash !== row.planHash) throw new Stopped(await whatChanged(inside, row, ids), run)
        const changes = withIds(run.plan.changes, ctx.now.toString())
        await say(ctx, row.id, 'Writing posts and supervisors')
        await writeChanges(inside, changes)
        await settle(inside, changes)
        await tellAll(inside, { programmeId: row.programmeId, changes, lines: run.shown.lines, back: false })
        await told(inside, row, `Changeover applied: ${plural(changes.length, 'trainee')} moved`)
        return changes
      },
      close: (inside, changes) =>
        finish(inside, row.id, {
          state: 'applied',
          changes: changes.map(asJson),
          appliedByName: ctx.actor.name,
          appliedAt: toJsDate(ctx.now),
        }),
      audit: (changes) => [...eventsOf(changes, row.id), ofSheet('changeover.applied', row)],
      heard: async (done, of) => void (await say(ctx, row.id, 'Working out figures', Math.round((done / of) * 100))),
    },
    listeners,
  )
  ctx.log.info({ changeover: row.id, trainees: applied.length }, 'a changeover was applied')
}

/** Within the transaction, and last: whoever says how far it has come would wait for this row. */
async function finish({ db }: WriteCtx, id: string, data: Prisma.ChangeoverUpdateInput): Promise<void> {
  await db.changeover.update({ where: { id }, data: { ...data, ...idle } })
}

const ofSheet = (type: string, { id, programmeId }: Changeover) => ({ type, data: { changeoverId: id, programmeId } })

/** Whose changes made the dry run untrue. */
async function whatChanged(
  ctx: WriteCtx,
  { checkedAt, id, programmeId }: Changeover,
  enrolmentIds: readonly string[],
): Promise<string[]> {
  const { timeZone } = await ctx.db.programme.findUniqueOrThrow({ where: { id: programmeId } })
  const deeds = await meanwhile(ctx, { enrolmentIds, since: checkedAt, not: id, timeZone })
  return deeds.length > 0 ? deeds : ['The record is no longer as it was when this sheet was read.']
}

/** What trainees said of a supervisor who is replaced now is settled by it. */
async function settle(ctx: WriteCtx, changes: readonly Change[]): Promise<void> {
  const open = await ctx.db.supervisorObjection.findMany({
    where: { closedAt: null, enrolmentId: { in: changes.map(({ enrolmentId }) => enrolmentId) } },
    select: { enrolmentId: true, kind: true },
  })
  for (const { enrolmentId, kind } of open) {
    const { spans } = changes.find((change) => change.enrolmentId === enrolmentId)!
    if (spans.created.some((span) => span.kind === kind)) await settleObjections(ctx, enrolmentId, kind)
  }
}

async function undo(ctx: Ctx & { db: Db }, row: Changeover, listeners: readonly Listener[]): Promise<void> {
  const made = fromJson<Change[]>(row.changes ?? [])
  await say(ctx, row.id, 'Reading the record again')
  await executeBatch(
    ctx,
    {
      seconds,
      run: async (inside) => {
        await lock(
          inside,
          row,
          made.map(({ enrolmentId }) => enrolmentId),
        )
        const rests = await dependents(inside, { id: row.id, appliedAt: row.appliedAt! }, made)
        if (rests.length > 0) throw new Stopped(rests)
        const reason = row.doingReason ?? 'The changeover was taken back'
        const changes = reversed(made).map((change) => ({ ...change, reason }))
        await say(ctx, row.id, 'Putting back what was on record')
        await writeChanges(inside, changes)
        await tellAll(inside, { programmeId: row.programmeId, changes, lines: [], back: true })
        await told(inside, row, `Changeover taken back: ${plural(changes.length, 'trainee')} as before`)
        return changes
      },
      close: (inside) =>
        finish(inside, row.id, { state: 'undone', undoneByName: ctx.actor.name, undoneAt: toJsDate(ctx.now) }),
      audit: (changes) => [...eventsOf(changes, row.id), ofSheet('changeover.undone', row)],
      heard: async (done, of) => void (await say(ctx, row.id, 'Working out figures', Math.round((done / of) * 100))),
    },
    listeners,
  )
}

/** Whoever asked for it learns that it is done. */
async function told(ctx: WriteCtx, { id }: Changeover, text: string): Promise<void> {
  const { personId, roleKey } = ctx.actor
  await ctx.services.notices.notify(ctx, { personId, roleKey, kind: 'changeover', text, href: `/changeovers/${id}` })
}
