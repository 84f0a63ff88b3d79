import type { Candidate, FactValue } from './facts.ts'

type Value = string | number | boolean

/** A condition of a rule's filter, as packs write it. */
export type Condition = { fact: string; why: string } & (
  | { is: Value }
  | { isNot: Value }
  | { in: readonly Value[] }
  | { atLeast: Value }
  | { atMost: Value }
  | { filled: boolean }
)

/** The words of every condition that a record fails, each once and in the order of the rule. */
export function failing(conditions: readonly Condition[], record: Candidate): string[] {
  const failed = conditions.filter((condition) => !holds(condition, factOf(record, condition.fact)))
  return [...new Set(failed.map(({ why }) => why))]
}

/** A fact of the record: declared by its form, or one that every record has. */
export function factOf(record: Candidate, name: string): FactValue {
  switch (name) {
    case 'occurredOn':
      return record.occurredOn
    case 'completedOn':
      return record.completedOn
    case 'assessorId':
      return record.assessorId
    case 'collegeLoaded':
      return record.collegeLoaded
    case 'confirmed':
      return record.status === 'signed' || record.collegeLoaded || record.facts.confirmed === true
    default:
      return record.facts[name] ?? null
  }
}

function holds(condition: Condition, value: FactValue): boolean {
  if ('filled' in condition) return isFilled(value) === condition.filled
  if ('is' in condition) return has(value, condition.is)
  if ('isNot' in condition) return !has(value, condition.isNot)
  if ('in' in condition) return condition.in.some((one) => has(value, one))
  if ('atLeast' in condition) return comparable(value, condition.atLeast) && value >= condition.atLeast
  return comparable(value, condition.atMost) && value <= condition.atMost
}

const isFilled = (value: FactValue) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

const has = (value: FactValue, wanted: Value) =>
  Array.isArray(value) ? value.includes(String(wanted)) : value === wanted

/** Numbers compare with numbers, ISO dates with ISO dates; nothing else does. */
function comparable(value: FactValue, limit: Value): value is number | string {
  return (typeof value === 'number' || typeof value === 'string') && typeof value === typeof limit
}
