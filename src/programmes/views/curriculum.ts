import type { Fact, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { list } from '../../kit/ui.ts'
import type { CurriculumNode } from '../curriculum.ts'
import { expectationOf, type Pack, scaleOf } from '../pack.ts'
import type { VersionFound } from '../queries.ts'
import { sourceWords } from '../words.ts'
import { frameOf, type VersionFrame } from './frame.ts'

interface ItemLine {
  key: string
  code: string | null
  title: string
  tags: Tag[]
  summary: string | null
  descriptors: string[]
  facts: Fact[]
  source: string
}

interface GroupLine {
  key: string
  title: string
  summary: string | null
  source: string
  items: ItemLine[]
  groups: GroupLine[]
}

interface CurriculumPage {
  title: string
  frame: VersionFrame
  summary: string | null
  groups: GroupLine[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/curriculum': CurriculumPage
  }
}
declare module '../../kit/partials.ts' {
  interface Partials {
    'programmes/group': { p: GroupLine }
  }
}

/** The tree with every descriptor, scale and expectation. */
export function packCurriculumPage(found: VersionFound): View {
  const { pack } = found.published
  const frame = frameOf(found, 'curriculum')
  const { title, summary, nodes } = pack.curriculum
  const loose = nodes.filter(({ kind }) => kind === 'item')
  const groups = nodes.filter(({ kind }) => kind === 'group').map((node) => groupOf(pack, node))
  const whole = { key: pack.curriculum.key, title, summary: null, source: '', groups: [] }
  return view(
    'programmes/curriculum',
    {
      title: frame.head.title,
      frame,
      summary: summary ?? null,
      groups: loose.length ? [{ ...whole, items: loose.map((node) => itemOf(pack, node)) }, ...groups] : groups,
    },
    { title: `Curriculum, ${frame.head.title}` },
  )
}

function groupOf(pack: Pack, node: CurriculumNode): GroupLine {
  const children = node.children ?? []
  return {
    key: node.key,
    title: node.code ? `${node.code} ${node.title}` : node.title,
    summary: node.summary ?? null,
    source: sourceWords(pack, node),
    items: children.filter(({ kind }) => kind === 'item').map((child) => itemOf(pack, child)),
    groups: children.filter(({ kind }) => kind === 'group').map((child) => groupOf(pack, child)),
  }
}

function itemOf(pack: Pack, node: CurriculumNode): ItemLine {
  return {
    key: node.key,
    code: node.code ?? null,
    title: node.title,
    tags: node.signOff ? [{ words: 'signed off', tone: 'plain' }] : [],
    summary: node.summary ?? null,
    descriptors: (node.descriptors ?? []).map(({ text }) => text),
    facts: factsOf(pack, node),
    source: sourceWords(pack, node),
  }
}

function factsOf(pack: Pack, node: CurriculumNode): Fact[] {
  const scale = scaleOf(pack, node.scale ?? '')
  const expected = expectationOf(pack, node.key)
  const label = (value: number | null | undefined) => scale?.values.find((one) => one.value === value)?.label
  const levels = pack.pack.stages.flatMap(({ key, short }) => {
    const words = label(expected?.levels[key])
    return words ? [`${short}: ${words}`] : []
  })
  const facts: [string, string | undefined][] = [
    ['Judged on', scale?.title],
    ['Expected at the end of', levels.join(' · ')],
    ['Expected levels come from', expected && levels.length ? sourceWords(pack, expected) : undefined],
    ['Appropriate evidence', list(node.evidenceKinds ?? [])],
    ['Usual pieces of evidence', node.evidenceTarget?.join(' to ')],
    ['Index case of', list(node.marked ?? [])],
  ]
  return facts.flatMap(([name, value]) => (value ? [{ label: name, value }] : []))
}
