import { type AccountState, Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { type PeopleReach, peoplePolicy } from '../policy.ts'

export const pageSize = 50

/** Who belongs to a college: its trainees, their supervisors, its officers, and whom it invited. */
function peopleOf({ programmeIds }: PeopleReach): Prisma.Sql {
  const ids = Prisma.sql`any(${programmeIds}::uuid[])`
  const colleges = Prisma.sql`(select "collegeId" from "Programme" where id = ${ids})`
  return Prisma.sql`
    select e."personId" from "Enrolment" e where e."programmeId" = ${ids}
    union select s."personId" from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" where e."programmeId" = ${ids}
    union select g."personId" from "Grant" g where
      (g."scopeKind" = 'programme' and g."scopeId" = ${ids})
      or (g."scopeKind" = 'college' and g."scopeId" in ${colleges})
      or (g."scopeKind" = 'network' and g."scopeId" in (select "networkId" from "Programme" where id = ${ids}))
      or (g."scopeKind" = 'site' and g."scopeId" in (select si.id from "Site" si join "Network" n on n.id = si."networkId"
          where n."collegeId" in ${colleges}))
    union select l."personId" from "LinkToken" l
      where l.purpose = 'invitation' and l.data->>'collegeId' in (select "collegeId"::text from "Programme" where id = ${ids})`
}

export const states = ['all', 'active', 'invited', 'suspended', 'none'] as const
export type StateFilter = (typeof states)[number]

export interface PersonRow {
  id: string
  name: string
  email: string | null
  state: AccountState | null
  trainee: number
  educational: number
  clinical: number
  grants: string[]
  lastSignIn: Date | null
}

export interface PeopleList {
  rows: PersonRow[]
  total: number
  page: number
  query: string
  state: StateFilter
}

/** Characters that mean something in a pattern are searched for as themselves. */
const pattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

function matching(query: string, state: StateFilter): Prisma.Sql {
  const words = query
    ? Prisma.sql`(concat_ws(' ', p.title, p."givenName", p."familyName") ilike ${pattern(query)} or exists (
        select 1 from "Identifier" i where i."personId" = p.id and i.value ilike ${pattern(query)}))`
    : Prisma.sql`true`
  if (state === 'all') return words
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
  const rows = await ctx.db.$queryRaw<(PersonRow & { total: number })[]>`
    with found as (
      select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName", a.state,
        count(*) over ()::int as total
      from "Person" p left join "Account" a on a."personId" = p.id
      where p.id in (${peopleOf(reach)}) and ${matching(query, state)}
      order by p."familyName" collate "und-x-icu", p."givenName" collate "und-x-icu", p.id
      limit ${pageSize} offset ${(page - 1) * pageSize})
    select f.id, f.name, f.state::text as state, f.total,
      (select i.value from "Identifier" i where i."personId" = f.id and i.kind = 'email' order by i.primary desc limit 1) as email,
      (select count(*)::int from "Enrolment" e where e."personId" = f.id and e.state <> 'closed') as trainee,
      (select count(*)::int from "Supervision" s where s."personId" = f.id and s.kind = 'educational' and ${now}) as educational,
      (select count(*)::int from "Supervision" s where s."personId" = f.id and s.kind = 'clinical' and ${now}) as clinical,
      (select coalesce(json_agg(distinct g.role), '[]') from "Grant" g where g."personId" = f.id and ${now}) as grants,
      (select max(s.at) from "SignIn" s where s."personId" = f.id and s.outcome in ('ok', 'link')) as "lastSignIn"
    from found f order by f."familyName" collate "und-x-icu", f.name, f.id`
  return { rows, total: rows[0]?.total ?? 0, page, query, state }
})

export interface GrantRow {
  id: string
  role: string
  scope: string | null
  from: string
  until: string | null
  now: boolean
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
  invitedUntil: Date | null
}

interface Raw extends Omit<PersonOf, 'identifiers' | 'lastSignIn' | 'invitedUntil' | 'account'> {
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
  return {
    ...row,
    account: row.account && { ...row.account, suspendedAt: moment(row.account.suspendedAt) },
    identifiers: row.identifiers.map((one) => ({ ...one, verifiedAt: moment(one.verifiedAt) })),
  }
})

