import type { Ctx } from '../../kit/context.ts'
import type { PublishedPack, Requirement } from '../../programmes/index.ts'
import { loadFacts } from '../figures/facts.ts'
import { type Course, courseOf } from '../rules/course.ts'
import { type Evaluation, evaluate, type Facts, rulesOn } from '../rules/index.ts'

/** A rule read afresh: record by record, and over time where it has targets over time. */
export interface Reading {
  rule: Requirement
  evaluation: Evaluation
  course: Course | null
  today: Facts['today']
}

/**
 * What some rules come to with every record that counts or does not: one query, whatever the number of rules. Reach and
 * sight of the records' sections are the caller's to establish.
 */
export async function readingsOf(
  ctx: Pick<Ctx, 'db' | 'now'>,
  enrolmentId: string,
  { pack }: PublishedPack,
  which: (rule: Requirement) => boolean,
): Promise<Reading[]> {
  const rules = pack.requirements.rules.filter(which)
  if (rules.length === 0) return []
  const facts = await loadFacts(ctx.db, { enrolmentId, pack, rules, now: ctx.now })
  if (!facts) return []
  const held = new Set(rulesOn(pack, facts.today).map(({ id }) => id))
  return rules
    .filter(({ id }) => held.has(id))
    .map((rule) => ({ rule, evaluation: evaluate(rule, facts), course: courseOf(rule, facts), today: facts.today }))
}
