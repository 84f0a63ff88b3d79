import { parse } from 'node-html-parser'
import { generateSync } from 'otplib'
import { hashPassword, linkTokens, newLink, sweepSessions, takeFactorFrom } from '../../src/identity/index.ts'
import type { WriteCtx } from '../../src/kit/context.ts'
import { createLog } from '../../src/kit/log.ts'
import { systemContext } from '../../src/worker.ts'
import { answers, ask } from '../assessments/support.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'
import { password, signInAs, withPassword } from './support.ts'

const world = await testWorld()
const page = '/profile/security/second-factor'
type Agent = ReturnType<World['visitor']>
type Name = keyof World['person']

const mailOf = (name: Name) => `${name}@demo.attest.example`
const codeOf = (secret: string, seconds = 0) =>
  generateSync({ secret, epoch: Math.floor(world.clock.now().epochMilliseconds / 1000) + seconds })
const later = () => world.clock.advance({ minutes: 1 })
const mailsTo = async (name: Name) => {
  const mails = await world.db.mail.findMany({ where: { toPersonId: world.person[name] }, orderBy: { id: 'asc' } })
  return mails.map(({ text }) => text)
}

/** Begins with the password; returns the page with the picture, and the key on it. */
async function begin(agent: Agent, typed = password) {
  const first = await agent.get(page).expect(200)
  const answer = await FormPage.from(first).fill({ current: typed }).submit(agent)
  if (answer.status !== 303) return { answer, key: '' }
  const shown = await agent.get(page).expect(200)
  return { answer: shown, key: parse(shown.text).querySelector('.key')!.text.replace(/\s/g, '') }
}

/** Sets the factor up as its owner does; returns the key and the recovery codes. */
async function setUp(name: Name, agent?: Agent) {
  await withPassword(world, name)
  const own = agent ?? (await world.as(name))
  const { answer, key } = await begin(own)
  const done = await FormPage.from(answer, `form[action="${page}/confirm"]`)
    .fill({ code: codeOf(key) })
    .submit(own)
  expect([done.status, done.headers.location]).toEqual([303, '/profile/security/recovery-codes'])
  const codes = parse((await own.get('/profile/security/recovery-codes')).text).querySelectorAll('.recovery-codes code')
  later()
  return { agent: own, key, codes: codes.map((one) => one.text) }
}

/** The first page of signing in, then the form of the second. */
async function halfway(name: Name, query = '') {
  const agent = world.visitor()
  const answer = await signInAs(agent, mailOf(name), password, query)
  expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in/code'])
  const shown = await agent.get('/sign-in/code').expect(200)
  const give = async (typed: string) => FormPage.from(shown).fill({ code: typed }).submit(agent)
  const recover = async (typed: string) => FormPage.from(shown, 'details form').fill({ recovery: typed }).submit(agent)
  return { agent, give, recover }
}

const isIn = async (agent: Agent) => (await agent.get('/profile')).status === 200
const off = (name: Name) =>
  world.db.$transaction([
    world.db.recoveryCode.deleteMany({ where: { personId: world.person[name] } }),
    world.db.secondFactor.deleteMany({ where: { personId: world.person[name] } }),
    world.db.signIn.deleteMany({ where: { personId: world.person[name] } }),
  ])

beforeEach(async () => {
  await world.db.rateLimit.deleteMany()
  await off('amara')
})

