import { checkChain } from '../../src/evidence/index.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { recompute } from '../../src/progress/index.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db, enrolment } = world
const own = `/portfolios/${enrolment.amara}`
const amara = await world.as('amara')
const form = 'main form[data-autosave]'
const canary = 'CANARY-heron'

const figure = (ruleId: string) =>
  db.ruleFigure.findUniqueOrThrow({ where: { enrolmentId_ruleId: { enrolmentId: enrolment.amara, ruleId } } })

async function declare(key: string, typed: Record<string, string>) {
  const page = FormPage.from(await amara.get(`/records/new/${key}`).expect(200), form)
  return page.fill({ 'f.declared': 'yes', ...typed }).submit(amara)
}

const work = { type: 'training', site: 'St Bede’s', from: '2026-08-05', to: '2026-11-20' }
const days = ['sickness', 'parental', 'careerBreak', 'paidLeave', 'unauthorised', 'otherLeave']
const formR = {
  ...{ 'f.registration': 'GMC 7654321', 'f.qualification': 'MBBS', 'f.qualifiedOn': '2021-07-01', 'f.school': 'Leeds' },
  ...{ 'f.route': 'cct', 'f.specialty': 'Medicine', 'f.college': 'Physicians', 'f.startedOn': '2025-08-06' },
  ...{ 'f.grade': 'CT2', 'f.membership': 'substantive', 'f.wte': '100', 'f.body': 'North East' },
  ...{ 'f.covered.from': '2026-08-05', 'f.covered.to': '2026-11-20', 'f.tootTotal': '3' },
  ...Object.fromEntries(Object.entries(work).map(([key, value]) => [`f.posts.0.${key}`, value])),
  ...Object.fromEntries(days.map((key) => [`f.${key}`, key === 'sickness' ? '3' : '0'])),
  ...{ 'f.honesty': 'yes', 'f.healthDeclared': 'yes', 'f.conditions': 'no', 'f.healthStatement': canary },
  'f.consent': 'yes',
}

