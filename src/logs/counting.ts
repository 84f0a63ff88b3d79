import type { Tag } from '../kit/partials.ts'
import { countingIn, type Reading } from '../progress/index.ts'
import type { Entry } from './queries.ts'

/** Whether an entry counts, as a list says it; nothing where no rule reads entries of its form. */
export interface Verdict {
  tag: Tag
  why: string | null
}

/** What becomes of an entry, as a tag and its reasons (R89). */
export function verdictOf(readings: readonly Reading[]): (entry: Pick<Entry, 'id'>) => Verdict | null {
  const counting = countingIn(readings)
  return (entry) => {
    const found = counting(entry)
    if (!found) return null
    return found.counts
      ? { tag: { words: 'counts', tone: 'ok' }, why: null }
      : { tag: { words: 'does not count', tone: 'warn' }, why: found.why }
  }
}

/** How many of the entries that rules read do not count. */
export function uncountedIn(readings: readonly Reading[]): number {
  const counted = new Set(readings.flatMap(({ evaluation }) => evaluation.counted))
  const not = readings.flatMap(({ evaluation }) => evaluation.notCounted.map(({ id }) => id))
  return new Set(not.filter((id) => !counted.has(id))).size
}

/** "12 clinics", "54 patients", "2.5 hours": how much an entry is, where it is not simply one or many totals at once. */
export function amountOf(readings: readonly Reading[], entry: Pick<Entry, 'formKey' | 'facts'>): string | null {
  for (const { rule } of readings) {
    const source = 'from' in rule ? rule.from.find(({ forms }) => forms.includes(entry.formKey)) : undefined
    if (!source?.measure || source.take) continue
    const value = (entry.facts as Record<string, unknown>)[source.measure]
    if (typeof value !== 'number') return null
    const rounded = Math.round(value * 10) / 10
    const unit = rule.unit ? ` ${rounded === 1 ? rule.unit.one : rule.unit.many}` : ''
    return `${rounded}${unit}`
  }
  return null
}
