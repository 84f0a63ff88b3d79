import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const page = `/trainees/${world.enrolment.tom}/supervisors`

describe('lists of trainees', () => {
  it('R8: the coordinator sees the programme, with post and supervisors', async () => {
    const sam = await world.as('sam')
    const answer = await sam.get('/trainees')
    expect(answer.status).toBe(200)
    expect(headingOf(answer.text)).toBe('Programme board')
    for (const words of ['Dr Amara Okafor', 'Dr Tom Beale', '60 %', 'Dr Helen Marsh', "St Anne's Hospital"]) {
      expect(wordsOf(answer)).toContain(words)
    }
  })

  it('R44: a supervisor sees today’s trainees and nobody else', async () => {
    const helen = await world.as('helen')
    const words = wordsOf(await helen.get('/trainees'))
    expect(words).toContain('Dr Amara Okafor')
    expect(words).toContain('Dr Tom Beale')
    expect(words).not.toContain('Priya')
  })

  it('R31: each role has its own trainees', async () => {
    const clinical = wordsOf(await (await world.as('idris', 'clinicalSupervisor')).get('/trainees'))
    const educational = wordsOf(await (await world.as('idris', 'educationalSupervisor')).get('/trainees'))
    expect(clinical).toContain('Amara')
    expect(clinical).not.toContain('Priya')
    expect(educational).toContain('Priya')
    expect(educational).not.toContain('Amara')
  })

  it('finds by name and takes nothing for a pattern or for SQL', async () => {
    const sam = await world.as('sam')
    expect(wordsOf(await sam.get('/trainees?q=beale'))).toContain('Dr Tom Beale')
    expect(wordsOf(await sam.get('/trainees?q=%25'))).toContain('Nobody called')
    const hostile = await sam.get(
      `/trainees?q=${encodeURIComponent('\'; drop table "Person"; --<script>')}&page=-3&sort=x&show=y`,
    )
    expect(hostile.status).toBe(200)
    expect(hostile.text).not.toContain('<script>')
  })

  it('R44: a trainee has no such list', async () => {
    expect((await (await world.as('amara')).get('/trainees')).status).toBe(404)
    expect((await world.visitor().get('/trainees')).headers.location).toContain('/sign-in')
  })
})

describe('R8, R29: changing a supervisor', () => {
  it('is the coordinator’s alone; others read why', async () => {
    const helen = await world.as('helen')
    const shown = await helen.get(page)
    expect(wordsOf(shown)).toContain('Only the programme coordinator changes the supervisor on record.')
    const own = {
      _csrf: FormPage.from(shown, 'form:has(input[name=_csrf])').value('_csrf')!,
      _role: 'educationalSupervisor',
    }
    const form = FormPage.from(await (await world.as('sam')).get(page), 'form[novalidate]')
    const refused = await form.forge(own).submit(helen)
    expect(refused.status).toBe(403)
    expect(wordsOf(refused)).toContain('the programme coordinator')
  })

  it('is not there for the trainee', async () => {
    expect((await (await world.as('tom')).get(page)).status).toBe(404)
  })

  it('says what is missing and keeps what was typed', async () => {
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get(page), 'form[novalidate]')
    const answer = await form
      .fill({ personId: '', from: '2026-02-31', reason: 'Moves to another hospital' })
      .submit(sam)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('Choose the new supervisor.')
    expect(wordsOf(answer)).toContain('Enter a real date')
    expect(answer.text).toContain('Moves to another hospital')
  })

  it('asks for the first day where there is none, and for whatever else is missing', async () => {
    const sam = await world.as('sam')
    const form = () => sam.get(page).then((answer) => FormPage.from(answer, 'form[novalidate]'))
    const words = { personId: world.person.ruth, from: '', reason: 'Moves to another hospital' }
    const answer = await (await form()).fill(words).submit(sam)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('Enter the first day of the new supervisor.')
    expect(FormPage.from(answer, 'form[novalidate]').value('reason')).toBe('Moves to another hospital')
    expect(FormPage.from(answer, 'form[novalidate]').value('personId')).toBe(world.person.ruth)
    const bare = await (await form()).clear('kind', 'personId', 'from', 'reason').submit(sam)
    expect(bare.status).toBe(422)
    for (const sentence of ['Choose which supervisor', 'Choose the new supervisor.', 'Enter the first day']) {
      expect(wordsOf(bare)).toContain(sentence)
    }
    expect(wordsOf(bare)).not.toMatch(/Invalid input|expected/)
  })

  it('says days as people do', async () => {
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get(page), 'form[novalidate]')
    const early = await form.fill({ personId: world.person.ruth, from: '2019-01-01' }).submit(sam)
    expect(wordsOf(early)).toMatch(/Choose a day within the training, from \d+ Aug 20\d\d to \d+ Aug 20\d\d/)
  })

  it('refuses days outside the training and somebody who is not in the list', async () => {
    const sam = await world.as('sam')
    const form = () => sam.get(page).then((answer) => FormPage.from(answer, 'form[novalidate]'))
    const early = await (await form()).fill({ personId: world.person.ruth, from: '2019-01-01' }).submit(sam)
    expect(wordsOf(early)).toContain('Choose a day within the training')
    const trainee = await (await form()).fill({ personId: world.person.priya, from: '2026-12-01' }).submit(sam)
    expect(wordsOf(trainee)).toContain('Choose a supervisor from the list.')
    const self = await (await form()).fill({ personId: world.person.helen, from: '2026-12-01' }).submit(sam)
    expect(wordsOf(self)).toContain('This is the supervisor on that day already.')
  })

  it('takes effect on its day, keeps the history, tells everybody, and access follows', async () => {
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get(page), 'form[novalidate]')
    const done = await form.fill({ kind: 'educational', personId: world.person.ruth, from: '2026-12-01' }).submit(sam)
    expect(done.status).toBe(303)
    const after = wordsOf(await sam.get(page))
    expect(after).toContain('Dr Helen Marsh')
    expect(after).toContain('Dr Ruth Adler')
    const told = await world.db.notice.findMany({ where: { kind: 'supervision.changed' } })
    expect(told.map((row) => row.personId).sort()).toEqual(
      [world.person.tom, world.person.ruth, world.person.helen].sort(),
    )
    expect(await world.db.mail.count({ where: { purpose: 'supervision.changed' } })).toBe(3)
    expect(await world.db.auditEvent.count({ where: { type: 'supervision.changed' } })).toBe(1)

    const trainees = async (name: 'helen' | 'ruth') =>
      wordsOf(await (await world.as(name, 'educationalSupervisor')).get('/trainees'))
    expect(await trainees('helen')).toContain('Tom')
    expect(await trainees('ruth')).not.toContain('Programme board')
    world.clock.set('2026-12-01T00:30:00Z')
    expect(await trainees('helen')).not.toContain('Tom')
    expect(await trainees('ruth')).toContain('Tom')
  })
})
