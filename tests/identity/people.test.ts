import { linkTokens } from '../../src/identity/index.ts'
import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { password, signInAs, withPassword } from './support.ts'

const world = await testWorld()
type Agent = Awaited<ReturnType<typeof world.as>>
beforeEach(() => world.db.rateLimit.deleteMany())

const admin = () => world.as('morgan')
const newcomer = (more: Record<string, string> = {}) => ({
  givenName: 'Nora',
  familyName: `Lund ${newId().slice(-6)}`,
  email: `nora.${newId()}@x.example`,
  role: 'supervisor',
  ...more,
})
const inviting = async (agent: Agent, values: Record<string, string>) =>
  FormPage.from(await agent.get('/people/new'), 'form[action="/people/new"]')
    .forge(values)
    .submit(agent)
const answersOf = (page: { text: string }) =>
  [...page.text.matchAll(/type="radio" name="who" value="([^"]+)"/g)].map(([, value]) => value!)
const roleOf = (page: { text: string }, label: string) =>
  page.text.match(new RegExp(`value="([^"]+)"[^>]*>${label}`))![1]!

describe('the people of a college', () => {
  it('are listed for its administrator, searched and filtered, in one query', async () => {
    const agent = await admin()
    const all = wordsOf(await agent.get('/people'))
    for (const name of ['Okafor', 'Marsh', 'Khan', 'Adler', 'Whitfield', 'Osei', 'Ellis']) expect(all).toContain(name)
    expect(all).toContain('clinical supervisor of 1 and RCP tutor')
    const found = wordsOf(await agent.get('/people?q=okaf'))
    expect([found.includes('Okafor'), found.includes('Marsh')]).toEqual([true, false])
    expect(wordsOf(await agent.get('/people?q=HELEN%40demo'))).toContain('Dr Helen Marsh')
    expect(wordsOf(await agent.get('/people?state=suspended'))).toContain('Nobody found')
    const { queries } = await countQueries(world.db, () => agent.get('/people').then())
    expect(queries.length).toBeLessThanOrEqual(3)
  })

  it('C13: somebody invited to supervise can be chosen at once, singly, for several and in a sheet', async () => {
    const values = newcomer({ familyName: 'Newcomer' })
    expect((await inviting(await admin(), values)).status).toBe(303)
    const sam = await world.as('sam')
    const { tom } = world.enrolment
    for (const path of [`/trainees/${tom}/supervisors`, '/trainees/staffing?kind=educational'])
      expect([path, (await sam.get(path)).text.includes('Newcomer')]).toEqual([path, true])
    const row = `Trainee,Hospital,Post,From,To,Educational supervisor\nDr Tom Beale,City General Hospital,Acute medicine,2027-02-05,2027-08-04,${values.email}`
    const sent = await FormPage.from(await sam.get('/changeovers'), 'form[enctype]')
      .fill({ text: row })
      .submit(sam)
    const dry = wordsOf(await sam.get(sent.headers.location as string))
    expect(dry).toContain('Changed 1')
    expect(dry).not.toContain('nobody who can supervise here')
  })

  it.each(['\'; drop table "Person"; --', '%', '_', '\\', '<script>', '🦉', 'x'.repeat(3000), 'q\u0000q'])(
    'takes %j as a search',
    async (q) => {
      const page = await (await admin()).get(`/people?q=${encodeURIComponent(q)}&state=nonsense&page=-4`)
      expect(page.status).toBe(200)
      expect(wordsOf(page)).toContain('Nobody found')
      expect(page.text).not.toContain('<script>"')
    },
  )

  it('R44: are nobody else’s business, nor are people of other colleges', async () => {
    const stranger = newId()
    await world.db.person.create({
      data: { id: stranger, givenName: 'Far', familyName: 'Away', account: { create: {} } },
    })
    const agent = await admin()
    expect((await agent.get(`/people/${stranger}`)).status).toBe(404)
    expect(wordsOf(await agent.get('/people?q=Far'))).toContain('Nobody found')
    const body = FormPage.from(await agent.get(`/people/${world.person.tom}`), 'form[action$="/suspend"]')
      .fill({ reason: 'x' })
      .body()
    expect((await agent.post(`/people/${stranger}/suspend`).type('form').send(body)).status).toBe(404)
    for (const name of ['amara', 'helen', 'ruth', 'sam', 'james'] as const) {
      const other = await world.as(name)
      for (const path of ['/people', '/people/new', `/people/${world.person.tom}`])
        expect((await other.get(path)).status).toBe(404)
    }
    expect((await world.visitor().get('/people')).status).toBe(303)
    expect((await agent.get('/people/not-an-id')).status).toBe(404)
  })
})

