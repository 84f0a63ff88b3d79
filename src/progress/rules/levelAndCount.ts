import { date } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluation, Evaluator, Facts, Part, Uncounted } from './facts.ts'
import { levelSaid } from './labels.ts'
import { notAskedOf } from './notAsked.ts'
import { type Sifted, sift, total, type Weighed, words } from './sift.ts'
import { paceOf, sentence, statusOf, worst } from './status.ts'
import { type Frame, frameOf } from './windows.ts'

type Rule = RequirementOf<'levelAndCount'>

/** Two tests, not one (domain 3.4): enough records, and the latest that says a level has reached it. */
export const levelAndCount: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf({ ...rule, from: [...rule.from, ...(rule.levelFrom ?? [])] }, facts)
  const number = sift(rule.from, facts, frame.window)
  const judging = rule.levelFrom ? sift(rule.levelFrom, facts, frame.window) : number
  const last = judging.counted.findLast((row) => levelIn(row, rule) !== null) ?? null
  const level = last && levelIn(last, rule)
  const have = total(number.counted)
  const pace = paceOf(rule.min, frame)
  const levelStatus = statusOf(level ?? -1, rule.atLeast, null, frame, facts)
  return {
    status: worst(statusOf(have, rule.min, pace, frame, facts), levelStatus),
    have,
    need: rule.min,
    pace,
    dueOn: frame.dueOn,
    ...(rule.levelFrom ? bothSides(number, judging, last, rule, facts) : recordsOf(number)),
    parts: [
      { title: 'How many', have, need: rule.min, pace, note: null, key: null },
      levelPart(rule, level, last, facts),
    ],
    remarks: [],
    because: `${sentence(rule, frame, have, rule.min, pace)} ${levelWords(rule, level, frame, have, facts)}`,
  }
}

const formsIn = (rule: Rule) => (rule.levelFrom ?? rule.from).flatMap(({ forms }) => forms)
const saying = (rule: Rule, level: number, { pack }: Facts) => levelSaid(pack, formsIn(rule), rule.fact, level)

function levelIn({ record }: Weighed, rule: Rule): number | null {
  const value = record.facts[rule.fact]
  return typeof value === 'number' ? value : null
}

function levelPart(rule: Rule, level: number | null, last: Weighed | null, facts: Facts): Part {
  const said = last && level !== null ? `${saying(rule, level, facts)} on ${date(last.record.occurredOn)}` : 'None yet'
  return { title: 'The latest level', have: level ?? 0, need: rule.atLeast, pace: null, note: said, key: null }
}

function levelWords(rule: Rule, level: number | null, frame: Frame, have: number, facts: Facts): string {
  const asked = saying(rule, rule.atLeast, facts)
  if (level !== null && level >= rule.atLeast) return `The latest is at ${saying(rule, level, facts)}.`
  const due = have >= rule.min && !frame.later ? `, by ${date(frame.dueOn)}` : ''
  if (level === null) return `None says a level yet; ${asked} is asked${due}.`
  return `The latest is at ${saying(rule, level, facts)}, where ${asked} is asked${due}.`
}

const recordsOf = ({ counted, notCounted }: Sifted) => ({ counted: counted.map(({ record }) => record.id), notCounted })

/** The records that are counted, and of those that give the level the one that decides: the latest. */
function bothSides(
  number: Sifted,
  judging: Sifted,
  last: Weighed | null,
  rule: Rule,
  facts: Facts,
): Pick<Evaluation, 'counted' | 'notCounted'> {
  const reasons = judging.counted.map((row) => ({ id: row.record.id, why: lagging(row, last, rule, facts) }))
  const deciding = reasons.filter(({ why }) => why === null).map(({ id }) => id)
  const counted = new Set([...recordsOf(number).counted, ...deciding])
  const notCounted = new Map<string, Uncounted>()
  for (const { id, why } of [...reasons, ...judging.notCounted, ...number.notCounted]) {
    if (why !== null && !counted.has(id) && !notCounted.has(id)) notCounted.set(id, { id, why })
  }
  return { counted: [...counted], notCounted: [...notCounted.values()] }
}

function lagging(row: Weighed, last: Weighed | null, rule: Rule, facts: Facts): string | null {
  const level = levelIn(row, rule)
  if (level === null) return `It says nothing about ${words(rule.fact)}`
  if (row !== last) return 'A later one took its place'
  return level >= rule.atLeast
    ? null
    : `At ${saying(rule, level, facts)}, where ${saying(rule, rule.atLeast, facts)} is asked`
}
