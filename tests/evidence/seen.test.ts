import fc from 'fast-check'
import { actorFor } from '../../src/actor.ts'
import { onlookersOf } from '../../src/evidence/index.ts'
import type { RecordStatus } from '../../src/generated/client.ts'
import type { Ctx } from '../../src/kit/context.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { grantPlaces, nobody, visibleRecords } from '../../src/policy/index.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld, type World } from '../support/world.ts'
import { logClinic, reflect } from './support.ts'

const world: World = await testWorld()
const { packVersion: radiologyPack } = await radiology(world)
const packs = await Promise.all([world.ids.packVersion, radiologyPack].map(async (id) => world.services.packs.get(id)))

// ── Generated worlds ─────────────────────────────────────────────────────────

const people = 7
const periods = {
  over: ['2025-08-06', '2026-11-22'],
  lastDay: ['2025-08-06', '2026-11-23'],
  now: ['2026-08-05', null],
  today: ['2026-11-22', '2026-11-23'],
  later: ['2026-11-23', null],
} as const
const when = fc.constantFrom(...(Object.keys(periods) as (keyof typeof periods)[]))
const who = fc.integer({ min: 0, max: people - 1 })
const roles = Object.keys(grantPlaces)

const worlds = fc.record({
  /** Supervisors and tutors in one, directors of hospitals and networks in the other. */
  pack: fc.nat({ max: packs.length - 1 }),
  suspended: fc.array(who, { maxLength: 1 }),
  supervisions: fc.array(
    fc.record({ who, when, kind: fc.constantFrom('educational' as const, 'clinical' as const), home: fc.boolean() }),
    { minLength: 2, maxLength: 6 },
  ),
  grants: fc.uniqueArray(
    fc.record({
      who,
      when,
      role: fc.constantFrom(...roles),
      scope: fc.constantFrom('installation', 'college', 'network', 'programme', 'otherProgramme', 'site', 'otherSite'),
      narrowed: fc.constantFrom('no', 'home', 'other'),
    }),
    { maxLength: 8, selector: ({ who: person, role, scope }) => `${person} ${role} ${scope}` },
  ),
  records: fc.array(
    fc.record({
      section: fc.nat({ max: 100 }),
      status: fc.constantFrom<RecordStatus>('requested', 'submitted', 'signed', 'held', 'declined', 'void'),
      sharedState: fc.constantFrom('private' as const, 'shared' as const),
      assessor: fc.option(who, { nil: null }),
      author: fc.option(who, { nil: null }),
      /** Entered while those were still there who left today. */
      before: fc.boolean(),
      /** Evidence in the other programme as well (dual training). */
      lent: fc.boolean(),
      shares: fc.uniqueArray(fc.record({ who, revoked: fc.boolean() }), {
        maxLength: 3,
        selector: (share) => share.who,
      }),
    }),
    { minLength: 4, maxLength: 8 },
  ),
})
type Spec = typeof worlds extends fc.Arbitrary<infer S> ? S : never

interface Built {
  people: string[]
  owner: string
  records: string[]
}

async function person(state: 'active' | 'suspended' | null): Promise<string> {
  const id = newId()
  await world.db.person.create({
    data: { id, givenName: 'P', familyName: id.slice(-6), ...(state ? { account: { create: { state } } } : {}) },
  })
  return id
}

async function programmeOf(spec: Spec): Promise<string> {
  const id = newId()
  const { college, network } = world.ids
  await world.db.programme.create({
    data: {
      id,
      packKey: packs[spec.pack]!.pack.pack.key,
      collegeId: college,
      networkId: network,
      name: id,
      timeZone: 'Pacific/Auckland',
    },
  })
  return id
}

async function enrolment(personId: string, programmeId: string, packVersionId: string): Promise<string> {
  const id = newId()
  const dates = { startsOn: dbDate('2025-08-06'), endsOn: dbDate('2028-08-06') }
  await world.db.enrolment.create({
    data: { id, personId, programmeId, packVersionId, ...dates },
  })
  return id
}

