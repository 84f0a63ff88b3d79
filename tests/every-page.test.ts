import { rooms } from '../src/rooms.ts'
import { ask, complete, linkFor, work } from './assessments/support.ts'
import { enter } from './support/enter.ts'
import { headingOf } from './support/forms.ts'
import { testWorld, type World } from './support/world.ts'

/**
 * Every GET route as every role: status and heading, written by hand. A route that is not in the table fails, and so
 * does an answer that the table does not state (decision 47; house rule 16).
 */

const people = ['amara', 'tom', 'helen', 'idris', 'ruth', 'sam', 'james', 'morgan', 'visitor'] as const
type Who = (typeof people)[number]

/** Amara owns everything below; Helen is her educational, Idris (acting so) her clinical supervisor, Ruth her tutor. */
const world = await testWorld()
const grantOf = async (personId: string) =>
  `grant:${(await world.db.grant.findFirstOrThrow({ where: { personId } })).id}`
const roleOf: Partial<Record<Who, string>> = {
  helen: 'educationalSupervisor',
  idris: 'clinicalSupervisor',
  ruth: await grantOf(world.person.ruth),
  james: await grantOf(world.person.james),
}
const made = await things(world)

async function things({ enrolment }: World) {
  const amara = await world.as('amara')
  const clinic = await enter(world, 'amara', 'clinic', {
    heldOn: '2026-11-10',
    specialty: 'cardiology',
    setting: 'face-to-face',
    newPatients: 3,
    consulted: true,
  })
  const reflection = await enter(world, 'amara', 'reflection-free', {
    title: 'A hard talk',
    text: 'What I learnt from it.',
    category: 'event',
    happenedOn: '2026-11-01',
  })
  const requested = await ask(world, amara)
  const completed = await ask(world, amara, { name: 'Dr Omar Said', email: 'omar.said@hospital.example' })
  const toHelen = await ask(world, amara, { assessor: world.person.helen, name: '', email: '' })
  await work(world)
  const link = await linkFor(world, requested)
  await complete(world, await linkFor(world, completed))
  const mail = await world.db.mail.findFirstOrThrow()
  return {
    own: `/portfolios/${enrolment.amara}`,
    clinic,
    reflection,
    requested,
    completed,
    toHelen,
    link,
    mail: mail.id,
  }
}

interface Row {
  route: string
  path: string
  /** Who reads it, under which heading; everybody else signed in gets 404, a visitor is led to the sign-in page. */
  reads: Partial<Record<Who, string | RegExp>> | { everybody: string | RegExp } | { signedIn: string | RegExp }
  /** Who sees that it is there and is told why it is not theirs (403). */
  refused?: readonly Who[]
  /** Bytes, not a page: only the status is looked at. */
  bytes?: true
  /** Not there for anybody, signed in or not. */
  absent?: true
}

const staff = (heading: string | RegExp) => ({ helen: heading, idris: heading, ruth: heading })
const office = (heading: string | RegExp) => ({ sam: heading, james: heading, morgan: heading })
const supervisors = ['helen', 'idris'] as const
const others = ['ruth', 'sam', 'james', 'morgan'] as const
const reaching = (heading: string | RegExp) => ({ amara: heading, ...staff(heading), ...office(heading) })

