import { type Flag, type FlagKind, flagsOf, type Known, type Signing } from '../../src/integrity/flags.ts'
import { refreshFlags } from '../../src/integrity/index.ts'
import { createLog } from '../../src/kit/log.ts'
import { tracesOf } from '../../src/kit/traces.ts'
import { systemContext } from '../../src/worker.ts'
import { ask, complete, linkFor, work } from '../assessments/support.ts'
import { wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'

/** Signs about signatures: each raised by what it is for, and none by honest work, hand-overs and shared networks (D9). */

const world: World = await testWorld()

const panelAt = Date.parse('2027-05-28')
const day = 86_400_000
let serial = 0

function signing(more: Partial<Signing> = {}): Signing {
  serial += 1
  return {
    recordId: `r${serial}`,
    signerId: `s${serial}`,
    signerName: `Dr ${serial}`,
    assurance: 'any-link',
    at: panelAt - (300 - serial * 7) * day,
    browser: `b${serial}`,
    network: 'hospital',
    workAddress: false,
    verified: false,
    claimsConsultant: true,
    assessesOthers: true,
    ...more,
  }
}

const known = (signings: Signing[], more: Partial<Known> = {}): Known => ({
  signings,
  ownBrowsers: new Set(['trainees-phone']),
  ownNetworks: new Set(['trainees-home']),
  panelAt,
  ...more,
})

const kinds = (flags: Flag[]): FlagKind[] => flags.map(({ kind }) => kind)

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number> {
  let state = seed
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state / 2 ** 31
  }
}

/** A year of an honest trainee: ward assessors by link over the hospital's network, accounts, hand-overs, a rush in May. */
function honest(seed: number): Known {
  const random = numbers(seed)
  const next = () => random.next().value as number
  const signings = Array.from({ length: 12 + Math.floor(next() * 20) }, (_, index) => {
    const way = next()
    const handedOver = way < 0.25
    const signer = Math.floor(next() * 14)
    // Some of it late, as everywhere.
    const late = next() < 0.2
    return signing({
      signerId: `w${seed}-${signer}`,
      assurance: handedOver ? 'device' : way < 0.45 ? 'account' : way < 0.6 ? 'work-link' : 'any-link',
      // Handing the phone over leaves the trainee's browser and, at home, the trainee's network.
      browser: handedOver ? 'trainees-phone' : `b${seed}-${index}`,
      network: handedOver && next() < 0.3 ? 'trainees-home' : 'hospital',
      workAddress: way < 0.6,
      claimsConsultant: next() < 0.7,
      // One of them is new, at a private address, and has assessed nobody else.
      assessesOthers: signer !== 3 || index > 0,
      at: panelAt - (late ? next() * 14 : 14 + next() * 330) * day,
    })
  })
  return known(signings)
}

it('D9: an honest cohort that hands devices over and shares the hospital’s network raises nothing', () => {
  const raised = Array.from({ length: 400 }, (_, seed) => flagsOf(honest(seed + 1))).flat()
  expect(raised).toEqual([])
})

it('D9: a sitting of several forms by account raises nothing, nor does the hospital’s network alone', () => {
  const sitting = Array.from({ length: 4 }, (_, index) =>
    signing({ signerId: 'helen', assurance: 'account', at: panelAt - 100 * day + index * 120_000 }),
  )
  expect(flagsOf(known(sitting))).toEqual([])
  const ward = Array.from({ length: 12 }, () => signing({ network: 'hospital' }))
  expect(flagsOf(known(ward))).toEqual([])
  // A single assessor who is the trainee's guest at home, and one whose line it is by chance.
  expect(flagsOf(known([signing({ network: 'trainees-home' }), signing({ network: 'trainees-home' })]))).toEqual([])
})

