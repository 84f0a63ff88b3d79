import { dbDate } from '../../src/kit/periods.ts'
import { addRecord, discussion, reflection } from '../progress/seed.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const own = `/portfolios/${world.enrolment.amara}`
const why = 'In the falls clinic I ran six consultations and presented each plan before acting.'
const signing = (answer: { text: string; status: number }) => FormPage.from(answer, 'form[data-hotkeys]')

/** What the page's script sends. */
async function autosave(agent: Awaited<ReturnType<typeof helen>>, page: FormPage, values: Record<string, string>) {
  const form = page.page.querySelector('form[data-autosave]')!
  return agent
    .post(form.getAttribute('data-autosave')!)
    .set('x-csrf-token', page.page.querySelector('body')!.getAttribute('data-csrf')!)
    .send({ values, baseRev: 0 })
}

async function rate(item: string) {
  const amara = await world.as('amara')
  const page = await amara.get(`${own}/curriculum?open=${item}&mode=rate`)
  const done = await FormPage.from(page, 'form.open').fill({ 'f.level': '2', 'f.justification': why }).submit(amara)
  expect(done.status).toBe(303)
}

/** Helen's last day as educational supervisor is 30 November; the grace ends with 28 December. */
const known = { waiting: '', linked: '', other: '', meeting: '', late: '' }
const helen = () => world.as('helen', 'educationalSupervisor')
const statusOf = async (path: string) => (await (await helen()).get(path)).status
const on = (day: string) => world.clock.set(`${day}T12:00:00Z`)

beforeAll(async () => {
  known.linked = await addRecord(world, 'amara', discussion('Falls', ['cip-c4']))
  known.other = await addRecord(world, 'amara', reflection('A hard talk', ['cip-c1']))
  await rate('cip-c4')
  const amara = await world.as('amara')
  const begin = FormPage.from(await amara.get('/appraisals/new/induction-appraisal'), 'main form[data-autosave]')
  const typed = { 'f.aims': 'Twenty clinics', supervisor: `educationalSupervisor:${world.person.helen}` }
  expect((await begin.fill(typed).submit(amara, 'Send')).status).toBe(303)
  known.meeting = (await world.db.record.findFirstOrThrow({ where: { kind: 'appraisal' } })).id
  await world.db.supervision.updateMany({
    where: { enrolmentId: world.enrolment.amara, personId: world.person.helen },
    data: { until: dbDate('2026-12-01') },
  })
})

describe('D4: after the last day', () => {
  it('leaves nothing of the portfolio but what waited on it', async () => {
    on('2026-11-30')
    expect([await statusOf(own), await statusOf(`/records/${known.other}`)]).toEqual([200, 200])
    on('2026-12-02')
    await addRecord(world, 'amara', discussion('Later', ['cip-c5']))
    await rate('cip-c5')
    for (const path of ['', '/curriculum', '/timeline', '/progress', '/appraisals', '/posts', '/curriculum/cip-c4'])
      expect([path, await statusOf(`${own}${path}`)]).toEqual([path, 404])
    expect(await statusOf(`${own}/sign-off/cip-c4`)).toBe(200)
    expect(await statusOf(`${own}/appraisals/${known.meeting}`)).toBe(200)
    expect(await statusOf(`/records/${known.linked}`)).toBe(200)
    // Neither what never waited for them, nor what began to wait after they had left.
    expect(await statusOf(`/records/${known.other}`)).toBe(404)
    expect(await statusOf(`${own}/sign-off/cip-c5`)).toBe(404)
    expect(await statusOf(`${own}/sign-off/cip-c1`)).toBe(404)
  })

  it('stands at the top of their list, with its last day, and on the trainee’s page of who can see it', async () => {
    const page = await (await helen()).get('/')
    expect(wordsOf(page)).toContain('1 item of Dr Amara Okafor can be signed off')
    expect(wordsOf(page)).toContain('Dr Amara Okafor has moved on; you may still finish this, until 28 Dec 2026')
    expect(page.text).toContain(`href="${own}/sign-off/cip-c4"`)
    expect(page.text).toContain(`href="${own}/appraisals/${known.meeting}"`)
    expect(page.text).not.toContain(`href="${own}"`)
    expect(wordsOf(await (await helen()).get('/assess'))).toContain('you may still finish this, until 28 Dec 2026')
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(`/records/${known.linked}`))).toContain(
      'may finish what waited on the day of leaving, until 28 Dec 2026',
    )
    expect(wordsOf(await amara.get(`/records/${known.other}`))).not.toContain('Dr Helen Marsh')
  })

  it('decision 67: holds on the 28th day, and on no later one', async () => {
    for (const [day, status] of [
      ['2026-12-01', 200],
      ['2026-12-28', 200],
      ['2026-12-29', 404],
    ] as const) {
      on(day)
      for (const path of [`${own}/sign-off/cip-c4`, `${own}/appraisals/${known.meeting}`, `/records/${known.linked}`])
        expect([day, path, await statusOf(path)]).toEqual([day, path, status])
    }
  })

  it('lets the sign-off be signed, reads it after, and asks for nothing more', async () => {
    on('2026-12-10')
    const agent = await helen()
    const page = await agent.get(`${own}/sign-off/cip-c4`)
    expect(wordsOf(page)).toContain('you may finish this until 28 Dec 2026')
    expect(page.text).not.toContain(`href="${own}/curriculum"`)
    const values = { 'f.level': '2', 'f.singleReason': why, 'f.comment': 'Well argued.', 'f.declared': 'yes' }
    const form = signing(page)
    const known = Object.fromEntries(Object.entries(values).filter(([name]) => form.names().includes(name)))
    const done = await form.fill(known).submit(agent, 'Sign')
    expect([done.status, done.headers.location]).toEqual([303, '/'])
    const record = await world.db.record.findFirstOrThrow({ where: { kind: 'signoff' } })
    expect(await statusOf(`/records/${record.id}`)).toBe(200)
    expect(await statusOf(`${own}/sign-off/cip-c4`)).toBe(404)
    // A new self-assessment is for whoever supervises now.
    on('2026-12-11')
    await rate('cip-c4')
    expect(await statusOf(`${own}/sign-off/cip-c4`)).toBe(404)
  })

  it('lets the meeting be completed and released', async () => {
    on('2026-12-12')
    const agent = await helen()
    const path = `${own}/appraisals/${known.meeting}`
    const page = FormPage.from(await agent.get(path), 'main form[data-autosave]')
    const meeting = {
      'f.metOn': '2026-11-20',
      'f.objectives.0.objective': 'Twenty clinics by June',
      'f.contract': 'yes',
      'f.declared': 'yes',
    }
    expect((await page.fill(meeting).submit(agent, 'Complete and sign')).status).toBe(303)
    expect((await agent.get(path)).status).toBe(200)
    on('2026-12-29')
    expect(await statusOf(path)).toBe(404)
  })
})

