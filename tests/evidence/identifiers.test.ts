import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hitsIn } from '../../src/evidence/index.ts'
import { root } from '../../src/kit/root.ts'

/**
 * How well the identifier guard does on sentences that were written by somebody who had not seen it, and frozen before
 * it was tuned. Never read them to tune it: the figures are worth only as much as that. The floors are what is reached
 * today; wanted are 0.97 of numbers, 0.85 of names, and alarms in at most 2 % of clean sentences.
 */

interface Sentence {
  text: string
  identifiers: { kind: string; piece: string }[]
  clean: boolean
}

const sentences: Sentence[] = readFileSync(join(root, 'tests/evidence/identifiers/frozen.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const overlaps = (a: string, b: string) => a.includes(b) || b.includes(a)

function recall(of: (kind: string) => boolean): number {
  const wanted = sentences.flatMap(({ text, identifiers }) =>
    identifiers.filter(({ kind }) => of(kind)).map(({ piece }) => ({ text, piece })),
  )
  const found = wanted.filter(({ text, piece }) => hitsIn(text, '').some((hit) => overlaps(hit.text, piece)))
  return found.length / wanted.length
}

describe('D18: the identifier guard on sentences that it has never seen', () => {
  it('holds what the corpus promises', () => {
    expect(sentences).toHaveLength(240)
    expect(sentences.filter(({ clean }) => clean)).toHaveLength(120)
    for (const { text, identifiers } of sentences) for (const { piece } of identifiers) expect(text).toContain(piece)
  })

  it('finds numbers and addresses', () => {
    expect(recall((kind) => kind !== 'name')).toBeGreaterThanOrEqual(0.58)
  })

  it('finds names', () => {
    expect(recall((kind) => kind === 'name')).toBeGreaterThanOrEqual(0.57)
  })

  it('leaves clean sentences alone', () => {
    const clean = sentences.filter((one) => one.clean)
    expect(clean.filter(({ text }) => hitsIn(text, '').length > 0).length / clean.length).toBeLessThanOrEqual(0.025)
  })
})