function personRows(ctx: Ctx, reach: PeopleReach, id: string): Promise<Raw[]> {
  const today = ctx.today.toString()
  const now = Prisma.sql`"from" <= ${today}::date and (until is null or until > ${today}::date)`
  return ctx.db.$queryRaw<Raw[]>`
    select p.id, p.title, p."givenName", p."familyName", p.grade, p."claimedGrade",
      (select json_build_object('state', a.state, 'suspendedReason', a."suspendedReason", 'suspendedAt', a."suspendedAt",
          'hasPassword', a."passwordHash" is not null) from "Account" a where a."personId" = p.id) as account,
      (select coalesce(json_agg(json_build_object('id', i.id, 'kind', i.kind, 'value', i.value, 'verifiedAt', i."verifiedAt",
          'primary', i.primary) order by i.kind, i.primary desc), '[]') from "Identifier" i where i."personId" = p.id) as identifiers,
      (select coalesce(json_agg(json_build_object('id', e.id, 'programme', pr.name, 'state', e.state)), '[]')
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e."personId" = p.id) as enrolments,
      (select count(*)::int from "Supervision" s where s."personId" = p.id and s.kind = 'educational' and ${now}) as educational,
      (select count(*)::int from "Supervision" s where s."personId" = p.id and s.kind = 'clinical' and ${now}) as clinical,
      (select coalesce(json_agg(json_build_object('id', g.id, 'role', g.role, 'from', g."from", 'until', g.until,
          'scope', coalesce(si.name, gp.name, n.name, c.name),
          'now', g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date)) order by g."from"), '[]')
        from "Grant" g
          left join "Site" si on g."scopeKind" = 'site' and si.id = g."scopeId"
          left join "Programme" gp on g."scopeKind" = 'programme' and gp.id = g."scopeId"
          left join "Network" n on g."scopeKind" = 'network' and n.id = g."scopeId"
          left join "College" c on g."scopeKind" = 'college' and c.id = g."scopeId"
        where g."personId" = p.id) as grants,
      (select max(s.at) from "SignIn" s where s."personId" = p.id and s.outcome in ('ok', 'link')) as "lastSignIn",
      (select count(*)::int from "Session" s where s."personId" = p.id and s."expiresAt" > ${new Date(ctx.now.epochMilliseconds)}) as sessions,
      (select max(l."expiresAt") from "LinkToken" l where l."personId" = p.id and l.purpose = 'invitation' and l."spentAt" is null) as "invitedUntil"
    from "Person" p where p.id = ${id}::uuid and p.id in (${peopleOf(reach)})`
}

/** A role that the administrator may give, with the place where it holds. */
export interface RoleOption {
  value: string
  label: string
  role: string | null
  scopeKind: string | null
  scopeId: string | null
}

export interface InviteFound {
  roles: { group: string; options: RoleOption[] }[]
  collegeId: string
}

/**
 * The roles that the administrator may give: within their own programmes and sites. An administrator of a whole college
 * may make others; one of a single programme may not make themselves larger by that door.
 */
export const findInvite = scoped(peoplePolicy, async (reach, ctx): Promise<InviteFound | null> => {
  if (!reach) return null
  const ids = Prisma.sql`any(${reach.programmeIds}::uuid[])`
  const rows = await ctx.db.$queryRaw<{ kind: string; id: string; name: string; wide: boolean }[]>`
    select 'programme' as kind, pr.id, pr.name, false as wide from "Programme" pr where pr.id = ${ids}
    union all select 'site', si.id, si.name, false from "Site" si where si."networkId" in
      (select coalesce(pr."networkId", n.id) from "Programme" pr left join "Network" n on n."collegeId" = pr."collegeId" where pr.id = ${ids})
    union all select 'college', c.id, c.name, exists (select 1 from "Grant" g where g.id = ${grantOf(ctx)}::uuid
        and (g."scopeKind" = 'installation' or (g."scopeKind" = 'college' and g."scopeId" = c.id)))
      from "College" c where c.id in (select pr."collegeId" from "Programme" pr where pr.id = ${ids})
    order by 1, 3`
  const college = rows.find(({ kind }) => kind === 'college')
  if (!college) return null
  const of = (role: string, kind: string, label: string) =>
    rows
      .filter((row) => row.kind === kind && (kind !== 'college' || row.wide))
      .map(({ id, name }) => ({
        value: `${role}:${id}`,
        label: `${label}, ${name}`,
        role,
        scopeKind: kind,
        scopeId: id,
      }))
  const supervisor = {
    value: 'supervisor',
    label: 'Supervisor or assessor',
    role: null,
    scopeKind: null,
    scopeId: null,
  }
  const groups = [
    { group: 'Consultants and others', options: [supervisor] },
    { group: 'A hospital', options: of('collegeTutor', 'site', 'College tutor') },
    {
      group: 'A programme',
      options: [
        ...of('coordinator', 'programme', 'Coordinator'),
        ...of('director', 'programme', 'Training programme director'),
      ],
    },
    { group: 'The college', options: of('collegeAdmin', 'college', 'College administrator') },
  ]
  return { roles: groups.filter(({ options }) => options.length > 0), collegeId: college.id }
})

function grantOf({ actor }: Ctx): string {
  return actor.roleKey.replace(/^grant:/, '')
}
