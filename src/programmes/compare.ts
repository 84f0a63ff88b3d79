/**
 * What differs between two versions of a pack. Things are known by their keys, as everywhere: one that kept its key and
 * says something else has changed, one that stands below another heading has moved. What is the same is not mentioned.
 */
import { canonicalBytes } from '../forms/canonical.ts'
import type { CurriculumNode } from './curriculum.ts'
import { filesOf } from './load.ts'
import { nodesOf, type Pack } from './pack.ts'
import { rightWords } from './rights.ts'

/** A text of the one version against that of the other; null where one of them has none. */
export interface TextChange {
  /** Where in the thing: "overall › help". Empty for the thing itself. */
  where: string
  before: string | null
  after: string | null
}

export interface Difference {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  /** The thing by its title, or its key where it has none. */
  what: string
  key: string
  changes: TextChange[]
}

/** The differences of one file of the pack's folder, such as `forms/mini-cex`. */
export interface FileDifferences {
  file: string
  differences: Difference[]
}

/** A part of a pack that is looked at as one: an item, a rule, a form. */
interface Thing {
  key: string
  what: string
  /** The key of what it stands below. */
  under: string | null
  content: unknown
}

/** @returns the files in which anything differs, each with its things in the order of the later version, removed ones last */
export function comparePacks(before: Pack, after: Pack): FileDifferences[] {
  const [was, is] = [filesOf(before), filesOf(after)]
  const files = [...new Set([...is.keys(), ...was.keys()])]
  return files
    .map((file) => ({ file, differences: compareThings(things(file, before, was), things(file, after, is)) }))
    .filter(({ differences }) => differences.length > 0)
}

function compareThings(before: Thing[], after: Thing[]): Difference[] {
  const old = new Map(before.map((thing) => [thing.key, thing]))
  const kept = new Set(after.map(({ key }) => key))
  const removed = before.filter(({ key }) => !kept.has(key))
  return [
    ...after.flatMap((thing) => {
      const earlier = old.get(thing.key)
      return earlier ? changed(earlier, thing) : [whole('added', thing)]
    }),
    ...removed.map((thing) => whole('removed', thing)),
  ]
}

const whole = (kind: 'added' | 'removed', { key, what }: Thing): Difference => ({ kind, what, key, changes: [] })

function changed(before: Thing, after: Thing): Difference[] {
  const changes = textChanges(before.content, after.content)
  const moved = before.under !== after.under
  if (changes.length === 0 && !moved) return []
  const under = moved ? [{ where: 'stands below', before: before.under, after: after.under }] : []
  const kind = changes.length === 0 ? 'moved' : 'changed'
  return [{ kind, what: after.what, key: after.key, changes: [...under, ...changes] }]
}

/** The things of a file. Lists of keyed things are taken apart; a form, and what has no keys, is one thing. */
function things(file: string, pack: Pack, files: Map<string, unknown>): Thing[] {
  const part = files.get(file)
  if (part === undefined) return []
  if (file === 'curriculum') return curriculumThings(pack)
  if (file === 'rights') return rightsThings(pack)
  if (file.startsWith('forms/')) return [{ key: file, what: nameOf(part) ?? file, under: null, content: part }]
  return partThings(part as Record<string, unknown>)
}

function partThings(part: Record<string, unknown>): Thing[] {
  const { lists, rest } = listsOf(part)
  const keyed = lists.flatMap(([list, entries]) =>
    entries.map((entry) => ({
      key: `${list}.${keyOf(entry)}`,
      what: nameOf(entry) ?? keyOf(entry)!,
      under: null,
      content: entry,
    })),
  )
  return [...keyed, { key: '', what: '', under: null, content: rest }]
}

function curriculumThings(pack: Pack): Thing[] {
  const { nodes: _nodes, ...itself } = pack.curriculum
  const placed = nodesOf(pack).map(({ node, above }) => {
    const { children: _children, ...own } = node
    return { key: node.key, what: titleOf(node), under: above.at(-1) ?? null, content: own }
  })
  return [...placed, { key: '', what: '', under: null, content: itself }]
}

/** What each relation may do with each section, state by state: however the rows of the file say it. */
function rightsThings({ rights }: Pack): Thing[] {
  const { rows, ...rest } = rights
  const cells = new Map<string, Record<string, string>>()
  for (const row of rows) {
    const name = `${labelOf(rights.relations, row.relation)} · ${labelOf(rights.sections, row.section)}`
    const states = cells.get(name) ?? {}
    for (const state of row.states) states[state] = rightWords(row)
    cells.set(name, states)
  }
  const whole = [...cells].map(([name, content]) => ({ key: `rows.${name}`, what: name, under: null, content }))
  return [...partThings(rest), ...whole]
}

const labelOf = (things: readonly { key: string; label?: string; title?: string }[], key: string): string => {
  const thing = things.find((one) => one.key === key)
  return thing?.label ?? thing?.title ?? key
}

const titleOf = ({ code, title }: CurriculumNode) => (code ? `${code} ${title}` : title)

function listsOf(part: Record<string, unknown>) {
  const lists = Object.entries(part).filter((entry): entry is [string, unknown[]] => isKeyed(entry[1]))
  const names = lists.map(([name]) => name)
  return { lists, rest: Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name))) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a thing is known by, whatever that is called in its file. */
function keyOf(thing: unknown): string | null {
  if (!isRecord(thing)) return null
  const { key, id, item, relation } = thing
  const name = key ?? id ?? item ?? relation
  return typeof name === 'string' ? name : null
}

function nameOf(thing: unknown): string | null {
  if (!isRecord(thing)) return null
  const name = thing.title ?? thing.label
  return typeof name === 'string' ? name : null
}

function isKeyed(value: unknown): value is unknown[] {
  if (!Array.isArray(value) || value.length === 0) return false
  const keys = value.map(keyOf)
  return !keys.includes(null) && new Set(keys).size === keys.length
}

/** The texts that differ, by where they stand. */
function textChanges(before: unknown, after: unknown): TextChange[] {
  const [was, is] = [new Map(texts(before, [])), new Map(texts(after, []))]
  return [...new Set([...is.keys(), ...was.keys()])]
    .filter((where) => was.get(where) !== is.get(where))
    .map((where) => ({ where, before: was.get(where) ?? null, after: is.get(where) ?? null }))
}

/** Every text of a thing with its place: keyed parts by their keys, so that an order that changed is no difference in itself. */
function* texts(value: unknown, path: readonly string[]): Iterable<[string, string]> {
  if (value === undefined || value === null) return
  if (isKeyed(value)) {
    yield [[...path, 'order'].join(' › '), value.map((part) => keyOf(part)).join(', ')]
    for (const part of value) yield* texts(part, [...path, keyOf(part)!])
  } else if (isRecord(value)) {
    for (const [name, part] of Object.entries(value)) yield* texts(part, [...path, name])
  } else yield [path.join(' › '), plainly(value)]
}

function plainly(value: unknown): string {
  if (Array.isArray(value)) {
    return value
      .map((part) =>
        isRecord(part) || Array.isArray(part) ? new TextDecoder().decode(canonicalBytes(part)) : String(part),
      )
      .join(', ')
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}
