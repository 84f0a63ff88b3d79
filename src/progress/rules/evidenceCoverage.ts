import { type RequirementOf, selectItems } from '../../programmes/index.ts'
import type { Evaluator, Facts, LinkFact, Uncounted } from './facts.ts'
import { NOT_ASKED } from './notAsked.ts'
import { notFinished, outsideOf } from './sift.ts'
import { sentence, statusOf, without } from './status.ts'
import { frameOf } from './windows.ts'

type Rule = RequirementOf<'evidenceCoverage'>

/** Enough evidence linked to each item. A record linked to several items serves each of them. */
export const evidenceCoverage: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  const items = selectItems(facts.pack, rule.items.under)
  const keys = new Set(items.map(({ key }) => key))
  const links = facts.links.filter(({ itemKey }) => keys.has(itemKey))
  const outside = outsideOf(frame?.window ?? null, facts)
  const reason = (link: LinkFact) => (frame ? (notFinished(link.status) ?? outside(link.occurredOn)) : NOT_ASKED)
  const good = links.filter((link) => reason(link) === null)
  if (!frame) return { ...without('notDue', `${NOT_ASKED}.`), ...recordsOf(good, links, reason) }
  const covered = items.map((item) => good.filter(({ itemKey }) => itemKey === item.key).length)
  const have = covered.filter((count) => count >= rule.min).length
  const because = sentence(rule, frame, have, items.length, null, 'with enough evidence')
  return {
    status: statusOf(have, items.length, null, frame, facts),
    have,
    need: items.length,
    pace: null,
    dueOn: frame.dueOn,
    ...recordsOf(good, links, reason),
    parts: items.map((item, index) => ({
      title: `${item.code ? `${item.code} ` : ''}${item.title}`,
      have: covered[index] ?? 0,
      need: rule.min,
      pace: null,
      note: null,
      key: item.key,
    })),
    remarks: [],
    because,
  }
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
