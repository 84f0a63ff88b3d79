import { queueJob } from '../../src/kit/command.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { tasksOf } from '../../src/worker.ts'
import { work } from '../assessments/support.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld, worldNow } from '../support/world.ts'

const world = await testWorld()
const radiologists = await radiology(world)
const { amara, tom, priya } = world.enrolment

const sam = await world.as('sam')
const usual = { subject: 'Rota for December', text: 'It is there: https://rota.example/dec\n<b>Read</b> it.' }

const board = async (query = '') =>
  FormPage.from(await sam.get(`/trainees${query}`), 'main form[action="/messages/ticked"]')

/** Sam ticks, and comes to the page on which the message is written. */
async function begin(ticked: string[], query = ''): Promise<string> {
  const answer = await (await board(query)).forge({ chosen: ticked }).submit(sam, 'Write to those ticked')
  expect([answer.status, answer.status === 422 ? wordsOf(answer) : '']).toEqual([303, ''])
  return String(answer.headers.location)
}

const write = async (path: string, words = usual) =>
  FormPage.from(await sam.get(path), 'main form.form')
    .fill(words)
    .submit(sam)

async function sendForm(id: string) {
  return FormPage.from(await sam.get(`/messages/${id}`), 'main form[action$="/send"]')
}

async function sent(ticked = [amara, tom]): Promise<string> {
  const path = await begin(ticked)
  await write(path)
  const id = path.split('/')[2]!
  expect((await (await sendForm(id)).submit(sam)).status).toBe(303)
  return id
}

const notices = () => world.db.notice.findMany({ where: { kind: 'message' } })
const mails = () => world.db.mail.findMany({ where: { purpose: 'message' } })

afterEach(async () => {
  world.clock.set(worldNow)
  await world.db.notice.deleteMany({ where: { kind: 'message' } })
  await world.db.mail.deleteMany({ where: { purpose: 'message' } })
  await world.db.message.deleteMany({})
})

describe('C14: choosing on the programme board', () => {
  it('takes those who are ticked, and all whom the filters find on all pages', async () => {
    const ticked = await begin([amara, priya])
    const names = wordsOf(await sam.get(ticked.replace('/write', '')))
    expect(names).toMatch(/Names of all 2.*Priya Nair.*Amara Okafor/)
    const page = await board('?f.educational=marsh&page=9&rows=all')
    const found = await page.submit(sam, 'Write to all 2 found')
    const to = await world.db.messageTo.findMany({
      where: { messageId: String(found.headers.location).split('/')[2]! },
    })
    expect(to.map(({ enrolmentId }) => enrolmentId).sort()).toEqual([amara, tom].sort())
  })

  it('takes another choice from the same page as a message of its own, and the same one once', async () => {
    const page = (await board()).forge({ chosen: [amara] })
    const first = (await page.submit(sam, 'Write to those ticked')).headers.location
    expect((await page.submit(sam, 'Write to those ticked')).headers.location).toBe(first)
    expect((await page.submit(sam, 'Write to all 3 found')).headers.location).not.toBe(first)
  })

  it('refuses nobody, and leaves out whom the role does not reach, whatever is sent', async () => {
    const none = await (await board()).submit(sam, 'Write to those ticked')
    expect([none.status, wordsOf(none).includes('Nobody is chosen')]).toEqual([422, true])
    expect(none.text).toMatch(/href="\/trainees(\?[^"]*)?"[^>]*>(<[^>]*>)*Back to the board/)
    const filtered = await (await board('?f.educational=marsh')).submit(sam, 'Write to those ticked')
    expect(filtered.text).toMatch(/href="\/trainees\?[^"]*f\.educational=marsh[^"]*"[^>]*>(<[^>]*>)*Back to the board/)
    const stranger = await world.db.enrolment.findFirstOrThrow({ where: { programmeId: { not: world.ids.programme } } })
    const forged = await (await board()).forge({ chosen: [stranger.id, "x'; --"] }).submit(sam, 'Write to those ticked')
    expect(forged.status).toBe(422)
    const mixed = await begin([stranger.id, amara])
    expect(await world.db.messageTo.count({ where: { messageId: mixed.split('/')[2]! } })).toBe(1)
    const empty = await (await board()).forge({ query: 'q=nobody-is-called-this' }).submit(sam, 'Write to all 3 found')
    expect(empty.status).toBe(422)
  })

  it('offers it to those who look after programmes and hospitals alone', async () => {
    expect((await (await world.as('helen', 'educationalSupervisor')).get('/trainees')).text).not.toContain('/messages/')
    const helen = await world.as('helen', 'educationalSupervisor')
    const forged = FormPage.from(await helen.get('/profile'), 'main form')
      .forge({ chosen: [amara], query: '' })
      .body()
    const answer = await helen
      .post('/messages/ticked')
      .set('content-type', 'application/x-www-form-urlencoded')
      .send(forged)
    expect(answer.status).toBe(404)
    expect((await helen.get('/messages')).status).toBe(404)
    expect(headingOf((await sam.get('/messages')).text)).toBe('Messages')
  })
})

