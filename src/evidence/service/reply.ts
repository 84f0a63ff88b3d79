import { z } from 'zod'
import type { Rendered } from '../../forms/index.ts'
import { mailAddressOf, personNow, sessionAssurance } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { mayReply } from '../policy.ts'
import { type Commented, findComment } from '../queries/reply.ts'
import { recordEvent } from './record.ts'
import { appendVersion } from './sign.ts'

const replying = z.object({
  text: z.string('Write your reply.').trim().min(3, 'Write your reply.').max(1000, 'Keep this below 1000 characters.'),
})

/**
 * The right of reply: the trainee's short answer beside a comment of whoever signed. What was signed stays as it is; the
 * reply is a signature of its own in the chain, and its writer is told.
 */
export const replyToComment = command({
  find: findComment,
  may: (actor, { judged, comment, replies }) => mayReply(actor, judged, comment.key, replies),
  input: () => replying,
  free: ({ text }, { ownerName, versions }) => ({
    texts: { text },
    known: [ownerName, ...versions.map(({ signerName }) => signerName)],
  }),
  async run(ctx, found, { text }) {
    const { record, comment } = found
    const { personId: authorId, name: authorName } = ctx.actor
    await ctx.db.reply.create({
      data: { recordId: record.id, field: comment.key, authorId, authorName, text, at: toJsDate(ctx.now) },
    })
    const last = await ctx.db.recordVersion.findFirstOrThrow({
      where: { recordId: record.id },
      orderBy: { seq: 'desc' },
      select: { rendered: true },
    })
    await tellWriter(ctx, found)
    await appendVersion(ctx, record, {
      signerId: authorId,
      signerName: authorName,
      role: 'trainee',
      assurance: sessionAssurance(ctx),
      rendered: last.rendered as unknown as Rendered,
      more: { reply: { field: comment.key, text } },
    })
  },
  audit: (_done, { record, comment }) => recordEvent('record.replied', record, { fields: [comment.key] }),
})

/** Whoever signed last, apart from the trainee, is told; nothing of what was written is in the mail. */
async function tellWriter(ctx: WriteCtx, { record, ownerName }: Commented): Promise<void> {
  const signed = await ctx.db.recordVersion.findFirst({
    where: { recordId: record.id, signerId: { not: record.personId } },
    orderBy: { seq: 'desc' },
    select: { signerId: true, signerName: true },
  })
  if (!signed) return
  const { signerName } = signed
  const personId = await personNow(ctx.db, signed.signerId)
  const [request, account, address] = await Promise.all([
    ctx.db.assessmentRequest.findUnique({
      where: { recordId: record.id },
      select: { assessorEmail: true, generation: true },
    }),
    ctx.db.account.findUnique({ where: { personId }, select: { state: true } }),
    mailAddressOf(ctx.db, personId),
  ])
  const asked = request !== null && record.assessorId === personId
  const path = asked ? `/assess/${record.id}` : `/records/${record.id}`
  const text = `${ownerName} replied to a comment of yours`
  if (account?.state === 'active') {
    const notice = { personId, roleKey: '*', kind: 'record.replied', text, href: path }
    await ctx.services.notices.notify(ctx, { ...notice, subjectId: record.personId, recordId: record.id })
  }
  const to = asked ? request.assessorEmail : address
  if (!to) return
  const label = 'Read the reply'
  await ctx.services.notices.queueMail(ctx, {
    to,
    toPersonId: personId,
    subject: text,
    text: `Dear ${signerName},\n\n${text}. What you signed stays as it is; the reply stands beside it.`,
    link: asked
      ? { label, base: '/a/', purpose: 'assessment', id: record.id, generation: request.generation }
      : { label, path },
    purpose: 'record.replied',
    recordId: record.id,
  })
}