describe('suspending', () => {
  it('R37: ends all sessions at once, keeps the reason from the person, and is lifted again', async () => {
    await withPassword(world, 'tom')
    const tom = await world.as('tom')
    expect((await tom.get('/profile')).status).toBe(200)
    const agent = await admin()
    const form = () =>
      agent.get(`/people/${world.person.tom}`).then((page) => FormPage.from(page, 'form[action$="/suspend"]'))
    const none = await (await form()).fill({ reason: ' ' }).submit(agent)
    expect([none.status, wordsOf(none).includes('Say why')]).toEqual([422, true])
    const done = await (await form()).fill({ reason: 'Password was shared' }).submit(agent)
    expect(done.status).toBe(303)
    expect(await world.db.session.count({ where: { personId: world.person.tom } })).toBe(0)
    expect((await tom.get('/profile')).headers.location).toBe('/sign-in?back=%2Fprofile')
    const refused = await signInAs(world.visitor(), 'tom@demo.attest.example')
    expect(wordsOf(refused)).toContain('This account cannot be used at the moment')
    expect(refused.text).not.toContain('shared')
    const page = await agent.get(`/people/${world.person.tom}`)
    expect(wordsOf(page)).toContain('Password was shared')
    const event = await world.db.auditEvent.findFirstOrThrow({ where: { type: 'account.suspended' } })
    expect([event.actorId, event.subjectId]).toEqual([world.person.morgan, world.person.tom])
    expect(JSON.stringify(event.data)).not.toContain('shared')
    const again = await agent
      .post(`/people/${world.person.tom}/suspend`)
      .type('form')
      .send(FormPage.from(page, 'form[action$="/lift"]').forge({ reason: 'x' }).body())
    expect(again.status).toBe(403)
    await FormPage.from(page, 'form[action$="/lift"]').submit(agent)
    expect((await signInAs(world.visitor(), 'tom@demo.attest.example')).status).toBe(303)
  })

  it('never hits oneself', async () => {
    const agent = await admin()
    const page = await agent.get(`/people/${world.person.morgan}`)
    expect(wordsOf(page)).toContain('You cannot do this to your own account.')
    const body = FormPage.from(await agent.get('/profile'), 'form[action="/profile"]')
      .forge({ reason: 'x' })
      .body()
    expect((await agent.post(`/people/${world.person.morgan}/suspend`).type('form').send(body)).status).toBe(403)
  })

  it('kills links that were sent before', async () => {
    const agent = await admin()
    const who = newcomer()
    const { headers } = await inviting(agent, who)
    const mail = await world.db.mail.findFirstOrThrow({ where: { toAddress: who.email } })
    const link = mail.link as { base: string; purpose: string; id: string; generation: number }
    const path = link.base + linkTokens.sign(world.config.sessionSecret, link)
    await FormPage.from(await agent.get(headers.location!), 'form[action$="/suspend"]')
      .fill({ reason: 'x' })
      .submit(agent)
    expect((await world.visitor().get(path)).status).toBe(410)
  })
})

