import { join } from 'node:path'
import { resembles, slips } from '../../src/assessments/resemble.ts'
import { root } from '../../src/kit/root.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { publishPack } from '../../src/programmes/publish.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answers, ask, complete, formKey, item, linkFor, work } from './support.ts'

const world = await testWorld()
const url = `/assessments/new?form=${formKey}&item=${item}`
afterEach(async () => {
  await world.db.draft.deleteMany()
  world.clock.set('2026-11-22T09:00:00Z')
})

const formOf = async (agent: Awaited<ReturnType<typeof world.as>>, at = url) =>
  FormPage.from(await agent.get(at).expect(200), 'main form.form')
const requests = () => world.db.assessmentRequest.count()
const other = { assessor: 'other', 'f.title': 'Falls clinic' }

/** Requests that wait for somebody, without anybody having asked by hand. */
async function waitingFor(
  personId: string,
  count: number,
  { enrolment = world.enrolment.tom, person = world.person.tom } = {},
) {
  const amara = await world.as('amara')
  const id = await ask(world, amara, {
    email: `${crypto.randomUUID()}@elsewhere.example`,
  })
  const { request, ...record } = await world.db.record.findUniqueOrThrow({ where: { id }, include: { request: true } })
  await world.db.draft.deleteMany()
  for (let i = 0; i < count; i++) {
    const own = {
      ...record,
      id: crypto.randomUUID(),
      assessorId: personId,
      enrolmentId: enrolment,
      personId: person,
      authorId: person,
    }
    await world.db.record.create({ data: { ...own, values: {}, facts: {} } })
    await world.db.assessmentRequest.create({ data: { ...request!, recordId: own.id } })
  }
  await world.db.assessmentRequest.update({ where: { recordId: id }, data: { state: 'withdrawn' } })
}

describe('addresses that resemble one another', () => {
  it.each([
    ['helen.marhs@demo.example', 'helen.marsh@demo.example', true],
    ['helen.mars@demo.example', 'helen.marsh@demo.example', true],
    ['helen.marsh@demo.exmaple', 'helen.marsh@demo.example', true],
    ['helen.marsh@gmail.example', 'helen.marsh@demo.example', true],
    ['helen.marsh@demo.example', 'helen.marsh@demo.example', false],
    ['ruth.adler@demo.example', 'helen.marsh@demo.example', false],
    ['secretary@ward.example', 'secretary@clinic.example', false],
    ['tom@demo.example', 'sam@demo.example', false],
    ['ann@a.example', 'ann@b.example', false],
  ])('%s and %s: %s', (typed, known, expected) => expect(resembles(typed, known)).toBe(expected))

  it('counts turned letters as one slip', () =>
    expect([slips('marhs', 'marsh'), slips('abc', 'abd'), slips('', 'ab')]).toEqual([1, 1, 2]))
})

describe('before a request goes (B6, D24)', () => {
  it('says how much waits for each colleague and how soon they answer, and offers others first where it is much', async () => {
    const amara = await world.as('amara')
    await waitingFor(world.person.idris, 8)
    await waitingFor(world.person.ruth, 1)
    for (const days of [2, 4, 4]) {
      const id = await ask(world, amara, { email: `answered.${days}.${Math.random()}@elsewhere.example` })
      const sentAt = new Date('2026-11-01T09:00:00Z')
      await world.db.assessmentRequest.update({ where: { recordId: id }, data: { state: 'completed', sentAt } })
      const completedAt = new Date(sentAt.getTime() + days * 86_400_000)
      await world.db.record.update({ where: { id }, data: { assessorId: world.person.helen, completedAt } })
    }
    const page = await amara.get(url).expect(200)
    const words = wordsOf(page)
    expect(words).toMatch(/Dr Idris Khan.{0,200}8 open requests: perhaps ask somebody else/)
    expect(words).toMatch(/Dr Ruth Adler.{0,200}1 open request/)
    expect(words).toMatch(/Dr Helen Marsh.{0,200}usually answers within 4 days/)
    expect(words.indexOf('Dr Idris Khan')).toBeGreaterThan(words.indexOf('Dr Ruth Adler'))
    // A hint, never a block.
    await (await formOf(amara)).fill({ assessor: world.person.idris }).submit(amara).expect(303)
  })

  it('asks once where a typed address is that of a colleague with much to do', async () => {
    const amara = await world.as('amara')
    const typed = { ...other, name: 'Dr Idris Khan', email: 'idris@demo.attest.example', 'f.seenOn': '2026-11-19' }
    const before = await requests()
    const asked = await (await formOf(amara)).fill(typed).submit(amara)
    expect([asked.status, await requests()]).toEqual([422, before])
    expect(wordsOf(asked)).toMatch(/Dr Idris Khan has \d+ open requests just now/)
    const again = FormPage.from(asked, 'main form.form')
    expect([again.value('email'), again.value('sure')]).toEqual(['idris@demo.attest.example', 'busy'])
    await again.submit(amara).expect(303)
    expect(await requests()).toBe(before + 1)
  })

  it('tells nothing of the load of strangers', async () => {
    const amara = await world.as('amara')
    const stranger = await world.db.person.create({
      data: { id: crypto.randomUUID(), givenName: 'Far', familyName: 'Away' },
    })
    const value = 'far.away@another.example'
    await world.db.identifier.create({
      data: { id: crypto.randomUUID(), personId: stranger.id, kind: 'email', value, normalised: value },
    })
    await waitingFor(stranger.id, 9)
    const sent = await (await formOf(amara)).fill({ ...other, name: 'Far Away', email: value }).submit(amara)
    expect(sent.status).toBe(303)
  })

  it('says kindly when a trainee has asked much, and takes the request all the same', async () => {
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(url))).not.toContain('spread out')
    await waitingFor(world.person.helen, 10, { enrolment: world.enrolment.amara, person: world.person.amara })
    expect(wordsOf(await amara.get(url))).toMatch(/\d+ requests of yours are still open\. You can ask all the same/)
    await (await formOf(amara)).fill({ assessor: world.person.ruth, 'f.title': 'One more' }).submit(amara).expect(303)
  })
})

