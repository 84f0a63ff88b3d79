import type { Meter } from '../kit/partials.ts'
import type { Tone } from '../kit/ui.ts'
import type { Evaluation, Reading } from '../progress/index.ts'
import { url } from './url.ts'

const printed = (value: number) => String(Math.round(value * 10) / 10)
const per = (part: number, whole: number) => (whole > 0 ? Math.min(100, Math.round((part / whole) * 100)) : 0)

/** A rule as a meter on its log's page. */
export function meterOf({ rule, evaluation }: Reading, enrolmentId: string): Meter {
  const { have, need, pace, because } = evaluation
  const unit = rule.unit ? ` ${need === 1 ? rule.unit.one : rule.unit.many}` : ''
  return {
    title: rule.title,
    have: printed(have),
    of: `${printed(need)}${unit}`,
    share: per(have, need),
    pace: pace === null ? null : per(pace, need),
    ...standing(evaluation),
    note: because,
    why: { label: 'Why?', href: url.rule(enrolmentId, rule.id) },
  }
}

/** The state in words and the tone that underlines them. */
function standing({ status, pace }: Evaluation): { tone: Tone; words: string } {
  switch (status) {
    case 'met':
      return { tone: 'ok', words: 'Met' }
    case 'overdue':
      return { tone: 'stop', words: 'Overdue' }
    case 'short':
      return { tone: 'warn', words: pace === null ? 'Due soon' : 'Behind pace' }
    case 'notComputed':
      return { tone: 'plain', words: 'Not computed yet' }
    default:
      return pace === null ? { tone: 'plain', words: 'Not due yet' } : { tone: 'accent', words: 'On track' }
  }
}