describe('inviting', () => {
  it('makes a person with an account and a role, sends a mail, and the person can open it', async () => {
    const agent = await admin()
    const page = await agent.get('/people/new')
    const who = newcomer({ role: roleOf(page, 'RCP tutor at a hospital'), title: 'Dr', site: world.ids.sites[1]! })
    const answer = await inviting(agent, who)
    expect(answer.status).toBe(303)
    const mail = await world.db.mail.findFirstOrThrow({ where: { toAddress: who.email } })
    expect(mail.text).toContain('as RCP tutor, City General Hospital')
    const link = mail.link as { base: string; purpose: string; id: string; generation: number }
    const visitor = world.visitor()
    const path = link.base + linkTokens.sign(world.config.sessionSecret, link)
    await FormPage.from(await visitor.get(path))
      .fill({ password })
      .submit(visitor)
    expect((await visitor.get('/profile')).text).toContain('RCP tutor')
    const one = wordsOf(await agent.get(answer.headers.location!))
    expect(one).toContain('City General Hospital, Internal Medicine, North East · from 22 Nov 2026')
  })

  it('R30: adds the role to the account that exists, after asking', async () => {
    const agent = await admin()
    const role = roleOf(await agent.get('/people/new'), 'Programme coordinator')
    const who = newcomer({ email: 'HELEN@demo.attest.example', role })
    const asked = await inviting(agent, who)
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('belongs to Dr Helen Marsh')
    const form = FormPage.from(asked, 'form[action="/people/new"]')
    const tick = asked.text.match(/name="same" value="([^"]+)"/)![1]!
    const moved = await FormPage.from(asked, 'form[action="/people/new"]')
      .forge({ same: tick, email: 'ruth@demo.attest.example' })
      .submit(agent)
    expect([moved.status, wordsOf(moved).includes('Dr Ruth Adler')]).toEqual([422, true])
    expect((await form.forge({ same: tick }).submit(agent)).status).toBe(303)
    expect(await world.db.grant.count({ where: { personId: world.person.helen, role: 'coordinator' } })).toBe(1)
    expect(await world.db.person.count({ where: { familyName: who.familyName! } })).toBe(0)
    const twice = await inviting(agent, { ...who, same: tick })
    expect(wordsOf(twice)).toContain('holds this role already')
  })

  it('R30: finds people by registration number, and asks about people of the same name', async () => {
    await world.db.identifier.create({
      data: { id: newId(), personId: world.person.idris, kind: 'gmc', value: '7654321', normalised: '7654321' },
    })
    const agent = await admin()
    const byNumber = await inviting(agent, newcomer({ register: 'gmc', number: '76 54 321' }))
    expect(wordsOf(byNumber)).toContain('belongs to Dr Idris Khan')
    const both = await inviting(
      agent,
      newcomer({ register: 'gmc', number: '7654321', email: 'helen@demo.attest.example' }),
    )
    expect(wordsOf(both)).toContain('This number belongs to Dr Idris Khan, the address to Dr Helen Marsh')
    const name = { ...newcomer(), givenName: 'priya', familyName: 'NAIR' }
    const same = await inviting(agent, name)
    expect(wordsOf(same)).toContain('Who is it?')
    const other = answersOf(same).at(-1)!
    expect((await FormPage.from(same, 'form[action="/people/new"]').forge({ who: other }).submit(agent)).status).toBe(
      303,
    )
  })

  it('R30: asks who it is before anything is made, where a short form of a name is known under another address', async () => {
    const agent = await admin()
    const id = newId()
    const email = `katherine.${id}@x.example`
    await world.db.person.create({
      data: {
        ...{ id, title: 'Dr', givenName: 'Katherine', familyName: 'Dunn-Ørsted' },
        identifiers: { create: { id: newId(), kind: 'email', value: email, normalised: email, primary: true } },
        account: { create: { state: 'active' } },
        grants: {
          create: {
            ...{ id: newId(), role: 'coordinator', scopeKind: 'programme', scopeId: world.ids.programme },
            from: new Date('2026-01-01'),
          },
        },
      },
    })
    const who = newcomer({ givenName: 'Kate', familyName: 'Dunn Orsted' })
    const asked = await inviting(agent, who)
    const made = () => world.db.person.count({ where: { givenName: 'Kate' } })
    expect([asked.status, await made()]).toEqual([422, 0])
    expect(wordsOf(asked)).toMatch(
      /Who is it\?.*This is Dr Katherine Dunn-Ørsted, k…@x\.example: no second account ?Kate Dunn Orsted is somebody else/,
    )
    expect(asked.text).not.toContain(email)
    const form = () => FormPage.from(asked, 'form[action="/people/new"]').clear('_key')
    const [her, another] = answersOf(asked) as [string, string]
    // An answer is about the words that were typed: another name asks again, and another mistake keeps it.
    const renamed = await form().forge({ who: another, givenName: 'Kath' }).submit(agent)
    expect([renamed.status, wordsOf(renamed).includes('Who is it?')]).toEqual([422, true])
    const slip = await form().forge({ who: another, last: '2020-01-01' }).submit(agent)
    expect(FormPage.from(slip, 'form[action="/people/new"]').value('who')).toBe(another)
    expect((await form().forge({ who: her }).submit(agent)).headers.location).toBe(`/people/${id}`)
    expect([await made(), await world.db.takenUp.count({ where: { personId: id } })]).toEqual([0, 1])
    const invited = await form().forge({ who: another }).submit(agent)
    expect([invited.status, await made()]).toEqual([303, 1])
    expect(await world.db.mail.count({ where: { toAddress: who.email } })).toBe(1)
  })

  it('gives an account to an assessor who was only reached by a link so far', async () => {
    const id = newId()
    const email = `guest.${id}@x.example`
    await world.db.person.create({
      data: {
        id,
        givenName: 'Gus',
        familyName: 'Guest',
        identifiers: { create: { id: newId(), kind: 'email', value: email, normalised: email, primary: true } },
      },
    })
    const agent = await admin()
    const asked = await inviting(agent, newcomer({ email }))
    const tick = asked.text.match(/name="same" value="([^"]+)"/)![1]!
    const answer = await FormPage.from(asked, 'form[action="/people/new"]').forge({ same: tick }).submit(agent)
    expect(answer.headers.location).toBe(`/people/${id}`)
    expect((await world.db.account.findUniqueOrThrow({ where: { personId: id } })).state).toBe('invited')
    const again = await FormPage.from(await agent.get(`/people/${id}`), 'form[action$="/invitation"]').submit(agent)
    expect(again.status).toBe(303)
    expect(await world.db.mail.count({ where: { toAddress: email } })).toBe(2)
  })

  it.each([
    [{ givenName: '' }, 'Enter the given name.'],
    [{ email: 'nonsense' }, 'Enter an e-mail address such as'],
    [{ role: 'collegeAdmin:0198b0c0-0000-7000-8000-000000000000' }, 'Choose a role from the list.'],
    [{ role: '' }, 'Choose a role.'],
    [{ register: 'gmc', number: '1' }, 'This is not a number of that register'],
    [{ familyName: 'x'.repeat(81) }, 'Use at most 80 characters.'],
    [
      { email: 'helen@demo.attest.example', role: 'supervisor', same: 'helen@demo.attest.example|' },
      'can be chosen as supervisor here already',
    ],
  ])('refuses %j with a sentence and keeps the words', async (typed, sentence) => {
    const agent = await admin()
    const who = newcomer(typed)
    const answer = await inviting(agent, who)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(sentence)
    expect(FormPage.from(answer, 'form[action="/people/new"]').value('email')).toBe(who.email)
  })

  it('does not let an administrator of one programme make themselves larger', async () => {
    const id = newId()
    await world.db.person.create({
      data: { id, givenName: 'Small', familyName: 'Admin', account: { create: { state: 'active' } } },
    })
    await world.db.grant.create({
      data: {
        id: newId(),
        personId: id,
        role: 'collegeAdmin',
        scopeKind: 'programme',
        scopeId: world.ids.programme,
        from: new Date('2026-01-01'),
      },
    })
    const agent = await world.asPerson(id)
    const page = await agent.get('/people/new')
    expect(page.text).not.toContain('College administrator')
    const answer = await inviting(agent, newcomer({ role: `collegeAdmin:${world.ids.college}` }))
    expect(answer.status).toBe(422)
  })

  it('prints names as text', async () => {
    const agent = await admin()
    const answer = await inviting(agent, newcomer({ givenName: '<script>alert(1)</script>' }))
    const page = await agent.get(answer.headers.location!)
    expect(page.text).not.toContain('<script>alert')
    expect(headingOf(page.text)).toContain('<script>alert(1)</script>')
  })
})

