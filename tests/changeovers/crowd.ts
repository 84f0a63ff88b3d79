import { newId } from '../../src/kit/ids.ts'
import type { World } from '../support/world.ts'

/** A programme of its own with many trainees, each with a post and two supervisors until the changeover of February. */
export async function crowd(world: World, count: number) {
  const { pool, ids, person } = world
  const programmeId = newId()
  await pool.query(
    `insert into "Programme" (id, "packKey", "collegeId", "networkId", name, "timeZone")
     select $1, "packKey", "collegeId", "networkId", 'The large programme', "timeZone" from "Programme" where id = $2`,
    [programmeId, ids.programme],
  )
  await world.db.grant.create({
    data: {
      ...{ id: newId(), personId: person.sam, role: 'coordinator', scopeKind: 'programme', scopeId: programmeId },
      from: new Date('2025-08-01'),
    },
  })
  await pool.query(
    `with people as (insert into "Person" (id, title, "givenName", "familyName")
       select gen_random_uuid(), 'Dr', 'Number', 'T' || lpad(n::text, 5, '0') from generate_series(1, $1::int) n returning id, "familyName"),
     known as (insert into "Identifier" (id, "personId", kind, value, normalised, "verifiedAt", "primary")
       select gen_random_uuid(), id, k::"IdentifierKind", v, v, now(), k = 'email' from people,
         lateral (values ('gmc', '8' || substr("familyName", 2)), ('email', lower("familyName") || '@crowd.example')) i(k, v))
     insert into "Enrolment" (id, "personId", "programmeId", "packVersionId", "startsOn", "endsOn")
       select gen_random_uuid(), id, $2, $3, '2026-08-05', '2029-08-05' from people`,
    [count, programmeId, ids.packVersion],
  )
  const enrolled = `(select id, row_number() over (order by id)::int as n from "Enrolment" where "programmeId" = '${programmeId}') e`
  await pool.query(
    `insert into "Placement" (id, "enrolmentId", "siteId", title, "from", until)
     select gen_random_uuid(), e.id, ($1::uuid[])[1 + e.n % $2::int], 'General medicine', '2026-08-05', '2027-02-03' from ${enrolled}`,
    [ids.sites, ids.sites.length],
  )
  await pool.query(
    `insert into "Supervision" (id, "enrolmentId", "personId", kind, "from", until)
     select gen_random_uuid(), e.id, (case when (e.n + (k = 'clinical')::int) % 2 = 0 then $1 else $2 end)::uuid, k::"SupervisionKind", '2026-08-05', '2027-02-03'
     from ${enrolled}, (values ('educational'), ('clinical')) kinds(k)`,
    [person.helen, person.idris],
  )
  // As they are kept of everybody: what a change does not touch is not worked out again.
  await pool.query(`insert into "RuleFigure" ("enrolmentId", "ruleId", have, need, pace, status, because, detail, "computedAt")
    select e.id, 'rule-' || r, r, 10, 5, 'short', 'x', '{}', now() from ${enrolled}, generate_series(1, 20) r`)
  const grant = await world.db.grant.findFirstOrThrow({ where: { personId: person.sam, scopeId: programmeId } })
  return { programmeId, roleKey: `grant:${grant.id}` }
}
