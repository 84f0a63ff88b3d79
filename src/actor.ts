import { Temporal } from 'temporal-polyfill'
import { freezesOn } from './admissions/index.ts'
import { Prisma, type PrismaClient } from './generated/client.ts'
import { grantPacks, grantPlace, grantPlaceName, grantZone } from './identity/index.ts'
import type { Clock } from './kit/clock.ts'
import { toJsDate } from './kit/clock.ts'
import { date } from './kit/ui.ts'
import {
  type Actor,
  type Grace,
  type Lent,
  nobody,
  plainRoleWords,
  type Reach,
  type Relation,
  type RoleChoice,
  type Sight,
  seesPortfolios,
} from './policy/index.ts'
import { admissionIn, type PackLibrary } from './programmes/index.ts'
import { type Ended, graceDays, graceOf } from './training/index.ts'

/** What an actor is made of: the database, the day, and the packs' rights and words. */
export interface ActorDeps {
  db: PrismaClient
  clock: Clock
  packs: Pick<PackLibrary, 'sight' | 'roleWords' | 'lentDepth' | 'get'>
}

/** A record of another enrolment that is evidence in one within reach; the pack version is that of the latter. */
interface LentRow {
  recordId: string
  section: string
  packVersionId: string
}

interface OwnRow {
  lent: LentRow[] | null
  enrolmentId: string
  programmeId: string
  programme: string
  packVersionId: string
  state: string
  /** First day that counts towards being frozen, where it waits to be completed. */
  waitsFrom: string | null
  today: string
}

interface SupervisedRow {
  lent: LentRow[] | null
  enrolmentId: string
  packVersionId: string
  kind: 'educational' | 'clinical'
}

/** A supervision that has ended within the grace. */
interface LeftRow extends Ended {
  kind: 'educational' | 'clinical'
}

/** A portfolio with the pack version that says what is seen of it. */
interface Reached {
  enrolmentId: string
  packVersionId: string
  lent: LentRow[] | null
}

interface GrantRow {
  id: string
  role: Relation
  scopeKind: string
  scope: string | null
  /** The one programme that it is narrowed to. */
  programme: string | null
  programmeIds: string[]
  enrolments: Reached[]
  /** For what is given wider than at a hospital. */
  lent: LentRow[]
  packVersionIds: string[]
  /** Pack versions that the programmes of the place offer today. */
  offered: string[]
  /** First day without it, where it is over: then it is there for what waited alone. */
  over: string | null
  /** Portfolios of its hospital that it has left within the grace. */
  left: Ended[]
  /** Where it is another person's, lent to prepare in. */
  lentBy: { id: string; of: string; ofId: string; until: string } | null
}

interface PersonRow {
  id: string
  name: string
  state: string
  theme: string
  lastRoleKey: string | null
  photoFileId: string | null
  own: OwnRow[] | null
  supervised: SupervisedRow[] | null
  left: LeftRow[] | null
  grants: GrantRow[] | null
  /** What may still be finished in portfolios that the person has left, by the key of the role. */
  grace: Map<string, Grace[]>
}

/** What is lent to an enrolment `e`: a JSON array, null for nearly every one. */
const lentToOne = Prisma.sql`(select json_agg(json_build_object('recordId', r.id, 'section', r.section,
    'packVersionId', e."packVersionId")) from "Link" l join "Record" r on r.id = l."recordId" where l.away and l."enrolmentId" = e.id)`

/** The day there, and whether a relation ended within the grace: its first day without is today or before, and not too long. */
const dayIn = (now: Date) => Prisma.sql`(${now}::timestamptz at time zone pr."timeZone")::date`
const lately = (until: Prisma.Sql, now: Date) =>
  Prisma.sql`${until} <= ${dayIn(now)} and ${until} > ${dayIn(now)} - ${graceDays}::int`

/** From which day an enrolment that is not complete counts towards being frozen; null where it is. */
const waitsFrom = Prisma.sql`case when e.state in ('invited', 'unenrolled')
  then coalesce((select m."countsFrom" from "Admission" m where m."enrolmentId" = e.id), e."startsOn")::text end`

