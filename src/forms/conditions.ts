import { inputName } from './body.ts'
import type { Condition, SimpleCondition } from './definition.ts'
import type { Env } from './fields/kind.ts'
import { isBlank, isObject, type Value } from './values.ts'
import type { ConditionView } from './view.ts'
import { quoted } from './words.ts'

/** Does the condition hold? An unanswered field makes every condition false but `filled: false`. */
export function holds(condition: Condition, env: Env): boolean {
  if ('all' in condition) return condition.all.every((one) => holdsOne(one, env))
  if ('any' in condition) return condition.any.some((one) => holdsOne(one, env))
  return holdsOne(condition, env)
}

function holdsOne(condition: SimpleCondition, env: Env): boolean {
  const value = env.get(condition.field)
  if ('filled' in condition) return isBlank(value) !== condition.filled
  if (value === undefined || isBlank(value)) return false
  if ('is' in condition) return includes(value, condition.is)
  if ('isNot' in condition) return !includes(value, condition.isNot)
  if ('in' in condition) return condition.in.some((one) => includes(value, one))
  const limit = 'below' in condition ? condition.below : condition.atLeast
  const against = limit === 'stageExpectation' ? env.expectation(condition.field) : limit
  const ratings = ratingsIn(value)
  if (against === undefined || ratings.length === 0) return false
  return 'below' in condition ? ratings.some((one) => one < against) : ratings.every((one) => one >= against)
}

const includes = (value: Value, wanted: Value): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted

function ratingsIn(value: Value): number[] {
  const all = isObject(value) ? Object.values(value) : [value]
  return all.filter((one): one is number => typeof one === 'number')
}

/** The simple conditions inside one. */
export function testsOf(condition: Condition): SimpleCondition[] {
  if ('all' in condition) return condition.all
  return 'any' in condition ? condition.any : [condition]
}

/** The condition for a browser, as JSON over input names, and for a reader, in words. */
export function conditionView(condition: Condition, env: Env): ConditionView {
  const tests = testsOf(condition).map((one) => testOf(one, env))
  const words = testsOf(condition).map((one) => wordsOf(one, env))
  const mode = 'any' in condition ? 'any' : 'all'
  return { json: JSON.stringify({ mode, tests }), words: words.join(mode === 'any' ? ' or ' : ' and ') }
}

function testOf(condition: SimpleCondition, env: Env) {
  const name = inputName(env.pathOf(condition.field))
  if ('filled' in condition) return { name, op: 'filled', value: condition.filled }
  if ('is' in condition) return { name, op: 'is', value: formValue(condition.is) }
  if ('isNot' in condition) return { name, op: 'isNot', value: formValue(condition.isNot) }
  if ('in' in condition) return { name, op: 'in', value: condition.in.map(formValue) }
  const limit = 'below' in condition ? condition.below : condition.atLeast
  const value = limit === 'stageExpectation' ? (env.expectation(condition.field) ?? null) : limit
  return { name, op: 'below' in condition ? 'below' : 'atLeast', value }
}

/** As the input sends it. */
const formValue = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)

function wordsOf(condition: SimpleCondition, env: Env): string {
  const field = quoted(env.labelOf(condition.field))
  const answer = (value: Value) => {
    const words = env.wordsFor(condition.field, value)
    return typeof value === 'number' && words.startsWith(String(value)) ? words : quoted(words)
  }
  if ('filled' in condition) return `${field} is ${condition.filled ? 'answered' : 'left empty'}`
  if ('is' in condition) return `${field} is ${answer(condition.is)}`
  if ('isNot' in condition) return `${field} is not ${answer(condition.isNot)}`
  if ('in' in condition) return `${field} is ${condition.in.map(answer).join(' or ')}`
  const [limit, words] = 'below' in condition ? [condition.below, 'below'] : [condition.atLeast, 'at least']
  return `${field} is ${words} ${limit === 'stageExpectation' ? 'the level expected for the stage' : answer(limit)}`
}
