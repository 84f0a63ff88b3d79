// What waits for assessors and supervisors in the bench: requests that were sent, and rounds of feedback that are closed.

/** Requests for mini-CEX that wait for one assessor, asked by the trainees of the programme in turn. Returns their ids. */
export async function fillRequests(pool, world, assessor, form, count) {
  const { rows } = await pool.query(
    `with asking as (select e.id, e."personId", row_number() over (order by e.id) - 1 as turn, count(*) over () as size
         from "Enrolment" e where e."programmeId" = $1),
       made as (insert into "Record" (id, kind, section, "personId", "enrolmentId", "programmeId", "packVersionId", "authorId", "assessorId",
           status, "sharedState", "occurredOn", "formKey", "formVersion", title, "values", facts)
         select gen_random_uuid(), $2, $3, a."personId", a.id, $1, $4, a."personId", $5, 'requested', 'shared', current_date - 3, $6, $7,
           'Falls clinic ' || n, '{"title": "Falls clinic", "seenOn": "2026-01-05"}', '{}'
         from generate_series(0, $8::int - 1) n join asking a on a.turn = n % a.size returning id)
     insert into "AssessmentRequest" ("recordId", state, "assessorEmail", "assessorName", "sentAt", "expiresAt")
     select id, 'sent', $9, $10, now() - interval '3 days', now() + interval '25 days' from made returning "recordId" as id`,
    [
      ...[world.programmeId, form.kind, form.section, world.packVersionId, assessor.personId, form.key, form.version],
      ...[count, assessor.email, assessor.name],
    ],
  )
  return rows.map(({ id }) => id)
}

const questions = ['clinical', 'communication', 'colleagues', 'team', 'respect', 'reliability', 'teaching'].map(
  (key) => `ratings.${key}`,
)
const groups = { consultants: 8, doctors: 9, others: 8 }

/**
 * Closed rounds of multi-source feedback, each about another trainee of one supervisor and answered by 25 people with a
 * comment of each. Returns their ids.
 */
export async function fillRounds(pool, world, supervisor, count) {
  const { rows } = await pool.query(
    `with chosen as (select id, "personId" from "Enrolment" e where "programmeId" = $1 and exists (select 1 from "Supervision" s
         where s."enrolmentId" = e.id and s.kind = 'educational' and s."from" <= current_date and (s.until is null or s.until > current_date))
         order by id limit $2),
       theirs as (update "Supervision" set "personId" = $3 where kind = 'educational' and "enrolmentId" in (select id from chosen))
     insert into "Round" (id, kind, "personId", "enrolmentId", "packVersionId", "releasedBy", state, self, "createdAt", "sentAt", "endsAt", "closedAt")
     select gen_random_uuid(), 'msf', "personId", id, $4, '{educationalSupervisor}', 'closed', '{"overall": 2}', now() - interval '60 days',
       now() - interval '50 days', now() - interval '1 day', now() - interval '1 day' from chosen returning id`,
    [world.programmeId, count, supervisor.personId, world.packVersionId],
  )
  const ids = rows.map(({ id }) => id)
  for (const [group, size] of Object.entries(groups)) {
    await pool.query(
      `insert into "RoundTally" ("roundId", "groupKey", question, value, count)
       select id, $2, q, v, case when v = 2 then $4::int - 3 else 3 end from unnest($1::uuid[]) id, unnest($3::text[]) q, unnest(array[2, 3]) v
       union all select id, $2, '*', 1, $4::int from unnest($1::uuid[]) id`,
      [ids, group, [...questions, 'overall'], size],
    )
    await pool.query(
      `insert into "RoundComment" (id, "roundId", "groupKey", question, text)
       select gen_random_uuid(), id, $2, 'strengths', 'Explains plans plainly, hands over in time and thanks the team by name ' || n
       from unnest($1::uuid[]) id, generate_series(1, $3::int) n`,
      [ids, group, size],
    )
  }
  return ids
}
