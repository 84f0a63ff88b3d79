import { actorFor } from '../../src/actor.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const [bayside, ranges] = there.sites
type Trainee = keyof typeof there.enrolment
type Agent = Awaited<ReturnType<typeof there.as>>
const own = (name: Trainee) => `/portfolios/${there.enrolment[name]}`

/** The world stands at 22 November 2026, 09:00 in London: the same day in Sydney. */
const formOf = async (agent: Agent, path: string) => FormPage.from(await agent.get(path), `form[action="${path}"]`)
const apply = async (name: Trainee, typed: Record<string, string>) => {
  const agent = await there.as(name)
  return (await formOf(agent, `${own(name)}/posts/new`)).fill(typed).submit(agent)
}
const change = async (name: Trainee, postId: string, typed: Record<string, string>) => {
  const agent = await there.as(name)
  return (await formOf(agent, `${own(name)}/posts/${postId}`)).fill(typed).submit(agent)
}
/** The same once what it changes was read, and ticked. */
const confirmed = async (name: Trainee, postId: string, typed: Record<string, string>) => {
  const agent = await there.as(name)
  const path = `${own(name)}/posts/${postId}`
  const read = await (await formOf(agent, path)).fill(typed).submit(agent)
  expect(wordsOf(read)).toContain('Read what this changes')
  const form = FormPage.from(read, `form[action="${path}"]`)
  const confirm = form.page.querySelector('input[name=confirm]')!.getAttribute('value')!
  return { read: wordsOf(read), sent: await form.fill({ ...typed, confirm }).submit(agent) }
}
/** A critically appraised topic, which the director of training alone judges. */
const question = Object.fromEntries(
  ['population', 'intervention', 'result', 'search', 'appraisal', 'answer'].map((key) => [
    `f.${key}`,
    'MRI or CT first?',
  ]),
)
const postAt = (name: Trainee, siteId: string) =>
  world.db.placement.findFirstOrThrow({ where: { enrolmentId: there.enrolment[name], siteId } })
const reaches = async (name: Trainee) => (await (await there.as('grace')).get(own(name))).status === 200

