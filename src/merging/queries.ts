import { Prisma } from '../generated/client.ts'
import { normaliseEmail, type PeopleReach, peopleOf, peoplePolicy } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { containing } from '../kit/pattern.ts'
import { scoped } from '../kit/scope.ts'
import { type Known, likelyPairs } from './alike.ts'

/** One of two people who may be one, with what is theirs: counts, no text of a portfolio. */
export interface Half extends Known {
  name: string
  grade: string | null
  account: string | null
  suspended: boolean
  /** Programmes in which they are enrolled; `waits` where the acceptance was not taken up yet. */
  enrolled: { id: string; name: string; waits: boolean }[]
  /** Whether everything of theirs is within the administrator’s programmes. */
  within: boolean
  roles: number
  supervised: number
  /** Forms that they signed for others, and those that wait for them. */
  signed: number
  waiting: number
  drafts: number
}

/** What stands between two people that one person cannot have with themselves. */
export interface Between {
  /** Records and rounds of one to which the other is party. */
  records: number
  supervisions: number
  /** Rounds that both were asked in. */
  rounds: number
  /** Unfinished texts that both have begun. */
  drafts: number
}

export interface Pair {
  keep: Half
  other: Half
  between: Between
}

const mostPairs = 100

export interface Likely {
  pairs: { one: Brief; two: Brief; why: string }[]
  /** The person whose other half is looked for, and who was found by what was typed. */
  of: Brief | null
  query: string
  found: Brief[]
}

/** A person in a list. */
export interface Brief extends Known {
  name: string
  /** Whether they have a page among the people of these programmes: not, where they were only asked for something. */
  listed: boolean
  account: string | null
  portfolio: boolean
}

const names = Prisma.sql`p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."givenName", p."familyName",
  (select a.state::text from "Account" a where a."personId" = p.id) as account,
  coalesce((select array_agg(i.value order by i."primary" desc) from "Identifier" i where i."personId" = p.id and i.kind = 'email'), '{}') as emails,
  coalesce((select json_agg(json_build_object('kind', i.kind, 'value', i.normalised) order by i.kind) from "Identifier" i
    where i."personId" = p.id and i.kind <> 'email'), '[]') as numbers`
/** An acceptance that was withdrawn before it was taken up is no portfolio. */
const stands = Prisma.sql`not exists (select 1 from "Admission" m where m."enrolmentId" = e.id and m."withdrawnAt" is not null)`
const hasPortfolio = Prisma.sql`(exists (select 1 from "Enrolment" e where e."personId" = p.id and ${stands})
  or exists (select 1 from "Record" r where r."personId" = p.id))`

const briefs = (ctx: Ctx, reach: PeopleReach, where: Prisma.Sql, most = 5000) =>
  ctx.db.$queryRaw<
    Brief[]
  >`select ${names}, ${hasPortfolio} as portfolio, p.id in (${peopleOf(reach)}) as listed from "Person" p
    where p."mergedIntoId" is null and ${where}
    order by p."familyName" collate "und-x-icu", p."givenName" collate "und-x-icu", p.id limit ${most}`

/**
 * Who may be on record twice: people of the administrator’s programmes, and those whom these asked for an assessment by
 * an address. With `?person=` also whoever is found by name, address or number, to be set beside that one.
 */
export const findLikely = scoped(peoplePolicy, async (reach, ctx): Promise<Likely | null> => {
  if (!reach) return null
  const theirs = Prisma.sql`p.id in (${known(reach)})`
  const people = await briefs(ctx, reach, theirs)
  const of = people.find(({ id }) => id === ctx.query.person) ?? null
  const query = (ctx.query.q ?? '').trim().slice(0, 100)
  const like = containing(query)
  const found =
    of && query
      ? await briefs(
          ctx,
          reach,
          Prisma.sql`${theirs} and p.id <> ${of.id}::uuid and (concat_ws(' ', p."givenName", p."familyName") ilike ${like}
            or exists (select 1 from "Identifier" i where i."personId" = p.id
              and (i.value ilike ${like} or i.normalised = ${normaliseEmail(query)})))`,
          20,
        )
      : []
  return { pairs: likelyPairs(people, mostPairs), of, query, found }
})

