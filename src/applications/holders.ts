import type { DbOrTx } from '../kit/context.ts'
import type { Standing } from '../policy/index.ts'
import type { TimeFound } from '../progress/index.ts'
import { carersOf, officersOf } from '../training/index.ts'
import { OFFICE } from './asked.ts'

/** A trainee's portfolio, as far as it says who holds which role there. */
export type Told = Pick<TimeFound, 'portfolio' | 'today'>

export interface Holder {
  personId: string
  roleKey: string
}

/** Who holds a relation to this trainee today: at the hospital, or over the programme, the network or the college. */
export async function holdersOf(
  { db }: { db: DbOrTx },
  { portfolio, today }: Told,
  relation: Standing,
): Promise<Holder[]> {
  const near = carersOf(portfolio)
    .filter((one) => one.relation === relation)
    .map(({ id, roleKey }) => ({ personId: id, roleKey }))
  if (near.length > 0) return near
  const roles: Standing[] = relation === OFFICE ? [OFFICE, 'collegeAdmin'] : [relation]
  const held = await officersOf({ db, today }, portfolio.programmeId, roles)
  // The college stands in only where the programme has no coordinator.
  const first = held.filter((one) => one.relation === relation)
  return first.length > 0 ? first : held
}