describe('roles, grades and numbers', () => {
  it('R31: a role ends today and its rights with it', async () => {
    const grant = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.sam } })
    const sam = await world.as('sam')
    expect((await sam.get('/trainees')).status).toBe(200)
    const agent = await admin()
    const end = `/people/${world.person.sam}/roles/${grant.id}/end`
    await world.db.grant.update({ where: { id: grant.id }, data: { from: new Date('2026-01-01') } })
    expect((await agent.get(`/people/${world.person.sam}`)).text).toContain(`href="${end.replace(/\/end$/, '')}"`)
    const form = FormPage.from(await agent.get(end.replace(/\/end$/, '')), `form[action="${end}"]`)
    expect((await form.fill({ reason: 'Has another post now' }).submit(agent)).status).toBe(303)
    expect((await world.db.grant.findUniqueOrThrow({ where: { id: grant.id } })).until).toEqual(new Date('2026-11-22'))
    expect((await sam.get('/trainees')).text).not.toContain('Okafor')
    const gone = await sam.get('/admissions')
    // Whoever has the page open still learns why it is gone, and finds it among what is new.
    expect([gone.status, wordsOf(gone)]).toEqual([
      404,
      expect.stringMatching(/Your role .*Internal Medicine, North East has ended: its last day was 21 Nov 2026\./),
    ])
    expect(wordsOf(await sam.get('/'))).toMatch(/Your role .* ends: its last day is 21 Nov 2026/)
    expect(wordsOf(await agent.get('/no-such-page'))).not.toContain('has ended')
    const other = `/people/${world.person.james}/roles/${grant.id}/end`
    expect((await agent.post(other).type('form').send(form.clear('_key').body())).status).toBe(404)
  })

  it('confirms a grade and a number that were stated', async () => {
    await world.db.person.update({ where: { id: world.person.idris }, data: { claimedGrade: 'sas' } })
    const agent = await admin()
    const page = () => agent.get(`/people/${world.person.idris}`)
    const stale = FormPage.from(await page(), 'form[action$="/grade"]')
    await FormPage.from(await page(), 'form[action$="/grade"]').submit(agent)
    await FormPage.from(await page(), 'form[action$="/confirm"]').submit(agent)
    const row = await world.db.person.findUniqueOrThrow({
      where: { id: world.person.idris },
      include: { identifiers: true },
    })
    expect([row.grade, row.claimedGrade]).toEqual(['sas', null])
    expect(row.identifiers.find(({ kind }) => kind === 'gmc')?.verifiedAt).not.toBeNull()
    expect((await stale.submit(agent)).status).toBe(409)
  })
})

