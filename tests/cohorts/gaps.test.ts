import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const radiologists = await radiology(world)
const { amara, tom, priya } = world.enrolment

/** All posts end on 2 Feb 2027. The world's today is Sunday 22 Nov 2026; the weeks end with 16 May 2027. */
beforeAll(async () => {
  const { db } = world
  await db.placement.create({
    data: {
      ...{ id: newId(), enrolmentId: amara, siteId: world.ids.sites[0]!, title: 'Stroke medicine' },
      ...{ from: dbDate('2027-02-10'), until: dbDate('2027-08-04') },
    },
  })
  await db.statusPeriod.create({
    data: {
      ...{ id: newId(), enrolmentId: priya, kind: 'parental', counts: 0, createdByName: 'Sam' },
      ...{ from: dbDate('2027-01-04'), until: dbDate('2027-04-07'), createdById: world.person.sam },
      createdAt: new Date('2026-11-01T09:00:00Z'),
    },
  })
  const ends = (enrolmentId: string, kind: 'educational' | 'clinical', until: string) =>
    db.supervision.updateMany({ where: { enrolmentId, kind }, data: { until: dbDate(until) } })
  await ends(amara, 'educational', '2027-08-05')
  await ends(amara, 'clinical', '2026-11-01')
  await ends(tom, 'educational', '2026-12-01')
  await ends(tom, 'clinical', '2027-08-05')
  await ends(priya, 'educational', '2027-08-05')
  await ends(priya, 'clinical', '2027-08-05')
  await db.siteAccreditation.deleteMany({})
  await db.siteAccreditation.create({
    data: {
      ...{ id: newId(), siteId: world.ids.sites[0]!, programmeId: world.ids.programme, level: 'Stage 1', capacity: 1 },
      from: dbDate('2020-01-01'),
    },
  })
  await db.grant.updateMany({
    where: { personId: radiologists.person.grace },
    data: { until: dbDate('2026-12-15') },
  })
})

/** The rows of the last table on a page, cell by cell. */
function rowsOf(html: string, caption: string): string[][] {
  const table = html.split('<table').find((part) => part.includes(`>${caption}</caption>`)) ?? ''
  const words = (cell: string) =>
    cell
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  return [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)]
    .slice(1)
    .map(([, row]) => [...row!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell]) => words(cell!)))
}

const weekly = 'How many are without, week by week'

