import { Temporal } from 'temporal-polyfill'
import { date } from '../../kit/ui.ts'
import { itemOf, type Requirement, type RequirementOf } from '../../programmes/index.ts'
import type { Evaluation, Facts } from './facts.ts'
import { NOT_ASKED } from './notAsked.ts'
import { figure, statusOf, unitWords, without } from './status.ts'
import { frameOf } from './windows.ts'

type Rule = RequirementOf<'gateBefore'>

/**
 * One rule must be met before something may begin. All figures and records are those of that rule, which the caller
 * evaluates; this one adds what waits for it, and by when that is.
 */
export function gateBefore(rule: Rule, facts: Facts, evaluated: (first: Requirement) => Evaluation): Evaluation {
  const first = firstOf(rule, facts)
  if (!first) return without('notDue', `${rule.before} waits for a rule that does not hold today.`)
  const found = evaluated(first)
  const { have, need } = found
  const part = { title: first.title, have, need, pace: null, note: found.because, key: first.id }
  const gate = { ...found, pace: null, parts: [part], remarks: [] }
  if (found.status === 'notComputed') {
    return { ...gate, because: `“${first.title}” is not computed yet, so this cannot be either.` }
  }
  const frame = frameOf(rule, facts)
  const notCounted = [...found.notCounted, ...found.counted.map((id) => ({ id, why: NOT_ASKED }))]
  if (!frame) return { ...gate, status: 'notDue', counted: [], notCounted, dueOn: null, because: `${NOT_ASKED}.` }
  const met = found.status === 'met' || found.status === 'waived'
  return {
    ...gate,
    status: met ? 'met' : statusOf(0, 1, null, frame, facts),
    dueOn: frame.dueOn,
    because: met
      ? `“${first.title}” is met: nothing stands in the way.`
      : `${rule.before} waits for “${first.title}”: ${figure(have)} of ${figure(need)}${unitWords(first, need)} so far.${due()}`,
  }

  function due(): string {
    if (!frame || frame.later) return ''
    const over = Temporal.PlainDate.compare(facts.today, frame.dueOn) > 0
    return ` It ${over ? 'was' : 'is'} to be met by ${date(frame.dueOn)}.`
  }
}

/** What a gate waits for: another rule that holds today, or the sign-off of an item of the curriculum. */
export function firstOf(rule: Rule, { pack, today }: Pick<Facts, 'pack' | 'today'>): Requirement | null {
  const iso = today.toString()
  const named = pack.requirements.rules.find(({ id }) => id === rule.first)
  if (!named) return signOffOf(rule, pack)
  const holds = (named.effectiveFrom ?? iso) <= iso && (!named.effectiveTo || iso < named.effectiveTo)
  return holds ? named : null
}

/** An item that is to be signed off, as a rule of its own. */
export function signOffOf(rule: Rule, pack: Facts['pack']): RequirementOf<'levelByStage'> | null {
  const item = itemOf(pack, rule.first)
  if (!item) return null
  const { kind: _kind, first: _first, before: _before, ...common } = rule
  return { ...common, kind: 'levelByStage', title: item.title, items: { under: [item.key] }, judgedBy: 'supervisor' }
}
