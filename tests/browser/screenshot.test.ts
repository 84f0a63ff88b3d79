import { join } from 'node:path'
import { jest } from '@jest/globals'
import { root } from '../../src/kit/root.ts'
import { ask, complete, formKey, item, linkFor, work } from '../assessments/support.ts'
import { browserWorld } from '../support/browser.ts'
import { enter } from '../support/enter.ts'
import { FormPage } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(120_000)

const world = await testWorld()
const browser = await browserWorld(world)
const picture = join(root, 'docs/home.png')

/** The picture of the README, made of real records; written only by `npm run screenshot`. */
it('shows the home of a trainee in the middle of a year', async () => {
  await someMonths()
  const page = await browser.open({ as: 'amara', width: 1280 })
  await page.evaluate('document.fonts.ready')
  expect(await page.locator('h1').textContent()).toBe('Good morning, Amara')
  expect(await page.locator('.todo, .row-item').count()).toBeGreaterThan(2)
  if (process.env.ATTEST_SCREENSHOT) await page.screenshot({ path: picture })
})

async function someMonths(): Promise<void> {
  const amara = await world.as('amara')
  for (const [day, specialty, setting] of clinics) {
    const values = { heldOn: day, specialty, setting, newPatients: 3, followUps: 5, consulted: true }
    await enter(world, 'amara', 'clinic', values)
  }
  for (const title of ['A hard talk', 'What the family heard']) await piece(title)
  const reviewed = await ask(world, amara, { 'f.title': 'Recurrent falls' })
  await ask(world, amara, { name: 'Dr Omar Said', email: 'omar.said@hospital.example' })
  await work(world)
  await complete(world, await linkFor(world, reviewed))
  const request = await world.db.assessmentRequest.findFirstOrThrow({ where: { state: 'sent' } })
  const sentAt = new Date(request.sentAt!.getTime() - 9 * 86_400_000)
  await world.db.assessmentRequest.update({ where: { recordId: request.recordId }, data: { sentAt } })
  expect(formKey).toBe('mini-cex')
}

const clinics = [
  ['2026-11-18', 'geriatric-medicine', 'face-to-face'],
  ['2026-11-11', 'geriatric-medicine', 'face-to-face'],
  ['2026-10-28', 'cardiology', 'remote'],
  ['2026-10-14', 'respiratory-medicine', 'face-to-face'],
  ['2026-09-30', 'renal-medicine', 'day-ward'],
  ['2026-09-09', 'geriatric-medicine', 'community'],
] as const

/** A reflection that the supervisors read, linked to the item of the requests. */
async function piece(title: string): Promise<void> {
  const values = { title, text: 'What I learnt.', category: 'event', happenedOn: '2026-11-01' }
  const id = await enter(world, 'amara', 'reflection-free', values)
  await world.db.record.update({ where: { id }, data: { sharedState: 'shared' } })
  const agent = await world.as('amara')
  const links = await agent.get(`/records/${id}/links`)
  await FormPage.from(links, `form[action="/records/${id}/links"]`)
    .fill({ items: [item] })
    .submit(agent, 'Link')
}
