import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { enter } from '../support/enter.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const amara = `/portfolios/${world.enrolment.amara}`

describe('homes', () => {
  it('a trainee reads where she is, with whom, and what waits', async () => {
    const answer = await (await world.as('amara')).get('/')
    expect(headingOf(answer.text)).toBe('Good morning, Amara')
    for (const words of ['Dr Helen Marsh', 'Dr Idris Khan', 'year 2 of 3', 'General medicine']) {
      expect(wordsOf(answer)).toContain(words)
    }
  })

  it('R50: what only others write is a lock with words, not a silent absence', async () => {
    const words = wordsOf(await (await world.as('amara')).get('/'))
    expect(words).toContain('Only your educational or clinical supervisor can write this')
  })

  it('costs at most four queries with session and actor (G29)', async () => {
    const browser = await world.as('amara')
    await browser.get('/')
    const { queries } = await countQueries(world.db, async () => void (await browser.get('/')))
    expect(queries.length).toBeLessThanOrEqual(4)
  })

  it('R31: a supervisor’s home lists the trainees of the acting role alone', async () => {
    const educational = wordsOf(await (await world.as('idris', 'educationalSupervisor')).get('/'))
    expect(educational).toContain('Priya')
    expect(educational).not.toContain('Amara')
  })

  it('says so where a trainee has no supervisor on record', async () => {
    world.clock.set('2028-01-01T09:00:00Z')
    const words = wordsOf(await (await world.as('amara')).get('/'))
    world.clock.set('2026-11-22T09:00:00Z')
    expect(words).toContain('not recorded')
    // R121: nobody at a hospital reaches them, and it is said who mends that.
    expect(words).toContain('is active today')
    expect(words).toContain('The programme office keeps each post on record. Whom to ask')
  })

  it('what waits for a role is what that role may do', async () => {
    const certificate = { type: 'als', body: 'Resuscitation Council', awardedOn: '2026-10-01', expiresOn: '2030-09-30' }
    await enter(world, 'amara', 'certificate', certificate)
    expect(wordsOf(await (await world.as('helen')).get('/'))).toContain('Confirm for Dr Amara Okafor')
    expect(wordsOf(await (await world.as('ruth')).get('/'))).not.toContain('Confirm for')
  })

  it('R8: a coordinator’s home says who lacks a supervisor or a post, who objects, and what ends soon', async () => {
    const home = async () => wordsOf(await (await world.as('sam')).get('/'))
    expect(await home()).toContain('Nothing waits for you Trainees without a supervisor or a post')
    // In January the clinical supervision of the first half year ends and nobody is recorded for the second.
    world.clock.set('2027-01-20T09:00:00Z')
    expect(await home()).toContain(
      'is clinical supervisor of Dr Amara Okafor until 2 Feb 2027 Nobody is recorded for after',
    )
    world.clock.set('2027-02-10T09:00:00Z')
    const later = await home()
    expect(later).toContain('Dr Amara Okafor has no clinical supervisor')
    expect(later).toContain('Dr Tom Beale has no post')
    expect(later).toMatch(/Without a clinical supervisor 3 Without a post 3/)
    const answer = await (await world.as('sam')).get('/')
    expect(answer.text).toContain(`/trainees/${world.enrolment.amara}/supervisors?kind=clinical`)
    expect((await (await world.as('sam')).get('/trainees?show=noClinical')).text).toContain('Okafor')
    world.clock.set('2026-11-22T09:00:00Z')
    await world.db.supervisorObjection.create({
      data: {
        ...{ id: newId(), enrolmentId: world.enrolment.tom, kind: 'educational', suggested: 'Dr Grace Adeyemi' },
        ...{ onRecordName: 'Dr Helen Marsh', createdAt: new Date('2026-11-20T09:00:00Z') },
      },
    })
    expect(await home()).toContain('Dr Tom Beale says: Dr Helen Marsh is not my educational supervisor It should be')
    expect(wordsOf(await (await world.as('sam')).get('/todo'))).toContain('Dr Tom Beale says')
  })

  it('an administrator’s home says how accounts stand, what waits to be confirmed, and what was reported', async () => {
    const home = async () => wordsOf(await (await world.as('morgan')).get('/'))
    expect(await home()).toContain('Nothing waits for you Invitations that ran out')
    await world.db.account.update({ where: { personId: world.person.idris }, data: { state: 'invited' } })
    await world.db.account.update({ where: { personId: world.person.priya }, data: { state: 'suspended' } })
    await world.db.person.update({ where: { id: world.person.ruth }, data: { claimedGrade: 'sas' } })
    await world.db.breachReport.create({ data: { id: newId(), what: 'Seen on a screen', createdAt: new Date() } })
    await enter(world, 'amara', 'exam', { part: 'mrcp-part-1', satOn: '2026-09-01', result: 'pass', attempt: 1 })
    const words = await home()
    expect(words).toMatch(/Invited, not yet opened 1 Suspended 1 Open reports of misuse 1/)
    expect(words).toContain('One report of misuse or a breach is open')
    expect(words).toContain('1 invitation ran out before the account was opened')
    expect(words).toContain('1 person states a grade or a number Dr Ruth Adler. It counts once')
    expect(wordsOf(await (await world.as('morgan')).get('/people?state=toConfirm'))).toContain('Dr Ruth Adler')
    expect(words).toMatch(/Confirm for Dr Amara Okafor: /)
    expect(words).not.toContain('Requests to assess')
    await world.db.account.updateMany({ where: { state: { not: 'active' } }, data: { state: 'active' } })
  })

  it('a director’s home is the state of the programme in figures, each leading to whom it counts', async () => {
    const { id } = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.james } })
    const james = await world.as('james', `grant:${id}`)
    const answer = await james.get('/')
    const words = wordsOf(answer)
    expect(words).toMatch(/Trainees 3 On track \d Behind pace \d With something overdue \d Without a supervisor 0/)
    const { queries } = await countQueries(world.db, async () => void (await james.get('/')))
    expect(queries.length).toBeLessThanOrEqual(7)
    const shown = [...answer.text.matchAll(/<dt>([^<]+)<\/dt>\s*<dd[^>]*><a href="([^"]+)">(\d+)</g)]
    expect(shown.length).toBeGreaterThan(0)
    for (const [, , href, count] of shown) {
      const list = await james.get(href!.replaceAll('&amp;', '&'))
      expect(list.status).toBe(200)
      expect(list.text.match(/<td class="title"/g) ?? []).toHaveLength(Number(count))
    }
  })

  it('a visitor is led to the sign-in page and back', async () => {
    const answer = await world.visitor().get('/')
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/sign-in?back=%2F')
  })

  it('a record asked for by others is told on the home', async () => {
    await world.db.notice.create({
      data: {
        id: newId(),
        personId: world.person.amara,
        roleKey: `own:${world.enrolment.amara}`,
        kind: 'assessment.completed',
        text: 'Dr Khan <b>completed</b> your CbD',
        href: '/records/x',
      },
    })
    const answer = await (await world.as('amara')).get('/')
    expect(wordsOf(answer)).toContain('Dr Khan <b>completed</b> your CbD')
    expect(answer.text).not.toContain('<b>completed</b>')
  })
})

