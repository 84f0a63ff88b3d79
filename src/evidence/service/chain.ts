import { canonicalBytes, sha256 } from '../../forms/index.ts'
import { Prisma, type RecordVersion } from '../../generated/client.ts'
import type { Db, WriteCtx } from '../../kit/context.ts'
import { genesis, linkHash } from './sign.ts'

/** What may be wrong with a link of a chain, with its head, or with a record that should have a link. */
const words = {
  gap: 'a signature before it is missing',
  prev: 'it does not follow the signature before it',
  content: 'its content is not what was signed',
  hash: 'its hash is not that of its content and place',
  key: 'the public key of its signature is not in the keys folder',
  signature: 'its signature is not by the key that it names',
  rendered: 'the questions and answers that are shown are not those that were signed',
  row: 'who signed, when or which record is not what was signed',
  tail: 'it is the last one, but the head of the chain names later ones: the tail was cut off',
  head: 'the head of the chain does not name it, the last one',
  unsigned: 'the record is marked as signed, and there is no signature',
} as const

export interface ChainFault {
  portfolioId: string
  /** Place in the chain; 0 where there is no link at all. */
  seq: number
  /** Key of the form that was signed; null where nothing is left to tell it. */
  formKey: string | null
  /** The record that was signed; null where nothing is left to tell it. */
  recordId: string | null
  what: keyof typeof words
}

/** What is wrong, as the rest of a sentence. */
export const faultKinds: Readonly<Record<string, string>> = words

/** A fault as a sentence that names the broken link. */
export function faultWords({ portfolioId, seq, formKey, recordId, what }: ChainFault): string {
  const which = formKey ? `${formKey}, record ${recordId}` : 'no form'
  return `Portfolio ${portfolioId}, signature ${seq} (${which}): ${words[what]}.`
}

type Reading = Pick<WriteCtx, 'db' | 'services'>
type Link = RecordVersion & { record: { formKey: string } }

/** Links of this many signatures are held at once, however long a chain is. */
const batch = 200

/**
 * Goes through a portfolio's chain from its first link to its head and names every fault; an empty list is a sound chain
 * (decision 14). A consistent answer while people sign needs one snapshot: see `checkChains`.
 */
export async function checkChain(ctx: Reading, portfolioId: string): Promise<ChainFault[]> {
  const faults: ChainFault[] = []
  let last: Place = null
  for await (const link of linksOf(ctx, portfolioId)) {
    for (const what of faultsIn(ctx, link, last)) faults.push(faultAt(portfolioId, link, what))
    const { seq, hash, record, recordId } = link
    last = { seq, hash, record, recordId }
  }
  const head = await ctx.db.chainHead.findUnique({ where: { portfolioId } })
  const [named, there] = [head?.seq ?? 0, last?.seq ?? 0]
  if (named > there) faults.push(faultAt(portfolioId, last, 'tail'))
  else if (named < there || (head?.hash ?? null) !== (last?.hash ?? null))
    faults.push(faultAt(portfolioId, last, 'head'))
  return [...faults, ...(await unsigned(ctx, portfolioId))]
}

type Place = Pick<Link, 'seq' | 'hash' | 'record' | 'recordId'> | null

const faultAt = (portfolioId: string, place: Place, what: ChainFault['what']): ChainFault => ({
  portfolioId,
  seq: place?.seq ?? 0,
  formKey: place?.record.formKey ?? null,
  recordId: place?.recordId ?? null,
  what,
})

function* faultsIn({ services }: Reading, link: Link, last: Place): Generator<ChainFault['what']> {
  if (link.seq !== (last?.seq ?? 0) + 1) yield 'gap'
  if (link.prev !== (last?.hash ?? genesis)) yield 'prev'
  if (sha256(link.content) !== link.contentHash) yield 'content'
  if (linkHash(link.prev, link.contentHash, link.seq, link.portfolioId) !== link.hash) yield 'hash'
  if (!services.signing.knows(link.signature)) yield 'key'
  else if (!services.signing.verify(link.hash, link.signature)) yield 'signature'
  yield* differences(link)
}