describe('setting a second factor up', () => {
  it('D9: asks for the password, shows the key and its picture, and holds from the first code on', async () => {
    await withPassword(world, 'amara')
    const [agent, elsewhere] = [await world.as('amara'), await world.as('amara')]
    expect(wordsOf(await agent.get('/profile/security'))).toContain('Second factor not set up')
    const refused = await begin(agent, 'not the password')
    expect(refused.answer.status).toBe(422)
    expect(wordsOf(refused.answer)).toContain('This is not your present password.')
    const { answer, key } = await begin(agent)
    expect(key).toMatch(/^[A-Z2-7]{32}$/)
    const picture = await agent.get(`${page}/qr.svg`).expect(200)
    expect(picture.headers['content-type']).toContain('image/svg+xml')
    expect(picture.headers['cache-control']).toContain('no-store')
    await (await world.as('helen')).get(`${page}/qr.svg`).expect(404)

    const form = () => FormPage.from(answer, `form[action="${page}/confirm"]`)
    for (const bad of ['', '123', 'abcdef', codeOf(key, 300)]) {
      const again = await form().fill({ code: bad }).submit(agent)
      expect(again.status).toBe(422)
      expect(again.text).toContain('qr.svg')
    }
    expect(wordsOf(await agent.get('/profile/security'))).toContain('Second factor not set up')
    const done = await form()
      .fill({ code: codeOf(key).replace(/(...)/, '$1 ') })
      .submit(agent)
    expect(done.headers.location).toBe('/profile/security/recovery-codes')
    expect(wordsOf(await agent.get('/profile/security'))).toContain('Second factor on')
    expect(await isIn(agent)).toBe(true)
    expect(await isIn(elsewhere)).toBe(false)
    await agent.get(`${page}/qr.svg`).expect(404)
    expect((await mailsTo('amara')).at(-1)).toContain('a second factor was set up')
    expect(wordsOf(await agent.get('/profile/security'))).toMatch(/this one with a code.*Second factor set up/)
  })

  it('D9: shows the recovery codes until they are put away, in that session alone', async () => {
    const { agent, codes } = await setUp('amara')
    expect(new Set(codes).size).toBe(10)
    const other = await world.as('amara')
    expect((await other.get('/profile/security/recovery-codes')).text).not.toContain(codes[0])
    const shown = await agent.get('/profile/security/recovery-codes')
    expect(shown.text).toContain(codes[9])
    await FormPage.from(shown, 'main form').submit(agent)
    const after = await agent.get('/profile/security/recovery-codes').expect(200)
    expect(after.text).not.toContain(codes[9])
    expect(wordsOf(after)).toContain('10 of 10 recovery codes left')
  })

  it('shows them for a quarter of an hour at most', async () => {
    const { agent, codes } = await setUp('amara')
    world.clock.advance({ minutes: 15 })
    expect((await agent.get('/profile/security/recovery-codes')).text).not.toContain(codes[0])
    await sweepSessions(systemContext({ ...world, log: createLog('silent') }, world.services))
    const where = { personId: world.person.amara }
    expect(await world.db.secondFactor.findUniqueOrThrow({ where })).toMatchObject({ freshCodes: null, pending: null })
  })

  it('keeps no secret in the database, the trail or a mail', async () => {
    const { key, codes } = await setUp('amara')
    const personId = world.person.amara
    const kept = JSON.stringify([
      await world.db.secondFactor.findMany(),
      await world.db.recoveryCode.findMany(),
      await world.db.auditEvent.findMany({ where: { subjectId: personId } }),
      await world.db.signIn.findMany(),
      await world.db.session.findMany(),
      await world.db.draft.findMany(),
      await mailsTo('amara'),
    ])
    for (const secret of [key, ...codes, codes[0]!.replace('-', '')]) expect(kept).not.toContain(secret)
    const events = await world.db.auditEvent.findMany({ where: { type: 'account.secondFactor', subjectId: personId } })
    expect(events.map(({ data }) => data)).toContainEqual({ step: 'set' })
  })

  it('gives up what was begun, by hand or after half an hour', async () => {
    await withPassword(world, 'amara')
    const agent = await world.as('amara')
    const { answer } = await begin(agent)
    await FormPage.from(answer, `form[action="${page}/cancel"]`).submit(agent)
    expect((await agent.get(page)).text).not.toContain('qr.svg')
    const { answer: second, key } = await begin(agent)
    world.clock.advance({ minutes: 31 })
    const late = await FormPage.from(second, `form[action="${page}/confirm"]`)
      .fill({ code: codeOf(key) })
      .submit(agent)
    expect(late.status).toBe(403)
    expect(wordsOf(late)).toContain('No code is awaited here')
  })

  it('takes nothing without its session’s own token', async () => {
    await withPassword(world, 'amara')
    const agent = await world.as('amara')
    const answer = await agent.post(page).type('form').send({ current: password, _csrf: 'forged' })
    expect(answer.status).toBe(422)
    expect(await world.db.secondFactor.count({ where: { personId: world.person.amara } })).toBe(0)
    const visitor = await world.visitor().post(page).type('form').send({ current: password })
    expect(visitor.headers.location).toMatch(/^\/sign-in/)
  })

  it('holds on to the one before until the next one has given its first code', async () => {
    const { agent, key } = await setUp('amara')
    const own = await agent.get(page)
    const sent = await FormPage.from(own).fill({ current: password }).submit(agent, 'Move to another phone or app')
    expect(sent.status).toBe(303)
    const shown = await agent.get(page)
    const next = parse(shown.text).querySelector('.key')!.text.replace(/\s/g, '')
    expect((await (await halfway('amara')).give(codeOf(key))).status).toBe(303)
    await FormPage.from(shown, `form[action="${page}/confirm"]`)
      .fill({ code: codeOf(next) })
      .submit(agent)
    later()
    expect((await (await halfway('amara')).give(codeOf(key))).status).toBe(422)
    expect((await (await halfway('amara')).give(codeOf(next))).status).toBe(303)
  })

  it('makes new recovery codes, and removes all of it, with the password alone', async () => {
    const { agent, codes } = await setUp('amara')
    const press = async (button: string, typed = password) =>
      FormPage.from(await agent.get(page))
        .fill({ current: typed })
        .submit(agent, button)
    expect((await press('Make new recovery codes', 'wrong')).status).toBe(422)
    expect((await press('Make new recovery codes')).headers.location).toBe('/profile/security/recovery-codes')
    expect((await (await halfway('amara')).recover(codes[0]!)).status).toBe(422)
    expect((await press('Remove the second factor', 'wrong')).status).toBe(422)
    expect((await press('Remove the second factor')).status).toBe(303)
    expect((await signInAs(world.visitor(), mailOf('amara'))).headers.location).toBe('/')
    expect((await mailsTo('amara')).at(-1)).toContain('your second factor was removed')
    const gone = await agent
      .post(`${page}/remove`)
      .type('form')
      .send(
        FormPage.from(await agent.get(page))
          .forge({ current: password })
          .body(),
      )
    expect(gone.status).toBe(403)
  })
})

