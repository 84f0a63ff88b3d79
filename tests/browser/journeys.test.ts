import { jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import { ask, linkFor, work } from '../assessments/support.ts'
import { browserWorld, type Sitting } from '../support/browser.ts'
import { enter } from '../support/enter.ts'
import { FormPage } from '../support/forms.ts'
import { type Journey, walkAll } from '../support/journeys.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(60_000)

/** The journeys of every day, by hand, on a phone where trainees have one; their inputs are counted from Home. */

const world = await testWorld()
const browser = await browserWorld(world)

const clinic = {
  heldOn: '2026-11-10',
  specialty: 'cardiology',
  setting: 'face-to-face',
  newPatients: 3,
  consulted: true,
}
const note = (title: string) => ({ title, text: 'What I learnt.', category: 'event', happenedOn: '2026-11-01' })

const phone: Sitting = { as: 'amara', width: 360 }
const menu = (page: Page) => page.locator('.tabbar .sheet > summary')

const journeys: Journey[] = [
  {
    title: 'R87: log a clinic',
    budget: 6,
    sitting: phone,
    async walk(page, hand) {
      await hand.press(page.getByRole('link', { name: 'Log a clinic' }))
      await hand.choose(page.getByLabel('Where the patients were seen'), 'Clinic, face')
      await hand.write(page.getByLabel('New patients'), '4')
      await hand.press(page.getByLabel('Consulted myself'))
      await hand.press(page.locator('label', { hasText: 'This is my own work' }))
      await hand.press(page.locator('main form.form .form-foot .btn-main'))
    },
    ends: /clinic/i,
  },
  {
    title: 'R87: log the second clinic of the day, by copying the last',
    budget: 3,
    sitting: phone,
    before: () => enter(world, 'amara', 'clinic', clinic),
    async walk(page, hand) {
      await hand.press(page.getByRole('link', { name: 'Copy last clinic' }))
      await hand.press(page.locator('label', { hasText: 'This is my own work' }))
      await hand.press(page.locator('main form.form .form-foot .btn-main'))
    },
    ends: /Cardiology clinic/,
  },
  {
    title: 'R74: write a quick reflection',
    budget: 6,
    sitting: phone,
    async walk(page, hand) {
      await hand.press(page.locator('.tabbar').getByRole('link', { name: 'Create' }))
      await hand.press(page.getByRole('link', { name: /^Short reflection/ }))
      await hand.press(page.getByLabel('An interesting case'))
      await hand.write(page.getByLabel('What happened, and what did you learn?'), 'I listened for longer.')
      await hand.press(page.locator('label', { hasText: 'This is my own reflection' }))
      await hand.press(page.locator('main form.form .form-foot .btn-main'))
    },
    ends: /reflection/i,
  },
  {
    title: 'R95: request an assessment from a curriculum item',
    budget: 5,
    sitting: phone,
    async walk(page, hand) {
      await hand.press(menu(page))
      await hand.press(page.locator('.tabbar').getByRole('link', { name: 'Curriculum' }))
      await hand.press(page.getByRole('link', { name: 'Request C4' }))
      await hand.press(page.locator('#assessor label', { hasText: 'Dr Helen Marsh' }))
      await hand.press(page.getByRole('button', { name: 'Send the request' }))
    },
    ends: /mini-CEX|clinical evaluation/i,
  },
  {
    title: 'R10: complete a mini-CEX from the link of the mail',
    budget: 8,
    sitting: { width: 360 },
    async from() {
      const id = await ask(world, await world.as('amara'))
      await work(world)
      return linkFor(world, id)
    },
    async walk(page, hand) {
      await hand.press(page.locator('label', { hasText: 'Meets expectations' }).first())
      await hand.write(page.getByLabel(/^What was done well/), 'Clear and kind.')
      await hand.choose(page.getByLabel('Your position'), 'Consultant')
      await hand.write(page.getByLabel('Your registration number'), 'GMC 1234567')
      await hand.press(page.locator('label', { hasText: 'I saw or discussed this work' }))
      await hand.press(page.getByRole('button', { name: 'Complete and sign' }))
    },
    ends: /Thank you/,
  },
  {
    title: 'R104: link one record to three items',
    budget: 5,
    sitting: { ...phone, as: 'tom' },
    async before() {
      const id = await enter(world, 'tom', 'reflection-free', note('A hard talk'))
      await world.db.record.update({ where: { id }, data: { sharedState: 'shared' } })
    },
    async walk(page, hand) {
      await hand.press(page.getByRole('link', { name: /^Link (it|them)/ }).first())
      for (const code of ['C1', 'C2', 'C4']) {
        await hand.press(page.locator('main form label', { hasText: new RegExp(`^\\s*${code}\\b`) }))
      }
      await hand.press(page.getByRole('button', { name: 'Link', exact: true }))
    },
    ends: /3 links made/,
  },
  {
    title: 'R108: self-assess an item',
    budget: 4,
    sitting: { ...phone, as: 'priya' },
    async before() {
      const item = (await world.db.judgement.count()) === 0 ? 'cip-c4' : 'cip-c1'
      for (const title of ['One', 'Two']) await linked(item, title)
    },
    async walk(page, hand) {
      await hand.press(page.getByRole('link', { name: 'Self-assess' }).first())
      await hand.press(page.locator('article.is-open .lv label').nth(2))
      await hand.write(
        page.locator('article.is-open textarea').first(),
        'Two clinics of my own, both discussed with a consultant afterwards, with plans that held.',
      )
      await hand.press(page.getByRole('button', { name: 'Submit self-assessment' }))
    },
    ends: /self-assessment of .* is in/,
  },
  {
    title: 'D6: sign off an item that is open',
    budget: 4,
    sitting: { as: 'idris', width: 1280, role: 'educationalSupervisor' },
    async from() {
      return `/portfolios/${world.enrolment.priya}/sign-off/cip-c4`
    },
    async walk(page, hand) {
      await hand.press(page.locator('form[data-hotkeys] .lv label').nth(2))
      await hand.write(page.locator('form[data-hotkeys] textarea').last(), 'Agreed on the ward.')
      await hand.press(page.locator('form[data-hotkeys] .btn-main'))
    },
    ends: /You signed off/,
  },
  {
    title: 'R8: change a supervisor as the coordinator',
    budget: null,
    sitting: { as: 'sam', width: 1280 },
    async walk(page, hand, scripts) {
      await hand.press(page.locator('main').getByRole('link', { name: 'Programme board' }).first())
      await hand.press(page.getByRole('link', { name: /Tom Beale/ }).first())
      await hand.press(page.getByRole('link', { name: 'Supervisors' }))
      await hand.press(page.locator('main form .lv label').first())
      await hand.choose(page.getByLabel('New supervisor'), scripts ? 'Dr Ruth' : 'Dr James')
      await hand.press(page.getByRole('button', { name: 'Change supervisor' }))
    },
    ends: /Tom Beale/,
  },
  {
    title: 'R126: apply for a change of FTE, seeing first what it does',
    budget: 9,
    sitting: phone,
    async before() {
      await world.db.applicationDeed.deleteMany()
      await world.db.application.deleteMany()
    },
    async walk(page, hand) {
      await hand.press(page.locator('.tabbar').getByRole('link', { name: 'Create' }))
      await hand.press(page.getByRole('link', { name: /^Apply for a change/ }))
      await hand.press(page.getByRole('link', { name: /^Change of FTE/ }))
      await hand.write(page.getByLabel('First day'), '08042027')
      await hand.write(page.getByLabel('Per cent of full time'), '80')
      await hand.press(page.getByRole('button', { name: 'Show what it would do' }))
      expect(await page.locator('#preview').locator('..').locator('..').textContent()).toContain('to 4 Nov 2028')
      await hand.choose(page.getByLabel('Reason'), 'Caring for')
      await hand.write(page.getByLabel(/^With whom have you talked/), 'Dr Helen Carter')
      await hand.press(page.getByRole('button', { name: 'Send' }))
    },
    ends: /Sent\. You are told as soon as it is decided/,
  },
  {
    title: 'R126: approve it as the director; the day of completion has moved',
    budget: 2,
    sitting: { as: 'james', width: 1280 },
    before: applied,
    async walk(page, hand) {
      const was = await completion()
      await hand.press(page.getByRole('link', { name: 'Read and decide' }))
      await hand.press(page.getByRole('button', { name: 'Approve' }))
      await page.waitForLoadState()
      expect((await completion()).getTime()).toBeGreaterThan(was.getTime())
    },
    ends: /Approved\. The training time of Amara has changed/,
  },
]

const completion = async () =>
  (await world.db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })).endsOn

/** An application of Amara's for less and less of full time, waiting for the director. */
async function applied(): Promise<void> {
  await world.db.applicationDeed.deleteMany()
  await world.db.application.deleteMany()
  const done = await world.db.fteChange.count()
  const percent = String(80 - 10 * done)
  const amara = await world.as('amara')
  const page = await amara.get(
    `/applications/new?kind=less-than-full-time&from=2027-0${7 + done}-04&percent=${percent}`,
  )
  await FormPage.from(page, '#send-form').fill({ reason: 'caring', discussed: 'Dr Helen Carter' }).submit(amara, 'Send')
}

/** A reflection of Priya's that her supervisors read, linked to an item. */
async function linked(item: string, title: string): Promise<void> {
  const id = await enter(world, 'priya', 'reflection-free', note(title))
  await world.db.record.update({ where: { id }, data: { sharedState: 'shared' } })
  const agent = await world.as('priya')
  const form = FormPage.from(await agent.get(`/records/${id}/links`), `form[action="/records/${id}/links"]`)
  await form.fill({ items: [item] }).submit(agent, 'Link')
  expect(await world.db.link.count({ where: { recordId: id } })).toBe(1)
}

describe('the journeys of every day', () => walkAll(browser, journeys))