describe('R64: Create', () => {
  it('lists everything that a trainee can make, and says why of the rest', async () => {
    const words = wordsOf(await (await world.as('amara')).get('/create'))
    for (const form of ['Clinic', 'mini-CEX', 'Short reflection', 'Certificate', 'Induction meeting'])
      expect(words).toContain(form)
    expect(words).toContain('End-of-placement appraisal')
  })

  it('is not there for those who have no portfolio', async () => {
    expect((await (await world.as('sam')).get('/create')).status).toBe(404)
  })
})

describe('the page of one trainee', () => {
  it('R5: shows the supervisor who, where and how far', async () => {
    const answer = await (await world.as('helen')).get(amara)
    expect(headingOf(answer.text)).toBe('Dr Amara Okafor')
    expect(wordsOf(answer)).toContain('Curriculum')
  })

  it('is recorded as a look, the trainee’s own is not', async () => {
    const looks = () =>
      world.db.auditEvent.count({ where: { type: 'portfolio.viewed', subjectId: world.person.amara } })
    const before = await looks()
    await (await world.as('helen')).get(amara)
    expect(await looks()).toBe(before + 1)
    await (await world.as('amara')).get(amara)
    expect(await looks()).toBe(before + 1)
  })

  it('R44: is not there for anybody who does not reach it', async () => {
    for (const [name, role] of [['priya'], ['tom'], ['idris', 'educationalSupervisor']] as const) {
      expect((await (await world.as(name, role)).get(amara)).status).toBe(404)
    }
    expect((await (await world.as('helen')).get('/portfolios/not-an-id')).status).toBe(404)
  })

  it('R31: in the wrong one of one’s own roles the switch is offered, and leads back here', async () => {
    const idris = await world.as('idris', 'educationalSupervisor')
    const answer = await idris.get(amara)
    expect(answer.status).toBe(404)
    expect(wordsOf(answer)).toContain('As clinical supervisor (1 trainee) you do.')
    expect(answer.text).not.toContain('Okafor')
    const switched = await FormPage.from(answer, '.refusal form').submit(idris)
    expect(switched.headers.location).toBe(amara)
    expect(headingOf((await idris.get(amara)).text)).toBe('Dr Amara Okafor')
    expect(wordsOf(await (await world.as('priya')).get(amara))).not.toContain('Act as')
  })

  it('R48: coordinators read that a part is not shown to them', async () => {
    const words = wordsOf(await (await world.as('sam')).get(amara))
    expect(words).toContain('Not shown to the programme coordinator')
  })
})
