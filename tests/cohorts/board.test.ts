import { csvCell } from '../../src/cohorts/board/csv.ts'
import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const radiologists = await radiology(world)
const { amara, tom, priya } = world.enrolment

/** Three trainees of whom every column says something else. */
beforeAll(async () => {
  const { db } = world
  const figure = (enrolmentId: string, ruleId: string, status: 'short' | 'overdue', pace: number | null) => ({
    ...{ enrolmentId, ruleId, status, pace, have: 0, need: 1, because: 'x', detail: {} },
    computedAt: new Date('2026-11-22T09:00:00Z'),
  })
  await db.ruleFigure.deleteMany({})
  await db.ruleFigure.createMany({
    data: [
      figure(amara, 'clinics', 'overdue', 5),
      figure(amara, 'acat', 'overdue', 5),
      figure(tom, 'clinics', 'short', 5),
      figure(tom, 'esr', 'short', null),
      figure(tom, 'probity', 'short', null),
    ],
  })
  await db.enrolment.update({ where: { id: amara }, data: { lastActiveAt: new Date('2026-11-20T10:00:00Z') } })
  await db.enrolment.update({
    where: { id: tom },
    data: { state: 'frozen', lastActiveAt: new Date('2026-09-01T10:00:00Z'), reviewOn: dbDate('2026-12-11') },
  })
  await db.supervision.updateMany({
    where: { enrolmentId: priya, kind: 'clinical' },
    data: { until: dbDate('2026-11-01') },
  })
  await db.placement.updateMany({ where: { enrolmentId: priya }, data: { until: dbDate('2026-11-01') } })
  await db.statusPeriod.create({
    data: {
      ...{ id: newId(), enrolmentId: priya, kind: 'parental', counts: 0, createdByName: 'Sam' },
      ...{ from: dbDate('2026-11-01'), until: dbDate('2027-03-03'), createdById: world.person.sam },
      createdAt: new Date('2026-11-01T09:00:00Z'),
    },
  })
})

type Browser = Awaited<ReturnType<typeof world.as>>