describe('D16: the board of gaps ahead', () => {
  it('sums exactly who is without what in each of 26 weeks, and which site is too full', async () => {
    const { text } = await (await world.as('sam')).get('/trainees/gaps')
    const week = (monday: string, ...counts: string[]) => [`Week of ${monday}`, ...counts]
    expect(rowsOf(text, weekly)).toEqual([
      week('16 Nov 2026', '–', '–', '1', '1'),
      week('23 Nov 2026', '–', '–', '1', '1'),
      week('30 Nov 2026', '–', '1 1 new', '1', '1'),
      ...['7 Dec 2026', '14 Dec 2026', '21 Dec 2026', '28 Dec 2026', '4 Jan 2027', '11 Jan 2027', '18 Jan 2027'].map(
        (monday) => week(monday, '–', '1', '1', '1'),
      ),
      week('25 Jan 2027', '–', '1', '1', '1'),
      week('1 Feb 2027', '2 2 new', '1', '1', '1'),
      week('8 Feb 2027', '2', '1', '1', '–'),
      ...[
        ...['15 Feb 2027', '22 Feb 2027', '1 Mar 2027', '8 Mar 2027', '15 Mar 2027', '22 Mar 2027', '29 Mar 2027'],
      ].map((monday) => week(monday, '1', '1', '1', '–')),
      week('5 Apr 2027', '2 1 new', '1', '1', '–'),
      ...['12 Apr 2027', '19 Apr 2027', '26 Apr 2027', '3 May 2027', '10 May 2027'].map((monday) =>
        week(monday, '2', '1', '1', '–'),
      ),
    ])
  })

  it('names the people of a sum with their days, and leads to the mend', async () => {
    const sam = await world.as('sam')
    const all = await sam.get('/trainees/gaps?gap=post')
    expect(rowsOf(all.text, 'No post').map(([name, days]) => [name, days])).toEqual([
      ['Dr Tom Beale', 'from 3 Feb 2027 on'],
      ['Dr Amara Okafor', 'from 3 Feb 2027 to 9 Feb 2027'],
      ['Dr Priya Nair', 'from 7 Apr 2027 on'],
    ])
    expect(all.text).toContain(`href="/portfolios/${priya}/posts"`)
    const later = await sam.get('/trainees/gaps?gap=post&week=2027-03-01')
    expect(rowsOf(later.text, 'No post').map(([name]) => name)).toEqual(['Dr Tom Beale'])
    const supervisor = await sam.get('/trainees/gaps?gap=educational&week=2026-12-07')
    expect(supervisor.text).toContain(`href="/trainees/${tom}/supervisors?kind=educational"`)
    const over = await sam.get('/trainees/gaps?gap=over')
    expect(rowsOf(over.text, 'Sites over capacity').map((row) => row.slice(0, 4))).toEqual([
      ['St Anne&#39;s Hospital', 'Internal Medicine, North East', 'from 22 Nov 2026 to 2 Feb 2027', '2 of 1 place'],
    ])
    // What the hospital takes of all programmes is a limit of its own.
    await world.db.site.update({ where: { id: world.ids.sites[0]! }, data: { capacity: 1 } })
    const both = await sam.get('/trainees/gaps?gap=over')
    expect(rowsOf(both.text, 'Sites over capacity').map((row) => row[1])).toEqual([
      'Internal Medicine, North East',
      'all programmes',
    ])
    expect(wordsOf(await sam.get(`/sites/${world.ids.sites[0]}`))).toContain(
      '2 trainees of all programmes from 22 Nov 2026 to 2 Feb 2027, and it takes 1.',
    )
    await world.db.site.update({ where: { id: world.ids.sites[0]! }, data: { capacity: null } })
    for (const odd of ['gap=x', 'gap=post&week=2031-01-01', 'gap=post&week=;drop'])
      expect((await sam.get(`/trainees/gaps?${odd}`)).status).toBe(200)
  })

  it('asks for a director only where the programme has one at the site: who leaves, leaves a gap', async () => {
    const wendy = await radiologists.as('wendy')
    const { text } = await wendy.get('/trainees/gaps?gap=director')
    const rows = rowsOf(text, 'No director at the site').map(([name, days]) => `${name} ${days!.split(' to ')[0]}`)
    expect(rows.some((row) => row.startsWith('Dr Mia Tane from 22 Nov 2026'))).toBe(true)
    expect(rows.some((row) => row.startsWith('Dr Oscar Lindqvist from 15 Dec 2026'))).toBe(true)
    expect(wordsOf(await wendy.get('/trainees/gaps'))).not.toMatch(/educational supervisor|Amara|Beale/)
  })

  it('is summed up on the home pages of coordinators and directors for the next four weeks', async () => {
    const home = await (await world.as('sam')).get('/')
    expect(wordsOf(home)).toContain(
      'Gaps in the next 4 weeks Trainees without an educational supervisor: 1 and without a clinical supervisor: 1.',
    )
    expect(home.text).toContain('href="/trainees/gaps"')
    const { id } = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.james } })
    const james = await world.as('james', `grant:${id}`)
    expect(wordsOf(await james.get('/'))).toContain('Gaps in the next 4 weeks')
    expect(wordsOf(await (await world.as('helen')).get('/'))).not.toContain('Gaps in the next')
  })

  it('R44: is for those who look after programmes', async () => {
    expect((await (await world.as('helen')).get('/trainees/gaps')).status).toBe(404)
    expect((await (await world.as('amara')).get('/trainees/gaps')).status).toBe(404)
  })

  it('D18: asks the same number of queries whatever is without, at most six', async () => {
    const sam = await world.as('sam')
    const count = async (path: string) => {
      await sam.get(path)
      return (await countQueries(world.db, () => sam.get(path).then())).queries.length
    }
    expect(await count('/trainees/gaps')).toBeLessThanOrEqual(6)
    expect(await count('/trainees/gaps?gap=post')).toBeLessThanOrEqual(6)
  })
})