describe('R32: member IDs and registration numbers that the college gives', () => {
  const page = (id: string) => `/people/${id}`
  const adding = async (agent: Agent, id: string, values: Record<string, string>) =>
    FormPage.from(await agent.get(page(id)), 'form[action$="/numbers"]')
      .fill(values)
      .submit(agent)

  it('are confirmed by whoever enters them; the person sees the member ID and signs in with it', async () => {
    await withPassword(world, 'priya')
    const agent = await admin()
    const { priya } = world.person
    const added = await adding(agent, priya, { register: 'memberId', number: 'rcp 40-817' })
    expect([added.status, added.headers.location]).toEqual([303, page(priya)])
    expect(wordsOf(await agent.get(page(priya)))).toMatch(/rcp 40-817 confirmed ?Member ID/)
    expect(wordsOf(await (await world.as('priya')).get('/profile'))).toMatch(/rcp 40-817 confirmed ?Member ID/)
    expect((await signInAs(world.visitor(), 'RCP40817')).status).toBe(303)
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'person.updated', subjectId: priya, actorId: world.person.morgan },
    })
    expect(event.data).toEqual({ fields: ['memberId'], confirmed: true })
    expect(JSON.stringify(event)).not.toContain('40817')
  })

  it('are one person’s, one of each kind, and look like what they are', async () => {
    const agent = await admin()
    const taken = await adding(agent, world.person.tom, { register: 'memberId', number: 'RCP-40817' })
    expect(wordsOf(taken)).toContain('This number is recorded for somebody else.')
    expect(FormPage.from(taken, 'form[action$="/numbers"]').value('number')).toBe('RCP-40817')
    const second = await adding(agent, world.person.priya, { register: 'memberId', number: 'RCP1' })
    expect(wordsOf(second)).toContain('rcp 40-817 is on record already.')
    const odd = await adding(agent, world.person.tom, { register: 'memberId', number: 'a@b' })
    expect(wordsOf(odd)).toContain('A member ID has 3 to 20 letters and figures.')
    const gmc = await adding(agent, world.person.tom, { register: 'gmc', number: '12' })
    expect([gmc.status, wordsOf(gmc).includes('not a number of that register')]).toEqual([422, true])
  })

  it('are taken off again by the college alone', async () => {
    const agent = await admin()
    const { priya } = world.person
    const form = FormPage.from(await agent.get(page(priya)), 'form[action*="/numbers/"][action$="/remove"]')
    expect((await form.submit(agent)).status).toBe(303)
    expect(await world.db.identifier.count({ where: { personId: priya, kind: 'memberId' } })).toBe(0)
    expect((await agent.get(page(world.person.morgan))).text).not.toContain('/numbers"')
  })

  it('come with an invitation, and find who is known by them', async () => {
    const agent = await admin()
    const who = newcomer({ memberId: 'RCP 555', register: 'gmc', number: '7000001' })
    const { headers } = await inviting(agent, who)
    const id = headers.location!.split('/').at(-1)!
    const rows = await world.db.identifier.findMany({ where: { personId: id, kind: { not: 'email' } } })
    expect(rows.map(({ kind, normalised, verifiedAt }) => [kind, normalised, verifiedAt !== null]).sort()).toEqual([
      ['gmc', '7000001', true],
      ['memberId', 'RCP555', true],
    ])
    const same = await inviting(agent, newcomer({ memberId: 'rcp-555' }))
    expect(wordsOf(same)).toContain(`belongs to Nora ${who.familyName}`)
  })
})

