import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure, readCorpus } from '../../src/guard/measure.ts'
import { root } from '../../src/kit/root.ts'

/** The floors are what docs/guard.md claims; see tests/guard/corpus/README.md before touching anything here. */
describe('D18: the identifier guard on sentences that it has never seen', () => {
  const sentences = readCorpus(readFileSync(join(root, 'tests/guard/corpus/frozen.jsonl'), 'utf8'))
  const figures = measure(sentences)

  it('holds what the corpus promises', () => {
    expect(sentences).toHaveLength(240)
    expect(sentences.filter(({ clean }) => clean)).toHaveLength(120)
    const wrong = sentences.filter(({ text, identifiers }) => !identifiers.every(({ piece }) => text.includes(piece)))
    expect(wrong.length).toBe(0)
  })

  it('finds numbers and addresses', () => expect(figures.numbers).toBeGreaterThanOrEqual(0.97))

  it('finds names', () => expect(figures.names).toBeGreaterThanOrEqual(0.98))

  it('leaves clean sentences alone', () => expect(figures.falseAlarms).toBeLessThanOrEqual(0.017))
})
