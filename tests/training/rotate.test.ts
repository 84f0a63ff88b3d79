import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { oncePerPerson } from '../../src/training/nudge.ts'
import type { Leaver } from '../../src/training/rotation.ts'
import { tasksOf } from '../../src/worker.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const [, ranges] = there.sites
const own = `/portfolios/${there.enrolment.oscar}`
const path = `${own}/posts/rotate`
const on = (moment: string) => world.clock.set(moment)

/** Oscar's post at Bayside ends on 31 January 2027; the day turns in Sydney at 13:00 UTC. */
const remind = () => {
  const { db, clock, config, services } = world
  const tasks = tasksOf({ db, clock, config, log: createLog('silent') } as never, services, null)
  return tasks['rotations.remind']!({}, {} as never)
}
const reminders = (personId: string) => world.db.notice.count({ where: { personId, kind: 'rotation.reminder' } })
const mails = (toPersonId: string) => world.db.mail.count({ where: { toPersonId, purpose: 'rotation.reminder' } })

beforeAll(() => world.db.identifier.updateMany({ where: { kind: 'email' }, data: { verifiedAt: new Date() } }))

describe('R123: before you rotate', () => {
  it('says so from 28 days before the end, and not before', async () => {
    on('2027-01-02T09:00:00Z')
    expect(wordsOf(await (await there.as('oscar')).get('/'))).not.toContain('Before you rotate')
    expect(wordsOf(await (await there.as('oscar')).get(path))).toContain('Nobody leaves soon')
    on('2027-01-03T09:00:00Z')
    const home = await (await there.as('oscar')).get('/')
    expect(wordsOf(home)).toContain('Current Site at Bayside Hospital ends on 31 Jan 2027, in 28 days')
    expect(home.text).toContain(`href="${path}"`)
    const staff = await (await there.as('grace')).get('/')
    expect(wordsOf(staff)).toContain('Dr Oscar Lindqvist moves on after 31 Jan 2027, in 28 days')
    expect(staff.text).toContain(`href="${path}"`)
  })

  it('shows what waits for whom to the trainee and to the director who is left, each with one button', async () => {
    const oscar = await there.as('oscar')
    const rate = await oscar.get(`${own}/curriculum`)
    expect(rate.status).toBe(200)
    const page = await oscar.get(path)
    expect(headingOf(page.text)).toBe('Before you rotate')
    expect(wordsOf(page)).toContain('Nothing is on record for after 31 Jan 2027')
    expect(page.text).toContain(`href="${own}/posts/new`)
    expect(wordsOf(page)).toContain('For Dr Grace Wu')
    const grace = await (await there.as('grace')).get(path)
    expect(headingOf(grace.text)).toBe('Before Dr Oscar Lindqvist rotates')
    expect(wordsOf(grace)).toContain('For you leaves after 31 Jan 2027')
    expect((await (await there.as('leo')).get(path)).status).toBe(404)
  })
})