describe('R31: roles with their days', () => {
  const coordinator = async (agent: Agent) => roleOf(await agent.get('/people/new'), 'Programme coordinator')

  it('are given from somebody’s own page, from a day and to a day; they hold then and not before', async () => {
    const agent = await admin()
    const { idris } = world.person
    const link = /href="(\/people\/new\?person=[^"]+)"/.exec((await agent.get(`/people/${idris}`)).text)![1]!
    const asked = await agent.get(link)
    expect(headingOf(asked.text)).toBe('A role for Dr Idris Khan')
    const form = FormPage.from(asked, 'form[action="/people/new"]')
    expect([form.value('givenName'), form.value('from'), form.value('last')]).toEqual(['Idris', '2026-11-22', ''])
    const role = await coordinator(agent)
    const given = await form.fill({ role, from: '2026-12-01', last: '2027-08-04' }).submit(agent)
    expect(given.status).toBe(303)
    const row = await world.db.grant.findFirstOrThrow({ where: { personId: idris, role: 'coordinator' } })
    expect([row.from, row.until]).toEqual([new Date('2026-12-01'), new Date('2027-08-05')])
    expect(wordsOf(await agent.get(`/people/${idris}`))).toMatch(
      /Programme coordinator to come.*from 1 Dec 2026 to 4 Aug 2027 Take back/,
    )
    const mail = await world.db.mail.findFirstOrThrow({ where: { purpose: 'account.role', toPersonId: idris } })
    expect(mail.text).toContain('from 1 Dec 2026 until 4 Aug 2027')
    expect(wordsOf(await (await world.as('idris')).get('/'))).toMatch(
      /You have been given another role: .* from 1 Dec 2026 until 4 Aug 2027/,
    )

    const boards = async () => (await (await world.as('idris', `grant:${row.id}`)).get('/trainees')).text
    expect(await boards()).not.toContain('Programme board')
    world.clock.set('2026-12-01T09:00:00Z')
    expect(await boards()).toContain('Programme board')
    world.clock.set('2027-08-05T09:00:00Z')
    expect(wordsOf(await (await admin()).get(`/people/${idris}`))).toContain('Programme coordinator past')
    expect(await boards()).not.toContain('Programme board')
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('may follow one another but not overlap, and one to come can be taken back', async () => {
    const agent = await admin()
    const { idris } = world.person
    const role = await coordinator(agent)
    const give = async (values: Record<string, string>) =>
      FormPage.from(await agent.get(`/people/new?person=${idris}`), 'form[action="/people/new"]')
        .fill({ role, ...values })
        .submit(agent)
    expect(wordsOf(await give({ from: '2026-11-22' }))).toContain('holds this role already, from 1 Dec 2026.')
    expect((await give({ from: '2026-11-22', last: '2026-11-30' })).status).toBe(303)
    const first = await world.db.grant.findFirstOrThrow({
      where: { personId: idris, role: 'coordinator', from: new Date('2026-12-01') },
    })
    const back = FormPage.from(await agent.get(`/people/${idris}/roles/${first.id}`), 'form[action$="/end"]')
    expect((await back.fill({ reason: 'Given by mistake' }).submit(agent)).status).toBe(303)
    expect(await world.db.grant.count({ where: { id: first.id } })).toBe(0)
  })

  it.each([
    [{ from: '2026-11-21' }, 'A role begins today or later.'],
    [{ from: '2026-12-02', last: '2026-12-01' }, 'The last day lies before the first one.'],
    [{ from: 'soon' }, 'Enter a real date'],
    [{ last: '2026-02-30' }, 'Enter a real date'],
  ])('refuses %j with a sentence at the field', async (values, sentence) => {
    const agent = await admin()
    const answer = await inviting(agent, newcomer({ role: await coordinator(agent), ...values }))
    expect([answer.status, wordsOf(answer).includes(sentence)]).toEqual([422, true])
  })
})