describe('bad input that is no mistake to be refused', () => {
  it('an address that resembles a colleague’s: asks whether they were meant, and takes either answer', async () => {
    const amara = await world.as('amara')
    const typed = { ...other, name: 'Dr Helen Marsh', email: 'heeln@demo.attest.example', 'f.seenOn': '2026-11-12' }
    const asked = await (await formOf(amara)).fill(typed).submit(amara)
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('Did you mean Dr Helen Marsh?')
    expect(asked.text).not.toContain('helen@demo')
    const askedOf = async () =>
      (await world.db.record.findMany({ where: { occurredOn: new Date('2026-11-12'), status: 'requested' } })).map(
        ({ assessorId }) => assessorId === world.person.helen,
      )
    await FormPage.from(asked, 'main form.form').submit(amara, 'Ask Dr Helen Marsh').expect(303)
    expect(await askedOf()).toEqual([true])
    // The Enter key takes what was typed.
    const once = await (await formOf(amara)).fill(typed).submit(amara)
    await FormPage.from(once, 'main form.form').submit(amara).expect(303)
    expect((await askedOf()).sort()).toEqual([false, true])
    expect(await world.db.identifier.count({ where: { normalised: 'heeln@demo.attest.example' } })).toBe(1)
  })

  it('R97: holds somebody typed by address to the form’s rules, however many colleagues there are', async () => {
    const amara = await world.as('amara')
    const colleagues = [
      'ashby',
      'brightwater',
      'coombes',
      'dlamini',
      'eriksen',
      'fitzroy',
      'guerrero',
      'holloway',
      'ibrahim',
      'jurgens',
    ]
    for (const name of colleagues) await ask(world, amara, { email: `${name}@elsewhere.example` })
    await world.db.draft.deleteMany()
    const { value } = await world.db.identifier.findFirstOrThrow({
      where: { personId: world.person.tom, kind: 'email' },
    })
    const before = await requests()
    const refused = await (await formOf(amara)).fill({ ...other, name: 'Dr Tom Reyes', email: value }).submit(amara)
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('does not have the correct role and/or relationship to you')
    expect(await requests()).toBe(before)
  })

  it('says nothing of people outside the trainee’s circle', async () => {
    const amara = await world.as('amara')
    const typed = { ...other, name: 'Somebody', email: 'gracee@demo.attest.example', 'f.seenOn': '2026-11-11' }
    await (await formOf(amara)).fill(typed).submit(amara).expect(303)
  })

  it('the same request again: asks before a second one goes', async () => {
    const amara = await world.as('amara')
    const again = { assessor: world.person.ruth, 'f.title': 'Ward round', 'f.seenOn': '2026-11-10' }
    await (await formOf(amara)).fill(again).submit(amara).expect(303)
    const before = await requests()
    const asked = await (await formOf(amara)).fill(again).submit(amara)
    expect([asked.status, await requests()]).toEqual([422, before])
    expect(wordsOf(asked)).toContain('You asked Dr Ruth Adler for a mini-CEX of the same day')
    await FormPage.from(asked, 'main form.form').submit(amara).expect(303)
    expect(await requests()).toBe(before + 1)
    // Another day, another item or another person is another request.
    await (await formOf(amara))
      .fill({ ...again, 'f.seenOn': '2026-11-09' })
      .submit(amara)
      .expect(303)
    const elsewhere = `/assessments/new?form=${formKey}&item=cip-c1`
    await (await formOf(amara, elsewhere)).fill(again).submit(amara).expect(303)
    await (await formOf(amara))
      .fill({ ...again, assessor: world.person.helen })
      .submit(amara)
      .expect(303)
  })

  it('a form whose pack was superseded meanwhile: is shown, completed and signed as it was asked', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara, { 'f.seenOn': '2026-11-08' })
    const path = await linkFor(world, id)
    const pack = structuredClone(await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1')))
    pack.pack.version = '2027.1'
    const form = pack.forms.find(({ key }) => key === formKey)!
    form.title = 'Another form altogether'
    for (const section of form.sections)
      for (const field of section.fields) if (field.key === 'doneWell') field.label = 'A new question'
    const newer = await world.db.$transaction((tx) => publishPack(tx, pack, new Date()), { timeout: 30_000 })
    const old = await world.db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })
    await world.db.enrolment.update({ where: { id: old.id }, data: { packVersionId: newer } })
    try {
      const shown = wordsOf(await world.visitor().get(path).expect(200))
      expect(shown).not.toContain('Another form altogether')
      expect(shown).not.toContain('A new question')
      const { answer } = await complete(world, path)
      expect(answer.status).toBe(303)
      const record = await world.db.record.findUniqueOrThrow({ where: { id }, include: { versions: true } })
      expect(record).toMatchObject({
        status: 'signed',
        packVersionId: old.packVersionId,
        values: { doneWell: answers['f.doneWell'] },
      })
      expect(JSON.stringify(record.versions[0]!.rendered)).not.toContain('A new question')
      expect(wordsOf(await (await world.as('amara')).get(`/assessments/${id}`).expect(200))).toContain('plain words')
    } finally {
      await world.db.enrolment.update({ where: { id: old.id }, data: { packVersionId: old.packVersionId } })
    }
  })
})

