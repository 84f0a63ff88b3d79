import { type AccountState, Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { containing } from '../../kit/pattern.ts'
import { scoped } from '../../kit/scope.ts'
import type { Relation } from '../../policy/index.ts'
import { type PeopleReach, peoplePolicy } from '../policy.ts'
import { grantPacks, grantPlace, grantPlaceName, grantProgrammes } from './grants.ts'
import { homeCollege, isHome } from './home.ts'

export const pageSize = 50

/** Who belongs to a college: its trainees, their supervisors, its officers, and whom it invited. */
export function peopleOf({ programmeIds }: PeopleReach): Prisma.Sql {
  const ids = Prisma.sql`any(${programmeIds}::uuid[])`
  return Prisma.sql`
    select e."personId" from "Enrolment" e where e."programmeId" = ${ids}
    union select s."personId" from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" where e."programmeId" = ${ids}
    union select g."personId" from "Grant" g where ${theirs({ programmeIds })}
    union ${invitedInto(Prisma.sql`select "collegeId"::text from "Programme" where id = ${ids}`)}`
}

/** Whom a college has invited, whatever became of it, and whom it has taken up with the account that they had. @param colleges ids of colleges, as text */
const invitedInto = (colleges: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select l."personId" from "LinkToken" l where l.purpose = 'invitation' and l.data->>'collegeId' in (${colleges})
  union ${takenUpBy(colleges)}`

const takenUpBy = (colleges: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`select u."personId" from "TakenUp" u where u."collegeId"::text in (${colleges})`

/**
 * Whether a person `p` was invited by a college to supervise or assess: whom one must be able to choose although they have
 * never supervised and may not have said their grade yet. Whoever trains was invited to that, unless the college has taken
 * them up to supervise as well, as a senior may. @param colleges ids of colleges, as text
 */
export const invitedToSupervise = (colleges: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  coalesce(p.grade, '') not in ('trainee', 'other') and (p.id in (${takenUpBy(colleges)})
    or p.id in (${invitedInto(colleges)}) and not exists (select 1 from "Enrolment" o where o."personId" = p.id))
  and (p.grade is not null or not exists (select 1 from "Grant" o where o."personId" = p.id)))`

/** Whether a grant `g` is for the programmes of this reach. */
function theirs({ programmeIds }: PeopleReach): Prisma.Sql {
  const ids = Prisma.sql`any(${programmeIds}::uuid[])`
  const colleges = Prisma.sql`(select "collegeId" from "Programme" where id = ${ids})`
  return Prisma.sql`(g."programmeId" = ${ids} or (g."programmeId" is null and (
    (g."scopeKind" = 'programme' and g."scopeId" = ${ids})
    or (g."scopeKind" = 'college' and g."scopeId" in ${colleges})
    or (g."scopeKind" = 'network' and g."scopeId" in (select "networkId" from "Programme" where id = ${ids}))
    or (g."scopeKind" = 'site' and g."scopeId" in (select si.id from "Site" si join "Network" n on n.id = si."networkId"
        where n."collegeId" in ${colleges})))))`
}

export const states = ['all', 'active', 'invited', 'suspended', 'none', 'toConfirm'] as const
export type StateFilter = (typeof states)[number]

export interface PersonRow {
  id: string
  name: string
  email: string | null
  state: AccountState | null
  trainee: number
  educational: number
  clinical: number
  /** Roles that were given, each in the words of its programme. */
  grants: string[]
  lastSignIn: Date | null
}

/** A role as the database has it, with the pack versions that name it. */
interface GivenRole {
  role: Relation
  packs: string[]
}

/** In the words of the programme for which it was given. */
const named = (ctx: Ctx, { role, packs }: GivenRole): Promise<string> => ctx.services.packs.roleWords(packs, role)

export interface PeopleList {
  rows: PersonRow[]
  total: number
  page: number
  query: string
  state: StateFilter
}

/** Whether a person `p` states a grade or a number that nobody has confirmed yet, and these administrators are to. */
export const statesSomething = (reach: PeopleReach, today: string): Prisma.Sql =>
  Prisma.sql`case when ${unconfirmed} then ${isHome(reach, today)} else false end`

const unconfirmed = Prisma.sql`(nullif(p."claimedGrade", p.grade) is not null
  or exists (select 1 from "Identifier" i where i."personId" = p.id and i.kind <> 'email' and i."verifiedAt" is null))`

function matching(query: string, state: StateFilter, toConfirm: Prisma.Sql): Prisma.Sql {
  const words = query
    ? Prisma.sql`(concat_ws(' ', p.title, p."givenName", p."familyName") ilike ${containing(query)} or exists (
        select 1 from "Identifier" i where i."personId" = p.id and i.value ilike ${containing(query)}))`
    : Prisma.sql`true`
  if (state === 'all') return words
  if (state === 'toConfirm') return Prisma.sql`${words} and a.state is not null and ${toConfirm}`
  return state === 'none' ? Prisma.sql`${words} and a.state is null` : Prisma.sql`${words} and a.state::text = ${state}`
}

/** The people of an administrator’s programmes, searched by name, address or number: one query. */
export const findPeople = scoped(peoplePolicy, async (reach, ctx): Promise<PeopleList | null> => {
  if (!reach) return null
  const page = Math.max(1, Math.min(1000, Number.parseInt(ctx.query.page ?? '1', 10) || 1))
  const query = (ctx.query.q ?? '').trim().slice(0, 100)
  const state = states.find((one) => one === ctx.query.state) ?? 'all'
  const today = ctx.today.toString()
  const now = Prisma.sql`"from" <= ${today}::date and (until is null or until > ${today}::date)`
  const rows = await ctx.db.$queryRaw<(Omit<PersonRow, 'grants'> & { total: number; given: GivenRole[] })[]>`
    with found as (
      select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName", a.state,
        count(*) over ()::int as total
      from "Person" p left join "Account" a on a."personId" = p.id
      where p.id in (${peopleOf(reach)}) and ${matching(query, state, statesSomething(reach, today))}
      order by p."familyName" collate "und-x-icu", p."givenName" collate "und-x-icu", p.id
      limit ${pageSize} offset ${(page - 1) * pageSize})
    select f.id, f.name, f.state::text as state, f.total,
      (select i.value from "Identifier" i where i."personId" = f.id and i.kind = 'email' order by i.primary desc limit 1) as email,
      (select count(*)::int from "Enrolment" e where e."personId" = f.id and e.state <> 'closed') as trainee,
      (select count(*)::int from "Supervision" s where s."personId" = f.id and s.kind = 'educational' and ${now}) as educational,
      (select count(*)::int from "Supervision" s where s."personId" = f.id and s.kind = 'clinical' and ${now}) as clinical,
      (select coalesce(json_agg(json_build_object('role', g.role, 'packs', ${grantPacks}) order by g."from", g.id), '[]')
        from "Grant" g ${grantPlace} where g."personId" = f.id and ${now}) as given,
      (select max(s.at) from "SignIn" s where s."personId" = f.id and s.outcome in ('ok', 'link', 'okCode', 'okRecovery')) as "lastSignIn"
    from found f order by f."familyName" collate "und-x-icu", f.name, f.id`
  const named = await Promise.all(rows.map(async (row) => ({ ...row, grants: await rolesOf(ctx, row.given) })))
  return { rows: named, total: rows[0]?.total ?? 0, page, query, state }
})

/** The words of several roles, each once. */
async function rolesOf(ctx: Ctx, given: readonly GivenRole[]): Promise<string[]> {
  return [...new Set(await Promise.all(given.map((one) => named(ctx, one))))]
}

export interface GrantRow {
  id: string
  role: Relation
  /** The role in the words of its programme. */
  words: string
  scope: string | null
  /** The one programme that it is narrowed to. */
  programme: string | null
  /** The programmes whose trainees it concerns. */
  programmeIds: string[]
  /** The site where it holds; null for wider ones. */
  siteId: string | null
  /** Why it ended before its time, and who ended it. */
  endedReason: string | null
  endedBy: string | null
  /** Whether it is for programmes of the administrator who looks. */
  theirs: boolean
  from: string
  until: string | null
  now: boolean
  /** Whether it has not begun. */
  toCome: boolean
}

/** One person as their administrator sees them: facts of the account, nothing of a portfolio’s text. */
export interface PersonOf {
  id: string
  title: string | null
  givenName: string
  familyName: string
  grade: string | null
  claimedGrade: string | null
  account: {
    state: AccountState
    suspendedReason: string | null
    suspendedAt: Date | null
    hasPassword: boolean
  } | null
  identifiers: { id: string; kind: string; value: string; verifiedAt: Date | null; primary: boolean }[]
  enrolments: { id: string; programme: string; state: string }[]
  educational: number
  clinical: number
  grants: GrantRow[]
  lastSignIn: Date | null
  sessions: number
  secondFactor: boolean
  invitedUntil: Date | null
  /** Whether the administrator's college looks after the account, and which one does. */
  home: boolean
  college: string | null
}

interface Raw extends Omit<PersonOf, 'identifiers' | 'lastSignIn' | 'invitedUntil' | 'account' | 'grants'> {
  grants: (Omit<GrantRow, 'words'> & GivenRole)[]
  account: {
    state: AccountState
    suspendedReason: string | null
    suspendedAt: string | null
    hasPassword: boolean
  } | null
  identifiers: { id: string; kind: string; value: string; verifiedAt: string | null; primary: boolean }[]
  lastSignIn: Date | null
  invitedUntil: Date | null
}

const moment = (iso: string | null) => (iso ? new Date(iso) : null)

/** The person of the path, if they belong to the administrator’s programmes: one query. */
export const findPersonOf = scoped(peoplePolicy, async (reach, ctx): Promise<PersonOf | null> => {
  const id = ctx.params.personId
  if (!reach || !isId(id)) return null
  const [row] = await personRows(ctx, reach, id)
  if (!row) return null
  const grants = await Promise.all(row.grants.map(async (one) => ({ ...one, words: await named(ctx, one) })))
  return {
    ...row,
    grants,
    account: row.account && { ...row.account, suspendedAt: moment(row.account.suspendedAt) },
    identifiers: row.identifiers.map((one) => ({ ...one, verifiedAt: moment(one.verifiedAt) })),
  }
})

function personRows(ctx: Ctx, reach: PeopleReach, id: string): Promise<Raw[]> {
  const today = ctx.today.toString()
  const now = Prisma.sql`"from" <= ${today}::date and (until is null or until > ${today}::date)`
  return ctx.db.$queryRaw<Raw[]>`
    select p.id, p.title, p."givenName", p."familyName", p.grade, nullif(p."claimedGrade", p.grade) as "claimedGrade",
      (select json_build_object('state', a.state, 'suspendedReason', a."suspendedReason", 'suspendedAt', a."suspendedAt",
          'hasPassword', a."passwordHash" is not null) from "Account" a where a."personId" = p.id) as account,
      (select coalesce(json_agg(json_build_object('id', i.id, 'kind', i.kind, 'value', i.value, 'verifiedAt', i."verifiedAt",
          'primary', i.primary) order by i.kind, i.primary desc), '[]') from "Identifier" i where i."personId" = p.id) as identifiers,
      (select coalesce(json_agg(json_build_object('id', e.id, 'programme', pr.name, 'state', e.state)), '[]')
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e."personId" = p.id) as enrolments,
      (select count(*)::int from "Supervision" s where s."personId" = p.id and s.kind = 'educational' and ${now}) as educational,
      (select count(*)::int from "Supervision" s where s."personId" = p.id and s.kind = 'clinical' and ${now}) as clinical,
      (select coalesce(json_agg(json_build_object('id', g.id, 'role', g.role, 'from', g."from", 'until', g.until,
          'scope', ${grantPlaceName}, 'packs', ${grantPacks}, 'siteId', si.id,
          'endedReason', g."endedReason", 'endedBy', g."endedBy", 'programmeIds', ${grantProgrammes}, 'theirs', ${theirs(reach)},
          'programme', (select pr.name from "Programme" pr where pr.id = g."programmeId"),
          'now', g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date), 'toCome', g."from" > ${today}::date) order by g."from"), '[]')
        from "Grant" g ${grantPlace}
        where g."personId" = p.id) as grants,
      (select max(s.at) from "SignIn" s where s."personId" = p.id and s.outcome in ('ok', 'link', 'okCode', 'okRecovery')) as "lastSignIn",
      (select count(*)::int from "Session" s where s."personId" = p.id and s."expiresAt" > ${new Date(ctx.now.epochMilliseconds)}) as sessions,
      coalesce(hc.id in (select "collegeId" from "Programme" where id = any(${reach.programmeIds}::uuid[])), true) as home,
      hc.name as college,
      exists (select 1 from "SecondFactor" f where f."personId" = p.id and f."confirmedAt" is not null) as "secondFactor",
      (select max(l."expiresAt") from "LinkToken" l where l."personId" = p.id and l.purpose = 'invitation' and l."spentAt" is null) as "invitedUntil"
    from "Person" p left join "College" hc on hc.id = ${homeCollege(today)} where p.id = ${id}::uuid and p.id in (${peopleOf(reach)})`
}