/**
 * The grants of person `p`, and those lent to them today by somebody with an account: withdrawn means over at once. A trainee
 * never prepares for those who look after trainees (C15).
 */
const heldOrLent = (
  now: Date,
) => Prisma.sql`select g.id as "grantId", null::uuid as id, null as name, null::date as until
    from "Grant" g where g."personId" = p.id
  union all select d."grantId", d.id, concat_ws(' ', dp.title, dp."givenName", dp."familyName"), d.until
    from "Delegation" d join "Grant" g on g.id = d."grantId" and g."personId" = d."fromPersonId" ${grantPlace}
      cross join lateral (select (${now}::timestamptz at time zone ${grantZone})::date as day) there
      join "Person" dp on dp.id = d."fromPersonId" join "Account" da on da."personId" = dp.id and da.state = 'active'
    where d."toPersonId" = p.id and d."fromPersonId" <> p.id and d."endedAt" is null
      and d."from" <= there.day and d.until > there.day
      and not exists (select 1 from "Enrolment" de where de."personId" = p.id and de.state <> 'closed')`

/** Everything that decides what a person can act as today, in one query. */
async function roles(db: PrismaClient, personId: string, now: Date): Promise<PersonRow | null> {
  const here = Prisma.sql`least(pl.until, g.until)`
  const rows = await db.$queryRaw<Omit<PersonRow, 'grace'>[]>`
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."photoFileId",
      a.state::text as state, a.theme, a."lastRoleKey",
      (select json_agg(json_build_object('enrolmentId', e.id, 'programmeId', e."programmeId", 'programme', pr.name,
          'packVersionId', e."packVersionId", 'state', e.state, 'waitsFrom', ${waitsFrom},
          'today', ${dayIn(now)}::text, 'lent', ${lentToOne}) order by e."startsOn" desc)
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId"
        where e."personId" = p.id and e.state <> 'closed') as own,
      (select json_agg(json_build_object('enrolmentId', s."enrolmentId", 'packVersionId', e."packVersionId", 'kind', s.kind,
          'lent', ${lentToOne}))
        from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
        where s."personId" = p.id and s."from" <= (${now}::timestamptz at time zone pr."timeZone")::date
          and (s.until is null or s.until > (${now}::timestamptz at time zone pr."timeZone")::date)) as supervised,
      (select json_agg(x) from (select s."enrolmentId", s.kind, e."packVersionId", pr."timeZone", max(s.until)::text as until
        from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
        where s."personId" = p.id and s."from" < s.until and ${lately(Prisma.sql`s.until`, now)}
          and not exists (select 1 from "Supervision" n where n."enrolmentId" = s."enrolmentId" and n."personId" = p.id
            and n.kind = s.kind and n."from" <= ${dayIn(now)} and (n.until is null or n.until > ${dayIn(now)}))
        group by s."enrolmentId", s.kind, e."packVersionId", pr."timeZone") x) as left,
      (select json_agg(json_build_object('id', g.id, 'role', g.role, 'scopeKind', g."scopeKind",
          'scope', ${grantPlaceName},
          'programme', (select pr.name from "Programme" pr where pr.id = g."programmeId"),
          'programmeIds', coalesce((select json_agg(pr.id) from "Programme" pr where g."scopeKind" <> 'site' and
              (g."scopeKind" = 'installation' or (g."scopeKind" = 'programme' and pr.id = g."scopeId")
               or (g."scopeKind" = 'network' and pr."networkId" = g."scopeId")
               or (g."scopeKind" = 'college' and pr."collegeId" = g."scopeId"))
              and (g."programmeId" is null or pr.id = g."programmeId")), '[]'::json),
          'enrolments', coalesce((select json_agg(distinct jsonb_build_object('enrolmentId', e.id, 'packVersionId', e."packVersionId",
              'lent', ${lentToOne})) from "Placement" pl
              join "Enrolment" e on e.id = pl."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
              where g."scopeKind" = 'site' and pl."siteId" = g."scopeId" and (g.until is null or g.until > ${now}::date)
                and (g."programmeId" is null or pr.id = g."programmeId")
                and pl."from" <= (${now}::timestamptz at time zone pr."timeZone")::date
                and (pl.until is null or pl.until > (${now}::timestamptz at time zone pr."timeZone")::date)), '[]'::json),
          'packVersionIds', coalesce((select json_agg(distinct e."packVersionId") from "Enrolment" e
              join "Programme" pr on pr.id = e."programmeId"
              where (g."scopeKind" = 'installation' or (g."scopeKind" = 'programme' and pr.id = g."scopeId")
               or (g."scopeKind" = 'network' and pr."networkId" = g."scopeId")
               or (g."scopeKind" = 'college' and pr."collegeId" = g."scopeId")
               or (g."scopeKind" = 'site' and e.id in (select pl."enrolmentId" from "Placement" pl
                   where pl."siteId" = g."scopeId")))
               and (g."programmeId" is null or pr.id = g."programmeId")), '[]'::json),
          'lent', coalesce((select json_agg(json_build_object('recordId', r.id, 'section', r.section, 'packVersionId', e."packVersionId"))
              from "Link" l join "Record" r on r.id = l."recordId" join "Enrolment" e on e.id = l."enrolmentId"
                join "Programme" pr on pr.id = e."programmeId"
              where l.away and (g."scopeKind" = 'installation' or (g."scopeKind" = 'programme' and pr.id = g."scopeId")
                or (g."scopeKind" = 'network' and pr."networkId" = g."scopeId")
                or (g."scopeKind" = 'college' and pr."collegeId" = g."scopeId"))
                and (g."programmeId" is null or pr.id = g."programmeId")), '[]'::json),
          'over', case when g.until <= ${now}::date then g.until::text end,
          'left', coalesce((select json_agg(x) from (select e.id as "enrolmentId", e."packVersionId", pr."timeZone",
                max(${here})::text as until
              from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
              where g."scopeKind" = 'site' and pl."siteId" = g."scopeId" and (g."programmeId" is null or pr.id = g."programmeId")
                and pl."from" < ${here} and g."from" < ${here} and ${lately(here, now)}
              group by e.id, e."packVersionId", pr."timeZone") x), '[]'::json),
          'lentBy', case when lent.id is not null then json_build_object('id', lent.id, 'of', lent.name, 'ofId', g."personId",
            'until', lent.until::text) end,
          'offered', ${grantPacks}) order by lent.id nulls first, g."from", g.id)
        from (${heldOrLent(now)}) lent join "Grant" g on g.id = lent."grantId" ${grantPlace}
        where g."from" <= ${now}::date and (g.until is null or g.until > ${now}::date
          or (lent.id is null and g."scopeKind" = 'site' and g.until > ${now}::date - ${graceDays}::int))) as grants
    from "Person" p join "Account" a on a."personId" = p.id
    where p.id = ${personId}::uuid`
  return rows[0] ? { ...rows[0], grace: new Map() } : null
}

