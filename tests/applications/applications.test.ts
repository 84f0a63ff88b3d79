import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { readAsked, weigh } from '../../src/applications/asked.ts'
import { sweepApplications } from '../../src/applications/index.ts'
import type { Application } from '../../src/generated/client.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { checkFigures, readWish } from '../../src/progress/index.ts'
import { completionOf, type TimeHistory, type TimeWish, timeProblems, withWish } from '../../src/training/time/index.ts'
import { work } from '../assessments/support.ts'
import { ctxAs } from '../progress/seed.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db } = world
const { packVersionId } = await db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })
const there = await radiology(world)
const pinned = await world.services.packs.get(packVersionId)
const iso = (date: Date | null | undefined) => date?.toISOString().slice(0, 10)
const endsOn = async () => iso((await db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })).endsOn)
const last = () => db.application.findFirstOrThrow({ orderBy: { createdAt: 'desc' }, include: { deeds: true } })
const one = (id: string) => `/applications/${id}`
const audits = async (type: string) => db.auditEvent.count({ where: { type } })

type Query = Record<string, string>
const fte: Query = { kind: 'less-than-full-time', from: '2027-08-04', percent: '80' }
const words = { reason: 'caring', discussed: 'My educational supervisor' }

/** Amara asks for something as the page shows it, and sends it. */
async function apply(query: Query, typed: Query = {}, button = 'Send') {
  world.clock.advance({ minutes: 1 })
  const amara = await world.as('amara')
  const page = await amara.get(`/applications/new?${new URLSearchParams(query)}`)
  return FormPage.from(page, '#send-form')
    .fill({ ...words, ...typed })
    .submit(amara, button)
}

/** Oscar, of the other college, does. */
async function send(query: Query, typed: Query) {
  world.clock.advance({ minutes: 1 })
  const oscar = await there.as('oscar')
  const page = await oscar.get(`/applications/new?${new URLSearchParams(query)}`)
  return FormPage.from(page, '#send-form').fill(typed).submit(oscar, 'Send')
}

/** What makes Grace director of training at his hospital. */
const directing = () => db.grant.findFirstOrThrow({ where: { personId: there.person.grace, role: 'siteDirector' } })

async function decide(who: 'james' | 'sam' | 'morgan', id: string, button: string, comment = '') {
  const agent = await world.as(who)
  const page = await agent.get(one(id))
  return FormPage.from(page, '#decide-form').fill({ comment }).submit(agent, button)
}

async function withdraw(id: string, comment = 'My plans have changed') {
  const amara = await world.as('amara')
  return FormPage.from(await amara.get(one(id)), '#withdraw-form')
    .fill({ comment })
    .submit(amara)
}