/** People of the programmes, and whoever was asked for something there without any role. */
const known = (reach: PeopleReach): Prisma.Sql => Prisma.sql`${peopleOf(reach)}
  union select r."assessorId" from "Record" r where r."programmeId" = any(${reach.programmeIds}::uuid[]) and r."assessorId" is not null`

/** Both people of the path, if they are the administrator’s to see. */
export const findPair = scoped(peoplePolicy, async (reach, ctx): Promise<Pair | null> => {
  const { otherId, keepId } = ctx.params
  if (!reach || !isId(otherId) || !isId(keepId) || otherId === keepId) return null
  const halves = await halvesOf(ctx, reach, [otherId, keepId])
  const [other, keep] = [halves.find(({ id }) => id === otherId), halves.find(({ id }) => id === keepId)]
  if (!other || !keep) return null
  return { keep, other, between: await betweenOf(ctx, otherId, keepId) }
})

function halvesOf(ctx: Ctx, reach: PeopleReach, ids: string[]): Promise<Half[]> {
  const programmes = Prisma.sql`any(${reach.programmeIds}::uuid[])`
  const colleges = Prisma.sql`(select "collegeId" from "Programme" where id = ${programmes})`
  return ctx.db.$queryRaw<Half[]>`
    select ${names}, p.grade,
      exists (select 1 from "Account" a where a."personId" = p.id and a.state = 'suspended') as suspended,
      (select coalesce(json_agg(json_build_object('id', pr.id, 'name', pr.name, 'waits', e.state in ('invited', 'frozen')
          and exists (select 1 from "Admission" m where m."enrolmentId" = e.id and m."completedAt" is null)) order by pr.name), '[]')
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e."personId" = p.id and ${stands}) as enrolled,
      not exists (select 1 from "Enrolment" e where e."personId" = p.id and e."programmeId" <> all(${reach.programmeIds}::uuid[]))
        and not exists (select 1 from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId"
          where s."personId" = p.id and e."programmeId" <> all(${reach.programmeIds}::uuid[]))
        and not exists (select 1 from "Grant" g left join "Network" n on n.id = g."scopeId" left join "Site" si on si.id = g."scopeId"
          left join "Network" sn on sn.id = si."networkId"
          where g."personId" = p.id and not coalesce(case g."scopeKind"
            when 'programme' then g."scopeId" = ${programmes}
            when 'college' then g."scopeId" in ${colleges}
            when 'network' then n."collegeId" in ${colleges}
            when 'site' then sn."collegeId" in ${colleges} end, false)) as within,
      (select count(*)::int from "Grant" g where g."personId" = p.id) as roles,
      (select count(*)::int from "Supervision" s where s."personId" = p.id) as supervised,
      (select count(*)::int from "Record" r where r."assessorId" = p.id and r.status = 'signed') as signed,
      (select count(*)::int from "Record" r where r."assessorId" = p.id and r.status = 'requested') as waiting,
      (select count(*)::int from "Draft" d where d."personId" = p.id) as drafts
    from "Person" p
    where p.id = any(${ids}::uuid[]) and p."mergedIntoId" is null and p.id in (${known(reach)})`
}

async function betweenOf(ctx: Ctx, one: string, two: string): Promise<Between> {
  const both = Prisma.sql`(${one}::uuid, ${two}::uuid)`
  const [row] = await ctx.db.$queryRaw<Between[]>`select
    (select count(*)::int from "Record" r where r."personId" in ${both}
        and (r."assessorId" in ${both} and r."assessorId" <> r."personId" or r."authorId" in ${both} and r."authorId" <> r."personId"))
      + (select count(*)::int from "RoundRater" a join "Round" o on o.id = a."roundId"
        where a."personId" in ${both} and o."personId" in ${both} and a."personId" <> o."personId") as records,
    (select count(*)::int from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId"
      where s."personId" in ${both} and e."personId" in ${both}) as supervisions,
    (select count(*)::int from "RoundRater" a join "RoundRater" b on b."roundId" = a."roundId"
      where a."personId" = ${one}::uuid and b."personId" = ${two}::uuid) as rounds,
    (select count(*)::int from "Draft" a join "Draft" b on b.key = a.key
      where a."personId" = ${one}::uuid and b."personId" = ${two}::uuid) as drafts`
  return row!
}
