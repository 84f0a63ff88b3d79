import { Prisma, type Record as RecordRow, type Share } from '../../generated/client.ts'
import { grantPlace, grantPlaceName } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import type { WhoCanSee } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import {
  type Actor,
  depth,
  holds,
  nobody,
  type Reach,
  type Relation,
  type Sight,
  seesPortfolios,
  visibleRecords,
} from '../../policy/index.ts'
import { roleWords } from '../../programmes/index.ts'
import { graceDays, graceOf, lastOfGrace } from '../../training/index.ts'

/** A record with what decides who sees it. */
export type Seen = Pick<
  RecordRow,
  | 'id'
  | 'personId'
  | 'enrolmentId'
  | 'programmeId'
  | 'packVersionId'
  | 'section'
  | 'status'
  | 'sharedState'
  | 'authorId'
  | 'assessorId'
> & { shares: Pick<Share, 'personId' | 'revokedAt'>[] }

interface Candidate {
  id: string
  name: string
  relation: Relation | 'asked'
  /** The enrolment whose reader they are: the record's own, or one in which it is evidence. */
  enrolmentId: string
  packVersionId: string
  away: boolean
  scopeKind: string | null
  scope: string | null
  from: string | null
  until: string | null
  seenAt: string | null
  /** First day without the relation, for those who have left and may finish what waited. */
  left: string | null
  timeZone: string
  /** The director for whom they prepare, where the role is lent. */
  delegateOf: string | null
  delegateOfId: string | null
}

/** Somebody who can see a record: in which role, why, and whether they have looked. */
export interface Onlooker {
  id: string
  name: string
  relation: Relation | 'asked'
  /** The role in the words of the record's programme. */
  role: string
  /** False for facts alone (who, what, when, in which state). */
  full: boolean
  from: string | null
  until: string | null
  scope: string | null
  seenAt: string | null
  /** The last day on which somebody who has left may finish it. */
  grace: string | null
}

/** Whether a relation ended within the grace after it. */
const lately = (
  until: Prisma.Sql,
  now: Date,
) => Prisma.sql`(${until} <= (${now}::timestamptz at time zone here."timeZone")::date
  and ${until} > (${now}::timestamptz at time zone here."timeZone")::date - ${graceDays}::int)`

/**
 * Everybody who might see records of this portfolio today, with their ground, in one query; with those of the enrolments
 * in which the record is evidence, or `alsoIn` which it would be.
 */
