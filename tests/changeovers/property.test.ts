import { jest } from '@jest/globals'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { checkFigures } from '../../src/progress/index.ts'
import { wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { csv, onRecord, press, type Row, send } from './support.ts'

jest.setTimeout(240_000)

const world = await testWorld()

const trainees = ['Dr Tom Beale', 'Dr Priya Nair', 'Dr Amara Okafor', 'Dr Nobody']
const sites = ["St Anne's Hospital", 'City General Hospital', 'Royal Infirmary', 'Nowhere']
const supervisors = ['', 'Dr Helen Marsh', 'Dr Idris Khan', 'none']
const days = ['2026-08-05', '2026-10-01', '2026-12-01', '2027-02-03', '2027-05-01', '2027-08-05', '2028-02-02']

/** Mostly rows that can be taken, now and then one that cannot. */
const mostly = (good: readonly string[], last: string) =>
  fc.oneof({ weight: 14, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constant(last) })
const rowOf = fc
  .record({
    Trainee: mostly(trainees.slice(0, 3), trainees[3]!),
    Site: mostly(sites.slice(0, 3), sites[3]!),
    Track: fc.constantFrom('', '', '', 'split'),
    begins: fc.nat(5),
    lasts: fc.integer({ min: 0, max: 2 }),
    'Educational supervisor': fc.constantFrom(...supervisors),
    'Clinical supervisor': fc.constantFrom(...supervisors),
    Reason: mostly(['The hospital told us late'], ''),
  })
  .map(({ begins, lasts, ...row }): Row => {
    const end = days[Math.min(begins + lasts, days.length - 1)]!
    return {
      ...row,
      From: days[begins]!,
      'Last day': lasts === 0 ? '' : Temporal.PlainDate.from(end).subtract({ days: 1 }).toString(),
    }
  })

/** Posts of one track, and supervisors of one kind and track, never overlap: the database would have refused, and says so. */
describe('D15, D16: random sheets over a small programme', () => {
  it('are applied as a whole or not at all; taken back, everything is as it was, ids of posts included', async () => {
    const sam = await world.as('sam')
    let applied = 0
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 1, maxLength: 3 }), async (rows) => {
        const before = await onRecord(world)
        const { path } = await send(sam, csv(rows))
        const page = await sam.get(path!)
        expect(await onRecord(world)).toEqual(before)
        if (!page.text.includes(`${path}/apply"`)) return
        const words = wordsOf(await press(world, sam, path!, 'apply'))
        expect(words).toContain('Applied by Mr Sam Whitfield')
        expect(await onRecord(world)).not.toEqual(before)
        // Applied, the same sheet has nothing left to do.
        const again = await send(sam, csv(rows))
        expect(wordsOf(await sam.get(again.path!))).toContain('there is nothing to apply')
        expect(wordsOf(await press(world, sam, path!, 'undo'))).toContain('what was on record before holds again')
        expect(await onRecord(world)).toEqual(before)
        applied++
      }),
      { numRuns: 20, seed: 20261122, endOnFailure: true },
    )
    expect(applied).toBeGreaterThan(5)
    const { differences } = await checkFigures({
      db: world.db,
      now: world.clock.now(),
      services: world.services,
    } as never)
    expect(differences).toEqual([])
  })
})
