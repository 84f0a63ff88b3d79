import type { Pack, Requirement } from '../../programmes/index.ts'
import { attributeOverStage, count } from './count.ts'
import { countDistinct } from './countDistinct.ts'
import { cumulative } from './cumulative.ts'
import { dayHours } from './dayHours.ts'
import { deadlineFromStart } from './deadlineFromStart.ts'
import { declaration } from './declaration.ts'
import { evidenceCoverage } from './evidenceCoverage.ts'
import type { Evaluation, Facts } from './facts.ts'
import { gateBefore } from './gateBefore.ts'
import { levelAndCount } from './levelAndCount.ts'
import { levelByStage } from './levelByStage.ts'
import { opportunityCounter } from './opportunityCounter.ts'
import { perYearAndCumulative } from './perYearAndCumulative.ts'
import { pooledCount } from './pooledCount.ts'
import { rate } from './rate.ts'
import { formsOf } from './reads.ts'
import { without } from './status.ts'
import { subQuota } from './subQuota.ts'
import { threshold } from './threshold.ts'
import { timeInPost } from './timeInPost.ts'
import { validAt } from './validAt.ts'

export type { Candidate, Evaluation, Facts, Part, Status, Uncounted } from './facts.ts'
export { formsOf, formsReadBy, hasRecords, readsAbsences, readsJudgements, readsLinks, readsPosts } from './reads.ts'

/** What a rule comes to on these facts. Pure: no clock, no database. */
export function evaluate(rule: Requirement, facts: Facts): Evaluation {
  if (awaitsForms(rule, facts.pack)) return without('notComputed', 'Its form is not in the portfolio yet.')
  switch (rule.kind) {
    case 'attributeOverStage':
      return attributeOverStage(rule, facts)
    case 'count':
      return count(rule, facts)
    case 'countDistinct':
      return countDistinct(rule, facts)
    case 'cumulative':
      return cumulative(rule, facts)
    case 'dayHours':
      return dayHours(rule, facts)
    case 'deadlineFromStart':
      return deadlineFromStart(rule, facts)
    case 'declaration':
      return declaration(rule, facts)
    case 'evidenceCoverage':
      return evidenceCoverage(rule, facts)
    case 'gateBefore':
      return gateBefore(rule, facts, (first) => evaluate(first, facts))
    case 'levelAndCount':
      return levelAndCount(rule, facts)
    case 'levelByStage':
      return levelByStage(rule, facts)
    case 'opportunityCounter':
      return opportunityCounter(rule, facts, (other) => evaluate(other, facts))
    case 'perYearAndCumulative':
      return perYearAndCumulative(rule, facts)
    case 'pooledCount':
      return pooledCount(rule, facts)
    case 'rate':
      return rate(rule, facts)
    case 'subQuota':
      return subQuota(rule, facts)
    case 'threshold':
      return threshold(rule, facts)
    case 'timeInPost':
      return timeInPost(rule, facts)
    case 'validAt':
      return validAt(rule, facts)
  }
}

/** Rules that hold on a day. */
export function rulesOn(pack: Pack, day: Facts['today']): Requirement[] {
  const iso = day.toString()
  return pack.requirements.rules.filter(
    ({ effectiveFrom, effectiveTo }) => (!effectiveFrom || effectiveFrom <= iso) && (!effectiveTo || iso < effectiveTo),
  )
}

/** A rule all of whose forms come with a later version of the pack. */
function awaitsForms(rule: Requirement, pack: Pack): boolean {
  const forms = formsOf(rule)
  return forms.length > 0 && forms.every((key) => pack.pack.awaitedForms.some((form) => form.key === key))
}
