import type { DbOrTx } from '../kit/context.ts'

/** Under which id somebody goes on: who signed is kept for ever as it was, also where two people were made one. */
export async function personNow(db: DbOrTx, personId: string): Promise<string> {
  const row = await db.person.findUnique({ where: { id: personId }, select: { mergedIntoId: true } })
  return row?.mergedIntoId ?? personId
}

/** All ids under which somebody may have signed: their own, and those that were merged into it. */
export async function idsOf(db: DbOrTx, personId: string): Promise<string[]> {
  const rows = await db.person.findMany({ where: { mergedIntoId: personId }, select: { id: true } })
  return [personId, ...rows.map(({ id }) => id)]
}