describe('signing in with a second factor', () => {
  it('R34: asks for the code after the password; only then is anybody signed in', async () => {
    const { key } = await setUp('amara')
    const { agent, give } = await halfway('amara', '?back=/profile/security')
    expect(await isIn(agent)).toBe(false)
    expect((await agent.get('/sign-in/code')).text).not.toContain('Amara')
    const wrong = await give('000000')
    expect([wrong.status, headingOf(wrong.text)]).toEqual([422, 'Your code'])
    expect(await isIn(agent)).toBe(false)
    const done = await give(codeOf(key))
    expect([done.status, done.headers.location]).toEqual([303, '/profile/security'])
    const list = wordsOf(await agent.get('/profile/security'))
    expect(list).toContain('Signed in with a code')
    expect(list).toContain('Wrong code')
    expect(list).toContain('this one with a code')
    const event = await world.db.auditEvent.findFirst({ where: { type: 'session.started' }, orderBy: { id: 'desc' } })
    expect(event).toMatchObject({ actorId: world.person.amara, data: { secondFactor: 'app' } })
    await agent.get('/sign-in/code').expect(410)
  })

  it('takes each code once, even within its half minute', async () => {
    const { key } = await setUp('amara')
    const [one, two] = [await halfway('amara'), await halfway('amara')]
    expect((await one.give(codeOf(key))).status).toBe(303)
    expect((await two.give(codeOf(key))).status).toBe(422)
    expect((await two.give(codeOf(key, 30))).status).toBe(303)
    expect((await (await halfway('amara')).give(codeOf(key))).status).toBe(422)
  })

  it('takes a recovery code once, however it is typed, and tells its owner', async () => {
    const { codes } = await setUp('amara')
    const one = await halfway('amara')
    expect((await one.recover(` ${codes[3]!.toUpperCase().replace('-', ' ')}`)).status).toBe(303)
    expect((await one.agent.get('/profile/security')).text).toContain('9 recovery codes are left')
    expect((await mailsTo('amara')).at(-1)).toContain('a recovery code was used to sign in; 9 are left')
    const again = await (await halfway('amara')).recover(codes[3]!)
    expect(again.status).toBe(422)
    expect(wordsOf(again)).toContain('or it was used before')
    expect((await (await halfway('amara')).recover('nonsense')).status).toBe(422)
  })

  it('makes a person wait after ten wrong codes, from wherever they come', async () => {
    const { key, codes } = await setUp('amara')
    for (let turn = 0; turn < 10; turn++) expect((await (await halfway('amara')).give('000000')).status).toBe(422)
    const { give, agent } = await halfway('amara')
    const eleventh = await give(codeOf(key))
    expect([eleventh.status, headingOf(eleventh.text)]).toEqual([429, 'Your code'])
    expect(await isIn(agent)).toBe(false)
    // Their owner comes in all the same, and reads of it.
    const owner = await halfway('amara')
    expect((await owner.recover(codes[0]!)).status).toBe(303)
    expect((await owner.agent.get('/profile/security')).text).toContain('11 tries with your right password and no code')
    await world.db.rateLimit.updateMany({ data: { expire: new Date(Date.now() - 1000) } })
    expect((await give(codeOf(key))).status).toBe(303)
  })

  it('is nothing without the password, in another browser, or too late', async () => {
    const { key } = await setUp('amara')
    const stranger = world.visitor()
    expect(headingOf((await stranger.get('/sign-in/code').expect(410)).text)).not.toBe('Your code')
    await stranger
      .post('/sign-in/code')
      .type('form')
      .send({ code: codeOf(key) })
      .expect(410)
    const { give } = await halfway('amara')
    world.clock.advance({ minutes: 11 })
    expect((await give(codeOf(key))).status).toBe(410)
  })

  it('is over once the password is another one, or the account suspended', async () => {
    const { key } = await setUp('amara')
    const where = { personId: world.person.amara }
    const one = await halfway('amara')
    await world.db.account.update({ where, data: { passwordHash: await hashPassword('nine loud cranes') } })
    expect((await one.give(codeOf(key))).status).toBe(410)
    await withPassword(world, 'amara')
    const two = await halfway('amara')
    await world.db.account.update({ where, data: { state: 'suspended' } })
    expect((await two.give(codeOf(key))).status).toBe(410)
    await world.db.account.update({ where, data: { state: 'active' } })
  })

  it('is asked for after a new password by a link as well', async () => {
    const { key } = await setUp('amara')
    const ctx = { ...world, now: world.clock.now() } as unknown as WriteCtx
    const link = await newLink(ctx, 'reset', world.person.amara, { email: mailOf('amara') })
    const agent = world.visitor()
    const url = `/reset/${linkTokens.sign(world.config.sessionSecret, link)}`
    const sent = await FormPage.from(await agent.get(url))
      .fill({ password })
      .submit(agent)
    expect([sent.status, sent.headers.location]).toEqual([303, '/sign-in/code'])
    expect(await isIn(agent)).toBe(false)
    const form = FormPage.from(await agent.get('/sign-in/code'))
    expect((await form.fill({ code: codeOf(key) }).submit(agent)).headers.location).toBe('/')
    expect(await isIn(agent)).toBe(true)
  })

  it('D9: what is signed in such a session says so', async () => {
    await off('idris')
    const { key } = await setUp('idris')
    const id = await ask(world, await world.as('amara'), { assessor: world.person.idris, name: '', email: '' })
    const { agent, give } = await halfway('idris')
    await give(codeOf(key))
    const form = FormPage.from(await agent.get(`/assess/${id}`).expect(200), 'main form.form')
    expect((await form.fill({ ...answers, 'f.assessorName': 'Dr Idris Khan' }).submit(agent)).status).toBe(303)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({ assurance: 'account-2fa', signerId: world.person.idris })
    expect(wordsOf(await (await world.as('amara')).get(`/records/${id}`))).toContain('signed in with a second factor')
  })
})

