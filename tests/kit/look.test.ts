import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { root } from '../../src/kit/root.ts'
import { type Gallery, pages, serveGallery } from '../support/gallery/serve.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = join(root, 'tests/.artifacts/look')
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

/** The sample pages in a real browser: at both widths and in both schemes, measured and photographed. */
describe('the look', () => {
  let gallery: Gallery
  let browser: Browser

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    gallery = await serveGallery()
    const executablePath = process.env.ATTEST_CHROMIUM ?? '/usr/bin/chromium'
    browser = await chromium.launch({ executablePath, args: FLAGS })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
  })

  const cases = [1280, 360].flatMap((width) =>
    (['light', 'dark'] as const).flatMap((scheme) => Object.keys(pages).map((name) => ({ name, width, scheme }))),
  )

  it.each(cases)(
    '$name at $width px, $scheme',
    async ({ name, width, scheme }) => {
      const context = await browser.newContext({
        viewport: { width, height: width === 360 ? 780 : 900 },
        colorScheme: scheme,
        hasTouch: width === 360,
        isMobile: width === 360,
        bypassCSP: true,
      })
      const page = await context.newPage()
      try {
        await page.goto(`${gallery.url}/${name}`)
        await page.evaluate('document.fonts.ready')
        await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        expect(await violations(page)).toEqual([])
      } finally {
        await context.close()
      }
    },
    30_000,
  )

  const menus = [
    { name: 'home', width: 1280, menu: '.bar .me > summary' },
    { name: 'home', width: 1280, menu: '.top-nav .menu > summary' },
    { name: 'signoff', width: 1280, menu: '.bar .acting > summary' },
    { name: 'home', width: 360, menu: '.tabbar .sheet > summary' },
  ]

  it.each(menus)(
    '$name at $width px with $menu open',
    async ({ name, width, menu }) => {
      const page = await browser.newPage({ viewport: { width, height: 780 }, bypassCSP: true })
      try {
        await page.goto(`${gallery.url}/${name}`)
        await page.locator(menu).first().click()
        const picture = `${name}-${width}-${menu.replace(/[^a-z]+/g, '')}.png`
        await page.screenshot({ path: join(pictures, picture) })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        expect(await violations(page)).toEqual([])
      } finally {
        await page.close()
      }
    },
    30_000,
  )

  it('the content security policy blocks nothing, with an explicit choice of scheme', async () => {
    const page = await browser.newPage()
    const blocked: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && blocked.push(message.text())))
    for (const name of Object.keys(pages)) {
      await page.goto(`${gallery.url}/${name}?theme=dark`)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 21, 26)')
    }
    expect(blocked).toEqual([])
    await page.close()
  }, 30_000)

  it('a first visit stays below 150 kB, its scripts below 40 kB, a page below 25 kB', async () => {
    const sizes = Object.fromEntries(
      readdirSync(gallery.out).map((name) => [name, gzipSync(readFileSync(join(gallery.out, name))).length]),
    )
    const html = await Promise.all(
      Object.keys(pages).map(async (name) => gzipSync(await (await fetch(`${gallery.url}/${name}`)).text()).length),
    )
    const script = Object.entries(sizes).find(([name]) => name.endsWith('.js'))![1]
    const all = Object.values(sizes).reduce((sum, size) => sum + size, 0)
    expect(script).toBeLessThan(40_000)
    expect(Math.max(...html)).toBeLessThan(25_000)
    expect(all + Math.max(...html)).toBeLessThan(150_000)
  })
})

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }>("axe.run(document, { resultTypes: ['violations'] })")
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}
