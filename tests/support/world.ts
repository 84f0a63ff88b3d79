import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import request from 'supertest'
import { compose } from '../../src/compose.ts'
import { type CastName, cast, demoEmail, places, sites } from '../../src/demo/cast.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { type Config, readConfig } from '../../src/kit/config.ts'
import type { Services, Tx } from '../../src/kit/context.ts'
import type { Db } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { root } from '../../src/kit/root.ts'
import { publishPack } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** The moment at which the tests' world stands still. */
export const worldNow = '2026-11-22T09:00:00Z'

type Agent = ReturnType<typeof request.agent>

export interface World {
  db: Db
  url: string
  pool: pg.Pool
  app: ReturnType<typeof compose>['app']
  services: Services
  clock: ReturnType<typeof fixedClock>
  config: Config
  /** Ids by the names of the cast. */
  person: Record<CastName, string>
  enrolment: { amara: string; tom: string; priya: string }
  ids: { college: string; network: string; programme: string; packVersion: string; sites: string[] }
  /** A browser signed in as somebody, acting in their first role or the one named. */
  as(name: CastName, roleKey?: string): Promise<Agent>
  /** The same for any person with an account. */
  asPerson(personId: string, roleKey?: string): Promise<Agent>
  /** The cookie of a new session of this person, for a real browser. */
  cookieOf(personId: string, roleKey?: string): Promise<string>
  /** A browser of nobody. */
  visitor(): Agent
}

interface Known {
  person: World['person']
  enrolment: World['enrolment']
  ids: World['ids']
}

/**
 * The composed application on a database of this file's own: the shipped Internal Medicine pack, one region, the cast
 * in their roles, three trainees without any record. Helen is the educational supervisor of Amara and Tom, Idris the
 * clinical supervisor of Amara and the educational supervisor of Priya; Ruth is tutor at the first site (Amara, Tom).
 */
export async function testWorld(): Promise<World> {
  const t = await testDatabase({ template: { name: 'world-7', prepare: ({ db }) => fill(db) } })
  const dataDir = await mkdtemp(join(tmpdir(), 'attest-world-'))
  afterAll(() => rm(dataDir, { recursive: true, force: true }))
  return worldOver(t, dataDir)
}

async function worldOver(t: TestDatabase, dataDir: string): Promise<World> {
  const config: Config = {
    ...readConfig({ ATTEST_DATA: dataDir, ATTEST_DEMO: 'on', PORT: '3000' }),
    sessionSecret: 'a secret for tests only, long enough to be one',
  }
  const clock = fixedClock(worldNow)
  const { app, services } = compose({ db: t.db, config, clock, log: createLog('silent'), pool: t.pool })
  const known = await knownIds(t.db)
  const cookieOf = async (personId: string, roleKey?: string) => {
    const sid = `test-${newId()}`
    const data = { cookie: { originalMaxAge: null }, personId, ...(roleKey ? { roleKey } : {}) }
    const at = new Date(clock.now().epochMilliseconds)
    await t.db.session.create({
      data: { sid, personId, data, createdAt: at, touchedAt: at, expiresAt: new Date(at.getTime() + 3_600_000) },
    })
    return encodeURIComponent(`s:${sid}.${mac(sid, config.sessionSecret)}`)
  }
  const asPerson = async (personId: string, roleKey?: string) => {
    const agent = request.agent(app)
    agent.jar.setCookie(`attest=${await cookieOf(personId, roleKey)}; Path=/`)
    return agent
  }
  return {
    db: t.db,
    url: t.url,
    pool: t.pool,
    app,
    services,
    clock,
    config,
    ...known,
    asPerson,
    cookieOf,
    as: (name, roleKey) => asPerson(known.person[name], roleKey),
    visitor: () => request.agent(app),
  }
}

/** As express-session signs its cookie. */
function mac(value: string, secret: string): string {
  return createHmac('sha256', secret).update(value).digest('base64').replace(/=+$/, '')
}

async function knownIds(db: Db): Promise<Known> {
  const people = await db.identifier.findMany({ where: { kind: 'email' } })
  const idOf = (name: string) => people.find((row) => row.normalised === demoEmail(name))!.personId
  const person = Object.fromEntries(Object.keys(cast).map((name) => [name, idOf(name)])) as World['person']
  const enrolments = await db.enrolment.findMany()
  const of = (name: CastName) => enrolments.find((row) => row.personId === person[name])!.id
  const [programme] = await db.programme.findMany()
  const rows = await db.site.findMany()
  return {
    person,
    enrolment: { amara: of('amara'), tom: of('tom'), priya: of('priya') },
    ids: {
      college: programme!.collegeId,
      network: programme!.networkId!,
      programme: programme!.id,
      packVersion: enrolments[0]!.packVersionId,
      sites: sites.map((site) => rows.find((row) => row.name === site.name)!.id),
    },
  }
}

