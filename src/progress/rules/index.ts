import type { Pack, Requirement, RequirementKind } from '../../programmes/index.ts'
import { attributeOverStage, count } from './count.ts'
import { countDistinct } from './countDistinct.ts'
import { cumulative } from './cumulative.ts'
import { dayHours } from './dayHours.ts'
import { evidenceCoverage } from './evidenceCoverage.ts'
import type { Evaluation, Facts } from './facts.ts'
import { levelByStage } from './levelByStage.ts'
import { perYearAndCumulative } from './perYearAndCumulative.ts'
import { pooledCount } from './pooledCount.ts'
import { without } from './status.ts'
import { validAt } from './validAt.ts'

export type { Evaluation, Facts, Part, Status, Uncounted } from './facts.ts'

const NOT_YET = 'not computed yet'

const evaluators = {
  attributeOverStage,
  count,
  countDistinct,
  cumulative,
  dayHours,
  evidenceCoverage,
  levelByStage,
  perYearAndCumulative,
  pooledCount,
  validAt,
} as const

/** Kinds that figures are computed for; the others are shown as "not computed yet". */
export const computedKinds = Object.keys(evaluators) as RequirementKind[]

/** What a rule comes to on these facts. Pure: no clock, no database. */
export function evaluate(rule: Requirement, facts: Facts): Evaluation {
  if (awaitsForms(rule, facts.pack)) return without('notComputed', `Its form is not in the portfolio yet: ${NOT_YET}.`)
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
    case 'evidenceCoverage':
      return evidenceCoverage(rule, facts)
    case 'levelByStage':
      return levelByStage(rule, facts)
    case 'perYearAndCumulative':
      return perYearAndCumulative(rule, facts)
    case 'pooledCount':
      return pooledCount(rule, facts)
    case 'validAt':
      return validAt(rule, facts)
    default:
      return without('notComputed', `This is ${NOT_YET}.`, 'min' in rule ? rule.min : 0)
  }
}

/** Rules that hold on a day. */
export function rulesOn(pack: Pack, day: Facts['today']): Requirement[] {
  const iso = day.toString()
  return pack.requirements.rules.filter(
    ({ effectiveFrom, effectiveTo }) => (!effectiveFrom || effectiveFrom <= iso) && (!effectiveTo || iso < effectiveTo),
  )
}

/** The forms whose records a rule reads. */
export function formsOf(rule: Requirement): string[] {
  return 'from' in rule ? rule.from.flatMap(({ forms }) => forms) : []
}

/** Whether a rule reads links, and whether it reads judgements. */
export const readsLinks = (rule: Requirement) => rule.kind === 'evidenceCoverage'
export const readsJudgements = (rule: Requirement) => rule.kind === 'levelByStage'

/** A rule all of whose forms come with a later version of the pack. */
function awaitsForms(rule: Requirement, pack: Pack): boolean {
  const forms = formsOf(rule)
  return forms.length > 0 && forms.every((key) => pack.pack.awaitedForms.some((form) => form.key === key))
}