describe('applying for a change of training time', () => {
  it('R126: shows what it would do before it is sent, writes nothing, and goes to whoever decides first', async () => {
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get('/applications/new'))).toContain('Career break (OOPC)')
    const preview = await amara.get(`/applications/new?${new URLSearchParams(fte)}`)
    expect(headingOf(preview.text)).toBe('Change of FTE')
    expect(wordsOf(preview)).toContain('80 % of full time from 4 Aug 2027')
    expect(wordsOf(preview)).toContain('The expected last day in training moves from 4 Aug 2028')
    expect(wordsOf(preview)).toContain('80 % of full time, after 100 %')
    expect(await db.application.count()).toBe(0)
    expect((await apply(fte)).status).toBe(303)
    const sent = await last()
    expect(sent).toMatchObject({ state: 'submitted', steps: ['director'], revision: 1 })
    expect(await db.fteChange.count()).toBe(0)
    expect(await audits('application.sent')).toBe(1)
    const told = await db.notice.findMany({ where: { kind: 'application' } })
    expect(told.map(({ personId }) => personId).sort()).toEqual([world.person.helen, world.person.james].sort())
    expect(told.every(({ text }) => !text.includes('caring'))).toBe(true)
  })

  it('R126: the director sees the same as of today and approves; completion, figures and history follow at once', async () => {
    const { id } = await last()
    const james = await world.as('james')
    for (const path of ['/', '/todo', '/assess'])
      expect(wordsOf(await james.get(path))).toContain('Dr Amara Okafor applies')
    expect(wordsOf(await (await world.as('helen')).get('/todo'))).not.toContain('applies')
    expect(wordsOf(await james.get('/applications'))).toContain('Waits for your decision')
    const page = wordsOf(await james.get(one(id)))
    expect(page).toContain('moves from 4 Aug 2028')
    expect(page).toContain('Caring for a child or another person')
    expect((await decide('james', id, 'Approve')).status).toBe(303)
    expect(await last()).toMatchObject({ state: 'approved', stepAt: 1 })
    expect(await endsOn()).toBe('2028-11-05')
    const { differences } = await checkFigures({ ...(await ctxAs(world, 'sam')), db })
    expect(differences.filter(({ enrolmentId }) => enrolmentId === world.enrolment.amara)).toEqual([])
    expect(await audits('training.applicationApproved')).toBe(1)
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(`/portfolios/${world.enrolment.amara}/time`))).toContain('approved by Dr James Osei')
    expect(wordsOf(await amara.get('/applications'))).toContain('Approved')
    expect((await james.get(`/portfolios/${world.enrolment.amara}`)).text).toContain('/applications?of=')
    const hers = await james.get(`/applications?of=${world.enrolment.amara}`)
    expect(headingOf(hers.text)).toBe('Applications of Dr Amara Okafor')
    expect(headingOf((await james.get(`/applications?of=${world.enrolment.tom}`)).text)).toBe('Applications')
  })

  it('refuses what is not whole at its field, keeps every word; notice and what is unusual need a reason', async () => {
    const soon = { kind: 'less-than-full-time', from: '2026-12-07', percent: '45' }
    const held = await apply(soon, { reason: '', discussed: '', why: 'My mother' })
    expect(held.status).toBe(422)
    const said = wordsOf(held)
    expect(said).toContain('Choose the reason.')
    expect(said).toContain('16 weeks of notice would be 14 Mar 2027 at the earliest.')
    expect(said).toContain('45 % is not one of the usual shares')
    expect(said).toContain('Say why it cannot wait so long.')
    expect(said).toContain('Say what makes it an exception.')
    expect(FormPage.from(held, '#send-form').value('why')).toBe('My mother')
    const wrong = await (await world.as('amara')).get('/applications/new?kind=less-than-full-time&from=x&percent=0')
    expect(wrong.status).toBe(422)
    expect(wordsOf(wrong)).toContain('Enter a real date')
    expect(await db.application.count()).toBe(1)
  })

  it('an unusual share goes on from the director to the college; each is told, and nothing changes before the last', async () => {
    const more = { late: 'The carer has left', rare: 'No other arrangement' }
    expect((await apply({ kind: 'less-than-full-time', from: '2026-12-07', percent: '45' }, more)).status).toBe(303)
    const { id } = await last()
    expect(await last()).toMatchObject({ steps: ['director', 'collegeAdmin'] })
    // The college comes later: until then it is told whose turn it is.
    const morgan = await world.as('morgan')
    expect(wordsOf(await morgan.get(one(id)))).toContain('Who can: the training programme director')
    await decide('james', id, 'Approve and pass on')
    expect(await last()).toMatchObject({ state: 'submitted', stepAt: 1 })
    expect(await db.fteChange.count()).toBe(1)
    expect((await decide('morgan', id, 'Approve')).status).toBe(303)
    expect(await last()).toMatchObject({ state: 'approved', stepAt: 2 })
    expect(await db.fteChange.count()).toBe(2)
  })

  it('a draft is the trainee’s alone; sent back, it is changed and sent again as the next version', async () => {
    const pause = { kind: 'career-break', from: '2027-09-01', last: '2027-12-31' }
    await apply(pause, {}, 'Keep as a draft')
    const { id } = await last()
    const james = await world.as('james')
    expect((await james.get(one(id))).status).toBe(404)
    const amara = await world.as('amara')
    const kept = FormPage.from(await amara.get(`${one(id)}/edit`), '#send-form')
    expect(kept.value('discussed')).toBe(words.discussed)
    await kept.submit(amara, 'Send')
    const bare = await decide('james', id, 'Send back for changes')
    expect(bare.status).toBe(422)
    expect(wordsOf(bare)).toContain('Say what should be changed.')
    await decide('james', id, 'Send back for changes', 'Begin after the audit')
    expect(await last()).toMatchObject({ state: 'returned', revision: 2, stepAt: 0 })
    expect(wordsOf(await amara.get(one(id)))).toContain('Begin after the audit')
    expect(wordsOf(await amara.get('/'))).toContain('Change your application: Out of programme: career break')
    const page = await amara.get(`${one(id)}/edit?from=2027-10-01&last=2028-01-31`)
    const elsewhere = await amara.get(`${one(id)}/edit`)
    await FormPage.from(page, '#send-form').submit(amara, 'Send')
    expect(iso((await last()).from)).toBe('2027-10-01')
    // What the earlier version asked for stays in the history.
    const history = wordsOf(await amara.get(one(id)))
    expect(history).toContain('1 Sep 2027 to 31 Dec 2027')
    expect(history).toContain('1 Oct 2027 to 31 Jan 2028')
    expect((await amara.get(`${one(id)}/edit`)).status).toBe(403)
    const twice = await FormPage.from(elsewhere, '#send-form').submit(amara, 'Send')
    expect(twice.status).toBe(403)
    expect(wordsOf(twice)).toContain('This was sent already and waits to be decided.')
  })

  it('bad input: approving after a withdrawal is refused with who did what; of both at once one wins', async () => {
    const { id } = await last()
    const james = await world.as('james')
    const open = FormPage.from(await james.get(one(id)), '#decide-form')
    expect((await withdraw(id)).status).toBe(303)
    // The mail that it waits for him does not go any more; that it was sent back went as it was.
    await work(world)
    const mails = await db.mail.findMany({ where: { aboutId: id } })
    const states = (purpose: string) =>
      new Set(mails.filter((mail) => mail.purpose === purpose).map(({ state }) => state))
    expect(states('application.waiting')).toEqual(new Set(['withheld']))
    expect(states('application')).toEqual(new Set(['kept']))
    const late = await open.submit(james, 'Approve')
    expect(late.status).toBe(403)
    expect(wordsOf(late)).toContain('Dr Amara Okafor has withdrawn this application')
    expect(wordsOf(await james.get(one(id)))).toContain('My plans have changed')

    for (const month of ['01', '03', '05']) {
      await apply({ kind: 'career-break', from: `2028-${month}-01`, last: `2028-${month}-28` })
      const again = await last()
      // The second step, which is the last one, and the withdrawal at the same moment.
      await decide('james', again.id, 'Approve and pass on')
      const morgan = await world.as('morgan')
      const form = FormPage.from(await morgan.get(one(again.id)), '#decide-form')
      const [approved, withdrawn] = await Promise.all([form.submit(morgan, 'Approve'), withdraw(again.id)])
      const answers = [approved.status, withdrawn.status]
      expect(answers.filter((status) => status === 303)).toHaveLength(1)
      expect(answers.some((status) => status === 403 || status === 409)).toBe(true)
      const { state } = await last()
      expect(state).toBe(approved.status === 303 ? 'approved' : 'withdrawn')
      const from = new Date(`2028-${month}-01`)
      expect(await db.statusPeriod.count({ where: { from } })).toBe(state === 'approved' ? 1 : 0)
    }
  })

  it('days that have passed are confirmed by the programme office last, with a reason', async () => {
    await db.statusPeriod.deleteMany()
    await apply(
      { kind: 'parental-leave', from: '2026-10-01', last: '2027-01-31' },
      { reason: 'birth', late: 'It came early' },
    )
    const { id } = await last()
    expect(await last()).toMatchObject({ steps: ['director', 'coordinator'] })
    await decide('james', id, 'Approve and pass on')
    const bare = await decide('sam', id, 'Approve')
    expect(bare.status).toBe(422)
    expect(wordsOf(bare)).toContain('Say why days that have passed are changed')
    expect((await decide('sam', id, 'Approve', 'As on the form of the employer')).status).toBe(303)
    expect(iso((await db.statusPeriod.findFirstOrThrow()).from)).toBe('2026-10-01')
  })

  it('R127: cannot overlap what is on record or waits; comes back earlier by an application of its own', async () => {
    const amara = await world.as('amara')
    const met = await amara.get('/applications/new?kind=pause&from=2027-01-01&last=2027-03-31')
    expect(met.status).toBe(422)
    expect(wordsOf(met)).toContain('Parental leave is on record from 1 Oct 2026 to 31 Jan 2027')
    await apply({ kind: 'career-break', from: '2027-06-01', last: '2027-08-31' })
    const waits = await amara.get('/applications/new?kind=pause&from=2027-08-01&last=2027-09-30')
    expect(wordsOf(waits)).toContain('You have applied for that already')
    await withdraw((await last()).id)

    const status = await db.statusPeriod.findFirstOrThrow()
    await apply({ kind: 'return', status: status.id, last: '2026-12-31' }, { reason: 'plans', late: 'A post is free' })
    const { id, title } = await last()
    expect(title).toContain('Parental leave until 31 Dec 2026 instead of 31 Jan 2027')
    const before = await endsOn()
    await decide('james', id, 'Approve')
    const stands = await db.statusPeriod.findMany({ where: { withdrawnAt: null } })
    expect(stands.map(({ from, until }) => [iso(from), iso(until)])).toEqual([['2026-10-01', '2027-01-01']])
    expect(new Date(`${before}`).getTime() - new Date(`${await endsOn()}`).getTime()).toBeGreaterThan(0)
  })

  it('who is told reads what and when, and not why; others find nothing', async () => {
    const { id } = await last()
    for (const who of ['helen', 'morgan'] as const) {
      const page = wordsOf(await (await world.as(who)).get(one(id)))
      expect(page).toContain('Parental leave until 31 Dec 2026')
      expect(page).toContain('Why it is asked is known to whoever decides')
      expect(page).not.toContain('A post is free')
    }
    expect((await (await world.as('tom')).get(one(id))).status).toBe(404)
  })

  it('a first day that passes while it waits goes on to the programme office', async () => {
    await apply({ kind: 'less-than-full-time', from: '2026-11-24', percent: '60' }, { late: 'It is urgent' })
    const { id } = await last()
    expect(await last()).toMatchObject({ steps: ['director'] })
    world.clock.set('2026-11-26T09:00:00Z')
    await decide('james', id, 'Approve')
    expect(await last()).toMatchObject({ state: 'submitted', steps: ['director', 'coordinator'], stepAt: 1 })
    expect(wordsOf(await (await world.as('sam')).get('/todo'))).toContain('Dr Amara Okafor applies')
    await decide('sam', id, 'Approve', 'Agreed before it began')
    expect(await last()).toMatchObject({ state: 'approved' })
  })

  it('what the record has made impossible meanwhile is not approved, and can be sent back or rejected', async () => {
    await apply({ kind: 'parental-leave', from: '2027-06-01', last: '2027-08-31' }, { reason: 'birth' })
    const { id } = await last()
    const james = await world.as('james')
    const open = FormPage.from(await james.get(one(id)), '#decide-form')
    const sam = await world.as('sam')
    const path = `/portfolios/${world.enrolment.amara}/time/change`
    const record = async (from: string, until: string) => {
      const page = await sam.get(`${path}?what=oopc&from=${from}&last=${until}`)
      return FormPage.from(page, '#confirm-form').fill({ reason: 'As agreed' }).submit(sam)
    }
    // Something else moves the end: whoever decides reads first what it comes to now.
    await record('2027-04-01', '2027-04-30')
    const moved = await open.submit(james, 'Approve')
    expect(moved.status).toBe(409)
    expect(wordsOf(moved)).toContain('Training time has changed since you looked')
    const fresh = FormPage.from(await james.get(one(id)), '#decide-form')
    await record('2027-08-01', '2027-09-30')
    const late = await fresh.submit(james, 'Approve')
    expect(late.status).toBe(422)
    expect(wordsOf(late)).toContain('is on record from 1 Aug 2027 to 30 Sep 2027')
    const page = await james.get(one(id))
    expect(wordsOf(page)).toContain('is on record from 1 Aug 2027 to 30 Sep 2027')
    expect(page.text).not.toContain('btn-go')
    expect((await decide('james', id, 'Reject', 'It is on record otherwise')).status).toBe(303)
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(one(id)))).toContain('It is on record otherwise')
  })

  it('R13, domain 3.7: the director of training decides, on a long interruption the network as well', async () => {
    const oscar = await there.as('oscar')
    const typed = { reason: 'study', discussed: 'My Director of Training' }
    await send({ kind: 'break', from: '2027-03-01', last: '2027-12-31' }, typed)
    const { id } = await last()
    expect(await last()).toMatchObject({ steps: ['siteDirector', 'networkDirector'] })
    const grace = await there.as('grace')
    expect(wordsOf(await grace.get('/'))).toContain('Dr Oscar Lindqvist applies')
    expect(wordsOf(await oscar.get(one(id)))).toContain('Dr Grace Wu')
    // A delegate of hers decides nothing, so that they read no reason either.
    const days = { from: new Date('2026-11-20'), until: new Date('2026-12-20'), createdAt: new Date('2026-11-20') }
    const { id: grantId } = await directing()
    const people = { fromPersonId: there.person.grace, toPersonId: there.person.nina }
    const lent = await db.delegation.create({ data: { id: newId(), grantId, ...people, ...days } })
    const nina = wordsOf(await (await there.as('nina', `for:${lent.id}`)).get(one(id)))
    expect(nina).toContain('Why it is asked is known to whoever decides')
    expect(nina).not.toContain('My Director of Training')
    await db.delegation.delete({ where: { id: lent.id } })
    await FormPage.from(await grace.get(one(id)), '#decide-form').submit(grace, 'Approve and pass on')
    const hugo = await there.as('hugo')
    await FormPage.from(await hugo.get(one(id)), '#decide-form').submit(hugo, 'Approve')
    const [status] = await db.statusPeriod.findMany({ where: { enrolmentId: there.enrolment.oscar } })
    expect([status?.kind, iso(status?.from), iso(status?.until)]).toEqual(['break', '2027-03-01', '2028-01-01'])
    // The director of another hospital has no part in it, and without a director nobody is asked in silence.
    expect((await (await there.as('mia')).get(one(id))).status).toBe(404)
    const grant = await directing()
    await db.grant.deleteMany({ where: { personId: there.person.grace } })
    await send({ kind: 'fte', from: '2028-03-01', percent: '80' }, { ...typed, reason: 'caring' })
    expect(wordsOf(await oscar.get(one((await last()).id)))).toContain('Nobody holds this role today')
    const told = await db.notice.findFirstOrThrow({ where: { personId: there.person.wendy, detail: { not: null } } })
    expect(told.detail).toContain('Nobody is Director of Training')
    await db.grant.create({ data: { ...grant, id: newId() } })
  })

  it('R126: what nobody holds the role for goes on to whoever is next, or to the office, who are told and decide', async () => {
    const grant = await directing()
    const oscar = await there.as('oscar')
    const sweep = async () => sweepApplications({ ...(await ctxAs(world, 'sam')), db }, [])
    await db.application.updateMany({
      where: { state: 'submitted' },
      data: { state: 'withdrawn', decidedAt: new Date() },
    })
    await db.identifier.updateMany({
      where: { personId: there.person.wendy },
      data: { verifiedAt: new Date('2026-02-02') },
    })
    const typed = { reason: 'caring', discussed: 'My Director of Training' }
    await send({ kind: 'fte', from: '2029-03-01', percent: '60' }, typed)
    const { id } = await last()
    expect(await last()).toMatchObject({ decider: 'siteDirector' })
    expect(await sweep()).toBe(0)
    const grace = await there.as('grace')
    const open = FormPage.from(await grace.get(one(id)), '#decide-form')

    // She leaves: the office is asked, once, and what she had open does nothing any more.
    await db.grant.deleteMany({ where: { personId: there.person.grace } })
    const mails = () => db.mail.count({ where: { aboutId: id, toPersonId: there.person.wendy } })
    expect([await sweep(), await sweep()]).toEqual([1, 0])
    expect(await last()).toMatchObject({ decider: 'coordinator' })
    expect(await mails()).toBe(1)
    const wendy = await there.as('wendy')
    for (const path of ['/', '/todo']) {
      const words = wordsOf(await wendy.get(path))
      expect([path, words]).toEqual([path, expect.stringContaining('Dr Oscar Lindqvist applies: Change of FTE')])
    }
    expect(wordsOf(await wendy.get('/todo'))).toContain('nobody holds the role that decides')
    expect(wordsOf(await oscar.get(one(id)))).toContain('Nobody holds this role today, so the')
    expect(wordsOf(await oscar.get(one(id)))).toContain('so the programme office decides: Ms Wendy Moore')
    // The role in which she opened it is gone.
    expect((await open.submit(grace, 'Approve')).status).toBe(409)
    expect(await last()).toMatchObject({ state: 'submitted', stepAt: 0 })
    const page = wordsOf(await wendy.get(one(id)))
    expect(page).toContain('You decide, because nobody is Director of Training today.')
    expect(page).toContain('Caring for')

    // A new director is asked in her place.
    await db.grant.create({ data: { ...grant, id: newId(), personId: there.person.victor } })
    expect([await sweep(), await sweep()]).toEqual([1, 0])
    expect(wordsOf(await (await there.as('wendy')).get(one(id)))).toContain('Who can: the Director of Training')
    expect(await last()).toMatchObject({ decider: 'siteDirector' })
    await db.grant.deleteMany({ where: { role: 'siteDirector', personId: there.person.victor } })
    await sweep()

    // After seven days whoever decides is reminded, once.
    const before = await mails()
    world.clock.advance({ hours: 24 * 7 - 1 })
    expect(await sweep()).toBe(0)
    world.clock.advance({ hours: 2 })
    expect([await sweep(), await sweep()]).toEqual([1, 0])
    expect(await mails()).toBe(before + 1)
    const reminded = await db.notice.findFirstOrThrow({ where: { href: one(id) }, orderBy: { createdAt: 'desc' } })
    expect(reminded.detail).toContain('It waits for you since 7 days.')

    const late = await there.as('wendy')
    expect((await FormPage.from(await late.get(one(id)), '#decide-form').submit(late, 'Approve')).status).toBe(303)
    expect(await last()).toMatchObject({ state: 'approved', stepAt: 1 })
    expect(wordsOf(await (await there.as('oscar')).get(one(id)))).toContain('Ms Wendy Moore')

    // Of two who decide the second settles what nobody is there for as the first.
    await send({ kind: 'break', from: '2029-06-01', last: '2030-02-28' }, { ...typed, reason: 'study' })
    const both = await last()
    expect(both).toMatchObject({ steps: ['siteDirector', 'networkDirector'], decider: 'networkDirector' })
    const hugo = await there.as('hugo')
    await FormPage.from(await hugo.get(one(both.id)), '#decide-form').submit(hugo, 'Approve')
    expect(await last()).toMatchObject({ state: 'approved', stepAt: 2 })
    expect(wordsOf(await (await there.as('oscar')).get(one(both.id)))).not.toContain('waits here')
  })
})

