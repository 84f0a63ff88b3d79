import type { Pack, Requirement } from '../../programmes/index.ts'
import { signOffOf } from './gateBefore.ts'
import { measuresAbsence } from './threshold.ts'

/** The forms whose records a rule reads itself. */
export function formsOf(rule: Requirement): string[] {
  if (rule.kind === 'declaration') return [rule.form]
  const levels = rule.kind === 'levelAndCount' ? (rule.levelFrom ?? []) : []
  const from = 'from' in rule ? rule.from : []
  return [...from, ...levels].flatMap(({ forms }) => forms)
}

/** A rule with those that it waits for: what they read, it reads. The linter refuses circles. */
export function readBy(rule: Requirement, pack: Pack): Requirement[] {
  if (rule.kind === 'opportunityCounter' && rule.doneBy) {
    const done = pack.requirements.rules.find(({ id }) => id === rule.doneBy)
    return done ? [rule, ...readBy(done, pack)] : [rule]
  }
  if (rule.kind !== 'gateBefore') return [rule]
  const first = pack.requirements.rules.find(({ id }) => id === rule.first) ?? signOffOf(rule, pack)
  return first ? [rule, ...readBy(first, pack)] : [rule]
}

/** The forms whose records a rule's figure depends on. */
export const formsReadBy = (rule: Requirement, pack: Pack): string[] => readBy(rule, pack).flatMap(formsOf)

/** Whether a rule reads links, and whether it reads judgements. */
export const readsLinks = (rule: Requirement, pack: Pack): boolean =>
  readBy(rule, pack).some(({ kind }) => kind === 'evidenceCoverage')
export const readsJudgements = (rule: Requirement, pack: Pack): boolean =>
  readBy(rule, pack).some(({ kind }) => kind === 'levelByStage')

/** Whether a rule reads where the trainee is and was: time in posts, limits of it, and what is due by the end of a post. */
export const readsPosts = (rule: Requirement, pack: Pack): boolean =>
  readBy(rule, pack).some(
    (one) => one.kind === 'timeInPost' || one.kind === 'threshold' || ('scope' in one && one.scope === 'placement'),
  )

/** Whether a rule reads days away: thresholds of them do. */
export const readsAbsences = (rule: Requirement): boolean => rule.kind === 'threshold' && measuresAbsence(rule.measure)

/** Whether records, links or judgements lie behind a rule at all: time in posts and thresholds have none. */
export const hasRecords = (rule: Requirement, pack: Pack): boolean =>
  readBy(rule, pack).some((one) => formsOf(one).length > 0 || 'items' in one)
