import { mailAnnouncement } from '../../src/announcements/index.ts'
import { linked } from '../../src/announcements/linked.ts'
import { queueJob } from '../../src/kit/command.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { systemContext } from '../../src/worker.ts'
import { ask, work } from '../assessments/support.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld, worldNow } from '../support/world.ts'

const world = await testWorld()

const usual = {
  title: 'The portfolio closes for a night',
  text: 'On 1 December from 20:00.\nSee https://college.example/night.',
  audiences: ['trainees'],
  from: '2026-11-22',
  last: '2026-11-30',
}

type Typed = Record<string, string | string[]>

/** Sam coordinates the programme. */
async function write(values: Typed = {}, who: Parameters<typeof world.as>[0] = 'sam') {
  const agent = await world.as(who)
  const page = FormPage.from(await agent.get('/announcements/new'), 'main form.form')
  return page.fill({ ...usual, ...values }).submit(agent)
}
const written = () => world.db.announcement.findFirstOrThrow({ orderBy: { id: 'desc' } })
const home = async (who: Parameters<typeof world.as>[0], role?: string) =>
  wordsOf(await (await world.as(who, role)).get('/'))
const change = async (id: string, values: Typed, form = `main form[action="/announcements/${id}"]`) => {
  const sam = await world.as('sam')
  return FormPage.from(await sam.get(`/announcements/${id}`), form)
    .fill(values)
    .submit(sam)
}

afterEach(async () => {
  world.clock.set(worldNow)
  await world.db.announcement.updateMany({
    where: { withdrawnAt: null },
    data: { withdrawnAt: new Date(worldNow), withdrawnBy: 'the test', withdrawnWhy: 'over' },
  })
})

