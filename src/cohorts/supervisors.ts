import type { Temporal } from 'temporal-polyfill'
import { Prisma, type SupervisionKind, type SupervisorObjection } from '../generated/client.ts'
import { invitedToSupervise } from '../identity/index.ts'
import { fromJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { followsPortfolio } from '../programmes/index.ts'
import { type PortfolioBase, portfolioOf, type Span } from '../training/index.ts'
import { cohortPolicy } from './policy.ts'

/** A line of the history: who supervised, as what, from when to when, and why it changed. */
export interface PastSupervision extends Span {
  kind: SupervisionKind
  track: string
  name: string
  reason: string | null
  /** Where it stood on record until somebody corrected it: when, by whom and why. */
  corrected: { at: Temporal.Instant; by: string; reason: string | null } | null
}

/** How much somebody signed in a portfolio on one day. */
export interface SignedOn {
  signerId: string
  day: string
  count: number
}

/** The role in which somebody supervises. */
export const supervisingAs = { educational: 'educationalSupervisor', clinical: 'clinicalSupervisor' } as const

/** Somebody who can be put on record, with how many trainees they have today. */
export interface Candidate {
  id: string
  name: string
  /** Grade and specialty, and whether they are only invited so far; may be empty. */
  detail: string
  trainees: number
}

export interface SupervisorsFound {
  portfolio: PortfolioBase
  /** Which supervisors are put on record in this programme. */
  kinds: SupervisionKind[]
  /** The newest first. */
  history: PastSupervision[]
  objections: SupervisorObjection[]
  /** People who can be chosen: who supervise or hold a role in this college or network; those of this programme first. */
  people: Candidate[]
  signed: SignedOn[]
}

/** The page of one trainee's supervisors: six queries at most. */
export const findSupervisors = scoped(cohortPolicy, async (visible, ctx): Promise<SupervisorsFound | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio || ctx.actor.relation === 'trainee') return null
  const kinds = await kindsOf(ctx, portfolio)
  if (kinds.length === 0) return null
  const mayChange = cohortPolicy.actions.changeSupervisor(ctx.actor) === true
  const [history, objections, people, signed] = await Promise.all([
    historyOf(ctx, portfolio.id),
    objectionsOf(ctx, portfolio.id),
    mayChange ? candidatesFor(ctx, portfolio) : [],
    mayChange ? signedIn(ctx, portfolio) : [],
  ])
  return { portfolio, kinds, history, objections, people, signed }
})

/** Which supervisors are put on record in the portfolio's programme. */
export async function kindsOf(ctx: Ctx, portfolio: PortfolioBase): Promise<SupervisionKind[]> {
  const { pack } = await ctx.services.packs.get(portfolio.packVersionId)
  return (['educational', 'clinical'] as const).filter((kind) => followsPortfolio(pack, supervisingAs[kind]))
}

/** What a trainee has said about the supervisors on record, and what became of it; the newest first. */
export function objectionsOf(ctx: Ctx, enrolmentId: string): Promise<SupervisorObjection[]> {
  return ctx.db.supervisorObjection.findMany({ where: { enrolmentId }, orderBy: { createdAt: 'desc' }, take: 20 })
}

interface HistoryRow {
  id: string
  kind: SupervisionKind
  track: string
  personId: string
  name: string
  from: Date
  until: Date | null
  reason: string | null
  correctedAt: Date | null
  correctedBy: string | null
  correctedReason: string | null
}

/** What is on record and what stood there until it was corrected, in one query. */
export async function historyOf(ctx: Ctx, enrolmentId: string): Promise<PastSupervision[]> {
  const rows = await ctx.db.$queryRaw<HistoryRow[]>`
    select s.*, concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      nullif(concat_ws(' ', b.title, b."givenName", b."familyName"), '') as "correctedBy"
    from (
      select id, kind, track, "personId", "from", until, reason, "createdAt", null::timestamptz as "correctedAt",
        null::uuid as "correctedById", null as "correctedReason" from "Supervision" where "enrolmentId" = ${enrolmentId}::uuid
      union all
      select id, kind, track, "personId", "from", until, reason, "createdAt", "correctedAt", "correctedById", "correctedReason"
        from "CorrectedSupervision" where "enrolmentId" = ${enrolmentId}::uuid) s
    join "Person" p on p.id = s."personId" left join "Person" b on b.id = s."correctedById"
    order by s."from" desc, s."correctedAt" desc nulls first, s.id desc`
  return rows.map(({ correctedAt, correctedBy, correctedReason, ...row }) => ({
    ...row,
    from: plainDate(row.from),
    until: row.until && plainDate(row.until),
    corrected: correctedAt && {
      at: fromJsDate(correctedAt),
      by: correctedBy ?? 'somebody',
      reason: correctedReason,
    },
  }))
}