/** A trainee in two programmes, with posts at a site each, and everybody whom the spec names. */
async function build(spec: Spec): Promise<Built> {
  const ids: string[] = []
  for (let n = 0; n < people; n++)
    // The last one has no account: a guest reached by a link.
    ids.push(await person(n === people - 1 ? null : spec.suspended.includes(n) ? 'suspended' : 'active'))
  const owner = await person('active')
  const pack = packs[spec.pack]!
  const packVersionId = pack.id
  const programme = await programmeOf(spec)
  const home = await enrolment(owner, programme, packVersionId)
  const other = await enrolment(owner, await programmeOf(spec), packVersionId)
  const [site, otherSite] = world.ids.sites as [string, string]
  await world.db.placement.create({
    data: {
      id: newId(),
      enrolmentId: home,
      siteId: site,
      title: 'Post',
      from: dbDate('2026-08-05'),
      until: dbDate('2027-02-03'),
    },
  })
  await world.db.placement.create({
    data: {
      id: newId(),
      enrolmentId: home,
      siteId: otherSite,
      title: 'Past post',
      track: 'split',
      from: dbDate('2025-08-06'),
      until: dbDate('2026-08-05'),
    },
  })
  for (const [index, one] of spec.supervisions.entries()) {
    const [from, until] = periods[one.when]
    const enrolmentId = one.home ? home : other
    const data = {
      enrolmentId,
      personId: ids[one.who]!,
      kind: one.kind,
      track: `t${index}`,
      from: dbDate(from),
      until: until ? dbDate(until) : null,
    }
    await world.db.supervision.create({ data: { id: newId(), ...data } })
  }
  const elsewhere = await programmeOf(spec)
  const scopes: Record<string, [string, string | null]> = {
    installation: ['installation', null],
    college: ['college', world.ids.college],
    network: ['network', world.ids.network],
    programme: ['programme', programme],
    otherProgramme: ['programme', elsewhere],
    site: ['site', site],
    otherSite: ['site', otherSite],
  }
  const narrowed: Record<string, string | null> = { no: null, home: programme, other: elsewhere }
  for (const one of spec.grants) {
    const [from, until] = periods[one.when]
    const [scopeKind, scopeId] = scopes[one.scope]!
    const data = {
      personId: ids[one.who]!,
      role: one.role,
      scopeKind,
      scopeId,
      programmeId: ['site', 'network'].includes(scopeKind) ? narrowed[one.narrowed]! : null,
      from: dbDate(from),
      until: until ? dbDate(until) : null,
    }
    await world.db.grant.create({ data: { id: newId(), ...data } })
  }
  const records: string[] = []
  const sections = pack.pack.rights.sections.map(({ key }) => key)
  for (const one of spec.records) {
    const id = newId()
    records.push(id)
    await world.db.record.create({
      data: {
        id,
        kind: 'log',
        section: sections[one.section % sections.length]!,
        personId: owner,
        enrolmentId: home,
        programmeId: programme,
        packVersionId,
        authorId: one.author === null ? owner : ids[one.author]!,
        assessorId: one.assessor === null ? null : ids[one.assessor]!,
        status: one.status,
        sharedState: one.sharedState,
        occurredOn: dbDate('2026-11-01'),
        createdAt: new Date(one.before ? '2026-11-01T09:00:00Z' : '2026-11-22T08:00:00Z'),
        formKey: 'x',
        formVersion: 1,
        title: 'x',
        values: {},
        shares: {
          create: one.shares.map(({ who: n, revoked }) => ({
            id: newId(),
            personId: ids[n]!,
            revokedAt: revoked ? new Date() : null,
          })),
        },
      },
    })
  }
  const [item] = pack.items.keys()
  for (const [index, one] of spec.records.entries()) {
    if (!one.lent) continue
    const data = { recordId: records[index]!, enrolmentId: other, itemKey: item!, createdById: owner }
    await world.db.link.create({ data: { id: newId(), ...data } })
  }
  return { people: [...ids, ...Object.values(world.person)], owner, records }
}