describe('D4: a director of a hospital whose trainee moves on', () => {
  it('R120, R163: finishes a report begun before, and writes no other', async () => {
    const oscar = `/portfolios/${there.enrolment.oscar}`
    on('2027-01-20')
    let grace = await there.as('grace')
    const post = await world.db.placement.findFirstOrThrow({ where: { enrolmentId: there.enrolment.oscar } })
    const path = `${oscar}/appraisals/new/dot-review?post=${post.id}`
    const form = FormPage.from(await grace.get(path), 'main form[data-autosave]')
    expect((await autosave(grace, form, { 'f.strengths': 'Careful reports' })).status).toBe(200)
    on('2027-02-01')
    grace = await there.as('grace')
    expect((await grace.get(oscar)).status).toBe(404)
    const home = await grace.get('/')
    expect(wordsOf(home)).toContain('Dr Oscar Lindqvist has moved on; you may still finish this, until 28 Feb 2027')
    expect(home.text).toContain(`href="${path}"`)
    expect(FormPage.from(await grace.get(path), 'main form[data-autosave]').value('f.strengths')).toBe(
      'Careful reports',
    )
    expect((await grace.get(`${oscar}/appraisals/new/dot-review`)).status).toBe(404)
    const written = {
      'f.reviewed.from': '2026-08-03',
      'f.reviewed.to': '2027-01-31',
      'f.progress': 'on-track',
      'f.development': 'Ultrasound',
      'f.plan': 'Two lists a week',
      'f.metOn': '2027-01-20',
      'f.declared': 'yes',
    }
    const done = await FormPage.from(await grace.get(path), 'main form[data-autosave]')
      .fill(written)
      .submit(grace)
    expect(done.status).toBe(303)
    const one = String(done.headers.location)
    const release = FormPage.from(await grace.get(one), `main form[action="${one}/release"]`)
    expect((await release.submit(grace)).status).toBe(303)
    on('2027-03-01')
    grace = await there.as('grace')
    expect((await grace.get(one)).status).toBe(404)
  })
})

describe('D4: a change of supervisor that holds from today', () => {
  it('cuts off no report that was begun that morning; its author is told and finishes it', async () => {
    on('2026-11-24')
    const tom = `/portfolios/${world.enrolment.tom}`
    const path = `${tom}/appraisals/new/esr`
    const author = await helen()
    const form = FormPage.from(await author.get(path), 'main form[data-autosave]')
    const [field] = [...form.page.querySelectorAll('textarea')].map((one) => one.getAttribute('name')!)
    expect((await autosave(author, form, { [field!]: 'Half of a report' })).status).toBe(200)
    const sam = await world.as('sam')
    const page = await sam.get(`/trainees/${world.enrolment.tom}/supervisors?kind=educational`)
    const change = { kind: 'educational', personId: world.person.james, from: '2026-11-24' }
    const done = await FormPage.from(page, '#change-form').fill(change).submit(sam)
    expect(done.status).toBe(303)
    const mail = await world.db.mail.findFirstOrThrow({
      where: { toPersonId: world.person.helen },
      orderBy: { id: 'desc' },
    })
    expect(mail.text).toContain(
      'What you have begun, and what waits for you that day, you may finish until 21 Dec 2026',
    )
    const after = await helen()
    expect((await after.get(tom)).status).toBe(404)
    const draft = await world.db.draft.findFirstOrThrow({ where: { personId: world.person.helen } })
    expect((await after.get('/')).text).toContain(`href="${draft.href.replaceAll('&', '&amp;')}"`)
    expect(FormPage.from(await after.get(draft.href), 'main form[data-autosave]').value(field!)).toBe(
      'Half of a report',
    )
  })
})
