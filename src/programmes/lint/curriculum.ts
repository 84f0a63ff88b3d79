import type { CurriculumNode } from '../curriculum.ts'
import { itemOf, type Pack } from '../pack.ts'
import { type Finding, Findings, keysOf } from './finding.ts'
import { lintStyle } from './groups.ts'

/** The tree, the procedures and the sets of tags: keys once each, and nothing that leads nowhere. */
export function lintCurriculum(pack: Pack): Finding[] {
  return [...lintTree(pack), ...lintProcedures(pack), ...lintTags(pack)]
}

interface Placed {
  node: CurriculumNode
  path: string
}

function placed(nodes: readonly CurriculumNode[], path: string): Placed[] {
  return nodes.flatMap((node, index) => {
    const here = `${path}.${index}`
    return [{ node, path: here }, ...placed(node.children ?? [], `${here}.children`)]
  })
}

function lintTree(pack: Pack): Finding[] {
  const found = new Findings('curriculum.json')
  const places = placed(pack.curriculum.nodes, 'nodes')
  const keys = places.flatMap(({ node, path }) => [
    { key: node.key, path: `${path}.key` },
    ...(node.descriptors ?? []).map(({ key }, index) => ({ key, path: `${path}.descriptors.${index}.key` })),
  ])
  found.unique(keysOf(keys), (index) => keys[index]?.path ?? '')
  for (const place of places) {
    if (place.node.kind === 'group') lintGroup(place, pack, found)
    else lintItem(place, pack, found)
  }
  return found.all
}

function lintGroup({ node, path }: Placed, pack: Pack, found: Findings): void {
  found.must((node.children ?? []).length > 0, path, 'a group with nothing in it')
  const own = (
    ['scale', 'signOff', 'evidenceKinds', 'descriptors', 'suggestedForms', 'marked', 'maintains'] as const
  ).filter((name) => node[name] !== undefined)
  for (const name of own) found.add(`${path}.${name}`, 'belongs to an item, and this is a group')
  lintStyle(node, path, pack, found)
}

function lintItem({ node, path }: Placed, pack: Pack, found: Findings): void {
  const ofGroups = (['style', 'stages', 'tickedBy', 'marks'] as const).filter((name) => node[name] !== undefined)
  for (const name of ofGroups) found.add(`${path}.${name}`, 'belongs to a group, and this is an item')
  found.must(node.children === undefined, `${path}.children`, 'an item is a leaf; only groups have children')
  found.known(node.scale ? [node.scale] : [], keysOf(pack.scales.scales), `${path}.scale`, 'scale')
  found.known(node.suggestedForms ?? [], keysOf(pack.forms), `${path}.suggestedForms`, 'form')
  const [usual, enough] = node.evidenceTarget ?? [1, 1]
  found.must(usual <= enough, `${path}.evidenceTarget`, 'the lower number comes first')
  if (!node.signOff) return
  found.must(node.scale !== undefined, path, 'is signed off and has no scale to do it on')
  found.must((node.evidenceKinds ?? []).length > 0, path, 'says nothing about appropriate evidence')
}

function lintProcedures(pack: Pack): Finding[] {
  const found = new Findings('procedures.json')
  const { procedures } = pack.procedures
  const stages = keysOf(pack.pack.stages)
  found.unique(keysOf(procedures), (index) => `procedures.${index}.key`)
  const items = procedures.flatMap(({ item }, index) => (item ? [{ item, index }] : []))
  found.unique(
    items.map(({ item }) => item),
    (at) => `procedures.${items[at]?.index}.item`,
  )
  for (const [index, procedure] of procedures.entries()) {
    const path = `procedures.${index}`
    const { item } = procedure
    found.must(!item || itemOf(pack, item) !== undefined, `${path}.item`, `there is no item “${item}”`)
    found.known(Object.keys(procedure.perStage), stages, `${path}.perStage`, 'stage')
    found.known(stages, Object.keys(procedure.perStage), `${path}.perStage`, 'state for the stage')
    if (procedure.summative) found.known([procedure.summative.byEndOf], stages, `${path}.summative.byEndOf`, 'stage')
  }
  return found.all
}

function lintTags(pack: Pack): Finding[] {
  const found = new Findings('presentations.json')
  const { sets } = pack.presentations
  found.unique(keysOf(sets), (index) => `sets.${index}.key`)
  for (const [s, set] of sets.entries()) {
    found.unique(keysOf(set.groups), (index) => `sets.${s}.groups.${index}.key`)
    const tags = set.groups.flatMap((group, g) =>
      group.tags.map(({ key }, t) => ({ key, path: `sets.${s}.groups.${g}.tags.${t}.key` })),
    )
    found.unique(keysOf(tags), (index) => tags[index]?.path ?? '')
  }
  return found.all
}