/** The same with what may still be finished of what was left: a query more for those alone who have left something. */
async function rolesOf({ db, clock, packs }: ActorDeps, personId: string): Promise<PersonRow | null> {
  const row = await roles(db, personId, toJsDate(clock.now()))
  if (!row) return null
  for (const own of row.own ?? []) own.state = await stateNow(own, packs)
  for (const relation of ['educationalSupervisor', 'clinicalSupervisor'] as const) {
    const ended = (row.left ?? []).filter(({ kind }) => kind === supervisingKinds[relation])
    keepGrace(row, relation, await graceOf(db, packs, { personId, relation, ended }))
  }
  for (const { id, role, left, enrolments, lentBy } of row.grants ?? []) {
    if (lentBy) continue
    const ended = left.filter((one) => !enrolments.some(({ enrolmentId }) => enrolmentId === one.enrolmentId))
    keepGrace(row, `grant:${id}`, await graceOf(db, packs, { personId, relation: role, ended }))
  }
  const grants = (row.grants ?? []).filter(({ id, over }) => !over || row.grace.has(`grant:${id}`))
  return { ...row, grants }
}

/** R24: an enrolment that was not completed in its programme's time is frozen from that day on, whether or not the sweep came by. */
async function stateNow({ state, waitsFrom: from, today, packVersionId }: OwnRow, packs: ActorDeps['packs']) {
  if (!from) return state
  const freezes = freezesOn(Temporal.PlainDate.from(from), admissionIn((await packs.get(packVersionId)).pack))
  return Temporal.PlainDate.compare(freezes, Temporal.PlainDate.from(today)) <= 0 ? 'frozen' : state
}

