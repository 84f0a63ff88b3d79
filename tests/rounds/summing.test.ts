import fc from 'fast-check'
import { takeApart } from '../../src/rounds/answers.ts'
import { type Collected, figuresFor } from '../../src/rounds/figures.ts'
import { EVERY } from '../../src/rounds/kinds.ts'
import { redacted } from '../../src/rounds/redacting.ts'
import { merged, type Pile, sizeOf, totalOf } from '../../src/rounds/summing.ts'
import { shipped } from '../packs/packs.ts'

const [, pack] = shipped.find(([folder]) => folder.startsWith('internal-medicine'))!
const kind = pack.rounds!.kinds.find(({ key }) => key === 'msf')!
const form = pack.forms.find(({ key }) => key === kind.raterForm)!
const scales = Object.fromEntries(pack.scales.scales.map(({ key, title, values }) => [key, { title, levels: values }]))
const rows = form.sections.flatMap(({ fields }) => fields).find(({ type }) => type === 'ratingGrid') as {
  rows: { key: string }[]
}

interface Answer {
  group: string
  ratings: Record<string, number>
  overall: number
  text: string
}

const answers = fc.array(
  fc.record({
    group: fc.constantFrom(...kind.groups.map(({ key }) => key)),
    ratings: fc.dictionary(fc.constantFrom(...rows.rows.map(({ key }) => key)), fc.integer({ min: 1, max: 3 })),
    overall: fc.integer({ min: 1, max: 3 }),
    text: fc.constantFrom('', 'Fine.', 'Late.', 'Kind.'),
  }),
  { minLength: 3, maxLength: 25 },
)

/** Added up as the database adds them up. */
function collect(list: readonly Answer[]): Collected {
  const tallies = new Map<string, { groupKey: string; question: string; value: number; count: number }>()
  const add = (groupKey: string, question: string, value: number) => {
    const key = `${groupKey}|${question}|${value}`
    tallies.set(key, { groupKey, question, value, count: (tallies.get(key)?.count ?? 0) + 1 })
  }
  const counts: Record<string, number> = {}
  const comments: { id: string; groupKey: string; question: string; text: string; removed: [] }[] = []
  for (const { group, ratings, overall, text } of list) {
    counts[group] = (counts[group] ?? 0) + 1
    const { ratings: given, texts } = takeApart(form, { ratings, overall, strengths: text })
    for (const { question, value } of given) add(group, question, value)
    for (const one of texts) comments.push({ id: '', groupKey: group, removed: [], ...one })
  }
  comments.sort((a, b) => (a.text < b.text ? -1 : 1))
  return { counts, tallies: [...tallies.values()].filter(({ question }) => question !== EVERY), comments, self: null }
}

const figures = (list: readonly Answer[]) => figuresFor({ kind, form, scales }, collect(list))
const pilesOf = (list: readonly Answer[], question: string): Pile[] =>
  kind.groups.map(({ key }) => {
    const values = list
      .filter(({ group }) => group === key)
      .flatMap((one) => (question === 'overall' ? one.overall : (one.ratings[question.slice(8)] ?? [])))
    return {
      groups: [key],
      counts: Object.fromEntries([1, 2, 3].map((value) => [value, values.filter((one) => one === value).length])),
    }
  })
const questions = ['overall', ...rows.rows.map(({ key }) => `ratings.${key}`)]

describe('what a summary gives away (decision 53)', () => {
  it('C12: shows no pile below the size that hides, and no total that leaves one', () => {
    fc.assert(
      fc.property(answers, (list) => {
        for (const question of questions) {
          const piles = pilesOf(list, question)
          const shown = merged(piles, kind.hideGroupsUnder)
          for (const pile of shown) expect(sizeOf(pile)).toBeGreaterThanOrEqual(kind.hideGroupsUnder)
          // The total is that of the piles shown: what is left of it when they are taken away is nothing.
          const all = piles.reduce((sum, pile) => sum + sizeOf(pile), 0)
          const total = totalOf(shown)
          expect(total === null ? 0 : sizeOf(total)).toBe(all >= kind.hideGroupsUnder ? all : 0)
          // Each group lies in one pile only, whole.
          const groups = shown.flatMap((pile) => pile.groups)
          expect(new Set(groups).size).toBe(groups.length)
        }
      }),
    )
  })

  it('C12: reads the same whoever of a merged pile gave which answer, so that no hidden group can be worked out', () => {
    fc.assert(
      fc.property(answers, fc.infiniteStream(fc.nat()), (list, random) => {
        for (const question of questions) {
          const shown = merged(pilesOf(list, question), kind.hideGroupsUnder)
          for (const pile of shown.filter(({ groups }) => groups.length > 1)) {
            // Deals the values of this pile to its raters anew: any other hands would have made the same page.
            const key = question.slice(8)
            const has = (one: Answer) =>
              pile.groups.includes(one.group) && (question === 'overall' || one.ratings[key] !== undefined)
            const values = list.filter(has).map((one) => (question === 'overall' ? one.overall : one.ratings[key]!))
            const dealt = values
              .map((value) => ({ value, at: random.next().value as number }))
              .toSorted((a, b) => a.at - b.at)
            let next = 0
            const others = list.map((one) => {
              if (!has(one)) return one
              const { value } = dealt[next++]!
              return question === 'overall'
                ? { ...one, overall: value }
                : { ...one, ratings: { ...one.ratings, [key]: value } }
            })
            expect(figures(others)).toEqual(figures(list))
          }
        }
      }),
    )
  })

  it('C12: shows a group’s comments only where the group itself may be named', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const { rows: comments } = figures(list)['round-comments']!
        for (const { key, title } of kind.groups) {
          const size = list.filter(({ group }) => group === key).length
          if (size < kind.hideGroupsUnder)
            expect(comments.filter(({ label }) => label.startsWith(`${title} ·`))).toEqual([])
        }
        expect(
          figures(list)
            ['round-answers']!.rows.map(({ text }) => Number.parseInt(text, 10))
            .filter((count) => count < kind.hideGroupsUnder),
        ).toEqual([])
      }),
    )
  })
})

describe('taking identifiers out', () => {
  it('marks what was taken out, and changes nothing else', () => {
    const text = 'Dr Khan says (Dr Khan!) that case no 1234 went well.'
    const removed = [
      { text: 'Dr Khan', what: 'somebody’s name' },
      { text: 'case no 1234', what: 'a case number' },
    ]
    expect(redacted(text, removed)).toBe(
      '[removed: somebody’s name] says ([removed: somebody’s name]!) that [removed: a case number] went well.',
    )
    expect(redacted(text, [])).toBe(text)
    // A piece is words, never a pattern, and never found in what stands for another.
    expect(
      redacted('a.b and axb', [
        { text: 'a.b', what: 'removed' },
        { text: 'removed', what: 'x' },
      ]),
    ).toBe('[removed: removed] and axb')
  })
})