describe('somebody who has lost it', () => {
  const admin: Name = 'morgan'
  it('R37: is let in by an administrator of the college, who says why; the person is told', async () => {
    const { codes } = await setUp('amara')
    const agent = await world.as(admin)
    const url = `/people/${world.person.amara}`
    const form = async () =>
      FormPage.from(await agent.get(url).expect(200), `form[action="${url}/second-factor/remove"]`)
    const empty = await (await form()).submit(agent)
    expect(empty.status).toBe(422)
    expect(wordsOf(empty)).toContain('Say why; the person reads it.')
    const named = await (await form())
      .fill({ lostReason: 'Her mother, Mrs Ada Smith, rang from 0191 498 0123.' })
      .submit(agent)
    expect(named.status).toBe(422)
    expect(FormPage.from(named, `form[action="${url}/second-factor/remove"]`).value('lostReason')).toContain(
      'Ada Smith',
    )
    const done = await (await form()).fill({ lostReason: 'Phone stolen; spoke to her on the ward.' }).submit(agent)
    expect(done.status).toBe(303)
    expect((await mailsTo('amara')).at(-1)).toContain('Phone stolen; spoke to her on the ward.')
    const inside = world.visitor()
    expect((await signInAs(inside, mailOf('amara'))).headers.location).toBe('/')
    expect(wordsOf(await inside.get(page))).toContain('Reason: Phone stolen')
    expect(wordsOf(await inside.get('/profile/security'))).toContain('Second factor removed by an administrator')
    expect(await world.db.recoveryCode.count({ where: { personId: world.person.amara } })).toBe(0)
    expect(codes).toHaveLength(10)
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'account.secondFactor', actorId: world.person[admin] },
    })
    expect(event).toMatchObject({ subjectId: world.person.amara, data: { step: 'taken' } })
    const twice = await agent
      .post(`${url}/second-factor/remove`)
      .type('form')
      .send(
        FormPage.from(await agent.get(url), 'main form')
          .forge({ lostReason: 'again' })
          .body(),
      )
    expect(twice.status).toBe(403)
  })

  it('is helped at the server where they are the only administrator', async () => {
    await setUp('amara')
    const ctx = systemContext({ ...world, log: createLog('silent') }, world.services)
    expect(await takeFactorFrom(ctx, 'nobody@example.org', 'Phone lost')).toBeNull()
    expect(await takeFactorFrom(ctx, ` ${mailOf('amara').toUpperCase()}`, 'Phone lost')).toBe('Dr Amara Okafor')
    expect(await takeFactorFrom(ctx, mailOf('amara'), 'Phone lost')).toBeNull()
    expect((await mailsTo('amara')).at(-1)).toContain('removed at the server, with this reason: Phone lost')
    expect((await signInAs(world.visitor(), mailOf('amara'))).headers.location).toBe('/')
  })

  it('is nobody else’s to help, nor one’s own', async () => {
    await setUp('amara')
    const helen = await world.as('helen')
    const url = `/people/${world.person.amara}/second-factor/remove`
    const body = FormPage.from(await helen.get('/profile'))
      .forge({ lostReason: 'x' })
      .body()
    expect((await helen.post(url).type('form').send(body)).status).toBe(404)
    await off(admin)
    const { agent } = await setUp(admin)
    const own = `/people/${world.person[admin]}`
    const shown = await agent.get(own)
    if (shown.status === 200) expect(shown.text).not.toContain(`${own}/second-factor/remove`)
    await off(admin)
  })
})

