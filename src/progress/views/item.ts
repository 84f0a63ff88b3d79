import type { LevelChoice, Tag } from '../../kit/partials.ts'
import { upperFirst } from '../../kit/ui.ts'
import {
  type CurriculumNode,
  evidenceTargetOf,
  expectationOf,
  expectedLevel,
  readyLevel,
  scaleOf,
} from '../../programmes/index.ts'
import type { Packed } from '../queries/portfolio.ts'

/** A level of a scale in words; `aspects` where one sentence does not hold its meaning. */
export interface LevelWords {
  label: string
  meaning: string
  aspects: readonly { aspect: string; text: string }[]
  tags: Tag[]
}

/** What an item means: the words behind the i (R106). */
export interface Meaning {
  summary: string | null
  descriptors: string[]
  evidence: string[]
  target: string
  levels: LevelWords[]
  scale: string | null
  remarks: string[]
  source: string
}

export function meaningOf({ portfolio, pack }: Packed, item: CurriculumNode): Meaning {
  const scale = scaleOf(pack.pack, item.scale ?? '')
  const [least, most] = evidenceTargetOf(pack.pack, item.key)
  const expectation = expectationOf(pack.pack, item.key)
  return {
    summary: item.summary ?? null,
    descriptors: (item.descriptors ?? []).map(({ text }) => text),
    evidence: item.evidenceKinds ?? [],
    target: targetWords(least, most),
    levels: (scale?.values ?? []).map(({ value, label, meaning, descriptors }) => ({
      label: scale?.numbered ? `${value} · ${label}` : label,
      meaning,
      aspects: descriptors ?? [],
      tags: marksOf({ portfolio, pack }, item, value).map((words) => ({ words, tone: 'accent' as const })),
    })),
    scale: scale?.summary ?? null,
    remarks: [expectation?.note, expectation?.inferable?.text].filter((text) => text !== undefined),
    source: pack.pack.pack.sources[item.source] ?? item.source,
  }
}

function targetWords(least: number, most: number): string {
  if (most === 1) return 'One piece of evidence is enough.'
  return least === most
    ? `${least} pieces of evidence.`
    : `${least} to ${most} good pieces are enough; more links do not help.`
}

/** What is to be said of a level: expected for the trainee's year, expected later, ready for what follows (R107). */
export function marksOf({ portfolio, pack }: Packed, item: CurriculumNode, level: number): string[] {
  const stages = [...pack.pack.pack.stages].sort((a, b) => a.order - b.order)
  const now = stages.find(({ key }) => key === portfolio.stageKey)
  const expected = stages
    .filter(({ key, order }) => expectedLevel(pack.pack, item.key, key) === level && (!now || order >= now.order))
    .map(({ short }) => short.toLowerCase())
  const many = expected.length > 1
  const marks = expected.length ? [many ? `expected from ${expected[0]} on` : `expected for ${expected[0]}`] : []
  const ready = readyLevel(pack.pack, item.key) === level ? readyWords({ portfolio, pack }, item) : null
  return ready ? [...marks, ready] : marks
}

function readyWords({ pack }: Packed, item: CurriculumNode): string {
  const mark = scaleOf(pack.pack, item.scale ?? '')?.values.find(({ readyMark }) => readyMark)?.readyMark
  return (mark ?? pack.pack.pack.words.ready).replace(/^./, (letter) => letter.toLowerCase())
}

/** The levels of an item's scale as cards to choose from: what each means, or what speaks for it. */
export function levelCards(
  packed: Packed,
  item: CurriculumNode,
  speaksFor?: (level: number) => (string | null)[],
): LevelChoice['options'] {
  const scale = scaleOf(packed.pack.pack, item.scale ?? '')
  return (scale?.values ?? []).map(({ value, label, meaning, descriptors }) => ({
    value: String(value),
    label: scale?.numbered ? `${value} · ${label}` : label,
    ...(speaksFor || !descriptors ? {} : { aspects: descriptors }),
    detail: sentenceOf([
      ...(speaksFor ? [] : [meaning.replace(/\.$/, '')]),
      ...marksOf(packed, item, value),
      ...(speaksFor?.(value) ?? []),
    ]),
  }))
}

function sentenceOf(parts: (string | null)[]): string | null {
  const text = parts.filter(Boolean).join(' · ')
  return text ? upperFirst(text) : null
}
