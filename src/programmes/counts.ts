import { casesOf, nodesOf, type Pack, selectItems } from './pack.ts'

/** What a pack holds, in the order in which people ask: `['CiPs', '14']`, `['Rules', '43: count 12, …']`. */
export function countPack(pack: Pack): [string, string][] {
  const { pack: info, forms, requirements, presentations } = pack
  const cases = casesOf(pack)
  const named = new Set(info.minima.items.flatMap(({ under }) => selectItems(pack, under)))
  const core = [...named].filter(({ key }) => !cases.has(key))
  const fields = forms.flatMap((form) => form.sections).flatMap((section) => section.fields)
  const tags = presentations.sets.flatMap((set) => set.groups).flatMap((group) => group.tags)
  return [
    [info.words.items, String(core.length)],
    ['Descriptors', String(sum(core.map((item) => item.descriptors?.length ?? 0)))],
    ...(cases.size ? [['Index cases', String(cases.size)] as [string, string]] : []),
    ['Curriculum nodes', String(nodesOf(pack).length)],
    ['Scales', String(pack.scales.scales.length)],
    ['Procedures', String(pack.procedures.procedures.length)],
    ['Presentations', String(tags.length)],
    ['Forms', String(forms.length)],
    ['Fields', String(fields.length)],
    ['Sections with rights', String(pack.rights.sections.length)],
    ['Rules', `${requirements.rules.length}: ${byKind(requirements.rules.map(({ kind }) => kind))}`],
    ['Help articles', String(pack.help?.articles.length ?? 0)],
  ]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function byKind(kinds: readonly string[]): string {
  const names = [...new Set(kinds)].sort()
  return names.map((name) => `${name} ${kinds.filter((kind) => kind === name).length}`).join(', ')
}
