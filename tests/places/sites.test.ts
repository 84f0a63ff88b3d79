import { Temporal } from 'temporal-polyfill'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { crowdings } from '../../src/places/index.ts'
import { loadOf } from '../../src/places/load.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const [bayside, ranges] = there.sites
const site = (id: string) => `/sites/${id}`

/** The form that came back, with what it asks ticked. */
function ticked(answer: { text: string; status: number }, form: string, name = 'sure'): FormPage {
  const page = FormPage.from(answer, form)
  return page.fill({ [name]: page.page.querySelector(`#${name}`)!.getAttribute('value')! })
}

describe('sites', () => {
  it('R13, R14: are found by those who look after trainees, each their own, and by nobody else', async () => {
    const hugo = wordsOf(await (await there.as('hugo')).get('/sites'))
    expect(hugo).toContain('Bayside Hospital')
    expect(hugo).toContain('Ranges Hospital')
    expect(hugo).not.toContain('City General')
    const grace = await there.as('grace')
    expect(wordsOf(await grace.get('/sites'))).not.toContain('Ranges Hospital')
    expect((await grace.get(site(ranges))).status).toBe(404)
    const words = wordsOf(await grace.get(site(bayside)))
    expect(words).toContain('Dr Oscar Lindqvist')
    expect(words).toContain('Director of Training')
    // Of another programme: counted, and not named.
    expect(words).not.toContain('Leo')
    expect(words).toContain('Trainees now 2')
    for (const name of ['victor', 'oscar'] as const)
      expect((await (await there.as(name)).get('/sites')).status).toBe(404)
    expect((await (await there.as('victor')).get(site(bayside))).status).toBe(404)
    const sam = await world.as('sam')
    expect((await sam.get(site(bayside))).status).toBe(404)
    expect(wordsOf(await sam.get('/sites?q=city'))).toContain('City General Hospital')
    expect(wordsOf(await sam.get('/sites?q=nowhere'))).toContain('No site matches')
  })

  it('R13: a trainee sees the site where they are or will be, without anybody else’s posts, and no other', async () => {
    const oscar = await there.as('oscar')
    const page = await oscar.get(site(bayside))
    expect(page.status).toBe(200)
    expect(wordsOf(page)).not.toContain('There now and to come')
    expect((await oscar.get(site(ranges))).status).toBe(404)
    expect((await oscar.get(`${site(bayside)}/accreditations/new`)).status).toBe(404)
  })
})

describe('how many a site takes', () => {
  const day = (text: string) => Temporal.PlainDate.from(text)
  const stay = (enrolmentId: string, from: string, until: string | null) => ({
    enrolmentId,
    from: day(from),
    until: until ? day(until) : null,
  })

  it('D16: is compared with who is there and who comes, day by day, and somebody in two posts is one', () => {
    const stays = [
      stay('a', '2026-08-01', '2027-02-01'),
      stay('a', '2026-08-01', '2027-02-01'),
      stay('b', '2026-12-01', null),
      stay('c', '2027-02-01', null),
      stay('d', '2027-03-01', null),
    ]
    const today = day('2026-11-22')
    const guests = stays.map(({ enrolmentId, from, until }) => ({
      ...{ siteId: 's', programmeId: enrolmentId === 'd' ? 'other' : 'this', enrolmentId },
      ...{ from: from.toString(), until: until?.toString() ?? null },
    }))
    const crowded = (capacity: number, limit: { programmeId?: string; until?: string } = {}) => {
      const limits = [{ siteId: 's', programmeId: null, capacity, from: '2020-01-01', until: null, ...limit }]
      return crowdings({ limits, guests }, today.toString())
    }
    expect(loadOf(stays, crowded(2), today)).toMatchObject({ now: 1, toCome: 3, over: { count: 3 } })
    expect(loadOf(stays, crowded(2), today).over!.on.toString()).toBe('2027-03-01')
    expect(crowded(3)).toEqual([])
    expect(loadOf(stays, crowded(0), today).over!.on).toEqual(today)
    // By an accreditation only its own programme's trainees count, and only on its days.
    expect(crowded(2, { programmeId: 'this' })).toEqual([])
    expect(crowded(1, { programmeId: 'this', until: '2027-01-01' })).toMatchObject([
      { from: '2026-12-01', until: '2027-01-01', count: 2 },
    ])
    expect(crowded(1)).toMatchObject([{ from: '2026-12-01', until: null, count: 3 }])
  })

  it('R14: is kept by those who run the programme, and shown against who is there', async () => {
    const hugo = await there.as('hugo')
    const form = (capacity: string) => FormPage.from(page, 'form[action$="/capacity"]').fill({ capacity }).submit(hugo)
    const page = await hugo.get(site(bayside))
    expect((await form('many')).status).toBe(422)
    const sent = await form('1')
    expect([sent.status, sent.headers.location]).toEqual([303, site(bayside)])
    const words = wordsOf(await hugo.get(site(bayside)))
    expect(words).toContain('2 of 1')
    expect(words).toContain('over capacity')
    const nina = await there.as('nina')
    expect((await nina.get(site(bayside))).text).not.toContain('/capacity')
    const event = await world.db.auditEvent.findFirstOrThrow({ where: { type: 'site.capacity' } })
    expect(event.data).toMatchObject({ siteId: bayside, before: null, capacity: 1 })
  })
})