describe('R58: declarations', () => {
  it('are offered on Create, and ask for what is declared where there is something', async () => {
    const create = wordsOf(await amara.get('/create'))
    for (const title of ['Probity', 'Health', 'Form R']) expect(create).toContain(title)
    const refused = await declare('declaration-probity', { 'f.read': 'yes', 'f.anything': 'yes', 'f.indemnity': 'yes' })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('Say what it is, and who has been told')
  })

  it('decision 58: count for twelve months of training once they are signed', async () => {
    await recompute({ db, services: world.services, now: world.clock.now() }, enrolment.amara)
    expect(await figure('probity')).toMatchObject({ have: 0, need: 1 })
    // From the requirement it is one step to the form, for the trainee alone.
    expect((await amara.get(`${own}/progress/probity`)).text).toContain('href="/records/new/declaration-probity"')
    const helen = await world.as('helen')
    expect((await helen.get(`${own}/progress/probity`)).text).not.toContain('/records/new/')
    await declare('declaration-probity', { 'f.read': 'yes', 'f.anything': 'no', 'f.indemnity': 'yes' })
    await declare('declaration-health', { 'f.follows': 'yes', 'f.affected': 'no' })
    expect(await figure('probity')).toMatchObject({ have: 1, need: 1, status: 'met' })
    expect(await figure('health')).toMatchObject({ have: 1, need: 1, status: 'met' })
  })

  it('B8: Form R says who, which work, which whole days away, and counts for the next review', async () => {
    await db.absence.create({
      data: {
        ...{ id: newId(), enrolmentId: enrolment.amara, kind: 'sickness', days: 3 },
        ...{ from: dbDate('2026-09-07'), until: dbDate('2026-09-10'), createdAt: new Date('2026-09-10T09:00:00Z') },
        ...{ createdById: world.person.amara, createdByName: 'Dr Amara Okafor' },
      },
    })
    await db.person.update({
      where: { id: world.person.amara },
      data: { details: { dateOfBirth: '1996-05-04', gender: 'female' } },
    })
    const { reviewOn } = await db.enrolment.findUniqueOrThrow({ where: { id: enrolment.amara } })
    await db.enrolment.update({ where: { id: enrolment.amara }, data: { reviewOn: dbDate('2027-06-10') } })
    const covered = async () => {
      const opened = FormPage.from(await amara.get('/records/new/form-r'), form)
      return [opened.value('f.covered.from'), opened.value('f.covered.to')]
    }
    // Since training began, as no panel has decided yet; then since the day after it did.
    expect(await covered()).toEqual(['2025-08-05', '2027-06-10'])
    const decision = newId()
    await db.completionDecision.create({
      data: {
        ...{ id: decision, enrolmentId: enrolment.amara, decider: 'panel', decidedOn: dbDate('2026-06-09') },
        ...{
          until: dbDate('2028-08-05'),
          remaining: 1,
          reason: 'Outcome 1',
          createdAt: new Date('2026-06-09T15:00:00Z'),
        },
        ...{ createdById: world.person.sam, createdByName: 'Mr Sam Whitfield' },
      },
    })
    expect(await covered()).toEqual(['2026-06-10', '2027-06-10'])
    await db.enrolment.update({ where: { id: enrolment.amara }, data: { reviewOn: dbDate('2026-06-09') } })
    expect(await covered()).toEqual(['2026-06-10', '2026-11-22'])
    await db.completionDecision.delete({ where: { id: decision } })
    await db.enrolment.update({ where: { id: enrolment.amara }, data: { reviewOn } })
    const page = FormPage.from(await amara.get('/records/new/form-r'), form)
    expect(page.value('f.name')).toBe('Dr Amara Okafor')
    expect(page.value('f.email')).toContain('@')
    // What is known is there: the programme's days, the share of full time, and whole days away by kind.
    const known = {
      wte: '100',
      startedOn: '2025-08-05',
      completesOn: '2028-08-04',
      sickness: '3',
      parental: '0',
      tootTotal: '3',
      college: 'Joint Royal Colleges of Physicians Training Board',
      grade: 'Internal Medicine year 2',
      bornOn: '1996-05-04',
      gender: 'female',
    }
    for (const [key, value] of Object.entries(known)) expect([key, page.value(`f.${key}`)]).toEqual([key, value])
    const post = await db.placement.findFirstOrThrow({
      where: { enrolmentId: enrolment.amara, from: { lte: new Date('2026-11-22') } },
      orderBy: { from: 'asc' },
      include: { site: true },
    })
    expect(page.value('f.posts.0.site')).toBe(post.site.name)
    // In words, never by a key of the pack; and no day to come is work that was done.
    expect(page.value('f.specialty')).toBe('Internal Medicine, North East')
    expect(page.value('f.posts.0.type')).toBe('training')
    expect(page.value('f.posts.0.to')).toBe('2026-11-22')
    expect(page.value('f.posts.0.from')).toBe(post.from.toISOString().slice(0, 10))
    expect((await declare('form-r', { ...formR, 'f.sickness': '2.5' })).status).toBe(422)
    const wrongSum = await declare('form-r', { ...formR, 'f.tootTotal': '99' })
    expect([wrongSum.status, wordsOf(wrongSum)]).toEqual([422, expect.stringContaining('They add up to 3, not 99')])
    const sent = await declare('form-r', formR)
    expect(sent.status).toBe(303)
    expect(await figure('form-r')).toMatchObject({ have: 1, need: 1 })
  })

  it('decision 66: the office and the clinical supervisor learn that it is there, and not what it says', async () => {
    const { id } = await db.record.findFirstOrThrow({ where: { formKey: 'form-r' } })
    expect((await (await world.as('helen')).get(`/records/${id}`).expect(200)).text).toContain(canary)
    for (const [who, role] of [
      ['sam', undefined],
      ['morgan', undefined],
      ['idris', 'clinicalSupervisor'],
    ] as const) {
      const agent = await world.as(who, role)
      for (const path of [`/records/${id}`, `${own}/timeline?q=heron`, own])
        expect([who, path, (await agent.get(path)).text.includes(canary)]).toEqual([who, path, false])
    }
  })

  it('B8: Form R can be taken along as data, under the names that other systems expect, by those who read it', async () => {
    const { id } = await db.record.findFirstOrThrow({ where: { formKey: 'form-r' } })
    const page = await amara.get(`/records/${id}`)
    expect(page.text).toContain(`/records/${id}/form.json`)
    const { body, headers } = await amara.get(`/records/${id}/form.json`).expect(200)
    expect(headers['content-disposition']).toBe('attachment; filename="form-r-2026-11-22.json"')
    expect(body).toMatchObject({
      form: { key: 'form-r' },
      trainee: 'Dr Amara Okafor',
      lifecycleState: 'SUBMITTED',
      revision: 0,
      answers: {
        partA: { gmcNumber: 'GMC 7654321', wholeTimeEquivalent: 100, declarationType: 'cct' },
        partB: {
          work: [{ typeOfWork: 'training', site: 'St Bede’s', startDate: '2026-08-05', endDate: '2026-11-20' }],
          ...{ sicknessAbsence: 3, parentalLeave: 0, totalLeave: 3, isHonest: true, isWarned: false },
          healthStatement: canary,
        },
      },
    })
    // What did not apply is not there.
    expect(Object.keys(body.answers.partB)).not.toContain('isComplying')
    expect((await (await world.as('helen')).get(`/records/${id}/form.json`).expect(200)).text).toContain(canary)
    for (const who of ['sam', 'morgan', 'tom'] as const)
      await (await world.as(who)).get(`/records/${id}/form.json`).expect(404)
  })

  it('B8: Form R can be taken along as a PDF whose words can be selected and read aloud, by those who read it', async () => {
    const { id } = await db.record.findFirstOrThrow({ where: { formKey: 'form-r' } })
    const answer = await amara.get(`/records/${id}/form.pdf`).buffer(true).parse(bytesOf).expect(200)
    expect(answer.headers['content-type']).toContain('application/pdf')
    const pdf = (answer.body as Buffer).toString('latin1')
    expect(pdf.startsWith('%PDF-1.7')).toBe(true)
    for (const part of ['/Lang (en-GB)', '/Marked true', '/S /H1', '/S /H2', '/S /P', '/S /L', '/DisplayDocTitle true'])
      expect(pdf).toContain(part)
    // Every font says which letters its shapes are: the trainee's name can be found and copied.
    const fonts = pdf.match(/\/ToUnicode/g)
    expect(fonts?.length).toBe(2)
    await (await world.as('helen')).get(`/records/${id}/form.pdf`).expect(200)
    for (const who of ['sam', 'morgan', 'tom'] as const)
      await (await world.as(who)).get(`/records/${id}/form.pdf`).expect(404)
  })

  it('B8: a Form R that was submitted is taken back with a reason alone; every submission stays, signed, in the chain', async () => {
    const { id } = await db.record.findFirstOrThrow({ where: { formKey: 'form-r' } })
    expect(wordsOf(await amara.get(`/records/${id}`))).toContain('Take back and change')
    const page = FormPage.from(await amara.get(`/records/${id}/edit`).expect(200), form)
    const change = { 'f.sickness': '4', 'f.tootTotal': '4', 'f.declared': 'yes' }
    const refused = await page.fill(change).submit(amara)
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining('why you take back')])
    const again = FormPage.from(refused, form)
    expect(again.value('f.sickness')).toBe('4')
    const reason = 'A day in October was missing.'
    const sent = await again.fill({ reason, 'f.declared': 'yes' }).submit(amara, 'Take back and submit again')
    expect(sent.status).toBe(303)
    const versions = await db.recordVersion.findMany({ where: { recordId: id }, orderBy: { seq: 'asc' } })
    expect(versions.map(({ act, signerId }) => [act, signerId])).toEqual([
      ['signed', world.person.amara],
      ['amended', world.person.amara],
    ])
    expect(await checkChain(world, world.person.amara)).toEqual([])
    const [first, second] = await Promise.all(
      versions.map(async ({ seq }) => wordsOf(await amara.get(`/records/${id}/signed/${seq}`).expect(200))),
    )
    expect(first).not.toContain(reason)
    expect(second).toContain(`Why it was changed ${reason}`)
    const { body } = await amara.get(`/records/${id}/form.json`).expect(200)
    expect(body).toMatchObject({ lifecycleState: 'SUBMITTED', revision: 1, answers: { partB: { totalLeave: 4 } } })
    expect(body.signatures.map(({ why }: { why?: string }) => why)).toEqual([undefined, reason])
    expect(body.submissionDate).toBe(versions[1]!.signedAt.toISOString())
    expect(await figure('form-r')).toMatchObject({ have: 1 })
    for (const who of ['sam', 'morgan'] as const)
      await (await world.as(who)).get(`/records/${id}/signed/${versions[1]!.seq}`).expect(404)
  })

  it('B8: Form R lists all work of the time that it covers, also where that is more than a year', async () => {
    const opened = async () => FormPage.from(await amara.get('/records/new/form-r'), form)
    const until = dbDate('2025-09-05')
    const { siteId } = await db.placement.findFirstOrThrow({ where: { enrolmentId: enrolment.amara } })
    await db.placement.updateMany({
      where: { enrolmentId: enrolment.amara, from: { lt: until } },
      data: { from: until },
    })
    expect((await opened()).value('f.posts.0.to')).not.toBe('2025-09-04')
    const early = { id: newId(), enrolmentId: enrolment.amara, siteId, title: 'A first month' }
    await db.placement.create({ data: { ...early, from: dbDate('2025-08-05'), until } })
    const page = await opened()
    expect([page.value('f.covered.from'), page.value('f.posts.0.to')]).toEqual(['2025-08-05', '2025-09-04'])
  })
})

function bytesOf(response: unknown, done: (error: Error | null, body: Buffer) => void) {
  const chunks: Buffer[] = []
  const stream = response as NodeJS.ReadableStream
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => done(null, Buffer.concat(chunks)))
}
