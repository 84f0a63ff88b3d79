import type { Temporal } from 'temporal-polyfill'
import type { StatusKind } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import { plainDate } from '../kit/periods.ts'
import type { Standing } from '../policy/index.ts'

/** A person and the days on which they stand in a relation. */
export interface SupervisorNow {
  id: string
  name: string
  until: Temporal.PlainDate | null
}

/** Somebody who holds a role at the hospital where the trainee is: college tutor, director of training. */
export interface LocalLead extends SupervisorNow {
  relation: Standing
  /** The role as its holder switches to it. */
  roleKey: string
}

/** What every page about one portfolio says at its head. */
export interface PortfolioBase {
  id: string
  personId: string
  name: string
  givenName: string
  photoFileId: string | null
  programmeId: string
  programme: string
  timeZone: string
  packVersionId: string
  state: string
  stageKey: string | null
  ftePercent: number
  startsOn: Temporal.PlainDate
  /** First day after training (exclusive). */
  endsOn: Temporal.PlainDate
  reviewOn: Temporal.PlainDate | null
  evidenceDueOn: Temporal.PlainDate | null
  stages: { stageKey: string; from: Temporal.PlainDate; until: Temporal.PlainDate | null }[]
  post: {
    title: string
    site: string
    siteId: string
    specialty: string | null
    until: Temporal.PlainDate | null
  } | null
  educationalSupervisor: SupervisorNow | null
  clinicalSupervisor: SupervisorNow | null
  /** What they do today instead of, or beside, training as planned. */
  status: { kind: StatusKind; until: Temporal.PlainDate } | null
  /** By role and name; those who only assess what is sent to them are not among them. */
  leads: LocalLead[]
}

interface Row {
  id: string
  personId: string
  name: string
  givenName: string
  photoFileId: string | null
  programmeId: string
  programme: string
  timeZone: string
  packVersionId: string
  state: string
  ftePercent: number
  startsOn: Date
  endsOn: Date
  reviewOn: Date | null
  evidenceDueOn: Date | null
  stages: { stageKey: string; from: string; until: string | null; now: boolean }[] | null
  post: { title: string; site: string; siteId: string; specialty: string | null; until: string | null } | null
  supervisors: { id: string; name: string; kind: string; until: string | null }[] | null
  status: { kind: StatusKind; until: string } | null
  leads: { id: string; name: string; relation: Standing; roleKey: string; until: string | null }[] | null
}

const day = (iso: string | null) => (iso ? plainDate(new Date(`${iso}T00:00:00Z`)) : null)
const date = (value: Date | null) => (value ? plainDate(value) : null)

/**
 * The head of one portfolio in one query: who, where, with whom, how far. `today` is the day in the programme's zone.
 * Callers must have established that the actor reaches the enrolment (enrolmentsOf), as portfolioOf does.
 */
export async function portfolioHead(
  db: DbOrTx,
  enrolmentId: string,
  today: Temporal.PlainDate,
): Promise<PortfolioBase | null> {
  const now = today.toString()
  const [row] = await db.$queryRaw<Row[]>`
    select e.id, e."personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."givenName",
      p."photoFileId", e."programmeId", pr.name as programme, pr."timeZone", e."packVersionId", e.state::text as state,
      e."ftePercent", e."startsOn", e."endsOn", e."reviewOn", e."evidenceDueOn",
      (select json_agg(json_build_object('stageKey', s."stageKey", 'from', s."from", 'until', s.until,
          'now', s."from" <= ${now}::date and (s.until is null or s.until > ${now}::date)) order by s."from")
        from "StagePeriod" s where s."enrolmentId" = e.id) as stages,
      (select json_build_object('title', pl.title, 'site', si.name, 'siteId', si.id, 'specialty', pl.specialty, 'until', pl.until)
        from "Placement" pl join "Site" si on si.id = pl."siteId"
        where pl."enrolmentId" = e.id and pl."from" <= ${now}::date and (pl.until is null or pl.until > ${now}::date)
        order by pl.track limit 1) as post,
      (select json_build_object('kind', st.kind, 'until', st.until) from "StatusPeriod" st
        where st."enrolmentId" = e.id and st."withdrawnAt" is null and st."from" <= ${now}::date and st.until > ${now}::date
        order by st.track limit 1) as status,
      (select json_agg(json_build_object('id', s."personId", 'kind', s.kind, 'until', s.until,
          'name', concat_ws(' ', sp.title, sp."givenName", sp."familyName")) order by s.track)
        from "Supervision" s join "Person" sp on sp.id = s."personId"
        where s."enrolmentId" = e.id and s."from" <= ${now}::date and (s.until is null or s.until > ${now}::date)) as supervisors,
      (select json_agg(json_build_object('id', g."personId", 'relation', g.role, 'roleKey', 'grant:' || g.id, 'until', g.until,
          'name', concat_ws(' ', lp.title, lp."givenName", lp."familyName")) order by g.role, lp."familyName")
        from "Grant" g join "Person" lp on lp.id = g."personId"
        where g."scopeKind" = 'site' and g.role <> 'clinicalSupervisor' and (g."programmeId" is null or g."programmeId" = e."programmeId")
          and g."from" <= ${now}::date and (g.until is null or g.until > ${now}::date)
          and g."scopeId" in (select pl."siteId" from "Placement" pl where pl."enrolmentId" = e.id
            and pl."from" <= ${now}::date and (pl.until is null or pl.until > ${now}::date))) as leads
    from "Enrolment" e join "Person" p on p.id = e."personId" join "Programme" pr on pr.id = e."programmeId"
    where e.id = ${enrolmentId}::uuid`
  return row ? shaped(row) : null
}

function shaped(row: Row): PortfolioBase {
  const { stages, post, status, supervisors, leads, startsOn, endsOn, reviewOn, evidenceDueOn, ...rest } = row
  const supervisor = (kind: string): SupervisorNow | null => {
    const found = supervisors?.find((one) => one.kind === kind)
    return found ? { id: found.id, name: found.name, until: day(found.until) } : null
  }
  return {
    ...rest,
    startsOn: plainDate(startsOn),
    endsOn: plainDate(endsOn),
    reviewOn: date(reviewOn),
    evidenceDueOn: date(evidenceDueOn),
    stageKey: stages?.find((stage) => stage.now)?.stageKey ?? null,
    stages: (stages ?? []).map((stage) => ({
      stageKey: stage.stageKey,
      from: day(stage.from)!,
      until: day(stage.until),
    })),
    status: status && { kind: status.kind, until: day(status.until)! },
    post: post ? { ...post, until: day(post.until) } : null,
    educationalSupervisor: supervisor('educational'),
    clinicalSupervisor: supervisor('clinical'),
    leads: (leads ?? []).map((lead) => ({ ...lead, until: day(lead.until) })),
  }
}
