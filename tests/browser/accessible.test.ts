import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { jest } from '@jest/globals'
import { parse } from 'node-html-parser'
import type { BrowserContext, Page } from 'playwright-core'
import { browserWorld } from '../support/browser.ts'
import { everyPage, expectation, people, type Row, rolesIn, type Who } from '../support/pages.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(240_000)

/**
 * Every page as every role through axe at 360 px in the light, and once per page in the other three looks
 * (decision 46). On the way: nothing is wider than the phone, no page is heavier than 25 kB, no link leads nowhere.
 */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const heaviest = 25_000

const world = await testWorld()
const roles = await rolesIn(world)
const table = (await everyPage(world)).filter((row) => !row.bytes)
const browser = await browserWorld(world)
const links = new Map<string, Who>()

const sits = (who: Who) => (who === 'visitor' ? {} : { as: who, ...(roles[who] ? { role: roles[who] } : {}) })

interface Look {
  width: 360 | 1280
  scheme: 'light' | 'dark'
}

async function trouble(page: Page, { path }: Row, { width }: Look): Promise<string[]> {
  const answer = await page.goto(path)
  const html = (await answer?.text()) ?? ''
  const weight = gzipSync(html).length
  const across = await page.evaluate<number>('document.documentElement.scrollWidth')
  return [
    ...(weight > heaviest ? [`${path} weighs ${weight} bytes`] : []),
    ...(across > width ? [`${path} is ${across} px wide on ${width}`] : []),
    ...(await violations(page)).map((one) => `${path} ${one}`),
  ]
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }>("axe.run(document, { resultTypes: ['violations'] })")
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 200)}`),
  )
}

/** Where the page leads within the product; what is fetched once is enough. */
function collectLinks(html: string, who: Who): void {
  for (const link of parse(html).querySelectorAll('a[href^="/"]')) {
    const href = link.getAttribute('href')!.replaceAll('&amp;', '&').split('#')[0]!
    if (!links.has(`${who} ${href}`)) links.set(`${who} ${href}`, who)
  }
}

async function inLook(look: Look, who: Who, rows: Row[]): Promise<string[]> {
  const context: BrowserContext = await browser.sit({ ...sits(who), ...look, bypassCSP: true })
  const page = await context.newPage()
  const found: string[] = []
  try {
    for (const row of rows) {
      found.push(...(await trouble(page, row, look)))
      if (look.width === 360 && look.scheme === 'light') collectLinks(await page.content(), who)
    }
  } finally {
    await context.close()
  }
  return found
}

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
  // A refusal looks the same on every path, so each person meets one of each kind.
  const readBy = (who: Who) => {
    const met = new Set<number>()
    return table.filter((row) => {
      const { status } = expectation(row, who)
      const first = !met.has(status)
      met.add(status)
      return status === 200 || (status !== 303 && first)
    })
  }

  it.each(people.map((who) => [who]))('%s at 360 px, light', async (who) => {
    expect(await inLook({ width: 360, scheme: 'light' }, who, readBy(who))).toEqual([])
  })

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
    for (const [who, rows] of once) if (rows.length) found.push(...(await inLook(look, who, rows)))
    expect(found).toEqual([])
  })

  // What sticks out of a page at one width is cut off or scrolls sideways; screens are not only phones and desks.
  it('no page with a table is wider than the screen, and no table wider than its card', async () => {
    const wide: string[] = []
    for (const [who, rows] of once) {
      const agent = who === 'visitor' ? world.visitor() : await world.as(who, roles[who])
      const context = await browser.sit(sits(who))
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

  it('no link leads nowhere', async () => {
    const agents = new Map<Who, ReturnType<typeof world.visitor>>()
    const lost: string[] = []
    for (const [key, who] of links) {
      const agent = agents.get(who) ?? (who === 'visitor' ? world.visitor() : await world.as(who, roles[who]))
      agents.set(who, agent)
      const { status } = await agent.get(key.slice(who.length + 1))
      if (status >= 400) lost.push(`${key} ${status}`)
    }
    expect(lost).toEqual([])
  })
})