/** What the row says beside the signed bytes must be what they say. */
function* differences(link: Link): Generator<ChainFault['what']> {
  let said: Record<string, unknown>
  try {
    said = JSON.parse(Buffer.from(link.content).toString('utf8'))
  } catch {
    yield 'content'
    return
  }
  const same = (one: unknown, other: unknown) => sha256(canonicalBytes(one)) === sha256(canonicalBytes(other))
  if (!same(said.rendered ?? null, link.rendered)) yield 'rendered'
  const { signerId, signerName, signerRole, assurance, device } = link
  const signer = { id: signerId, name: signerName, role: signerRole, assurance, ...(device ? { device } : {}) }
  const { id, personId } = (said.record ?? {}) as { id?: unknown; personId?: unknown }
  const row = [signer, link.signedAt.toISOString(), link.recordId, link.portfolioId, link.act]
  const signed = [said.signer ?? null, said.signedAt ?? null, id ?? null, personId ?? null, said.act ?? 'signed']
  if (!same(signed, row)) yield 'row'
}

async function* linksOf({ db }: Reading, portfolioId: string): AsyncGenerator<Link> {
  let after = -(2 ** 31)
  for (;;) {
    const links = await db.recordVersion.findMany({
      where: { portfolioId, seq: { gt: after } },
      include: { record: { select: { formKey: true } } },
      orderBy: { seq: 'asc' },
      take: batch,
    })
    yield* links
    if (links.length < batch) return
    after = links.at(-1)!.seq
  }
}

/** A chain whose end was cut off together with its head betrays itself by records that are signed by nobody. */
async function unsigned({ db }: Reading, portfolioId: string): Promise<ChainFault[]> {
  const records = await db.record.findMany({
    where: { personId: portfolioId, status: { in: ['signed', 'disputed'] }, versions: { none: {} } },
    select: { id: true, formKey: true },
  })
  return records.map(({ id, formKey }) => ({ portfolioId, seq: 0, formKey, recordId: id, what: 'unsigned' }))
}

export interface Checked {
  portfolios: number
  signatures: number
  faults: number
}

/** Which chains: of all portfolios, of those enrolled in some programmes, or of one. */
export interface Which {
  programmeIds?: readonly string[]
  portfolioId?: string | null
}

/**
 * Every portfolio that was ever signed in, one after the other, each on one snapshot of the database; however many there
 * are, a batch of links is held at once.
 * @param tell called with each fault as it is found
 */
export async function checkChains(
  { db, services }: { db: Db; services: WriteCtx['services'] },
  tell: (fault: ChainFault) => void,
  which: Which = {},
): Promise<Checked> {
  const checked: Checked = { portfolios: 0, signatures: 0, faults: 0 }
  for await (const portfolioId of portfolios(db, which)) {
    const snapshot = { isolationLevel: 'RepeatableRead', timeout: 600_000, maxWait: 60_000 } as const
    await db.$transaction(async (tx) => {
      const faults = await checkChain({ db: tx, services }, portfolioId)
      checked.portfolios += 1
      checked.signatures += await tx.recordVersion.count({ where: { portfolioId } })
      checked.faults += faults.length
      for (const fault of faults) tell(fault)
    }, snapshot)
  }
  return checked
}

async function* portfolios(db: Db, { programmeIds, portfolioId }: Which): AsyncGenerator<string> {
  const one = portfolioId ? Prisma.sql`and p.id = ${portfolioId}::uuid` : Prisma.empty
  const within = programmeIds
    ? Prisma.sql`and exists (select 1 from "Enrolment" e where e."personId" = p.id
        and e."programmeId" = any(${[...programmeIds]}::uuid[]))`
    : Prisma.empty
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      select p.id::text as id from "Person" p where p.id > ${after}::uuid ${one} ${within} and (
        exists (select 1 from "ChainHead" h where h."portfolioId" = p.id)
        or exists (select 1 from "RecordVersion" v where v."portfolioId" = p.id)
        or exists (select 1 from "Record" r where r."personId" = p.id and r.status in ('signed', 'disputed')))
      order by p.id limit ${batch}`
    for (const { id } of rows) yield id
    if (rows.length < batch) return
    after = rows.at(-1)!.id
  }
}
