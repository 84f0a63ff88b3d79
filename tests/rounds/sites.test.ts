import fc from 'fast-check'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { halfYearOf, type Rated, type Sum, sums } from '../../src/rounds/sites/sums.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const canary = 'CANARY-heron'
const rows = ['supervision', 'teaching', 'casemix', 'protected', 'rotas', 'culture', 'facilities', 'support']
const rating = (value: string) => ({
  ...Object.fromEntries(rows.map((key) => [`f.ratings.${key}`, value])),
  'f.overall': value,
  'f.recommend': 'yes',
  'f.change': `${canary}: the rota`,
  'f.declared': 'yes',
})
const staff = ['grace', 'hugo', 'nina', 'victor', 'wendy'] as const

async function crawl(name: (typeof staff)[number] | 'mia', single: string): Promise<[string, string][]> {
  const agent = await there.as(name)
  const seen = new Map<string, string>()
  const own = `/portfolios/${there.enrolment.oscar}`
  const waiting = [
    '/site-ratings',
    `/site-ratings/${single}`,
    '/',
    '/todo',
    '/trainees',
    own,
    `${own}/timeline?q=heron`,
    `${own}/progress`,
    `${own}/progress/tats`,
  ]
  while (waiting.length > 0 && seen.size < 40) {
    const path = waiting.shift()!
    if (seen.has(path)) continue
    const { text } = await agent.get(path)
    seen.set(path, text ?? '')
    const hrefs = [...(text ?? '').matchAll(/href="(\/[^"#]*)"/g)].map((match) => match[1]!.replaceAll('&amp;', '&'))
    waiting.push(
      ...hrefs.filter((href) => !/^\/(help|glossary|assets|sign-out|dev|profile|records\/new|acting)/.test(href)),
    )
  }
  return [...seen]
}

describe('a trainee’s confidential rating of the hospital', () => {
  let single = ''

  it('C14: is given on its own page; the portfolio learns that it was, and the requirement counts it', async () => {
    const oscar = await there.as('oscar')
    const page = await oscar.get('/site-ratings/new').expect(200)
    const sent = await FormPage.from(page, 'main form.form').fill(rating('2')).submit(oscar)
    expect(sent.headers.location).toBe('/site-ratings')
    const row = await world.db.siteRating.findFirstOrThrow()
    single = row.id
    const record = await world.db.record.findFirstOrThrow({ where: { formKey: 'tats' } })
    expect(record).toMatchObject({ status: 'submitted', personId: there.person.oscar })
    expect(
      JSON.stringify([
        record,
        await world.db.auditEvent.findMany(),
        await world.db.notice.findMany(),
        await world.db.draft.findMany(),
      ]),
    ).not.toContain(canary)
    const figure = await world.db.ruleFigure.findFirstOrThrow({
      where: { enrolmentId: there.enrolment.oscar, ruleId: 'tats' },
    })
    expect(figure.have).toBeGreaterThanOrEqual(1)
    expect(wordsOf(await oscar.get(`/site-ratings/${single}`).expect(200))).toContain(canary)
    // Once in six months; and not by the way of ordinary records.
    expect(wordsOf(await oscar.get('/site-ratings/new'))).toContain('You rated Bayside Hospital on')
    expect((await oscar.get('/records/new/tats')).text).not.toContain('name="f.ratedOn"')
  })

  it('C14: is read singly by the college alone', async () => {
    const wendy = await there.as('wendy')
    const page = wordsOf(await wendy.get(`/site-ratings/${single}`).expect(200))
    expect(page).toContain(canary)
    expect(page).not.toContain('Oscar')
  })

  it.each(['grace', 'hugo', 'nina', 'victor', 'mia'] as const)(
    'C14: no page that %s comes to holds a word of it',
    async (name) => {
      const agent = await there.as(name)
      await agent.get(`/site-ratings/${single}`).expect(404)
      for (const [path, text] of await crawl(name, single))
        expect([name, path, text.includes(canary)]).toEqual([name, path, false])
    },
  )

  it('C14: nobody of the college who belongs to that hospital reads it, in whichever role they act', async () => {
    const grant = {
      id: newId(),
      personId: there.person.wendy,
      role: 'clinicalSupervisor',
      scopeKind: 'site',
      scopeId: there.sites[0],
      from: dbDate('2020-01-01'),
      until: dbDate('2021-01-01'),
    }
    await world.db.grant.create({ data: grant })
    const wendy = await there.as('wendy')
    await wendy.get(`/site-ratings/${single}`).expect(404)
    expect((await wendy.get('/site-ratings').expect(200)).text).not.toContain(single)
    await world.db.grant.delete({ where: { id: grant.id } })
    await wendy.get(`/site-ratings/${single}`).expect(200)
  })

  it('C14: the hospital’s own people see sums of at least five trainees, of half-years that are past, without comments', async () => {
    const grace = await there.as('grace')
    // Somebody has rated, and even that is not told.
    const none = wordsOf(await grace.get('/site-ratings').expect(200))
    expect(none).toContain('A hospital’s sum appears once enough trainees have rated it')
    expect(none).not.toContain('Bayside')
    const { id: _, ratedOn: __, values, ...like } = await world.db.siteRating.findFirstOrThrow()
    const rate = async (personId: string) =>
      world.db.siteRating.create({
        data: { ...like, id: newId(), personId, ratedOn: dbDate('2026-03-01'), values: { ...(values as object) } },
      })
    for (let count = 0; count < 3; count++) await rate(newId())
    // Whoever rates twice is one trainee still: five ratings, and four who gave them.
    for (let count = 0; count < 2; count++) await rate(like.personId)
    expect(wordsOf(await grace.get('/site-ratings').expect(200))).toContain('No ratings to read')
    await rate(newId())
    const page = wordsOf(await grace.get('/site-ratings').expect(200))
    expect(page).toContain('January to June 2026 (6 ratings)')
    expect(page).toContain('6 × Less than good')
    expect(page).not.toContain(canary)
    // The one of this half-year changes nothing yet.
    expect(page).not.toContain('7 ×')
  })
})

describe('sums of ratings', () => {
  const trainees = (list: readonly Rated[], { from, to }: Sum) =>
    new Set(list.flatMap(({ by, ratedOn }) => (halfYearOf(ratedOn) >= from && halfYearOf(ratedOn) <= to ? [by] : [])))
  const dates = fc
    .date({ min: new Date('2022-01-01'), max: new Date('2026-11-20'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const rated = fc.array(
    fc.record({
      by: fc.constantFrom(...'abcdefgh'),
      ratedOn: dates,
      ratings: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 5 })),
    }),
    { maxLength: 40 },
  )

  it('C14: are by at least five each, hold each rating once, and never change by one that comes later', () => {
    fc.assert(
      fc.property(rated, fc.integer({ min: 1, max: 5 }), (list, value) => {
        const today = '2026-11-22'
        const found = sums(list, today, 5)
        for (const sum of found) {
          expect(trainees(list, sum).size).toBeGreaterThanOrEqual(5)
          for (const counts of Object.values(sum.questions)) {
            expect(Object.values(counts).reduce((total, count) => total + count, 0)).toBeGreaterThanOrEqual(5)
          }
        }
        const past = list.filter(({ ratedOn }) => halfYearOf(ratedOn) < halfYearOf(today)).length
        expect(found.reduce((total, { count }) => total + count, 0)).toBeLessThanOrEqual(past)
        expect(sums([...list, { by: 'z', ratedOn: today, ratings: { a: value } }], today, 5)).toEqual(found)
      }),
    )
  })
})
