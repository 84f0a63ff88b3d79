import { jest } from '@jest/globals'
import { type Look, sits, troublesIn } from '../support/axe.ts'
import { browserWorld } from '../support/browser.ts'
import { everyPage, expectation, people, rolesIn } from '../support/pages.ts'
import { Skeletons } from '../support/skeleton.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(240_000)

/** Every page once in the looks that accessible.test.ts leaves out (decision 46), and tables at the widths between. */

const world = await testWorld()
const roles = await rolesIn(world)
const table = (await everyPage(world)).filter((row) => !row.bytes)
const browser = await browserWorld(world)

/** Runs in the page: tables and their cells that reach past the card they stand in. */
const stickingOut = `[...document.querySelectorAll('main table')].flatMap((table) => {
  const card = table.closest('.panel, .form, main')
  if (!card || table.closest('.visually-hidden, details:not([open])')) return []
  const edge = card.getBoundingClientRect().right + 0.5
  const over = [table, ...table.querySelectorAll('th, td, td *')].filter((one) => {
    const box = one.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && box.right > edge
  })
  return over.slice(0, 1).map((one) => one.tagName + ' "' + one.textContent.trim().slice(0, 40) + '" by ' + Math.round(one.getBoundingClientRect().right - edge) + ' px')
})`

describe('D23: pages that everybody can use', () => {
  // Each page once, as the first person who reads it.
  const once = people.map(
    (who) =>
      [who, table.filter((row) => people.find((other) => expectation(row, other).status === 200) === who)] as const,
  )
  const looks: Look[] = [
    { width: 360, scheme: 'dark' },
    { width: 1280, scheme: 'light' },
    { width: 1280, scheme: 'dark' },
  ]
  it.each(looks)('every page at $width px, $scheme', async (look) => {
    const found: string[] = []
    for (const [who, rows] of once)
      if (rows.length) found.push(...(await troublesIn(browser, look, sits(who, roles[who]), rows)))
    expect(found).toEqual([])
  })

  // Axe reads only pages with something new in them (tests/support/skeleton.ts): whatever it could find must be new.
  it('a page that breaks is looked at again, and one with other words is not', async () => {
    const page = await (await browser.sit({})).newPage()
    const skeletons = new Skeletons()
    const field = (label: string, input: string) => `<main><h1>Title</h1><label for="a">${label}</label>${input}</main>`
    const isNew = async (html: string) => {
      await page.setContent(`<html lang="en"><title>Title</title><body>${html}`)
      return skeletons.isNew(page)
    }
    expect(await isNew(field('Name', '<input id="a">'))).toBe(true)
    expect(await isNew(field('Another name', '<input id="a" value="x">'))).toBe(false)
    expect(await isNew(field('Name', '<input id="a">').replaceAll('"a"', '"b"'))).toBe(false)
    for (const broken of [
      field('', '<input id="a">'),
      field('Name', '<input id="c">'),
      field('Name', '<input id="a" aria-invalid="maybe">'),
      field('Name', '<input id="a"><i id="a"></i>'),
      field('Name', '<input id="a" class="pale">'),
      field('Name', '<input id="a"><button></button>'),
      field('Name', '<input id="a">').replace('<h1>Title</h1>', '<h4>Title</h4>'),
      `<div>${field('Name', '<input id="a">')}</div>`,
      field('Name', '<input id="a"><nav aria-label="Menu"></nav><nav aria-label="Menu"></nav>'),
    ])
      expect([broken, await isNew(broken), await isNew(broken)]).toEqual([broken, true, false])
    await page.context().close()
  })

  // What sticks out of a page at one width is cut off or scrolls sideways; screens are not only phones and desks.
  it('no page with a table is wider than the screen, and no table wider than its card', async () => {
    const wide: string[] = []
    for (const [who, rows] of once) {
      const agent = who === 'visitor' ? world.visitor() : await world.as(who, roles[who])
      const context = await browser.sit(sits(who, roles[who]))
      const page = await context.newPage()
      for (const { path } of rows) {
        if (!(await agent.get(path)).text.includes('<table')) continue
        await page.goto(path)
        for (const width of [360, 768, 900, 1024, 1280]) {
          await page.setViewportSize({ width, height: 800 })
          const across = await page.evaluate<number>('document.documentElement.scrollWidth')
          if (across > width) wide.push(`${path} is ${across} px wide on ${width}`)
          wide.push(...(await page.evaluate<string[]>(stickingOut)).map((one) => `${path} on ${width}: ${one}`))
        }
      }
      await context.close()
    }
    expect(wide).toEqual([])
  })
})