describe('the list of applications', () => {
  it('R126: has everything that waits for the reader, the oldest first, and pages the rest', async () => {
    const at = new Date('2026-11-20T09:00:00Z')
    const row = (number: number, state: 'submitted' | 'withdrawn') => ({
      ...{ id: newId(), enrolmentId: world.enrolment.tom, programmeId: world.ids.programme, kind: 'career-break' },
      ...{ personId: world.person.tom, title: `Number ${number}, ${state}`, state, createdAt: at },
      ...{ steps: ['director'], readers: ['director'], sentAt: new Date(at.getTime() + number * 60_000) },
      ...(state === 'submitted' ? { decider: 'director' } : { decidedAt: new Date(at.getTime() + number * 90_000) }),
    })
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1)
    await db.application.createMany({ data: numbers.flatMap((one) => [row(one, 'submitted'), row(one, 'withdrawn')]) })
    const path = `/applications?of=${world.enrolment.tom}`
    const james = await world.as('james')
    const first = wordsOf(await james.get(path))
    expect(first.match(/Number \d+, submitted/g)).toHaveLength(60)
    expect(first.indexOf('Number 1, submitted')).toBeLessThan(first.indexOf('Number 60, submitted'))
    expect(first.match(/Number \d+, withdrawn/g)).toHaveLength(50)
    expect((await james.get(path)).text).toContain(`of=${world.enrolment.tom}&amp;page=2`)
    const second = wordsOf(await james.get(`${path}&page=2`))
    expect(headingOf((await james.get(`${path}&page=2`)).text)).toBe('Applications of Dr Tom Beale')
    expect(second.match(/Number \d+, \w+/g)).toEqual(
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((one) => `Number ${one}, withdrawn`),
    )
    await db.application.deleteMany({ where: { enrolmentId: world.enrolment.tom } })
  })
})

