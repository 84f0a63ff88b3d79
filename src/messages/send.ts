import { acceptFirst, reachableAddress } from '../identity/index.ts'
import { executeBatch } from '../kit/batch.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Job, Listener } from '../kit/command.ts'
import type { Ctx, Db, WriteCtx } from '../kit/context.ts'
import { url } from './urls.ts'

/** Name of the job that tells everybody of a message. */
export const messageTask = 'message.tell'

const seconds = 120

export const messageJob = (messageId: string): Job => ({
  task: messageTask,
  payload: { messageId },
  key: `message:${messageId}`,
})

interface Told {
  personId: string
  enrolmentId: string
  name: string
  address: string | null
  /** Whether they have not taken up their invitation yet. */
  invited: boolean
}

/** Gives everybody whom a message reaches a notice, and a mail where there is an address: once, however often it is called. */
export async function sendMessageMails(
  ctx: Ctx & { db: Db },
  id: string,
  listeners: readonly Listener[],
): Promise<void> {
  await executeBatch(
    ctx,
    {
      seconds,
      run: (inside) => tell(inside, id),
      audit: (told) => (told ? [{ type: 'message.delivered', data: { messageId: id, ...told } }] : []),
    },
    listeners,
  )
}

async function tell(ctx: WriteCtx, id: string): Promise<{ notices: number; mails: number } | null> {
  await ctx.db.$queryRaw`select 1 from "Message" where id = ${id}::uuid for update`
  const message = await ctx.db.message.findUnique({ where: { id } })
  if (!message?.sentAt || message.toldAt) return null
  const to = await ctx.db.$queryRaw<Told[]>`
    select t."personId", t."enrolmentId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      case when a."personId" is not null then ${reachableAddress} end as address,
      coalesce(a.state = 'invited', false) as invited
    from "MessageTo" t join "Person" p on p.id = t."personId"
      left join "Account" a on a."personId" = p.id and a.state in ('active', 'invited') where t."messageId" = ${id}::uuid`
  const from = `${message.fromName}, ${message.fromRole}`
  const notices = to.map(({ personId, enrolmentId }) => ({
    ...{ personId, roleKey: `own:${enrolmentId}`, kind: 'message', href: url.one(id) },
    ...{ text: message.subject!, detail: `A message from ${from}` },
  }))
  const mails = to.flatMap((one) => (one.address ? [letter(one, one.address, id, from)] : []))
  await ctx.services.notices.tellMany(ctx, { notices, mails })
  await ctx.db.message.update({ where: { id }, data: { toldAt: toJsDate(ctx.now) } })
  return { notices: notices.length, mails: mails.length }
}

/** Says that there is a message and leads to it; what it says stays inside. */
const letter = ({ personId, name, invited }: Told, to: string, id: string, from: string) => ({
  ...{ to, toPersonId: personId, aboutId: id, purpose: 'message' },
  subject: 'A message for you',
  text: `Dear ${name},\n\nThere is a message for you from ${from}.${invited ? ` ${acceptFirst}` : ''}`,
  link: { label: 'Read it', path: url.one(id) },
})
