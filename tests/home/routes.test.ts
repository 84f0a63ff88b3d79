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
  })

  it('what waits for a role is what that role may do', async () => {
    const certificate = { type: 'als', body: 'Resuscitation Council', awardedOn: '2026-10-01', expiresOn: '2030-09-30' }
    await enter(world, 'amara', 'certificate', certificate)
    expect(wordsOf(await (await world.as('helen')).get('/'))).toContain('Confirm for Dr Amara Okafor')
    expect(wordsOf(await (await world.as('ruth')).get('/'))).not.toContain('Confirm for')
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
