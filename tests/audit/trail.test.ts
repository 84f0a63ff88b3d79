import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const looked = () => `/portfolios/${world.enrolment.amara}/looked`

describe('who looked at my portfolio', () => {
  it('R34: teaches what belongs there while nobody has looked', async () => {
    const page = await (await world.as('amara')).get(looked())
    expect([page.status, headingOf(page.text)]).toEqual([200, 'Who looked at my portfolio'])
    expect(wordsOf(page)).toContain('Nobody has looked yet')
  })

  it('B9: shows names, roles, times and what, grouped by person and day; one’s own looks are not noted', async () => {
    const own = await world.as('amara')
    await own.get(`/portfolios/${world.enrolment.amara}/timeline`)
    const helen = await world.as('helen')
    for (let turn = 0; turn < 3; turn++) await helen.get(`/portfolios/${world.enrolment.amara}/timeline`)
    world.clock.advance({ minutes: 40 })
    await helen.get(`/portfolios/${world.enrolment.amara}/library`)
    await (await world.as('idris', 'clinicalSupervisor')).get(`/portfolios/${world.enrolment.amara}`)
    const page = await (await world.as('amara')).get(looked())
    const words = wordsOf(page)
    expect(words).toContain('Dr Helen Marsh educational supervisor')
    expect(words).toContain('09:00 to 09:40')
    expect(words).toContain('09:00 the timeline 3 times 09:40 the library')
    expect(words).toContain('Dr Idris Khan clinical supervisor')
    expect(words.match(/Dr Helen Marsh/g)).toHaveLength(1)
    expect(words).not.toContain('Dr Amara')
  })

  it('turns the day in the programme’s own time zone, and prints names as text', async () => {
    const at = new Date('2026-06-30T23:30:00Z')
    const { person, enrolment } = world
    await world.db.auditEvent.create({
      data: {
        id: newId(),
        at,
        type: 'portfolio.viewed',
        actorId: person.sam,
        actorName: '<b>Sam</b>',
        actorRole: 'coordinator',
        subjectId: person.amara,
        enrolmentId: enrolment.amara,
        data: { what: 'overview' },
      },
    })
    const page = await (await world.as('amara')).get(looked())
    expect(page.text).toContain('1 Jul 2026')
    expect(page.text).not.toContain('<b>Sam</b>')
  })

  it('R48: is for the trainee alone; those who see the portfolio learn why, others find nothing', async () => {
    for (const name of ['helen', 'sam', 'morgan', 'ruth', 'james'] as const) {
      const page = await (await world.as(name)).get(looked())
      expect([name, page.status]).toEqual([name, 403])
      expect(wordsOf(page)).toContain('Only trainees see who looked')
    }
    for (const name of ['tom', 'priya'] as const) expect((await (await world.as(name)).get(looked())).status).toBe(404)
    expect((await (await world.as('amara')).get('/portfolios/nonsense/looked')).status).toBe(404)
    expect((await world.visitor().get(looked())).headers.location).toMatch(/^\/sign-in/)
  })

  it('comes in pages of fifty, and takes any page number', async () => {
    const { person, enrolment } = world
    await world.db.auditEvent.createMany({
      data: Array.from({ length: 120 }, (_, day) => ({
        id: newId(),
        at: new Date(Date.UTC(2025, 0, 1 + day, 12)),
        type: 'portfolio.viewed',
        actorId: person.james,
        actorName: 'Dr James Osei',
        actorRole: 'training programme director',
        subjectId: person.tom,
        enrolmentId: enrolment.tom,
        data: {},
      })),
    })
    const agent = await world.as('tom')
    const first = await agent.get(`/portfolios/${enrolment.tom}/looked`)
    expect(wordsOf(first)).toContain('1–50')
    expect(first.text).toContain('looked?page=2')
    const last = await agent.get(`/portfolios/${enrolment.tom}/looked?page=3`)
    expect(wordsOf(last)).toContain('101–120')
    expect(last.text).not.toContain('page=4')
    for (const page of ['0', '-3', 'x', '99999999999', '1e9', "1'--"])
      expect((await agent.get(`/portfolios/${enrolment.tom}/looked?page=${encodeURIComponent(page)}`)).status).toBe(200)
    const { queries } = await countQueries(world.db, () => agent.get(`/portfolios/${enrolment.tom}/looked`).then())
    expect(queries.length).toBeLessThanOrEqual(5)
  })
})

describe('what was done', () => {
  it('R38: says who did what, when and as what, with the account as well', async () => {
    const agent = await world.as('amara')
    const { person, enrolment } = world
    const base = { subjectId: person.amara, enrolmentId: enrolment.amara, at: new Date('2026-11-22T10:00:00Z') }
    await world.db.auditEvent.createMany({
      data: [
        {
          ...base,
          id: newId(),
          type: 'session.started',
          actorId: person.amara,
          actorName: 'Dr Amara Okafor',
          actorRole: 'trainee',
          enrolmentId: null,
          data: {},
        },
        {
          ...base,
          id: newId(),
          type: 'person.updated',
          actorId: person.amara,
          actorName: 'Dr Amara Okafor',
          actorRole: 'trainee',
          data: { fields: ['dateOfBirth'] },
        },
        {
          ...base,
          id: newId(),
          type: 'supervision.changed',
          actorId: person.sam,
          actorName: 'Mr Sam Whitfield',
          actorRole: 'coordinator',
          data: { kind: 'clinical' },
        },
        {
          ...base,
          id: newId(),
          type: 'something.new',
          actorId: person.sam,
          actorName: 'Mr Sam Whitfield',
          actorRole: 'coordinator',
          data: { fields: 7 },
        },
      ],
    })
    const words = wordsOf(await agent.get(`/portfolios/${enrolment.amara}/activity`))
    expect(words).toContain('You signed in')
    expect(words).toContain('You changed personal details (date of birth)')
    expect(words).toContain('Mr Sam Whitfield changed a supervisor 10:00 · as coordinator')
    expect(words).toContain('something new')
  })

  it('R48: is for the trainee alone', async () => {
    expect((await (await world.as('helen')).get(`/portfolios/${world.enrolment.amara}/activity`)).status).toBe(403)
  })
})
