import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jest } from '@jest/globals'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { CastName } from '../../src/demo/cast.ts'
import { testWorld, type World } from '../support/world.ts'

jest.setTimeout(60_000)

const world: World = await testWorld()
const path = '/records/new/reflection-short'

/** D21 in a real browser: whatever breaks off in the middle of typing, the words are there again. */
describe('D21: nothing that was typed is lost', () => {
  let server: Server
  let base: string
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    server = world.app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({
      executablePath: process.env.ATTEST_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
    })
  })
  afterAll(async () => {
    await browser.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  beforeEach(async () => {
    await world.db.draft.deleteMany()
    context = await browser.newContext({ timezoneId: 'Europe/London' })
    await signIn('amara')
  })
  afterEach(() => context.close())

  /** A new session, as after signing in. */
  async function signIn(name: CastName): Promise<void> {
    const agent = await world.as(name)
    const cookie = agent.jar.getCookie('attest', {
      domain: '127.0.0.1',
      path: '/',
      secure: false,
      script: false,
    } as never)
    await context.addCookies([{ name: 'attest', value: cookie!.value, domain: '127.0.0.1', path: '/' }])
  }

  async function open(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(base + path)
    return page
  }
  const words = (page: Page) => page.locator('[name="f.learnt"]')
  const state = (page: Page) => page.locator('[data-draft-words]')
  const reads = async (text: string) => {
    const page = await open()
    await expect(words(page).inputValue()).resolves.toBe(text)
    return page
  }

  it('a crash of the browser, two seconds after a pause', async () => {
    const page = await open()
    await words(page).fill('Typed before the crash')
    await state(page).getByText('Saved 09:00').waitFor({ timeout: 2500 })
    await page.close()
    const again = await reads('Typed before the crash')
    expect(await again.locator('.restore').textContent()).toContain('This is your draft')
  })

  it('a connection that breaks off: the browser keeps a copy and offers it', async () => {
    const page = await open()
    await context.setOffline(true)
    await words(page).fill('Typed in the lift')
    await page.getByText('Not saved (no connection), kept in this browser').waitFor()
    await page.close()
    await context.setOffline(false)
    const again = await open()
    await again.getByText('This browser has text that was not saved').waitFor()
    await again.getByRole('button', { name: 'Use it' }).click()
    expect(await words(again).inputValue()).toBe('Typed in the lift')
  })

  it('a session that ended: sending the form keeps the words, signing in brings them back', async () => {
    const page = await open()
    await world.db.session.deleteMany({ where: { personId: world.person.amara } })
    await words(page).fill('Typed after the session ended')
    await page.getByText('Not saved: you are signed out').waitFor()
    await page.locator('form[data-autosave] button', { hasText: 'Save the reflection' }).click()
    await page.waitForURL(/sign-in/)
    expect(await world.db.record.count()).toBe(0)
    await context.clearCookies()
    await signIn('amara')
    await reads('Typed after the session ended')
  })

  it('two windows: both versions are shown, and the one that is chosen stays', async () => {
    const [one, two] = [await open(), await open()]
    await words(one).fill('From the first window')
    await state(one).getByText('Saved 09:00').waitFor()
    await words(two).fill('From the second window')
    await two.getByText('This was changed in another window').waitFor()
    expect(await two.locator('.restore').textContent()).toMatch(
      /Here: From the second window[\s\S]*Elsewhere: From the first window/,
    )
    await two.getByRole('button', { name: 'Keep what is here' }).click()
    await state(two).getByText('Saved 09:00').waitFor()
    await reads('From the second window')
  })
})
