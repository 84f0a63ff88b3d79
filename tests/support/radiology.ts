import { join } from 'node:path'
import type { Tx } from '../../src/kit/context.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { root } from '../../src/kit/root.ts'
import { publishPack } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { recordedThen, type World, worldNow } from './world.ts'

const names = {
  oscar: 'Dr Oscar Lindqvist',
  mia: 'Dr Mia Tane',
  leo: 'Dr Leo Hart',
  grace: 'Dr Grace Wu',
  hugo: 'Dr Hugo Bell',
  nina: 'Ms Nina Cole',
  victor: 'Dr Victor Hale',
  wendy: 'Ms Wendy Moore',
} as const
type Name = keyof typeof names

export interface Radiology {
  college: string
  network: string
  /** The programme of Oscar (first hospital) and Mia (second hospital). */
  programme: string
  /** Another one of the same pack, network and hospitals: Leo's. */
  beside: string
  packVersion: string
  sites: [string, string]
  person: Record<Name, string>
  enrolment: { oscar: string; mia: string; leo: string }
  as(name: Name, roleKey?: string): ReturnType<World['asPerson']>
}

/**
 * A second college beside that of the world, with the shipped Clinical Radiology pack: roles at hospitals and in networks
 * instead of supervisors. Grace is Director of Training at the first hospital, Victor a clinical supervisor there, both
 * for Oscar's programme alone; Hugo and Nina answer for the network; Wendy for the college. The sister programme, another
 * `folder`, has the same roles.
 */
export async function radiology(world: World, folder = 'clinical-radiology/2022.1'): Promise<Radiology> {
  const pack = await loadPackFolder(join(root, 'prisma/packs', folder))
  const made = await world.db.$transaction(
    async (tx) => {
      const packVersion = await publishPack(tx, pack, new Date(worldNow))
      const ids = { college: newId(), network: newId(), packVersion }
      await tx.college.create({
        data: { id: ids.college, key: 'radiologists', name: 'College of Radiologists', short: 'COR' },
      })
      await tx.network.create({ data: { id: ids.network, collegeId: ids.college, name: 'Northern network' } })
      const site = async (name: string) =>
        (await tx.site.create({ data: { id: newId(), networkId: ids.network, name } })).id
      const sites: [string, string] = [await site('Bayside Hospital'), await site('Ranges Hospital')]
      const run = (name: string) => addProgramme(tx, { ...ids, packKey: pack.pack.key, name })
      const programme = await run('Clinical Radiology, North')
      const beside = await run('Clinical Radiology, second intake')
      const person = Object.fromEntries(
        await Promise.all((Object.keys(names) as Name[]).map(async (name) => [name, await addPerson(tx, name)])),
      ) as Record<Name, string>
      const enrol = (name: Name, programmeId: string, siteId: string) =>
        addTrainee(tx, { personId: person[name], programmeId, packVersionId: packVersion, siteId })
      const enrolment = {
        oscar: await enrol('oscar', programme, sites[0]),
        mia: await enrol('mia', programme, sites[1]),
        leo: await enrol('leo', beside, sites[0]),
      }
      await give(tx, person.grace, 'siteDirector', 'site', sites[0], programme)
      await give(tx, person.victor, 'clinicalSupervisor', 'site', sites[0], programme)
      await give(tx, person.hugo, 'networkDirector', 'network', ids.network, programme)
      await give(tx, person.nina, 'supportOfficer', 'network', ids.network)
      await give(tx, person.wendy, 'collegeAdmin', 'college', ids.college)
      await recordedThen(tx)
      return { ...ids, programme, beside, sites, person, enrolment }
    },
    { timeout: 60_000 },
  )
  return { ...made, as: (name, roleKey) => world.asPerson(made.person[name], roleKey) }
}

async function addProgramme(
  tx: Tx,
  data: { college: string; network: string; packKey: string; name: string },
): Promise<string> {
  const { college: collegeId, network: networkId, packKey, name } = data
  const id = newId()
  await tx.programme.create({ data: { id, packKey, collegeId, networkId, name, timeZone: 'Australia/Sydney' } })
  return id
}

async function addPerson(tx: Tx, name: Name): Promise<string> {
  const [title, givenName, familyName] = names[name].split(' ') as [string, string, string]
  const id = newId()
  const email = `${name}@demo.attest.example`
  await tx.person.create({
    data: {
      id,
      title,
      givenName,
      familyName,
      grade: ['oscar', 'mia', 'leo'].includes(name) ? 'trainee' : 'consultant',
      identifiers: { create: { id: newId(), kind: 'email', value: email, normalised: email, primary: true } },
      account: { create: { state: 'active' } },
    },
  })
  return id
}

interface NewTrainee {
  personId: string
  programmeId: string
  packVersionId: string
  siteId: string
}

async function addTrainee(tx: Tx, { siteId, ...data }: NewTrainee): Promise<string> {
  const id = newId()
  await tx.enrolment.create({ data: { id, ...data, startsOn: dbDate('2026-02-02'), endsOn: dbDate('2031-02-02') } })
  await tx.stagePeriod.create({
    data: {
      id: newId(),
      enrolmentId: id,
      stageKey: 'phase-1',
      from: dbDate('2026-02-02'),
      until: dbDate('2028-02-02'),
    },
  })
  await tx.placement.create({
    data: {
      id: newId(),
      enrolmentId: id,
      siteId,
      title: 'Registrar',
      from: dbDate('2026-08-03'),
      until: dbDate('2027-02-01'),
    },
  })
  return id
}

async function give(
  tx: Tx,
  personId: string,
  role: string,
  scopeKind: string,
  scopeId: string,
  programmeId: string | null = null,
): Promise<void> {
  const from = dbDate('2026-02-02')
  await tx.grant.create({ data: { id: newId(), personId, role, scopeKind, scopeId, programmeId, from } })
}
