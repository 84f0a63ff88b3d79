import type { Dispute, Prisma } from '../generated/client.ts'
import { personName } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { answersFor, disputePolicy, programmesOf } from './policy.ts'
import { type FlaggedRow, flagged } from './signs.ts'

export interface DisputeRow extends Dispute {
  trainee: string
  formTitle: string
}

/** What those who answer for a programme find about its signatures. */
export interface Overview {
  open: DisputeRow[]
  done: DisputeRow[]
  /** Portfolios with signs worth a look. */
  flagged: FlaggedRow[]
  /** Whether the actor has chains checked. */
  checks: boolean
}

/** The page that all of this hangs from. */
export const findOverview = scoped(disputePolicy, async (visible, ctx): Promise<Overview | null> => {
  const programmeIds = answersFor(ctx.actor)
  if (!programmeIds) return null
  const rows = async (where: Prisma.DisputeWhereInput, take: number) =>
    shaped(
      ctx,
      await ctx.db.dispute.findMany({
        where: { AND: [visible, where] },
        orderBy: { raisedAt: 'desc' },
        take,
        include: { record: { select: rowSelect } },
      }),
    )
  const [open, done] = await Promise.all([rows({ state: 'open' }, 100), rows({ state: { not: 'open' } }, 20)])
  return { open, done, flagged: await flagged(ctx, programmeIds), checks: programmesOf(ctx.actor) !== null }
})

const rowSelect = {
  formKey: true,
  packVersionId: true,
  person: { select: { title: true, givenName: true, familyName: true } },
} as const

type Joined = Prisma.DisputeGetPayload<{ include: { record: { select: typeof rowSelect } } }>

function shaped(ctx: Ctx, rows: Joined[]): Promise<DisputeRow[]> {
  return Promise.all(
    rows.map(async ({ record, ...row }) => {
      const pack = await ctx.services.packs.get(record.packVersionId)
      const formTitle = pack.form(record.formKey)?.title ?? record.formKey
      return { ...row, trainee: personName(record.person), formTitle }
    }),
  )
}
