import type { Figures, FormContext, FormDefinition, Values } from '../forms/index.ts'
import { list, plural } from '../kit/ui.ts'
import type { RoundKind } from '../programmes/index.ts'
import { type Question, questionsOf, ratingIn, textsOf } from './answers.ts'
import { type Counts, shownGroups, titleOf } from './kinds.ts'
import { type Removed, redacted } from './redacting.ts'
import { merged, type Pile, sizeOf, totalOf } from './summing.ts'

/** What a round has come to: everything that its pages and its summary are made of. */
export interface Collected {
  counts: Counts
  tallies: readonly { groupKey: string; question: string; value: number; count: number }[]
  comments: readonly { id: string; groupKey: string; question: string; text: string; removed: readonly Removed[] }[]
  self: Values | null
}

interface Around {
  kind: RoundKind
  form: FormDefinition
  scales: FormContext['scales']
}

/** The piles of one question that may be shown. */
export function pilesOf({ kind }: Pick<Around, 'kind'>, { tallies }: Collected, question: string): Pile[] {
  const piles = kind.groups.map(({ key }): Pile => {
    const rows = tallies.filter((row) => row.question === question && row.groupKey === key)
    return { groups: [key], counts: Object.fromEntries(rows.map(({ value, count }) => [value, count])) }
  })
  return merged(piles, kind.hideGroupsUnder)
}

/** What a value of a question is called. */
export function valueWords({ values }: Question, value: number, scales: FormContext['scales']): string {
  if ('yes' in values) return value === 1 ? values.yes : values.no
  return scales[values.scale]?.levels.find((level) => level.value === value)?.label ?? String(value)
}

/** "2 meet expectations, 3 above": in the order of the scale, without what nobody chose. */
function spread(question: Question, { counts }: Pile, scales: FormContext['scales']): string {
  const values = Object.keys(counts).map(Number)
  const shown = values.filter((value) => counts[value]! > 0).toSorted((a, b) => a - b)
  return list(shown.map((value) => `${counts[value]} × ${valueWords(question, value, scales)}`))
}

function ratingRows(around: Around, collected: Collected, question: Question): { label: string; text: string }[] {
  const piles = pilesOf(around, collected, question.key)
  if (piles.length === 0)
    return [{ label: question.label, text: `Fewer than ${around.kind.hideGroupsUnder} rated this` }]
  const total = piles.length > 1 ? [{ title: 'Everybody', pile: totalOf(piles)! }] : []
  const rows = piles.map((pile) => ({ title: titleOf(around.kind, pile.groups), pile }))
  return [...rows, ...total].map(({ title, pile }) => ({
    label: around.kind.groups.length > 1 ? `${question.label} · ${title}` : question.label,
    text: `${spread(question, pile, around.scales)} (${plural(sizeOf(pile), 'answer')})`,
  }))
}

/** What the summary shows, by the source of its `figures` fields. Nothing in it is smaller than a group that may be named. */
export function figuresFor(around: Around, collected: Collected): Record<string, Figures> {
  const { kind, form, scales } = around
  const groups = shownGroups(kind, collected.counts)
  const open = questionsOf(form).filter(({ sensitive }) => !sensitive)
  const texts = textsOf(form).filter(({ sensitive }) => !sensitive)
  const hidden = `Groups of fewer than ${kind.hideGroupsUnder} are shown together with others.`
  const comments = groups.flatMap((pile) =>
    texts.flatMap(({ key, label }) =>
      collected.comments
        .filter((comment) => comment.question === key && pile.groups.includes(comment.groupKey))
        .map((comment) => ({
          label: kind.groups.length > 1 ? `${titleOf(kind, pile.groups)} · ${label}` : label,
          text: redacted(comment.text, comment.removed),
        })),
    ),
  )
  const self = collected.self
  return {
    'round-answers': {
      rows: groups.map((pile) => ({
        label: titleOf(kind, pile.groups),
        text: plural(sizeOf(pile), 'answer'),
      })),
      ...(kind.groups.length > 1 ? { note: hidden } : {}),
    },
    'round-ratings': { rows: open.flatMap((question) => ratingRows(around, collected, question)) },
    'round-comments': comments.length > 0 ? { rows: comments } : { rows: [], note: 'Nobody wrote a comment' },
    'round-self': self
      ? { rows: open.flatMap((question) => ownRow(question, self, scales)) }
      : { rows: [], note: 'No self-rating' },
  }
}

function ownRow(question: Question, self: Values, scales: FormContext['scales']) {
  const value = ratingIn(self, question.key)
  return value === null ? [] : [{ label: question.label, text: valueWords(question, value, scales) }]
}