describe('what a site is accredited for', () => {
  const open = async (path: string, who: 'hugo' | 'wendy' = 'hugo') => {
    const agent = await there.as(who)
    return { agent, page: await agent.get(path) }
  }
  const form = 'main form.form[action*="/accreditations/"]'
  const enter = async (values: Record<string, string>, at = bayside) => {
    const { agent, page } = await open(`${site(at)}/accreditations/new`)
    const filled = FormPage.from(page, form).fill({ level: 'Phases 1 to 3', from: '2025-02-03', ...values })
    return Object.assign(await filled.submit(agent), { agent })
  }
  const periods = () =>
    world.db.siteAccreditation.findMany({
      where: { siteId: bayside, programmeId: there.programme },
      orderBy: { from: 'asc' },
    })

  it('R14: is entered with its days; they neither end before they begin nor overlap', async () => {
    const inverted = await enter({ last: '2025-02-02' })
    expect(inverted.status).toBe(422)
    expect(wordsOf(inverted)).toContain('The last day lies before the first one.')
    expect((await enter({ maxMonths: '0' })).status).toBe(422)
    expect((await enter({ maxMonths: '24', capacity: '3' })).status).toBe(303)
    const again = await enter({ from: '2027-02-01' })
    expect(again.status).toBe(422)
    expect(wordsOf(again)).toContain('It is accredited in these days already: 3 Feb 2025 to no end.')
    const { agent } = again
    const followed = await ticked(again, form, 'follows').submit(agent)
    expect(followed.status).toBe(303)
    expect((await periods()).map(({ until }) => until)).toEqual([dbDate('2027-02-01'), null])
    const words = wordsOf(await agent.get(site(bayside)))
    expect(words).toContain('3 Feb 2025 to 31 Jan 2027 24 months 1 of 3 accredited')
    expect(words).toContain('to come')
  })

  it('R14: is asked about before posts fall out of it, and what stood on record is kept with the reason', async () => {
    const [first] = await periods()
    const { agent, page } = await open(`${site(bayside)}/accreditations/${first!.id}`)
    const fill = (more: Record<string, string>) => FormPage.from(page, form).fill({ last: '2026-10-31', ...more })
    expect(wordsOf(await fill({}).submit(agent))).toContain('Say why it changes')
    const asked = await fill({ reason: 'The visit found too few cases' }).submit(agent)
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('1 post would no longer lie within it: Oscar Lindqvist.')
    expect((await ticked(asked, form).submit(agent)).status).toBe(303)
    expect((await periods())[0]!.until).toEqual(dbDate('2026-11-01'))
    const words = wordsOf(await agent.get(site(bayside)))
    expect(words).toContain('What was on record before')
    expect(words).toContain('The visit found too few cases')
  })

  it('R14: is taken off the record with a reason', async () => {
    const last = (await periods()).at(-1)!
    const { agent, page } = await open(`${site(bayside)}/accreditations/${last.id}`)
    const fill = (reason: string) => FormPage.from(page, 'form[action$="/withdraw"]').fill({ reason }).submit(agent)
    expect((await fill('')).status).toBe(422)
    expect((await fill('Entered for the wrong hospital')).status).toBe(303)
    expect((await periods()).length).toBe(1)
    expect(await world.db.correctedAccreditation.count({ where: { accreditationId: last.id, withdrawn: true } })).toBe(
      1,
    )
  })

  it('R14: nobody keeps it for a programme or a college that is not theirs', async () => {
    const other = await world.db.siteAccreditation.create({
      data: { id: newId(), siteId: bayside, programmeId: there.beside, level: 'All', from: dbDate('2020-01-01') },
    })
    expect((await open(`${site(bayside)}/accreditations/${other.id}`)).page.status).toBe(404)
    expect((await open(`${site(world.ids.sites[0]!)}/accreditations/new`)).page.status).toBe(404)
    const forged = await enter({ programme: there.beside })
    expect(forged.status).toBe(422)
    for (const who of ['grace', 'nina'] as const)
      expect((await (await there.as(who)).get(`${site(bayside)}/accreditations/new`)).status).toBe(404)
    expect((await open(`${site(bayside)}/accreditations/${other.id}`, 'wendy')).page.status).toBe(200)
  })
})
