import { Prisma } from '../generated/client.ts'
import type { DbOrTx, Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { type NameParts, normaliseEmail, sameMailbox, splitName } from './names.ts'

export interface FoundPerson extends NameParts {
  id: string
  created: boolean
}

/**
 * The person with this address, or a new one without an account (an assessor reached by a link). Two requests for the
 * same new address take turns, so that there is never a second person.
 */
export async function findOrCreatePersonByEmail(
  tx: Tx,
  { name, email }: { name: string; email: string },
): Promise<FoundPerson> {
  const normalised = normaliseEmail(email)
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`email:${normalised}`}, 0))`
  const known = await holderOf(tx, normalised)
  if (known) return { ...known.person, created: false }
  const parts = splitName(name)
  const id = newId()
  await tx.person.create({ data: { id, ...parts } })
  await tx.identifier.create({
    data: { id: newId(), personId: id, kind: 'email', value: email.trim(), normalised, primary: true },
  })
  return { id, ...parts, created: true }
}

/** Whoever has this address, or the mailbox to which it leads. */
export async function holderOf(db: DbOrTx, normalised: string) {
  const same = sameMailbox(normalised)
  const rows = await db.identifier.findMany({
    where: { kind: 'email', normalised: { in: same } },
    select: { normalised: true, person: { select: { id: true, title: true, givenName: true, familyName: true } } },
  })
  return rows.sort((a, b) => same.indexOf(a.normalised) - same.indexOf(b.normalised))[0] ?? null
}

/** A person of whom nothing is known but a name: somebody asked face to face. */
export async function personByName(tx: Tx, name: string): Promise<FoundPerson> {
  const parts = splitName(name)
  const id = newId()
  await tx.person.create({ data: { id, ...parts } })
  return { id, ...parts, created: true }
}

/**
 * The person behind an address that was just proven: whoever has it already, otherwise the one known by name alone, who has
 * it from now on.
 */
export async function personWithAddress(tx: Tx, personId: string, email: string, at: Date): Promise<string> {
  const normalised = normaliseEmail(email)
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`email:${normalised}`}, 0))`
  const known = await holderOf(tx, normalised)
  if (known) return known.person.id
  await tx.identifier.create({
    data: { id: newId(), personId, kind: 'email', value: email.trim(), normalised, verifiedAt: at, primary: true },
  })
  return personId
}

/**
 * Keeps what somebody says of themselves when they complete a form: their grade as claimed, and their name where no
 * account of their own says it better.
 */
export async function noteClaims(
  tx: Tx,
  personId: string,
  { name, grade }: { name: string; grade: string | null },
): Promise<void> {
  const known = await tx.person.findUnique({
    where: { id: personId },
    select: { grade: true, claimedGrade: true, account: { select: { state: true } } },
  })
  // What is confirmed is no claim.
  const claim = grade === known?.grade ? null : grade
  // Said before: nothing to write, and nobody else's assessment waits for this row.
  if (known?.account && (claim === null || claim === known.claimedGrade)) return
  await tx.person.update({
    where: { id: personId },
    data: { ...(claim ? { claimedGrade: claim } : {}), ...(known?.account ? {} : splitName(name)) },
  })
}

/** The order in which somebody's addresses are tried: for queries that read all of them. */
export const mailOrder = [
  { primary: 'desc' as const },
  { verifiedAt: { sort: 'asc' as const, nulls: 'last' as const } },
  { id: 'asc' as const },
]

/**
 * Where mail to somebody goes: their main address, else the one confirmed first. Null where they have none.
 * @param only `confirmed` for what is told to them alone; without it also an address that nobody has proved yet
 */
export async function mailAddressOf(db: DbOrTx, personId: string, only?: 'confirmed'): Promise<string | null> {
  const row = await db.identifier.findFirst({
    where: { personId, kind: 'email', ...(only ? { verifiedAt: { not: null } } : {}) },
    orderBy: mailOrder,
    select: { value: true },
  })
  return row?.value ?? null
}

/** The same in SQL for a person `p`: any address, and a confirmed one alone. */
export const mailAddress = addressWhere(Prisma.sql`true`)
export const confirmedAddress = addressWhere(Prisma.sql`i."verifiedAt" is not null`)

function addressWhere(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(select i.value from "Identifier" i where i."personId" = p.id and i.kind = 'email' and ${which}
    order by i."primary" desc, i."verifiedAt" nulls last, i.id limit 1)`
}

/**
 * The same of those whom the college writes to before they have come: a confirmed address; of somebody who has not taken up their invitation the one to which
 * it went, where the college writes anyway. Letters to an address that nobody has proved name nothing of a portfolio.
 */
export const reachableAddress = addressWhere(Prisma.sql`(i."verifiedAt" is not null
  or exists (select 1 from "Account" a where a."personId" = p.id and a.state = 'invited'))`)

/** Somebody as a letter reaches them. */
export interface Reached {
  name: string
  to: string
  /** Whether they have not taken up their invitation yet. */
  invited: boolean
}

/** Where letters to these people go, by person; without those who cannot be reached. */
export async function reachedBy(db: DbOrTx, ids: readonly string[]): Promise<Map<string, Reached>> {
  const rows = await db.$queryRaw<(Omit<Reached, 'to'> & { id: string; to: string | null })[]>`
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, ${reachableAddress} as to,
      exists (select 1 from "Account" a where a."personId" = p.id and a.state = 'invited') as invited
    from "Person" p where p.id = any(${[...new Set(ids)]}::uuid[])`
  return new Map(rows.flatMap(({ id, to, ...one }) => (to ? [[id, { ...one, to }] as const] : [])))
}

/** Ends a letter to somebody who is only invited: what it is about waits behind the invitation. */
export const acceptFirst =
  'To read it, accept the invitation that was sent to this address first. If its link no longer works, ask the programme office for a new one.'

/** The same for queries that read the person with it: as `identifiers` of a select or include. */
export const mailIdentifier = { where: { kind: 'email' as const }, orderBy: mailOrder, take: 1 }
