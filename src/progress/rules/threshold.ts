import { Temporal } from 'temporal-polyfill'
import { date } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import { daysByKind, sumAbsences } from '../../training/index.ts'
import type { Evaluation, Evaluator, Facts, Part, PostFact, Span } from './facts.ts'
import { specialtyLabel } from './labels.ts'
import { NOT_ASKED } from './notAsked.ts'
import { blocksIn, clip, daysIn, monthsOf } from './posts.ts'
import { figure, unitWords, without } from './status.ts'
import { accreditedMonthsIn, monthsAfter } from './time.ts'
import { frameOf } from './windows.ts'

type Rule = RequirementOf<'threshold'>

/** What a measure comes to within a span up to today. */
interface Measured {
  have: number
  passed: boolean
  /** What passing it means: something is open now, or somebody has a look. Nobody passes or fails by it. */
  meaning: 'met' | 'review'
  parts: Part[]
  because: string
}

/** Whether a measure is one of days away, which the programmes that keep them give. */
export const measuresAbsence = (measure: string): boolean => measure === 'days-absent' || measure === 'leave-weeks'

/** Whole working days in a week of leave. */
const WEEK = 5

/** The measures that are known here; every other one waits for the records it needs. */
const measures: Record<string, (rule: Rule, span: Span, facts: Facts) => Measured> = {
  'accredited-months': accreditedMonths,
  // Fourteen days ask for a review; of weeks only more than so many do (decision 56, domain 4.6).
  'days-absent': (rule, _span, facts) => away(rule, facts, 1, (have) => have >= rule.over),
  'leave-weeks': (rule, _span, facts) => away(rule, facts, WEEK, (have) => have > rule.over),
  'months-at-one-site': (rule, span, facts) =>
    mostIn(rule, span, facts, (post) => ({ key: post.siteId, title: post.site })),
  'months-in-one-field': (rule, span, facts) =>
    mostIn(rule, span, facts, ({ specialty }) =>
      specialty === null ? null : { key: specialty, title: fieldName(specialty, facts) },
    ),
}

/** A flag that is computed and shown, with what it leads to (domain 9). */
export const threshold: Evaluator<Rule> = (rule, facts) => {
  const measure = measures[rule.measure]
  const unkept = measuresAbsence(rule.measure) && !facts.pack.pack.absence
  if (!measure || unkept) return without('notComputed', unknown(rule), rule.over)
  const frame = frameOf(rule, facts)
  if (!frame?.window) return without('notDue', `${NOT_ASKED}.`, rule.over)
  if (frame.later) return without('notDue', `This is asked from ${frame.stage.title} on.`, rule.over)
  const { have, passed, meaning, parts, because } = measure(rule, frame.window, facts)
  const status: Evaluation['status'] = passed ? meaning : 'notDue'
  return { ...without(status, because, rule.over), have, parts }
}

function unknown({ measure }: Rule): string {
  const what = measure.replaceAll('-', ' ')
  return `No record here gives the ${what} yet.`
}

/** "From twelve months on" includes the day on which they are over. */
function accreditedMonths(rule: Rule, { from }: Span, facts: Facts): Measured {
  const on = monthsAfter(from, rule.over, facts, 'training')
  const passed = Temporal.PlainDate.compare(facts.today, on) >= 0
  const have =
    Temporal.PlainDate.compare(facts.today, from) > 0 ? accreditedMonthsIn(facts, { from, until: facts.today }) : 0
  const when = passed
    ? `Reached on ${date(on)}. ${rule.effect}`
    : `At the present share of full time that is on ${date(on)}.`
  return { have, passed, meaning: 'met', parts: [], because: `${inWords(rule, have)}. ${when}` }
}

/** Whole working days away since the last review or in the months that the pack says, in days or weeks, by kind. */
function away(rule: Rule, { away, pack, today }: Facts, unit: number, passes: (have: number) => boolean): Measured {
  const kept = pack.pack.absence!
  const none = { absences: [], statuses: [], reviewedOn: null }
  const { absences, statuses, reviewedOn } = away ?? none
  const sums = sumAbsences({ absences, statuses }, kept, { today, reviewedOn })
  const inUnits = (days: number) => Math.round((days / unit) * 10) / 10
  const parts = daysByKind(sums.lines, kept)
    .map(
      ({ key, label, days }): Part => ({ title: label, have: inUnits(days), need: null, pace: null, note: null, key }),
    )
    .filter(({ have }) => have > 0)
  const have = inUnits(sums.total)
  const passed = passes(have)
  const since = `since ${sums.sinceReview ? 'the last review, ' : ''}${date(sums.since)}`
  const effect = passed ? ` ${rule.effect}` : ''
  return { have, passed, meaning: 'review', parts, because: `${inWords(rule, have)} ${since}.${effect}` }
}

/** The longest time in one place or field: whoever has more than the limit in one is looked at. */
function mostIn(
  rule: Rule,
  span: Span,
  facts: Facts,
  groupOf: (post: PostFact) => { key: string; title: string } | null,
): Measured {
  const groups = new Map<string, { title: string; posts: PostFact[] }>()
  for (const post of facts.posts) {
    const group = groupOf(post)
    if (!group) continue
    const known = groups.get(group.key) ?? { title: group.title, posts: [] }
    groups.set(group.key, { ...known, posts: [...known.posts, post] })
  }
  const parts = [...groups]
    .map(([key, { title, posts }]): Part => {
      const have = Math.round(monthsIn(blocksIn(posts, clip(span, facts.today))) * 100) / 100
      return { title, have, need: rule.over, pace: null, note: have > rule.over ? 'Over' : null, key }
    })
    .filter(({ have }) => have > 0)
    .sort((a, b) => b.have - a.have)
  const most = parts[0]
  const have = most?.have ?? 0
  const passed = have > rule.over
  const where = most ? ` in one: ${most.title}` : ''
  const effect = passed ? ` ${rule.effect}` : ''
  return { have, passed, meaning: 'review', parts, because: `${inWords(rule, have)}${where}.${effect}` }
}

function monthsIn(blocks: readonly Span[]): number {
  const [first] = blocks
  if (!first) return 0
  const days = blocks.reduce((sum, block) => sum + daysIn(block), 0)
  return monthsOf({ from: first.from, until: first.from.add({ days }) })
}

const fieldName = (specialty: string, { pack }: Facts) => specialtyLabel(pack, specialty) ?? specialty

const inWords = (rule: Rule, have: number) => `${figure(have)} of ${figure(rule.over)}${unitWords(rule, rule.over)}`
