import { jest } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Gallery, serveGallery } from '../support/gallery/serve.ts'

type Answer = { status: number; json: object }

jest.setTimeout(30_000)

/** What the one script adds, in a real browser. The server is played by the test. */
describe('the script', () => {
  let gallery: Gallery
  let browser: Browser
  let page: Page
  let saves: { values: Record<string, unknown>; baseRev: number }[]
  let answer: Answer

  beforeAll(async () => {
    gallery = await serveGallery()
    browser = await chromium.launch({
      executablePath: process.env.ATTEST_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
    })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
  })
  beforeEach(async () => {
    saves = []
    answer = { status: 200, json: { rev: 2, savedAt: '2026-11-22T14:02:00Z' } }
    page = await browser.newPage({ timezoneId: 'Europe/London' })
    await page.route('**/drafts/1', (route) => {
      saves.push(route.request().postDataJSON())
      return answer.status === 0 ? route.abort() : route.fulfill({ status: answer.status, json: answer.json })
    })
  })
  afterEach(() => page.close())

  const state = () => page.locator('[data-draft-state]')
  const type = (text: string) => page.locator('#why').fill(text)

  it('D21: saves a draft within two seconds of a pause and says so', async () => {
    await page.goto(`${gallery.url}/curriculum`)
    await type('Something new')
    await state().getByText('Saved 14:02').waitFor()
    expect(saves).toEqual([
      { values: { level: '2', why: 'Something new' }, changed: ['why'], baseRev: 0, role: 'trainee' },
    ])
    answer = { status: 200, json: { rev: 3, savedAt: '2026-11-22T14:03:00Z' } }
    await type('Something newer')
    await state().getByText('Saved 14:03').waitFor({ timeout: 2000 })
    expect(saves[1]?.baseRev).toBe(2)
    expect(
      await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('attest:draft')).length"),
    ).toBe(0)
  })

  it('D21: keeps what could not be saved in this browser and offers it on the next visit', async () => {
    answer = { status: 0, json: {} }
    await page.goto(`${gallery.url}/curriculum`)
    await type('Typed without a connection')
    await state().getByText('Not saved (no connection), kept in this browser').waitFor()
    await page.reload()
    await page.getByText(/From \d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d\. It differs in: Why\?/).waitFor()
    expect(await page.locator('#why').inputValue()).not.toContain('Typed without')
    await page.getByRole('button', { name: 'Use it' }).click()
    expect(await page.locator('#why').inputValue()).toBe('Typed without a connection')
  })

  it('D21: says that nothing more is saved once the form is over, and tries no further', async () => {
    answer = { status: 403, json: { error: 'Dr Patel has completed this assessment.' } }
    await page.goto(`${gallery.url}/curriculum`)
    await type('Too late')
    await page.getByText('Dr Patel has completed this assessment. Copy from this window').waitFor()
    await state().getByText('Not saved: this can no longer be changed').waitFor()
    expect(saves).toHaveLength(1)
  })

  it('D21: shows both versions when the draft was changed elsewhere', async () => {
    answer = { status: 409, json: { rev: 7, conflict: [{ label: 'Why?', yours: 'Mine', theirs: 'Other' }] } }
    await page.goto(`${gallery.url}/curriculum`)
    await type('Mine')
    await page.getByText('Elsewhere: Other').waitFor()
    answer = { status: 200, json: { rev: 8, savedAt: '2026-11-22T14:05:00Z' } }
    await page.getByRole('button', { name: 'Keep what is here' }).click()
    await state().getByText('Saved 14:05').waitFor()
    expect(saves.at(-1)?.baseRev).toBe(7)
  })

  it('says that one is signed out, and keeps the text', async () => {
    answer = { status: 401, json: {} }
    await page.goto(`${gallery.url}/curriculum`)
    await type('Too late')
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in?back=%2Fcurriculum')
  })

  it('D6: figures choose a level and Enter signs, but not while one writes', async () => {
    await page.goto(`${gallery.url}/signoff`)
    await page.locator('#comment').pressSequentially('3')
    expect(await page.locator('input[name=level]:checked').getAttribute('value')).toBe('2')
    await page.locator('h1').click()
    await page.keyboard.press('3')
    expect(await page.locator('input[name=level]:checked').getAttribute('value')).toBe('3')
    const sent: (string | null)[] = []
    await page.route('**/signoff', (route) => {
      sent.push(route.request().postData())
      return route.fulfill({ status: 204 })
    })
    await page.keyboard.press('Enter')
    await page.locator('form[data-sent]').waitFor()
    await page.waitForTimeout(300)
    expect(sent).toEqual([expect.stringContaining('level=3')])
  })

  it('counts what is chosen in a table', async () => {
    await page.goto(`${gallery.url}/board`)
    await page.getByLabel('Choose Dr Tom Beale').check()
    expect(await page.locator('[data-select-count]').textContent()).toBe('1 trainee chosen')
    await page.getByLabel('Choose all on this page').check()
    expect(await page.locator('[data-select-count]').textContent()).toBe('6 trainees chosen')
  })

  it('shows conditional fields, counts characters, and sends a form once', async () => {
    await page.goto(`${gallery.url}/form`)
    await page.locator('#other').waitFor({ state: 'hidden' })
    await page.getByLabel('I watched').check()
    await page.locator('#other').fill('x'.repeat(130))
    expect(await page.locator('.counter').textContent()).toBe('30 characters too many')
    await page.evaluate(`(() => {
      window.sent = 0
      document.addEventListener('submit', (event) => { if (!event.defaultPrevented) window.sent += 1; event.preventDefault() })
    })()`)
    await page.getByRole('button', { name: 'Save the clinic' }).dblclick()
    expect(await page.evaluate('window.sent')).toBe(1)
  })

  it('adds and takes rows of a list, and brings them back with a kept draft', async () => {
    answer = { status: 0, json: {} }
    await page.goto(`${gallery.url}/engine`)
    const list = page.locator('[data-list]').first()
    const rows = list.locator('[data-rows] > *')
    const before = await rows.count()
    await list.locator('[data-add-row]').click()
    expect(await rows.count()).toBe(before + 1)
    const last = rows.last().locator('input[type=text], textarea').first()
    await last.fill('In a new row')
    await state().getByText('Not saved (no connection)').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Use it' }).click()
    expect(await rows.count()).toBe(before + 1)
    expect(await last.inputValue()).toBe('In a new row')
    await rows
      .last()
      .getByRole('button', { name: /^Remove/ })
      .click()
    expect(await rows.count()).toBe(before)
  })

  it('switches light and dark at once, and closes menus on Escape', async () => {
    await page.route('**/theme', (route) => route.fulfill({ status: 204 }))
    await page.goto(`${gallery.url}/form`)
    await page.locator('.bar .me > summary').click()
    await page.locator('.bar').getByRole('button', { name: 'Dark' }).click()
    expect(await page.evaluate('document.documentElement.dataset.bsTheme')).toBe('dark')
    expect(await page.locator('.plot img').getAttribute('src')).toBe('/plot-dark.svg')
    await page.keyboard.press('Escape')
    await page.locator('.bar .me .drop').waitFor({ state: 'hidden' })
  })

  it('R36: warns before the session ends, saves the draft first, then leaves', async () => {
    const order: string[] = []
    page.on('request', (request) => order.push(new URL(request.url()).pathname))
    await page.clock.install({ time: '2026-11-22T14:00:00Z' })
    await page.goto(`${gallery.url}/curriculum`)
    await page.clock.runFor(1000)
    await page.clock.fastForward((1800 - 90) * 1000)
    await page.clock.runFor(1000)
    expect(await page.locator('[data-idle-left]').textContent()).toMatch(/^1:2\d$/)
    await page.evaluate("document.querySelector('#why').value = 'Not yet saved'")
    await page.clock.runFor(91_000)
    await page.waitForURL('**/sign-in?kept=1&back=%2Fcurriculum', { waitUntil: 'commit' }).catch(() => undefined)
    const tail = order.filter((path) => ['/drafts/1', '/sign-out', '/sign-in'].includes(path))
    expect(tail).toEqual(['/drafts/1', '/sign-out', '/sign-in'])
    expect(saves[0]?.values.why).toBe('Not yet saved')
  })
})
