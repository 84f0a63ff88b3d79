import type { Temporal } from 'temporal-polyfill'
import type { PublishedPack } from '../../programmes/index.ts'
import type { Acting } from '../acting.ts'
import { Portfolio } from '../portfolio.ts'
import { dice } from '../random.ts'
import type { DemoTrainee, DemoWorld } from '../setup.ts'
import { inOrder } from './inOrder.ts'
import { looked } from './looking.ts'
import { months, profileOf } from './months.ts'
import { named } from './named.ts'
import { educational, tellerFor } from './teller.ts'

/** Index of the trainee who began last week, so to say, and has nothing yet. */
const newest = 24

/** How many stand before the others in the list: Amara, Tom and Priya. */
const presented = 3

/** Tells one trainee's months, and does every deed in the order of its day. Each trainee has dice of their own. */
export async function live(
  acting: Acting,
  world: DemoWorld,
  pack: PublishedPack,
  trainee: DemoTrainee,
  anchor: Temporal.PlainDate,
): Promise<number> {
  const index = world.trainees.indexOf(trainee)
  const portfolio = new Portfolio(acting, trainee)
  const teller = tellerFor({ portfolio, trainee, world, pack, random: dice(7_919 * (index + 1)), anchor })
  const own = named[trainee.account]
  const profile = profileOf(index - presented, newest)
  if (own) own(teller)
  else if (profile) months(teller, profile)
  looked(teller, portfolio, trainee.startsOn, educational(teller))
  return inOrder(teller.deeds)
}