/** Everybody who can be chosen for one trainee. */
async function candidatesFor(ctx: Ctx, { personId, programmeId }: PortfolioBase): Promise<Candidate[]> {
  const all = await candidates(ctx, Prisma.sql`e."programmeId" = ${programmeId}::uuid`)
  return all.filter(({ id }) => id !== personId)
}

const mostCandidates = 1000

/**
 * People who supervise, hold a role, or were invited to supervise in a college or a network of the enrolments `e` that `among` lets through; first
 * those who supervise there already, each with how many trainees they have today, so that nobody is loaded without being seen.
 */
export function candidates({ db, today }: Ctx, among: Prisma.Sql): Promise<Candidate[]> {
  const now = Prisma.sql`${today.toString()}::date`
  return db.$queryRaw<Candidate[]>`
    with there as (select distinct e."programmeId" as id from "Enrolment" e where ${among}),
      near as (select pr.id, pr."collegeId", pr."networkId" from "Programme" pr where exists (select 1 from "Programme" t
        join there on there.id = t.id where t."collegeId" = pr."collegeId" or t."networkId" = pr."networkId")),
      places as (select id from near union select "collegeId" from near union select "networkId" from near
        union select si.id from "Site" si join near on near."networkId" = si."networkId")
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, concat_ws(', ', p.grade, p.specialty,
        case when a.state = 'invited' then 'invited, has not signed in yet' end) as detail,
      (select count(distinct s."enrolmentId")::int from "Supervision" s where s."personId" = p.id
        and s."from" <= ${now} and (s.until is null or s.until > ${now})) as trainees
    from "Person" p join "Account" a on a."personId" = p.id and a.state in ('active', 'invited')
      cross join lateral (select bool_or(e."programmeId" in (select id from there)) as here,
        bool_or(e."programmeId" in (select id from near)) as near
        from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" where s."personId" = p.id) as sv
    where ${invitedToSupervise(Prisma.sql`select "collegeId"::text from near`)}
      or p.grade is not null and p.grade not in ('trainee', 'other') and (sv.near or exists (select 1 from "Grant" g where g."personId" = p.id
        and (g."scopeId" in (select id from places) or g."programmeId" in (select id from near))))
    order by coalesce(sv.here, false) desc, p."familyName" collate "und-x-icu", p."givenName", p.id limit ${mostCandidates}`
}

/** Who signed how much on which day: a correction of the past says what stays signed. */
async function signedIn(ctx: Ctx, { id, timeZone }: PortfolioBase): Promise<SignedOn[]> {
  return ctx.db.$queryRaw<SignedOn[]>`
    select person_now(v."signerId") as "signerId", to_char(v."signedAt" at time zone ${timeZone}, 'YYYY-MM-DD') as day, count(*)::int as count
    from "RecordVersion" v join "Record" r on r.id = v."recordId"
    where r."enrolmentId" = ${id}::uuid and person_now(v."signerId") <> r."personId" group by 1, 2`
}

export const kindWords: Record<SupervisionKind, string> = {
  educational: 'educational supervisor',
  clinical: 'clinical supervisor',
}

/** The same of one post of a split week, where it is not the main one (decision 19). */
export const asWords = ({ kind, track }: Pick<PastSupervision, 'kind' | 'track'>): string =>
  track === 'main' ? kindWords[kind] : `${kindWords[kind]} of the ${track} post`

/** What is on record of one kind, without what was corrected since. */
export function spansOf({ history }: Pick<SupervisorsFound, 'history'>, kind: SupervisionKind): PastSupervision[] {
  return history.filter((row) => row.kind === kind && row.track === 'main' && !row.corrected)
}