describe('D9: what is worth a look is raised, each as itself', () => {
  it('a link opened in the trainee’s own browser, and nothing once a PIN or code confirmed it', () => {
    const own = signing({ browser: 'trainees-phone' })
    const flags = flagsOf(known([own, signing()]))
    expect(flags).toEqual([{ kind: 'sameBrowser', recordIds: [own.recordId], facts: { forms: 1 } }])
    expect(flagsOf(known([{ ...own, assurance: 'device' }]))).toEqual([])
    expect(flagsOf(known([{ ...own, assurance: 'account' }]))).toEqual([])
  })

  it('several assessors from the trainee’s own network', () => {
    const home = Array.from({ length: 3 }, () => signing({ network: 'trainees-home' }))
    expect(kinds(flagsOf(known(home)))).toEqual(['sameNetwork'])
    expect(flagsOf(known(home.map((one) => ({ ...one, workAddress: true }))))).toEqual([])
  })

  it('most of the year just before the panel', () => {
    const late = Array.from({ length: 9 }, (_, index) => signing({ at: panelAt - (index + 1) * day }))
    expect(flagsOf(known(late))).toMatchObject([{ kind: 'burst', facts: { forms: 9, year: 9 } }])
    const steady = Array.from({ length: 12 }, (_, index) => signing({ at: panelAt - (30 + index * 25) * day }))
    expect(flagsOf(known([...late, ...steady]))).toEqual([])
    expect(flagsOf(known(late, { panelAt: null }))).toEqual([])
    // In a full year too, where eight or more came by link alone within one hour; also between the due day and the panel.
    const year = Array.from({ length: 40 }, (_, index) => signing({ at: panelAt - (30 + index * 7) * day }))
    for (const begins of [panelAt - 3 * day, panelAt + 5 * day]) {
      const hour = Array.from({ length: 8 }, (_, index) => signing({ at: begins + index * 7 * 60_000 }))
      const found = (all: Signing[]) => flagsOf(known([...year, ...all], { reviewAt: panelAt + 12 * day }))
      expect(found(hour)).toMatchObject([{ kind: 'burst', facts: { forms: 8, year: 48, hour: 1 } }])
      expect(found(hour.slice(1))).toEqual([])
      expect(found(hour.map((one) => ({ ...one, assurance: 'account' })))).toEqual([])
    }
  })

  it('five forms by one assessor within five minutes', () => {
    const quick = Array.from({ length: 5 }, (_, index) =>
      signing({ signerId: 'x', signerName: 'Dr X', at: panelAt - 90 * day + index * 60_000 }),
    )
    expect(flagsOf(known(quick))).toMatchObject([{ kind: 'minutes', facts: { forms: 5, minutes: 4, signer: 'Dr X' } }])
    expect(flagsOf(known(quick.map((one, index) => ({ ...one, at: one.at + index * 60_000 }))))).toEqual([])
  })

  it('a consultant at a private address whom nobody else knows, more than once', () => {
    const doubtful = { signerId: 'y', signerName: 'Dr Y', assessesOthers: false }
    expect(flagsOf(known([signing(doubtful), signing(doubtful)]))).toMatchObject([{ kind: 'claimedGrade' }])
    expect(flagsOf(known([signing(doubtful)]))).toEqual([])
    for (const known1 of [{ verified: true }, { claimsConsultant: false }, { workAddress: true }])
      expect(flagsOf(known([signing({ ...doubtful, ...known1 }), signing({ ...doubtful, ...known1 })]))).toEqual([])
  })
})

describe('in the product', () => {
  it('D9: the trainee’s own browser is told without being named; supervisors and the trainee see nothing of it', async () => {
    const id = await ask(world, await world.as('amara'))
    await work(world)
    const link = await linkFor(world, id)
    const { config } = world
    const mark = 'a'.repeat(22)
    const request = { ip: '192.0.2.7', headers: { cookie: `x=1; attest-browser=${mark}` } }
    const { browser, network } = tracesOf(request as unknown as Parameters<typeof tracesOf>[0], config, false)
    expect([browser, network].map((trace) => trace?.length)).toEqual([32, 32])
    expect(`${browser}${network}`).not.toMatch(/192|aaaa/)
    const amara = world.person.amara
    await world.db.signInTrace.create({ data: { id: id, personId: amara, browser, network, at: new Date() } })
    const guest = world.visitor()
    guest.jar.setCookie(`attest-browser=${mark}; Path=/`)
    await complete({ ...world, visitor: () => guest }, link)
    await work(world)
    const trace = await world.db.signingTrace.findUniqueOrThrow({ where: { recordId: id } })
    expect(trace.browser).toBe(browser)
    const path = `/portfolios/${world.enrolment.amara}/integrity`
    const morgan = await world.as('morgan')
    const page = wordsOf(await morgan.get(path))
    expect(page).toContain(
      '1 form completed by the link alone in a browser in which the trainee, and nobody else, had signed in.',
    )
    expect(page).toContain('The assessor may have used the trainee’s phone')
    expect(page).not.toContain('Falls clinic')
    expect(page).not.toContain(String(browser))
    expect(wordsOf(await morgan.get('/integrity'))).toContain('Worth a look')
    for (const who of ['amara', 'helen', 'idris', 'ruth', 'sam'] as const)
      expect([who, (await (await world.as(who)).get(path)).status]).toEqual([who, 404])
    // Somebody else signs in with the same browser: then it is a shared one, and no sign of anything.
    const shared = { id: world.person.tom, personId: world.person.tom, browser, network: null, at: new Date() }
    await world.db.signInTrace.create({ data: shared })
    const ctx = systemContext({ ...world, log: createLog('silent') }, world.services)
    await refreshFlags({ ...ctx, db: world.db }, world.enrolment.amara)
    expect(wordsOf(await morgan.get(path))).toContain('Nothing stands out')
  })

  it('D9: a browser is marked when somebody signs in, never a visitor’s', async () => {
    const visitor = world.visitor()
    expect((await visitor.get('/sign-in')).headers['set-cookie']?.toString() ?? '').not.toContain('attest-browser')
    const amara = await world.as('amara')
    expect((await amara.get('/profile')).headers['set-cookie']?.toString()).toContain('attest-browser')
  })
})
