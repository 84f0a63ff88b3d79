import { list, plural } from '../../kit/ui.ts'
import type { Pack } from '../pack.ts'
import type { Requirement } from '../requirements.ts'

type By = Readonly<Record<string, number>>

/** The figure that a rule asks for, in words: "at least 4", "20 by the end of Year 1 and 40 by the end of Year 2". */
export function ruleWords(pack: Pack, rule: Requirement): string {
  const unit = (count: number) => (rule.unit ? plural(count, rule.unit.one, rule.unit.many) : String(count))
  const byStage = (by: By) =>
    list(
      pack.pack.stages.flatMap(({ key, short }) =>
        by[key] === undefined ? [] : [`${unit(by[key])} by the end of ${short}`],
      ),
    )
  const least = 'min' in rule && typeof rule.min === 'number' ? `at least ${unit(rule.min)}` : null
  const most = 'max' in rule && rule.max ? `, at most ${unit(rule.max)}` : ''
  switch (rule.kind) {
    case 'cumulative':
      return byStage(rule.by)
    case 'perYearAndCumulative':
      return `${list(Object.entries(rule.perYear).map(([key, count]) => `${unit(count)} in ${stageOf(pack, key)}`))}; ${byStage(rule.by)}`
    case 'countDistinct':
      return `${least}${most}, each with another ${rule.distinct}`
    case 'subQuota':
    case 'dayHours':
      return [least, ...(rule.quotas ?? []).map(({ title, min }) => `${min} ${title}`)].join('; ')
    case 'levelByStage':
      return `the level expected at the end of the stage, as judged by the ${rule.judgedBy}`
    case 'levelAndCount':
      return `${least} at level ${rule.atLeast} or above`
    case 'deadlineFromStart':
      return `${least} within ${plural(rule.months, 'month')} of the start`
    case 'validAt':
      return `valid on the day (${rule.at === 'today' ? 'today' : rule.at === 'review' ? 'of the review' : 'the stage ends'})`
    case 'gateBefore':
      return `met before ${rule.before}`
    case 'rate':
      return `${least} every ${rule.per === 'halfYear' ? 'half year' : rule.per}`
    case 'timeInPost':
      return `at least ${rule.min} ${rule.in}`
    case 'declaration':
      return `declared: ${rule.every === 'once' ? 'once' : `every ${{ trainingYear: 'training year', twelveMonths: 'twelve months', review: 'review' }[rule.every]}`}`
    case 'evidenceCoverage':
      return `${rule.min === 1 ? 'a piece of evidence' : `${rule.min} pieces of evidence`} for ${rule.by ? byStage(rule.by) : 'each item'}`
    case 'opportunityCounter':
      return `within ${plural(rule.limit, 'opportunity', 'opportunities')} from ${rule.startEvent}`
    case 'threshold':
      return `a flag above ${rule.over} ${rule.unitOf}: ${rule.effect}`
    default:
      return `${least ?? ''}${most}`
  }
}

const stageOf = (pack: Pack, key: string) => pack.pack.stages.find((stage) => stage.key === key)?.short ?? key
