import { signInTries } from '../../src/identity/service/signIn.ts'
import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { password, signInAs, withPassword } from './support.ts'

const world = await testWorld()
const amara = 'amara@demo.attest.example'

beforeAll(() => withPassword(world, 'amara'))
beforeEach(() => world.db.rateLimit.deleteMany())

describe('signing in', () => {
  it('R34: tells of the duty and of who may enter, and shows the accounts of a demonstration', async () => {
    const page = await world.visitor().get('/sign-in')
    expect(page.status).toBe(200)
    expect(wordsOf(page)).toContain('Your password is yours alone')
    expect(wordsOf(page)).toContain('Authorised users only')
    expect(wordsOf(page)).toContain('Dr Amara Okafor')
  })

  it('R34: signs in by a verified address in any writing, renews the session and records it', async () => {
    const agent = world.visitor()
    const answer = await signInAs(agent, ' AMARA@Demo.attest.example ')
    expect([answer.status, answer.headers.location]).toEqual([303, '/'])
    const [session] = await world.db.session.findMany({ where: { personId: world.person.amara } })
    expect(session?.personId).toBe(world.person.amara)
    const [row] = await world.db.signIn.findMany({ where: { personId: world.person.amara, outcome: 'ok' } })
    expect(row).toBeDefined()
    const event = await world.db.auditEvent.findFirst({ where: { type: 'session.started' }, orderBy: { at: 'desc' } })
    expect([event?.actorId, event?.actorName]).toEqual([world.person.amara, 'Dr Amara Okafor'])
  })

  it('R32: signs in by member ID', async () => {
    await world.db.identifier.create({
      data: {
        id: newId(),
        personId: world.person.amara,
        kind: 'memberId',
        value: 'RC-104 22',
        normalised: 'RC10422',
        verifiedAt: new Date(),
      },
    })
    const answer = await signInAs(world.visitor(), 'rc 10422')
    expect(answer.status).toBe(303)
  })

  it('does not sign in by an address that is not verified', async () => {
    await world.db.identifier.create({
      data: { id: newId(), personId: world.person.amara, kind: 'email', value: 'x@y.org', normalised: 'x@y.org' },
    })
    expect((await signInAs(world.visitor(), 'x@y.org')).status).toBe(422)
  })

  it('answers unknown people and wrong passwords alike, keeps the name typed and never prints the password', async () => {
    const unknown = await signInAs(world.visitor(), 'nobody@example.org', 'not the password')
    const wrong = await signInAs(world.visitor(), amara, 'not the password')
    for (const answer of [unknown, wrong]) {
      expect(answer.status).toBe(422)
      expect(wordsOf(answer)).toContain('This address and password do not belong together')
      expect(answer.text).not.toContain('not the password')
    }
    expect(FormPage.from(wrong, 'form[action="/sign-in"]').value('login')).toBe(amara)
  })

  it('asks the database the same questions for unknown people and wrong passwords', async () => {
    const agent = world.visitor()
    const asked = (login: string) =>
      countQueries(world.db, () => agent.post('/sign-in').type('form').send({ login, password: 'wrong' }).then())
    const [unknown, wrong] = [await asked('stranger@example.org'), await asked(amara)]
    expect(unknown.queries).toEqual(wrong.queries)
  })

  it('tells at the next sign-in of the tries that failed', async () => {
    await signInAs(world.visitor(), amara)
    await signInAs(world.visitor(), amara, 'wrong, wrong, wrong')
    const agent = world.visitor()
    await signInAs(agent, amara, password, '?back=/help-that-is-not-there')
    expect((await agent.get('/nowhere')).text).toContain('there was one try with a wrong password')
  })

  it.each([
    ['', 'x', 'Enter your e-mail address or member ID.'],
    ['a@b.c', '', 'Enter your password.'],
    [`${'a'.repeat(300)}@b.c`, 'x', 'An address has at most 254 characters.'],
    ["' or 1=1 --", 'x', 'do not belong together'],
    ['<script>alert(1)</script>', 'x', 'do not belong together'],
    ['‮🦉', 'x', 'do not belong together'],
    ['a\u0000@b.c', 'x', 'do not belong together'],
  ])('refuses %j with a sentence', async (login, typed, sentence) => {
    const answer = await signInAs(world.visitor(), login, typed)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(sentence)
    expect(answer.text).not.toContain('<script>alert')
  })

  it('takes no lists, objects or missing fields', async () => {
    const agent = world.visitor()
    for (const body of ['', 'login[]=a&login[]=b&password=x', 'login[a]=b&password[b]=c']) {
      const answer = await agent.post('/sign-in').type('form').send(body)
      expect(answer.status).toBe(422)
    }
  })
})

