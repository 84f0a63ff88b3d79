import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { compose } from '../../src/compose.ts'
import type { CastName } from '../../src/demo/cast.ts'
import { createLog } from '../../src/kit/log.ts'
import type { World } from './world.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Sitting {
  /** Whose browser it is; nobody's when left out. */
  as?: CastName
  /** The same by id, for people whom the cast does not know. */
  personId?: string
  role?: string
  width?: 360 | 1280
  scheme?: 'light' | 'dark'
  scripts?: boolean
  /** Lets a test run axe inside the page. */
  bypassCSP?: boolean
}

export interface BrowserWorld {
  url: string
  /** Stops the server and starts another on the same port, as a restart of the app would. */
  restart(): Promise<void>
  /** A browser context of its own, as this person and on this screen; closed by the test or with the file. */
  sit(sitting: Sitting): Promise<BrowserContext>
  /** The same, with a page at Home (or elsewhere). */
  open(sitting: Sitting, path?: string): Promise<Page>
}

/** The composed application of a world behind a real port, and one Chromium for the test file. */
export async function browserWorld(world: World): Promise<BrowserWorld> {
  let server = await listen(world, 0)
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  const browser = await launch()
  afterAll(async () => {
    await browser.close()
    await stop(server)
  })
  const sit = (sitting: Sitting) => contextFor(browser, world, url, sitting)
  return {
    url,
    sit,
    async restart() {
      await stop(server)
      server = await listen(world, port)
    },
    async open(sitting, path = '/') {
      const page = await (await sit(sitting)).newPage()
      page.setDefaultTimeout(10_000)
      await page.goto(path)
      return page
    },
  }
}

function launch(): Promise<Browser> {
  const executablePath = process.env.ATTEST_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: flags })
}

/** Mails and the check of a form's origin go by the public address, so it is the one that the browser types. */
async function listen(world: World, port: number): Promise<Server> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const address = server.address() as AddressInfo
  const config = { ...world.config, port: address.port, publicUrl: `http://localhost:${address.port}` }
  const { db, clock, pool } = world
  server.on('request', compose({ db, config, clock, pool, log: createLog('silent') }).app)
  return server
}

function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

async function contextFor(browser: Browser, world: World, url: string, sitting: Sitting): Promise<BrowserContext> {
  const {
    as,
    personId = as && world.person[as],
    role,
    width = 360,
    scheme = 'light',
    scripts = true,
    bypassCSP = false,
  } = sitting
  const phone = width === 360
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: phone ? 780 : 900 },
    colorScheme: scheme,
    hasTouch: phone,
    isMobile: phone,
    javaScriptEnabled: scripts,
    timezoneId: 'Europe/London',
    locale: 'en-GB',
    bypassCSP,
  })
  if (personId) {
    const value = await world.cookieOf(personId, role)
    await context.addCookies([{ name: 'attest', value, url }])
  }
  return context
}

// ── Counting inputs ──────────────────────────────────────────────────────────

/** What a person does with hands: every call is one input. */
export interface Hand {
  press(what: Locator): Promise<void>
  write(field: Locator, text: string): Promise<void>
  choose(select: Locator, label: string): Promise<void>
  /** How many inputs there were; with scripts on, as the browser itself saw them. */
  count(): number
}

/**
 * Counts the inputs of a journey. With scripts on the browser counts what reaches it as a trusted event: a pointer
 * going down, the first key in a field, a choice. With scripts off nothing in the page can listen, so the hand's own
 * acts are counted; the two agree wherever both exist.
 */
export async function countInputs(page: Page, scripts: boolean): Promise<Hand> {
  let acts = 0
  let seen = 0
  if (scripts) {
    await page.exposeBinding('attestInput', () => {
      seen += 1
    })
    await page.addInitScript(listener)
    await page.reload()
  }
  return {
    async press(what) {
      acts += 1
      await what.click()
    },
    async write(field, text) {
      acts += 1
      await field.focus()
      await field.pressSequentially(text)
    },
    async choose(select, label) {
      acts += 1
      await select.focus()
      await page.keyboard.type(label)
    },
    count: () => (scripts ? Math.max(seen, acts) : acts),
  }
}

/** Runs in the page. Going into a field, and the keys after its first, belong to the same input. */
const listener = `(() => {
  const field = 'input:not([type=radio]):not([type=checkbox]):not([type=submit]), textarea, select'
  const written = new WeakSet()
  const count = () => window.attestInput()
  const once = (element) => { if (!written.has(element)) { written.add(element); count() } }
  addEventListener('pointerdown', (event) => { if (event.isTrusted && !event.target.closest(field)) count() }, true)
  addEventListener('keydown', (event) => {
    if (event.isTrusted && event.target.matches(field) && event.key.length === 1) once(event.target)
  }, true)
  addEventListener('change', (event) => { if (event.isTrusted && event.target.matches('select')) once(event.target) }, true)
})()`

/** The width in pixels of a picture as drawn: it comes with a request of its own, so this waits for it. Throws when it is no picture. */
export function drawnWidth(picture: Locator): Promise<number> {
  return picture.evaluate(async (element) => {
    const image = element as unknown as { decode(): Promise<void>; naturalWidth: number }
    await image.decode()
    return image.naturalWidth
  })
}