describe('announcements', () => {
  it('R148: reach their audience alone, between their first and last day where the programme is', async () => {
    const answer = await write({ from: '2026-11-24' })
    expect([answer.status, answer.headers.location]).toEqual([303, '/announcements'])
    expect(await home('amara')).not.toContain(usual.title)
    world.clock.set('2026-11-23T23:59:00Z')
    expect(await home('amara')).not.toContain(usual.title)
    world.clock.set('2026-11-24T00:01:00Z')
    expect(await home('amara')).toContain(`${usual.title} On 1 December`)
    expect(await home('helen', 'educationalSupervisor')).not.toContain(usual.title)
    expect(await home('sam')).not.toContain(usual.title)
    world.clock.set('2026-11-30T23:59:00Z')
    expect(await home('amara')).toContain(usual.title)
    world.clock.set('2026-12-01T00:01:00Z')
    expect(await home('amara')).not.toContain(usual.title)
    const list = wordsOf(await (await world.as('amara')).get('/announcements'))
    expect(list).toMatch(/Past announcements \(\d+\).*The portfolio closes for a night/)
  })

  it('R148: go by the role in which one acts; assessors are those who were asked', async () => {
    await ask(world, await world.as('amara'), { assessor: world.person.helen, name: '', email: '' })
    await write({ audiences: ['supervisors'], title: 'For supervisors' })
    await write({ audiences: ['assessors'], title: 'For assessors' })
    expect(await home('helen', 'educationalSupervisor')).toMatch(/For assessors.*For supervisors/)
    expect(await home('idris', 'clinicalSupervisor')).toContain('For supervisors')
    expect(await home('idris', 'clinicalSupervisor')).not.toContain('For assessors')
    expect(await home('amara')).not.toMatch(/For supervisors|For assessors/)
  })

  it('are put away by each reader for themselves, and come back where a change says so', async () => {
    await write()
    const { id } = await written()
    const amara = await world.as('amara')
    const form = FormPage.from(await amara.get('/'), `form[action="/announcements/${id}/away"]`)
    expect((await form.submit(amara)).headers.location).toBe('/')
    expect(wordsOf(await amara.get('/'))).not.toContain(usual.title)
    expect(wordsOf(await amara.get('/announcements'))).toContain(usual.title)
    expect(await home('tom')).toContain(usual.title)
    await change(id, { text: 'A comma was wrong.' })
    expect(wordsOf(await amara.get('/'))).not.toContain(usual.title)
    world.clock.set('2026-11-22T09:05:00Z')
    await change(id, { text: 'It is on 2 December.', again: 'yes' })
    expect(wordsOf(await amara.get('/'))).toContain('It is on 2 December.')
  })

  it('keep what they said before, and who changed it', async () => {
    await write()
    const { id } = await written()
    await change(id, { title: 'The portfolio stays open', audiences: ['trainees', 'supervisors'] })
    const words = wordsOf(await (await world.as('sam')).get(`/announcements/${id}`))
    expect(words).toMatch(/What it said before.*The portfolio closes for a night ?Until 22 Nov 2026, 09:00, when /)
    const events = await world.db.auditEvent.findMany({ where: { type: { startsWith: 'announcement.' } } })
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('portfolio')
    expect(events.map(({ type }) => type)).toContain('announcement.changed')
  })

  it('are withdrawn with a reason that stays, and change no more', async () => {
    await write()
    const { id } = await written()
    const form = `main form[action$="/withdraw"]`
    const refused = await change(id, { reason: '' }, form)
    expect([refused.status, wordsOf(refused).includes('Say why')]).toEqual([422, true])
    const page = FormPage.from(await (await world.as('sam')).get(`/announcements/${id}`), 'main form.form')
    expect((await change(id, { reason: 'The date was wrong.' }, form)).status).toBe(303)
    expect(await home('amara')).not.toContain(usual.title)
    expect(wordsOf(await (await world.as('amara')).get('/announcements'))).not.toContain(usual.title)
    const sam = await world.as('sam')
    expect(wordsOf(await sam.get(`/announcements/${id}`))).toContain('The date was wrong.')
    expect((await page.submit(sam)).status).toBe(422)
  })

  it('go out by mail on the first day, once to each, without their text', async () => {
    await write({ from: '2026-11-25', mail: 'yes', audiences: ['trainees', 'supervisors'] })
    const { id } = await written()
    const mails = () => world.db.mail.findMany({ where: { purpose: 'announcement' } })
    await work(world)
    expect(await mails()).toHaveLength(0)
    world.clock.set('2026-11-25T09:00:00Z')
    await queueJob(world.db, { task: 'announcements.mail', payload: {} })
    await queueJob(world.db, { task: 'announcements.mail', payload: {} })
    await work(world)
    const sent = await mails()
    const to = sent.map(({ toPersonId }) => toPersonId)
    expect(new Set(to).size).toBe(to.length)
    for (const who of ['amara', 'tom', 'priya', 'helen', 'idris'] as const) expect(to).toContain(world.person[who])
    expect(to).not.toContain(world.person.sam)
    expect(sent[0]!.subject).toContain(usual.title)
    expect(sent[0]!.text).not.toContain('1 December')
    expect(['kept', 'sent']).toContain(sent[0]!.state)
    await change(id, { text: 'Changed.' })
    await work(world)
    expect(await mails()).toHaveLength(sent.length)
  })

  it('never go out by mail once they are withdrawn', async () => {
    await write({ mail: 'yes', title: 'Withdrawn in time' })
    const { id } = await written()
    await change(id, { reason: 'No longer so.' }, `main form[action$="/withdraw"]`)
    await work(world)
    expect(await world.db.announcementMailed.count({ where: { announcementId: id } })).toBe(0)
  })

  it('keep back mails that were already waiting when they are withdrawn', async () => {
    await write({ mail: 'yes', title: 'Withdrawn while mails wait' })
    const { id } = await written()
    const ctx = systemContext({ ...world, log: createLog('silent') }, world.services)
    await mailAnnouncement({ ...ctx, db: world.db }, id, [])
    const states = async () => [
      ...new Set((await world.db.mail.findMany({ where: { aboutId: id } })).map(({ state }) => state)),
    ]
    expect(await states()).toEqual(['queued'])
    await change(id, { reason: 'No longer so.' }, `main form[action$="/withdraw"]`)
    await work(world)
    expect(await states()).toEqual(['withheld'])
  })

  it('are written by those who run the programmes alone', async () => {
    await write()
    const { id } = await written()
    for (const who of ['amara', 'helen', 'ruth'] as const) {
      const agent = await world.as(who)
      expect((await agent.get('/announcements/new')).status).toBe(404)
      expect((await agent.get(`/announcements/${id}`)).status).toBe(404)
      expect(wordsOf(await agent.get('/announcements'))).not.toContain('Write an announcement')
    }
    const other = await world.db.programme.findUniqueOrThrow({ where: { id: world.ids.programme } })
    const foreign = newId()
    await world.db.programme.create({ data: { ...other, contacts: [], id: foreign, name: 'Another programme' } })
    await world.db.announcement.update({ where: { id }, data: { programmeIds: [world.ids.programme, foreign] } })
    const sam = await world.as('sam')
    const page = await sam.get(`/announcements/${id}`)
    expect(wordsOf(page)).toContain('Only those who run all the programmes')
    const own = FormPage.from(await sam.get('/announcements/new'), 'main form.form').fill(usual)
    expect((await own.submit(sam, undefined)).status).toBe(303)
    await world.db.announcement.updateMany({ data: { programmeIds: [world.ids.programme] } })
    await world.db.programme.delete({ where: { id: foreign } })
  })

  it('refuse inverted and past days, an audience nobody is in, and no audience, with every word kept', async () => {
    const inverted = await write({ from: '2026-12-09', last: '2026-12-01' })
    expect([inverted.status, wordsOf(inverted).includes('before the first one')]).toEqual([422, true])
    expect(inverted.text).toContain('value="The portfolio closes for a night"')
    expect(FormPage.from(inverted, 'main form.form').value('audiences')).toBe('trainees')
    expect(wordsOf(await write({ from: '2026-11-01', last: '2026-11-20' }))).toContain('The last day is past')
    expect(wordsOf(await write({ audiences: ['committees'] }))).toContain('Nobody with an account is among')
    expect(wordsOf(await write({ audiences: [] }))).toContain('Choose at least one audience')
    expect(wordsOf(await write({ audiences: ['everybody'] }))).toContain('Choose at least one audience')
  })

  it('ask about words that identify somebody', async () => {
    const answer = await write({ text: 'Thank you, Mrs Harding, for the ward round.' })
    expect([answer.status, wordsOf(answer).includes('“Mrs Harding” looks like somebody’s name')]).toEqual([422, true])
  })

  it('show markup as text, and make links of addresses of the web alone', async () => {
    await write({
      text: '<script>alert(1)</script> <b>bold</b> javascript:alert(1) https://college.example/a"onclick="x',
    })
    const { text } = await (await world.as('amara')).get('/')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;bold&lt;/b&gt; javascript:alert(1)')
    expect(text).toContain('<a href="https://college.example/a" rel="noopener noreferrer nofollow">')
    const hrefs = (words: string) =>
      linked(words)
        .flat()
        .flatMap(({ href }) => href ?? [])
    expect(hrefs('(see https://a.example/b?c=1&d=2).')).toEqual(['https://a.example/b?c=1&d=2'])
    expect(hrefs('https://bank.example@evil.example/ ftp://a.example data:text/html,x')).toEqual([])
    for (const words of ['plain', 'a https://a.example b', 'https://a.example, https://b.example!'])
      expect(
        linked(words)
          .flat()
          .map(({ text }) => text)
          .join(''),
      ).toBe(words)
  })

  it('hold no period that ends before it begins, whoever writes it', async () => {
    await write()
    const { id } = await written()
    const until = dbDate('2026-11-22')
    await expect(world.db.announcement.update({ where: { id }, data: { until } })).rejects.toThrow(
      /Announcement_period/,
    )
  })

  it('are found from the list by whoever wrote them', async () => {
    await write({ from: '2026-12-01', last: '2026-12-05' })
    const answer = await (await world.as('sam')).get('/announcements')
    expect(headingOf(answer.text)).toBe('Announcements')
    expect(wordsOf(answer)).toMatch(/The portfolio closes for a night Trainees 1 Dec 2026 to 5 Dec 2026 planned/)
  })
})
