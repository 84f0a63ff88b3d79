import type { Application } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import type { Standing } from '../policy/index.ts'
import { OFFICE } from './asked.ts'
import { type Holder, holdersOf, type Told } from './holders.ts'

/** Whose turn it is with an application today. */
export interface Turn {
  /** The relation that the programme asks. */
  step: Standing
  /** The relation that decides: the same, or who stands in while nobody holds it; null where nobody can. */
  by: Standing | null
  /** Who holds that today; the trainee, who may hold it too, is none of them. */
  holders: Holder[]
  /** How many steps are done once they approve: a stand-in settles those that nobody holds as well. */
  to: number
}

type Chained = Pick<Application, 'state' | 'steps' | 'stepAt' | 'personId'>

/**
 * Whose turn it is: where nobody holds the role of the step, the next in the programme's own order decides, and failing
 * all of them the programme office, so that an application never waits for nobody. Null for one that waits for no decision.
 */
export async function turnOf(ctx: { db: DbOrTx }, told: Told, application: Chained): Promise<Turn | null> {
  const { state, stepAt, personId } = application
  const steps = application.steps as Standing[]
  const step = steps[stepAt]
  if (state !== 'submitted' || !step) return null
  for (const [index, by] of steps.entries()) {
    if (index < stepAt) continue
    const holders = await deciding(ctx, told, by, personId)
    if (holders.length > 0) return { step, by, holders, to: index + 1 }
  }
  const holders = steps.slice(stepAt).includes(OFFICE) ? [] : await deciding(ctx, told, OFFICE, personId)
  return { step, by: holders.length > 0 ? OFFICE : null, holders, to: steps.length }
}

/** Nobody decides on their own application. */
async function deciding(ctx: { db: DbOrTx }, told: Told, by: Standing, applicant: string): Promise<Holder[]> {
  return (await holdersOf(ctx, told, by)).filter(({ personId }) => personId !== applicant)
}
