import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { addRecord, discussion } from '../progress/seed.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'
import { answers, formKey } from './support.ts'

const world = await testWorld()
const day = 86_400_000
const now = world.clock.now().epochMilliseconds

type Asking = 'amara' | 'tom'

/** Idris is asked; `ago` and `left` in days. */
async function asked(who: Asking, title: string, { ago = 0, left = 20 } = {}): Promise<string> {
  const agent = await world.as(who)
  const page = FormPage.from(await agent.get(`/assessments/new?form=${formKey}`), 'main form.form')
  const sent = await page.fill({ assessor: world.person.idris, 'f.title': title }).submit(agent)
  const id = sent.headers.location!.split('/').at(-1)!
  const times = { sentAt: new Date(now - ago * day), expiresAt: new Date(now + left * day) }
  await world.db.assessmentRequest.update({ where: { recordId: id }, data: times })
  return id
}

const inboxOf = async (query = '', role = 'clinicalSupervisor') =>
  wordsOf(await (await world.as('idris', role)).get(`/assess${query}`).expect(200))

const ids: Record<string, string> = {}

beforeAll(async () => {
  ids.second = await asked('amara', 'Second of Amara', { ago: 2 })
  ids.first = await asked('amara', 'First of Amara', { ago: 5, left: 4 })
  ids.tom = await asked('tom', 'Oldest of Tom', { ago: 9 })
})

