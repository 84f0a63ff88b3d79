import { newId } from '../../src/kit/ids.ts'
import { testWorld } from '../support/world.ts'

/** What the database itself refuses, attacked by SQL past every line of our code (decision 34). */

const world = await testWorld()
const { db } = world

const run = (sql: string, ...values: unknown[]) => db.$executeRawUnsafe(sql, ...values)

async function place(from: string, until: string | null, track = 'main') {
  return run(
    `insert into "Placement" (id, "enrolmentId", "siteId", title, track, "from", until) values ($1::uuid, $2::uuid, $3::uuid, 'x', $4, $5::date, $6::date)`,
    newId(),
    world.enrolment.amara,
    world.ids.sites[0],
    track,
    from,
    until,
  )
}

async function supervise(personId: string, kind: string, from: string, until: string | null, track = 'main') {
  return run(
    `insert into "Supervision" (id, "enrolmentId", "personId", kind, track, "from", until) values ($1::uuid, $2::uuid, $3::uuid, $4::"SupervisionKind", $5, $6::date, $7::date)`,
    newId(),
    world.enrolment.amara,
    personId,
    kind,
    track,
    from,
    until,
  )
}

describe('periods', () => {
  it('posts of one track never overlap; ends are exclusive', async () => {
    // Amara's post runs from 5 August 2026 until 3 February 2027 (exclusive).
    await expect(place('2027-02-02', '2027-03-01')).rejects.toThrow(/no_overlap/)
    await expect(place('2027-02-03', '2027-08-05')).resolves.toBe(1)
    await expect(place('2026-12-01', null)).rejects.toThrow(/no_overlap/)
  })

  it('another track may run beside it', async () => {
    await expect(place('2026-09-01', '2026-10-01', 'cover')).resolves.toBe(1)
  })

  it('end after they start', async () => {
    await expect(place('2029-02-03', '2029-02-03')).rejects.toThrow(/Placement_period/)
    await expect(supervise(world.person.ruth, 'clinical', '2029-02-03', '2029-01-01')).rejects.toThrow(
      /Supervision_period/,
    )
  })

  it('one supervisor of a kind and track at a time', async () => {
    await expect(supervise(world.person.ruth, 'educational', '2027-08-04', null)).rejects.toThrow(/no_overlap/)
    await expect(supervise(world.person.ruth, 'educational', '2027-08-05', null)).resolves.toBe(1)
    await expect(supervise(world.person.ruth, 'educational', '2026-12-01', '2027-01-01', 'cover')).resolves.toBe(1)
  })

  it('two stages never at once', async () => {
    const stage = `insert into "StagePeriod" (id, "enrolmentId", "stageKey", "from", until) values ($1::uuid, $2::uuid, 'x', $3::date, null)`
    await expect(run(stage, newId(), world.enrolment.amara, '2027-08-04')).rejects.toThrow(/no_overlap/)
  })

  it('the same grant never twice at once', async () => {
    const grant = `insert into "Grant" (id, "personId", role, "scopeKind", "scopeId", "from") values ($1::uuid, $2::uuid, 'coordinator', 'programme', $3::uuid, '2026-10-01')`
    await expect(run(grant, newId(), world.person.sam, world.ids.programme)).rejects.toThrow(/no_overlap/)
  })
})

describe('R29: who supervised', () => {
  it('never leaves the record but for the history, and stays there', async () => {
    const row = await db.supervision.findFirstOrThrow({ where: { enrolmentId: world.enrolment.tom } })
    const remove = () => run('delete from "Supervision" where id = $1::uuid', row.id)
    await expect(remove()).rejects.toThrow(/kept as a corrected one/)
    const by = { correctedAt: new Date(), correctedById: world.person.sam, correctedReason: 'x' }
    await db.correctedSupervision.create({ data: { ...row, ...by } })
    await expect(remove()).resolves.toBe(1)
    await expect(run('delete from "CorrectedSupervision"')).rejects.toThrow(/append-only/)
    await expect(run('truncate "CorrectedSupervision"')).rejects.toThrow(/append-only/)
    await expect(run(`update "CorrectedSupervision" set "from" = '2020-01-01'`)).rejects.toThrow(/append-only/)
    await expect(run(`update "CorrectedSupervision" set "correctedReason" = 'y'`)).rejects.toThrow(/append-only/)
  })
})

