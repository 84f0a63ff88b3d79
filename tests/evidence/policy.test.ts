import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signingKey } from '../../src/evidence/index.ts'
import { type Judged, mayBegin, recordPolicy } from '../../src/evidence/policy.ts'
import { root } from '../../src/kit/root.ts'
import {
  type Actor,
  depth,
  enrolmentsOf,
  hasTrainees,
  holds,
  isRefusal,
  maySignIn,
  nobody,
  type Relation,
  reachesPortfolioOf,
  seesPortfolios,
  visibleRecords,
} from '../../src/policy/index.ts'
import { published, sightIn } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'

const radiology = published('p', await loadPackFolder(join(root, 'prisma/packs/clinical-radiology/2022.1')))
const pack = published('p', await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1')))

const owner = '00000000-0000-7000-8000-000000000001'
const actorAs = (relation: Relation, personId = '00000000-0000-7000-8000-000000000002'): Actor => ({
  ...nobody,
  personId,
  relation,
  sessionId: 's',
  reach:
    relation === 'trainee' ? { by: 'self', personId, enrolmentId: 'e' } : { by: 'enrolments', ids: ['e'], sent: [] },
  sight: [sightIn('p', pack.pack, relation)],
  own: relation === 'trainee' ? { enrolmentId: 'e', programmeId: 'g', packVersionId: 'p', state: 'enrolled' } : null,
})

const actors = {
  owner: actorAs('trainee', owner),
  'another trainee': actorAs('trainee'),
  'educational supervisor': actorAs('educationalSupervisor'),
  'clinical supervisor': actorAs('clinicalSupervisor'),
  coordinator: actorAs('coordinator'),
  administrator: actorAs('collegeAdmin'),
} as const

const record = (more: Partial<Judged>): Judged => ({
  id: 'r',
  kind: 'log',
  section: 'clinics',
  personId: owner,
  enrolmentId: 'e',
  packVersionId: 'p',
  authorId: owner,
  assessorId: null,
  status: 'submitted',
  sharedState: 'shared',
  frozen: false,
  cap: 2,
  ownerName: 'Dr Amara Okafor',
  authorName: 'Dr Amara Okafor',
  isConfirmed: false,
  ...more,
})

const log = record({})
const signed = record({ status: 'signed' })
const certificate = record({ kind: 'certificate', section: 'certificates', isConfirmed: true })
const everybodyElse = Object.keys(actors).filter((name) => name !== 'owner')

/** Who may, in words. */
function granted(action: keyof typeof recordPolicy.actions, of: Judged): string[] {
  return Object.entries(actors)
    .filter(([, actor]) => !isRefusal(recordPolicy.actions[action](actor, of)))
    .map(([name]) => name)
}

describe('what may be done to a record', () => {
  it.each([
    ['edit', 'an entered log', log, ['owner']],
    ['edit', 'a signed one', signed, []],
    ['edit', 'one that a sign-off rests on', record({ frozen: true }), []],
    ['edit', 'an assessment', record({ kind: 'assessment' }), []],
    ['edit', 'one that somebody else wrote', record({ authorId: 'x' }), []],
    ['withdraw', 'an entered log', log, ['owner']],
    ['withdraw', 'a signed one', signed, []],
    ['restore', 'a withdrawn one', record({ status: 'void' }), ['owner']],
    ['restore', 'an entered one', log, []],
    ['link', 'an entered log', log, ['owner']],
    ['link', 'a signed assessment', record({ kind: 'assessment', status: 'signed' }), ['owner']],
    ['link', 'a request', record({ status: 'requested' }), []],
    ['link', 'one that is not for linking', record({ cap: 0 }), []],
    ['share', 'an entered one', log, ['owner']],
    ['share', 'a held one', record({ status: 'held' }), []],
    ['confirm', 'a certificate', certificate, ['educational supervisor', 'clinical supervisor']],
    ['confirm', 'a confirmed certificate', record({ ...certificate, status: 'signed' }), []],
    ['confirm', 'a log', log, []],
    [
      'confirm',
      'a log whose form has it confirmed',
      record({ isConfirmed: true }),
      ['educational supervisor', 'clinical supervisor'],
    ],
  ] as const)('%s %s', (action, _what, of, wanted) => expect(granted(action, of)).toEqual(wanted))

  it('D1: every refusal says why', () => {
    for (const name of everybodyElse) {
      const decision = recordPolicy.actions.edit(actors[name as keyof typeof actors], log)
      expect(decision).toMatchObject({ rule: 'record.not-yours', whoCan: 'Dr Amara Okafor' })
    }
    expect(recordPolicy.actions.confirm(actors.owner, certificate)).toMatchObject({ rule: 'confirm.own' })
  })
})

describe('roles at hospitals and in networks, as radiology gives them rights', () => {
  const near = (relation: Relation): Actor => ({
    ...actorAs(relation, `the ${relation}`),
    sight: [sightIn('p', radiology.pack, relation)],
    reach: seesPortfolios(sightIn('p', radiology.pack, relation))
      ? { by: 'enrolments', ids: ['e'], sent: [] }
      : { by: 'enrolments', ids: [], sent: ['e'] },
  })
  const readers = {
    'director of training': near('siteDirector'),
    'network director': near('networkDirector'),
    'support officer': near('supportOfficer'),
    supervisor: near('clinicalSupervisor'),
    coordinator: near('coordinator'),
  } as const
  type Reader = keyof typeof readers

  /** "full" and "facts" of those who find it; whoever is missing gets 404. */
  function reading(of: Judged): Partial<Record<Reader, string>> {
    const row = { ...of, programmeId: 'g', shares: [] }
    const found = Object.entries(readers).filter(([, actor]) => holds(visibleRecords(actor), row))
    return Object.fromEntries(found.map(([name, actor]) => [name, depth(actor, of)]))
  }

  const assessment = record({ kind: 'assessment', section: 'assessments', status: 'signed' })
  const supervisor = readers.supervisor.personId

  it.each<[string, Judged, Partial<Record<Reader, string>>]>([
    [
      'R13–R15: a signed assessment by somebody else',
      { ...assessment, assessorId: 'somebody' },
      { 'director of training': 'full', 'network director': 'full', 'support officer': 'facts', coordinator: 'facts' },
    ],
    [
      'R99: one that was sent to the supervisor',
      { ...assessment, assessorId: supervisor },
      {
        'director of training': 'full',
        'network director': 'full',
        'support officer': 'facts',
        supervisor: 'full',
        coordinator: 'facts',
      },
    ],
    [
      'R44: a reflection that was shared',
      record({ kind: 'reflection', section: 'reflections' }),
      { 'director of training': 'full', 'network director': 'facts' },
    ],
    ['R44: a private one', record({ kind: 'reflection', section: 'reflections', sharedState: 'private' }), {}],
    [
      'R15: a snapshot of experience',
      record({ section: 'experience' }),
      { 'director of training': 'full', 'network director': 'full', 'support officer': 'full', coordinator: 'facts' },
    ],
  ])('%s', (_words, of, expected) => {
    expect(reading(of)).toEqual(expected)
  })

  it('R6, R13: directors of training sign what supervisors and networks do not', () => {
    const signs = (section: string) =>
      Object.entries(readers).flatMap(([name, actor]) => (maySignIn(actor, 'p', section) ? [name] : []))
    expect(signs('signoff')).toEqual(['director of training'])
    expect(signs('experience')).toEqual(['director of training'])
    expect(signs('reviews')).toEqual(['director of training'])
    // Directors sign the summary of a round; of supervisors, what was sent to them and nothing else.
    expect(signs('assessments')).toEqual(['director of training', 'supervisor'])
  })

  it('R99: a supervisor has no portfolio, only what was sent', () => {
    expect(enrolmentsOf(readers.supervisor)).toEqual({ id: { in: [] } })
    expect(hasTrainees(readers.supervisor)).toBe(false)
    expect(reachesPortfolioOf(readers.supervisor, assessment)).toBe(false)
    expect(reachesPortfolioOf(readers['director of training'], assessment)).toBe(true)
  })
})

it('which forms a trainee begins here, and where the others are', () => {
  const begun = pack.pack.forms.filter((form) => mayBegin(actors.owner, form, pack) === true).map(({ kind }) => kind)
  expect([...new Set(begun)].sort()).toEqual(
    expect.arrayContaining(['certificate', 'exam', 'log', 'reflection', 'upload']),
  )
  for (const kind of ['assessment', 'appraisal', 'selfAssessment', 'signoff']) expect(begun).not.toContain(kind)
  for (const form of pack.pack.forms)
    expect(isRefusal(mayBegin(actors['educational supervisor'], form, pack))).toBe(true)
  const frozen = { ...actors.owner, own: { ...actors.owner.own!, state: 'frozen' } }
  const clinic = pack.pack.forms.find(({ section }) => section === 'clinics')!
  expect(mayBegin(frozen, clinic, pack)).toMatchObject({ rule: 'enrolment.frozen' })
})

it('clauses asked in memory refuse what they do not know', () => {
  expect(
    holds({ a: 1, OR: [{ b: 2 }, { c: { in: [3] } }], AND: [{ d: { not: 4 } }] }, { a: 1, b: 0, c: 3, d: 5 }),
  ).toBe(true)
  expect(holds(visibleRecords(nobody), { id: 'x' })).toBe(false)
  expect(() => holds({ z: 1 }, { a: 1 })).toThrow('asks for z')
  expect(() => holds({ a: { startsWith: 'x' } }, { a: 'xy' })).toThrow('says startsWith')
})

it('the key lies beside the data, for its owner alone, and two processes agree on it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attest-key-'))
  const [one, two] = [signingKey(folder), signingKey(folder)]
  const file = join(folder, 'keys', 'chain-ed25519.pem')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toContain('PRIVATE KEY')
  expect(two.verify('a link', one.sign('a link'))).toBe(true)
  expect(two.verify('another link', one.sign('a link'))).toBe(false)
  await rm(folder, { recursive: true })
})
