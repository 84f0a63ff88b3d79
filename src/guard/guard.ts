import { createHash } from 'node:crypto'
import type { FreeWords, Judged } from '../kit/freeWords.ts'
import { identifiersIn } from './detect.ts'
import { type Hit, ofPatients } from './kinds.ts'
import { GUARD, MARKS, REASON, reasons } from './reasons.ts'

/** So many pieces are quoted at one field; a list of two hundred helps nobody. */
const quoted = 6

/**
 * Reads free words before they are kept (R41, D18). Nothing is refused for good: whoever writes takes the piece out, or
 * says why it may stay. The answer holds for the pieces that were asked about and no others, so that a word typed since
 * is asked about again. Of what was confirmed only kinds, counts and the reason are ever kept.
 * @param body what was sent; the marks of what is asked about now are put into it, for the page that comes back
 * @returns null where there is nothing to ask
 */
export function textGuard({ texts, known = [] }: FreeWords, body: Record<string, unknown>): Judged | null {
  const names = known.filter((name): name is string => Boolean(name))
  const fields = Object.entries(texts).map(([field, text]) => ({ field, hits: hitsIn(text, names) }))
  const hits = fields.flatMap((one) => one.hits)
  if (hits.length === 0) return null
  const kinds: Record<string, number> = {}
  for (const { kind } of hits) kinds[kind] = (kinds[kind] ?? 0) + 1
  const reason = reasons.find(([key]) => key === body[REASON])?.[0]
  const marks = [...new Set(hits.map(markOf))]
  const answered = new Set(String(body[MARKS] ?? '').split(' '))
  if (reason && marks.every((mark) => answered.has(mark))) return { problems: null, kinds, reason }
  body[MARKS] = marks.join(' ')
  const told = fields.filter((one) => one.hits.length > 0).map(({ field, hits }) => [field, sentence(hits)])
  return { problems: { ...Object.fromEntries(told), [GUARD]: question }, kinds, reason: null }
}

/** Where a name or a number belongs, only what patients are known by is asked about. */
function hitsIn(text: FreeWords['texts'][string], names: readonly string[]): Hit[] {
  if (typeof text !== 'object' || text === null) return identifiersIn(text ?? '', names)
  return identifiersIn(text.named, names).filter(({ kind }) => ofPatients.has(kind))
}

const question = 'Take out what identifies anybody, or say why it may stay'

/** Tells a piece without repeating it. */
function markOf({ kind, text }: Hit): string {
  return createHash('sha256').update(`${kind}\n${text}`).digest('base64url').slice(0, 12)
}

/** “07700 900123” looks like a telephone number. */
function sentence(hits: readonly Hit[]): string {
  const pieces = hits.slice(0, quoted).map(({ text, what }) => `“${text}” looks like ${what}`)
  const more = hits.length > quoted ? [`and there are ${hits.length - quoted} more`] : []
  return `${[...pieces, ...more].join(', ')}. Take it out, or say below why it may stay`
}
