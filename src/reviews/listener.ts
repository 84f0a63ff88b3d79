import { toJsDate } from '../kit/clock.ts'
import type { AuditEntry, Listener } from '../kit/command.ts'
import { nobody } from '../policy/index.ts'
import { kindOfChange } from './kinds.ts'

/**
 * Numbers what changes in a portfolio for its readers, in the transaction of the deed (D5). The number is given under a
 * lock that lasts until the commit: whoever has read up to a number has missed nothing before it. What is private, or not
 * complete, is no news; that something they could read was withdrawn is.
 */
export const changeListener: Listener = async (ctx, event) => {
  const kind = kindOfChange(event)
  if (!kind || !event.enrolmentId || !event.recordId) return
  const { personId, name } = ctx.actor
  const actorId = event.by?.id ?? (personId === nobody.personId ? null : personId)
  await ctx.db.$executeRaw`
    with record as (
      select r.id, r.section, r."formKey", r.kind,
        case when r."enrolmentId" = e.id then r."packVersionId" else e."packVersionId" end as "packVersionId"
      from "Record" r, "Enrolment" e
      where r.id = ${event.recordId}::uuid and e.id = ${event.enrolmentId}::uuid and r."sharedState" = 'shared'
        and (r.status in ('submitted', 'signed') or (r.status = 'void' and ${kind} = 'withdrawn'))
    ), next as (
      insert into "ChangeHead" ("enrolmentId", seq) select ${event.enrolmentId}::uuid, 1 from record
      on conflict ("enrolmentId") do update set seq = "ChangeHead".seq + 1 returning seq
    )
    insert into "Change" ("enrolmentId", seq, type, "recordId", section, "packVersionId", "formKey", kind, "itemKeys",
      "actorId", "actorName", at)
    select ${event.enrolmentId}::uuid, next.seq, ${kind}, record.id, record.section, record."packVersionId",
      record."formKey", record.kind, ${itemsOf(event)}::text[], ${actorId}::uuid, ${event.by?.name ?? name},
      ${toJsDate(ctx.now)}
    from record, next`
}

function itemsOf({ data }: AuditEntry): string[] {
  const items = [data?.itemKeys ?? [], data?.itemKey ?? []].flat()
  return items.filter((one): one is string => typeof one === 'string')
}