describe('B9: one inbox over all roles', () => {
  it('groups by trainee, whoever waits longest first, with when it was asked, its end and how long it takes', async () => {
    for (const role of ['clinicalSupervisor', 'educationalSupervisor']) {
      const words = await inboxOf('', role)
      const order = ['Dr Tom', 'Oldest of Tom', 'Dr Amara Okafor', 'First of Amara', 'Second of Amara']
      const places = order.map((one) => words.indexOf(one))
      expect(places.every((place) => place > 0)).toBe(true)
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(words).toMatch(/First of Amara asked 17 Nov 2026 · 4 days left · about \d+ min/)
      expect(words).toMatch(/All 2 in one sitting, about \d+ min/)
    }
  })

  it('filters by what runs out soon and by what was begun', async () => {
    const soon = await inboxOf('?show=soon')
    expect([soon.includes('First of Amara'), soon.includes('Second of Amara')]).toEqual([true, false])
    expect(await inboxOf('?show=started')).toContain('Nothing here')
    await world.db.assessmentRequest.update({ where: { recordId: ids.tom! }, data: { state: 'started' } })
    const begun = await inboxOf('?show=started')
    expect([begun.includes('Oldest of Tom'), begun.includes('First of Amara')]).toEqual([true, false])
    await inboxOf('?show=nonsense&programme=x&page=-1')
  })

  it('what waits in another role is there, and its button switches the role visibly', async () => {
    const tom = await world.as('priya')
    await rate(tom)
    const idris = await world.as('idris', 'clinicalSupervisor')
    const page = await idris.get('/assess').expect(200)
    expect(wordsOf(page)).toContain('1 item of Dr Priya Nair can be signed off as educational supervisor')
    const answer = await FormPage.from(page, '.act form[action="/acting"]').submit(idris)
    expect(answer.headers.location).toMatch(/\/sign-off\//)
    const there = await idris.get(answer.headers.location!).expect(200)
    expect(there.text).toContain('You now act as educational supervisor')
    expect(await inboxOf('', 'educationalSupervisor')).toContain('can be signed off Self-assessed')
  })

  it('several requests of one trainee are done in one sitting', async () => {
    const idris = await world.as('idris', 'clinicalSupervisor')
    const page = await idris.get(`/assess/${ids.first}`).expect(200)
    expect(wordsOf(page)).toContain('Dr Amara Okafor has 2 requests open with you: this one, and 1 more.')
    const form = FormPage.from(page, 'main form.form').fill({ ...answers, 'f.assessorName': 'Dr Idris Khan' })
    const next = await form.submit(idris, 'Complete, and next of Dr Amara Okafor')
    expect(next.headers.location).toBe(`/assess/${ids.second}`)
    const second = await idris.get(next.headers.location!).expect(200)
    expect(second.text).toContain('You completed and signed the mini-CEX for Dr Amara Okafor')
    expect(wordsOf(second)).not.toContain('Complete, and next')
    const last = FormPage.from(second, 'main form.form').fill({ ...answers, 'f.assessorName': 'Dr Idris Khan' })
    expect((await last.submit(idris)).headers.location).toBe(`/assess/${ids.second}`)
  })

  it('R96: opens ready to rate: what the trainee filled in whole is one line', async () => {
    const amara = await world.as('amara')
    const ask = FormPage.from(await amara.get(`/assessments/new?form=${formKey}`), 'main form.form')
    const sent = await ask
      .fill({ assessor: world.person.idris, 'f.title': 'Chest pain', 'f.seenOn': '2026-11-20' })
      .submit(amara)
    const idris = await world.as('idris')
    const page = await idris.get(sent.headers.location!.replace('/assessments/', '/assess/')).expect(200)
    expect(wordsOf(page)).toContain('20 Nov 2026')
    expect(wordsOf(page)).toContain('filled in by Dr Amara Okafor; open to change it')
    expect(FormPage.from(page, 'main form.form').value('f.seenOn')).toBe('2026-11-20')
  })

  it('the history holds what one completed oneself, and finds it', async () => {
    const idris = await world.as('idris', 'educationalSupervisor')
    expect(headingOf((await idris.get('/assess/history').expect(200)).text)).toBe('What you completed')
    const words = async (q: string) => wordsOf(await idris.get(`/assess/history?q=${encodeURIComponent(q)}`))
    expect(await words('amara first')).toContain('First of Amara')
    expect(await words('amara first')).not.toContain('Second of Amara')
    expect(await words('mini-cex okafor')).toContain('Second of Amara')
    expect(await words('Oldest')).toContain('Nothing found')
    expect(await words('%')).toContain('Nothing found')
    expect(wordsOf(await (await world.as('helen')).get('/assess/history'))).toContain('Nothing yet')
  })
})

/** Priya has evidence for an item and rates herself on it. */
async function rate(agent: Awaited<ReturnType<typeof world.as>>): Promise<void> {
  await addRecord(world, 'priya', discussion('Take', ['cip-c4']))
  const page = await agent.get(`/portfolios/${world.enrolment.priya}/curriculum?open=cip-c4&mode=rate`)
  const why = 'I led four complete consultations and explained the plan in plain words each time.'
  const done = await FormPage.from(page, 'form.open').fill({ 'f.level': '2', 'f.justification': why }).submit(agent)
  expect(done.status).toBe(303)
}

describe('B9: declining', () => {
  const decline = async (title: string, more: Record<string, string>) => {
    const id = await asked('amara', title)
    const idris = await world.as('idris')
    const form = FormPage.from(await idris.get(`/assess/${id}`), 'main form.form')
    return { id, answer: await form.fill({ reason: 'I was on leave that week.', ...more }).submit(idris, 'Decline') }
  }

  it('names somebody better placed; the trainee asks them with one tap, in the same words, once', async () => {
    const better = { betterName: 'Dr Hanna Weiss', betterEmail: 'hanna.weiss@hospital.example' }
    const { id, answer } = await decline('Somebody else saw it', better)
    expect(answer.status).toBe(303)
    const amara = await world.as('amara')
    const page = await amara.get(`/assessments/${id}`).expect(200)
    expect(wordsOf(page)).toContain('has declined this request and thinks Dr Hanna Weiss better placed:I was on leave')
    const form = FormPage.from(page, `form[action="/assessments/${id}/instead"]`)
    const sent = await form.submit(amara)
    const fresh = sent.headers.location!.split('/').at(-1)!
    const request = await world.db.assessmentRequest.findUniqueOrThrow({
      where: { recordId: fresh },
      include: { record: true },
    })
    expect(request).toMatchObject({ assessorEmail: better.betterEmail, state: 'sent' })
    expect(request.record.values).toMatchObject({ title: 'Somebody else saw it' })
    expect((await form.submit(amara)).headers.location).toBe(sent.headers.location)
    expect(await world.db.mail.count({ where: { toAddress: better.betterEmail } })).toBe(1)
    expect(wordsOf(await amara.get(`/assessments/${id}`))).not.toContain('with one tap')
    expect((await amara.post(`/assessments/${id}/instead`).type('form').send(form.body())).status).toBe(303)
    expect(await world.db.mail.count({ where: { toAddress: better.betterEmail } })).toBe(1)
  })

  it('a name alone fills in the request; what makes no sense comes back with its words; the trainee is no better person', async () => {
    const { id } = await decline('By name', { betterName: 'Dr Otto Lang' })
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(`/assessments/${id}`))).toContain('Ask Dr Otto Lang instead')
    const form = FormPage.from(await amara.get(`/assessments/new?again=${id}`), 'main form.form')
    expect([form.value('assessor'), form.value('name')]).toEqual(['other', 'Dr Otto Lang'])
    const wrong = await decline('Without a name', { betterEmail: 'somebody@hospital.example' })
    expect([wrong.answer.status, wordsOf(wrong.answer)]).toEqual([
      422,
      expect.stringContaining('Say whose address this is.'),
    ])
    expect(FormPage.from(wrong.answer, 'main form.form').value('reason')).toBe('I was on leave that week.')
    const self = await decline('Herself', { betterName: 'Amara', betterEmail: 'amara@demo.attest.example' })
    const refused = await FormPage.from(
      await amara.get(`/assessments/${self.id}`),
      `form[action="/assessments/${self.id}/instead"]`,
    ).submit(amara)
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining('Nobody assesses themselves')])
    expect((await (await world.as('idris')).post(`/assessments/${self.id}/instead`)).status).not.toBe(303)
  })
})

