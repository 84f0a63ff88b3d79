import type { Choosable, FormContext, Scale as FormScale } from '../forms/context.ts'
import type { LintContext } from '../forms/lint.ts'
import { expectedLevel, itemOf, itemsOf, nodesOf, type Pack, RUNTIME_LISTS, scaleOf } from './pack.ts'
import { ROUND_FIGURES } from './rounds.ts'

/** The scale that a form means by "the scale of the item that this is about" (self-assessment, sign-off). */
export const ITEM_SCALE = 'item'

/** What `figures` fields of forms may show; the product works them out. */
export const FIGURE_SOURCES = ['placement-summary'] as const

/** The part of a form's world that comes from its pack. */
export type PackWorld = Required<
  Pick<FormContext, 'scales' | 'expected' | 'curriculum' | 'procedures' | 'tagSets' | 'lists'>
> &
  Pick<FormContext, 'stage'>

/** A form's world as far as its pack knows it: for an item of the curriculum, and a stage, where there is one. */
export function formWorld(pack: Pack, about: { item?: string; stage?: string } = {}): PackWorld {
  const stage = pack.pack.stages.find(({ key }) => key === about.stage)
  return {
    scales: scalesFor(pack, about.item),
    expected: expectedFor(pack, about),
    ...(stage ? { stage: stage.short.toLowerCase() } : {}),
    curriculum: choosableItems(pack),
    procedures: pack.procedures.procedures.map(({ key, title }) => ({ key, title })),
    tagSets: Object.fromEntries(
      pack.presentations.sets.map((set) => [
        set.key,
        set.groups.flatMap((group) => group.tags.map((tag) => ({ ...tag, group: group.title }))),
      ]),
    ),
    lists: pack.pack.lists,
  }
}

/** A pack's scale as forms know it. */
function formScale(pack: Pack, key: string): FormScale {
  const scale = scaleOf(pack, key)
  const levels = scale?.values ?? []
  return {
    title: scale?.title ?? key,
    ...(scale?.numbered ? { numbered: true } : {}),
    levels: levels.map(({ value, label, meaning, descriptors }) => ({
      value,
      label,
      descriptor: meaning,
      ...(descriptors ? { aspects: descriptors } : {}),
    })),
  }
}

function scalesFor(pack: Pack, item: string | undefined): Record<string, FormScale> {
  const scales = Object.fromEntries(pack.scales.scales.map(({ key }) => [key, formScale(pack, key)]))
  const own = item ? itemOf(pack, item)?.scale : undefined
  return own ? { ...scales, [ITEM_SCALE]: formScale(pack, own) } : scales
}

function expectedFor(pack: Pack, { item, stage }: { item?: string; stage?: string }): Record<string, number> {
  const always = pack.scales.scales.flatMap(({ key, expected }) => (expected === undefined ? [] : [[key, expected]]))
  const level = item && stage ? expectedLevel(pack, item, stage) : null
  return Object.fromEntries(level === null ? always : [...always, [ITEM_SCALE, level]])
}

function choosableItems(pack: Pack): Choosable[] {
  const titles = new Map(nodesOf(pack).map(({ node }) => [node.key, node.title]))
  return itemsOf(pack).map(({ node, above }) => ({
    key: node.key,
    title: node.title,
    code: node.code,
    group: titles.get(above.at(-1) ?? ''),
  }))
}

/** What the linter of forms must know of the pack around a form. */
export function lintWorld(pack: Pack): LintContext {
  const { scales, tagSets, lists, procedures, curriculum } = formWorld(pack)
  return {
    scales: { ...scales, [ITEM_SCALE]: { title: 'The scale of the item', levels: [] } },
    tagSets: Object.keys(tagSets),
    lists: [...Object.keys(lists), ...RUNTIME_LISTS],
    procedures: procedures.map(({ key }) => key),
    curriculum: curriculum.map(({ key }) => key),
    grades: (pack.pack.lists.grades ?? []).map(([key]) => key),
    relations: pack.rights.relations.map(({ key }) => key),
    sections: pack.rights.sections.map(({ key }) => key),
    figures: [...FIGURE_SOURCES, ...ROUND_FIGURES],
  }
}
