import { expectedLevel, type PublishedPack } from '../../programmes/index.ts'
import type { Acting } from '../acting.ts'
import { inOrder } from '../story/inOrder.ts'
import { looked } from '../story/looking.ts'
import { applied } from './own.ts'
import type { Course, Learner } from './setUp.ts'
import { ago, holderOn, taleOf } from './tale.ts'

/** Tells one trainee's months in a programme, and does every deed in the order of its day. */
export async function liveIn(acting: Acting, course: Course, learner: Learner, pack: PublishedPack): Promise<number> {
  const expected = (item: string) => Number(expectedLevel(pack.pack, item, learner.stage) ?? 1)
  const tale = taleOf(acting, course, learner, expected)
  if (course.ownPosts) applied(tale)
  // Who has just begun has a place to work at, and nothing else yet.
  if (learner.plan.pace > 0) course.plan.tell(tale)
  const by = learner.educational ?? holderOn(tale, ago(tale, 12), 'siteDirector')
  looked(tale, tale.portfolio, learner.startsOn, by)
  return inOrder(tale.deeds)
}
