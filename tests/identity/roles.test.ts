import { candidates } from '../../src/cohorts/supervisors.ts'
import { Prisma } from '../../src/generated/client.ts'
import { dateIn } from '../../src/kit/clock.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const portfolio = (name: keyof typeof there.enrolment) => `/portfolios/${there.enrolment[name]}`

describe('roles at hospitals and in networks', () => {
  it('R13: a director of training sees the trainees whose current post is at their hospital, of their programme alone', async () => {
    const grace = await there.as('grace')
    const home = wordsOf(await grace.get('/'))
    expect(home).toContain('You act as Director of Training · Bayside Hospital')
    expect(home).toContain('Dr Oscar Lindqvist')
    for (const other of ['Mia', 'Leo', 'Amara']) expect(home).not.toContain(other)
    const status = async (name: keyof typeof there.enrolment) => (await grace.get(portfolio(name))).status
    expect([await status('oscar'), await status('mia'), await status('leo')]).toEqual([200, 404, 404])
    expect(wordsOf(await grace.get('/trainees'))).toContain('As Director of Training · 1 trainee')
  })

  it('R13, R113: a director of training signs off what the pack lets them, and others of the network do not', async () => {
    const sheet = wordsOf(await (await there.as('grace')).get(`${portfolio('oscar')}/curriculum`))
    expect(sheet).not.toContain('educational supervisor')
    const pack = await world.services.packs.get(there.packVersion)
    const item = [...pack.items.values()].find(({ signOff }) => signOff)!
    const at = `${portfolio('oscar')}/sign-off/${item.key}`
    const mine = await (await there.as('grace')).get(at)
    expect(mine.status).toBe(200)
    expect(wordsOf(mine)).toContain('You sign as Director of Training')
    const theirs = wordsOf(await (await there.as('hugo')).get(at))
    expect(theirs).toContain('Only the trainee’s Director of Training can sign this off.')
  })

  it('R14, R15: the network’s director and support officer see its trainees, each as far as their role goes', async () => {
    const hugo = await there.as('hugo')
    const words = wordsOf(await hugo.get('/trainees'))
    for (const name of ['Oscar', 'Mia']) expect(words).toContain(name)
    // Narrowed to one programme, though the other one is in the same network.
    expect(words).not.toContain('Leo')
    expect((await hugo.get(portfolio('leo'))).status).toBe(404)
    expect((await hugo.get(`/portfolios/${world.enrolment.amara}`)).status).toBe(404)
    const nina = await there.as('nina')
    for (const name of ['oscar', 'mia', 'leo'] as const) expect((await nina.get(portfolio(name))).status).toBe(200)
    expect(wordsOf(await nina.get('/'))).toContain('You act as Education Support Officer · Northern network')
  })

  it('R13: reach ends with the post', async () => {
    const until = async (day: string) =>
      world.db.placement.updateMany({ where: { enrolmentId: there.enrolment.oscar }, data: { until: dbDate(day) } })
    // In Sydney the 22nd has begun long before the world's 09:00 in London.
    await until('2026-11-22')
    expect((await (await there.as('grace')).get('/')).text).not.toContain('Oscar')
    expect((await (await there.as('grace')).get(portfolio('oscar'))).status).toBe(404)
    await until('2026-11-23')
    expect((await (await there.as('grace')).get(portfolio('oscar'))).status).toBe(200)
    await until('2027-02-01')
  })

  it('lives in the time of the acting role’s programme', async () => {
    world.clock.set('2026-11-22T15:00:00Z')
    const day = async (who: Awaited<ReturnType<typeof world.as>>) =>
      FormPage.from(await who.get('/records/new/teaching'), 'form[data-autosave]').value('f.heldOn')
    expect(await day(await there.as('oscar'))).toBe('2026-11-23')
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('R7, R59: the contacts of a hospital are those who answer for training there, by the programme’s rights', async () => {
    const words = wordsOf(await (await there.as('oscar')).get('/help/contacts'))
    expect(words).toContain('Dr Grace Wu Director of Training: the first to ask')
    expect(words).not.toContain('Victor')
    expect(wordsOf(await (await there.as('leo')).get('/help/contacts'))).not.toContain('Grace')
  })

  it('R68: a meeting can be asked of, or is written by, whoever the pack says', async () => {
    const list = wordsOf(await (await there.as('oscar')).get(`${portfolio('oscar')}/appraisals`))
    expect(list).toContain('Only your Director of Training can write this.')
    const write = await (await there.as('grace')).get(`${portfolio('oscar')}/appraisals/new/dot-review`)
    expect(write.status).toBe(200)
    expect(write.text).toContain('You write as Director of Training')
  })

  it('home names those who look after the trainee in this programme', async () => {
    const words = wordsOf(await (await there.as('oscar')).get('/'))
    expect(words).toContain('Director of Training Dr Grace Wu')
    expect(words).not.toContain('Educational supervisor')
    const board = wordsOf(await (await there.as('hugo')).get('/trainees'))
    expect(board).not.toContain('no supervisor')
  })
})

describe('a supervisor who sees only what is sent to them', () => {
  const asked = async (form: string, title: string) => {
    const oscar = await there.as('oscar')
    const page = await oscar.get(`/assessments/new?form=${form}`)
    expect(wordsOf(page)).toContain('Dr Victor Hale')
    const sent = await FormPage.from(page, 'main form.form')
      .fill({ assessor: there.person.victor, 'f.title': title })
      .submit(oscar)
    expect([sent.status, sent.headers.location]).toEqual([303, expect.stringContaining('/assessments/')])
    return sent.headers.location!.split('/').at(-1)!
  }

  it('R6, R99: has requests at home, and no page of any portfolio', async () => {
    const id = await asked('reporting-assessment', 'Morning list')
    const victor = await there.as('victor')
    const home = await victor.get('/')
    const words = wordsOf(home)
    expect(words).toContain('You act as clinical supervisor · Bayside Hospital')
    expect(words).toContain('Dr Oscar Lindqvist asks for')
    expect(words).toContain('You see what is sent to you')
    expect(home.text).not.toContain('href="/trainees"')
    const own = portfolio('oscar')
    const pages = ['', '/curriculum', '/timeline', '/progress', '/appraisals', '/certificates', '/library', '/logs/etr']
    for (const page of pages) expect([page, (await victor.get(`${own}${page}`)).status]).toEqual([page, 404])
    expect((await victor.get('/trainees')).status).toBe(404)
    expect((await victor.get(`/assess/${id}`)).status).toBe(200)
  })

  it('R99: keeps reading what they completed, and nothing that others did', async () => {
    const [mine, other] = [await asked('reporting-assessment', 'Mine'), await asked('reporting-assessment', 'Other')]
    const signed = { status: 'signed' as const, completedAt: new Date('2026-11-21') }
    await world.db.record.update({ where: { id: mine }, data: signed })
    await world.db.record.update({ where: { id: other }, data: { ...signed, assessorId: there.person.hugo } })
    const victor = await there.as('victor')
    const page = await victor.get(`/records/${mine}`)
    expect(page.status).toBe(200)
    // Whatever leads into the portfolio would lead nowhere.
    expect(page.text).not.toContain('/portfolios/')
    expect((await victor.get(`/records/${other}`)).status).toBe(404)
    // The director of the hospital reads both.
    const grace = await there.as('grace')
    expect([(await grace.get(`/records/${mine}`)).status, (await grace.get(`/records/${other}`)).status]).toEqual([
      200, 200,
    ])
    expect(wordsOf(await grace.get(`/records/${mine}`))).toContain(
      'Dr Grace Wu, Director of Training (Bayside Hospital)',
    )
  })

  it('R6: is offered to the trainees of the hospital and the programme alone', async () => {
    for (const name of ['mia', 'leo'] as const)
      expect((await (await there.as(name)).get('/assessments/new')).text).not.toContain('Victor Hale')
  })
})

describe('giving roles', () => {
  const inviting = async (values: Record<string, string>) => {
    const wendy = await there.as('wendy')
    return {
      wendy,
      answer: await FormPage.from(await wendy.get('/people/new'), 'form[action="/people/new"]')
        .fill({ givenName: 'Nora', familyName: 'Lund', ...values })
        .submit(wendy),
    }
  }

  it('R13: names the programme’s own roles, and asks at which hospital', async () => {
    const page = await (await there.as('wendy')).get('/people/new')
    const words = wordsOf(page)
    for (const role of ['Director of Training at a hospital', 'Network Training Director, Northern network'])
      expect(words).toContain(role)
    expect(words).not.toContain('RCP tutor')
    expect(words).not.toContain("St Anne's")
    const { answer } = await inviting({ email: 'a@x.example', role: `siteDirector:${there.programme}` })
    expect([answer.status, wordsOf(answer).includes('Choose the hospital where this role holds.')]).toEqual([422, true])
    const wide = await inviting({ email: 'a@x.example', role: `coordinator:${there.programme}`, site: there.sites[0] })
    expect(wordsOf(wide.answer)).toContain('This role does not hold at one hospital')
  })

  it('narrows a role at a hospital to the programme, for which it was given, and says so', async () => {
    const { wendy, answer } = await inviting({
      email: 'nora@x.example',
      role: `siteDirector:${there.beside}`,
      site: there.sites[0],
    })
    expect(answer.status).toBe(303)
    const person = wordsOf(await wendy.get(answer.headers.location!))
    expect(person).toContain('Bayside Hospital, Clinical Radiology, second intake · from 22 Nov 2026')
    const mail = await world.db.mail.findFirstOrThrow({ where: { toAddress: 'nora@x.example' } })
    expect(mail.text).toContain('as Director of Training, Bayside Hospital')
    const id = answer.headers.location!.split('/').at(-1)!
    await world.db.account.update({ where: { personId: id }, data: { state: 'active' } })
    const nora = await world.asPerson(id)
    const status = async (name: keyof typeof there.enrolment) => (await nora.get(portfolio(name))).status
    expect([await status('oscar'), await status('leo')]).toEqual([404, 200])
  })

  it('R16: gives nobody a role over those with whom they train', async () => {
    const { identifiers } = await world.db.person.findUniqueOrThrow({
      where: { id: there.person.leo },
      include: { identifiers: true },
    })
    const values = { email: identifiers[0]!.value, role: `networkDirector:${there.beside}` }
    const { wendy, answer: asked } = await inviting(values)
    const tick = asked.text.match(/name="same" value="([^"]+)"/)![1]!
    const answer = await FormPage.from(asked, 'form[action="/people/new"]').forge({ same: tick }).submit(wendy)
    expect([answer.status, wordsOf(answer)]).toEqual([
      422,
      expect.stringContaining('cannot answer for the training there'),
    ])
    expect(await world.db.grant.count({ where: { personId: there.person.leo } })).toBe(0)
  })

  it('C13: takes up somebody of another college to supervise, whose account stays where it is at home', async () => {
    const values = { email: 'idris@demo.attest.example', role: 'supervisor' }
    const { wendy, answer: asked } = await inviting(values)
    expect(asked.status).toBe(422)
    const tick = asked.text.match(/name="same" value="([^"]+)"/)![1]!
    const form = () => FormPage.from(asked, 'form[action="/people/new"]').forge({ same: tick })
    const answer = await form().submit(wendy)
    expect([answer.status, answer.headers.location]).toEqual([303, `/people/${world.person.idris}`])
    const page = await wendy.get(`/people/${world.person.idris}`)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('/suspend')
    const among = Prisma.sql`e."programmeId" = ${there.programme}::uuid`
    const today = dateIn(world.clock.now(), 'UTC')
    const chosen = async () => (await candidates({ db: world.db, today } as never, among)).map(({ id }) => id)
    expect(await chosen()).toContain(world.person.idris)
    expect(await chosen()).not.toContain(world.person.helen)
  })

  it('R31, R44: looks after no account of somebody who only holds a role there', async () => {
    const { helen, morgan } = world.person
    for (const personId of [helen, morgan])
      await world.db.grant.create({
        data: {
          ...{
            id: crypto.randomUUID(),
            personId,
            role: 'clinicalSupervisor',
            scopeKind: 'site',
            scopeId: there.sites[0],
          },
          from: dbDate('2026-12-10'),
        },
      })
    const wendy = await there.as('wendy')
    const own = FormPage.from(await wendy.get(`/people/${there.person.grace}`), 'form[action$="/suspend"]')
    for (const id of [helen, morgan]) {
      const page = await wendy.get(`/people/${id}`)
      expect(page.text).not.toContain(`/people/${id}/suspend`)
      const answer = await wendy
        .post(`/people/${id}/suspend`)
        .type('form')
        .send(own.fill({ reason: 'Because' }).body())
      expect([answer.status, wordsOf(answer)]).toEqual([
        403,
        expect.stringContaining('This account is looked after by College of Physicians'),
      ])
    }
    expect((await (await world.as('morgan')).get(`/people/${helen}`)).text).toContain(`/people/${helen}/suspend`)
    expect(await world.db.account.count({ where: { state: 'suspended' } })).toBe(0)
  })

  it('R37, R44: being taken up and chosen by another college moves no account away from its own', async () => {
    const { victor } = there.person
    const at = `/people/${victor}`
    const [morgan, wendy] = [await world.as('morgan'), await there.as('wendy')]
    const asked = await FormPage.from(await morgan.get('/people/new'), 'form[action="/people/new"]')
      .forge({ givenName: 'Victor', familyName: 'Hale', email: 'victor@demo.attest.example', role: 'supervisor' })
      .submit(morgan)
    const tick = asked.text.match(/name="same" value="([^"]+)"/)![1]!
    const ask = FormPage.from(asked, 'form[action="/people/new"]').forge({ same: tick })
    expect((await ask.submit(morgan)).status).toBe(303)
    // Chosen, and with days of long ago: what counts is when it was recorded.
    const chosen = await world.db.supervision.create({
      data: {
        ...{ id: crypto.randomUUID(), enrolmentId: world.enrolment.tom, personId: victor, kind: 'clinical' },
        ...{ track: 'second', from: dbDate('2020-01-01'), createdAt: new Date(world.clock.now().epochMilliseconds) },
      },
    })
    const elsewhere = await morgan.get(at)
    expect(wordsOf(elsewhere)).toContain('looked after by College of Radiologists')
    for (const path of ['/suspend', '/numbers"', '/merging'] as const) expect(elsewhere.text).not.toContain(path)
    const body = FormPage.from(await morgan.get(`/people/${world.person.tom}`), 'form[action$="/suspend"]')
      .forge({ reason: 'Because', register: 'gmc', number: '7099999' })
      .body()
    const sent = async (to: string) =>
      (
        await morgan
          .post(at + to)
          .type('form')
          .send(body)
      ).status
    expect([await sent('/suspend'), await sent('/numbers')]).toEqual([403, 403])
    const coordinator = asked.text.match(/value="(coordinator:[^"]+)"/)![1]!
    const withNumber = { register: 'gmc', number: '7099999', role: coordinator }
    const numbered = await FormPage.from(asked, 'form[action="/people/new"]')
      .forge({ ...withNumber, same: `${tick}gmc:7099999` })
      .clear('_key')
      .submit(morgan)
    expect([numbered.status, wordsOf(numbered)]).toEqual([422, expect.stringContaining('kept by College of Radiol')])

    const suspending = FormPage.from(await wendy.get(at), `form[action="${at}/suspend"]`)
    expect((await suspending.fill({ reason: 'Lost laptop' }).submit(wendy)).status).toBe(303)
    const seen = await morgan.get(at)
    expect(wordsOf(seen)).toMatch(/Suspended on .* looked after by College of Radiologists/)
    for (const hidden of ['/lift', 'Lost laptop']) expect(seen.text).not.toContain(hidden)
    expect(await sent('/lift')).toBe(403)
    expect((await FormPage.from(await wendy.get(at), `form[action="${at}/lift"]`).submit(wendy)).status).toBe(303)
    const told = await world.db.notice.findMany({ where: { kind: 'account.state' }, orderBy: { id: 'asc' } })
    expect(told.map(({ personId, text, href }) => [personId, text, href])).toEqual([
      [world.person.morgan, 'College of Radiologists suspended the account of Dr Victor Hale', at],
      [world.person.morgan, 'College of Radiologists lifted the suspension of Dr Victor Hale', at],
    ])

    const stated = { personId: victor, kind: 'ahpra' as const, value: 'MED0001234567', normalised: 'MED0001234567' }
    const number = await world.db.identifier.create({ data: { id: crypto.randomUUID(), ...stated } })
    const toConfirm = async (agent: typeof morgan) => (await agent.get('/people?state=toConfirm')).text.includes('Hale')
    expect([await toConfirm(morgan), await toConfirm(wendy)]).toEqual([false, true])
    await world.db.identifier.delete({ where: { id: number.id } })

    // Nothing lasts there any more: the next college; nothing anywhere: the first again.
    const may = async (agent: typeof morgan) => (await agent.get(at)).text.includes(`${at}/suspend`)
    const both = async () => [await may(morgan), await may(wendy)]
    expect(await both()).toEqual([false, true])
    const role = await world.db.grant.findFirstOrThrow({ where: { personId: victor } })
    await world.db.grant.update({ where: { id: role.id }, data: { until: dbDate('2026-11-01') } })
    expect(await both()).toEqual([true, false])
    await world.db.supervision.update({ where: { id: chosen.id }, data: { until: dbDate('2026-10-01') } })
    expect(await both()).toEqual([true, false])
    await world.db.supervision.update({ where: { id: chosen.id }, data: { until: dbDate('2024-10-01') } })
    expect(await both()).toEqual([false, true])
    await world.db.grant.update({ where: { id: role.id }, data: { until: null } })
    await world.db.takenUp.deleteMany({ where: { personId: victor } })
  })

  it('R37: a senior who trains as well is offered once taken up; whoever is on record as a trainee is refused with why', async () => {
    const morgan = await world.as('morgan')
    const takeUp = async (givenName: string, familyName: string, email: string) => {
      const form = FormPage.from(await morgan.get('/people/new'), 'form[action="/people/new"]')
      const asked = await form.forge({ givenName, familyName, email, role: 'supervisor' }).submit(morgan)
      const tick = asked.text.match(/name="same" value="([^"]+)"/)?.[1] ?? ''
      return FormPage.from(asked, 'form[action="/people/new"]').forge({ same: tick }).submit(morgan)
    }
    const { enrolment, person } = world
    const { programmeId, packVersionId, startsOn, endsOn } = await world.db.enrolment.findUniqueOrThrow({
      where: { id: enrolment.tom },
    })
    const days = { startsOn, endsOn, programmeId, packVersionId }
    const id = crypto.randomUUID()
    await world.db.enrolment.create({ data: { id, personId: there.person.grace, state: 'invited', ...days } })
    expect((await takeUp('Grace', 'Wu', 'grace@demo.attest.example')).status).toBe(303)
    const sam = await world.as('sam')
    expect((await sam.get(`/trainees/${enrolment.tom}/supervisors`)).text).toContain('Dr Grace Wu')
    const refused = await takeUp('Tom', 'Beale', 'tom@demo.attest.example')
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining('is on record as a trainee')])
    expect(await world.db.takenUp.count({ where: { personId: person.tom } })).toBe(0)
    await world.db.enrolment.delete({ where: { id } })
    await world.db.takenUp.deleteMany({ where: { personId: there.person.grace } })
  })

  it('leads to the list of people where the only role of somebody was taken back', async () => {
    const personId = world.person.ruth
    const grant = await world.db.grant.create({
      data: {
        ...{
          id: crypto.randomUUID(),
          personId,
          role: 'clinicalSupervisor',
          scopeKind: 'site',
          scopeId: there.sites[0],
        },
        from: dbDate('2026-12-20'),
      },
    })
    const wendy = await there.as('wendy')
    const at = `/people/${personId}/roles/${grant.id}`
    const answer = await FormPage.from(await wendy.get(at), `form[action="${at}/end"]`)
      .fill({ reason: 'A slip' })
      .submit(wendy)
    expect([answer.status, answer.headers.location]).toEqual([303, '/people'])
    expect((await wendy.get('/people')).text).toContain('taken back')
  })

  it('R44: an administrator ends no role of another college', async () => {
    const grant = await world.db.grant.create({
      data: {
        id: crypto.randomUUID(),
        personId: there.person.grace,
        role: 'coordinator',
        scopeKind: 'programme',
        scopeId: world.ids.programme,
        from: dbDate('2026-11-01'),
      },
    })
    const wendy = await there.as('wendy')
    const page = await wendy.get(`/people/${there.person.grace}`)
    expect(page.text).not.toContain(`/roles/${grant.id}/end`)
    const body = FormPage.from(page, 'form[action$="/suspend"]').body()
    const answer = await wendy.post(`/people/${there.person.grace}/roles/${grant.id}/end`).type('form').send(body)
    expect(answer.status).toBe(404)
    await world.db.grant.delete({ where: { id: grant.id } })
  })

  it('R29: the database refuses the same role twice for one programme, and narrowing what is a programme already', async () => {
    const data = (more: object) => ({
      id: crypto.randomUUID(),
      personId: there.person.grace,
      role: 'siteDirector',
      scopeKind: 'site',
      scopeId: there.sites[0],
      programmeId: there.programme,
      from: dbDate('2026-11-01'),
      ...more,
    })
    await expect(world.db.grant.create({ data: data({}) })).rejects.toThrow()
    const wider = data({ scopeKind: 'programme', scopeId: there.programme })
    await expect(world.db.grant.create({ data: wider })).rejects.toThrow()
    const { id } = await world.db.grant.create({ data: data({ programmeId: there.beside }) })
    // The role switcher tells the two apart.
    const { text } = await (await there.as('grace')).get('/')
    expect(text).toContain('Bayside Hospital, Clinical Radiology, second intake')
    await world.db.grant.delete({ where: { id } })
  })
})