describe('laws of applications', () => {
  const plan: TimeHistory = {
    startsOn: Temporal.PlainDate.from('2025-08-05'),
    percent: 100,
    plannedUntil: Temporal.PlainDate.from('2028-08-05'),
    ...{ fte: [], statuses: [], decisions: [] },
  }
  const today = Temporal.PlainDate.from('2026-11-22')
  const some = fc.array(
    fc.record({
      kind: fc.nat(),
      from: fc.integer({ min: -30, max: 1500 }),
      days: fc.integer({ min: -20, max: 500 }),
      percent: fc.integer({ min: 1, max: 100 }),
      which: fc.nat(),
      /** Whether it waits, is approved at once, or one that waits is. */
      turns: fc.constantFrom('waits', 'now', 'later'),
    }),
    { maxLength: 14 },
  )

  it('no sequence of applications makes periods that overlap, whenever each is approved', () => {
    const kinds = pinned.pack.applications!.kinds
    fc.assert(
      fc.property(some, (all) => {
        let history = plan
        const waiting: { row: Application; wish: TimeWish }[] = []
        const approve = (wish: TimeWish, id: string) => {
          if (Object.keys(timeProblems(history, wish)).length > 0) return
          history = withWish(history, wish, id)
        }
        all.forEach(({ kind: index, from: add, days, percent, which, turns }, turn) => {
          const kind = kinds[index % kinds.length]!
          const from = plan.startsOn.add({ days: add })
          const status = history.statuses[which % Math.max(1, history.statuses.length)]?.id ?? ''
          const query = { from: `${from}`, last: `${from.add({ days })}`, percent: `${percent}`, status }
          const ground = { history, pack: pinned, today, pending: waiting.map(({ row }) => row) }
          const { wish, problems } = readAsked(ground, kind, query)
          expect(wish === null).toBe(Object.keys(problems).length > 0)
          if (wish) {
            const { chain, past } = weigh(kind, wish, { history, today, since: today })
            expect(chain.length).toBeGreaterThan(0)
            expect(!past || chain.at(-1) === 'coordinator').toBe(true)
          }
          if (wish && turns === 'now') approve(wish, `w${turn}`)
          if (wish && turns === 'waits') waiting.push({ wish, row: rowOf(wish) })
          const late = turns === 'later' ? waiting.splice(which % Math.max(1, waiting.length), 1)[0] : undefined
          if (late) approve(late.wish, `w${turn}`)
          const sorted = history.statuses.toSorted((a, b) => Temporal.PlainDate.compare(a.from, b.from))
          for (const [at, { from: begins, until }] of sorted.entries()) {
            expect(Temporal.PlainDate.compare(begins, until)).toBe(-1)
            const next = sorted[at + 1]
            expect(!next || Temporal.PlainDate.compare(until, next.from) <= 0).toBe(true)
          }
          expect(new Set(history.fte.map((one) => `${one.from}`)).size).toBe(history.fte.length)
        })
      }),
    )
  })

  it('coming back on another day, and then on the first one after all, is as if nothing had been asked', () => {
    const day = fc.integer({ min: 1, max: 700 })
    const kinds = fc.constantFrom('parental' as const, 'oopt' as const, 'actingUp' as const, 'oopr' as const)
    fc.assert(
      fc.property(kinds, fc.constantFrom(null, 50), day, day, day, (kind, counts, at, first, second) => {
        const from = plan.startsOn.add({ days: at })
        const decided = kind === 'oopr' || kind === 'oopt' ? counts : null
        const query = { from: `${from}`, last: `${from.add({ days: first })}`, counts: decided === null ? '' : '50' }
        const wish = readWish({ history: plan, pack: pinned, today }, { what: kind, ...query }).wish
        fc.pre(wish !== null)
        const before = withWish(plan, wish!, 's')
        const until = before.statuses[0]!.until
        const other = withWish(before, { what: 'return', id: 's', until: from.add({ days: second }) })
        const back = withWish(other, { what: 'return', id: 's', until })
        expect(back).toEqual(before)
        expect(completionOf(back)).toEqual(completionOf(before))
      }),
    )
  })
})

/** What an application on record says of its days. */
function rowOf(wish: TimeWish): Application {
  const days =
    wish.what === 'status'
      ? { from: dbDate(wish.from), until: dbDate(wish.until), percent: null, statusId: null }
      : wish.what === 'fte'
        ? { from: dbDate(wish.from), until: null, percent: wish.percent, statusId: null }
        : { from: null, until: null, percent: null, statusId: wish.what === 'return' ? wish.id : null }
  return { title: 'Something', ...days } as Application
}
