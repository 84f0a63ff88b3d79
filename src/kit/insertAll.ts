import { Prisma } from '../generated/client.ts'
import type { DbOrTx } from './context.ts'

/**
 * Inserts rows that all have the same columns: one statement, the same for one and for thousands of them, where the
 * client's own createMany makes a new one each time. Columns left out get their defaults; dates are text or dates.
 * @param table its name in the schema
 */
export async function insertAll(db: DbOrTx, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const quoted = (name: string) => `"${name}"`
  const columns = Prisma.raw(Object.keys(first).map(quoted).join(', '))
  const into = Prisma.raw(quoted(table))
  await db.$executeRaw`insert into ${into} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${into}, ${JSON.stringify(rows)}::jsonb)`
}
