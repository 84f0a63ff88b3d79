import { jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import { ask, digitsFor } from '../assessments/support.ts'
import { browserWorld, drawnWidth } from '../support/browser.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(90_000)

/** B4: two of the ways to finish a request face to face, on phones, with and without scripts. */

const world = await testWorld()
const browser = await browserWorld(world)
const address = 'nisha.patel@hospital.example'

async function fillAndSign(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^I am Dr Nisha Patel/ }).click()
  await page.locator('label', { hasText: 'Meets expectations' }).first().click()
  await page.getByLabel(/^What was done well/).fill('Clear and kind.')
  await page.getByLabel('Your position').selectOption({ label: 'Consultant' })
  await page.getByLabel('Your registration number').fill('GMC 1234567')
  await page.locator('label', { hasText: 'I saw or discussed this work' }).click()
  await page.getByLabel(/^The six digits/).fill(await digitsFor(world, address))
  await page.getByRole('button', { name: 'Complete and sign' }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
}

describe.each([
  ['on', true],
  ['off', false],
])('face to face, scripts %s', (_words, scripts) => {
  it('B4: a code on the trainee’s phone is typed on the assessor’s', async () => {
    const id = await ask(world, await world.as('amara'))
    const trainee = await browser.open({ as: 'amara', scripts }, `/assessments/${id}`)
    await trainee.getByRole('button', { name: 'Show a code' }).click()
    const code = await trainee.locator('.short-code .code').textContent()
    await trainee.waitForLoadState()
    expect(await drawnWidth(trainee.locator('.short-code img'))).toBeGreaterThan(0)
    const assessor = await browser.open({ scripts }, '/code')
    await assessor.getByLabel('Code', { exact: true }).fill(code!)
    await assessor.getByRole('button', { name: 'Open the form' }).click()
    await fillAndSign(assessor)
    await Promise.all([trainee.context().close(), assessor.context().close()])
  })

  it('B4: the trainee’s device goes over and back; the portfolio stays shut meanwhile', async () => {
    const id = await ask(world, await world.as('amara'))
    const device = await browser.open({ as: 'amara', scripts }, `/assessments/${id}`)
    await device.getByRole('link', { name: 'Hand over this device' }).click()
    await device.getByRole('button', { name: 'Sign me out and hand it over' }).click()
    await fillAndSign(device)
    await device.getByRole('link', { name: 'signs in again' }).click()
    await device.getByRole('heading', { name: 'Sign in' }).waitFor()
    await device.context().close()
  })
})