describe('people', () => {
  it('nobody supervises themselves', async () => {
    await expect(supervise(world.person.amara, 'clinical', '2028-01-01', null)).rejects.toThrow(/supervises themselves/)
  })

  it('one primary address, one owner per address', async () => {
    const add = `insert into "Identifier" (id, "personId", kind, value, normalised, "primary") values ($1::uuid, $2::uuid, 'email', $3, $3, $4)`
    await expect(run(add, newId(), world.person.amara, 'second@example.org', true)).rejects.toThrow(/unique|Unique/)
    await expect(run(add, newId(), world.person.amara, 'tom@demo.attest.example', false)).rejects.toThrow(
      /unique|Unique/,
    )
    await expect(run(add, newId(), world.person.amara, 'second@example.org', false)).resolves.toBe(1)
  })

  it('full time is at most 100 per cent', async () => {
    await expect(run(`update "Enrolment" set "ftePercent" = 120`)).rejects.toThrow(/Enrolment_fte/)
    await expect(run(`update "Enrolment" set "ftePercent" = 0`)).rejects.toThrow(/Enrolment_fte/)
  })
})

describe('what is written once', () => {
  it('audit events are never changed, removed or emptied', async () => {
    await expect(run(`update "AuditEvent" set type = 'x'`)).rejects.toThrow(/append-only/)
    await expect(run(`delete from "AuditEvent"`)).rejects.toThrow(/append-only/)
    await expect(run(`truncate "AuditEvent"`)).rejects.toThrow(/append-only/)
  })

  it('published packs and forms stay as they are', async () => {
    await expect(run(`update "PackVersion" set content = '{}'`)).rejects.toThrow(/append-only/)
    await expect(run(`delete from "FormVersion"`)).rejects.toThrow(/append-only/)
  })
})

describe('what belongs together', () => {
  it('a record needs its enrolment, its author and its pack', async () => {
    const record = `insert into "Record" (id, kind, section, "personId", "enrolmentId", "programmeId", "packVersionId", "authorId", status, "occurredOn", "formKey", "formVersion", title, "values")
      values ($1::uuid, 'log', 'clinics', $2::uuid, $3::uuid, $4::uuid, $5::uuid, $2::uuid, 'submitted', '2026-10-01', 'x', 1, 'x', '{}')`
    const { person, enrolment, ids } = world
    await expect(run(record, newId(), person.amara, newId(), ids.programme, ids.packVersion)).rejects.toThrow(
      /foreign key|Foreign key/,
    )
    await expect(run(record, newId(), person.amara, enrolment.amara, ids.programme, newId())).rejects.toThrow(
      /foreign key|Foreign key/,
    )
  })

  it('a record is linked to an item once', async () => {
    const { person, enrolment, ids } = world
    const id = newId()
    await run(
      `insert into "Record" (id, kind, section, "personId", "enrolmentId", "programmeId", "packVersionId", "authorId", status, "occurredOn", "formKey", "formVersion", title, "values")
        values ($1::uuid, 'log', 'clinics', $2::uuid, $3::uuid, $4::uuid, $5::uuid, $2::uuid, 'submitted', '2026-10-01', 'x', 1, 'x', '{}')`,
      id,
      person.amara,
      enrolment.amara,
      ids.programme,
      ids.packVersion,
    )
    const link = `insert into "Link" (id, "recordId", "enrolmentId", "itemKey", "createdById") values ($1::uuid, $2::uuid, $3::uuid, 'item', $4::uuid)`
    await expect(run(link, newId(), id, enrolment.amara, person.amara)).resolves.toBe(1)
    await expect(run(link, newId(), id, enrolment.amara, person.amara)).rejects.toThrow(/unique|Unique/)
  })
})
