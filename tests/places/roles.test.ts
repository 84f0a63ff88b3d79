import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { enter } from '../support/enter.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

/** Who answers for training at places: given and ended with dates, reasons and what hangs on them (R13–R16). */
const world = await testWorld()
const there = await radiology(world, 'radiation-oncology/2022.1')
const [bayside] = there.sites
const grantOf = (personId: string, role: string) => world.db.grant.findFirstOrThrow({ where: { personId, role } })
const ending = async (personId: string, grantId: string) => {
  const wendy = await there.as('wendy')
  const page = await wendy.get(`/people/${personId}/roles/${grantId}`)
  const send = (values: Record<string, string>) =>
    FormPage.from(page, 'form[action$="/end"]').fill(values).submit(wendy)
  return { wendy, page, send }
}
const mailsTo = (toPersonId: string) =>
  world.db.mail.findMany({ where: { toPersonId }, orderBy: { createdAt: 'desc' } })

describe('giving roles at a place', () => {
  it('R13, R14: begins at the site, with a reason, and the coordinator is told', async () => {
    const sam = await world.db.grant.create({
      data: {
        id: newId(),
        personId: there.person.nina,
        role: 'coordinator',
        scopeKind: 'programme',
        scopeId: there.programme,
        from: dbDate('2026-01-01'),
      },
    })
    const wendy = await there.as('wendy')
    const site = await wendy.get(`/sites/${bayside}`)
    expect(site.text).toContain(`/people/new?site=${bayside}`)
    const form = FormPage.from(await wendy.get(`/people/new?site=${bayside}`), 'form[action="/people/new"]')
    expect(form.value('site')).toBe(bayside)
    const answer = await form
      .fill({
        ...{ givenName: 'Nora', familyName: 'Lund', email: 'nora.lund@hospital.example', why: 'Grace Wu retires' },
        ...{ role: `siteDirector:${there.programme}`, from: '2026-12-01' },
      })
      .submit(wendy)
    expect(answer.status).toBe(303)
    const given = await world.db.grant.findFirstOrThrow({ where: { from: dbDate('2026-12-01'), role: 'siteDirector' } })
    expect(given).toMatchObject({ scopeId: bayside, reason: 'Grace Wu retires', givenBy: 'Ms Wendy Moore' })
    expect(wordsOf(await wendy.get(`/sites/${bayside}`))).toMatch(/Nora Lund to come ?Director of Training/)
    const notice = await world.db.notice.findFirstOrThrow({ where: { kind: 'role.changed' } })
    expect(notice).toMatchObject({ personId: there.person.nina, roleKey: `grant:${sam.id}` })
    await world.db.grant.delete({ where: { id: sam.id } })
    // The same again is refused: the database and the form agree.
    const twice = FormPage.from(await wendy.get(`/people/new?person=${given.personId}`), 'form[action="/people/new"]')
    const again = await twice
      .fill({ role: `siteDirector:${there.programme}`, site: bayside, from: '2027-01-01' })
      .submit(wendy)
    expect(again.status).toBe(422)
    expect(wordsOf(again)).toContain('holds this role already')
    await world.db.grant.delete({ where: { id: given.id } })
  })
})