async function candidates(ctx: Ctx, record: Seen, alsoIn: readonly string[]): Promise<Candidate[]> {
  const now = toJsDate(ctx.now)
  return ctx.db.$queryRaw<Candidate[]>`
    with here as (
      select e.id, e."programmeId", pr."networkId", pr."collegeId", pr."timeZone", pr.name, e."packVersionId",
        e.id <> ${record.enrolmentId}::uuid as away
      from "Enrolment" e join "Programme" pr on pr.id = e."programmeId"
      where e."personId" = ${record.personId}::uuid and (e.id = ${record.enrolmentId}::uuid or e.id = any(${[...alsoIn]}::uuid[])
        or e.id in (select l."enrolmentId" from "Link" l where l."recordId" = ${record.id}::uuid and l.away))
    ), grounds as (
      select here.id as "enrolmentId", s."personId" as id, case s.kind when 'educational' then 'educationalSupervisor' else 'clinicalSupervisor' end as relation,
        null as "scopeKind", case when here.away then here.name end as scope, s."from", s.until, 0 as rank,
        null::date as left, null::uuid as grant
      from "Supervision" s, here
      where s."enrolmentId" = here.id and s."from" <= (${now}::timestamptz at time zone here."timeZone")::date
        and (s.until is null or s.until > (${now}::timestamptz at time zone here."timeZone")::date)
      union all
      select here.id, g."personId", g.role, g."scopeKind", ${grantPlaceName}, g."from", g.until, 1, null, g.id
      from "Grant" g cross join here ${grantPlace}
      where g."from" <= ${now}::date and (g.until is null or g.until > ${now}::date)
        and (g."scopeKind" = 'installation' or (g."scopeKind" = 'programme' and g."scopeId" = here."programmeId")
          or (g."scopeKind" = 'network' and g."scopeId" = here."networkId")
          or (g."scopeKind" = 'college' and g."scopeId" = here."collegeId")
          or (g."scopeKind" = 'site' and exists (select 1 from "Placement" pl where pl."enrolmentId" = here.id
              and pl."siteId" = g."scopeId" and pl."from" <= (${now}::timestamptz at time zone here."timeZone")::date
              and (pl.until is null or pl.until > (${now}::timestamptz at time zone here."timeZone")::date))))
        and (g."programmeId" is null or g."programmeId" = here."programmeId")
      union all
      select here.id, s."personId", case s.kind when 'educational' then 'educationalSupervisor' else 'clinicalSupervisor' end,
        null, null, min(s."from"), max(s.until), 3, max(s.until), null
      from "Supervision" s, here where s."enrolmentId" = here.id and not here.away and ${lately(Prisma.sql`s.until`, now)}
      group by here.id, s."personId", s.kind
      union all
      select here.id, g."personId", g.role, 'site', ${grantPlaceName}, g."from", least(pl.until, g.until), 3, least(pl.until, g.until), null
      from "Grant" g ${grantPlace} join "Placement" pl on g."scopeKind" = 'site' and pl."siteId" = g."scopeId" join here on here.id = pl."enrolmentId"
      where not here.away and ${lately(Prisma.sql`least(pl.until, g.until)`, now)} and pl."from" < least(pl.until, g.until)
        and g."from" < least(pl.until, g.until) and (g."programmeId" is null or g."programmeId" = here."programmeId")
      union all
      select ${record.enrolmentId}::uuid, ${record.assessorId}::uuid, 'asked', null, null, null, null, 2, null, null where ${record.assessorId}::uuid is not null
    ), everybody as (
      select grounds.*, null as "delegateOf", null::uuid as "delegateOfId" from grounds
      union all
      select g."enrolmentId", d."toPersonId", g.relation, g."scopeKind", g.scope, d."from", d.until, 1, null, g.grant,
        concat_ws(' ', o.title, o."givenName", o."familyName"), o.id
      from grounds g join here on here.id = g."enrolmentId" join "Delegation" d on d."grantId" = g.grant and d."fromPersonId" = g.id
        join "Person" o on o.id = g.id
        join "Account" oa on oa."personId" = o.id and oa.state = 'active'
      where d."endedAt" is null and d."from" <= (${now}::timestamptz at time zone here."timeZone")::date
        and d.until > (${now}::timestamptz at time zone here."timeZone")::date
        and not exists (select 1 from "Enrolment" de where de."personId" = d."toPersonId" and de.state <> 'closed')
    )
    select g.id, g."delegateOf", g."delegateOfId", g."enrolmentId", here."packVersionId", here.away,
      concat_ws(' ', p.title, p."givenName", p."familyName") as name, g.relation, g."scopeKind", g.scope,
      g."from"::text, g.until::text, g.left::text as left, here."timeZone",
      (select max(v.at)::text from "AuditEvent" v where v."recordId" = ${record.id}::uuid and v."actorId" = g.id
        and v.type = 'portfolio.viewed') as "seenAt"
    from everybody g join here on here.id = g."enrolmentId" join "Person" p on p.id = g.id left join "Account" a on a."personId" = g.id
    where g.relation = 'asked' or a.state = 'active'
    order by here.away, g.rank, p."familyName", p."givenName"`
}

function reachOf(candidate: Candidate, record: Seen, sight: Sight): Reach {
  if (candidate.relation === 'asked') return { by: 'record', id: record.id }
  const whole = candidate.scopeKind !== null && candidate.scopeKind !== 'site'
  if (whole) return { by: 'programmes', ids: [record.programmeId] }
  const [paged, sent] = seesPortfolios(sight) ? [[record.enrolmentId], []] : [[], [record.enrolmentId]]
  return { by: 'enrolments', ids: paged, sent }
}

/** A reader of an enrolment in which the record is evidence: it reaches there, and sees this as far as evidence goes. */
async function borrower(ctx: Ctx, candidate: Candidate, record: Seen): Promise<Actor> {
  const { id: personId, name, packVersionId, enrolmentId } = candidate
  const relation = candidate.relation as Relation
  const { packs } = ctx.services
  const deep = await packs.lentDepth(packVersionId, relation, record.section)
  const lent = { full: deep === 'full' ? [record.id] : [], facts: deep === 'facts' ? [record.id] : [] }
  const reach: Reach = { by: 'enrolments', ids: [enrolmentId], sent: [] }
  return { ...nobody, personId, name, relation, reach, lent, sight: [await packs.sight(packVersionId, relation)] }
}

