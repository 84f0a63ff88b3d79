import { identifiersIn } from './detect.ts'

/** A sentence of the corpus, labelled by hand (tests/guard/corpus). */
export interface Sentence {
  text: string
  identifiers: { kind: string; piece: string }[]
  clean: boolean
}

export interface Figures {
  /** Of each kind of label, how many pieces there are and how many were found. */
  kinds: { kind: string; there: number; found: number }[]
  /** The share of pieces found, names apart from all else. */
  numbers: number
  names: number
  /** The share of clean sentences in which something was found all the same. */
  falseAlarms: number
}

export function readCorpus(lines: string): Sentence[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sentence)
}

/** A piece counts as found when something was found that holds it, or that it holds. */
const overlaps = (a: string, b: string) => a.includes(b) || b.includes(a)

/** How well the guard does; figures alone, so that they may be printed of sentences that nobody should read. */
export function measure(sentences: readonly Sentence[]): Figures {
  const pieces = sentences.flatMap(({ text, identifiers }) => {
    const hits = identifiersIn(text)
    return identifiers.map(({ kind, piece }) => ({ kind, found: hits.some((hit) => overlaps(hit.text, piece)) }))
  })
  const kinds = [...new Set(pieces.map(({ kind }) => kind))].sort().map((kind) => {
    const those = pieces.filter((one) => one.kind === kind)
    return { kind, there: those.length, found: those.filter(({ found }) => found).length }
  })
  const clean = sentences.filter((one) => one.clean)
  return {
    kinds,
    numbers: recall(kinds.filter(({ kind }) => kind !== 'name')),
    names: recall(kinds.filter(({ kind }) => kind === 'name')),
    falseAlarms: clean.filter(({ text }) => identifiersIn(text).length > 0).length / clean.length,
  }
}

function recall(kinds: Figures['kinds']): number {
  const sum = (of: 'there' | 'found') => kinds.reduce((total, one) => total + one[of], 0)
  return sum('there') === 0 ? 1 : sum('found') / sum('there')
}
