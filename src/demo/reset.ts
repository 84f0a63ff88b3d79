import type { Db } from '../kit/context.ts'

/** What is not of the demo: how the database came to be, and packs, which are published once and for all. */
const kept = ['_prisma_migrations', 'PackVersion']

/** The marks that filling leaves: what bears them, and nothing else, may be emptied. */
export const marks = { begun: 'demo.begun', filled: 'demo.filled' } as const

/** Whether the database holds a demo and nobody's real portfolio. */
export async function isDemo(db: Db): Promise<boolean> {
  return (await db.auditEvent.count({ where: { type: marks.begun } })) > 0
}

/**
 * Empties the installation, history included: only ever called for a demo. The triggers that keep history are laid
 * aside within the transaction alone.
 */
export async function wipe(db: Db): Promise<void> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select tablename::text as name from pg_tables where schemaname = 'public' and tablename <> all(${kept})`
  const tables = rows.map(({ name }) => `"${name}"`)
  await db.$transaction(
    async (tx) => {
      for (const table of tables) await tx.$executeRawUnsafe(`alter table ${table} disable trigger user`)
      await tx.$executeRawUnsafe(`truncate ${tables.join(', ')}`)
      for (const table of tables) await tx.$executeRawUnsafe(`alter table ${table} enable trigger user`)
    },
    { timeout: 60_000 },
  )
}
