import { Temporal } from 'temporal-polyfill'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { accreditationOf, accreditationsOf } from '../../src/places/index.ts'
import { testWorld } from '../support/world.ts'

const w = await testWorld()
const [site, other] = w.ids.sites as [string, string]
const accredit = (from: string, until: string | null, more: object = {}) =>
  w.db.siteAccreditation.create({
    data: {
      id: newId(),
      siteId: site,
      programmeId: w.ids.programme,
      level: 'All years',
      from: dbDate(from),
      until: until ? dbDate(until) : null,
      ...more,
    },
  })
const day = (text: string) => Temporal.PlainDate.from(text)

describe('what a site is accredited for', () => {
  beforeAll(async () => {
    await accredit('2020-08-01', '2024-08-01', { maxMonths: 12 })
    await accredit('2024-08-01', null, { maxMonths: 36, capacity: 4 })
  })

  it('D16: is known for every day, and nothing is said of a site that is not accredited then', async () => {
    const on = async (text: string) => (await accreditationOf(w.db, [site, other], day(text))).get(site)?.[0]?.maxMonths
    expect(await on('2020-07-31')).toBeUndefined()
    expect(await on('2024-07-31')).toBe(12)
    expect(await on('2024-08-01')).toBe(36)
    expect((await accreditationOf(w.db, [other], day('2026-11-22'))).has(other)).toBe(false)
    expect((await accreditationsOf(w.db, [site])).map(({ from }) => from.toString())).toEqual([
      '2020-08-01',
      '2024-08-01',
    ])
  })

  it('holds no two periods of one programme at once, none that ends before it begins, no senseless numbers', async () => {
    await expect(accredit('2026-01-01', '2027-01-01')).rejects.toThrow(/SiteAccreditation_no_overlap/)
    await expect(accredit('2019-08-01', '2019-08-01')).rejects.toThrow(/SiteAccreditation_period/)
    await expect(accredit('2019-01-01', '2019-08-01', { maxMonths: 0 })).rejects.toThrow(/SiteAccreditation_numbers/)
    await expect(accredit('2019-01-01', '2019-08-01', { level: ' ' })).rejects.toThrow(/SiteAccreditation_numbers/)
    await expect(w.db.site.update({ where: { id: site }, data: { capacity: -1 } })).rejects.toThrow(/Site_capacity/)
  })
})