/** Portfolios in which something is left to finish. */
function keepGrace({ grace }: PersonRow, roleKey: string, found: readonly Grace[]): void {
  const some = found.filter(({ records, items, drafts }) => records.length + items.length + drafts.length > 0)
  if (some.length > 0) grace.set(roleKey, some)
}

const supervisingKinds = { educationalSupervisor: 'educational', clinicalSupervisor: 'clinical' } as const

/** Everything a person can act as today, each named in the words of its programme. */
async function choicesOf(row: PersonRow, packs: ActorDeps['packs']): Promise<RoleChoice[]> {
  const own = (row.own ?? []).map(async ({ enrolmentId, programme, packVersionId }): Promise<RoleChoice> => {
    const label = await packs.roleWords([packVersionId], 'trainee')
    return { key: `own:${enrolmentId}`, relation: 'trainee', label, detail: programme }
  })
  const supervising = (['educationalSupervisor', 'clinicalSupervisor'] as const).flatMap((relation) => {
    const trainees = (row.supervised ?? []).filter((one) => one.kind === supervisingKinds[relation])
    const left = (row.left ?? []).filter((one) => one.kind === supervisingKinds[relation])
    if (trainees.length > 0) return [supervisingChoice(relation, trainees, packs)]
    const grace = row.grace.get(relation)
    return grace ? [leftChoice(relation, left, grace, packs)] : []
  })
  const grants = (row.grants ?? []).map(async (grant, _index, all): Promise<RoleChoice> => {
    const { id, role, lentBy } = grant
    if (lentBy) {
      const detail = `${[grant.scope, grant.programme].filter(Boolean).join(', ')}, until ${lastDayOf(lentBy)}`
      return { key: keyOf(grant), relation: role, label: `delegate of ${lentBy.of}`, detail }
    }
    const label = await packs.roleWords(versionsOf(grant), role)
    const [grace] = grant.over ? (row.grace.get(`grant:${id}`) ?? []) : []
    const detail = grace ? `${placeOf(grant, all)}, ${toFinish(grace)}` : placeOf(grant, all)
    return { key: `grant:${id}`, relation: role, label, detail }
  })
  return Promise.all([...own, ...supervising, ...grants])
}

/** The key of a role that is held, or lent. */
const keyOf = ({ id, lentBy }: GrantRow): string => (lentBy ? `for:${lentBy.id}` : `grant:${id}`)

const lastDayOf = ({ until }: { until: string }): string => date(Temporal.PlainDate.from(until).subtract({ days: 1 }))

/** The pack versions of whoever is there; while nobody is, those of whoever might come. */
const versionsOf = ({ packVersionIds, offered }: GrantRow) => (packVersionIds.length > 0 ? packVersionIds : offered)

/** Where a role holds; with its programme where somebody holds the same one there for two. */
function placeOf({ role, scope, programme }: GrantRow, all: readonly GrantRow[]): string {
  const twice = all.filter((one) => !one.lentBy && one.role === role && one.scope === scope).length > 1
  return [scope, twice ? programme : null].filter(Boolean).join(', ')
}

async function supervisingChoice(
  relation: keyof typeof supervisingKinds,
  trainees: SupervisedRow[],
  packs: ActorDeps['packs'],
): Promise<RoleChoice> {
  const versions = trainees.map(({ packVersionId }) => packVersionId)
  const detail = trainees.length === 1 ? '1 trainee' : `${trainees.length} trainees`
  return { key: relation, relation, label: await packs.roleWords(versions, relation), detail }
}