/** The trainees of a board in its order, by given name. */
async function namesAt(browser: Browser, path: string): Promise<string[]> {
  const answer = await browser.get(path)
  expect(answer.status).toBe(200)
  const rows = answer.text.match(/<tbody>[\s\S]*<\/tbody>/)?.[0] ?? ''
  return [...rows.matchAll(/href="\/portfolios\/[^"/]+">Dr (?:Trainee )?(\w+)/g)].map(([, name]) => name!)
}

describe('C10, R131: every column of the programme board', () => {
  const filters: [string, string[]][] = [
    ['f.stage=IMY2', ['Amara']],
    ['f.programme=north', ['Amara', 'Tom', 'Priya']],
    ['f.programme=radiology', []],
    ['f.enrolment=frozen', ['Tom']],
    ['f.fte.to=99', ['Tom']],
    ['f.fte.from=80&f.fte.to=100', ['Amara', 'Priya']],
    ['f.post=respiratory', []],
    ['f.post.none=yes', ['Priya']],
    ['f.site=anne', ['Amara', 'Tom']],
    ['f.site.none=yes', ['Priya']],
    ['f.site=anne&f.site.none=yes', ['Amara', 'Tom', 'Priya']],
    ['f.educational=marsh', ['Amara', 'Tom']],
    ['f.educational.none=yes', []],
    ['f.clinical=adler', ['Tom']],
    ['f.clinical.none=yes', ['Priya']],
    ['f.overdue.from=2', ['Amara']],
    ['f.behind.from=1', ['Tom']],
    ['f.declarations.from=1', ['Tom']],
    ['f.away.from=2027-03-01', ['Priya']],
    ['f.away.to=2027-03-01', []],
    ['f.review.to=2026-12-31', ['Tom']],
    ['f.completion.to=2027-08-04', ['Priya']],
    ['f.active.to=2026-10-01', ['Tom']],
    ['f.active.from=1/10/2026', ['Amara']],
    ['show=frozen', ['Tom']],
    ['show=away', ['Priya']],
    ['show=declarations', ['Tom']],
    ['show=noPost', []],
    ['show=noClinical', ['Priya']],
    ['show=overdue&f.stage=IMY1', []],
    ['q=nair', ['Priya']],
  ]
  it.each(filters)('narrows by %s', async (query, expected) => {
    const names = await namesAt(await world.as('sam'), `/trainees?sort=completion&${query}`)
    expect(names.sort()).toEqual([...expected].sort())
  })

  const orders: [string, string[]][] = [
    ['name', ['Tom', 'Priya', 'Amara']],
    ['programme', ['Tom', 'Priya', 'Amara']],
    ['stage', ['Tom', 'Amara', 'Priya']],
    ['enrolment', ['Priya', 'Amara', 'Tom']],
    ['fte', ['Tom', 'Priya', 'Amara']],
    ['post', ['Tom', 'Amara', 'Priya']],
    ['site', ['Tom', 'Amara', 'Priya']],
    ['educational', ['Tom', 'Amara', 'Priya']],
    ['clinical', ['Amara', 'Tom', 'Priya']],
    ['attention', ['Priya', 'Amara', 'Tom']],
    ['overdue', ['Amara', 'Tom', 'Priya']],
    ['behind', ['Tom', 'Priya', 'Amara']],
    ['declarations', ['Tom', 'Priya', 'Amara']],
    ['away', ['Priya', 'Tom', 'Amara']],
    ['review', ['Tom', 'Priya', 'Amara']],
    ['completion', ['Priya', 'Amara', 'Tom']],
    ['active', ['Priya', 'Tom', 'Amara']],
  ]
  it('sorts by each, and turned round', async () => {
    const sam = await world.as('sam')
    for (const [key, expected] of orders)
      expect([key, await namesAt(sam, `/trainees?sort=${key}`)]).toEqual([key, expected])
    expect(await namesAt(sam, '/trainees?sort=-completion')).toEqual(['Tom', 'Amara', 'Priya'])
    expect(await namesAt(sam, '/trainees?sort=-active')).toEqual(['Amara', 'Tom', 'Priya'])
    const words = await sam.get('/trainees?sort=-overdue&columns=name,overdue')
    expect(words.text).toMatch(/aria-sort="ascending"><a href="[^"]*">Overdue/)
  })

  it('shows the columns that are ticked, says what it is narrowed to, and takes that off again', async () => {
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get('/trainees?show=away'), 'form[data-tidy]')
    const answer = await sam.get(
      `/trainees?${new URLSearchParams({ 'c.site': 'yes', 'c.away': 'yes', 'f.clinical.none': 'yes', show: form.value('show')! })}`,
    )
    expect([...answer.text.matchAll(/<th scope="col"[^>]*><a[^>]*>([^<]+)/g)].map(([, label]) => label)).toEqual([
      'Trainee',
      'Site',
      'Away until',
    ])
    expect(wordsOf(answer)).toContain('Clinical supervisor: nobody')
    expect(wordsOf(answer)).toContain('Parental leave until 2 Mar 2027')
    expect(answer.text).toContain('href="/trainees?show=away&amp;columns=name%2Csite%2Caway"')
  })

  it('leads from each gap to where it is mended', async () => {
    const sam = await world.as('sam')
    const { text } = await sam.get('/trainees?columns=name,clinical,site,enrolment,overdue,declarations')
    expect(text).toContain(`href="/trainees/${priya}/supervisors?kind=clinical">none</a>`)
    expect(text).toContain(`href="/portfolios/${amara}/progress">2</a>`)
    expect(text).toMatch(new RegExp(`href="/portfolios/${tom}">Frozen</a>`))
  })

  it('reads whatever an address says: columns that are gone are named, the rest holds', async () => {
    const sam = await world.as('sam')
    const answer = await sam.get('/trainees?columns=name,stage,shoe-size&f.horoscope=leo&f.stage=IMY2&sort=-tea&rows=x')
    expect(wordsOf(answer)).toContain('columns that are not on your board: “shoe-size”, “horoscope”, “tea”')
    expect(await namesAt(sam, '/trainees?columns=name,stage,shoe-size&f.stage=IMY2')).toEqual(['Amara'])
    const hostile = `/trainees?${new URLSearchParams({ 'f.site': `'); drop table "Person"; --%_\\`, 'f.fte.from': '1e9', 'f.review.from': '2026-02-31', 'f.stage': 'IMY9', sort: '-name; select 1' })}`
    expect(await namesAt(sam, hostile)).toEqual([])
  })
})

