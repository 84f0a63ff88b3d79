import { casesOf, type RequirementOf, selectItems } from '../../programmes/index.ts'
import { targetAhead } from './cumulative.ts'
import type { Evaluator, Facts, LinkFact, Part, Uncounted } from './facts.ts'
import { NOT_ASKED } from './notAsked.ts'
import { notFinished, outsideOf } from './sift.ts'
import { figure, sentence, statusOf, without, worst } from './status.ts'
import { ticking } from './ticking.ts'
import { type Frame, frameOf, gateOf } from './windows.ts'

type Rule = RequirementOf<'evidenceCoverage'>

/**
 * Enough evidence linked to each item, or to as many items as are asked by the end of a stage (`by`), so many of them
 * with a mark. A record linked to several items serves each of them.
 */
export const evidenceCoverage: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  const aim = frame && aimOf(rule, frame, facts)
  const reason = reasonIn(aim?.frame ?? null, facts)
  const items = selectItems(facts.pack, rule.items.under)
  const keys = new Set(items.map(({ key }) => key))
  const links = facts.links.filter(({ itemKey }) => keys.has(itemKey))
  const good = links.filter((link) => reason(link) === null)
  if (!aim) return { ...without('notDue', `${NOT_ASKED}.`), ...recordsOf(good, links, reason) }
  const covered = items.map((item) => good.filter(({ itemKey }) => itemKey === item.key).length)
  const done = items.filter((_, index) => (covered[index] ?? 0) >= rule.min)
  const { need, pace } = aim
  const marked = markedParts(rule, done, aim.frame, facts)
  const does = rule.by ? `${need === 1 ? 'is' : 'are'} ticked` : 'with enough evidence'
  const because = sentence(rule, aim.frame, done.length, need, pace, does)
  return {
    status: worst(statusOf(done.length, need, pace, aim.frame, facts), ...marked.map(({ status }) => status)),
    have: done.length,
    need,
    pace,
    dueOn: aim.frame.dueOn,
    ...recordsOf(good, links, reason),
    parts: [
      ...marked.map(({ part }) => part),
      ...items.map((item, index) => ({
        title: `${item.code ? `${item.code} ` : ''}${item.title}`,
        have: covered[index] ?? 0,
        need: rule.min,
        pace: null,
        note: null,
        key: item.key,
      })),
    ],
    remarks: [],
    because: [because, ...marked.flatMap(({ lacking }) => lacking ?? [])].join(' '),
  }
}

interface Aim {
  need: number
  pace: number | null
  /** With the day of the target that lies ahead. */
  frame: Frame
}

/** All the items, or the number asked by the nearest stage end; null where nothing is asked any more. */
function aimOf(rule: Rule, frame: Frame, facts: Facts): Aim | null {
  if (!rule.by) return { need: selectItems(facts.pack, rule.items.under).length, pace: null, frame }
  return aimAt(rule.by, rule, frame, facts)
}

function aimAt(by: Readonly<Record<string, number>>, rule: Rule, frame: Frame, facts: Facts): Aim | null {
  const target = targetAhead(by, frame, facts, rule.proRata !== 'none')
  return target && { ...target, frame: { ...frame, dueOn: gateOf(target.stage, facts) } }
}

/** Why a link does not count; null when it does. */
function reasonIn(frame: Frame | null, facts: Facts): (link: LinkFact) => string | null {
  const outside = outsideOf(frame?.window ?? null, facts)
  const wrongForm = ticking(facts.pack, casesOf(facts.pack))
  return (link) => (frame ? (notFinished(link.status) ?? wrongForm(link) ?? outside(link.occurredOn)) : NOT_ASKED)
}

/** How many of the items that are done have a mark, against what is asked of it. */
function markedParts(rule: Rule, done: readonly { marked?: string[] | undefined }[], frame: Frame, facts: Facts) {
  return (rule.marked ?? []).flatMap(({ title, mark, by }) => {
    const aim = aimAt(by, rule, frame, facts)
    if (!aim) return []
    const have = done.filter(({ marked }) => marked?.includes(mark)).length
    const part: Part = { title, have, need: aim.need, pace: null, note: null, key: null }
    const lacking = have < aim.need ? `${title}: ${figure(have)} of ${figure(aim.need)}.` : null
    return [{ part, lacking, status: statusOf(have, aim.need, null, aim.frame, facts) }]
  })
}

/** Each record once, however many items it is linked to. */
function recordsOf(good: readonly LinkFact[], links: Facts['links'], reason: (link: LinkFact) => string | null) {
  const counted = new Set(good.map(({ recordId }) => recordId))
  const notCounted = new Map<string, Uncounted>()
  for (const link of links) {
    const why = reason(link)
    if (why !== null && !counted.has(link.recordId)) notCounted.set(link.recordId, { id: link.recordId, why })
  }
  return { counted: [...counted], notCounted: [...notCounted.values()] }
}