const table: Row[] = [
  {
    route: '/',
    path: '/',
    reads: {
      amara: 'Good morning, Amara',
      tom: 'Good morning, Tom',
      helen: 'Good morning, Dr Helen',
      idris: 'Good morning, Dr Idris',
      ruth: 'Good morning, Dr Ruth',
      sam: 'Good morning, Mr Sam',
      james: 'Good morning, Dr James',
      morgan: 'Good morning, Ms Morgan',
    },
  },
  { route: '/todo', path: '/todo', reads: { signedIn: 'To do' } },
  { route: '/create', path: '/create', reads: { amara: 'Create', tom: 'Create' } },
  { route: '/portfolios/:enrolmentId', path: made.own, reads: reaching('Dr Amara Okafor') },
  { route: '/trainees/', path: '/trainees', reads: { ...staff('Your trainees'), ...office('Programme board') } },
  {
    route: '/trainees/:enrolmentId/supervisors',
    path: `/trainees/${world.enrolment.amara}/supervisors`,
    reads: { ...staff('Supervisors of Dr Amara Okafor'), ...office('Supervisors of Dr Amara Okafor') },
  },

  { route: '/sign-in', path: '/sign-in', reads: { everybody: /Sign in|signed in/ } },
  { route: '/reset', path: '/reset', reads: { everybody: /password/i } },
  { route: '/profile', path: '/profile', reads: { signedIn: 'Personal details' } },
  { route: '/profile/security', path: '/profile/security', reads: { signedIn: /Security/ } },

  { route: '/help', path: '/help', reads: { everybody: 'Help' } },
  { route: '/help/contacts', path: '/help/contacts', reads: { everybody: /Contact/ } },
  { route: '/help/terms', path: '/help/terms', reads: { everybody: /Terms/ } },
  { route: '/help/privacy', path: '/help/privacy', reads: { everybody: /Privacy/ } },
  { route: '/help/cookies', path: '/help/cookies', reads: { everybody: /Cookies/ } },
  { route: '/help/whats-new', path: '/help/whats-new', reads: { everybody: /new/ } },
  { route: '/help/breach', path: '/help/breach', reads: { everybody: /Report/ } },
  { route: '/glossary', path: '/glossary', reads: { everybody: 'Glossary' } },

  { route: '/records/new/:formKey', path: '/records/new/clinic', reads: { amara: 'Clinic', tom: 'Clinic' } },
  { route: '/portfolios/:enrolmentId/timeline', path: `${made.own}/timeline`, reads: reaching(/record|Amara/i) },

  {
    route: '/assessments/',
    path: '/assessments',
    reads: { amara: /requests|Assessments/i, tom: /requests|Assessments/i },
  },
  {
    route: '/assessments/new',
    path: '/assessments/new',
    reads: { amara: 'Ask for an assessment', tom: 'Ask for an assessment' },
  },
  { route: '/assess/', path: '/assess', reads: { signedIn: /Requests/ } },
  { route: '/assess/:id', path: `/assess/${made.toHelen}`, reads: { helen: /Amara/ } },
  { route: '/a/:token', path: made.link, reads: { everybody: /Amara/ } },
  { route: '/help/articles/:key', path: '/help/articles/signing-in', reads: { everybody: 'Signing in' } },
  { route: '/help/breaches', path: '/help/breaches', reads: { morgan: 'Reports of misuse or breaches' } },
  { route: '/people', path: '/people', reads: { morgan: 'People' } },
  { route: '/people/new', path: '/people/new', reads: { morgan: 'Invite somebody' } },
  { route: '/people/:personId', path: `/people/${world.person.helen}`, reads: { morgan: 'Dr Helen Marsh' } },
  {
    route: '/portfolios/:enrolmentId/looked',
    path: `${made.own}/looked`,
    reads: { amara: 'Who looked at my portfolio' },
    refused: [...supervisors, ...others],
  },
  {
    route: '/portfolios/:enrolmentId/activity',
    path: `${made.own}/activity`,
    reads: { amara: 'What was done' },
    refused: [...supervisors, ...others],
  },

  { route: '/assessments/:id', path: `/assessments/${made.requested}`, reads: { amara: 'Falls clinic' } },
  { route: '/assess/:id/photo', path: `/assess/${made.toHelen}/photo`, reads: {}, bytes: true },
  { route: '/a/:token/photo', path: `${made.link}/photo`, reads: {}, absent: true, bytes: true },
  { route: '/dev/mail', path: '/dev/mail', reads: { everybody: 'Mails of this demo' } },
  { route: '/dev/mail/:id', path: `/dev/mail/${made.mail}`, reads: { everybody: /asks you to complete/ } },

  // Those who see facts alone read the form's name where others read the record's title (decision 66).
  {
    route: '/records/:id',
    path: `/records/${made.clinic}`,
    reads: { ...reaching('Cardiology clinic'), sam: /^Clinic$/, morgan: /^Clinic$/ },
  },
  { route: '/records/:id', path: `/records/${made.reflection}`, reads: { amara: 'A hard talk' } },
  {
    route: '/records/:id/print',
    path: `/records/${made.clinic}/print`,
    reads: { ...reaching('Cardiology clinic'), sam: /^Clinic$/, morgan: /^Clinic$/ },
  },
  { route: '/records/:id/print', path: `/records/${made.reflection}/print`, reads: { amara: 'A hard talk' } },
  { route: '/records/:id/edit', path: `/records/${made.clinic}/edit`, reads: { amara: 'Change: Cardiology clinic' } },
  {
    route: '/records/:id/withdraw',
    path: `/records/${made.clinic}/withdraw`,
    reads: { amara: 'Withdraw “Cardiology clinic”?' },
    refused: [...supervisors, ...others],
  },
  { route: '/records/:id/links', path: `/records/${made.clinic}/links`, reads: { amara: 'Link to the curriculum' } },
  { route: '/records/:id/share', path: `/records/${made.reflection}/share`, reads: { amara: 'Show it to somebody' } },

  { route: '/portfolios/:enrolmentId/library', path: `${made.own}/library`, reads: reaching('Library') },
  {
    route: '/portfolios/:enrolmentId/certificates',
    path: `${made.own}/certificates`,
    reads: reaching('Certificates and exams'),
  },
  { route: '/portfolios/:enrolmentId/logs/:section', path: `${made.own}/logs/clinics`, reads: reaching(/^Clinics/) },
  {
    route: '/portfolios/:enrolmentId/logs/:section/pace.svg',
    path: `${made.own}/logs/clinics/pace.svg`,
    reads: reaching(''),
    bytes: true,
  },
  // What a clinic was about is not a fact.
  {
    route: '/portfolios/:enrolmentId/logs/:section/variety.svg',
    path: `${made.own}/logs/clinics/variety.svg`,
    reads: { amara: '', ...staff(''), james: '' },
    bytes: true,
  },

  { route: '/portfolios/:enrolmentId/progress', path: `${made.own}/progress`, reads: reaching('Requirements') },
  {
    route: '/portfolios/:enrolmentId/progress/:ruleId',
    path: `${made.own}/progress/clinics`,
    reads: reaching('Clinics'),
  },
  { route: '/portfolios/:enrolmentId/curriculum', path: `${made.own}/curriculum`, reads: reaching('Curriculum') },
  {
    route: '/portfolios/:enrolmentId/curriculum/:itemKey',
    path: `${made.own}/curriculum/cip-c4`,
    reads: reaching(/^C4 Outpatients/),
  },
  {
    route: '/portfolios/:enrolmentId/curriculum/:itemKey/levels.svg',
    path: `${made.own}/curriculum/cip-c4/levels.svg`,
    reads: reaching(''),
    bytes: true,
  },
  {
    route: '/portfolios/:enrolmentId/link-records',
    path: `${made.own}/link-records`,
    reads: { amara: 'Link records to the curriculum' },
    refused: [...supervisors, ...others],
  },
  {
    route: '/portfolios/:enrolmentId/sign-off/:itemKey',
    path: `${made.own}/sign-off/cip-c4`,
    reads: { helen: /^C4/, idris: /^C4/ },
    refused: ['amara', ...others],
  },
]

