import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { jest } from '@jest/globals'
import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { hashPassword } from '../../src/identity/index.ts'
import { browserWorld, drawnWidth } from '../support/browser.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(240_000)

/** A second factor and a PIN at phone width: set up, used, lost; every state of their pages through axe. */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const password = 'seven quiet herons'
const world = await testWorld()
const browser = await browserWorld(world)

beforeAll(async () => {
  const passwordHash = await hashPassword(password)
  await world.db.account.updateMany({ data: { passwordHash } })
})

const codeOf = (secret: string) =>
  generateSync({ secret, epoch: Math.floor(world.clock.now().epochMilliseconds / 1000) })

/** What axe finds on the page as it stands, and whether it is wider than the phone. */
async function fine(page: Page): Promise<void> {
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360)
  await page.evaluate(axe)
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    "axe.run(document, { resultTypes: ['violations'] })",
  )
  expect([page.url(), found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([page.url(), []])
}

it.each([
  ['on', true, 'amara'],
  ['off', false, 'tom'],
] as const)(
  'D9: scripts %s: is set up with a phone, asked for when signing in, and replaced by a recovery code',
  async (_words, scripts, who) => {
    // Axe is a script itself.
    const look = async (page: Page) => (scripts ? fine(page) : undefined)
    const page = await browser.open({ as: who, width: 360, scripts, bypassCSP: true }, '/profile/security')
    await look(page)
    await page.getByRole('link', { name: 'Set up' }).first().click()
    await look(page)
    await page.getByLabel('Present password').fill(password)
    await page.getByRole('button', { name: 'Go on' }).click()
    const picture = page.getByAltText(/QR code/)
    expect(await drawnWidth(picture)).toBeGreaterThan(0)
    await look(page)
    const key = (await page.locator('.key').textContent())!.replace(/\s/g, '')
    await page.getByLabel('Code that your app shows now').fill(codeOf(key))
    await page.getByRole('button', { name: 'Confirm' }).click()
    const recovery = (await page.locator('.recovery-codes code').allTextContents())[4]!
    await look(page)
    await page.getByRole('button', { name: 'I have put them away' }).click()
    expect(await page.locator('main').textContent()).toContain('10 of 10 recovery codes left')
    await page.getByRole('link', { name: 'Change or remove' }).click()
    await look(page)
    await page.goto('/profile/security/pin')
    await page.getByLabel('Present password').fill(password)
    await page.getByLabel('PIN', { exact: true }).fill('580314')
    await page.getByLabel('The same again').fill('580314')
    await page.getByRole('button', { name: 'Set the PIN' }).click()
    expect(await page.locator('main').textContent()).toContain('PIN set')
    await page.context().close()

    world.clock.advance({ minutes: 1 })
    const away = await browser.open({ width: 360, scripts, bypassCSP: true }, '/sign-in')
    const signIn = async () => {
      await away.goto('/sign-in')
      await away.getByLabel('E-mail address or member ID').fill(`${who}@demo.attest.example`)
      await away.getByLabel('Password').fill(password)
      await away.getByRole('button', { name: 'Sign in', exact: true }).click()
      await away.getByRole('heading', { name: 'Your code' }).waitFor()
    }
    await signIn()
    await look(away)
    await away.getByLabel('Code that your app shows now').fill(codeOf(key))
    await away.getByRole('button', { name: 'Sign in', exact: true }).click()
    await away.getByRole('heading', { name: /Good morning/ }).waitFor()
    await away.context().clearCookies()
    await signIn()
    await away.getByText('Lost your phone or your app?').click()
    await away.getByLabel('Recovery code').fill(recovery)
    await look(away)
    await away.getByRole('button', { name: 'Sign in with a recovery code' }).click()
    await away.getByRole('heading', { name: /Good morning/ }).waitFor()
    await away.context().close()
  },
)
