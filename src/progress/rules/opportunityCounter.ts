import type { RequirementOf } from '../../programmes/index.ts'
import { factOf } from './conditions.ts'
import type { Evaluator, Facts, Part } from './facts.ts'
import { valueLabel } from './labels.ts'
import { notAskedOf } from './notAsked.ts'
import { sift, type Weighed } from './sift.ts'
import { figure, unitWords } from './status.ts'
import { frameOf } from './windows.ts'

type Rule = RequirementOf<'opportunityCounter'>

/** The facts of an examination's record that say which it was, and when: two papers of one series are one sitting. */
const EXAM = 'part'
const SITTING = 'sitting'

/**
 * Sittings used of those there are, whatever the fraction (domain 3.5). Within the limit it is met; beyond it the
 * programme looks, and nobody fails by this rule. Sittings that were missed are counted as far as they are recorded.
 */
export const opportunityCounter: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf(rule, facts)
  const { counted, notCounted } = sift(rule.from, facts, frame.window)
  const used = sittingsOf(counted)
  const parts = rule.perExamLimit ? examParts(rule, rule.perExamLimit, counted, facts) : []
  const over = used > rule.limit || parts.some(({ have, need }) => need !== null && have > need)
  return {
    status: over ? 'review' : frame.later ? 'notDue' : 'met',
    have: used,
    need: rule.limit,
    pace: null,
    dueOn: null,
    counted: counted.map(({ record }) => record.id),
    notCounted,
    parts,
    remarks: rule.missedCounts ? [MISSED] : [],
    because: [because(rule, used), ...spentWords(parts)].join(' '),
  }
}

const MISSED =
  'A sitting that you miss counts as well. The dates of sittings are not known here: enter one that you missed, so that it is counted.'

/** How many different sittings; a record that names none is one of its own day. */
function sittingsOf(counted: readonly Weighed[]): number {
  return new Set(counted.map(({ record }) => nameOf(factOf(record, SITTING)) || record.occurredOn)).size
}

/** "2026 / 1" and "2026/1" are the same. */
const nameOf = (value: unknown) => (typeof value === 'string' ? value.replace(/\s+/g, '').toLowerCase() : '')

function examParts(rule: Rule, limit: number, counted: readonly Weighed[], { pack }: Facts): Part[] {
  const forms = rule.from.flatMap((source) => source.forms)
  const exams = new Map<string, Weighed[]>()
  for (const row of counted) {
    const exam = String(factOf(row.record, EXAM) ?? 'not said')
    exams.set(exam, [...(exams.get(exam) ?? []), row])
  }
  return [...exams].map(([exam, rows]) => {
    const have = sittingsOf(rows)
    const note = have > limit ? 'More than there are' : have === limit ? 'None left' : null
    return { title: valueLabel(pack, forms, EXAM, exam), have, need: limit, pace: null, note, key: exam }
  })
}

function because(rule: Rule, used: number): string {
  const units = unitWords(rule, rule.limit) || (rule.limit === 1 ? ' sitting' : ' sittings')
  const left = rule.limit - used
  const rest = left > 0 ? `${figure(left)} left` : left === 0 ? 'none is left' : 'more than there are'
  return `${figure(used)} of ${figure(rule.limit)}${units} used; ${rest}.`
}

function spentWords(parts: readonly Part[]): string[] {
  return parts
    .filter(({ have, need }) => need !== null && have >= need)
    .map(({ title, have, need }) => `${title}: ${figure(have)} of ${figure(need ?? 0)} used.`)
}