describe('a PIN', () => {
  const url = '/profile/security/pin'
  const set = async (agent: Agent, pin: string, more: Record<string, string> = {}) =>
    FormPage.from(await agent.get(url).expect(200))
      .fill({ current: password, pin, again: pin, ...more })
      .submit(agent)

  it('D3: is set, changed and removed with the password; its owner is told each time', async () => {
    await withPassword(world, 'helen')
    const agent = await world.as('helen')
    const where = { personId: world.person.helen }
    for (const [pin, more, sentence] of [
      ['580314', { current: 'wrong' }, 'This is not your present password.'],
      ['580314', { current: '' }, 'Enter your present password.'],
      ['123456', {}, 'among the first that anybody would try'],
      ['198412', {}, 'no date'],
      ['58031', {}, 'Use 6 to 12 figures.'],
      ['580314', { again: '580315' }, 'The two are not the same.'],
    ] as const) {
      const refused = await set(agent, pin, more)
      expect(refused.status).toBe(422)
      expect(wordsOf(refused)).toContain(sentence)
      expect(refused.text).not.toContain(`value="${pin}"`)
    }
    expect(await world.db.pin.count({ where })).toBe(0)
    expect((await set(agent, '580314')).status).toBe(303)
    const first = await world.db.pin.findUniqueOrThrow({ where })
    expect((await set(agent, '730916')).status).toBe(303)
    expect((await world.db.pin.findUniqueOrThrow({ where })).hash).not.toBe(first.hash)
    expect(wordsOf(await agent.get('/profile/security'))).toContain('PIN on')
    const gone = await FormPage.from(await agent.get(url))
      .fill({ current: password })
      .submit(agent, 'Remove the PIN')
    expect(gone.status).toBe(303)
    expect(await world.db.pin.count({ where })).toBe(0)
    const list = wordsOf(await agent.get('/profile/security'))
    for (const words of ['PIN set', 'PIN removed']) expect(list).toContain(words)
    const told = (await mailsTo('helen')).slice(-3)
    expect(told.map((text) => /PIN was (set|removed)/.exec(text)?.[1])).toEqual(['set', 'set', 'removed'])
    const events = await world.db.auditEvent.findMany({ where: { type: 'account.pin' }, orderBy: { id: 'asc' } })
    expect(events.map(({ data }) => data)).toEqual([{ step: 'set' }, { step: 'changed' }, { step: 'removed' }])
  })

  it('is not part of a birthday or a number of its owner', async () => {
    await withPassword(world, 'helen')
    const agent = await world.as('helen')
    await world.db.person.update({
      where: { id: world.person.helen },
      data: { phone: '0191 498 0153', details: { dateOfBirth: '1971-04-23' } },
    })
    for (const pin of ['230471', '980153']) expect((await set(agent, pin)).status).toBe(422)
  })

  it('signs nobody in', async () => {
    await withPassword(world, 'helen')
    const agent = await world.as('helen')
    expect((await set(agent, '580314')).status).toBe(303)
    expect((await signInAs(world.visitor(), mailOf('helen'), '580314')).status).toBe(422)
  })
})
