import type { CurriculumNode } from '../curriculum.ts'
import { expectationOf, itemOf, nodesOf, type Pack, selectItems } from '../pack.ts'
import type { RequirementOf } from '../requirements.ts'
import { type Findings, keysOf } from './finding.ts'

/** What a group of a style must have, and its items must not (R92, R114). */
export function lintStyle(node: CurriculumNode, path: string, pack: Pack, found: Findings): void {
  found.known(node.stages ?? [], keysOf(pack.pack.stages), `${path}.stages`, 'stage')
  found.known(node.tickedBy ?? [], keysOf(pack.forms), `${path}.tickedBy`, 'form')
  found.unique(keysOf(node.marks ?? []), (index) => `${path}.marks.${index}.key`)
  const cases = node.style === 'cases'
  found.must(!cases || node.tickedBy !== undefined, path, 'says not which forms tick its cases')
  found.must(cases || !node.tickedBy, `${path}.tickedBy`, 'belongs to a list of cases')
  found.must(cases || !node.marks, `${path}.marks`, 'belongs to a list of cases')
  if (node.style === 'maintenance') found.must(node.stages !== undefined, path, 'says not in which stages it is there')
  for (const [index, child] of (node.children ?? []).entries()) {
    const at = `${path}.children.${index}`
    if (cases) lintCase(child, node, at, found)
    else found.must(!child.marked, `${at}.marked`, 'belongs to an item of a list of cases')
    if (node.style === 'maintenance') lintMaintained(child, node, at, pack, found)
    else found.must(!child.maintains, `${at}.maintains`, 'belongs to an item of a maintenance group')
  }
}

function lintCase(item: CurriculumNode, list: CurriculumNode, path: string, found: Findings): void {
  found.must(item.kind === 'item', path, 'a list of cases holds items alone')
  found.must(!item.scale && !item.signOff, path, 'a case is ticked by evidence, not judged on a scale')
  found.known(item.marked ?? [], keysOf(list.marks ?? []), `${path}.marked`, 'mark of the list called')
}

function lintMaintained(item: CurriculumNode, group: CurriculumNode, path: string, pack: Pack, found: Findings): void {
  const earlier = item.maintains ? itemOf(pack, item.maintains) : undefined
  found.must(earlier !== undefined, `${path}.maintains`, `there is no item “${item.maintains}” to keep alive`)
  if (!earlier) return
  found.must(earlier.signOff === true && !earlier.maintains, `${path}.maintains`, 'keeps alive what is not signed off')
  found.must(earlier.scale === item.scale, `${path}.scale`, `is not the scale of “${earlier.key}”`)
  const levels = expectationOf(pack, item.key)?.levels ?? {}
  for (const { key } of pack.pack.stages) {
    const asked = (levels[key] ?? null) !== null
    const there = group.stages?.includes(key) ?? false
    found.must(asked === there, path, `is ${there ? 'there and not asked' : 'asked and not there'} in ${key}`)
  }
}

/** Targets of a coverage rule that its items can reach. */
export function lintCoverage(rule: RequirementOf<'evidenceCoverage'>, path: string, pack: Pack, found: Findings): void {
  const items = selectItems(pack, rule.items.under)
  const most = (by: Readonly<Record<string, number>>) => Math.max(0, ...Object.values(by))
  found.must(
    most(rule.by ?? {}) <= items.length,
    `${path}.by`,
    `asks for more than the ${items.length} items there are`,
  )
  found.must(!rule.marked || rule.by !== undefined, `${path}.marked`, 'stands beside a number by stage')
  const marks = nodesOf(pack).flatMap(({ node }) => keysOf(node.marks ?? []))
  for (const [index, { mark, by }] of (rule.marked ?? []).entries()) {
    const at = `${path}.marked.${index}`
    found.known([mark], marks, `${at}.mark`, 'mark')
    found.known(Object.keys(by), keysOf(pack.pack.stages), `${at}.by`, 'stage')
    const marked = items.filter((item) => item.marked?.includes(mark)).length
    found.must(most(by) <= marked, `${at}.by`, `asks for more than the ${marked} items with that mark`)
  }
}