async function fill(db: Db): Promise<void> {
  const pack = await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1'))
  await db.$transaction(
    async (tx) => {
      const packVersion = await publishPack(tx, pack, new Date(worldNow))
      const ids = { college: newId(), network: newId(), programme: newId(), packVersion }
      await tx.college.create({
        data: { id: ids.college, key: pack.pack.college.key, name: 'College of Physicians', short: 'COP' },
      })
      await tx.network.create({ data: { id: ids.network, collegeId: ids.college, name: places.network } })
      const siteIds = await Promise.all(
        sites.map(
          async (site) => (await tx.site.create({ data: { id: newId(), networkId: ids.network, ...site } })).id,
        ),
      )
      await tx.programme.create({
        data: {
          id: ids.programme,
          packKey: pack.pack.key,
          collegeId: ids.college,
          networkId: ids.network,
          name: places.programme,
          timeZone: pack.pack.timeZone,
        },
      })
      const person = {} as World['person']
      for (const name of Object.keys(cast) as CastName[]) person[name] = await addPerson(tx, name)
      await addTrainee(tx, {
        ...ids,
        person,
        name: 'amara',
        stage: 1,
        fte: 100,
        site: siteIds[0]!,
        es: 'helen',
        cs: 'idris',
      })
      await addTrainee(tx, {
        ...ids,
        person,
        name: 'tom',
        stage: 0,
        fte: 60,
        site: siteIds[0]!,
        es: 'helen',
        cs: 'ruth',
      })
      await addTrainee(tx, {
        ...ids,
        person,
        name: 'priya',
        stage: 2,
        fte: 100,
        site: siteIds[1]!,
        es: 'idris',
        cs: 'james',
      })
      await grant(tx, person.ruth, 'collegeTutor', 'site', siteIds[0]!)
      await grant(tx, person.sam, 'coordinator', 'programme', ids.programme)
      await grant(tx, person.james, 'director', 'programme', ids.programme)
      await grant(tx, person.morgan, 'collegeAdmin', 'college', ids.college)
      await recordedThen(tx)
    },
    { timeout: 60_000 },
  )
}

/** What the world begins with was recorded on its first day, not when the tests run: the world's clock stands still. */
export async function recordedThen(tx: Tx): Promise<void> {
  await tx.$executeRaw`update "Enrolment" set "createdAt" = "startsOn" where "startsOn" < ${new Date(worldNow)}`
  await tx.$executeRaw`update "Supervision" set "createdAt" = "from" where "from" < ${new Date(worldNow)}`
  await tx.$executeRaw`update "Grant" set "createdAt" = "from" where "from" < ${new Date(worldNow)}`
}

async function addPerson(tx: Tx, name: CastName): Promise<string> {
  const { account, title, givenName, familyName, grade, specialty } = cast[name]
  const id = newId()
  await tx.person.create({
    data: {
      id,
      title,
      givenName,
      familyName,
      grade,
      specialty,
      identifiers: {
        create: [
          {
            id: newId(),
            kind: 'email',
            value: demoEmail(account),
            normalised: demoEmail(account),
            verifiedAt: new Date(worldNow),
            primary: true,
          },
        ],
      },
      account: { create: { state: 'active' } },
    },
  })
  return id
}

interface NewTrainee {
  name: 'amara' | 'tom' | 'priya'
  /** 0, 1 or 2: how many years before this one. */
  stage: number
  fte: number
  site: string
  es: CastName
  cs: CastName
  person: World['person']
  programme: string
  packVersion: string
}

/** Years run from 5 August; the current one began in 2026. */
async function addTrainee(tx: Tx, trainee: NewTrainee): Promise<void> {
  const id = newId()
  const year = (offset: number) => dbDate(`${2026 - trainee.stage + offset}-08-05`)
  await tx.enrolment.create({
    data: {
      id,
      personId: trainee.person[trainee.name],
      programmeId: trainee.programme,
      packVersionId: trainee.packVersion,
      startsOn: year(0),
      endsOn: year(3),
      ftePercent: trainee.fte,
      reviewOn: dbDate('2027-06-11'),
      evidenceDueOn: dbDate('2027-05-28'),
    },
  })
  for (let stage = 0; stage <= trainee.stage; stage++) {
    await tx.stagePeriod.create({
      data: { id: newId(), enrolmentId: id, stageKey: `IMY${stage + 1}`, from: year(stage), until: year(stage + 1) },
    })
  }
  const post = { enrolmentId: id, from: dbDate('2026-08-05'), until: dbDate('2027-02-03') }
  await tx.placement.create({
    data: { id: newId(), ...post, siteId: trainee.site, title: 'General medicine', specialty: 'acute-medicine' },
  })
  await tx.supervision.create({
    data: {
      id: newId(),
      enrolmentId: id,
      personId: trainee.person[trainee.es],
      kind: 'educational',
      from: dbDate('2026-08-05'),
      until: dbDate('2027-08-05'),
    },
  })
  await tx.supervision.create({
    data: { id: newId(), ...post, personId: trainee.person[trainee.cs], kind: 'clinical' },
  })
}

async function grant(tx: Tx, personId: string, role: string, scopeKind: string, scopeId: string): Promise<void> {
  await tx.grant.create({ data: { id: newId(), personId, role, scopeKind, scopeId, from: dbDate('2025-08-01') } })
}
