import { createHash, timingSafeEqual } from 'node:crypto'
import type { Mail } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Forbidden, Invalid } from '../kit/errors.ts'
import type { RawBody } from '../kit/intake.ts'
import { byLink } from '../kit/scope.ts'
import { throttle } from '../kit/throttle.ts'
import { nobody, refuse } from '../policy/index.ts'
import { type Bounce, readBounces } from './bounce.ts'

const tries = throttle({ name: 'bounces', points: 600, seconds: 600 })

/** Where no Message-ID is told, how old a letter to the address may be. */
const days = 14

interface Received {
  raw: RawBody
  bounces?: Bounce[]
}

const mailServer = { ...nobody, name: 'Mail server', roleKey: 'system', roleLabel: 'system' }

/** The secret stands in the request's head, so the request itself is the proof; no session has a part in it. */
const findHook = byLink('mail servers have no account: a secret of the configuration is their proof', async (ctx) =>
  ctx.config.bounceSecret ? { actor: mailServer, found: { secret: ctx.config.bounceSecret } } : null,
)

/**
 * D3: takes word of letters that came back, as JSON or as a delivery status message (RFC 3464). Answers the same whether
 * the letter is known or not, and taking the same word twice changes nothing.
 * @throws TooMany, Forbidden where the secret does not hold, Invalid where it cannot be read
 */
export const receiveBounce = command<{ secret: string }, Received, Mail[]>({
  find: findHook,
  may: () => true,
  async prepare(input, { secret }, ctx) {
    await tries.take(ctx, ctx.ip)
    if (!holds(secret, input.raw.authorization))
      throw new Forbidden(refuse('mail.bounce.secret', 'The secret is missing or wrong.'))
    const bounces = await readBounces(input.raw)
    if (!bounces)
      throw new Invalid('This is neither { messageId or recipient, kind, detail } nor a message of RFC 3464.')
    return { ...input, bounces }
  },
  async run(ctx, _found, { bounces = [] }) {
    const cameBack: Mail[] = []
    for (const bounce of bounces) {
      const mail = await mailFor(ctx, bounce)
      if (mail && (await note(ctx, mail, bounce))) cameBack.push(mail)
    }
    return cameBack
  },
  audit: (mails): AuditEntry[] =>
    mails.map(({ recordId, purpose }) => ({ type: 'mail.bounced', recordId, data: { purpose } })),
})

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compared in constant time, whatever the lengths. */
const holds = (secret: string, authorization: string | null): boolean =>
  timingSafeEqual(digest(`Bearer ${secret}`), digest(authorization ?? ''))

async function mailFor(ctx: Ctx, { messageId, recipient }: Bounce): Promise<Mail | null> {
  if (messageId) return ctx.db.mail.findUnique({ where: { messageId } })
  if (!recipient) return null
  const since = toJsDate(ctx.now.subtract({ hours: 24 * days }))
  const [row] = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from "Mail" where "createdAt" > ${since}::timestamptz and state = 'sent' and lower("toAddress") = lower(${recipient})
    order by "createdAt" desc, id desc limit 1`
  return row ? ctx.db.mail.findUnique({ where: { id: row.id } }) : null
}

/** Returns whether it is news that the letter came back; whoever asked for it is told in the same transaction. */
async function note(ctx: WriteCtx, mail: Mail, { final, detail }: Bounce): Promise<boolean> {
  // A server may speak before we have noted that it took the letter.
  const where = { id: mail.id, state: { in: ['queued' as const, 'sent' as const] } }
  const data = final ? { state: 'bounced' as const, bouncedAt: toJsDate(ctx.now) } : {}
  const { count } = await ctx.db.mail.updateMany({ where, data: { ...data, lastError: detail } })
  if (!final || count === 0) return false
  await ctx.services.mailPurposes[mail.purpose]?.failed?.(ctx, { ...mail, lastError: detail })
  return true
}