describe('ending a role', () => {
  it('R13: shows first whom it cuts off, and that nobody is left', async () => {
    const { id } = await grantOf(there.person.grace, 'siteDirector')
    const { page } = await ending(there.person.grace, id)
    expect(headingOf(page.text)).toBe('End: Director of Training')
    const words = wordsOf(page)
    expect(words).toContain('no longer reaches 1 trainee (Oscar Lindqvist) in this role')
    expect(words).toContain('Nobody else is Director of Training there: 1 trainee will have none')
    for (const unsaid of ['prepares for', 'about training time']) expect(words).not.toContain(unsaid)
    const made = new Date('2026-11-20T09:00:00Z')
    const [lent, asked] = [newId(), newId()]
    await world.db.delegation.create({
      data: {
        ...{ id: lent, fromPersonId: there.person.grace, grantId: id, toPersonId: there.person.nina, createdAt: made },
        ...{ from: dbDate('2026-11-20'), until: dbDate('2026-12-20') },
      },
    })
    const enrolment = await world.db.enrolment.findUniqueOrThrow({ where: { id: there.enrolment.oscar } })
    await world.db.application.create({
      data: {
        ...{ id: asked, enrolmentId: enrolment.id, programmeId: enrolment.programmeId, personId: enrolment.personId },
        ...{
          kind: 'break',
          title: 'Break',
          state: 'submitted',
          createdAt: made,
        },
        ...{ sentAt: made, steps: ['siteDirector', 'networkDirector'], readers: ['siteDirector'] },
      },
    })
    const more = wordsOf((await ending(there.person.grace, id)).page)
    expect(more).toContain('1 application about training time waits for this role: it goes on to whoever else holds it')
    expect(more).toContain('Ms Nina Cole prepares for Dr Grace Wu in it; that ends too.')
    await world.db.application.delete({ where: { id: asked } })
    await world.db.delegation.delete({ where: { id: lent } })
    expect((await (await there.as('hugo')).get(`/people/${there.person.grace}/roles/${id}`)).status).toBe(404)
    expect((await (await world.as('morgan')).get(`/people/${there.person.grace}/roles/${id}`)).status).toBe(404)
  })

  it('R13: wants a reason, and neither a day that is over nor one before it begins', async () => {
    const { id } = await grantOf(there.person.grace, 'siteDirector')
    const { send } = await ending(there.person.grace, id)
    expect(wordsOf(await send({}))).toContain('Say why; the person reads it')
    const past = await send({ last: '2026-11-01', reason: 'Retires' })
    expect([past.status, wordsOf(past).includes('The last day lies in the past')]).toEqual([422, true])
    expect(wordsOf(await send({ last: '2001-01-01', reason: 'Retires' }))).toContain('cannot end before that')
    expect((await world.db.grant.findUniqueOrThrow({ where: { id } })).until).toBeNull()
  })

  it('R13: holds from its day on, is kept with its reason, and the person is told', async () => {
    const { id } = await grantOf(there.person.grace, 'siteDirector')
    const { send, wendy } = await ending(there.person.grace, id)
    expect((await send({ last: '2026-11-30', reason: 'Grace Wu retires' })).status).toBe(303)
    const row = await world.db.grant.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({
      until: dbDate('2026-12-01'),
      endedBy: 'Ms Wendy Moore',
      endedReason: 'Grace Wu retires',
    })
    expect((await mailsTo(there.person.grace))[0]!.text).toContain('its last day is 30 Nov 2026')
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'account.role', subjectId: row.personId },
    })
    expect(event.data).toMatchObject({ role: 'siteDirector', grantId: id, ended: true, until: '2026-12-01' })
    const grace = await there.as('grace')
    const portfolio = `/portfolios/${there.enrolment.oscar}`
    expect((await grace.get(portfolio)).status).toBe(200)
    world.clock.set('2026-12-02T09:00:00Z')
    expect((await (await there.as('grace')).get(portfolio)).status).toBe(404)
    expect((await (await there.as('grace')).get(`/sites/${bayside}`)).status).toBe(404)
    world.clock.set('2026-11-22T09:00:00Z')
    expect(wordsOf(await wendy.get(`/people/${there.person.grace}`))).toContain(
      'ended by Ms Wendy Moore: Grace Wu retires',
    )
  })

  it('R15: the support officer enters attendance as long as the role holds, and not a day longer', async () => {
    const at = `/enter/${there.packVersion}/workshop-attendance`
    const { id } = await grantOf(there.person.nina, 'supportOfficer')
    expect((await (await there.as('nina')).get(at)).status).toBe(200)
    expect((await (await there.as('hugo')).get(at)).status).not.toBe(200)
    const { page, send } = await ending(there.person.nina, id)
    expect(wordsOf(page)).toContain('no longer reaches 3 trainees')
    expect((await send({ reason: 'Moves to another network' })).status).toBe(303)
    expect((await (await there.as('nina')).get(at)).status).not.toBe(200)
  })
})

