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

  it('B9: a rating form opens at its first rating; a figure chooses and goes on, Ctrl+Enter signs and opens the next', async () => {
    const amara = await world.as('amara')
    const ids: string[] = []
    for (const title of ['First', 'Second']) {
      const form = FormPage.from(await amara.get('/assessments/new?form=mini-cex'), 'main form.form')
      const sent = await form.fill({ assessor: world.person.idris, 'f.title': title }).submit(amara)
      ids.push(sent.headers.location!.split('/').at(-1)!)
    }
    const page = await browser.open({ as: 'idris', width: 1280 }, `/assess/${ids[0]}`)
    const focused = () => page.evaluate<string>('document.activeElement.name ?? ""')
    expect(await focused()).toBe('f.overall')
    await page.getByRole('button', { name: 'Turn these keys off' }).click()
    await page.keyboard.press('2')
    expect(await page.locator('input[name="f.overall"]:checked').count()).toBe(0)
    await page.getByRole('button', { name: 'Turn these keys on' }).click()
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('2')
    expect(await page.locator('input[name="f.overall"]').nth(1).isChecked()).toBe(true)
    expect(await focused()).toBe('f.doneWell')
    await page.keyboard.type('2 clear explanations.')
    expect(await page.locator('textarea[name="f.doneWell"]').inputValue()).toBe('2 clear explanations.')
    await page.locator('input[name="f.registration"]').fill('GMC 1234567')
    await page.locator('input[name="f.declared"]').check()
    await page.locator('textarea[name="f.doneWell"]').focus()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(new RegExp(`/assess/${ids[1]}`))
    await page.getByText('You completed and signed the mini-CEX').first().waitFor()
    expect((await world.db.record.findUniqueOrThrow({ where: { id: ids[0]! } })).status).toBe('signed')
    await page.context().close()
  })

  it('fits a phone: inbox, form, history, what is new, ready for review, reply', async () => {
    const signed = await world.db.record.findFirstOrThrow({ where: { status: 'signed', kind: 'assessment' } })
    const own = `/portfolios/${world.enrolment.amara}`
    const idris = ['/assess', `/assess/${signed.id}`, '/assess/history', own]
    const amara = [`${own}/review`, `/records/${signed.id}/reply/doneWell`]
    for (const [as, paths] of [
      ['idris', idris],
      ['amara', amara],
    ] as const) {
      for (const path of paths) {
        const page = await browser.open(
          { as, width: 360, ...(as === 'idris' ? { role: 'clinicalSupervisor' } : {}) },
          path,
        )
        expect([path, await page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([path, 360])
        await page.context().close()
      }
    }
  })
})
