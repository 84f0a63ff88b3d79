import { jest } from '@jest/globals'
import { parse } from 'node-html-parser'
import type { Page } from 'playwright-core'
import { sits, troublesIn } from '../support/axe.ts'
import { browserWorld } from '../support/browser.ts'
import { everyPage, expectation, people, rolesIn, type Who } from '../support/pages.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(240_000)

/**
 * Every page as every role through axe at 360 px in the light (decision 46). On the way: nothing is wider than the phone,
 * no page is heavier than 25 kB, no link leads nowhere. The other looks are in looks.test.ts.
 */

const world = await testWorld()
const roles = await rolesIn(world)
const table = (await everyPage(world)).filter((row) => !row.bytes)
const browser = await browserWorld(world)
const links = new Map<string, Who>()

/** Where the page leads within the product; what is fetched once is enough. */
function collectLinks(html: string, who: Who): void {
  for (const link of parse(html).querySelectorAll('a[href^="/"]')) {
    const href = link.getAttribute('href')!.replaceAll('&amp;', '&').split('#')[0]!
    if (!links.has(`${who} ${href}`)) links.set(`${who} ${href}`, who)
  }
}

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
    const read = async (page: Page) => collectLinks(await page.content(), who)
    const look = { width: 360, scheme: 'light' } as const
    expect(await troublesIn(browser, look, sits(who, roles[who]), readBy(who), read)).toEqual([])
  })

  it('no link leads nowhere', async () => {
    const agents = new Map<Who, ReturnType<typeof world.visitor>>()
    const lost: string[] = []
    for (const [key, who] of links) {
      const agent = agents.get(who) ?? (who === 'visitor' ? world.visitor() : await world.as(who, roles[who]))
      agents.set(who, agent)
      const { status } = await agent.get(key.slice(who.length + 1))
      // The mailbox of a demonstration shows everybody's mails: a trainee is refused the links that others were sent.
      const toOthers = status === 403 && /^\/[ars]\//.test(key.slice(who.length + 1))
      if (status >= 400 && !toOthers) lost.push(`${key} ${status}`)
    }
    expect(lost).toEqual([])
  })
})
