import type { GuardBox } from '../kit/partials.ts'
import { GUARD, MARKS, REASON, reasons } from './reasons.ts'

/**
 * The box for a form that came back, or null where nothing is asked.
 * @param shown what the page function is handed: what was typed, and the problems
 */
export function guardBox({
  typed,
  problems,
}: {
  typed: Record<string, unknown> | null
  problems: Record<string, string>
}): GuardBox | null {
  const problem = problems[GUARD]
  if (!problem || !typed) return null
  return {
    problem,
    marks: String(typed[MARKS] ?? ''),
    reasons: reasons.map(([value, label]) => ({ value, label, checked: typed[REASON] === value })),
  }
}
