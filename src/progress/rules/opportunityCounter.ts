import { Temporal } from 'temporal-polyfill'
import { date } from '../../kit/ui.ts'
import type { Requirement, RequirementOf } from '../../programmes/index.ts'
import { numberOf } from '../../training/index.ts'
import { factOf, failing } from './conditions.ts'
import type { Evaluation, Facts, IsoDay, Part } from './facts.ts'
import { valueLabel } from './labels.ts'
import { notAskedOf } from './notAsked.ts'
import { candidatesOf, sift, type Weighed } from './sift.ts'
import { figure, unitWords } from './status.ts'
import { awayOn } from './time.ts'
import { frameOf } from './windows.ts'

type Rule = RequirementOf<'opportunityCounter'>

/** The facts of an examination's record that say which it was, and when: two papers of one series are one sitting. */
const EXAM = 'part'
const SITTING = 'sitting'

/**
 * Sittings used of those there are, whatever the fraction (domain 3.5). Within the limit it is met; beyond it the
 * programme looks, and nobody fails by this rule. Where the pack names the sittings, one that nobody sat counts as missed,
 * unless training was interrupted on that day; else missed ones are counted as far as they are recorded.
 */
export const opportunityCounter = (
  rule: Rule,
  facts: Facts,
  evaluated: (rule: Requirement) => Evaluation,
): Evaluation => {
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf(rule, facts)
  const { counted, notCounted } = sift(rule.from, facts, frame.window)
  const { missed, spared } = unsat(rule, facts, counted, doneOn(rule, facts, evaluated))
  const used = sittingsOf(counted) + missed.length
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
    remarks: [...missed, ...spared, ...(rule.missedCounts && !rule.sittings ? [MISSED] : [])],
    because: [because(rule, used), ...spentWords(parts)].join(' '),
  }
}

const MISSED =
  'A sitting that you miss counts as well. The dates of sittings are not known here: enter one that you missed, so that it is counted.'

/** Sittings of the pack that have been held for this trainee and that no record speaks of: missed, or spared. */
function unsat(rule: Rule, facts: Facts, counted: readonly Weighed[], done: IsoDay | null) {
  const missed: string[] = []
  const spared: string[] = []
  const first = counted[0]?.record.occurredOn ?? null
  const from = rule.countFrom === 'training' ? facts.startsOn.toString() : first
  if (!rule.missedCounts || !rule.sittings || from === null) return { missed, spared }
  const spoken = spokenOf(rule, facts)
  const until = done ?? facts.today.toString()
  for (const { name, on } of rule.sittings) {
    if (on < from || on >= until || spoken.has(nameOf(name))) continue
    const away = awayOn(facts, on)
    const what = `Sitting ${name}, ${date(on)}`
    if (away) spared.push(`${what}: training was interrupted, so it does not count.`)
    else missed.push(`${what}: there is no record of it, so it counts as missed.`)
  }
  return { missed, spared }
}

/** Some call a sitting otherwise than the pack, or enter the day of a later part: it is the nearest one, within three months. */
const NEAR_DAYS = 92

/** Sittings that some record of these examinations speaks of, sat or not. */
function spokenOf(rule: Rule, facts: Facts): ReadonlySet<string> {
  const known = (rule.sittings ?? []).map(({ name, on }) => ({
    name: nameOf(name),
    day: numberOf(Temporal.PlainDate.from(on)),
  }))
  const names = new Set<string>()
  for (const source of rule.from) {
    const about = (source.filter ?? []).filter(({ fact }) => fact === EXAM)
    for (const record of candidatesOf([source], facts)) {
      if (failing(about, record).length > 0) continue
      const own = nameOf(factOf(record, SITTING))
      const day = numberOf(Temporal.PlainDate.from(record.occurredOn))
      const apart = (one: { day: number }) => Math.abs(one.day - day)
      const nearest = known.toSorted((a, b) => apart(a) - apart(b))[0]
      if (known.some(({ name }) => name === own)) names.add(own)
      else if (nearest && apart(nearest) <= NEAR_DAYS) names.add(nearest.name)
    }
  }
  return names
}

/** The day from which no more sittings are needed; null while some are. */
function doneOn({ doneBy }: Rule, facts: Facts, evaluated: (rule: Requirement) => Evaluation): IsoDay | null {
  const rule = doneBy && facts.pack.requirements.rules.find(({ id }) => id === doneBy)
  const done = rule ? evaluated(rule) : null
  if (done?.status !== 'met') return null
  const days = facts.records.filter(({ id }) => done.counted.includes(id)).map(({ occurredOn }) => occurredOn)
  return days.sort().at(-1) ?? null
}

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
