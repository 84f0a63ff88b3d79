import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { enter } from '../support/enter.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { invitedSupervisor } from '../support/invited.ts'
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

  it('R29: who is only invited can be chosen, is shown as such, and hears of it where the invitation went', async () => {
    const nova = await invitedSupervisor(world)
    const sam = await world.as('sam')
    const shown = await sam.get(page)
    expect(wordsOf(shown)).toContain('Dr Nova Quill · invited, has not signed in yet · 0 trainees now')
    const clinical = { kind: 'clinical', personId: nova.id, from: '2026-12-01' }
    expect((await FormPage.from(shown, 'form[novalidate]').fill(clinical).submit(sam)).status).toBe(303)
    const mail = await world.db.mail.findFirstOrThrow({ where: { toPersonId: nova.id } })
    expect(mail.toAddress).toBe(nova.email)
    expect(mail.text).toContain('Dear Dr Nova Quill,\n\nA change of supervisor concerns you. To read it, accept the')
    // Nobody has proved that address: no trainee is named in it.
    expect(mail.text).not.toContain('Tom')
    await world.db.mail.deleteMany({})
    await world.db.notice.deleteMany({})
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
    expect(await world.db.auditEvent.count({ where: { type: 'supervision.changed' } })).toBe(2)

    const trainees = async (name: 'helen' | 'ruth') =>
      wordsOf(await (await world.as(name, 'educationalSupervisor')).get('/trainees'))
    expect(await trainees('helen')).toContain('Tom')
    expect(await trainees('ruth')).not.toContain('Programme board')
    world.clock.set('2026-12-01T00:30:00Z')
    expect(await trainees('helen')).not.toContain('Tom')
    expect(await trainees('ruth')).toContain('Tom')
  })
})

