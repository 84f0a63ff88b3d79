import { linkStillHolds, linkTokens, sweepSessions } from '../../src/identity/index.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { systemContext } from '../../src/worker.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { password, signInAs, withPassword } from './support.ts'

const world = await testWorld()
const tom = 'tom@demo.attest.example'

beforeAll(() => withPassword(world, 'tom'))
beforeEach(async () => {
  await world.db.rateLimit.deleteMany()
  world.clock.set('2026-11-22T09:00:00Z')
})

async function latestMail() {
  return (await world.db.mail.findFirst({ orderBy: { id: 'desc' } }))!
}

/** The path of the link in the newest mail, as its reader gets it. */
async function linkOf(mail: { link: unknown }): Promise<string> {
  const link = mail.link as { base: string; purpose: string; id: string; generation: number }
  return link.base + linkTokens.sign(world.config.sessionSecret, link)
}

async function askFor(login: string) {
  const agent = world.visitor()
  const answer = await FormPage.from(await agent.get('/reset'))
    .fill({ login })
    .submit(agent)
  return { answer, agent }
}

describe('forgotten passwords', () => {
  it('never tells whether an address is known', async () => {
    const before = await world.db.mail.count()
    const unknown = await askFor('stranger@example.org')
    expect(await world.db.mail.count()).toBe(before)
    const known = await askFor(tom)
    expect(await world.db.mail.count()).toBe(before + 1)
    expect(unknown.answer.headers.location).toBe(known.answer.headers.location)
    expect(unknown.answer.status).toBe(known.answer.status)
  })

  it('sets a new password by the link, signs in and ends all sessions; looking uses nothing up', async () => {
    const elsewhere = await world.as('tom')
    await askFor(tom)
    const path = await linkOf(await latestMail())
    const agent = world.visitor()
    for (let look = 0; look < 3; look++) expect((await agent.get(path)).status).toBe(200)
    const page = await agent.get(path)
    const answer = await FormPage.from(page).fill({ password: 'a newer quiet heron' }).submit(agent)
    expect([answer.status, answer.headers.location]).toEqual([303, '/'])
    expect((await agent.get('/profile')).text).toContain('Dr Tom Beale')
    expect((await elsewhere.get('/profile')).status).toBe(303)
    expect((await latestMail()).subject).toBe('Your account in Attest was changed')
    expect((await signInAs(world.visitor(), tom, 'a newer quiet heron')).status).toBe(303)
    const event = await world.db.auditEvent.findFirst({ where: { type: 'password.reset' } })
    expect([event?.actorId, event?.actorRole]).toEqual([world.person.tom, 'by a link sent by mail'])
    await withPassword(world, 'tom')
  })

  it('refuses a link that was used, and says so', async () => {
    await askFor(tom)
    const path = await linkOf(await latestMail())
    const agent = world.visitor()
    const form = FormPage.from(await agent.get(path)).fill({ password })
    expect((await form.submit(agent)).status).toBe(303)
    const again = await world.visitor().get(path)
    expect([again.status, wordsOf(again).includes('used already')]).toEqual([410, true])
    const other = world.visitor()
    expect((await form.submit(other)).status).toBe(410)
  })

  it('lets only one of two presses at once through', async () => {
    await askFor(tom)
    const path = await linkOf(await latestMail())
    const [one, two] = [world.visitor(), world.visitor()]
    const form = FormPage.from(await one.get(path)).fill({ password })
    const answers = await Promise.all([form.submit(one), form.submit(two)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
  })

  it('refuses an expired link with the way to a new one', async () => {
    await askFor(tom)
    const path = await linkOf(await latestMail())
    world.clock.advance({ hours: 2, minutes: 1 })
    const answer = await world.visitor().get(path)
    expect(answer.status).toBe(410)
    expect(wordsOf(answer)).toContain('expired')
    expect(answer.text).toContain('href="/reset"')
  })

  it('refuses the older of two links', async () => {
    await askFor(tom)
    const older = await linkOf(await latestMail())
    await askFor(tom)
    const newer = await linkOf(await latestMail())
    expect(wordsOf(await world.visitor().get(older))).toContain('If a newer mail was sent')
    expect((await world.visitor().get(newer)).status).toBe(200)
  })

  it.each(['x', 'A'.repeat(64), '../../etc/passwd', '%00', "' or 1=1"])(
    'finds nothing under a forged link (%#)',
    async (token) => {
      expect([400, 404]).toContain((await world.visitor().get(`/reset/${encodeURIComponent(token)}`)).status)
    },
  )

  it('does not take a link of one purpose for another', async () => {
    await askFor(tom)
    const mail = await latestMail()
    const link = mail.link as { purpose: string; id: string; generation: number }
    const token = linkTokens.sign(world.config.sessionSecret, { ...link, purpose: 'invitation' })
    expect((await world.visitor().get(`/invitation/${token}`)).status).toBe(404)
    expect((await world.visitor().get(`/reset/${token}`)).status).toBe(404)
  })

  it.each([
    ['short', 'Use at least 12 characters'],
    ['Tom@demo.attest.example', 'more than your name or your e-mail address'],
    ['Tom Beale Tom', 'more than your name or your e-mail address'],
    ['beale.tom.2026!', 'more than your name or your e-mail address'],
    ['tom-attest-example', 'more than your name or your e-mail address'],
    ['password1234', 'people try first'],
    ['aaaaaaaaaaaaaaa', 'people try first'],
    ['123456789012', 'people try first'],
    ['twenty words '.repeat(16), 'Use at most 200 characters'],
  ])('refuses the password %j with a sentence', async (typed, sentence) => {
    await askFor(tom)
    const path = await linkOf(await latestMail())
    const agent = world.visitor()
    const answer = await FormPage.from(await agent.get(path))
      .fill({ password: typed })
      .submit(agent)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(sentence)
    expect(answer.text).not.toContain(`value="${typed}"`)
  })

  it('takes a sentence in which a name occurs, and says that passwords are typed anew', async () => {
    await askFor(tom)
    const agent = world.visitor()
    const form = FormPage.from(await agent.get(await linkOf(await latestMail())))
    const short = await form.fill({ password: 'short' }).submit(agent)
    expect(wordsOf(short)).toContain('A password is never shown again: type it anew.')
    expect(wordsOf(short)).not.toContain('Everything you typed')
    expect((await form.fill({ password: 'tom walks the dog' }).submit(agent)).status).toBe(303)
  })

  it('throttles asking', async () => {
    for (let turn = 0; turn < 5; turn++) await askFor('stranger@example.org')
    expect((await askFor('stranger@example.org')).answer.status).toBe(429)
  })

  it('sends nothing for an account that is suspended', async () => {
    await world.db.account.update({ where: { personId: world.person.james }, data: { state: 'suspended' } })
    const before = await world.db.mail.count()
    await askFor('james@demo.attest.example')
    expect(await world.db.mail.count()).toBe(before)
  })
})

describe('invitations', () => {
  async function invited() {
    const id = newId()
    await world.db.person.create({
      data: {
        id,
        givenName: '<b>Nora</b>',
        familyName: 'Lund',
        account: { create: { state: 'invited' } },
        identifiers: {
          create: {
            id: newId(),
            kind: 'email',
            value: `nora.${id}@x.org`,
            normalised: `nora.${id}@x.org`,
            primary: true,
          },
        },
      },
    })
    await askFor(`nora.${id}@x.org`)
    return { id, path: await linkOf(await latestMail()) }
  }

  it('opens the account, verifies the address and signs in', async () => {
    const { id, path } = await invited()
    expect(path).toMatch(/^\/invitation\//)
    const agent = world.visitor()
    const page = await agent.get(path)
    expect(headingOf(page.text)).toBe('Welcome, <b>Nora</b> Lund')
    expect(page.text).not.toContain('<b>Nora</b>')
    const answer = await FormPage.from(page).fill({ password }).submit(agent)
    expect(answer.headers.location).toBe('/profile')
    const account = await world.db.account.findUnique({ where: { personId: id } })
    expect(account?.state).toBe('active')
    expect((await world.db.identifier.findFirst({ where: { personId: id } }))?.verifiedAt).not.toBeNull()
    const next = await agent.get('/profile')
    expect(next.text).toContain('Welcome. Your account is ready')
    expect(next.text).not.toContain('<b>Nora</b>')
  })

  it('works while somebody else is signed in in the same browser', async () => {
    const { id, path } = await invited()
    const agent = await world.as('sam')
    const answer = await FormPage.from(await agent.get(path))
      .fill({ password })
      .submit(agent)
    expect(answer.status).toBe(303)
    expect(await world.db.session.count({ where: { personId: id } })).toBe(1)
  })

  it('refuses when the account was suspended meanwhile', async () => {
    const { id, path } = await invited()
    await world.db.account.update({ where: { personId: id }, data: { state: 'suspended' } })
    const agent = world.visitor()
    const answer = await FormPage.from(await agent.get(path))
      .fill({ password })
      .submit(agent)
    expect(answer.status).toBe(403)
  })
})

describe('by themselves', () => {
  it('mails whose link no longer holds do not go, and sessions that are over are removed', async () => {
    await world.db.linkToken.deleteMany()
    await askFor(tom)
    const first = await latestMail()
    await askFor(tom)
    const ctx = systemContext({ ...world, log: createLog('silent') }, world.services)
    expect(await linkStillHolds(ctx, first)).toBe(false)
    expect(await linkStillHolds(ctx, await latestMail())).toBe(true)
    expect(await linkStillHolds(ctx, { link: { label: 'Home', path: '/' } })).toBe(true)
    await world.as('sam')
    const before = await world.db.session.count()
    expect(await sweepSessions(ctx)).toBe(0)
    world.clock.advance({ hours: 2 })
    expect(await sweepSessions(systemContext({ ...world, log: createLog('silent') }, world.services))).toBe(before)
  })
})
