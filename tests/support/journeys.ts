import type { Page } from 'playwright-core'
import { type BrowserWorld, countInputs, type Hand, type Sitting } from './browser.ts'

/** What somebody does by hand, from one page to an end that can be read. */
export interface Journey {
  title: string
  /** Inputs at most; null where only their number is told. */
  budget: number | null
  sitting: Sitting
  /** Where it begins, if not at Home. */
  from?: () => Promise<string>
  before?: () => Promise<unknown>
  walk: (page: Page, hand: Hand, scripts: boolean) => Promise<void>
  /** The heading or message at the end. */
  ends: RegExp
}

/** Walks each journey with scripts and without, and tells in the end how many inputs it took. */
export function walkAll(browser: BrowserWorld, journeys: readonly Journey[]): void {
  const counted: { journey: string; scripts: string; inputs: number; budget: number | null }[] = []
  for (const journey of journeys) {
    it.each([
      ['on', true],
      ['off', false],
    ])(`${journey.title}, scripts %s`, async (words, scripts) => {
      await journey.before?.()
      const page = await browser.open({ ...journey.sitting, scripts }, await journey.from?.())
      try {
        const hand = await countInputs(page, scripts)
        await journey.walk(page, hand, scripts)
        await page.waitForLoadState()
        expect(await page.locator('.invalid-feedback').allTextContents()).toEqual([])
        expect(await page.locator('body').textContent()).toMatch(journey.ends)
        const inputs = hand.count()
        counted.push({ journey: journey.title, scripts: words, inputs, budget: journey.budget })
        if (journey.budget !== null) expect(inputs).toBeLessThanOrEqual(journey.budget)
      } finally {
        await page.context().close()
      }
    })
  }

  afterAll(() => {
    const lines = counted.map(
      ({ journey, scripts, inputs, budget }) =>
        `${journey.padEnd(64)} scripts ${scripts.padEnd(3)}  ${inputs} of ${budget ?? '–'}`,
    )
    process.stdout.write(`\nInputs of the journeys, counted from where they begin:\n${lines.join('\n')}\n`)
  })
}