describe('what waits', () => {
  it('R123: is listed, asked for once in three days, and told by notice and mail', async () => {
    const oscar = await there.as('oscar')
    const form = FormPage.from(await oscar.get('/assessments/new?form=cat'), 'main form.form')
    const question = Object.fromEntries(
      ['population', 'intervention', 'result', 'search', 'appraisal', 'answer'].map((key) => [
        `f.${key}`,
        'MRI first?',
      ]),
    )
    const sent = await form.fill({ assessor: there.person.grace, name: '', email: '', ...question }).submit(oscar)
    expect(sent.status).toBe(303)
    const asked = await world.db.record.findFirstOrThrow({ where: { status: 'requested' } })
    const grace = await (await there.as('grace')).get(path)
    expect(grace.text).toContain(`href="/assess/${asked.id}"`)
    const page = await oscar.get(path)
    expect(wordsOf(page)).toContain('Ask Dr Grace Wu to see to it')
    const nudge = FormPage.from(page, 'form[action$="/nudge"]')
    const tab = FormPage.from(await oscar.get(path), 'form[action$="/nudge"]')
    expect((await nudge.submit(oscar)).status).toBe(303)
    expect([await reminders(there.person.grace), await mails(there.person.grace)]).toEqual([1, 1])
    const again = await oscar.get(path)
    expect(wordsOf(again)).toContain('Asked on 3 Jan 2027')
    expect(again.text).not.toContain('Ask Dr Grace Wu to see to it')
    // Pressed twice, it is sent once.
    expect((await nudge.submit(oscar)).status).toBe(303)
    // An old form says what is no longer so, on a page that is there when it is opened anew.
    const refused = await tab.forge({ personId: there.person.victor }).submit(oscar)
    expect([refused.status, headingOf(refused.text)]).toEqual([422, 'Before you rotate'])
    expect(wordsOf(refused)).toContain('They do not leave this portfolio any more')
    expect(headingOf((await oscar.get(`${path}/nudge`)).text)).toBe('Before you rotate')
    expect(await world.db.auditEvent.count({ where: { type: 'rotation.nudged' } })).toBe(1)
    // Whoever leads the network reads it and asks nobody.
    const hugo = await (await there.as('hugo')).get(path)
    expect([hugo.status, hugo.text.includes('/nudge')]).toEqual([200, false])
  })

  it('R126, R135: lists applications that wait for who is left, and a call to look that they have not answered', async () => {
    const oscar = await there.as('oscar')
    const applying = await oscar.get('/applications/new?kind=fte&from=2027-09-01&percent=80')
    const typed = { reason: 'caring', discussed: 'My Director of Training' }
    expect((await FormPage.from(applying, '#send-form').fill(typed).submit(oscar, 'Send')).status).toBe(303)
    const application = await world.db.application.findFirstOrThrow()
    const lead = await world.db.grant.findFirstOrThrow({
      where: { personId: there.person.grace, role: 'siteDirector' },
    })
    const asked = { enrolmentId: there.enrolment.oscar, roleKey: `grant:${lead.id}` }
    const review = await world.db.review.create({
      data: {
        ...{ ...asked, id: newId(), askedOfId: there.person.grace, askedOfName: 'Dr Grace Wu', fromSeq: 0, toSeq: 3 },
        at: new Date('2027-01-03T08:00:00Z'),
      },
    })

    const hers = await (await there.as('grace')).get(path)
    expect(hers.text).toContain(`href="/applications/${application.id}"`)
    expect(hers.text).toContain(`href="${own}/reviews/${review.id}"`)
    const his = wordsOf(await oscar.get(path))
    expect(his).toContain('Application: Change of FTE: 80 % of full time from 1 Sep 2027')
    expect(his).toContain('after that it goes on to whoever decides then')
    expect(his).toContain('Asked on 3 Jan 2027 to look at what is new')
    // Whoever follows neither sees neither.
    expect(wordsOf(await (await there.as('nina')).get(path))).not.toContain('Application: Change of FTE')

    const grace = await there.as('grace')
    await FormPage.from(await grace.get(`/applications/${application.id}`), '#decide-form').submit(grace, 'Approve')
    const at = new Date('2027-01-03T09:00:00Z')
    await world.db.changeMark.create({ data: { ...asked, personId: there.person.grace, seq: 3, at } })
    const after = wordsOf(await oscar.get(path))
    expect(after).not.toContain('Application: Change of FTE')
    expect(after).not.toContain('to look at what is new')
  })

  it('R121: reminds at 28, 14 and 3 days before the last one, once each, however often the sweep runs', async () => {
    const told = async () => [await reminders(there.person.oscar), await mails(there.person.oscar)]
    const expected: [string, number][] = [
      ['2027-01-02T07:20:00Z', 0],
      ['2027-01-03T07:20:00Z', 1],
      ['2027-01-03T08:20:00Z', 1],
      ['2027-01-16T07:20:00Z', 1],
      ['2027-01-17T07:20:00Z', 2],
      ['2027-01-25T07:20:00Z', 2],
      // A day late: one, and the next day none.
      ['2027-01-29T07:20:00Z', 3],
      ['2027-01-30T07:20:00Z', 3],
      ['2027-02-01T07:20:00Z', 3],
    ]
    for (const [moment, count] of expected) {
      on(moment)
      await remind()
      expect([moment, ...(await told())]).toEqual([moment, count, count])
    }
    // The director is told as often as something waits, beside the one time that the trainee asked.
    expect(await reminders(there.person.grace)).toBe(4)
    const notice = await world.db.notice.findFirstOrThrow({
      where: { personId: there.person.oscar, kind: 'rotation.reminder' },
      orderBy: { createdAt: 'asc' },
    })
    expect(notice.text).toBe('Your Current Site at Bayside Hospital ends on 31 Jan 2027, in 28 days')
    expect(notice.detail).toContain('enter where you go next')
    on('2027-01-29T07:20:00Z')
  })

  it('R121: tells somebody who leaves in two relations once, of all that waits', () => {
    const leaver = (relation: string, ...titles: string[]) =>
      ({
        ...{ personId: 'p', relation, roleKey: relation },
        waits: titles.map((title) => ({ kind: 'assessment', title, href: `/assess/${title}` })),
      }) as never as Leaver
    const once = oncePerPerson([leaver('educationalSupervisor', 'a', 'b'), leaver('clinicalSupervisor', 'b', 'c')])
    expect(once.map(({ roleKey, waits }) => [roleKey, waits.map(({ title }) => title)])).toEqual([
      ['educationalSupervisor', ['a', 'b', 'c']],
    ])
  })

  it('R124: names the next site once it is on record, and draws the years in light and dark', async () => {
    const oscar = await there.as('oscar')
    const form = FormPage.from(await oscar.get(`${own}/posts/new`), `form[action="${own}/posts/new"]`)
    const typed = { site: ranges, from: '2027-02-03', last: '2027-07-31' }
    expect((await form.fill(typed).submit(oscar)).status).toBe(303)
    const page = wordsOf(await oscar.get(path))
    expect(page).toContain('Next: Ranges Hospital from 3 Feb 2027 to 31 Jul 2027')
    expect(page).toContain('2 days without any lie between')
    const posts = await oscar.get(`${own}/posts`)
    expect(posts.text).toContain(`${own}/posts/plan.svg?scheme=dark`)
    expect(wordsOf(posts)).toContain('Ranges Hospital 3 Feb 2027 31 Jul 2027 Future')
    for (const scheme of ['', '?scheme=dark']) {
      const svg = await oscar.get(`${own}/posts/plan.svg${scheme}`)
      const body = String(svg.body)
      expect([svg.status, body.includes('Ranges Hospital'), body.includes('style=')]).toEqual([200, true, false])
    }
    expect((await (await there.as('leo')).get(`${own}/posts/plan.svg`)).status).toBe(404)
  })

  it('R120: after the last day it says what is still open, and until when', async () => {
    on('2027-02-01T09:00:00Z')
    const page = wordsOf(await (await there.as('oscar')).get(path))
    expect(page).toContain('left after 31 Jan 2027')
    expect(page).toContain('can be finished until 28 Feb 2027, and nothing else')
  })
})