function ctxAs(personId: string): Ctx {
  return {
    db: world.db,
    actor: { ...nobody, personId },
    clock: world.clock,
    now: world.clock.now(),
    today: world.clock.now().toZonedDateTimeISO('Europe/London').toPlainDate(),
    config: world.config,
    services: world.services,
    log: createLog('silent'),
    params: {},
    query: {},
    requestId: 'test',
    ip: null,
    device: null,
  }
}

/** By record: whoever finds it, acting in any of their roles, by the sentence that guards every route. */
async function finders({ people: ids, records }: Built): Promise<Map<string, Set<string>>> {
  const deps = { db: world.db, clock: world.clock, packs: world.services.packs }
  const found = new Map(records.map((id) => [id, new Set<string>()]))
  for (const personId of ids) {
    const first = await actorFor(deps, personId, 'test', undefined)
    for (const { key } of first.roles) {
      const actor = await actorFor(deps, personId, 'test', key)
      const rows = await world.db.record.findMany({
        where: { AND: [{ id: { in: records } }, visibleRecords(actor)] },
        select: { id: true },
      })
      for (const { id } of rows) found.get(id)!.add(personId)
    }
  }
  return found
}

/** Whoever was asked opens it by the link or from their list, while it is open or complete. */
async function asked(records: string[]): Promise<Map<string, string>> {
  const open: RecordStatus[] = ['requested', 'submitted', 'signed', 'held']
  const rows = await world.db.record.findMany({
    where: { id: { in: records }, status: { in: open }, assessorId: { not: null } },
  })
  return new Map(rows.map(({ id, assessorId }) => [id, assessorId!]))
}

describe('D2: who can see this', () => {
  it('lists exactly those who find the record, in every generated world', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (spec) => {
        const built = await build(spec)
        const [found, openTo] = [await finders(built), await asked(built.records)]
        const rows = await world.db.record.findMany({ where: { id: { in: built.records } }, include: { shares: true } })
        for (const row of rows) {
          const listed = (await onlookersOf(ctxAs(built.owner), row)).map(({ id }) => id).sort()
          const assessor = openTo.get(row.id)
          const findable = new Set([...found.get(row.id)!, ...(assessor ? [assessor] : [])])
          expect(listed).toEqual([...findable].sort())
        }
        const cast = new Set<string>(Object.values(world.person))
        // A grant over the whole college would reach into the next world.
        await world.db.grant.deleteMany({ where: { personId: { in: built.people.filter((id) => !cast.has(id)) } } })
      }),
      { numRuns: 40, endOnFailure: true },
    )
  }, 120_000)

  it('says in words who, since when, and whether they have looked', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const words = wordsOf(await amara.get(`/records/${id}`))
    expect(words).toContain('Dr Helen Marsh, educational supervisor since 5 Aug 2026 until 4 Aug 2027')
    expect(words).toContain('has not looked yet')
    expect(words).toContain('Mr Sam Whitfield, programme coordinator (Internal Medicine, North East)')
    expect(words).toContain('facts only')
    expect(wordsOf(await amara.get(`/records/${await reflect(amara)}`))).toContain('Who can see thisonly you')
  })

  it('listed is found, and not listed is 404, over HTTP', async () => {
    const amara = await world.as('amara')
    const id = await reflect(amara)
    const path = `/records/${id}/share`
    await FormPage.from(await amara.get(path), `form[action="${path}"]`)
      .fill({ with: world.person.idris })
      .submit(amara)
    const listed = wordsOf(await amara.get(`/records/${id}`))
    expect(listed).toContain('Who can see this1 person')
    expect(listed).toContain('Dr Idris Khan, clinical supervisor')
    expect((await (await world.as('idris', 'clinicalSupervisor')).get(`/records/${id}`)).status).toBe(200)
    expect((await (await world.as('helen')).get(`/records/${id}`)).status).toBe(404)
  })
})
