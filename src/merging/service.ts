import { z } from 'zod'
import { Prisma } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Tx, WriteCtx } from '../kit/context.ts'
import { Conflict, Forbidden } from '../kit/errors.ts'
import { line } from '../kit/inputs.ts'
import { refuse } from '../policy/index.ts'
import { refreshMany } from '../progress/index.ts'
import { dropped, moving, ofAccount } from './columns.ts'
import { hindrances, seenOf } from './judge.ts'
import { findPair, type Pair } from './queries.ts'

const input = z.object({
  reason: line(500, 'Say how you know that both are one person.'),
  same: z.literal('yes', 'Tick that you have checked it.'),
  seen: z.string(),
})
type Input = z.output<typeof input>

/**
 * Makes two people one (R30, decision 1): what is theirs moves to the one who goes on, what was signed keeps its signer,
 * and the other id stays as a pointer.
 * @throws Conflict where something of theirs changed since it was read; Forbidden with the hindrance where they cannot be one
 */
export const merge = command<Pair, Input, Record<string, number>>({
  find: findPair,
  may: (actor, { keep, other }) =>
    [keep.id, other.id].includes(actor.personId)
      ? refuse(
          'people.self',
          'You cannot merge your own account: its sessions end with it.',
          'Another administrator of your college.',
        )
      : true,
  input: () => input,
  free: ({ reason }, { keep, other }) => ({ texts: { reason }, known: [keep.name, other.name] }),
  run: async (ctx, { keep, other }, { reason, seen }) => {
    await ctx.db
      .$queryRaw`select id from "Person" where id in (${keep.id}::uuid, ${other.id}::uuid) order by id for update`
    // What was found before the lock may have changed while it was waited for.
    const pair = await findPair(ctx)
    const [hindrance] = pair ? hindrances(pair) : []
    if (hindrance) throw new Forbidden(refuse('people.not-one', hindrance))
    if (!pair || seenOf(pair) !== seen)
      throw new Conflict('Something of theirs changed while you were reading. Nothing was merged; look at it again.')
    const judged = await ctx.db.record.findMany({
      where: { OR: [{ assessorId: other.id }, { authorId: other.id }] },
      distinct: ['enrolmentId'],
      select: { enrolmentId: true },
    })
    const moved = await moveAll(ctx.db, pair)
    await pointOn(ctx, pair, reason)
    // Rules count different assessors: two of them may be one now.
    const ids = judged.map(({ enrolmentId }) => enrolmentId)
    await refreshMany(
      ctx,
      ids,
      () => true,
      async () => {},
    )
    await tell(ctx, pair)
    return moved
  },
  audit: (moved, { keep, other }) => ({
    type: 'people.merged',
    subjectId: keep.id,
    data: { otherId: other.id, moved },
  }),
})

const name = (text: string) => Prisma.raw(`"${text}"`)

async function moveAll(db: Tx, { keep, other }: Pair): Promise<Record<string, number>> {
  const moved: Record<string, number> = {}
  for (const { table, column } of dropped)
    await db.$executeRaw`delete from ${name(table)} where ${name(column)} = ${other.id}::uuid`
  await makeRoom(db, { keep, other })
  for (const { table, column, alone } of moving) {
    if (alone) await dropDoubles(db, { table, column, alone }, { keep, other })
    const count =
      await db.$executeRaw`update ${name(table)} set ${name(column)} = ${keep.id}::uuid where ${name(column)} = ${other.id}::uuid`
    if (count > 0) moved[`${table}.${column}`] = count
  }
  await moveAccount(db, { keep, other })
  return moved
}

type Two = Pick<Pair, 'keep' | 'other'>

/** What one can have once: theirs who go on stays. */
async function dropDoubles(
  db: Tx,
  { table, column, alone }: { table: string; column: string; alone: readonly string[] },
  { keep, other }: Two,
): Promise<void> {
  const same = Prisma.join(
    alone.map((one) => Prisma.sql`a.${name(one)} = b.${name(one)}`),
    ' and ',
  )
  await db.$executeRaw`delete from ${name(table)} a using ${name(table)} b
    where a.${name(column)} = ${other.id}::uuid and b.${name(column)} = ${keep.id}::uuid and ${same}`
}

/** One address is the main one; views of boards have names of their own; links to get into the other account end. */
async function makeRoom(db: Tx, { keep, other }: Two): Promise<void> {
  if (keep.emails.length > 0)
    await db.identifier.updateMany({ where: { personId: other.id, primary: true }, data: { primary: false } })
  await db.$executeRaw`update "BoardView" a set name = left(a.name, 50) || ' (2)' where a."personId" = ${other.id}::uuid
    and exists (select 1 from "BoardView" b where b."personId" = ${keep.id}::uuid and b.name = a.name)`
  await db.linkToken.deleteMany({ where: { personId: other.id, spentAt: null } })
}

/** The account of whoever goes on; the other one only where they have none. */
async function moveAccount(db: Tx, { keep, other }: Two): Promise<void> {
  for (const { table, column } of ofAccount) {
    const whose = Prisma.sql`${name(column)} = ${other.id}::uuid`
    if (keep.account === null)
      await db.$executeRaw`update ${name(table)} set ${name(column)} = ${keep.id}::uuid where ${whose}`
    else await db.$executeRaw`delete from ${name(table)} where ${whose}`
  }
}

/** Whoever was merged into the other before goes on with them. What only the other had said of themselves is kept. */
async function pointOn(ctx: WriteCtx, { keep, other }: Two, reason: string): Promise<void> {
  const merged = { mergedAt: toJsDate(ctx.now), mergedBy: ctx.actor.name, mergedReason: reason }
  await ctx.db.person.updateMany({ where: { mergedIntoId: other.id }, data: { mergedIntoId: keep.id } })
  await ctx.db.person.update({ where: { id: other.id }, data: { ...merged, mergedIntoId: keep.id } })
  await ctx.db.$executeRaw`update "Person" k set title = coalesce(k.title, o.title), grade = coalesce(k.grade, o.grade),
      "claimedGrade" = coalesce(k."claimedGrade", o."claimedGrade"), specialty = coalesce(k.specialty, o.specialty),
      phone = coalesce(k.phone, o.phone), "photoFileId" = coalesce(k."photoFileId", o."photoFileId")
    from "Person" o where k.id = ${keep.id}::uuid and o.id = ${other.id}::uuid`
}

async function tell(ctx: WriteCtx, { keep, other }: Two): Promise<void> {
  const to = keep.emails[0] ?? other.emails[0]
  if (!to) return
  const account = keep.account ?? other.account
  const how = account
    ? ' You sign in with any of your addresses, and with the password of the account that was kept; if you do not know it, ask for a new one on the page of signing in.'
    : ''
  await ctx.services.notices.queueMail(ctx, {
    ...{ to, toPersonId: keep.id, subject: 'You were on record twice in Attest' },
    text: `Dear ${keep.name},\n\nyou were on record twice, and ${ctx.actor.name} made that one.${how}\n\nWhat you signed stays as it is. If this was a mistake, please tell your college.`,
    link: { label: 'Open Attest', path: '/' },
    purpose: 'people.merged',
  })
}
