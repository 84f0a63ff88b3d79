// Bulk-loaded data for the bench: quick to make, and of the sizes that matter. The demo shows believable records.
import { randomUUID } from 'node:crypto'

const text =
  'The clinic taught me to explain uncertainty plainly, to check understanding and to write the plan where the next team looks first. '

const kinds = [
  {
    key: 'clinic',
    share: 0.7,
    values: { specialty: 'cardiology', setting: 'face-to-face', newPatients: 3, followUps: 2, consulted: true },
    facts: { patients: 5, consulted: true, setting: 'face-to-face', specialty: 'cardiology' },
  },
  {
    key: 'reflection-free',
    share: 0.2,
    values: { title: 'A difficult conversation', text: text.repeat(6) },
    facts: { category: 'case' },
  },
  {
    key: 'procedure-log',
    share: 0.1,
    values: { procedure: 'lumbar-puncture' },
    facts: { procedure: 'lumbar-puncture' },
  },
]

const itemsOf = (nodes) => nodes.flatMap((node) => (node.kind === 'item' ? [node.key] : itemsOf(node.children ?? [])))

/** Records of one trainee: mostly clinics, some reflections and procedures; every second one linked to an item. */
export async function fillRecords(pool, world, trainee, pack, count) {
  for (const { key, share, values, facts } of kinds) {
    const form = pack.forms.find((one) => one.key === key)
    await pool.query(
      `insert into "Record" (id, kind, section, "personId", "enrolmentId", "programmeId", "packVersionId", "authorId", status, "sharedState",
         "occurredOn", "formKey", "formVersion", title, "values", facts, "createdAt", "updatedAt")
       select gen_random_uuid(), $1, $2, $3, $4, $5, $6, $3, 'submitted', 'shared', $7::date + (n % 100), $8, 1, $9 || ' ' || n, $10, $11,
         $7::date + (n % 100) * interval '1 day', $7::date + (n % 100) * interval '1 day' from generate_series(1, $12::int) n`,
      [
        form.kind,
        form.section,
        trainee.personId,
        trainee.enrolmentId,
        world.programmeId,
        world.packVersionId,
        trainee.startsOn.toString(),
        form.key,
        form.title,
        values,
        facts,
        Math.round(count * share),
      ],
    )
  }
  const items = itemsOf(pack.curriculum.nodes)
  await pool.query(
    `insert into "Link" (id, "recordId", "enrolmentId", "itemKey", "createdById")
     select gen_random_uuid(), r.id, r."enrolmentId", ($2::text[])[1 + (r.n % $3::int)], r."personId"
     from (select *, row_number() over (order by id) as n from "Record" where "enrolmentId" = $1) r where r.n % 2 = 0`,
    [trainee.enrolmentId, items, items.length],
  )
  await pool.query(
    `insert into "Notice" (id, "personId", "roleKey", kind, text, "createdAt")
     select gen_random_uuid(), $1, $2, 'assessment.completed', 'An assessment was completed ' || n, now() - n * interval '1 hour'
     from generate_series(1, 20) n`,
    [trainee.personId, `own:${trainee.enrolmentId}`],
  )
}

/** A second programme of many trainees with posts, supervisors and prepared figures, and its coordinator. */
export async function fillProgramme(pool, world, count) {
  const programmeId = randomUUID()
  const coordinatorId = randomUUID()
  await pool.query(
    `insert into "Programme" (id, "packKey", "collegeId", "networkId", name, "timeZone")
     select $1, "packKey", "collegeId", "networkId", 'Internal Medicine, a region of ' || $3::text, "timeZone" from "Programme" where id = $2`,
    [programmeId, world.programmeId, String(count)],
  )
  await pool.query(`insert into "Person" (id, "givenName", "familyName") values ($1, 'Large', 'Coordinator')`, [
    coordinatorId,
  ])
  await pool.query(`insert into "Account" ("personId", state) values ($1, 'active')`, [coordinatorId])
  await pool.query(
    `insert into "Grant" (id, "personId", role, "scopeKind", "scopeId", "from")
     values (gen_random_uuid(), $1, 'coordinator', 'programme', $2, '2020-01-01')`,
    [coordinatorId, programmeId],
  )
  await pool.query(
    `with people as (insert into "Person" (id, title, "givenName", "familyName")
         select gen_random_uuid(), 'Dr', 'Trainee', 'Number ' || n from generate_series(1, $1::int) n returning id)
     insert into "Enrolment" (id, "personId", "programmeId", "packVersionId", "startsOn", "endsOn")
       select gen_random_uuid(), id, $2, $3, current_date - 200, current_date + 900 from people`,
    [count, programmeId, world.packVersionId],
  )
  const enrolled = `(select id from "Enrolment" where "programmeId" = '${programmeId}') e`
  await pool.query(`insert into "StagePeriod" (id, "enrolmentId", "stageKey", "from", until)
     select gen_random_uuid(), e.id, 'IMY1', current_date - 200, current_date + 165 from ${enrolled}`)
  await pool.query(
    `insert into "Placement" (id, "enrolmentId", "siteId", title, "from", until)
     select gen_random_uuid(), e.id, $1, 'Acute medicine', current_date - 100, current_date + 80 from ${enrolled}`,
    [world.siteIds[0]],
  )
  // A supervisor looks after eight trainees, as in life: one who had them all would be slow for what nobody has.
  await pool.query(
    `with people as (insert into "Person" (id, title, "givenName", "familyName")
         select gen_random_uuid(), 'Dr', 'Supervisor', 'Number ' || n from generate_series(1, ceil($1::numeric / 8)::int) n
         returning id),
       accounts as (insert into "Account" ("personId", state) select id, 'active' from people),
       supervisors as (select id, row_number() over () as n from people),
       trainees as (select id, row_number() over (order by id) as n from "Enrolment" where "programmeId" = $2)
     insert into "Supervision" (id, "enrolmentId", "personId", kind, "from", until)
       select gen_random_uuid(), trainees.id, supervisors.id, k::"SupervisionKind", current_date - 100, current_date + 265
       from trainees join supervisors on supervisors.n = ceil(trainees.n / 8.0), (values ('educational'), ('clinical')) kinds(k)`,
    [count, programmeId],
  )
  await pool.query(`insert into "RuleFigure" ("enrolmentId", "ruleId", have, need, pace, status, because, detail, "computedAt")
     select e.id, 'rule-' || n, n, 10, 5, (case when n % 9 = 0 then 'overdue' else 'short' end)::"FigureStatus", 'x', '{}', now()
     from ${enrolled}, generate_series(1, 40) n`)
  return { programmeId, coordinatorId }
}
