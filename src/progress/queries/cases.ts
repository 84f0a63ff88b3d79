import { type CardColumns, cardColumns } from '../../evidence/index.ts'
import type { Ctx } from '../../kit/context.ts'
import { visibleRecords } from '../../policy/index.ts'
import { casesOf, type PublishedPack } from '../../programmes/index.ts'
import { homesOf, SETTLED } from './evidence.ts'
import type { Packed } from './portfolio.ts'

/** What is linked to an index case. */
export type CasePiece = CardColumns & { itemKey: string; home: PublishedPack }

/** The evidence linked to index cases, newest first, as far as the actor sees it: one query, none without such a list. */
export async function piecesOfCases(ctx: Ctx, { portfolio, pack }: Packed): Promise<CasePiece[]> {
  const keys = [...casesOf(pack.pack).keys()]
  if (keys.length === 0) return []
  const links = await ctx.db.link.findMany({
    where: {
      enrolmentId: portfolio.id,
      itemKey: { in: keys },
      record: { AND: [visibleRecords(ctx.actor), { status: { in: [...SETTLED] } }] },
    },
    select: { itemKey: true, record: { select: cardColumns } },
    orderBy: [{ record: { occurredOn: 'desc' } }, { recordId: 'desc' }],
  })
  const homes = await homesOf(
    ctx,
    links.map(({ record }) => record),
  )
  return links.map(({ itemKey, record }) => ({ ...record, itemKey, home: homes.get(record.packVersionId)! }))
}