/** Somebody who has left the portfolio reaches what waited for them then (decision 67). */
async function leftReach(ctx: Ctx, candidate: Candidate, until: string): Promise<Reach> {
  const { id: personId, enrolmentId, packVersionId, timeZone } = candidate
  const ended = [{ enrolmentId, packVersionId, until, timeZone }]
  const relation = candidate.relation as Relation
  const grace = await graceOf(ctx.db, ctx.services.packs, { personId, relation, ended })
  return { by: 'enrolments', ids: [], sent: [], grace }
}

async function actorOf(ctx: Ctx, candidate: Candidate, record: Seen): Promise<Actor> {
  if (candidate.away) return borrower(ctx, candidate, record)
  const relation = candidate.relation === 'asked' ? 'guest' : candidate.relation
  const sight = await ctx.services.packs.sight(record.packVersionId, relation)
  const reach = candidate.left ? await leftReach(ctx, candidate, candidate.left) : reachOf(candidate, record, sight)
  const who = { ...nobody, personId: candidate.id, name: candidate.name, relation, reach, sight: [sight] }
  if (!candidate.delegateOf) return who
  const delegate = { id: '', of: candidate.delegateOf, ofId: candidate.delegateOfId ?? '', roleKey: '' }
  return { ...who, delegate, sight: [{ ...sight, sent: [], sign: [] }] }
}

const openToAsked = ['requested', 'held', 'signed', 'submitted', 'disputed']

/**
 * Who can see a record beside its owner: every candidate is made an actor and asked by the same sentence that guards
 * the routes (visibleRecords). One query.
 */
export async function onlookersOf(ctx: Ctx, record: Seen, alsoIn: readonly string[] = []): Promise<Onlooker[]> {
  const found = new Map<string, Onlooker>()
  for (const candidate of await candidates(ctx, record, alsoIn)) {
    if (candidate.id === record.personId) continue
    if (candidate.relation === 'asked' && !openToAsked.includes(record.status)) continue
    const actor = await actorOf(ctx, candidate, record)
    if (!holds(visibleRecords(actor), { ...record })) continue
    const full = depth(actor, record) === 'full'
    const { id, name, relation, from, until, scope, seenAt, left } = candidate
    const grace = left && lastOfGrace(left).toString()
    const known = found.get(id)
    if (known && (known.full || !full)) continue
    const { pack } = await ctx.services.packs.get(candidate.packVersionId)
    const role = candidate.delegateOf ? `delegate of ${candidate.delegateOf}` : roleWords(pack, relation)
    found.set(id, { id, name, relation, role, full, from, until, scope, seenAt, grace })
  }
  return [...found.values()]
}

/** The same for the page: "Dr Helen Marsh, educational supervisor since 5 Aug 2026; last looked 12 Nov 2026". */
export async function whoCanSee(ctx: Ctx, record: Seen): Promise<WhoCanSee> {
  return whoCanSeeWords(ctx, record, await onlookersOf(ctx, record))
}

/** Onlookers in words. */
export function whoCanSeeWords(ctx: Ctx, record: Omit<Seen, 'shares'>, onlookers: readonly Onlooker[]): WhoCanSee {
  const people = onlookers.map((one) => ({
    name: one.name,
    as: asWords(one),
    why: [
      one.full ? null : 'facts only: who, what, when and in which state',
      one.grace ? `may finish what waited on the day of leaving, until ${date(one.grace)}` : null,
      looked(one),
    ]
      .filter(Boolean)
      .join('; '),
  }))
  return { people, note: noteFor(ctx, record, people.length) }
}

function asWords({ role, scope, from, until }: Onlooker): string {
  const where = scope ? ` (${scope})` : ''
  const since = from ? ` since ${date(from)}` : ''
  const last = until ? ` until ${date(lastDay(until))}` : ''
  return `${role}${where}${since}${last}`
}

/** Ends are kept as the first day after. */
function lastDay(until: string): string {
  return new Date(Date.parse(`${until}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

const looked = ({ seenAt }: Onlooker) => (seenAt ? `last looked ${date(seenAt)}` : 'has not looked yet')

function noteFor(ctx: Ctx, record: Omit<Seen, 'shares'>, others: number): string | null {
  if (record.personId !== ctx.actor.personId) return 'And the trainee whose portfolio this is.'
  if (record.status === 'requested') return 'Your supervisors see it when it is complete.'
  if (record.sharedState === 'private')
    return others > 0
      ? 'Private otherwise: nobody else sees it until you link it or show it to them.'
      : 'Private: nobody sees it until you share or link it.'
  return null
}