describe('R44: whose board shows whom', () => {
  it('shows each role its own trainees, and a coordinator of another programme nobody of this one', async () => {
    expect((await namesAt(await world.as('james', undefined), '/trainees')).sort()).toEqual(['Amara', 'Priya', 'Tom'])
    expect(headingOf((await (await world.as('helen')).get('/trainees')).text)).toBe('Your trainees')
    expect(await namesAt(await world.as('helen'), '/trainees?sort=name')).toEqual(['Tom', 'Amara'])
    const wendy = wordsOf(await (await radiologists.as('wendy')).get('/trainees?rows=all'))
    expect(wendy).not.toMatch(/Amara|Tom Beale|Priya/)
    expect(wordsOf(await (await radiologists.as('wendy')).get('/trainees/board.csv'))).not.toMatch(/Amara|Beale|Priya/)
    for (const path of ['/trainees', '/trainees/board.csv'])
      expect((await (await world.as('amara')).get(path)).status).toBe(404)
  })

  it('tells a supervisor until when somebody is away, and not why', async () => {
    const idris = await world.as('idris', 'educationalSupervisor')
    const words = wordsOf(await idris.get('/trainees?columns=name,away'))
    expect(words).toContain('Away until 2 Mar 2027')
    expect(words).not.toContain('Parental')
  })
})

describe('a board as a sheet', () => {
  it('holds the columns and trainees of the address, in its order, and is noted', async () => {
    const sam = await world.as('sam')
    const answer = await sam.get(
      '/trainees/board.csv?columns=name,fte,site,completion&sort=completion&f.completion.to=2028-12-31',
    )
    expect(answer.headers['content-type']).toContain('text/csv')
    expect(answer.headers['content-disposition']).toContain('trainees-2026-11-22.csv')
    expect(answer.text.replace(/^\ufeff/, '').split('\r\n')).toEqual([
      'Trainee,FTE,Site,Completion',
      'Dr Priya Nair,100,,2027-08-04',
      "Dr Amara Okafor,100,St Anne's Hospital,2028-08-04",
      '',
    ])
    expect(answer.text.charCodeAt(0)).toBe(0xfeff)
    const noted = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'board.downloaded' },
      orderBy: { id: 'desc' },
    })
    expect([noted.actorId, noted.data]).toEqual([
      world.person.sam,
      { trainees: 2, columns: ['name', 'fte', 'site', 'completion'] },
    ])
  })

  it('never begins a cell with what a spreadsheet takes for a formula', async () => {
    await world.db.person.update({
      where: { id: world.person.tom },
      data: { title: null, givenName: '=HYPERLINK("x";A1)' },
    })
    const { text } = await (await world.as('sam')).get('/trainees/board.csv?columns=name&sort=name')
    expect(text).toContain(`"'=HYPERLINK(""x"";A1) Beale"`)
    await world.db.person.update({ where: { id: world.person.tom }, data: { title: 'Dr', givenName: 'Tom' } })
    expect(['=1', '+1', '-1', '@a', '\t=1', ' =1', 'a,b', 'plain'].map(csvCell)).toEqual([
      ...["'=1", "'+1", "'-1", "'@a", "'\t=1", "' =1", '"a,b"', 'plain'],
    ])
  })
})

