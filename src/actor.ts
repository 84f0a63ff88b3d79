import type { PrismaClient } from './generated/client.ts'
import type { Clock } from './kit/clock.ts'
import { toJsDate } from './kit/clock.ts'
import { type Actor, nobody, type Reach, type Relation, type RoleChoice, type Sight } from './policy/index.ts'

/** A pack's rights as the actor needs them; the pack library provides it. */
export type SightOf = (packVersionId: string, relation: Relation) => Promise<Sight>

interface OwnRow {
  enrolmentId: string
  programmeId: string
  programme: string
  packVersionId: string
  state: string
}

interface SupervisedRow {
  enrolmentId: string
  packVersionId: string
  kind: 'educational' | 'clinical'
}

interface GrantRow {
  id: string
  role: Relation
  scopeKind: string
  scope: string | null
  programmeIds: string[]
  enrolmentIds: string[]
  packVersionIds: string[]
}

interface PersonRow {
  id: string
  name: string
  state: string
  theme: string
  photoFileId: string | null
  own: OwnRow[] | null
  supervised: SupervisedRow[] | null
  grants: GrantRow[] | null
}

/** Everything that decides what a person can act as today, in one query. */
async function roles(db: PrismaClient, personId: string, now: Date): Promise<PersonRow | null> {
  const rows = await db.$queryRaw<PersonRow[]>`
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."photoFileId",
      a.state::text as state, a.theme,
      (select json_agg(json_build_object('enrolmentId', e.id, 'programmeId', e."programmeId", 'programme', pr.name,
          'packVersionId', e."packVersionId", 'state', e.state) order by e."startsOn" desc)
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId"
        where e."personId" = p.id and e.state <> 'closed') as own,
      (select json_agg(json_build_object('enrolmentId', s."enrolmentId", 'packVersionId', e."packVersionId", 'kind', s.kind))
        from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
        where s."personId" = p.id and s."from" <= (${now}::timestamptz at time zone pr."timeZone")::date
          and (s.until is null or s.until > (${now}::timestamptz at time zone pr."timeZone")::date)) as supervised,
      (select json_agg(json_build_object('id', g.id, 'role', g.role, 'scopeKind', g."scopeKind",
          'scope', coalesce(si.name, gp.name, n.name, c.name),
          'programmeIds', coalesce((select json_agg(pr.id) from "Programme" pr where g."scopeKind" <> 'site' and
              (g."scopeKind" = 'installation' or (g."scopeKind" = 'programme' and pr.id = g."scopeId")
               or (g."scopeKind" = 'network' and pr."networkId" = g."scopeId")
               or (g."scopeKind" = 'college' and pr."collegeId" = g."scopeId"))), '[]'::json),
          'enrolmentIds', coalesce((select json_agg(distinct pl."enrolmentId") from "Placement" pl
              where g."scopeKind" = 'site' and pl."siteId" = g."scopeId" and pl."from" <= ${now}::date
                and (pl.until is null or pl.until > ${now}::date)), '[]'::json),
          'packVersionIds', coalesce((select json_agg(distinct e."packVersionId") from "Enrolment" e
              join "Programme" pr on pr.id = e."programmeId"
              where (g."scopeKind" = 'installation' or (g."scopeKind" = 'programme' and pr.id = g."scopeId")
               or (g."scopeKind" = 'network' and pr."networkId" = g."scopeId")
               or (g."scopeKind" = 'college' and pr."collegeId" = g."scopeId")
               or (g."scopeKind" = 'site' and e.id in (select pl."enrolmentId" from "Placement" pl
                   where pl."siteId" = g."scopeId")))), '[]'::json)) order by g."from")
        from "Grant" g
          left join "Site" si on g."scopeKind" = 'site' and si.id = g."scopeId"
          left join "Programme" gp on g."scopeKind" = 'programme' and gp.id = g."scopeId"
          left join "Network" n on g."scopeKind" = 'network' and n.id = g."scopeId"
          left join "College" c on g."scopeKind" = 'college' and c.id = g."scopeId"
        where g."personId" = p.id and g."from" <= ${now}::date and (g.until is null or g.until > ${now}::date)) as grants
    from "Person" p join "Account" a on a."personId" = p.id
    where p.id = ${personId}::uuid`
  return rows[0] ?? null
}