describe('contacts of a site', () => {
  const form = 'main form[action$="/contacts"]'

  it('R7, R13: are kept by its people and read by its trainees, now or to come, and by nobody of elsewhere', async () => {
    const tutor = await world.as('ruth', `grant:${(await grantOf(world.person.ruth, 'collegeTutor')).id}`)
    const at = `/sites/${world.ids.sites[0]}`
    const page = await tutor.get(`${at}/contacts`)
    const half = await FormPage.from(page, form).fill({ name0: 'Postgraduate centre' }).submit(tutor)
    expect(half.status).toBe(422)
    const words = wordsOf(half)
    expect(words).toContain('Say what they are asked for.')
    expect(words).toContain('Enter a mail address or a phone number.')
    const wrong = await FormPage.from(half, form).fill({ what0: 'Study leave', email0: 'no address' }).submit(tutor)
    expect(wordsOf(wrong)).toContain('Enter an e-mail address such as')
    const sent = await FormPage.from(wrong, form).fill({ email0: 'centre@hospital.example' }).submit(tutor)
    expect(sent.status).toBe(303)
    const amara = await world.as('amara')
    const places = [at, '/help/contacts', `/portfolios/${world.enrolment.amara}/posts`]
    for (const path of places) expect(wordsOf(await amara.get(path))).toContain('centre@hospital.example')
    expect((await amara.get(`${at}/contacts`)).status).toBe(404)
    expect(wordsOf(await (await there.as('oscar')).get('/help/contacts'))).not.toContain('centre@hospital.example')
    const idris = await world.as('idris', 'clinicalSupervisor')
    expect((await idris.get(`${at}/contacts`)).status).toBe(404)
    expect(wordsOf(await world.visitor().get('/help/contacts'))).not.toContain('centre@hospital.example')
    // Once no post there holds or is to come, it is no longer hers.
    await world.db.placement.updateMany({
      where: { enrolmentId: world.enrolment.amara },
      data: { until: dbDate('2026-11-22') },
    })
    for (const path of places) expect((await amara.get(path)).text).not.toContain('centre@hospital.example')
    await world.db.placement.updateMany({ where: { enrolmentId: world.enrolment.amara }, data: { until: null } })
  })
})

describe('the governance committee', () => {
  it('R16: reads what an application rests on in its network, and nothing else', async () => {
    const reflection = await enter(world, 'amara', 'reflection-free', {
      ...{ title: 'A hard talk', text: 'What I learnt from it.', category: 'event', happenedOn: '2026-11-01' },
    })
    const { id } = await world.db.grant.create({
      data: {
        ...{ id: newId(), personId: there.person.victor, role: 'networkCommittee', from: dbDate('2026-01-01') },
        ...{ scopeKind: 'network', scopeId: there.network, programmeId: there.programme },
      },
    })
    const victor = await there.as('victor', `grant:${id}`)
    const board = wordsOf(await victor.get('/trainees'))
    expect(wordsOf(await victor.get('/'))).toContain('You act as Network Governance Committee · Northern network')
    expect(board).toContain('Oscar Lindqvist')
    expect(board).not.toContain('Leo Hart')
    const own = `/portfolios/${there.enrolment.oscar}`
    expect((await victor.get(`${own}/progress`)).status).toBe(200)
    for (const path of ['/sites', `/sites/${bayside}`, '/people', `/records/${reflection}`])
      expect([path, (await victor.get(path)).status]).toEqual([path, 404])
    expect((await victor.get(`/portfolios/${there.enrolment.leo}`)).status).toBe(404)
  })
})
