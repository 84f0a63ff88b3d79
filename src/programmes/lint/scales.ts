import type { Expectation } from '../curriculum.ts'
import { itemOf, itemsOf, type Pack, scaleOf } from '../pack.ts'
import { type Finding, Findings, keysOf } from './finding.ts'

/** Scales rise, and every item that is judged has a level for every stage, on its own scale. */
export function lintScales(pack: Pack): Finding[] {
  const found = new Findings('scales.json')
  const { scales, expected } = pack.scales
  found.unique(keysOf(scales), (index) => `scales.${index}.key`)
  for (const [index, { values, expected: always }] of scales.entries()) {
    const rising = values.every(({ value }, at) => at === 0 || value > (values[at - 1]?.value ?? value))
    found.must(rising, `scales.${index}.values`, 'values rise from one to the next')
    const has = always === undefined || values.some(({ value }) => value === always)
    found.must(has, `scales.${index}.expected`, `${always} is not on this scale`)
  }
  found.unique(
    expected.map(({ item }) => item),
    (index) => `expected.${index}.item`,
  )
  for (const [index, row] of expected.entries()) lintRow(row, `expected.${index}`, pack, found)
  for (const { node } of itemsOf(pack)) {
    const missing = node.scale !== undefined && !expected.some(({ item }) => item === node.key)
    found.must(!missing, 'expected', `there is no expectation for “${node.key}”`)
  }
  return found.all
}

function lintRow(row: Expectation, path: string, pack: Pack, found: Findings): void {
  const item = itemOf(pack, row.item)
  if (!item) {
    found.add(`${path}.item`, `there is no item “${row.item}”`)
    return
  }
  const stages = keysOf(pack.pack.stages)
  found.known(Object.keys(row.levels), stages, `${path}.levels`, 'stage')
  found.known(stages, Object.keys(row.levels), `${path}.levels`, `expectation of “${row.item}” for the stage`)
  const levels = scaleOf(pack, item.scale ?? '')?.values.map(({ value }) => value) ?? []
  for (const [stage, level] of Object.entries(row.levels)) {
    found.must(
      level === null || levels.includes(level),
      `${path}.levels.${stage}`,
      `${level} is not on the item’s scale`,
    )
  }
  if (row.ready !== undefined) {
    found.must(levels.includes(row.ready), `${path}.ready`, `${row.ready} is not on the item’s scale`)
  }
  found.known(
    row.inferable?.from ?? [],
    keysOf(itemsOf(pack).map(({ node }) => node)),
    `${path}.inferable.from`,
    'item',
  )
}
