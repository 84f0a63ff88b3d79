import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answers, ask, complete, formKey, item, linkFor, work } from './support.ts'

const world = await testWorld()

describe('from the request to the locked record', () => {
  it('R95, R96: asks from a curriculum item, completes by the link without an account, links and locks', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    await work(world)
    const path = await linkFor(world, id)

    const guest = world.visitor()
    const page = await guest.get(path).expect(200)
    expect(headingOf(page.text)).toContain('Dr Amara Okafor')
    expect(wordsOf(page)).toContain('I would like to hear about my explanation.')
    const form = FormPage.from(page, 'main form.form')
    expect(form.names()).not.toContain('f.traineeComment')
    expect(form.names()).not.toContain('f.traineeReflection')

    const done = await form.fill(answers).submit(guest)
    expect([done.status, done.headers.location]).toEqual([303, path])
    const thanks = await guest.get(path).expect(200)
    expect(headingOf(thanks.text)).toBe('Thank you')
    expect(wordsOf(thanks)).toContain('explained the plan in plain words')

    const record = await world.db.record.findUniqueOrThrow({
      where: { id },
      include: { links: true, versions: true, request: true },
    })
    expect(record).toMatchObject({ status: 'signed', formKey, title: 'Falls clinic', assessorId: expect.any(String) })
    expect(record.values).toMatchObject({ traineeComment: 'I would like to hear about my explanation.', overall: 2 })
    expect(record.links.map(({ itemKey }) => itemKey)).toEqual([item])
    expect(record.versions).toMatchObject([
      { assurance: 'any-link', signerName: 'Dr Nisha Patel', signerRole: 'assessor (Consultant)' },
    ])
    expect(record.request).toMatchObject({ state: 'completed' })
    const person = await world.db.person.findUniqueOrThrow({ where: { id: record.assessorId! } })
    expect(person).toMatchObject({ grade: null, claimedGrade: 'consultant' })

    const list = await amara.get('/assessments?show=done').expect(200)
    expect(wordsOf(list)).toContain('Completed')
    const notices = await world.db.notice.findMany({ where: { personId: world.person.amara, recordId: id } })
    expect(notices.map(({ kind }) => kind)).toEqual(['assessment.completed'])
    const mails = await world.db.mail.findMany({ where: { recordId: id }, orderBy: { id: 'asc' } })
    expect(mails.map(({ purpose }) => purpose)).toEqual([
      'assessment.request',
      'assessment.completed',
      'assessment.receipt',
    ])
    for (const mail of mails) expect(mail.text).not.toMatch(/Falls clinic|explanation|plain words/)
    const events = await world.db.auditEvent.findMany({
      where: { recordId: id, type: { not: 'portfolio.viewed' } },
      orderBy: { id: 'asc' },
    })
    expect(events.map(({ type }) => type)).toEqual([
      'assessment.requested',
      'record.linked',
      'assessment.completed',
      'record.signed',
    ])
    expect(events.at(-1)).toMatchObject({
      actorId: record.assessorId,
      actorRole: 'assessor',
      subjectId: world.person.amara,
    })
  })

  it('lets the trainee add a reflection on the feedback, under a signature of its own', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    await complete(world, await linkFor(world, id))
    const page = await amara.get(`/assessments/${id}`).expect(200)
    expect(wordsOf(page)).toContain('Who can see this')
    const form = FormPage.from(page, 'form[action$="/reflection"]').fill({
      'f.traineeReflection': 'Next time I will draw it.',
    })
    expect((await form.submit(amara)).status).toBe(303)
    const record = await world.db.record.findUniqueOrThrow({
      where: { id },
      include: { versions: { orderBy: { seq: 'asc' } } },
    })
    expect(record.values).toMatchObject({ traineeReflection: 'Next time I will draw it.', overall: 2 })
    expect(record.versions.map(({ signerRole }) => signerRole)).toEqual(['assessor (Consultant)', 'trainee'])
  })
})
