import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { dateTime } from '../kit/ui.ts'

interface Deed {
  by: string
  at: Date
  sheet: string | null
  trainees: number
}

/** Who has changed posts or supervisors of these trainees since then: by which sheet, or by hand, and of how many. */
export async function meanwhile(
  { db }: Pick<Ctx, 'db'>,
  {
    enrolmentIds,
    since,
    not,
    timeZone = 'UTC',
  }: { enrolmentIds: readonly string[]; since: Date; not?: string; timeZone?: string },
): Promise<string[]> {
  const deeds = await db.$queryRaw<Deed[]>`
    select a."actorName" as by, max(a.at) as at, count(distinct a."enrolmentId")::int as trainees,
      case when c.id is null then null else coalesce(c.name, 'what was pasted') end as sheet
    from "AuditEvent" a left join "Changeover" c on c.id::text = a.data->>'changeoverId'
    where a."enrolmentId" = any(${[...enrolmentIds]}::uuid[]) and a.at > ${since}::timestamptz
      and (a.type like 'post.%' or a.type = 'supervision.changed')
      ${not ? Prisma.sql`and a.data->>'changeoverId' is distinct from ${not}` : Prisma.empty}
    group by a."actorId", a."actorName", c.id, c.name order by at desc limit 20`
  return deeds.map(({ by, at, sheet, trainees }) => {
    const how = sheet ? `by the sheet “${sheet}”` : 'by hand'
    return `${by} changed ${trainees} of these trainees ${how}, last at ${dateTime(at, timeZone)}.`
  })
}
