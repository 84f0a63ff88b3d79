import { canonicalBytes, type Rendered, sha256 } from '../../forms/index.ts'
import type { Prisma, Record as RecordRow, RecordVersion } from '../../generated/client.ts'
import { type Assurance, deviceClass, sessionAssurance } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'

/** What a signature says: that it was written so, that it was corrected, or how a dispute over it ended. */
export type Act = 'signed' | 'amended' | 'upheld' | 'voided'

export interface Signing {
  signerId: string
  signerName: string
  /** In words, as it shall read ever after: "clinical supervisor", "assessor (consultant)". */
  role: string
  assurance: Assurance
  /** Questions and answers as the signer saw them: `snapshot(form, values, context)`. */
  rendered: Rendered
  /** What the signature says, where that is not "I wrote this". */
  act?: Act
  /** What else belongs under the signature (figures, rule checks, levels). */
  more?: Record<string, unknown>
}

/** Whose signature it is where the actor signs in person: by their session, their name and the role in which they act. */
export const ownSignature = (
  ctx: Pick<WriteCtx, 'actor'>,
): Pick<Signing, 'signerId' | 'signerName' | 'role' | 'assurance'> => ({
  signerId: ctx.actor.personId,
  signerName: ctx.actor.name,
  role: ctx.actor.roleLabel,
  assurance: sessionAssurance(ctx),
})

/** What stands before the first link of every chain. */
export const genesis = '0'.repeat(64)

/** The hash of a link over the one before it, the content, its place and its portfolio. */
export function linkHash(prev: string, contentHash: string, seq: number, portfolioId: string): string {
  return sha256(`${prev}\n${contentHash}\n${seq}\n${portfolioId}`)
}

/**
 * Signs a record: keeps its content as bytes, chains it to the portfolio's last signature, and locks the record.
 * Locks the chain's head: call it last among the writes of a transaction.
 * @throws Conflict when the record is signed already
 */
export async function signRecord(ctx: WriteCtx, record: RecordRow, signing: Signing): Promise<RecordVersion> {
  const { count } = await ctx.db.record.updateMany({
    where: { id: record.id, rev: record.rev, status: { in: ['requested', 'submitted', 'held', 'signed'] } },
    data: { status: 'signed', completedAt: toJsDate(ctx.now), updatedAt: toJsDate(ctx.now), rev: { increment: 1 } },
  })
  if (count === 0) throw new Conflict('This was changed meanwhile. Look at it as it stands now, then try again.')
  return appendVersion(ctx, record, signing)
}

/** Appends a signature without touching the record (a release, a trainee's words after the signature). */
export async function appendVersion(ctx: WriteCtx, record: RecordRow, signing: Signing): Promise<RecordVersion> {
  const bytes = canonicalBytes(contentOf(ctx, record, signing))
  const contentHash = sha256(bytes)
  const portfolioId = record.personId
  const head = await lockedHead(ctx, portfolioId)
  const seq = head.seq + 1
  const prev = head.hash ?? genesis
  const hash = linkHash(prev, contentHash, seq, portfolioId)
  const version = await ctx.db.recordVersion.create({
    data: {
      id: newId(),
      recordId: record.id,
      portfolioId,
      seq,
      content: new Uint8Array(bytes),
      contentHash,
      prev,
      hash,
      rendered: signing.rendered as unknown as Prisma.InputJsonObject,
      signerId: signing.signerId,
      signerName: signing.signerName,
      signerRole: signing.role,
      assurance: signing.assurance,
      device: deviceClass(ctx.device),
      act: signing.act ?? 'signed',
      signedAt: toJsDate(ctx.now),
      signature: ctx.services.signing.sign(hash),
    },
  })
  await ctx.db.chainHead.update({ where: { portfolioId }, data: { seq, hash } })
  return version
}

/** One row per portfolio, locked until the transaction ends: without it five parallel signers fork the chain. */
async function lockedHead(ctx: WriteCtx, portfolioId: string): Promise<Head> {
  const head = await lock(ctx, portfolioId)
  if (head) return head
  await ctx.db
    .$executeRaw`insert into "ChainHead" ("portfolioId", seq) values (${portfolioId}::uuid, 0) on conflict do nothing`
  return (await lock(ctx, portfolioId))!
}

interface Head {
  seq: number
  hash: string | null
}

async function lock(ctx: WriteCtx, portfolioId: string): Promise<Head | undefined> {
  const [head] = await ctx.db.$queryRaw<Head[]>`
    select seq, hash from "ChainHead" where "portfolioId" = ${portfolioId}::uuid for update`
  return head
}

function contentOf(ctx: WriteCtx, record: RecordRow, signing: Signing): Record<string, unknown> {
  const device = deviceClass(ctx.device)
  return {
    attest: 1,
    record: {
      id: record.id,
      kind: record.kind,
      section: record.section,
      formKey: record.formKey,
      formVersion: record.formVersion,
      packVersionId: record.packVersionId,
      personId: record.personId,
      enrolmentId: record.enrolmentId,
      programmeId: record.programmeId,
      authorId: record.authorId,
      assessorId: record.assessorId,
      title: record.title,
      occurredOn: record.occurredOn.toISOString().slice(0, 10),
      ...(record.preparedBy ? { preparedBy: record.preparedBy, preparedAt: record.preparedAt!.toISOString() } : {}),
    },
    values: record.values,
    rendered: signing.rendered,
    ...(signing.act ? { act: signing.act } : {}),
    ...(signing.more ? { more: signing.more } : {}),
    signer: {
      id: signing.signerId,
      name: signing.signerName,
      role: signing.role,
      assurance: signing.assurance,
      ...(device ? { device } : {}),
    },
    signedAt: ctx.now.toString({ smallestUnit: 'millisecond' }),
  }
}
