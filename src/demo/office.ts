import type { Temporal } from 'temporal-polyfill'
import { giveDelegation } from '../delegates/index.ts'
import { keepWords, sendMessage, writeToFound } from '../messages/index.ts'
import type { Acting, Player } from './acting.ts'
import { demoEmail } from './cast.ts'
import type { Course } from './region/setUp.ts'
import type { DemoWorld } from './setup.ts'

/**
 * What offices do beside records, by the real commands: the coordinator of Internal Medicine writes to those who train less
 * than full time, and a director of radiology lets the officer of the network prepare.
 */
export async function tellOffice(
  stageIn: (timeZone: string) => Acting,
  { world, courses }: { world: DemoWorld; courses: readonly Course[] },
  anchor: Temporal.PlainDate,
): Promise<number> {
  const stage = stageIn(world.timeZone)
  const at = (days: number, timeZone = world.timeZone) =>
    anchor.subtract({ days }).toZonedDateTime({ timeZone, plainTime: '16:10' }).toInstant()
  const sam = await holder(stage, 'sam', 'coordinator')
  const { result } = await stage.act(writeToFound, sam, at(2), { query: 'show=ltft' })
  const address = { params: { id: result.messageId } }
  const words = {
    subject: 'Teaching days for those who train less than full time',
    text: 'From next month every teaching day is held twice, on a Tuesday and on a Thursday. Book whichever you work.\nDates: https://training-day.example/dates',
  }
  await stage.act(keepWords, sam, at(2), words, address)
  await stage.act(sendMessage, sam, at(2), {}, address)
  const course = courses.find(({ staff }) => staff.some(({ plan }) => plan.account === 'grace'))
  if (!course) return 1
  const grace = await holder(stage, 'grace', 'siteDirector')
  const days = { from: anchor.subtract({ days: 20 }).toString(), last: anchor.add({ days: 120 }).toString() }
  const there = stageIn(course.timeZone)
  const nina = await stage.db.identifier.findFirstOrThrow({ where: { normalised: demoEmail('nina') } })
  await there.act(giveDelegation, grace, at(20, course.timeZone), days, { params: { personId: nina.personId } })
  return 2
}

/** Somebody of the demo in a role that they were given. */
async function holder({ db }: Acting, account: string, role: string): Promise<Player> {
  const grant = await db.grant.findFirstOrThrow({
    where: { role, person: { identifiers: { some: { normalised: demoEmail(account) } } } },
    orderBy: { from: 'asc' },
  })
  return { personId: grant.personId, roleKey: `grant:${grant.id}` }
}
