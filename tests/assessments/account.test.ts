import { askedOf } from '../../src/assessments/asked.ts'
import type { ToFill } from '../../src/assessments/queries.ts'
import { wordingOf } from '../../src/assessments/service/request.ts'
import { refuseByRelation } from '../../src/assessments/service/standing.ts'
import type { Values } from '../../src/forms/index.ts'
import type { WriteCtx } from '../../src/kit/context.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'
import { answers, ask, complete, formKey, linkFor } from './support.ts'

const world = await testWorld()
const oncology = await radiology(world, 'radiation-oncology/2022.1')

async function askIdris(): Promise<string> {
  const amara = await world.as('amara')
  const page = await amara.get(`/assessments/new?form=${formKey}`)
  const sent = await FormPage.from(page, 'main form.form')
    .fill({ assessor: world.person.idris, 'f.title': 'Ward round' })
    .forge({ sure: 'twice' })
    .submit(amara)
  return sent.headers.location!.split('/').at(-1)!
}

describe('an assessor with an account', () => {
  it('finds what waits in whichever role, completes it by their sign-in, and keeps reading it', async () => {
    const id = await askIdris()
    for (const role of ['clinicalSupervisor', 'educationalSupervisor']) {
      const inbox = await (await world.as('idris', role)).get('/assess').expect(200)
      expect(wordsOf(inbox)).toMatch(/Dr Amara Okafor .*mini-CEX: Ward round asked 22 Nov 2026/)
    }
    const idris = await world.as('idris', 'educationalSupervisor')
    const page = await idris.get(`/assess/${id}`).expect(200)
    const form = FormPage.from(page, 'main form.form')
    expect(form.value('f.position')).toBe('consultant')
    expect(form.value('f.assessorName')).toBe('Dr Idris Khan')
    expect((await form.fill({ ...answers, 'f.assessorName': 'Dr Idris Khan' }).submit(idris)).status).toBe(303)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({ assurance: 'account', signerId: world.person.idris, signerName: 'Dr Idris Khan' })
    expect(headingOf((await idris.get(`/assess/${id}`).expect(200)).text)).toBe('Thank you')
    const inbox = wordsOf(await idris.get('/assess'))
    expect(inbox).toContain('What I completed (1)')
    expect(
      await world.db.auditEvent.count({
        where: { recordId: id, type: 'portfolio.viewed', actorId: world.person.idris },
      }),
    ).toBeGreaterThan(0)
  })

  it('decision 62: who became the educational supervisor since being asked does not write a report of consultants', async () => {
    const amara = await world.as('amara')
    const page = await amara.get('/assessments/new?form=mcr')
    const sent = await FormPage.from(page, 'main form.form').fill({ assessor: world.person.idris }).submit(amara)
    const id = sent.headers.location!.split('/').at(-1)!
    const idris = await world.as('idris')
    const filled = FormPage.from(await idris.get(`/assess/${id}`), 'main form.form').fill({
      ...{ 'f.period.from': '2026-09-01', 'f.period.to': '2026-10-01', 'f.contact': ['take'], 'f.overall': '2' },
      ...{ 'f.doneWell': 'Kind and quick.', 'f.registration': 'GMC 1234567', 'f.assessorSpecialty': 'cardiology' },
      ...{ 'f.seenOn': '2026-11-01', 'f.position': 'consultant', 'f.declared': 'yes' },
    })
    const during = { enrolmentId: world.enrolment.amara, personId: world.person.idris, track: 'cover' }
    const cover = await world.db.supervision.create({
      data: { ...during, id: newId(), kind: 'educational', from: dbDate('2026-11-20'), until: dbDate('2026-12-20') },
    })
    const refused = await filled.submit(idris)
    expect(refused.status).toBe(403)
    expect(wordsOf(refused)).toContain(
      'You are by now the educational supervisor of Dr Amara Okafor, who does not write an MCR.',
    )
    expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(0)
    await world.db.supervision.update({ where: { id: cover.id }, data: { until: dbDate('2026-11-22') } })
    // Nor who was so on the day that the report is about.
    await world.db.supervision.update({ where: { id: cover.id }, data: { from: dbDate('2026-10-25') } })
    expect(wordsOf(await filled.submit(idris))).toContain('On 1 Nov 2026 you were the educational supervisor of')
    await world.db.supervision.update({ where: { id: cover.id }, data: { from: dbDate('2026-11-20') } })
    expect((await filled.submit(idris)).status).toBe(303)
  })

  it('domain 1.7: a wanted relation counts on the day of the event, of asking or of signing; where it never was, nothing is signed', async () => {
    const amara = await world.as('amara')
    const during = { enrolmentId: world.enrolment.amara, personId: world.person.ruth, track: 'cover' }
    const cover = await world.db.supervision.create({
      data: { ...during, id: newId(), kind: 'clinical', from: dbDate('2026-11-01'), until: dbDate('2026-12-20') },
    })
    const id = await ask(world, amara)
    await world.db.record.update({ where: { id }, data: { assessorId: world.person.ruth } })
    const ctx = { db: world.db, now: world.clock.now() } as unknown as WriteCtx
    const asked = (await askedOf(ctx, id))!
    const pack = await world.services.packs.get(asked.record.packVersionId)
    const form = { ...pack.form('mini-cex')!, assessor: { relations: ['clinicalSupervisor'] } }
    const found = { asked, pack, form, base: `/assess/${id}` } as ToFill
    const judge = (values: Values = {}) => refuseByRelation(ctx, found, values, wordingOf(found))
    await expect(judge()).resolves.toBeUndefined()
    // A change of posts meanwhile takes nothing away from whoever was asked in time.
    await world.db.supervision.update({ where: { id: cover.id }, data: { until: dbDate('2026-11-22') } })
    asked.request.sentAt = new Date('2026-11-21T09:00:00Z')
    await expect(judge()).resolves.toBeUndefined()
    asked.request.sentAt = new Date('2026-11-22T09:00:00Z')
    await expect(judge()).rejects.toMatchObject({ refusal: { rule: 'assessment.relation' } })
  })

  it('B: is shown both versions when the form was signed by the link meanwhile', async () => {
    const id = await askIdris()
    const idris = await world.as('idris')
    const window = FormPage.from(await idris.get(`/assess/${id}`), 'main form.form').fill({
      ...answers,
      'f.doneWell': 'Written at the desk',
    })
    await complete(world, await linkFor(world, id))
    const refused = await window.submit(idris)
    expect([refused.status, wordsOf(refused).includes('Written at the desk')]).toEqual([409, true])
    expect(refused.text).toContain(`href="/assess/${id}"`)
  })

  it('shares one draft between the link and the inbox', async () => {
    const id = await askIdris()
    const path = await linkFor(world, id)
    const guest = world.visitor()
    const typed = FormPage.from(await guest.get(path), 'main form.form').fill({ 'f.doneWell': 'Begun on the phone' })
    await typed.submit(guest, 'Save draft')
    const idris = await world.as('idris')
    const form = FormPage.from(await idris.get(`/assess/${id}`), 'main form.form')
    expect(form.value('f.doneWell')).toBe('Begun on the phone')
  })

  it('R44: nobody else opens it, signed in or not', async () => {
    const id = await askIdris()
    for (const name of ['helen', 'amara', 'tom', 'sam', 'morgan'] as const)
      await (await world.as(name)).get(`/assess/${id}`).expect(404)
    await world.visitor().get(`/assess/${id}`).expect(303)
    await (await world.as('helen'))
      .post(`/assess/${id}/draft`)
      .set('content-type', 'application/json')
      .send({ values: {} })
      .expect((answer) => expect([404, 422]).toContain(answer.status))
    expect(wordsOf(await (await world.as('helen')).get('/assess'))).toContain('Nothing waits for you')
  })

  it('needs the form’s own token: a forged form without it changes nothing', async () => {
    const id = await askIdris()
    const idris = await world.as('idris')
    await idris.get(`/assess/${id}`)
    await idris.post(`/assess/${id}`).type('form').send(answers).expect(422)
    expect((await world.db.record.findUniqueOrThrow({ where: { id } })).status).toBe('requested')
  })

  it('offers again what somebody said of themselves the last time', async () => {
    await complete(world, await linkFor(world, await ask(world, await world.as('amara'))))
    const path = await linkFor(world, await ask(world, await world.as('tom')))
    const form = FormPage.from(await world.visitor().get(path), 'main form.form')
    expect([form.value('f.position'), form.value('f.registration')]).toEqual(['consultant', 'GMC 1234567'])
    expect(form.value('f.doneWell')).toBe('')
  })

  it('keeps each page within its queries', async () => {
    const { countQueries } = await import('../../src/kit/db.ts')
    const id = await askIdris()
    // Whoever has left somebody lately is asked of what they may still finish there: not so here.
    const covers = await world.db.supervision.findMany({ where: { track: 'cover' }, orderBy: { id: 'asc' } })
    for (const [index, { id }] of covers.entries()) {
      const data = { from: dbDate(`2026-0${index + 1}-01`), until: dbDate(`2026-0${index + 1}-20`) }
      await world.db.supervision.update({ where: { id }, data })
    }
    const idris = await world.as('idris')
    for (const path of ['/assess', `/assess/${id}`]) {
      const { queries } = await countQueries(world.db, () => idris.get(path).expect(200))
      expect([path, queries.length <= 8, queries.length]).toEqual([path, true, queries.length])
    }
  })
})

