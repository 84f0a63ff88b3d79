import { testsOf } from '../conditions.ts'
import type { Condition, Field, SimpleCondition } from '../definition.ts'
import { deadEnd, type LintContext, type LintProblem, type Placed } from './places.ts'

/** Conditions of a field: each asks an earlier answer something that it can answer. */
export function lintConditions({ field, path, earlier }: Placed, context: LintContext): LintProblem[] {
  const found = field.showIf ? lintCondition(field.showIf, `${path}.showIf`, earlier, context) : []
  if (field.type === 'note' || field.type === 'figures' || !field.requiredIf) return found
  if (field.optional) found.push({ path: `${path}.optional`, message: 'says the same as requiredIf; leave one out' })
  return [...found, ...lintCondition(field.requiredIf, `${path}.requiredIf`, earlier, context)]
}

export function lintCondition(
  condition: Condition,
  path: string,
  earlier: ReadonlyMap<string, Field>,
  context: LintContext,
): LintProblem[] {
  return testsOf(condition).flatMap((one) => {
    const message = problemOf(one, earlier, context)
    return message ? [{ path, message }] : []
  })
}

function problemOf(one: SimpleCondition, earlier: ReadonlyMap<string, Field>, context: LintContext): string | null {
  const dead = deadEnd(one.field, earlier, 'before this one')
  if (dead) return dead
  const field = earlier.get(one.field.split('.')[0] ?? '')
  if (!field || one.field.endsWith('.count') || 'filled' in one) return null
  if ('below' in one || 'atLeast' in one) return comparison(field, 'below' in one ? one.below : one.atLeast)
  const answers = 'in' in one ? one.in : 'is' in one ? [one.is] : [one.isNot]
  const possible = answersOf(field, context)
  const odd = possible && answers.find((answer) => !possible.includes(answer))
  return odd === undefined || odd === null ? null : `“${String(odd)}” is never an answer of “${one.field}”`
}

function comparison(field: Field, limit: number | string): string | null {
  const rated = field.type === 'level' || field.type === 'ratingGrid'
  if (limit === 'stageExpectation') return rated ? null : `“${field.key}” has no level to compare`
  const numeric = rated || field.type === 'number' || field.type === 'duration'
  return numeric ? null : `“${field.key}” is no number or level`
}

/** All answers that a field can have, where they can be listed. */
function answersOf(field: Field, context: LintContext): readonly (string | number | boolean)[] | null {
  switch (field.type) {
    case 'yesNo':
    case 'declaration':
      return [true, false]
    case 'choice':
    case 'choices':
      return field.options?.map(([value]) => value) ?? null
    case 'level':
      return [...levels(field.scale, context), ...(field.notObserved ? ['notObserved'] : [])]
    case 'ratingGrid':
      return [...levels(field.scale, context), ...(field.unableToComment ? ['unableToComment'] : [])]
    case 'procedure':
      return context.procedures ?? null
    default:
      return null
  }
}

const levels = (scale: string, { scales }: LintContext): number[] =>
  Object.hasOwn(scales, scale) ? (scales[scale]?.levels.map(({ value }) => value) ?? []) : []
