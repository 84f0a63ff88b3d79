import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { browserWorld } from './browser.ts'
import type { Row, Who } from './pages.ts'
import { Skeletons } from './skeleton.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const heaviest = 25_000

export interface Look {
  width: 360 | 1280
  scheme: 'light' | 'dark'
}

/** How a visitor or a signed-in person sits down at the browser. */
export const sits = (who: Who, role: string | undefined) =>
  who === 'visitor' ? {} : { as: who, ...(role ? { role } : {}) }

/** What was looked at, for each look. */
const looked = new Map<string, Skeletons>()

function skeletonsOf({ width, scheme }: Look): Skeletons {
  const key = `${width} ${scheme}`
  const known = looked.get(key) ?? new Skeletons()
  looked.set(key, known)
  return known
}

/**
 * What is wrong with these pages as somebody reads them in one look: axe, width, weight. Axe takes half a second a page:
 * it reads those in which something stands that it has not read in this look.
 * @param read called with each page once it has been looked at
 */
export async function troublesIn(
  browser: Awaited<ReturnType<typeof browserWorld>>,
  look: Look,
  sitting: ReturnType<typeof sits>,
  rows: Row[],
  read: (page: Page) => Promise<void> = async () => {},
): Promise<string[]> {
  const context = await browser.sit({ ...sitting, ...look, bypassCSP: true })
  const page = await context.newPage()
  const found: string[] = []
  try {
    for (const row of rows) {
      found.push(...(await trouble(page, row, look)))
      await read(page)
    }
  } finally {
    await context.close()
  }
  return found
}

async function trouble(page: Page, { path }: Row, look: Look): Promise<string[]> {
  const { width } = look
  const answer = await page.goto(path)
  const html = (await answer?.text()) ?? ''
  const weight = gzipSync(html).length
  const across = await page.evaluate<number>('document.documentElement.scrollWidth')
  return [
    ...(weight > heaviest ? [`${path} weighs ${weight} bytes`] : []),
    ...(across > width ? [`${path} is ${across} px wide on ${width}`] : []),
    ...((await skeletonsOf(look).isNew(page)) ? await violations(page, look) : []).map((one) => `${path} ${one}`),
  ]
}

/** In the dark all is as in the light but the colours. */
const rulesOf = ({ scheme }: Look) => (scheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {})

async function violations(page: Page, look: Look): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }>(`axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...rulesOf(look) })})`)
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 200)}`),
  )
}
