import { newId } from '../../src/kit/ids.ts'
import { testWorld } from '../support/world.ts'

/** What the database itself refuses, attacked by SQL past every line of our code (point B8, decision 34). */

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

const recorded = `"createdAt", "createdById", "createdByName"`

async function away(from: string, until: string, track = 'main', counts = 0) {
  return run(
    `insert into "StatusPeriod" (id, "enrolmentId", kind, track, "from", until, counts, ${recorded}) values ($1::uuid, $2::uuid, 'break', $3, $4::date, $5::date, $6, now(), $7::uuid, 'x')`,
    newId(),
    world.enrolment.amara,
    track,
    from,
    until,
    counts,
    world.person.ruth,
  )
}

async function fte(from: string, percent: number) {
  return run(
    `insert into "FteChange" (id, "enrolmentId", "from", percent, ${recorded}) values ($1::uuid, $2::uuid, $3::date, $4, now(), $5::uuid, 'x')`,
    newId(),
    world.enrolment.amara,
    from,
    percent,
    world.person.ruth,
  )
}

describe('training time', () => {
  it('two statuses of one track never overlap while they stand; what was withdrawn is in nobody’s way', async () => {
    await expect(away('2027-01-01', '2027-02-01')).resolves.toBe(1)
    await expect(away('2027-01-31', '2027-03-01')).rejects.toThrow(/no_overlap/)
    await expect(away('2027-02-01', '2027-03-01')).resolves.toBe(1)
    await expect(away('2027-03-02', '2027-03-02')).rejects.toThrow(/StatusPeriod_period/)
    await expect(away('2028-01-01', '2028-02-01', 'main', 101)).rejects.toThrow(/StatusPeriod_counts/)
    await expect(run(`update "StatusPeriod" set "withdrawnAt" = now()`)).rejects.toThrow(/StatusPeriod_withdrawn/)
    await run(`update "StatusPeriod" set "withdrawnAt" = now(), "withdrawnById" = $1::uuid`, world.person.ruth)
    await expect(away('2027-01-31', '2027-03-01')).resolves.toBe(1)
  })

  it('one change of FTE a day, of 1 to 100 per cent', async () => {
    await expect(fte('2027-01-01', 0)).rejects.toThrow(/FteChange_percent/)
    await expect(fte('2027-01-01', 80)).resolves.toBe(1)
    await expect(fte('2027-01-01', 60)).rejects.toThrow(/23505|nique/)
    await expect(run(`update "FteChange" set "withdrawnAt" = now()`)).rejects.toThrow(/FteChange_withdrawn/)
  })
})

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
    await expect(run(`update "StagePeriod" set until = "from"`)).rejects.toThrow(/StagePeriod_period/)
  })

  it('training and grants end after they start', async () => {
    await expect(run(`update "Enrolment" set "endsOn" = "startsOn"`)).rejects.toThrow(/Enrolment_dates/)
    await expect(grant('site', world.ids.sites[2]!, '2026-10-01', '2026-10-01')).rejects.toThrow(/Grant_period/)
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

describe('R29: this is not my supervisor', () => {
  it('is open once for each supervisor, and closed only with how and by whom', async () => {
    const say = () =>
      run(
        `insert into "SupervisorObjection" (id, "enrolmentId", kind, "createdAt") values ($1::uuid, $2::uuid, 'educational', now())`,
        newId(),
        world.enrolment.priya,
      )
    await expect(say()).resolves.toBe(1)
    await expect(say()).rejects.toThrow(/one_open|unique/i)
    const close = (outcome: string, answer: string | null) =>
      run(
        `update "SupervisorObjection" set "closedAt" = now(), "closedById" = $1::uuid, outcome = $2, answer = $3`,
        ...[world.person.sam, outcome, answer],
      )
    await expect(close('answered', null)).rejects.toThrow(/closed/)
    await expect(close('forgotten', null)).rejects.toThrow(/closed/)
    await expect(close('changed', null)).resolves.toBe(1)
  })
})

describe('people', () => {
  it('nobody supervises themselves', async () => {
    await expect(supervise(world.person.amara, 'clinical', '2028-01-01', null)).rejects.toThrow(/supervises themselves/)
    const owner = `update "Enrolment" set "personId" = $1::uuid where id = $2::uuid`
    await expect(run(owner, world.person.helen, world.enrolment.amara)).rejects.toThrow(/supervises themselves/)
  })

  it('a grant has a scope of a known kind, and only the installation has none', async () => {
    await expect(grant('planet', world.ids.college)).rejects.toThrow(/Grant_scope/)
    await expect(grant('college', null)).rejects.toThrow(/Grant_scope/)
    await expect(grant('installation', world.ids.college)).rejects.toThrow(/Grant_scope/)
    await expect(grant('installation', null)).resolves.toBe(1)
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

  it('published packs stay as they are', async () => {
    await expect(run(`update "PackVersion" set content = '{}'`)).rejects.toThrow(/append-only/)
    await expect(run(`delete from "PackVersion"`)).rejects.toThrow(/append-only/)
  })

  it('R112: a judgement is of a level or asks for more, and is never overwritten', async () => {
    const judge = (recordId: string, outcome: string, level: number | null) =>
      run(
        `insert into "Judgement" ("recordId", "enrolmentId", "itemKey", kind, outcome, level, "byId", "byName", "byRole", at)
          values ($1::uuid, $2::uuid, 'item', 'self', $3, $4, $5::uuid, 'x', 'x', now())`,
        recordId,
        world.enrolment.amara,
        outcome,
        level,
        world.person.amara,
      )
    await expect(judge(await record(), 'level', null)).rejects.toThrow(/Judgement_outcome/)
    await expect(judge(await record(), 'moreEvidence', 2)).rejects.toThrow(/Judgement_outcome/)
    await expect(judge(await record(), 'other', 2)).rejects.toThrow(/Judgement_outcome/)
    await expect(judge(await record(), 'level', 2)).resolves.toBe(1)
    await expect(run(`update "Judgement" set level = 4`)).rejects.toThrow(/append-only/)
    await expect(run(`delete from "Judgement"`)).rejects.toThrow(/append-only/)
    await expect(run(`truncate "Judgement"`)).rejects.toThrow(/append-only/)
  })
})

describe('decision 14: the chain of signatures', () => {
  const portfolioId = world.person.tom
  const genesis = '0'.repeat(64)

  async function version(seq: number, prev: string, hash: string) {
    return run(
      `insert into "RecordVersion" (id, "recordId", "portfolioId", seq, content, "contentHash", prev, hash, rendered, "signerId", "signerName", "signerRole", assurance, "signedAt", signature)
        values ($1::uuid, $2::uuid, $3::uuid, $4, '', 'x', $5, $6, '{}', $3::uuid, 'x', 'x', 'account', now(), 'x')`,
      newId(),
      await record('tom'),
      portfolioId,
      seq,
      prev,
      hash,
    )
  }
  const head = (set: string) => run(`update "ChainHead" set ${set} where "portfolioId" = $1::uuid`, portfolioId)

  it('grows from nothing, one by one, each after the one before', async () => {
    const begin = `insert into "ChainHead" ("portfolioId", seq, hash) values ($1::uuid, $2, $3)`
    await expect(version(1, genesis, 'a')).rejects.toThrow(/follows the head/)
    await expect(run(begin, portfolioId, 7, 'a')).rejects.toThrow(/begins empty/)
    await expect(run(begin, portfolioId, 0, null)).resolves.toBe(1)
    await expect(version(2, genesis, 'a')).rejects.toThrow(/follows the head/)
    await expect(version(1, 'other', 'a')).rejects.toThrow(/follows the head/)
    await expect(version(1, genesis, 'a')).resolves.toBe(1)
    await expect(head(`seq = 1, hash = 'b'`)).rejects.toThrow(/next signature/)
    await expect(head(`seq = 1, hash = 'a'`)).resolves.toBe(1)
    await expect(version(2, genesis, 'b')).rejects.toThrow(/follows the head/)
    await expect(version(2, 'a', 'b')).resolves.toBe(1)
  })

  it('never shrinks', async () => {
    await expect(head(`seq = 0, hash = null`)).rejects.toThrow(/next signature/)
    await expect(head(`seq = 3, hash = 'b'`)).rejects.toThrow(/next signature/)
    await expect(head(`hash = 'b'`)).rejects.toThrow(/next signature/)
    await expect(run(`delete from "ChainHead"`)).rejects.toThrow(/append-only/)
    await expect(run(`truncate "ChainHead"`)).rejects.toThrow(/append-only/)
    await expect(run(`delete from "RecordVersion"`)).rejects.toThrow(/append-only/)
    await expect(run(`update "RecordVersion" set prev = 'x'`)).rejects.toThrow(/append-only/)
    await expect(run(`truncate "RecordVersion"`)).rejects.toThrow(/append-only/)
  })
})

describe('what belongs together', () => {
  it('a record needs its enrolment, its author and its pack', async () => {
    await expect(record('amara', { enrolmentId: newId() })).rejects.toThrow(/foreign key|Foreign key|own person/)
    await expect(record('amara', { packVersionId: newId() })).rejects.toThrow(/foreign key|Foreign key|pack version/)
    await expect(record('amara', { authorId: newId() })).rejects.toThrow(/foreign key|Foreign key/)
  })

  it('a record lies in an enrolment of its person', async () => {
    await expect(record('amara', { enrolmentId: world.enrolment.tom })).rejects.toThrow(/its own person/)
    const id = await record()
    const move = `update "Record" set "personId" = $1::uuid where id = $2::uuid`
    await expect(run(move, world.person.tom, id)).rejects.toThrow(/its own person/)
    const owner = `update "Enrolment" set "personId" = $1::uuid where id = $2::uuid`
    await expect(run(owner, world.person.sam, world.enrolment.amara)).rejects.toThrow(/own person and programme/)
  })

  it('a record is of its enrolment’s programme, under its pack version or an earlier one', async () => {
    const elsewhere = await programme('internal-medicine')
    await expect(record('amara', { programmeId: elsewhere })).rejects.toThrow(/programme and pack version/)
    const [earlier, later, other] = [
      await packVersion('internal-medicine', '2018.1', '2020-01-01'),
      await packVersion('internal-medicine', '2030.1', '2030-01-01'),
      await packVersion('another', '2018.1', '2020-01-01'),
    ]
    await expect(record('amara', { packVersionId: later })).rejects.toThrow(/pack version, or an earlier one/)
    await expect(record('amara', { packVersionId: other })).rejects.toThrow(/pack version, or an earlier one/)
    await expect(record('amara', { packVersionId: earlier })).resolves.toMatch(/-/)
    const pin = `update "Enrolment" set "packVersionId" = $1::uuid where id = $2::uuid`
    await expect(run(pin, other, world.enrolment.amara)).rejects.toThrow(/programme's pack/)
    const turn = `update "Programme" set "packKey" = 'another' where id = $1::uuid`
    await expect(run(turn, world.ids.programme)).rejects.toThrow(/programme's pack/)
    await expect(run(pin, later, world.enrolment.amara)).resolves.toBe(1)
    await expect(record('amara', { packVersionId: world.ids.packVersion })).resolves.toMatch(/-/)
  })

  it('a record is linked to an item once, in an enrolment of its own person', async () => {
    const id = await record()
    const link = `insert into "Link" (id, "recordId", "enrolmentId", "itemKey", "createdById") values ($1::uuid, $2::uuid, $3::uuid, 'item', $4::uuid)`
    const { enrolment, person } = world
    await expect(run(link, newId(), id, enrolment.amara, person.amara)).resolves.toBe(1)
    await expect(run(link, newId(), id, enrolment.amara, person.amara)).rejects.toThrow(/unique|Unique/)
    await expect(run(link, newId(), id, enrolment.tom, person.amara)).rejects.toThrow(/own person/)
    const move = `update "Link" set "enrolmentId" = $1::uuid where "recordId" = $2::uuid`
    await expect(run(move, enrolment.tom, id)).rejects.toThrow(/own person/)
  })

  it('a grant is for what exists, as long as it exists', async () => {
    const { college, network, programme: home, sites } = world.ids
    const scopes = { college, network, programme: home, site: sites[1] }
    for (const [kind, id] of Object.entries(scopes)) {
      await expect(grant(kind, newId())).rejects.toThrow(/that exists/)
      await expect(grant(kind, kind === 'college' ? network : college)).rejects.toThrow(/that exists/)
      await expect(grant(kind, id!)).resolves.toBe(1)
    }
    await expect(run(`update "Grant" set "scopeId" = $1::uuid where "scopeKind" = 'site'`, newId())).rejects.toThrow(
      /that exists/,
    )
    await expect(run('delete from "Site" where id = $1::uuid', await granted('Site'))).rejects.toThrow(/grants hold/)
    await expect(run('delete from "Network" where id = $1::uuid', await granted('Network'))).rejects.toThrow(
      /grants hold/,
    )
    const loose = await programme('internal-medicine')
    await grant('programme', loose)
    await expect(run('delete from "Programme" where id = $1::uuid', loose)).rejects.toThrow(/grants hold/)
    await expect(run('delete from "College" where id = $1::uuid', await granted('College'))).rejects.toThrow(
      /grants hold/,
    )
  })
})

/** A record of a trainee as it should be, but for what is named. */
async function record(
  name: 'amara' | 'tom' = 'amara',
  other: Partial<Record<'enrolmentId' | 'programmeId' | 'packVersionId' | 'authorId', string>> = {},
): Promise<string> {
  const id = newId()
  const { person, enrolment, ids } = world
  await run(
    `insert into "Record" (id, kind, section, "personId", "enrolmentId", "programmeId", "packVersionId", "authorId", status, "occurredOn", "formKey", "formVersion", title, "values")
      values ($1::uuid, 'log', 'clinics', $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, 'submitted', '2026-10-01', 'x', 1, 'x', '{}')`,
    id,
    person[name],
    other.enrolmentId ?? enrolment[name],
    other.programmeId ?? ids.programme,
    other.packVersionId ?? ids.packVersion,
    other.authorId ?? person[name],
  )
  return id
}

async function packVersion(packKey: string, version: string, publishedAt: string): Promise<string> {
  const id = newId()
  const data = { id, packKey, version, origin: 'shipped', sha256: id, content: {} } as const
  await db.packVersion.create({ data: { ...data, publishedAt: new Date(publishedAt) } })
  return id
}

async function programme(packKey: string): Promise<string> {
  const id = newId()
  const data = { id, packKey, collegeId: world.ids.college, name: `Programme ${id}`, timeZone: 'Europe/London' }
  await db.programme.create({ data })
  return id
}

function grant(scopeKind: string, scopeId: string | null, from = '2026-10-01', until: string | null = null) {
  return run(
    `insert into "Grant" (id, "personId", role, "scopeKind", "scopeId", "from", until) values ($1::uuid, $2::uuid, 'x', $3, $4::uuid, $5::date, $6::date)`,
    newId(),
    world.person.helen,
    scopeKind,
    scopeId,
    from,
    until,
  )
}

/** A place that nothing but a grant holds. */
async function granted(table: 'College' | 'Network' | 'Site'): Promise<string> {
  const id = newId()
  if (table === 'College') await db.college.create({ data: { id, key: id, name: id, short: 'x' } })
  if (table === 'Network') await db.network.create({ data: { id, collegeId: world.ids.college, name: id } })
  if (table === 'Site') await db.site.create({ data: { id, networkId: world.ids.network, name: id } })
  await grant(table.toLowerCase(), id)
  return id
}