describe('going on after signing in', () => {
  it.each([
    ['/profile?x=1#y', '/profile?x=1#y'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/a//../..//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['\t//evil.example', '/'],
  ])('leads from %j to %j', async (back, to) => {
    const answer = await signInAs(world.visitor(), amara, password, `?back=${encodeURIComponent(back)}`)
    expect(answer.headers.location).toBe(to)
  })

  it('says that typed text was kept', async () => {
    expect(wordsOf(await world.visitor().get('/sign-in?kept=1'))).toContain('What you typed is kept')
  })

  it('asks a visitor to sign in and comes back', async () => {
    const answer = await world.visitor().post('/acting').type('form').send({ role: 'x' })
    expect(answer.headers.location).toMatch(/^\/sign-in\?back=/)
  })
})

describe('throttling', () => {
  it('R34: makes one name from one address wait after ten tries, without locking others out', async () => {
    for (let turn = 0; turn < 10; turn++) await signInAs(world.visitor(), amara, 'wrong')
    const eleventh = await signInAs(world.visitor(), amara)
    expect(eleventh.status).toBe(429)
    expect(headingOf(eleventh.text)).toBe('Sign in')
    expect(wordsOf(eleventh)).toMatch(/tried many times in a row\. Wait (15|14) minutes/)
    expect(FormPage.from(eleventh, '.card-page form').value('login')).toBe(amara)
    expect(wordsOf(eleventh)).toContain('What you typed is still here, except for the password')
    expect((await signInAs(world.visitor(), 'tom@demo.attest.example', 'x')).status).toBe(422)
    expect(JSON.stringify(await world.db.rateLimit.findMany())).not.toContain('amara')
  })

  it('lets in again when the window has passed, and forgets after a success', async () => {
    for (let turn = 0; turn < 10; turn++) await signInAs(world.visitor(), amara, 'wrong')
    await world.db.rateLimit.updateMany({ data: { expire: new Date(Date.now() - 1000) } })
    expect((await signInAs(world.visitor(), amara)).status).toBe(303)
    expect(await world.db.rateLimit.count({ where: { key: { startsWith: 'sign-in:' } } })).toBe(0)
  })

  it('counts tries that come at once', async () => {
    const ctx = { db: world.db, config: world.config } as Parameters<typeof signInTries.take>[0]
    const results = await Promise.allSettled(
      Array.from({ length: 14 }, () => signInTries.take(ctx, 'burst', '10.0.0.1')),
    )
    expect(results.filter((one) => one.status === 'rejected')).toHaveLength(4)
  })
})

describe('suspension', () => {
  it('R37: tells a suspended person something neutral, and only after the right password', async () => {
    const personId = await withPassword(world, 'tom')
    await world.db.account.update({ where: { personId }, data: { state: 'suspended', suspendedReason: 'misuse' } })
    const answer = await signInAs(world.visitor(), 'tom@demo.attest.example')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('This account cannot be used at the moment')
    expect(answer.text).not.toContain('misuse')
    expect(wordsOf(await signInAs(world.visitor(), 'tom@demo.attest.example', 'x'))).toContain('do not belong together')
  })

  it('R37: works in the middle of a session', async () => {
    const agent = await world.as('priya')
    expect((await agent.get('/nowhere')).text).toContain('Dr Priya Nair')
    await world.db.account.update({ where: { personId: world.person.priya }, data: { state: 'suspended' } })
    expect((await agent.get('/nowhere')).text).not.toContain('Dr Priya Nair')
  })
})

describe('signing out', () => {
  it('R36: ends the session, wherever the cookie is kept', async () => {
    const agent = world.visitor()
    await signInAs(agent, amara)
    const page = await agent.get('/sign-in')
    expect(wordsOf(page)).toContain('You are signed in as Dr Amara Okafor')
    const form = FormPage.from(await agent.get('/nowhere'), 'form[action="/sign-out"]')
    const answer = await form.submit(agent)
    expect(answer.headers.location).toBe('/sign-in?left=1')
    expect(wordsOf(await agent.get('/sign-in?left=1'))).not.toContain('You are signed in')
  })

  it('is no error when the session is over already', async () => {
    const answer = await world.visitor().post('/sign-out').type('form').send('')
    expect(answer.headers.location).toBe('/sign-in?left=1')
  })

  it('R36: ends all of one’s sessions at once', async () => {
    const [one, two] = [world.visitor(), world.visitor()]
    await signInAs(one, amara)
    await signInAs(two, amara)
    const form = FormPage.from(await one.get('/nowhere'), 'form[action="/sign-out"]').forge({ everywhere: '1' })
    await form.submit(one)
    expect(await world.db.session.count({ where: { personId: world.person.amara } })).toBe(0)
    expect((await two.get('/nowhere')).text).not.toContain('Dr Amara Okafor')
  })

  it('refuses a token of another session and requests from other sites', async () => {
    const agent = await world.as('helen')
    const foreign = await agent.post('/sign-out').type('form').send({ _csrf: 'forged' })
    expect(foreign.status).toBe(422)
    const elsewhere = await agent.post('/sign-out').set('sec-fetch-site', 'cross-site').type('form').send('')
    expect(elsewhere.status).toBe(422)
    expect(await world.db.session.count({ where: { personId: world.person.helen } })).toBe(1)
  })
})

describe('acting in another role', () => {
  it('R31: begins with the widest role, and comes back in the one chosen last', async () => {
    const homeOf = async () => wordsOf(await (await world.as('james')).get('/'))
    expect(await homeOf()).toContain('You act as training programme director')
    const agent = await world.as('james')
    const form = FormPage.from(await agent.get('/nowhere'), 'form[action="/acting"]')
    await agent
      .post('/acting')
      .type('form')
      .send(form.forge({ role: 'clinicalSupervisor' }).body())
    expect(await homeOf()).toContain('You act as clinical supervisor')
    // A role that has ended is no role to come back in.
    await world.db.account.update({ where: { personId: world.person.james }, data: { lastRoleKey: 'own:gone' } })
    expect(await homeOf()).toContain('You act as training programme director')
  })

  it('R31: switches among one’s own roles; what one sees follows', async () => {
    const agent = await world.as('idris')
    const page = await agent.get('/nowhere')
    const form = FormPage.from(page, 'form[action="/acting"]')
    const answer = await form.submit(agent, 'clinical supervisor')
    expect([answer.status, answer.headers.location]).toEqual([303, '/'])
    const next = await agent.get('/nowhere')
    expect(next.text).toContain('You now act as clinical supervisor.')
    expect(await world.db.auditEvent.count({ where: { type: 'session.acting', actorId: world.person.idris } })).toBe(1)
  })

  it('R31: refuses a role that one does not hold', async () => {
    const agent = await world.as('idris')
    const form = FormPage.from(await agent.get('/nowhere'), 'form[action="/acting"]')
    const body = `${form.body()}&role=own:${world.enrolment.amara}`
    const answer = await agent.post('/acting').type('form').send(body)
    expect(answer.status).toBe(403)
    expect(wordsOf(answer)).toContain('You do not hold this role today')
  })

  it('R31: keeps a form that was opened in another role from running, and offers the switch', async () => {
    const agent = await world.as('idris', 'educationalSupervisor')
    const stale = FormPage.from(await agent.get('/profile'), 'form[action="/profile"]')
    const form = FormPage.from(await agent.get('/profile'), 'form[action="/acting"]')
    await form.submit(agent, 'clinical supervisor')
    const answer = await stale.fill({ phone: '0191 000 0000' }).submit(agent)
    expect(answer.status).toBe(409)
    expect(wordsOf(answer)).toContain('You opened this form as educational supervisor; you are now acting as clinical')
    const back = await FormPage.from(answer, 'main form[action="/acting"]').submit(agent)
    expect(back.status).toBe(303)
    expect((await agent.get('/profile')).text).toContain('You now act as educational supervisor.')
  })

  it('keeps the appearance with the account', async () => {
    const agent = await world.as('helen')
    const form = FormPage.from(await agent.get('/nowhere'), 'form[action="/theme"]')
    await form.submit(agent, 'Dark')
    expect((await agent.get('/nowhere')).text).toContain('data-bs-theme="dark"')
  })
})
