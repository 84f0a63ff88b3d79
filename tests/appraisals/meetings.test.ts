import { checkChain } from '../../src/evidence/index.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const list = `/portfolios/${world.enrolment.amara}/appraisals`
const hostile = `'); drop table "Record"; -- <script>alert(1)</script> مرحبا 🩺`

type Agent = Awaited<ReturnType<typeof world.as>>
const form = 'main form[data-autosave]'

async function begin(agent: Agent, typed: Record<string, string | string[]>) {
  const page = await agent.get('/appraisals/new/induction-appraisal')
  return FormPage.from(page, form).fill(typed).submit(agent, 'Send')
}

async function asked(): Promise<string> {
  const record = await world.db.record.findFirstOrThrow({ where: { status: 'requested' }, orderBy: { id: 'desc' } })
  return record.id
}

const meeting = {
  'f.metOn': '2026-11-20',
  'f.objectives.0.objective': 'Twenty clinics by June',
  'f.contract': 'yes',
  'f.declared': 'yes',
}

describe('R68: a meeting that the trainee begins', () => {
  let amara: Agent
  let helen: Agent
  beforeAll(async () => {
    amara = await world.as('amara')
    helen = await world.as('helen')
  })

  it('shows the trainee what is due in this post, and who can write the rest', async () => {
    const answer = await amara.get(list)
    expect(headingOf(answer.text)).toBe('Appraisals')
    const words = wordsOf(answer)
    for (const one of ['General medicine', 'Induction meeting', 'Mid-point review', 'End-of-placement appraisal']) {
      expect(words).toContain(one)
    }
    expect(words).toContain('Only your educational or clinical supervisor can write this.')
    expect(answer.text).toContain('/appraisals/new/induction-appraisal"')
    expect(answer.text).not.toContain('appraisals/new/end-of-placement')
  })

  it('asks for the trainee’s part and the supervisor, keeps what was typed, and declares nothing', async () => {
    const page = await amara.get('/appraisals/new/induction-appraisal')
    const names = FormPage.from(page, form).names()
    expect(names).toContain('f.aims')
    expect(names).not.toContain('f.metOn')
    expect(names).not.toContain('f.declared')
    expect(FormPage.from(page, form).value('f.post')).toBe('General medicine')
    const without = FormPage.from(page, form).fill({ 'f.aims': '', 'f.needs': hostile }).forge({ supervisor: '' })
    const answer = await without.submit(amara, 'Send')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('Choose the supervisor with whom you meet.')
    expect(wordsOf(answer)).toContain(`'); drop table`)
    expect(answer.text).not.toContain('<script>alert')
    expect(await world.db.record.count()).toBe(0)
  })

  it('refuses somebody who is not the trainee’s supervisor, and what is the supervisor’s to write', async () => {
    const page = FormPage.from(await amara.get('/appraisals/new/induction-appraisal'), form).fill({
      'f.aims': 'Clinics',
    })
    const stranger = await page
      .forge({ supervisor: `educationalSupervisor:${world.person.ruth}` })
      .submit(amara, 'Send')
    expect(stranger.status).toBe(422)
    const own = await page.forge({ supervisor: `educationalSupervisor:${world.person.amara}` }).submit(amara, 'Send')
    expect(own.status).toBe(422)
    expect(await world.db.record.count()).toBe(0)
  })

  it('sends it to the supervisor, who is told at home and by mail; the meeting is nobody else’s to read', async () => {
    const sent = await begin(amara, {
      'f.aims': hostile,
      'f.wellbeing': 'Caring for a parent',
      supervisor: `educationalSupervisor:${world.person.helen}`,
    })
    expect(sent.status).toBe(303)
    const id = await asked()
    const record = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(record).toMatchObject({ status: 'requested', assessorId: world.person.helen, kind: 'appraisal' })
    expect(record.values).not.toHaveProperty('declared')
    const notice = await world.db.notice.findFirstOrThrow({ where: { kind: 'appraisal.requested' } })
    expect(notice).toMatchObject({ personId: world.person.helen, roleKey: 'educationalSupervisor' })
    const mail = await world.db.mail.findFirstOrThrow({ where: { purpose: 'appraisal.requested' } })
    expect(mail.text).not.toContain('Caring')
    const home = await helen.get('/')
    expect(wordsOf(home)).toContain('Begun by the trainee; you complete it when you have met.')
    expect(home.text).toContain(`${list}/${id}`)
    const waiting = await amara.get(`${list}/${id}`)
    expect(wordsOf(waiting)).toContain('waiting for the supervisor')
    expect(wordsOf(waiting)).toContain('Dr Helen Marsh')
    for (const name of ['idris', 'ruth', 'james', 'sam', 'morgan'] as const) {
      expect((await (await world.as(name)).get(`${list}/${id}`)).status).toBe(404)
    }
    expect((await (await world.as('tom')).get(`${list}/${id}`)).status).toBe(404)
  })

  it('R51: the trainee cannot complete it: 403 names who can', async () => {
    const id = await asked()
    const page = FormPage.from(await helen.get(`${list}/${id}`), form).fill(meeting)
    const own = FormPage.from(await amara.get(`${list}/${id}`), 'main form:has(input[name=_csrf])')
    const refused = await page
      .forge({ _csrf: own.value('_csrf')!, _role: own.value('_role')! })
      .submit(amara, 'Complete')
    expect(refused.status).toBe(403)
    expect(wordsOf(refused)).toContain('Dr Helen Marsh')
  })

  it.each([
    ['a day to come', { 'f.metOn': '2026-12-24' }, 'f.metOn'],
    ['no day at all', { 'f.metOn': '2026-02-31' }, 'f.metOn'],
    ['no objective', { 'f.objectives.0.objective': '' }, 'f.objectives'],
    ['an objective that is far too long', { 'f.objectives.0.objective': 'x'.repeat(301) }, 'f.objectives'],
    ['no declaration', { 'f.declared': '' }, 'f.declared'],
  ])('says what is wrong with %s and keeps the rest', async (_what, wrong, _field) => {
    const id = await asked()
    const page = FormPage.from(await helen.get(`${list}/${id}`), form).fill(meeting)
    const answer = await page.fill({ 'f.support': hostile }).forge(wrong).submit(helen, 'Complete')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('invalid-feedback')
    expect(wordsOf(answer)).toContain('drop table')
    expect((await world.db.record.findUniqueOrThrow({ where: { id } })).status).toBe('requested')
  })

  it('keeps the supervisor’s draft to themselves', async () => {
    const id = await asked()
    const page = FormPage.from(await helen.get(`${list}/${id}`), form).fill({ 'f.support': 'Weekly, on Tuesdays' })
    const kept = await page.submit(helen, 'Save as draft')
    expect([200, 303]).toContain(kept.status)
    expect(wordsOf(await helen.get(`${list}/${id}`))).toContain('This is your draft')
    expect((await amara.get(`${list}/${id}`)).text).not.toContain('Tuesdays')
  })

  it('is completed and signed by the supervisor’s own sign-in; the trainee’s words stay, and the trainee is told', async () => {
    const id = await asked()
    const page = FormPage.from(await helen.get(`${list}/${id}`), form).fill(meeting)
    const done = await page.forge({ 'f.aims': 'Words put into her mouth' }).submit(helen, 'Complete')
    expect(done.status).toBe(303)
    const record = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(record.status).toBe('signed')
    expect((record.values as Record<string, unknown>).aims).toBe(hostile)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({
      signerId: world.person.helen,
      signerRole: 'educational supervisor',
      assurance: 'account',
    })
    expect(await checkChain({ db: world.db as never, services: world.services }, world.person.amara)).toEqual([])
    expect(await world.db.notice.count({ where: { kind: 'appraisal.released', personId: world.person.amara } })).toBe(1)
    expect(await world.db.mail.count({ where: { purpose: 'appraisal.released' } })).toBe(1)
    const answer = await amara.get(`/records/${id}`)
    expect(wordsOf(answer)).toContain('Twenty clinics by June')
    expect(answer.text).not.toContain('<script>alert')
  })

  it('what the trainee confides is read by the two who met, and by nobody else who reads the rest', async () => {
    const { id } = await world.db.record.findFirstOrThrow({ where: { status: 'signed' } })
    for (const agent of [amara, helen]) {
      expect(wordsOf(await agent.get(`/records/${id}`))).toContain('Caring for a parent')
    }
    for (const [name, role] of [
      ['idris', 'clinicalSupervisor'],
      ['james', undefined],
    ] as const) {
      const grant = await world.db.grant.findFirst({ where: { personId: world.person[name] } })
      const agent = await world.as(name, role ?? `grant:${grant!.id}`)
      for (const path of [`/records/${id}`, `${list}/${id}`]) {
        const answer = await agent.get(path)
        expect(wordsOf(answer)).toContain('Twenty clinics by June')
        expect(wordsOf(answer)).toContain('Only the trainee and the supervisor who was asked read this')
        expect(answer.text).not.toContain('Caring')
      }
    }
  })

  it('what was confided is found by its words by the two alone, the rest by everybody who reads it', async () => {
    const { id } = await world.db.record.findFirstOrThrow({ where: { status: 'signed' }, orderBy: { id: 'desc' } })
    const grant = await world.db.grant.findFirst({ where: { personId: world.person.james } })
    const found = (agent: Agent) =>
      Promise.all(
        ['Twenty', 'Caring'].map(async (word) =>
          (await agent.get(`/portfolios/${world.enrolment.amara}/timeline?q=${word}`)).text.includes(id),
        ),
      )
    expect(await found(amara)).toEqual([true, true])
    expect(await found(helen)).toEqual([true, true])
    expect(await found(await world.as('james', `grant:${grant!.id}`))).toEqual([true, false])
  })

  it('stays as it was signed; the trainee may comment below it', async () => {
    const { id } = await world.db.record.findFirstOrThrow({ where: { status: 'signed' } })
    expect(wordsOf(await helen.get(`${list}/${id}`))).not.toContain('Complete and sign')
    const page = FormPage.from(await amara.get(`${list}/${id}`), 'form[action$="/comment"]')
    const done = await page.fill({ 'f.traineeComment': 'Thank you 🙏' }).forge({ 'f.contract': 'no' }).submit(amara)
    expect(done.status).toBe(303)
    const record = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(record.values).toMatchObject({ traineeComment: 'Thank you 🙏', contract: true })
    const versions = await world.db.recordVersion.findMany({ where: { recordId: id }, orderBy: { seq: 'asc' } })
    expect(versions.map(({ signerRole }) => signerRole)).toEqual(['educational supervisor', 'trainee'])
  })

  it('can be taken back before it is complete, and begun again', async () => {
    await begin(amara, { 'f.aims': 'Again', supervisor: `educationalSupervisor:${world.person.helen}` })
    const id = await asked()
    const back = await FormPage.from(await amara.get(`${list}/${id}`), 'form[action$="/withdraw"]').submit(amara)
    expect(back.status).toBe(303)
    expect((await world.db.record.findUniqueOrThrow({ where: { id } })).status).toBe('withdrawn')
    expect(await world.db.notice.count({ where: { kind: 'appraisal.withdrawn', personId: world.person.helen } })).toBe(
      1,
    )
    expect((await amara.get(`${list}/${id}`)).text).not.toContain('/withdraw')
  })

  it('cannot be begun by anybody but the trainee', async () => {
    expect((await helen.get('/appraisals/new/induction-appraisal')).status).toBe(404)
    const answer = await helen.get(`${list}/new/induction-appraisal`)
    expect(wordsOf(answer)).toContain('The trainee begins this')
    expect((await amara.get('/appraisals/new/nothing')).status).toBe(404)
    expect((await amara.get('/appraisals/new/clinic')).status).toBe(404)
    expect((await world.visitor().get('/appraisals/new/induction-appraisal')).headers.location).toContain('/sign-in')
  })
})