const toFinish = ({ last }: Grace) => `to finish by ${date(last)}`

/** A role that is over but for what waited (decision 67). */
async function leftChoice(
  relation: keyof typeof supervisingKinds,
  left: LeftRow[],
  [first]: Grace[],
  packs: ActorDeps['packs'],
): Promise<RoleChoice> {
  const versions = left.map(({ packVersionId }) => packVersionId)
  return { key: relation, relation, label: await packs.roleWords(versions, relation), detail: toFinish(first!) }
}

const distinct = (ids: string[]): string[] => [...new Set(ids)]

const grantFor = (row: PersonRow, { key }: RoleChoice) => (row.grants ?? []).find((one) => keyOf(one) === key)

/** What a role reaches, before it is known what it sees there. */
type Ground = { packVersionIds: string[]; lent: LentRow[] } & ({ reach: Reach } | { near: Reached[] })

function groundOf(row: PersonRow, choice: RoleChoice): Ground {
  if (choice.relation === 'trainee') {
    const own = (row.own ?? []).find((one) => choice.key === `own:${one.enrolmentId}`)!
    return {
      reach: { by: 'self', personId: row.id, enrolmentId: own.enrolmentId },
      packVersionIds: [own.packVersionId],
      lent: own.lent ?? [],
    }
  }
  // The same role may also be given at a hospital: then its key is the grant's.
  if (choice.key === 'educationalSupervisor' || choice.key === 'clinicalSupervisor') {
    const kind = supervisingKinds[choice.key]
    const near = (row.supervised ?? []).filter((one) => one.kind === kind)
    const left = row.grace.has(choice.key) ? (row.left ?? []).filter((one) => one.kind === kind) : []
    const packVersionIds = distinct([...near, ...left].map((one) => one.packVersionId))
    return { near, packVersionIds, lent: lentIn(near) }
  }
  const grant = grantFor(row, choice)!
  const packVersionIds = versionsOf(grant)
  if (grant.scopeKind === 'site') return { near: grant.enrolments, packVersionIds, lent: lentIn(grant.enrolments) }
  return { reach: { by: 'programmes', ids: grant.programmeIds }, packVersionIds, lent: grant.lent }
}

const lentIn = (near: readonly Reached[]): LentRow[] => near.flatMap(({ lent }) => lent ?? [])

/** Records of other enrolments by how deep this role reads them; its owner reads all. */
async function lentTo(rows: readonly LentRow[], relation: Relation, packs: ActorDeps['packs']): Promise<Lent> {
  const depths = await Promise.all(
    rows.map(async ({ recordId, section, packVersionId }) => ({
      recordId,
      depth: relation === 'trainee' ? 'full' : await packs.lentDepth(packVersionId, relation, section),
    })),
  )
  const of = (wanted: string) =>
    distinct(depths.filter(({ depth }) => depth === wanted).map(({ recordId }) => recordId))
  const full = of('full')
  return { full, facts: of('facts').filter((id) => !full.includes(id)) }
}

/** Portfolios by whether they have a page for this role, or only records that were sent to it. */
function nearby(near: readonly Reached[], sight: readonly Sight[], grace: Grace[] | undefined): Reach {
  const paged = new Set(sight.filter(seesPortfolios).map(({ packVersionId }) => packVersionId))
  const ids = (whole: boolean) =>
    distinct(near.filter((one) => paged.has(one.packVersionId) === whole).map((one) => one.enrolmentId))
  return { by: 'enrolments', ids: ids(true), sent: ids(false), ...(grace ? { grace } : {}) }
}

const scopes = ['installation', 'college', 'network', 'programme', 'site']

/**
 * What somebody is who has not said otherwise: a trainee, else what they hold widest, else a supervisor. An enrolment that is not
 * complete comes last, so that those who look after others are not led away from them.
 */
