import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { toRuleOn, unplacedDays } from '../../src/training/index.ts'
import { wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { ctxAs } from './seed.ts'

const world = await testWorld()
const { db } = world
const { amara, priya, tom } = world.enrolment
const [first, second] = world.ids.sites as [string, string]
const page = (enrolmentId: string) => `/portfolios/${enrolmentId}/time`
const board = async () => (await (await world.as('sam')).get('/trainees')).text
const flagged = async (enrolmentId: string) => (await board()).includes(`href="${page(enrolmentId)}#unplaced"`)
const accredit = (siteId: string, from: string, until: string | null) =>
  db.siteAccreditation.create({
    data: {
      ...{ id: newId(), siteId, programmeId: world.ids.programme, level: 'All years' },
      ...{ from: dbDate(from), until: until ? dbDate(until) : null },
    },
  })
const ends = async () =>
  Object.fromEntries((await db.enrolment.findMany()).map(({ id, endsOn }) => [id, endsOn.toISOString()]))

describe('domain 3.6, 7.5: days without a post or an accredited hospital', () => {
  it('have a line of their own with what counts, why, and who mends it; the board flags them; no date moves', async () => {
    const before = await ends()
    const sam = await world.as('sam')
    // Amara's first year has no post on record.
    const words = wordsOf(await sam.get(page(amara)))
    expect(words).toContain('Days without a post or an accredited hospital')
    expect(words).toContain('5 Aug 2025 to 4 Aug 2026 365 days No post')
    expect(words).toContain('These days count until the programme rules otherwise.')
    expect(words).toContain('365 days')
    expect(words).toContain('365 whole-time days; a ruling is wanted')
    expect(words).toContain('days not in an approved post')
    expect((await sam.get(page(amara))).text).toContain(`${page(amara)}/change?from=2025-08-05&amp;last=2026-08-04`)
    expect(await flagged(amara)).toBe(true)
    expect(await flagged(tom)).toBe(false)
    const hers = wordsOf(await (await world.as('amara')).get(page(amara)))
    expect(hers).toContain('The programme office')
    expect(hers).not.toContain('Record it as time away')
    expect(wordsOf(await (await world.as('tom')).get(page(tom)))).not.toContain('Days without a post')
    expect(await ends()).toEqual(before)
  })

  it('D16: a hospital is asked for its accreditation once the programme enters any, for the days that lack it', async () => {
    await accredit(first, '2020-08-01', '2026-10-01')
    const lapsed = wordsOf(await (await world.as('sam')).get(page(tom)))
    expect(lapsed).toContain('1 Oct 2026 to 2 Feb 2027')
    expect(lapsed).toMatch(/not accredited any more/)
    // At 60 % of full time, 125 days of the calendar are 75 whole-time days.
    expect(lapsed).toContain('125 days')
    expect(lapsed).toContain('75 whole-time days; a ruling is wanted')
    expect(await flagged(tom)).toBe(true)
    const never = wordsOf(await (await world.as('sam')).get(page(priya)))
    expect(never).toContain('not accredited for this programme')
    await accredit(first, '2026-10-01', null)
    await accredit(second, '2020-08-01', null)
    expect(await flagged(tom)).toBe(false)
    expect(wordsOf(await (await world.as('sam')).get(page(tom)))).not.toContain('Days without a post')
  })

  it('are nobody’s question in time away; a short gap is none; a pack may let them count', async () => {
    await db.placement.updateMany({ where: { enrolmentId: tom }, data: { until: dbDate('2026-11-10') } })
    const { actor, today, services } = await ctxAs(world, 'sam')
    expect(actor.relation).toBe('coordinator')
    const { pack } = await services.packs.get(world.ids.packVersion)
    const found = async () => (await unplacedDays(db, [{ enrolmentId: tom, pack }], today)).get(tom) ?? []
    expect((await found()).map(({ from, until }) => `${from} ${until}`)).toEqual(['2026-11-10 2026-11-23'])
    expect(toRuleOn(await found(), pack, today)).toHaveLength(1)
    const counting = { pack: { ...pack.pack, unplaced: { siteless: 'counts', unaccredited: 'counts', between: 7 } } }
    expect(toRuleOn(await found(), counting as never, today)).toEqual([])
    await db.statusPeriod.create({
      data: {
        ...{ id: newId(), enrolmentId: tom, kind: 'parental', counts: 0, createdByName: 'Sam' },
        ...{ from: dbDate('2026-11-12'), until: dbDate('2027-03-03'), createdById: world.person.sam },
        createdAt: new Date('2026-11-01T09:00:00Z'),
      },
    })
    expect(await found()).toEqual([])
  })
})