describe('C14: messages to trainees', () => {
  it('show before they go whom they reach and whom no mail reaches, and tell nobody until they are sent', async () => {
    const of = { personId: world.person.tom, kind: 'email' as const }
    const were = await world.db.identifier.findMany({ where: of })
    await world.db.identifier.updateMany({ where: of, data: { verifiedAt: null } })
    const path = await begin([amara, tom, priya])
    const answer = await write(path)
    const shown = wordsOf(await sam.get(String(answer.headers.location)))
    expect(shown).toMatch(/Trainees 3 By mail too 2 No address for mail 1/)
    expect(shown).toMatch(/No mail reaches them 1.*Tom Beale no address for mail/)
    const id = path.split('/')[2]!
    expect((await (await world.as('amara')).get(`/messages/${id}`)).status).toBe(404)
    await work(world)
    expect([await notices(), await mails()]).toEqual([[], []])
    await (await sendForm(id)).submit(sam)
    await work(world)
    expect((await notices()).length).toBe(3)
    expect((await mails()).map(({ toPersonId }) => toPersonId)).not.toContain(world.person.tom)
    expect(wordsOf(await sam.get(`/messages/${id}`))).toMatch(/Tom Beale notice only/)
    for (const { id, verifiedAt } of were) await world.db.identifier.update({ where: { id }, data: { verifiedAt } })
  })

  it('go by mail to the address of the invitation where nobody has taken it up, and say what to do first', async () => {
    const where = { personId: world.person.tom }
    const email = { ...where, kind: 'email' as const }
    const were = await world.db.identifier.findMany({ where: email })
    await world.db.identifier.updateMany({ where: email, data: { verifiedAt: null } })
    await world.db.account.update({ where, data: { state: 'invited' } })
    const path = await begin([amara, tom])
    const answer = await write(path)
    expect(wordsOf(await sam.get(String(answer.headers.location)))).toMatch(/By mail too 2 No address for mail 0/)
    await (await sendForm(path.split('/')[2]!)).submit(sam)
    await work(world)
    const [mail] = (await mails()).filter(({ toPersonId }) => toPersonId === world.person.tom)
    expect(mail?.text).toContain('accept the invitation')
    await world.db.account.update({ where, data: { state: 'active' } })
    for (const { id, verifiedAt } of were) await world.db.identifier.update({ where: { id }, data: { verifiedAt } })
  })

  it('count everybody whom no mail reaches, and list the first of many', async () => {
    const path = await begin([amara])
    await write(path)
    const messageId = path.split('/')[2]!
    const people = Array.from({ length: 60 }, (_, n) => ({ id: newId(), givenName: 'Far', familyName: `Off ${n}` }))
    await world.db.person.createMany({ data: people })
    await world.db.messageTo.createMany({
      data: people.map(({ id }) => ({ messageId, personId: id, enrolmentId: tom })),
    })
    expect(wordsOf(await sam.get(`/messages/${messageId}`))).toMatch(/No mail reaches them 60.*and 10 more/)
  })

  it('go once to each, however often the form and the job come', async () => {
    const path = await begin([amara, tom])
    await write(path)
    const id = path.split('/')[2]!
    const form = await sendForm(id)
    const both = await Promise.all([form.submit(sam), form.submit(sam)])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect((await form.submit(sam)).headers.location).toBe(`/messages/${id}`)
    expect((await form.forge({ _key: 'another-key-of-sixteen-signs' }).submit(sam)).status).toBe(422)
    await queueJob(world.db, { task: 'message.tell', payload: { messageId: id } })
    await work(world)
    await queueJob(world.db, { task: 'message.tell', payload: { messageId: id } })
    await work(world)
    expect((await notices()).map(({ personId }) => personId).sort()).toEqual(
      [world.person.amara, world.person.tom].sort(),
    )
    expect((await mails()).length).toBe(2)
    expect(wordsOf(await sam.get(path))).toContain('It has been sent and changes no more')
  })

  it('are read in Attest by those whom they reach, as text; the mail says only that there is one', async () => {
    const id = await sent()
    await work(world)
    const [mail] = await mails()
    expect(`${mail!.subject} ${mail!.text}`).not.toMatch(/Rota|December|rota\.example/)
    const read = await (await world.as('amara')).get(`/messages/${id}`)
    expect(headingOf(read.text)).toBe('Rota for December')
    expect(read.text).toContain('&lt;b&gt;Read&lt;/b&gt; it.')
    expect(read.text).toContain('href="https://rota.example/dec"')
    expect(wordsOf(read)).not.toMatch(/Tom Beale|Names of all/)
    expect(wordsOf(await (await world.as('amara')).get('/'))).toContain('Rota for December')
    expect(wordsOf(await (await world.as('tom')).get('/messages'))).toContain('Rota for December')
    for (const who of ['priya', 'helen', 'james', 'morgan'] as const)
      expect([who, (await (await world.as(who)).get(`/messages/${id}`)).status]).toEqual([who, 404])
    expect((await (await radiologists.as('wendy')).get(`/messages/${id}`)).status).toBe(404)
    expect((await (await world.as('amara')).get(`/messages/${id}/write`)).status).toBe(404)
    const events = await world.db.auditEvent.findMany({ where: { type: { startsWith: 'message.' } } })
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('Rota')
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['message.sent', 'message.delivered']))
  })

  it('say which mails came back', async () => {
    const id = await sent()
    await work(world)
    await world.db.mail.updateMany({
      where: { aboutId: id, toPersonId: world.person.amara },
      data: { state: 'bounced', bouncedAt: new Date(worldNow) },
    })
    expect(wordsOf(await sam.get('/messages'))).toMatch(/Rota for December .* 2 1 came back 1 sent/)
    expect(wordsOf(await sam.get(`/messages/${id}`))).toMatch(/No mail reached them 1.*Amara Okafor came back/)
  })

  it('leave out those who are nobody’s trainees any longer when they go', async () => {
    const path = await begin([amara, tom])
    await write(path)
    const id = path.split('/')[2]!
    await world.db.enrolment.update({ where: { id: tom }, data: { state: 'closed' } })
    await (await sendForm(id)).submit(sam)
    await world.db.enrolment.update({ where: { id: tom }, data: { state: 'enrolled' } })
    expect((await world.db.messageTo.findMany({ where: { messageId: id } })).map((one) => one.enrolmentId)).toEqual([
      amara,
    ])
  })

  it('ask about words that identify somebody, need words, and are thrown away unsent', async () => {
    const path = await begin([amara])
    const named = await write(path, { ...usual, text: 'Thank you, Mrs Harding, for the ward round.' })
    expect([named.status, wordsOf(named).includes('looks like somebody’s name')]).toEqual([422, true])
    const empty = await write(path, { subject: '', text: ' ' })
    expect(wordsOf(empty)).toContain('Say in a few words what it is about')
    await write(path)
    const id = path.split('/')[2]!
    const discard = FormPage.from(await sam.get(`/messages/${id}`), 'main form[action$="/discard"]')
    expect((await discard.submit(sam)).headers.location).toBe('/messages')
    expect(await world.db.message.count()).toBe(0)
  })

  it('are removed thirty days after they were begun, where nobody sent them; sent ones stay', async () => {
    const id = await sent()
    const draft = (await begin([amara])).split('/')[2]!
    const { db, config, services, clock } = world
    const sweep = () =>
      tasksOf({ db, clock, config, log: createLog('silent') } as never, services, null)['messages.sweep']!(
        {},
        {} as never,
      )
    const left = async () => (await db.message.findMany({ where: { id: { in: [id, draft] } } })).map((one) => one.id)
    await sweep()
    expect((await left()).sort()).toEqual([id, draft].sort())
    clock.advance({ hours: 24 * 31 })
    await sweep()
    expect(await left()).toEqual([id])
  })
})
