import type { Temporal } from 'temporal-polyfill'
import { Prisma } from '../generated/client.ts'
import { fromJsDate } from '../kit/clock.ts'
import type { DbOrTx } from '../kit/context.ts'

/**
 * The mail's side of a request (D3): what became of the letter that carries its link. The request's own side is in
 * states.ts; neither moves the other.
 */
export type MailState = 'queued' | 'sent' | 'bounced' | 'fetched' | 'opened' | 'kept' | 'withheld'

/** The latest letter under the link that holds now, and what became of that link. */
export interface RequestMail {
  id: string
  state: Exclude<MailState, 'fetched' | 'opened'>
  toAddress: string
  attempts: number
  lastError: string | null
  createdAt: Date
  sentAt: Date | null
  bouncedAt: Date | null
  /** First fetched, perhaps by a program that checks mails; first really shown to somebody. */
  fetchedAt: Date | null
  openedAt: Date | null
  remindedAt: Date | null
  quietToldAt: Date | null
}

/** The same as JSON brings it. */
export type RequestMailRow = {
  [K in keyof RequestMail]: RequestMail[K] extends Date
    ? string
    : RequestMail[K] extends Date | null
      ? string | null
      : RequestMail[K]
}

/**
 * A subquery in SQL for a `RequestMailRow` of the request `q`, null where no letter was written. A reminder that came back
 * says as much of the address as the letter itself.
 */
export const mailOfRequest = Prisma.sql`(
  select row_to_json(l) from (
    select w.id, case when w.latest = 'bounced' then w.latest else w.state end as state, w."toAddress", w.attempts, w."lastError",
      w."createdAt", w."sentAt", w."cameBackAt" as "bouncedAt", w."firstFetchedAt" as "fetchedAt", w."firstOpenedAt" as "openedAt",
      w."remindedAt", w."quietToldAt"
    from (
      select m.*, first_value(m.state) over newest as latest, first_value(m."bouncedAt") over newest as "cameBackAt",
        min(m."fetchedAt") over () as "firstFetchedAt", min(m."openedAt") over () as "firstOpenedAt",
        max(coalesce(m."sentAt", m."createdAt")) filter (where m.purpose = 'assessment.reminder') over () as "remindedAt"
      from "Mail" m
      where m."recordId" = q."recordId" and m.purpose in ('assessment.request', 'assessment.reminder')
        and (m.link ->> 'generation')::int = q.generation
      window newest as (order by m.id desc)
    ) w where w.purpose = 'assessment.request' order by w.id desc limit 1
  ) l
)`

const at = (iso: string | null): Date | null => (iso === null ? null : new Date(iso))

export function mailOf(row: RequestMailRow | null): RequestMail | null {
  if (!row) return null
  return {
    ...row,
    createdAt: new Date(row.createdAt),
    sentAt: at(row.sentAt),
    bouncedAt: at(row.bouncedAt),
    fetchedAt: at(row.fetchedAt),
    openedAt: at(row.openedAt),
    remindedAt: at(row.remindedAt),
    quietToldAt: at(row.quietToldAt),
  }
}

/** The mails of several requests by the ids of their records, in one query. */
export async function mailsOf(db: DbOrTx, recordIds: readonly string[]): Promise<ReadonlyMap<string, RequestMail>> {
  const rows = await db.$queryRaw<{ id: string; mail: RequestMailRow }[]>`
    select * from (select q."recordId" as id, ${mailOfRequest} as mail from "AssessmentRequest" q
      where q."recordId" = any(${[...recordIds]}::uuid[])) a where a.mail is not null`
  return new Map(rows.map(({ id, mail }) => [id, mailOf(mail)!]))
}

/** How far the mail has come. That somebody opened it is stronger than a message that an address does not work. */
export function mailStateOf({ state, fetchedAt, openedAt }: RequestMail): MailState {
  if (openedAt) return 'opened'
  return fetchedAt && state !== 'bounced' ? 'fetched' : state
}

const quietHours = 48

/** Whether a letter that went has been left unopened for two days (D3); true at once, not when a sweep has come by. */
export function isQuiet(mail: RequestMail, now: Temporal.Instant): boolean {
  const state = mailStateOf(mail)
  const went = state === 'fetched' || state === 'sent' || state === 'kept' ? (mail.sentAt ?? mail.createdAt) : null
  return went !== null && now.since(fromJsDate(went)).total('hours') >= quietHours
}
