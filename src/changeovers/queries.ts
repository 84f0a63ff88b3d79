import type { Changeover } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { fromJson } from './codec.ts'
import type { Shown } from './dryRun.ts'
import type { Change } from './plan.ts'
import { changeoverPolicy, movedBy } from './policy.ts'
import { templateOf } from './template.ts'
import { dependents } from './undo.ts'

type Past = Pick<
  Changeover,
  | 'id'
  | 'programmeId'
  | 'name'
  | 'state'
  | 'doing'
  | 'rows'
  | 'trainees'
  | 'uploadedByName'
  | 'uploadedAt'
  | 'appliedAt'
  | 'undoneAt'
>

export interface Changeovers {
  programmes: { id: string; name: string }[]
  /** The latest first. */
  past: Past[]
}

/** Where sheets are downloaded and sent: for those who run programmes. */
export const findChangeovers = scoped(changeoverPolicy, async (visible, ctx): Promise<Changeovers | null> => {
  const ids = movedBy(ctx.actor)
  if (!ids) return null
  const [programmes, past] = await Promise.all([
    ctx.db.programme.findMany({
      where: { id: { in: ids } },
      orderBy: { name: 'asc' },
      select: { id: true, name: true },
    }),
    ctx.db.changeover.findMany({
      where: visible,
      orderBy: [{ uploadedAt: 'desc' }, { id: 'desc' }],
      take: 20,
      omit: { sheet: true, shown: true, changes: true },
    }),
  ])
  return { programmes, past }
})

export interface OneChangeover {
  row: Omit<Changeover, 'sheet' | 'shown' | 'changes'>
  programme: { name: string; timeZone: string }
  shown: Shown
  /** Why it cannot be taken back; empty where it can, or was not applied. */
  rests: string[]
}

/** One sheet: what it would do, does or did. */
export const findChangeover = scoped(changeoverPolicy, async (visible, ctx): Promise<OneChangeover | null> => {
  const { id } = ctx.params
  if (!isId(id)) return null
  const found = await ctx.db.changeover.findFirst({
    where: { AND: [{ id }, visible] },
    include: { programme: { select: { name: true, timeZone: true } } },
    omit: { sheet: true },
  })
  if (!found) return null
  const { programme, shown, changes, ...row } = found
  const { appliedAt } = row
  const applied = row.state === 'applied' && appliedAt && !row.doing
  const rests = applied ? await dependents(ctx, { id, appliedAt }, fromJson<Change[]>(changes ?? [])) : []
  return { row, programme, shown: fromJson<Shown>(shown), rests }
})

export interface Template {
  programme: { id: string; name: string }
  load: (ctx: Ctx) => ReturnType<typeof templateOf>
}

/** The template of a programme (`:programmeId`). */
export const findTemplate = scoped(changeoverPolicy, async (_visible, ctx): Promise<Template | null> => {
  const { programmeId } = ctx.params
  if (!isId(programmeId) || !movedBy(ctx.actor)?.includes(programmeId)) return null
  const programme = await ctx.db.programme.findUnique({ where: { id: programmeId }, select: { id: true, name: true } })
  return programme && { programme, load: (inside) => templateOf(inside, programmeId) }
})
