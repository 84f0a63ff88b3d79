import { filteredTrainees } from '../cohorts/index.ts'
import type { MailState, Message } from '../generated/client.ts'
import { Prisma } from '../generated/client.ts'
import { reachableAddress } from '../identity/index.ts'
import type { Ctx, DbOrTx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { type Mine, messagePolicy } from './policy.ts'

const listed = 100

/** A message as a list shows it, with how far it has come. */
export interface Listed {
  id: string
  subject: string | null
  fromName: string
  fromRole: string
  createdAt: Date
  sentAt: Date | null
  people: number
  sent: number
  bounced: number
}

export interface ListFound {
  by: Mine['by']
  messages: Listed[]
}

/** The messages that one has written, or those that one has been sent; the newest first, in one query. */
export const findList = scoped(messagePolicy, async (mine, ctx): Promise<ListFound | null> => {
  if (!mine) return null
  const which =
    mine.by === 'writer'
      ? Prisma.sql`m."fromId" = ${mine.personId}::uuid and m."roleKey" = ${mine.roleKey}`
      : Prisma.sql`m."sentAt" is not null and exists (select 1 from "MessageTo" t
          where t."messageId" = m.id and t."personId" = ${mine.personId}::uuid)`
  const mails = (states: readonly MailState[]) =>
    Prisma.sql`(select count(*)::int from "Mail" a where a."aboutId" = m.id and a.state::text = any(${states}::text[]))`
  const messages = await ctx.db.$queryRaw<Listed[]>`
    select m.id, m.subject, m."fromName", m."fromRole", m."createdAt", m."sentAt",
      (select count(*)::int from "MessageTo" t where t."messageId" = m.id) as people,
      ${mails(['sent', 'kept'])} as sent, ${mails(['bounced'])} as bounced
    from "Message" m where ${which} order by coalesce(m."sentAt", m."createdAt") desc, m.id desc limit ${listed}`
  return { by: mine.by, messages }
})

/** Somebody whom a message reaches; `mail` says where it is for them, null where none went. */
export interface Recipient {
  personId: string
  enrolmentId: string
  name: string
  /** Whether they have an account and a confirmed address, or an invitation went to them. */
  reachable: boolean
  mail: MailState | null
}

/** A message of one's own with everybody whom it reaches; its readers find themselves alone. */
export interface Found {
  by: Mine['by']
  message: Message
  to: Recipient[]
}

/** One's own message (`:id`), or one that one has been sent. */
export const findMessage = scoped(messagePolicy, async (mine, ctx): Promise<Found | null> => {
  const { id } = ctx.params
  if (!mine || !isId(id)) return null
  const { personId } = mine
  const where =
    mine.by === 'writer'
      ? { fromId: personId, roleKey: mine.roleKey }
      : { sentAt: { not: null }, to: { some: { personId } } }
  const message = await ctx.db.message.findFirst({ where: { id, ...where } })
  if (!message) return null
  const to = mine.by === 'writer' ? await recipientsOf(ctx.db, id) : []
  return { by: mine.by, message, to: isFresh(message, ctx) ? to.map(underWay) : to }
})

/** So long after the sending the queue may still be about to write the mails. */
const underWayMinutes = 10

const isFresh = ({ sentAt }: Message, { now }: Pick<Ctx, 'now'>): boolean =>
  sentAt !== null && now.epochMilliseconds - sentAt.getTime() < underWayMinutes * 60_000

const underWay = (one: Recipient): Recipient => (one.reachable && one.mail === null ? { ...one, mail: 'queued' } : one)

/** The same for whoever writes it. */
export const findOwn = scoped(messagePolicy, async (mine, ctx) => (mine?.by === 'writer' ? findMessage(ctx) : null))

export const recipientsOf = (db: DbOrTx, messageId: string): Promise<Recipient[]> => db.$queryRaw<Recipient[]>`
  select t."personId", t."enrolmentId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
    (a."personId" is not null and ${reachableAddress} is not null) as reachable,
    (select x.state from "Mail" x where x."aboutId" = t."messageId" and x."toPersonId" = t."personId" limit 1) as mail
  from "MessageTo" t join "Person" p on p.id = t."personId"
    left join "Account" a on a."personId" = p.id and a.state in ('active', 'invited')
  where t."messageId" = ${messageId}::uuid order by p."familyName", p."givenName", p.id`

/** Those of a board on which somebody ticks; null where they have none. */
export const findBoard = scoped(messagePolicy, async (mine, ctx) => {
  if (mine?.by !== 'writer') return null
  const all = await chosenBy(ctx, '')
  return all && { all }
})

/** The trainees that a board's address shows. */
export const chosenBy = (ctx: Ctx, query: string) =>
  filteredTrainees(ctx, Object.fromEntries(new URLSearchParams(query)))