describe('with 500 requests', () => {
  it('shows 50 a page in a handful of queries, each request once', async () => {
    await many(500)
    const idris = await world.as('idris', 'clinicalSupervisor')
    const seen = new Set<string>()
    for (let page = 1; page <= 11; page++) {
      const { result, queries } = await countQueries(world.db, () => idris.get(`/assess?page=${page}`).expect(200))
      expect(queries.length).toBeLessThanOrEqual(9)
      const links = [
        ...result.text.matchAll(/href="\/assess\/([0-9a-f-]{36})" *>(?:Complete|Go on)|\/assess\/([0-9a-f-]{36})"/g),
      ]
      const found = new Set(links.map(([, a, b]) => a ?? b!))
      expect(found.size).toBeLessThanOrEqual(50)
      for (const id of found) seen.add(id)
    }
    const open = await world.db.assessmentRequest.count({
      where: { record: { status: 'requested', assessorId: world.person.idris } },
    })
    expect(seen.size).toBe(open)
  })
})

async function many(count: number): Promise<void> {
  const template = await world.db.record.findUniqueOrThrow({ where: { id: ids.tom! } })
  const request = await world.db.assessmentRequest.findUniqueOrThrow({ where: { recordId: ids.tom! } })
  const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), index }))
  await world.db.record.createMany({
    data: rows.map(({ id, index }) => ({
      ...template,
      id,
      title: `Case ${index}`,
      values: {},
      facts: {},
      ...(index % 2 ? {} : { personId: world.person.priya, enrolmentId: world.enrolment.priya }),
    })),
  })
  await world.db.assessmentRequest.createMany({
    data: rows.map(({ id, index }) => ({
      ...request,
      recordId: id,
      state: 'sent' as const,
      sentAt: new Date(now - index * 60_000),
    })),
  })
}

describe('over several programmes', () => {
  it('offers a filter by programme', async () => {
    const there = await radiology(world, 'radiation-oncology/2022.1')
    const oscar = await there.as('oscar')
    const form = FormPage.from(await oscar.get('/assessments/new?form=csa'), 'main form.form')
    const sent = await form
      .fill({ assessor: there.person.victor, 'f.period.from': '2026-08-03', 'f.period.to': '2026-11-02' })
      .submit(oscar)
    const id = sent.headers.location!.split('/').at(-1)!
    const { programmeId } = await world.db.record.findUniqueOrThrow({ where: { id } })
    await world.db.record.update({ where: { id }, data: { assessorId: world.person.idris } })
    const page = await (await world.as('idris')).get('/assess').expect(200)
    expect(page.text).toContain(`programme=${programmeId}`)
    const only = wordsOf(await (await world.as('idris')).get(`/assess?programme=${programmeId}`))
    expect([only.includes('Dr Oscar Lindqvist'), only.includes('Oldest of Tom')]).toEqual([true, false])
  })
})
