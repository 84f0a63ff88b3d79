import { jest } from '@jest/globals'
import { browserWorld } from '../support/browser.ts'
import { enter } from '../support/enter.ts'
import { FormPage } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(60_000)

const world = await testWorld()
const browser = await browserWorld(world)

/** Everything by keys alone, in the product itself. */
describe('R49: without a mouse', () => {
  it('the first Tab offers to skip to the content', async () => {
    const page = await browser.open({ as: 'amara', width: 1280 })
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip to the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate("Boolean(document.activeElement.closest('main'))")).toBe(true)
    await page.context().close()
  })

  it('menus open by Enter, close by Escape, and lead somewhere', async () => {
    const page = await browser.open({ as: 'amara', width: 1280 })
    const menu = page.locator('.top-nav .menu', { hasText: 'Timeline' }).first()
    const entry = menu.getByRole('link', { name: 'Timeline' })
    await menu.locator('summary').focus()
    await page.keyboard.press('Enter')
    await entry.waitFor({ state: 'visible' })
    await page.keyboard.press('Escape')
    await entry.waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/portfolios\//)
    await page.context().close()
  })

  it('D6: a figure and Enter sign an item off', async () => {
    const priya = await world.as('priya')
    for (const title of ['One', 'Two']) {
      const values = { title, text: 'What I learnt.', category: 'event', happenedOn: '2026-11-01' }
      const id = await enter(world, 'priya', 'reflection-free', values)
      await world.db.record.update({ where: { id }, data: { sharedState: 'shared' } })
      const links = await priya.get(`/records/${id}/links`)
      await FormPage.from(links, `form[action="/records/${id}/links"]`)
        .fill({ items: ['cip-c4'] })
        .submit(priya, 'Link')
    }
    const own = `/portfolios/${world.enrolment.priya}`
    const page = await priya.get(`${own}/curriculum?open=cip-c4&mode=rate`)
    const why = 'Two pieces of work, both discussed with a consultant, with plans that held.'
    const rate = FormPage.from(page, 'form[action$="/self-assessment"]')
    await rate.fill({ 'f.level': '3', 'f.justification': why }).submit(priya)
    const idris = { as: 'idris', role: 'educationalSupervisor', width: 1280 } as const
    const screen = await browser.open(idris, `${own}/sign-off/cip-c4`)
    const third = screen.locator('input[data-hotkey="3"]')
    await screen.getByRole('button', { name: 'Turn these keys off' }).click()
    await screen.evaluate('document.activeElement.blur()')
    await screen.keyboard.press('3')
    expect(await third.isChecked()).toBe(false)
    await screen.getByRole('button', { name: 'Turn these keys on' }).click()
    await screen.evaluate('document.activeElement.blur()')
    await screen.keyboard.press('3')
    expect(await third.isChecked()).toBe(true)
    await screen.keyboard.press('Enter')
    await screen.getByText('You signed off').first().waitFor()
    expect(await world.db.judgement.count({ where: { kind: 'supervisor' } })).toBe(1)
    await screen.context().close()
  })
})
