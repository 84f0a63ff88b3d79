import { jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import { browserWorld } from '../support/browser.ts'
import { FormPage } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(60_000)

/**
 * D21 where the whole application is in play: server, session, roles and clock. What the form's script does on its own
 * is in tests/kit/script.test.ts, what breaks off in the browser in tests/evidence/typing.test.ts.
 */

const world = await testWorld()
const browser = await browserWorld(world)
const path = '/records/new/reflection-short'
const words = (page: Page) => page.locator('[name="f.learnt"]')
const send = (page: Page) => page.locator('form[data-autosave] .form-foot .btn-main')
const draft = async () => (await world.db.draft.findFirst())?.values as Record<string, string> | undefined

describe('D21: nothing that was typed is lost', () => {
  let page: Page
  beforeEach(async () => {
    await world.db.draft.deleteMany()
    await world.db.session.deleteMany()
  })
  afterEach(() => page.context().close())

  const reads = async (text: string) => {
    await page.goto(path)
    expect(await words(page).inputValue()).toBe(text)
  }

  it('the server is restarted in the middle of a form: the next save goes through', async () => {
    page = await browser.open({ as: 'amara' }, path)
    await words(page).fill('Before the restart')
    await page.getByText('Saved 09:00').waitFor()
    await browser.restart()
    await words(page).fill('Before the restart, and after it')
    await page.waitForResponse((answer) => answer.url().includes('/drafts/') && answer.status() === 200)
    await reads('Before the restart, and after it')
  })

  it('scripts off, the session ends in the middle of typing: sending keeps the words', async () => {
    page = await browser.open({ as: 'amara', scripts: false }, path)
    await words(page).fill('Typed after the end of the session')
    await world.db.session.deleteMany()
    await send(page).click()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    expect(await world.db.record.count()).toBe(0)
    const value = await world.cookieOf(world.person.amara)
    await page.context().addCookies([{ name: 'attest', value, url: browser.url }])
    await reads('Typed after the end of the session')
  })

  it('R30: the role is switched in another tab: nothing is saved under the other role, the words are kept', async () => {
    page = await browser.open({ as: 'idris', role: 'educationalSupervisor', width: 1280 })
    const agent = await world.as('priya')
    const rating = await agent.get(`/portfolios/${world.enrolment.priya}/curriculum?open=cip-c4&mode=rate`)
    const why = 'Two pieces of work, both discussed with a consultant, with plans that held.'
    const rate = FormPage.from(rating, 'form[action$="/self-assessment"]')
    await rate.fill({ 'f.level': '2', 'f.justification': why }).submit(agent)
    await page.goto(`/portfolios/${world.enrolment.priya}/sign-off/cip-c4`)
    const comment = page.locator('form[data-hotkeys] textarea').last()
    await comment.fill('Written as educational supervisor')
    await page.waitForResponse((answer) => answer.url().includes('/drafts/') && answer.status() === 200)
    const other = await page.context().newPage()
    await other.goto('/')
    await other.locator('.bar .acting > summary').click()
    await other
      .locator('.bar .acting')
      .getByRole('button', { name: /clinical supervisor/i })
      .click()
    await other.waitForLoadState()
    await page.locator('form[data-hotkeys] .btn-main').click()
    await page.waitForLoadState()
    expect(await page.locator('main').textContent()).toMatch(/educational supervisor/i)
    expect(await world.db.judgement.count({ where: { kind: 'supervisor' } })).toBe(0)
    expect(Object.values((await draft()) ?? {})).toContain('Written as educational supervisor')
  })

  it('R36: before the session ends one is warned, with a clock; at its end the words are saved', async () => {
    page = await (await browser.sit({ as: 'amara' })).newPage()
    await page.clock.install({ time: '2026-11-22T09:00:00Z' })
    await page.goto(path)
    await page.clock.runFor(1000)
    await page.clock.fastForward((world.config.idleMinutes * 60 - 90) * 1000)
    await page.clock.runFor(1000)
    expect(await page.locator('[data-idle-left]').textContent()).toMatch(/^1:2\d$/)
    await page.evaluate("document.querySelector('[name=\"f.learnt\"]').value = 'Not saved yet when time was up'")
    await page.clock.runFor(91_000)
    await page.waitForURL(/sign-in/, { waitUntil: 'commit' })
    expect((await draft())?.['f.learnt']).toBe('Not saved yet when time was up')
    expect(await world.db.session.count({ where: { personId: world.person.amara } })).toBe(0)
  })
})
