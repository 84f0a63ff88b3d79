import { Prisma, type SupervisionKind } from '../generated/client.ts'
import { scoped } from '../kit/scope.ts'
import { listPolicy } from './policy.ts'

/** What waits for a programme's office beside what the board shows. */
export interface OfficeWork {
  /** Trainees who say that a supervisor on record is not theirs, the oldest first. */
  objections: {
    enrolmentId: string
    trainee: string
    kind: SupervisionKind
    onRecord: string | null
    suggested: string | null
    at: string
  }[]
  /** Supervisions that end soon, in training that goes on, with nobody recorded for after. */
  ending: { enrolmentId: string; trainee: string; kind: SupervisionKind; name: string; until: string }[]
}

/** How long before a supervision ends somebody should look for the next one. */
const endingWeeks = 4

/** In one query over all the portfolios that the acting role reaches. */
export const findOfficeWork = scoped<Prisma.Sql, OfficeWork>(listPolicy, async (visible, ctx) => {
  const today = ctx.today.toString()
  const soon = ctx.today.add({ weeks: endingWeeks }).toString()
  const trainee = Prisma.sql`concat_ws(' ', p.title, p."givenName", p."familyName") as trainee`
  const [row] = await ctx.db.$queryRaw<{ [K in keyof OfficeWork]: OfficeWork[K] | null }[]>`
    select
      (select json_agg(o) from (select e.id as "enrolmentId", ${trainee}, b.kind, b."onRecordName" as "onRecord", b.suggested,
          b."createdAt" as at
        from "SupervisorObjection" b join "Enrolment" e on e.id = b."enrolmentId" join "Person" p on p.id = e."personId"
        where b."closedAt" is null and e.state <> 'closed' and ${visible} order by b."createdAt" limit 20) o) as objections,
      (select json_agg(x) from (select e.id as "enrolmentId", ${trainee}, s.kind, s.until::text as until,
          concat_ws(' ', sp.title, sp."givenName", sp."familyName") as name
        from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Person" p on p.id = e."personId"
          join "Person" sp on sp.id = s."personId"
        where s.until > ${today}::date and s.until <= ${soon}::date and s.until < e."endsOn" and e.state <> 'closed'
          and ${visible}
          and not exists (select 1 from "Supervision" n where n."enrolmentId" = s."enrolmentId" and n.kind = s.kind
            and n.track = s.track and n.id <> s.id and n."from" <= s.until and (n.until is null or n.until > s.until))
        order by s.until, p."familyName" limit 20) x) as ending`
  return { objections: row!.objections ?? [], ending: row!.ending ?? [] }
})
