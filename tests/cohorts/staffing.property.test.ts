import { jest } from '@jest/globals'
import fc from 'fast-check'
import { dateIn } from '../../src/kit/clock.ts'
import { ctxAs } from '../progress/seed.ts'
import { FormPage } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(240_000)

const world = await testWorld()
const { db, person, clock } = world
const supervisors = ['helen', 'james', 'idris'] as const
const main = 'main form.form'

/** Takes over, covers from a day to a day, or ends a cover; days from today on. */
const action = fc.record({
  of: fc.constantFrom(...supervisors),
  to: fc.constantFrom(...supervisors),
  mode: fc.constantFrom('change', 'change', 'cover', 'cover', 'uncover'),
  from: fc.nat(40),
  lasts: fc.nat(20),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

/** Does it as a coordinator does, with what is asked ticked. Answers whether it was done: some cannot be, and say why. */
async function take({ of, to, mode, from, lasts }: Action): Promise<boolean> {
  // The clock goes on by days: nobody stays signed in.
  const sam = await world.as('sam')
  const page = await sam.get(`/trainees/staffing?of=${person[of]}`)
  if (!page.text.includes('name="who"')) return false
  const today = dateIn(clock.now(), 'Europe/London')
  const first = today.add({ days: from })
  const typed = {
    ...{ mode, from: first.toString(), reason: 'Rota' },
    ...(mode === 'uncover' ? {} : { personId: person[to] }),
    ...(mode === 'cover' ? { last: first.add({ days: lasts }).toString() } : {}),
  }
  const asked = await FormPage.from(page, main).forge(typed).submit(sam)
  expect(asked.status).toBe(422)
  const form = FormPage.from(asked, main)
  const token = form.page.querySelector('#confirm')?.getAttribute('value')
  if (!token) return false
  expect((await form.fill({ confirm: token }).submit(sam)).status).toBe(303)
  return true
}

const iso = (day: Date | null) => day?.toISOString().slice(0, 10) ?? '9999-12-31'

async function noOverlaps(): Promise<void> {
  const rows = await db.supervision.findMany()
  for (const a of rows)
    for (const b of rows) {
      const same = a.enrolmentId === b.enrolmentId && a.kind === b.kind && a.track === b.track
      if (a.id >= b.id || !same) continue
      expect(iso(a.until) <= iso(b.from) || iso(b.until) <= iso(a.from)).toBe(true)
    }
}

/** Whom each supervisor reaches on a day is whom they supervise on it by the record, on whatever track: no more, no fewer. */
async function accessIsRelation(): Promise<void> {
  const day = dateIn(clock.now(), 'Europe/London').toString()
  const rows = await db.supervision.findMany()
  for (const who of supervisors)
    for (const kind of ['educational', 'clinical'] as const) {
      const theirs = rows.filter((one) => one.personId === person[who] && one.kind === kind)
      const today = theirs.filter(({ from, until }) => iso(from) <= day && day < iso(until))
      const { actor } = await ctxAs(world, who, `${kind}Supervisor`)
      const acts = actor.relation === `${kind}Supervisor` && actor.reach.by === 'enrolments'
      const reached = acts && actor.reach.by === 'enrolments' ? actor.reach.ids : []
      expect([who, kind, day, [...new Set(reached)].sort()]).toEqual([
        who,
        kind,
        day,
        [...new Set(today.map(({ enrolmentId }) => enrolmentId))].sort(),
      ])
    }
}

it('D16: sequences of taking over, covering and ending covers never overlap, and access equals the record at every date', async () => {
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 2, maxLength: 4 }), fc.nat(30), async (actions, days) => {
      for (const one of actions) if (await take(one)) done++
      await noOverlaps()
      await accessIsRelation()
      clock.advance({ hours: 24 * days })
      await accessIsRelation()
    }),
    { numRuns: 8, seed: 20261122, endOnFailure: true },
  )
  expect(done).toBeGreaterThan(5)
})
