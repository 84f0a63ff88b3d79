import { jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import { crowd } from '../changeovers/crowd.ts'
import { csv, template, work } from '../changeovers/support.ts'
import { browserWorld, type Hand } from '../support/browser.ts'
import { type Journey, walkAll } from '../support/journeys.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld, worldNow } from '../support/world.ts'

jest.setTimeout(120_000)

/** The journeys of whoever runs a programme, and of trainees on the way to their next hospital. */

const world = await testWorld()
const there = await radiology(world)
const browser = await browserWorld(world)

/** The large programme, and the sheet of its next changeover: each walk moves everybody on by another half year. */
const large = await crowd(world, 180)
const halves = [
  { From: '2027-02-03', 'Last day': '2027-08-03' },
  { From: '2027-08-04', 'Last day': '2028-02-01' },
]
let next = halves[0]!
let sheet: Buffer

async function manyToMove(): Promise<void> {
  next = halves.shift()!
  const rows = await template(await world.as('sam', large.roleKey), large.programmeId)
  sheet = csv(rows.filter(({ From }) => From === '2026-08-05').map((row) => ({ ...row, ...next })))
}

async function choose(page: Page, hand: Hand, name: string, buffer: Buffer): Promise<void> {
  const asked = page.waitForEvent('filechooser')
  await hand.press(page.getByLabel('The sheet'))
  await (await asked).setFiles({ name, mimeType: 'text/csv', buffer })
}

/** Where Oscar goes next, as it is typed, and where he is after that. */
const rotations = [
  { from: '02012027', last: '07312027', until: '2027-08-01' },
  { from: '08012027', last: '01312028', until: '2028-02-01' },
]
const priya = { enrolmentId: world.enrolment.priya }

const journeys: Journey[] = [
  {
    title: 'D15: a changeover of 180 trainees by sheet',
    budget: 3,
    before: manyToMove,
    sitting: { as: 'sam', role: large.roleKey, width: 1280 },
    from: async () => '/changeovers',
    async walk(page, hand) {
      await choose(page, hand, 'february.csv', sheet)
      await hand.press(page.getByRole('button', { name: 'Check it' }))
      await hand.press(page.getByRole('button', { name: 'Apply: 180 trainees' }))
      await page.waitForLoadState()
      await work(world)
      // With scripts the page looks again by itself, perhaps at this very moment.
      await page.reload().catch(() => page.reload())
      const moved = { enrolment: { programmeId: large.programmeId }, from: new Date(next.From) }
      expect(await world.db.placement.count({ where: moved })).toBe(180)
    },
    ends: /applied/,
  },
  {
    title: 'R118: enter the next rotation',
    budget: 8,
    sitting: { personId: there.person.oscar, width: 360 },
    async walk(page, hand) {
      const { from, last, until } = rotations.shift()!
      await hand.press(page.locator('.tabbar').getByRole('link', { name: 'Create' }))
      await hand.press(page.getByRole('link', { name: /^Apply a location/ }))
      await hand.choose(page.getByLabel('Hospital', { exact: true }), 'Ranges')
      await hand.write(page.getByLabel('First day'), from)
      await hand.write(page.getByLabel('Expected last day'), last)
      await hand.press(page.getByRole('button', { name: 'Apply a location' }))
      await page.waitForLoadState()
      const where = { enrolmentId: there.enrolment.oscar, siteId: there.sites[1], until: new Date(until) }
      expect(await world.db.placement.count({ where })).toBe(1)
    },
    ends: /On record: Ranges Hospital/,
  },
  {
    title: 'a director’s week',
    budget: null,
    before: async () => {
      await world.db.announcement.updateMany({
        data: { withdrawnAt: new Date(worldNow), withdrawnBy: '', withdrawnWhy: '' },
      })
      await world.db.placement.updateMany({ where: priya, data: { until: new Date('2027-02-03') } })
    },
    sitting: { as: 'james', width: 1280 },
    async walk(page, hand) {
      // The board, the most pressing first; who has no post from February on.
      await hand.press(page.locator('main').getByRole('link', { name: 'Programme board' }).first())
      await hand.press(page.getByRole('link', { name: 'State' }))
      expect(await page.locator('main table').first().textContent()).toContain('Dr Priya Nair')
      await hand.press(page.locator('main').getByRole('link', { name: 'Gaps ahead' }))
      expect(await page.locator('main').textContent()).toContain('1 Feb 2027')
      // A trainee's post is put right, with a sheet of one row.
      await page.goto('/changeovers')
      await hand.press(page.locator('summary', { hasText: 'Paste rows instead' }))
      const rows = [
        ['Trainee', 'Site', 'From', 'Last day'],
        ['Dr Priya Nair', 'City General Hospital', '2026-08-05', '2027-08-03'],
      ]
      await hand.write(page.getByLabel('Rows with their headings'), rows.map((row) => row.join('\t')).join('\n'))
      await hand.press(page.getByRole('button', { name: 'Check it' }))
      await hand.press(page.getByRole('button', { name: 'Apply: 1 trainee' }))
      await page.waitForLoadState()
      await work(world)
      const { until } = await world.db.placement.findFirstOrThrow({ where: priya, orderBy: { from: 'desc' } })
      expect(until).toEqual(new Date('2027-08-04'))
      // An announcement to all trainees.
      await page.goto('/announcements')
      await hand.press(page.getByRole('link', { name: 'Write an announcement' }))
      await hand.write(page.getByLabel('Title', { exact: true }), 'Teaching moves to Tuesdays')
      await hand.write(page.getByLabel('What people should know'), 'From December on, at two in the afternoon.')
      await hand.press(page.locator('label', { hasText: 'Trainees' }).first())
      await hand.write(page.getByLabel('Last day', { exact: true }), '12312026')
      await hand.press(page.getByRole('button', { name: 'Announce' }))
    },
    ends: /Teaching moves to Tuesdays/,
  },
]

describe('the journeys of the programme office', () => walkAll(browser, journeys))