describe('where a clinical supervisor sees only what is sent to them', () => {
  const asking = async () => {
    const there = oncology
    const oscar = await there.as('oscar')
    return { there, oscar, form: FormPage.from(await oscar.get('/assessments/new?form=csa'), 'main form.form') }
  }

  it('R6, R99: they write the appraisal of the quarter under their own sign-in, and open no portfolio', async () => {
    const { there, oscar, form } = await asking()
    const sent = await form
      .fill({ assessor: there.person.victor, 'f.period.from': '2026-08-03', 'f.period.to': '2026-11-02' })
      .submit(oscar)
    const id = sent.headers.location!.split('/').at(-1)!
    // By the link it can be begun, and is not signed: what was typed waits behind the sign-in.
    const guest = world.visitor()
    const byLink = await guest.get(await linkFor(world, id)).expect(200)
    expect(byLink.text).toContain(`href="/assess/${id}"`)
    const begun = FormPage.from(byLink, 'main form.form').fill({ 'f.overall': '3', 'f.doneWell': 'Plans ahead.' })
    const unsigned = await begun.fill({ 'f.registration': 'AHPRA MED0001234567', 'f.declared': 'yes' }).submit(guest)
    expect([unsigned.status, wordsOf(unsigned)]).toEqual([422, expect.stringContaining('is completed by signing in')])
    expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(0)
    const victor = await there.as('victor')
    expect(wordsOf(await victor.get('/assess'))).toContain('Dr Oscar Lindqvist')
    expect((await victor.get(`/portfolios/${there.enrolment.oscar}`)).status).toBe(404)
    const page = FormPage.from(await victor.get(`/assess/${id}`), 'main form.form')
    const done = await page
      .fill({
        'f.overall': '3',
        'f.doneWell': 'Plans ahead.',
        'f.registration': 'AHPRA MED0001234567',
        'f.declared': 'yes',
      })
      .submit(victor)
    expect(done.status).toBe(303)
    const record = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(record).toMatchObject({ status: 'signed', section: 'supervisorAppraisals', assessorId: there.person.victor })
    expect(record.occurredOn.toISOString()).toMatch(/^2026-11-02/)
  })

  it('R97, R98: nobody else can be asked for it, not even the Director of Training', async () => {
    const { there, oscar, form } = await asking()
    const refused = await form
      .forge({ assessor: there.person.grace, 'f.period.from': '2026-08-03', 'f.period.to': '2026-11-02' })
      .submit(oscar)
    expect([refused.status, wordsOf(refused)]).toEqual([
      422,
      expect.stringContaining('correct role and/or relationship'),
    ])
  })
})