describe('R68: what each post and each panel want', () => {
  const figure = (ruleId: string) =>
    world.db.ruleFigure.findUnique({ where: { enrolmentId_ruleId: { enrolmentId: world.enrolment.amara, ruleId } } })

  it('an induction with the clinical supervisor, whom alone the form asks, counts for the post', async () => {
    const amara = await world.as('amara')
    const page = FormPage.from(await amara.get('/appraisals/new/clinical-induction'), form)
    expect(page.page.toString()).toContain('Dr Idris Khan')
    expect(page.page.toString()).not.toContain('Dr Helen Marsh')
    const sent = await page
      .fill({ 'f.hopes': 'Clinics and procedures', supervisor: `clinicalSupervisor:${world.person.idris}` })
      .submit(amara, 'Send')
    expect(sent.status).toBe(303)
    const idris = await world.as('idris', 'clinicalSupervisor')
    const done = await FormPage.from(await idris.get(`${list}/${await asked()}`), form)
      .fill({
        'f.metOn': '2026-11-20',
        'f.opportunities': 'A clinic a week',
        'f.supervision': 'The consultant of the day; we meet monthly',
        'f.safety': 'yes',
        'f.declared': 'yes',
      })
      .submit(idris)
    expect(done.status).toBe(303)
    expect(await figure('clinical-induction')).toMatchObject({ have: 1, need: 1, status: 'met' })
  })

  it('a report for the panel by the educational supervisor alone counts once it is released', async () => {
    const path = `${list}/new/esr`
    const idris = await world.as('idris', 'clinicalSupervisor')
    expect((await idris.get(path)).text).not.toContain('f.summary')
    const helen = await world.as('helen')
    const page = FormPage.from(await helen.get(path), form)
    const kept = await page
      .fill({
        'f.covered.from': '2026-08-05',
        'f.covered.to': '2026-11-20',
        'f.posts': 'General medicine',
        'f.capabilitiesComment': 'As her sign-offs say.',
        'f.daysAbsent': '2',
        'f.anyConcern': 'no',
        'f.revalidation': 'no',
        'f.recommendation': 'on-course',
        'f.summary': 'A good first half of the year.',
        'f.declared': 'yes',
      })
      .submit(helen, 'Keep')
    expect(kept.status).toBe(303)
    expect(await figure('esr')).toMatchObject({ have: 0, need: 1 })
    const { id } = await world.db.record.findFirstOrThrow({ where: { formKey: 'esr' } })
    const release = FormPage.from(await helen.get(`${list}/${id}`), 'form[action$="/release"]')
    expect((await release.submit(helen)).status).toBe(303)
    expect(await figure('esr')).toMatchObject({ have: 1, need: 1, status: 'met' })
    expect(wordsOf(await (await world.as('amara')).get(`/records/${id}`))).toContain('A good first half of the year.')
  })
})