describe('R8, R29: days that have passed, and changes to come', () => {
  const priya = `/trainees/${world.enrolment.priya}/supervisors`
  const { helen, idris, james, ruth } = world.person
  const spans = async () => {
    const rows = await world.db.supervision.findMany({
      where: { enrolmentId: world.enrolment.priya, kind: 'educational' },
      orderBy: { from: 'asc' },
    })
    const nameOf = (id: string) => Object.entries(world.person).find(([, one]) => one === id)![0]
    return rows.map((row) => `${nameOf(row.personId)} ${iso(row.from)} ${row.until && iso(row.until)}`)
  }
  const iso = (day: Date) => day.toISOString().slice(0, 10)
  let sam: Awaited<ReturnType<typeof world.as>>
  const change = async (values: Record<string, string>) => {
    return FormPage.from(await sam.get(priya), 'form[novalidate]')
      .fill(values)
      .submit(sam)
  }
  const again = async (answer: Awaited<ReturnType<typeof change>>, values: Record<string, string> = {}) =>
    FormPage.from(answer, 'form[novalidate]').fill(values).submit(sam)
  const tick = (answer: { text: string }) => /name="confirm" value="([^"]+)"/.exec(answer.text)![1]!
  const mails = async (personId: string) =>
    (await world.db.mail.findMany({ where: { toPersonId: personId }, orderBy: { id: 'desc' }, take: 1 }))[0]!.text

  beforeAll(async () => {
    world.clock.set('2026-11-22T09:00:00Z')
    sam = await world.as('sam')
  })

  it('joins two beginnings of the same person: one row, and the days are told rightly', async () => {
    expect(await spans()).toEqual(['idris 2026-08-05 2027-08-05'])
    expect((await change({ personId: james, from: '2026-11-26', kind: 'educational' })).status).toBe(303)
    expect(wordsOf(await sam.get(priya))).toContain('then Dr James Osei from 26 Nov 2026')
    expect((await change({ personId: james, from: '2026-11-25', kind: 'educational' })).status).toBe(303)
    expect(await spans()).toEqual(['idris 2026-08-05 2026-11-25', 'james 2026-11-25 2027-08-05'])
    expect(await mails(james)).toBe(
      'Dear Dr James Osei,\n\nYou are educational supervisor of Dr Priya Nair from 25 Nov 2026. This replaces the day named before, 26 Nov 2026.',
    )
    expect(await mails(idris)).toBe(
      'Dear Dr Idris Khan,\n\nYour time as educational supervisor of Dr Priya Nair ends on 24 Nov 2026. What you have begun, and what waits for you that day, you may finish until 22 Dec 2026.',
    )
  })

  it('says what is to come of somebody else, and asks whether it stays', async () => {
    const asked = await change({ personId: ruth, from: '2026-11-24', kind: 'educational' })
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('Dr James Osei is recorded from 25 Nov 2026. Say what becomes of that.')
    expect(wordsOf(asked)).toContain('Dr Ruth Adler is supervisor until 24 Nov 2026.')
    expect((await again(asked, { later: 'replace' })).status).toBe(303)
    expect(await spans()).toEqual(['idris 2026-08-05 2026-11-24', 'ruth 2026-11-24 2027-08-05'])
    expect(await mails(james)).toContain('You will not become educational supervisor of Dr Priya Nair on 25 Nov 2026')
    const history = wordsOf(await sam.get(priya))
    expect(history).toMatch(
      /Dr James Osei educational supervisor 25 Nov 2026 – 4 Aug 2027 Corrected by Mr Sam Whitfield/,
    )
  })

  it('lets who is supervisor now stay, and takes the change to come back', async () => {
    const asked = await change({ personId: idris, from: '2026-11-22', kind: 'educational' })
    expect(wordsOf(asked)).toContain('Dr Ruth Adler is recorded from 24 Nov 2026.')
    expect((await again(asked, { later: 'replace' })).status).toBe(303)
    expect(await spans()).toEqual(['idris 2026-08-05 2027-08-05'])
    const none = await change({ personId: idris, from: '2026-11-22', kind: 'educational' })
    expect(wordsOf(none)).toContain('This is the supervisor on that day already.')
  })

  it('corrects the past only with a reason and after saying what changes; who really supervised stays', async () => {
    const first = { personId: helen, from: '2026-09-01', kind: 'educational' }
    const asked = await change(first)
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('Say why the past is corrected: the first day lies before today.')
    expect(wordsOf(asked)).toContain(
      'From 1 Sep 2026 to 21 Nov 2026 Dr Idris Khan was educational supervisor on record; the record will say Dr Helen Marsh.',
    )
    expect(wordsOf(asked)).toContain('Dr Idris Khan signed nothing in that time.')
    expect(wordsOf(asked)).toContain('From now on Dr Helen Marsh sees the portfolio and Dr Idris Khan does not.')
    expect(await spans()).toEqual(['idris 2026-08-05 2027-08-05'])

    const unticked = await again(asked, { reason: 'Recorded under the wrong name' })
    expect(wordsOf(unticked)).toContain('Read what this changes, and tick if it is right.')
    const otherDay = await again(unticked, { confirm: tick(unticked), from: '2026-09-02' })
    expect(otherDay.status).toBe(422)
    expect((await again(otherDay, { ...first, confirm: tick(unticked) })).status).toBe(303)

    expect(await spans()).toEqual(['idris 2026-08-05 2026-09-01', 'helen 2026-09-01 2027-08-05'])
    const kept = await world.db.correctedSupervision.findFirstOrThrow({ where: { personId: idris } })
    expect([iso(kept.from), iso(kept.until!), kept.correctedById, kept.correctedReason]).toEqual([
      '2026-08-05',
      '2027-08-05',
      world.person.sam,
      'Recorded under the wrong name',
    ])
    const history = wordsOf(await sam.get(priya))
    expect(history).toMatch(
      /Dr Idris Khan educational supervisor 5 Aug 2026 – 4 Aug 2027 Corrected by Mr Sam Whitfield on 22 Nov 2026: Recorded under the wrong name corrected/,
    )
    expect(await mails(idris)).toContain(
      'The record has been corrected: your time as educational supervisor of Dr Priya Nair ended on 31 Aug 2026. What you signed since then stays signed under your name.',
    )
  })

  it('follows the corrected record: access goes by it, and the trainee reads from whom to whom', async () => {
    const portfolio = `/portfolios/${world.enrolment.priya}`
    expect((await (await world.as('helen', 'educationalSupervisor')).get(portfolio)).status).toBe(200)
    const was = await world.as('idris')
    expect((await was.get(portfolio)).status).toBe(404)
    const activity = wordsOf(await (await world.as('priya')).get(`${portfolio}/activity`))
    expect(activity).toContain(
      'Mr Sam Whitfield changed the educational supervisor from Dr Idris Khan to Dr Helen Marsh, from 1 Sep 2026',
    )
    expect(wordsOf(await (await world.as('priya')).get('/'))).toContain(
      'The record of your supervisors has been corrected: Dr Helen Marsh is your educational supervisor since 1 Sep 2026, after Dr Idris Khan',
    )
  })

  it('counts what was signed in the days that are corrected', async () => {
    const recordId = await enter(world, 'priya', 'reflection-free', {
      ...{ title: 'A long night', text: 'What I learnt.', category: 'event', happenedOn: '2026-11-01' },
    })
    const signed = { signerId: helen, signerName: 'Dr Helen Marsh', signerRole: 'educational supervisor' }
    const portfolioId = world.person.priya
    await world.db.chainHead.create({ data: { portfolioId } })
    await world.db.recordVersion.create({
      data: {
        ...{ id: newId(), recordId, ...signed, signedAt: new Date('2026-10-01T10:00:00Z'), assurance: 'session' },
        ...{ portfolioId, seq: 1, content: Buffer.from('{}'), contentHash: 'x', prev: '0'.repeat(64) },
        ...{ hash: 'z', rendered: {}, signature: 's' },
      },
    })
    const asked = await change({ personId: idris, from: '2026-09-15', kind: 'educational', reason: 'As it really was' })
    expect(wordsOf(asked)).toContain(
      'Dr Helen Marsh signed 1 form in that time. What was signed stays signed, under the name of Dr Helen Marsh.',
    )
  })

  it('keeps another’s later supervision where the past before it is corrected', async () => {
    const from = '2026-08-10'
    const asked = await change({ personId: james, from, kind: 'educational', reason: 'He covered the first weeks' })
    expect(wordsOf(asked)).toContain('Dr Helen Marsh is recorded from 1 Sep 2026.')
    const kept = await again(asked, { later: 'keep' })
    expect((await again(kept, { confirm: tick(kept) })).status).toBe(303)
    expect(await spans()).toEqual([
      'idris 2026-08-05 2026-08-10',
      'james 2026-08-10 2026-09-01',
      'helen 2026-09-01 2027-08-05',
    ])
  })
})