describe('saved views', () => {
  const keep = async (browser: Browser, at: string, name: string) =>
    FormPage.from(await browser.get(at), 'form[action*="/trainees/views?"], form[action="/trainees/views"]')
      .fill({ name })
      .submit(browser)

  it('keeps what the address says under a name, which can be sent, and replaces it by the same name', async () => {
    const sam = await world.as('sam')
    const first = await keep(sam, '/trainees?f.fte.to=99&sort=-name&page=1', 'Part-timers')
    expect(first.headers.location).toBe('/trainees?f.fte.to=99&sort=-name')
    const page = await sam.get('/trainees')
    expect(page.text).toContain('<a href="/trainees?f.fte.to=99&amp;sort=-name">Part-timers')
    // Whoever is sent the address sees it of their own trainees.
    expect(await namesAt(await world.as('james'), first.headers.location!)).toEqual(['Tom'])
    const second = await keep(sam, '/trainees?f.fte.from=100&sort=-name', 'Part-timers')
    expect(second.headers.location).toBe('/trainees?f.fte.from=100&sort=-name')
    expect(await world.db.boardView.count()).toBe(1)
    const unnamed = await keep(sam, '/trainees?show=away', ' ')
    expect(unnamed.status).toBe(422)
    expect(wordsOf(unnamed)).toContain('Give this view a name.')
    expect(wordsOf(unnamed)).toContain('Dr Priya Nair')
  })

  it('are one’s own: nobody else sees, opens or removes them', async () => {
    const sam = await world.as('sam')
    const { id } = await world.db.boardView.findFirstOrThrow({ where: { personId: world.person.sam } })
    const james = await world.as('james')
    const page = await james.get('/trainees?show=overdue')
    expect(wordsOf(page)).not.toContain('Part-timers')
    const body = FormPage.from(page, 'form[action*="/trainees/views"]').body()
    expect((await james.post(`/trainees/views/${id}/remove`).type('form').send(body)).status).toBe(404)
    expect(await world.db.boardView.count()).toBe(1)
    const own = FormPage.from(await sam.get('/trainees?f.fte.from=100&sort=-name'), `form[action$="${id}/remove"]`)
    expect((await own.submit(sam)).status).toBe(303)
    expect(await world.db.boardView.count()).toBe(0)
  })

  it('say the same by the chip “Not enrolled” and by the filter of these words', async () => {
    const sam = await world.as('sam')
    const where = { id: world.enrolment.priya }
    await world.db.enrolment.update({ where, data: { state: 'invited' } })
    const answers = [
      await namesAt(sam, '/trainees?show=notEnrolled'),
      await namesAt(sam, '/trainees?f.enrolment=unenrolled'),
    ]
    await world.db.enrolment.update({ where, data: { state: 'enrolled' } })
    expect(answers).toEqual([['Priya'], ['Priya']])
  })

  it('say so when a column of theirs is gone, and hold otherwise', async () => {
    const query = 'f.fte.to=99&f.shoe-size=9&columns=name,shoe-size,fte'
    await world.db.boardView.create({
      data: {
        id: newId(),
        personId: world.person.sam,
        name: 'Old',
        query,
        createdAt: new Date('2026-11-01T09:00:00Z'),
      },
    })
    const sam = await world.as('sam')
    expect((await sam.get('/trainees')).text).toContain('>Old<')
    expect(await namesAt(sam, `/trainees?${query}`)).toEqual(['Tom'])
    expect(wordsOf(await sam.get(`/trainees?${query}`))).toContain('a column that is not on your board: “shoe-size”')
  })
})

it('D18: costs the same number of queries with many trainees, and nobody else’s pages more', async () => {
  const count = async (name: 'sam' | 'helen' | 'amara', path: string) => {
    const browser = await world.as(name)
    await browser.get(path)
    return (await countQueries(world.db, () => browser.get(path).then())).queries.length
  }
  const looks = [
    ['sam', '/trainees'],
    ['sam', '/trainees?rows=all&sort=post&f.fte.to=99'],
    ['sam', '/'],
    ['helen', '/trainees'],
    ['amara', '/'],
  ] as const
  const counts = async () => {
    const all: number[] = []
    for (const [name, path] of looks) all.push(await count(name, path))
    return all
  }
  const before = await counts()
  await world.db.person.createMany({
    data: Array.from({ length: 150 }, (_, n) => ({
      id: newId(),
      title: 'Dr',
      givenName: 'Trainee',
      familyName: `Number ${n}`,
    })),
  })
  const people = await world.db.person.findMany({ where: { givenName: 'Trainee' } })
  const { programme, packVersion } = world.ids
  await world.db.enrolment.createMany({
    data: people.map(({ id }) => ({
      ...{ id: newId(), personId: id, programmeId: programme, packVersionId: packVersion, ftePercent: 80 },
      ...{ startsOn: dbDate('2026-08-05'), endsOn: dbDate('2029-08-05') },
    })),
  })
  const after = await counts()
  expect(after).toEqual(before)
  expect(Math.max(...after.slice(0, 2))).toBeLessThanOrEqual(6)
  const sam = await world.as('sam')
  expect((await namesAt(sam, '/trainees')).length).toBe(50)
  expect((await namesAt(sam, '/trainees?page=4')).length).toBe(3)
  expect((await namesAt(sam, '/trainees?rows=all')).length).toBe(153)
})
