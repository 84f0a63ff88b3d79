import { date } from '../../kit/ui.ts'
import { expectationOf, expectedLevel, type RequirementOf, scaleOf, selectItems } from '../../programmes/index.ts'
import type { Evaluation, Evaluator, Facts, JudgementFact, Part, Uncounted } from './facts.ts'
import { NOT_ASKED } from './notAsked.ts'
import { outsideOf } from './sift.ts'
import { sentence, statusOf, without } from './status.ts'
import { type Frame, frameOf } from './windows.ts'

type Rule = RequirementOf<'levelByStage'>
type Item = ReturnType<typeof selectItems>[number]

/** Every item at the level of the stage: the latest judgement of each decides, and levels may go down. */
export const levelByStage: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  const items = selectItems(facts.pack, rule.items.under)
  if (!frame) return { ...without('notDue', `${NOT_ASKED}.`), notCounted: unasked(rule, items, facts) }
  const judged = items.map((item) => judgedItem(rule, item, frame, facts))
  const asked = judged.filter(({ expected }) => expected !== null)
  const have = asked.filter(({ counted }) => counted !== null).length
  const lacking = asked.filter(({ counted }) => counted === null).map(({ name }) => name)
  const because = sentence(rule, frame, have, asked.length, null, 'at the level')
  return {
    status: asked.length === 0 ? 'notDue' : statusOf(have, asked.length, null, frame, facts),
    have,
    need: asked.length,
    pace: null,
    dueOn: frame.dueOn,
    counted: judged.flatMap(({ counted }) => counted ?? []),
    notCounted: judged.flatMap(({ notCounted }) => notCounted),
    parts: asked.map(({ part }) => part),
    remarks: remarksOf(judged),
    because: lacking.length > 0 && lacking.length <= 6 ? `${because} Not yet: ${lacking.join(', ')}.` : because,
  }
}

function unasked(rule: Rule, items: readonly Item[], facts: Facts): Uncounted[] {
  const keys = new Set(items.map(({ key }) => key))
  return facts.judgements
    .filter(({ itemKey, kind }) => keys.has(itemKey) && kind === rule.judgedBy)
    .map(({ recordId }) => ({ id: recordId, why: NOT_ASKED }))
}

interface Judged {
  name: string
  expected: number | null
  counted: string | null
  notCounted: Uncounted[]
  part: Part
  remark: string | null
}

function judgedItem(rule: Rule, item: Item, frame: Frame, facts: Facts): Judged {
  const expected = expectedLevel(facts.pack, item.key, frame.stage.stageKey)
  const all = facts.judgements
    .filter(({ itemKey, kind }) => itemKey === item.key && kind === rule.judgedBy)
    .sort((a, b) => b.order - a.order)
  const [latest, ...older] = all
  const why = latest ? shortfall(latest, item, expected, frame, facts) : null
  const counted = latest && why === null ? latest.recordId : null
  const refused = latest && why !== null ? [{ id: latest.recordId, why }] : []
  const replaced = older.map(({ recordId }) => ({ id: recordId, why: 'A later judgement took its place' }))
  const inferable = expectationOf(facts.pack, item.key)?.inferable
  return {
    name: item.code ?? item.title,
    expected,
    counted,
    notCounted: [...refused, ...replaced],
    part: {
      title: `${item.code ? `${item.code} ` : ''}${item.title}`,
      have: latest?.level ?? 0,
      need: expected,
      pace: null,
      note: why ?? (latest ? null : 'Not signed off yet'),
      key: item.key,
    },
    remark: counted === null && expected !== null && inferable ? inferable.text : null,
  }
}

/** Why a judgement does not count for the stage; null when it does. */
function shortfall(
  latest: JudgementFact,
  item: Item,
  expected: number | null,
  frame: Frame,
  facts: Facts,
): string | null {
  if (expected === null) return 'Nothing is asked of this item at this stage'
  if (latest.outcome !== 'level' || latest.level === null) return `More evidence was asked for on ${date(latest.on)}`
  const early = outsideOf(frame.window, facts)(latest.on)
  if (early !== null) return early
  if (latest.level >= expected) return null
  return `${levelName(facts, item, latest.level)}, where ${levelName(facts, item, expected)} is expected`
}

function levelName(facts: Facts, item: Item, level: number): string {
  const values = scaleOf(facts.pack, item.scale ?? '')?.values ?? []
  return `“${values.find(({ value }) => value === level)?.label ?? level}”`
}

function remarksOf(judged: readonly Judged[]): Evaluation['remarks'] {
  return judged.flatMap(({ name, remark }) => (remark ? [`${name}: ${remark}`] : []))
}