describe('R29: this is not my supervisor', () => {
  const tom = world.enrolment.tom
  const said = (kind: string) =>
    world.db.supervisorObjection.findMany({ where: { enrolmentId: tom, kind: kind as 'educational' } })
  const object = async (values: Record<string, string>) => {
    const trainee = await world.as('tom')
    const home = await trainee.get('/')
    const link = /href="(\/supervisors\?kind=educational)"[^>]*>This is not my supervisor</.exec(home.text)
    return FormPage.from(await trainee.get(link![1]!))
      .fill(values)
      .submit(trainee)
  }

  it('is one press from home, tells coordinator and tutor, and leaves the record as it is', async () => {
    const before = await world.db.supervision.findMany({ where: { enrolmentId: tom } })
    const sent = await object({ suggested: 'Dr Grace Adeyemi', words: 'She has met me since August.' })
    expect([sent.status, sent.headers.location]).toEqual([303, '/supervisors'])
    expect(await world.db.supervision.findMany({ where: { enrolmentId: tom } })).toEqual(before)
    const told = await world.db.notice.findMany({ where: { kind: 'supervision.objected' } })
    expect(told.map((one) => one.personId).sort()).toEqual([world.person.sam, world.person.ruth].sort())
    expect(told[0]!.text).toBe('Dr Tom Beale says: Dr Helen Marsh is not my educational supervisor')
    const own = wordsOf(await (await world.as('tom')).get('/supervisors'))
    expect(own).toContain('Only the programme coordinator changes who is on record.')
    expect(own).toMatch(
      /Dr Helen Marsh is not my educational supervisor open Said on \d+ \w+ 2026 · It should be Dr Grace Adeyemi/,
    )
  })

  it('is taken once while it is open, and needs to say which supervisor', async () => {
    const again = await object({ words: 'Once more' })
    expect(again.status).toBe(422)
    expect(wordsOf(again)).toContain('You have said so already; it waits for the coordinator.')
    const trainee = await world.as('tom')
    const none = await FormPage.from(await trainee.get('/supervisors'))
      .fill({ words: 'Which?' })
      .submit(trainee)
    expect(wordsOf(none)).toContain('Choose which supervisor is wrong.')
    expect(FormPage.from(none).value('words')).toBe('Which?')
    expect(await said('educational')).toHaveLength(1)
  })

  it('is read by the tutor, and answered by the coordinator alone', async () => {
    const tutor = await world.as('ruth')
    const shown = await tutor.get(page)
    expect(wordsOf(shown)).toContain('She has met me since August.')
    expect(shown.text).not.toContain('name="answer"')
    const sam = await world.as('sam')
    const form = () => sam.get(page).then((answer) => FormPage.from(answer, 'form[action*="/objections/"]'))
    const empty = await (await form()).fill({ answer: ' ' }).submit(sam)
    expect(empty.status).toBe(422)
    expect(wordsOf(empty)).toContain('Write the answer that the trainee is to read.')
    expect((await (await form()).fill({ answer: 'She takes over in February.' }).submit(sam)).status).toBe(303)
    const own = wordsOf(await (await world.as('tom')).get('/supervisors'))
    expect(own).toContain('answered')
    expect(own).toContain('She takes over in February.')
    expect(wordsOf(await (await world.as('tom')).get('/'))).toContain('has answered what you said about your')
    expect(await world.db.mail.count({ where: { purpose: 'supervision.answered' } })).toBe(1)
    const activity = wordsOf(await (await world.as('tom')).get(`/portfolios/${tom}/activity`))
    expect(activity).toContain('You said that a supervisor on record is wrong')
    expect(activity).toContain('Mr Sam Whitfield answered about a supervisor')
  })

  it('is settled when the coordinator changes that supervisor', async () => {
    expect((await object({ words: 'Still not.' })).status).toBe(303)
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get(page), '#change-form')
    const change = { kind: 'educational', personId: world.person.james, from: '2026-12-05' }
    const inverted = await form.fill({ ...change, last: '2026-12-04' }).submit(sam)
    expect([inverted.status, wordsOf(inverted)]).toEqual([
      ...[422, expect.stringContaining('The last day lies before the first one.')],
    ])
    const done = await FormPage.from(inverted, '#change-form').fill({ last: '2027-01-31' }).submit(sam)
    expect(done.status).toBe(303)
    const named = await world.db.supervision.findFirstOrThrow({
      where: { enrolmentId: tom, kind: 'educational', personId: world.person.james, from: dbDate('2026-12-05') },
    })
    expect(named.until).toEqual(dbDate('2027-02-01'))
    // Whoever was on record goes on after it, and is told so.
    const before = await world.db.supervision.findFirstOrThrow({
      where: { enrolmentId: tom, kind: 'educational', until: dbDate('2026-12-05') },
    })
    expect(
      await world.db.supervision.count({
        where: { enrolmentId: tom, kind: 'educational', personId: before.personId, from: dbDate('2027-02-01') },
      }),
    ).toBe(1)
    const told = await world.db.notice.findFirstOrThrow({
      where: { personId: before.personId, kind: 'supervision.changed' },
      orderBy: { id: 'desc' },
    })
    expect(told.text).toContain('From 1 Feb 2027 on you are again')
    expect(
      (await world.db.notice.findFirstOrThrow({ where: { personId: world.person.james }, orderBy: { id: 'desc' } }))
        .text,
    ).toContain('from 5 Dec 2026 until 31 Jan 2027')
    const [latest] = (await said('educational')).filter((one) => one.words === 'Still not.')
    expect([latest!.outcome, latest!.closedByName]).toEqual(['changed', 'Mr Sam Whitfield'])
    expect(wordsOf(await (await world.as('tom')).get('/supervisors'))).toContain('record changed')
  })

  it('is the trainee’s page alone, and no button for others', async () => {
    expect((await (await world.as('helen')).get('/supervisors')).status).toBe(404)
    expect((await (await world.as('sam')).get(`/portfolios/${tom}`)).text).not.toContain('This is not my supervisor')
  })
})