/** Routes that other tests read in the states that they need. */
const elsewhere: Record<string, string> = {
  '/files/:id': 'tests/evidence (uploads)',
  '/a/:token/files/:id': 'tests/assessments (files of a request)',
  '/portfolios/:enrolmentId/links/confirm': 'tests/evidence (linking a private record)',
  '/portfolios/:enrolmentId/links/choose': 'tests/evidence (linking many)',
  '/reset/:token': 'tests/identity/links.test.ts',
  '/invitation/:token': 'tests/identity/links.test.ts',
  '/confirm-address/:token': 'tests/identity/links.test.ts',
}

function expectation(row: Row, who: Who): { status: number; heading: string | RegExp | null } {
  const { reads } = row
  if ('everybody' in reads) return { status: 200, heading: reads.everybody }
  if (row.absent) return { status: 404, heading: null }
  if (who === 'visitor') return { status: 303, heading: null }
  if ('signedIn' in reads) return { status: 200, heading: reads.signedIn }
  const heading = (reads as Partial<Record<Who, string | RegExp>>)[who]
  if (row.refused?.includes(who)) return { status: 403, heading: 'You cannot do this here' }
  return heading === undefined ? { status: 404, heading: 'Not found' } : { status: 200, heading }
}

const browsers = Object.fromEntries(
  await Promise.all(
    people.map(async (who) => [who, who === 'visitor' ? world.visitor() : await world.as(who, roleOf[who])] as const),
  ),
) as Record<Who, ReturnType<World['visitor']>>

describe('every page as every role', () => {
  it.each(table.map((row) => [row.route, row] as const))('R44: %s', async (_route, row) => {
    for (const who of people) {
      const answer = await browsers[who].get(row.path)
      const { status, heading } = expectation(row, who)
      expect([who, row.path, answer.status]).toEqual([who, row.path, status])
      if (heading !== null && !row.bytes) expect(headingOf(answer.text)).toMatch(heading)
    }
  })

  it('knows every route', () => {
    const routes = rooms.flatMap(({ path, room }) =>
      room.routes.filter(({ verb }) => verb === 'get').map((route) => (path === '/' ? '' : path) + route.path),
    )
    const known = new Set([...table.map(({ route }) => route), ...Object.keys(elsewhere)])
    expect(routes.filter((route) => !known.has(route))).toEqual([])
  })
})