function widest(choices: readonly RoleChoice[], { own, grants }: PersonRow): RoleChoice | undefined {
  const trainee = (own ?? []).find(({ state }) => !unfinished.includes(state))
  const held = (grants ?? []).filter(({ lentBy }) => !lentBy)
  const [grant] = held.sort((a, b) => scopes.indexOf(a.scopeKind) - scopes.indexOf(b.scopeKind))
  const key = trainee ? `own:${trainee.enrolmentId}` : grant && `grant:${grant.id}`
  return choices.find((one) => one.key === key) ?? choices.find(({ relation }) => relation !== 'trainee') ?? choices[0]
}

const unfinished = ['invited', 'unenrolled', 'frozen']

/** The role chosen last, unless it is an enrolment that has been frozen since: nothing can be done in it but to complete it. */
function lastChosen(choices: readonly RoleChoice[], { lastRoleKey, own }: PersonRow): RoleChoice | undefined {
  const frozen = (own ?? []).some((one) => `own:${one.enrolmentId}` === lastRoleKey && one.state === 'frozen')
  return frozen ? undefined : choices.find(({ key }) => key === lastRoleKey)
}

/**
 * Builds the actor of a signed-in person: in the role asked for where they hold it today, else in the one they
 * last chose, else in the widest.
 * Returns nobody when the account is not active (a suspension works at once).
 */
export async function actorFor(
  deps: ActorDeps,
  personId: string,
  sessionId: string,
  roleKey: string | undefined,
): Promise<Actor> {
  const row = await rolesOf(deps, personId)
  if (row?.state !== 'active') return nobody
  const choices = await choicesOf(row, deps.packs)
  const choice = choices.find(({ key }) => key === roleKey) ?? lastChosen(choices, row) ?? widest(choices, row)
  if (!choice) return withoutRole(row, sessionId)
  return actingAs(row, choice, choices, sessionId, deps.packs)
}

/** The same person in each of their roles of today; none where the account is not active. One query. */
export async function actorsOf(deps: ActorDeps, personId: string, sessionId: string): Promise<Actor[]> {
  const row = await rolesOf(deps, personId)
  if (row?.state !== 'active') return []
  const choices = await choicesOf(row, deps.packs)
  return Promise.all(choices.map((choice) => actingAs(row, choice, choices, sessionId, deps.packs)))
}

const baseOf = ({ id, name, theme, photoFileId }: PersonRow, sessionId: string) => ({
  personId: id,
  name,
  sessionId,
  theme,
  photoFileId,
})

const withoutRole = (row: PersonRow, sessionId: string): Actor => ({
  ...nobody,
  ...baseOf(row, sessionId),
  roleKey: 'none',
  roleLabel: plainRoleWords.none,
})

async function actingAs(
  row: PersonRow,
  choice: RoleChoice,
  choices: RoleChoice[],
  sessionId: string,
  packs: ActorDeps['packs'],
): Promise<Actor> {
  const ground = groundOf(row, choice)
  const whole = await Promise.all(ground.packVersionIds.map((id) => packs.sight(id, choice.relation)))
  const grant = grantFor(row, choice)
  const delegate = grant?.lentBy && { ...grant.lentBy, roleKey: `grant:${grant.id}` }
  // Whoever prepares signs nothing, and has been sent nothing in this role.
  const sight = delegate ? whole.map((one) => ({ ...one, sent: [], sign: [] })) : whole
  const reach = 'reach' in ground ? ground.reach : nearby(ground.near, sight, row.grace.get(choice.key))
  const lent = await lentTo(ground.lent, choice.relation, packs)
  const own = (row.own ?? []).find((one) => choice.key === `own:${one.enrolmentId}`) ?? null
  const { key: roleKey, label: roleLabel, relation } = choice
  const acting = { ...baseOf(row, sessionId), roles: choices, relation, roleKey, roleLabel, reach, sight, lent, own }
  return delegate
    ? { ...acting, delegate: { id: delegate.id, of: delegate.of, ofId: delegate.ofId, roleKey: delegate.roleKey } }
    : acting
}