describe('how far it has come (D3)', () => {
  it('shows the request and its mail as two tracks, and what ran out with one tap to ask again', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara, { 'f.seenOn': '2026-11-07', email: 'two.tracks@hospital.example' })
    const path = await linkFor(world, id)
    const words = async () => wordsOf(await amara.get(`/assessments/${id}`).expect(200))
    expect(await words()).toMatch(
      /The request ?Asked 22 Nov 2026, 09:00 ?Not started yet ?Not completed yet ?Its mail ?On its way 22 Nov.{0,20}Not opened yet/,
    )
    await world.visitor().get(path).expect(200)
    expect(await words()).toContain('perhaps by a program that checks mails: nobody need have read it')
    await world
      .visitor()
      .post(`${path}/draft`)
      .set('content-type', 'application/json')
      .send({ values: { 'f.doneWell': 'x' }, baseRev: 0 })
      .expect(200)
    expect(await words()).toMatch(
      /Asked .{0,20} ?Started 22 Nov.{0,20}Not completed yet.{0,200}Opened by Dr Nisha Patel/,
    )
    world.clock.advance({ days: 30 })
    const later = await world.as('amara')
    const list = await later.get('/assessments').expect(200)
    expect(wordsOf(list)).toContain('Ran out')
    await FormPage.from(list, `form[action="/assessments/${id}/revive"]`).submit(later).expect(303)
    expect(await world.db.assessmentRequest.findUnique({ where: { recordId: id } })).toMatchObject({
      state: 'sent',
      generation: 2,
    })
  })

  it('D3: tells of a letter that nobody opened for two days: at once on the pages, once by a notice', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara, { 'f.seenOn': '2026-11-06', email: 'quiet.reader@hospital.example' })
    const sweep = async () => {
      await world.db.$executeRaw`select graphile_worker.add_job('requests.quiet')`
      await work(world)
    }
    await sweep()
    world.clock.advance({ hours: 47 })
    await sweep()
    const told = () => world.db.notice.count({ where: { recordId: id, kind: 'assessment.quiet' } })
    expect(await told()).toBe(0)
    world.clock.advance({ hours: 2 })
    const later = await world.as('amara')
    expect(wordsOf(await later.get(`/assessments/${id}`))).toContain('Not opened for two days')
    expect(wordsOf(await later.get('/todo'))).toContain('Dr Nisha Patel has not opened your mini-CEX')
    await Promise.all([sweep(), sweep()])
    await sweep()
    expect(await told()).toBe(1)
    expect(amara).toBeDefined()
  })
})