describe('where trainees keep it themselves', () => {
  it('R118: is reached from Create, from home and from the timeline, and says who reaches the portfolio', async () => {
    const oscar = await there.as('oscar')
    const path = `${own('oscar')}/posts`
    expect((await oscar.get('/create')).text).toContain(`href="${path}/new"`)
    expect((await oscar.get('/')).text).toContain(`href="${path}"`)
    expect((await oscar.get(`${own('oscar')}/timeline`)).text).toContain(`href="${path}"`)
    const page = await oscar.get(path)
    expect(headingOf(page.text)).toBe('Current Site')
    expect(wordsOf(page)).toContain('Bayside Hospital, 3 Aug 2026 to 31 Jan 2027')
    expect(wordsOf(page)).toContain('Dr Grace Wu')
  })

  it('R122: needs the hospital and both dates, in order and within the training, and keeps what was typed', async () => {
    const none = await apply('mia', { title: 'Neuroradiology' })
    expect(none.status).toBe(422)
    for (const words of ['Choose the hospital.', 'Enter the first day.', 'Enter the expected last day.'])
      expect(wordsOf(none)).toContain(words)
    expect(FormPage.from(none, 'form.form').value('title')).toBe('Neuroradiology')
    const problem = async (typed: Record<string, string>) => {
      const answer = await apply('mia', { site: bayside, from: '2027-02-01', last: '2027-07-31', ...typed })
      expect(answer.status).toBe(422)
      return wordsOf(answer)
    }
    expect(await problem({ last: '2027-01-31', from: '2027-02-02' })).toContain(
      'The last day lies before the first one.',
    )
    expect(await problem({ from: '2026-02-30' })).toContain('Enter a real date')
    expect(await problem({ from: '2026-01-01' })).toContain('within your training, from 2 Feb 2026 to 1 Feb 2031')
    expect(await problem({ last: '2031-02-02' })).toContain('within your training')
    expect(await world.db.placement.count({ where: { enrolmentId: there.enrolment.mia } })).toBe(1)
  })

  it('R118: never overlaps, unless the time is split', async () => {
    const days = { site: bayside, from: '2026-11-22', last: '2026-12-31' }
    const refused = await apply('mia', days)
    expect([refused.status, wordsOf(refused).includes('You are at Ranges Hospital in these days')]).toEqual([422, true])
    expect(await reaches('mia')).toBe(false)
    expect((await apply('mia', { ...days, split: 'yes' })).status).toBe(303)
    expect(wordsOf(await (await there.as('mia')).get(`${own('mia')}/posts`))).not.toContain('for the rest of the week')
    expect((await postAt('mia', bayside)).track).toBe('split')
  })

  it('R119: links to the directors of the hospital at once; both sides are told, and the deed is on the trail', async () => {
    expect(await reaches('mia')).toBe(true)
    const notice = await world.db.notice.findFirstOrThrow({ where: { personId: there.person.grace } })
    expect(notice.text).toBe('Dr Mia Tane entered a Current Site at Bayside Hospital: 22 Nov 2026 to 31 Dec 2026')
    expect(notice.href).toBe(own('mia'))
    expect(wordsOf(await (await there.as('grace')).get('/'))).toContain('Dr Mia Tane entered a Current Site')
    const mail = await world.db.mail.findFirstOrThrow({ where: { toPersonId: there.person.grace } })
    expect(mail.subject).toBe('A trainee at Bayside Hospital')
    expect(wordsOf(await (await there.as('mia')).get('/'))).toContain('Dr Grace Wu reaches your portfolio')
    // Victor only assesses what is sent to him.
    expect(await world.db.notice.count({ where: { personId: there.person.victor } })).toBe(0)
    const event = await world.db.auditEvent.findFirstOrThrow({ where: { type: 'post.applied' } })
    expect([event.subjectId, event.data]).toEqual([
      there.person.mia,
      expect.objectContaining({ siteId: bayside, from: '2026-11-22', until: '2027-01-01' }),
    ])
  })

  it('R120: lapses with its last day', async () => {
    world.clock.set('2026-12-31T12:00:00Z')
    expect(await reaches('mia')).toBe(true)
    // Midnight in Sydney.
    world.clock.set('2026-12-31T13:00:00Z')
    expect(await reaches('mia')).toBe(false)
    expect((await (await there.as('grace')).get(`${own('mia')}/curriculum`)).status).toBe(404)
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('R121: takes one that is to come; nobody there reaches the portfolio before its first day', async () => {
    await change('mia', (await postAt('mia', bayside)).id, { from: '2027-02-01', last: '2027-07-31', reason: 'Typo' })
    expect(await reaches('mia')).toBe(false)
    const page = wordsOf(await (await there.as('mia')).get(`${own('mia')}/posts`))
    expect(page).toContain('Bayside Hospital 1 Feb 2027 31 Jul 2027 future')
    const told = await world.db.notice.findFirstOrThrow({
      where: { personId: there.person.grace },
      orderBy: { createdAt: 'desc' },
    })
    expect(told.href === null || told.href === own('mia')).toBe(true)
    world.clock.set('2027-02-01T09:00:00Z')
    expect(await reaches('mia')).toBe(true)
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('R65: the timeline finds it by its name, and says whether it is active', async () => {
    const mia = await there.as('mia')
    const search = async (query: string) => wordsOf(await mia.get(`${own('mia')}/timeline?${query}`))
    const all = await search('q=current+site')
    expect(all).toContain('Current Site: Registrar, Ranges Hospital')
    expect(all).toMatch(/Current Site: Bayside Hospital.*future/)
    const future = await search('status=future')
    expect([future.includes('Bayside Hospital'), future.includes('Ranges Hospital')]).toEqual([true, false])
    expect(await search('q=bayside&from=2028-01-01')).toContain('Nothing matches')
    expect(await search('type=posts&to=2026-12-31')).not.toContain('Bayside Hospital')
    // The director of another hospital finds nothing by searching.
    expect((await (await there.as('grace')).get(`${own('mia')}/timeline?q=current+site`)).status).toBe(404)
  })

  it('keeps what was on record when it is changed, with the reason where the past reads otherwise', async () => {
    const { id } = await postAt('oscar', bayside)
    const silent = await change('oscar', id, { last: '2026-11-20' })
    expect([silent.status, wordsOf(silent).includes('Say why: days that have passed')]).toEqual([422, true])
    const nothing = await change('oscar', id, {})
    expect(wordsOf(nothing)).toContain('nothing would change')
    // A5: what it changes is read and ticked first, as an office has to.
    const { read, sent } = await confirmed('oscar', id, { last: '2026-11-20', reason: 'Moved early' })
    expect(read).toContain('Bayside Hospital, 3 Aug 2026 to 31 Jan 2027: becomes 3 Aug 2026 to 20 Nov 2026.')
    expect(read).toContain('Dr Grace Wu no longer reaches the portfolio from today on')
    expect(read).toContain('Days in post up to today')
    expect(read).not.toContain('make way')
    expect(sent.status).toBe(303)
    expect(await reaches('oscar')).toBe(false)
    const page = wordsOf(await (await there.as('oscar')).get(`${own('oscar')}/posts`))
    expect(page).toContain('Bayside Hospital 3 Aug 2026 to 31 Jan 2027')
    expect(page).toContain('Moved early')
    expect(page).toContain('Bayside Hospital Registrar 3 Aug 2026 20 Nov 2026 ended')
    // Whoever sees facts alone reads no reason.
    const wendy = wordsOf(await (await there.as('wendy')).get(`${own('oscar')}/posts`))
    expect([wendy.includes('Dr Oscar Lindqvist'), wendy.includes('Moved early')]).toEqual([true, false])
    expect(wendy).toContain('Not shown in this role')
  })

  it('R98, R120: without an active one an invitation says so, and leads to where it is mended', async () => {
    const oscar = await there.as('oscar')
    expect(wordsOf(await oscar.get('/'))).toContain('No Current Site is active today')
    const page = await oscar.get('/assessments/new?form=cat')
    expect(page.text).not.toContain('Grace Wu')
    const sent = await FormPage.from(page, 'main form.form')
      .fill({ assessor: 'other', name: 'Dr Grace Wu', email: 'grace@demo.attest.example', ...question })
      .submit(oscar)
    expect(sent.status).toBe(422)
    const words = wordsOf(sent)
    expect(words).toContain(
      'The user you are trying to invite does not have the correct role and/or relationship to you',
    )
    expect(words).toContain('Your Current Site at Bayside Hospital ended on 20 Nov 2026')
    expect(sent.text).toContain(`href="${own('oscar')}/posts/new"`)
  })

  it('R98: with one, the director of the hospital is the first to be offered', async () => {
    expect((await apply('oscar', { site: bayside, from: '2026-11-21', last: '2027-01-31' })).status).toBe(303)
    const oscar = await there.as('oscar')
    expect(wordsOf(await oscar.get('/'))).not.toContain('No Current Site is active today')
    const page = await oscar.get('/assessments/new?form=cat')
    expect(wordsOf(page)).toContain('your Director of Training')
    const sent = await FormPage.from(page, 'main form.form')
      // The address refused before is kept in the form; the person of the list takes its place.
      .fill({ assessor: there.person.grace, name: '', email: '', ...question })
      .submit(oscar)
    expect(sent.status).toBe(303)
  })

  it('takes one off the record that never was; the history keeps it', async () => {
    const { id } = await postAt('mia', bayside)
    const mia = await there.as('mia')
    const path = `${own('mia')}/posts/${id}`
    const form = FormPage.from(await mia.get(path), `form[action="${path}/withdraw"]`)
    expect((await form.submit(mia)).status).toBe(303)
    const page = wordsOf(await mia.get(`${own('mia')}/posts`))
    expect(page).toContain('withdrawn')
    expect((await mia.get(path)).status).toBe(404)
    const begun = `${own('mia')}/posts/${(await postAt('mia', ranges)).id}`
    const refused = await FormPage.from(await mia.get(begun), `form[action="${begun}/withdraw"]`).submit(mia)
    expect([refused.status, wordsOf(refused).includes('Say why')]).toEqual([422, true])
    expect(FormPage.from(refused, `form[action="${begun}"]`).value('from')).toBe('2026-08-03')
  })

  it('lets one of two at the same moment win', async () => {
    const leo = await there.as('leo')
    const forms = await Promise.all([1, 2].map(() => formOf(leo, `${own('leo')}/posts/new`)))
    const days = { site: ranges, from: '2027-03-01', last: '2027-04-30' }
    const answers = await Promise.all(forms.map((form) => form.fill(days).submit(leo)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(await world.db.placement.count({ where: { enrolmentId: there.enrolment.leo, siteId: ranges } })).toBe(1)
  })

  it('R118: a part of the week to which no other belongs is taken, and said at once and beside the post', async () => {
    const leo = await there.as('leo')
    const days = { site: bayside, from: '2029-03-01', last: '2029-05-31', split: 'yes', share: '50' }
    const kept = await (await formOf(leo, `${own('leo')}/posts/new`)).fill(days).submit(leo)
    expect(kept.status).toBe(303)
    const alone = 'nothing else is on record for the rest of the week (1 Mar 2029 to 31 May 2029)'
    const page = await leo.get(kept.headers.location!)
    expect(page.text).toContain(`The time is split, and ${alone}: enter that, too.`)
    expect(wordsOf(page)).toContain(`50 % of the week, ${alone}`)
    await apply('leo', { site: ranges, from: '2029-03-01', last: '2029-04-30', split: 'yes', share: '50' })
    expect(wordsOf(await leo.get(`${own('leo')}/posts`))).toContain('(1 May 2029 to 31 May 2029)')
  })

  it('A2: says where a hospital is not accredited for the whole of a post', async () => {
    const shown = async () => wordsOf(await (await there.as('leo')).get(`${own('leo')}/posts`))
    expect(await shown()).not.toContain('not accredited')
    const post = await world.db.placement.findFirstOrThrow({
      where: { enrolmentId: there.enrolment.leo, until: { gt: new Date('2026-12-31') } },
    })
    await world.db.siteAccreditation.create({
      data: {
        ...{ id: newId(), siteId: post.siteId, programmeId: there.beside, level: 'A', createdAt: new Date() },
        ...{ from: new Date('2020-01-01'), until: new Date('2026-12-31') },
      },
    })
    expect(await shown()).toContain('not accredited for this programme from 31 Dec 2026')
  })

  it('R102, A5: the college amends what is wrong, with a reason, once it has read what that changes', async () => {
    const { id } = await world.db.placement.findFirstOrThrow({
      where: { enrolmentId: there.enrolment.mia },
      orderBy: { from: 'asc' },
    })
    const wendy = await there.as('wendy')
    const path = `${own('mia')}/posts/${id}`
    const typed = { last: '2026-11-20', reason: 'Entered wrongly' }
    const first = await (await formOf(wendy, path)).fill(typed).submit(wendy)
    expect(first.status).toBe(422)
    expect(wordsOf(first)).toContain('Read what this changes')
    const form = FormPage.from(first, `form[action="${path}"]`)
    const confirm = form.page.querySelector('input[name=confirm]')!.getAttribute('value')!
    expect((await form.fill({ ...typed, confirm }).submit(wendy)).status).toBe(303)
    const post = await world.db.placement.findUniqueOrThrow({ where: { id } })
    expect(post.until?.toISOString().slice(0, 10)).toBe('2026-11-21')
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'post.changed' },
      orderBy: { id: 'desc' },
    })
    expect(event.actorId).toBe(there.person.wendy)
  })

  it('R44: is the trainee’s to change, and of nobody at the hospital; no hospital from elsewhere is taken', async () => {
    const path = `${own('oscar')}/posts/new`
    const days = { site: bayside, from: '2027-05-01', last: '2027-06-01' }
    for (const name of ['grace', 'hugo'] as const) {
      const agent = await there.as(name)
      expect((await agent.get(path)).status).toBe(403)
      const shown = FormPage.from(await agent.get('/'), 'form:has(input[name=_csrf])')
      const { roleKey } = await actorFor(
        { db: world.db, clock: world.clock, packs: world.services.packs },
        there.person[name],
        'test',
        undefined,
      )
      const form = (await formOf(await there.as('oscar'), path)).forge({
        ...days,
        _csrf: shown.value('_csrf')!,
        _role: roleKey,
      })
      expect((await form.submit(agent)).status).toBe(403)
    }
    expect((await (await there.as('leo')).get(path)).status).toBe(404)
    expect((await (await there.as('victor')).get(`${own('oscar')}/posts`)).status).toBe(404)
    const oscar = await there.as('oscar')
    const answer = await (await formOf(oscar, path)).forge({ ...days, site: world.ids.sites[0]! }).submit(oscar)
    expect([answer.status, wordsOf(answer).includes('Choose the hospital from the list.')]).toEqual([422, true])
  })
})

describe('where the programme office keeps it', () => {
  it('R19: is read by those who reach the portfolio, and changed by nobody there', async () => {
    const path = `/portfolios/${world.enrolment.amara}/posts`
    const amara = await world.as('amara')
    const page = wordsOf(await amara.get(path))
    expect(page).toContain('The programme office keeps each post on record.')
    expect(page).toContain('General medicine')
    expect((await amara.get(`${path}/new`)).status).toBe(403)
    expect((await amara.get('/create')).text).not.toContain('/posts/new')
    expect((await (await world.as('helen')).get(path)).status).toBe(200)
    expect((await (await world.as('tom')).get(path)).status).toBe(404)
  })
})

describe('what the database holds', () => {
  it('lets no post go that is not kept, and nothing kept be changed', async () => {
    const { id } = await postAt('mia', ranges)
    await expect(world.db.placement.delete({ where: { id } })).rejects.toThrow(/kept/)
    const kept = await world.db.correctedPlacement.findFirstOrThrow()
    const data = { until: dbDate('2027-01-01') }
    await expect(world.db.correctedPlacement.update({ where: { id: kept.id }, data })).rejects.toThrow()
    await expect(world.db.correctedPlacement.delete({ where: { id: kept.id } })).rejects.toThrow()
    const { placementId: _old, ...row } = kept
    const broken = { ...row, id: newId(), placementId: id, from: dbDate('2027-01-02'), until: dbDate('2027-01-01') }
    await expect(world.db.correctedPlacement.create({ data: broken })).rejects.toThrow()
  })
})