/** What a relation is called when somebody acts in it. */
export const roleLabels: Record<Relation, string> = {
  trainee: 'trainee',
  educationalSupervisor: 'educational supervisor',
  clinicalSupervisor: 'clinical supervisor',
  collegeTutor: 'college tutor',
  coordinator: 'coordinator',
  director: 'training programme director',
  siteDirector: 'director of training',
  networkDirector: 'network training director',
  supportOfficer: 'education support officer',
  regionalAdvisor: 'regional advisor',
  collegeAdmin: 'college administrator',
  guest: 'assessor',
  none: 'assessor',
}

const supervisingKinds = { educationalSupervisor: 'educational', clinicalSupervisor: 'clinical' } as const

function choicesOf(row: PersonRow): RoleChoice[] {
  const choices: RoleChoice[] = (row.own ?? []).map((own) => ({
    key: `own:${own.enrolmentId}`,
    relation: 'trainee',
    label: roleLabels.trainee,
    detail: own.programme,
  }))
  for (const relation of ['educationalSupervisor', 'clinicalSupervisor'] as const) {
    const count = (row.supervised ?? []).filter((one) => one.kind === supervisingKinds[relation]).length
    const detail = count === 1 ? '1 trainee' : `${count} trainees`
    if (count > 0) choices.push({ key: relation, relation, label: roleLabels[relation], detail })
  }
  for (const grant of row.grants ?? []) {
    choices.push({
      key: `grant:${grant.id}`,
      relation: grant.role,
      label: roleLabels[grant.role],
      detail: grant.scope ?? '',
    })
  }
  return choices
}

const distinct = (ids: string[]): string[] => [...new Set(ids)]

function reachOf(row: PersonRow, choice: RoleChoice): { reach: Reach; packVersionIds: string[] } {
  if (choice.relation === 'trainee') {
    const own = (row.own ?? []).find((one) => choice.key === `own:${one.enrolmentId}`)!
    return {
      reach: { by: 'self', personId: row.id, enrolmentId: own.enrolmentId },
      packVersionIds: [own.packVersionId],
    }
  }
  if (choice.relation === 'educationalSupervisor' || choice.relation === 'clinicalSupervisor') {
    const kind = supervisingKinds[choice.relation]
    const trainees = (row.supervised ?? []).filter((one) => one.kind === kind)
    const ids = distinct(trainees.map((one) => one.enrolmentId))
    return { reach: { by: 'enrolments', ids }, packVersionIds: distinct(trainees.map((one) => one.packVersionId)) }
  }
  const grant = (row.grants ?? []).find((one) => choice.key === `grant:${one.id}`)!
  const reach: Reach =
    grant.scopeKind === 'site'
      ? { by: 'enrolments', ids: grant.enrolmentIds }
      : { by: 'programmes', ids: grant.programmeIds }
  return { reach, packVersionIds: grant.packVersionIds }
}

/**
 * Builds the actor of a signed-in person: in the role asked for where they hold it today, else in their first.
 * Returns nobody when the account is not active (a suspension works at once).
 */
export async function actorFor(
  deps: { db: PrismaClient; clock: Clock; sightOf: SightOf },
  personId: string,
  sessionId: string,
  roleKey: string | undefined,
): Promise<Actor> {
  const row = await roles(deps.db, personId, toJsDate(deps.clock.now()))
  if (row?.state !== 'active') return nobody
  const choices = choicesOf(row)
  const choice = choices.find((one) => one.key === roleKey) ?? choices[0]
  const base = {
    personId,
    name: row.name,
    sessionId,
    theme: row.theme,
    photoFileId: row.photoFileId,
    roles: choices,
  }
  if (!choice) {
    return { ...nobody, ...base, roleKey: 'none', roleLabel: roleLabels.none }
  }
  const { reach, packVersionIds } = reachOf(row, choice)
  const sight = await Promise.all(packVersionIds.map((id) => deps.sightOf(id, choice.relation)))
  const own = (row.own ?? []).find((one) => choice.key === `own:${one.enrolmentId}`) ?? null
  return { ...base, relation: choice.relation, roleKey: choice.key, roleLabel: choice.label, reach, sight, own }
}
