import {
  amendSigned,
  appendVersion,
  createRecord,
  type Made,
  madeEvents,
  ownSignature,
  packContext,
  signRecord,
} from '../../evidence/index.ts'
import { compile, type FormContext, freeWords, sha256, snapshot, type Values } from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import { identifiersIn } from '../../guard/index.ts'
import { dateIn, toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, NotFound, type Problems } from '../../kit/errors.ts'
import { isId } from '../../kit/ids.ts'
import type { Finder } from '../../kit/scope.ts'
import { type Collected, figuresFor } from '../figures.ts'
import { sum } from '../kinds.ts'
import { mayDo } from '../policy.ts'
import { collected, findOne, type One } from '../queries/one.ts'
import type { Removed } from '../redacting.ts'
import { moveRound } from './begin.ts'
import { roundEvent } from './events.ts'
import { tellTrainee } from './tell.ts'

/** A round with what came in, for whoever reads and releases it. */
export interface Reading extends One {
  collected: Collected
  context: FormContext
}

/** What came in, for whoever may read it now; absent for everybody else. */
export const findReading = (async (ctx: Ctx): Promise<Reading | null> => {
  const one = await findOne(ctx)
  if (!one || mayDo('read', ctx.actor, one, ctx.now) !== true) return null
  return reading(ctx, one)
}) as Finder<Reading>

async function reading(ctx: Ctx, one: One): Promise<Reading> {
  const found = await collected(ctx, one)
  return { ...one, collected: found, context: summaryContext(ctx, one, found) }
}

/** What the product states in the summary: how many answered, of whom, and when it was released. */
function stated(ctx: Ctx, { kind, counts, portfolio }: One): Values {
  const { answers, releasedOn } = kind.fills
  return {
    [answers]: sum(counts),
    [releasedOn]: dateIn(ctx.now, portfolio.timeZone).toString(),
    ...Object.fromEntries(kind.mix.flatMap(({ fills, groups }) => (fills ? [[fills, sum(counts, groups)]] : []))),
  }
}

/** What the summary's form knows: figures in which no group is too small, and what the product itself states. */
function summaryContext(ctx: Ctx, one: One, found: Collected): FormContext {
  const base = packContext(one.pack, dateIn(ctx.now, one.portfolio.timeZone))
  const figures = figuresFor({ kind: one.kind, form: one.forms.rater, scales: base.scales }, found)
  return { ...base, figures, writer: { by: 'supervisor' }, stored: stated(ctx, one) }
}

// ── Taking identifiers out ───────────────────────────────────────────────────

export interface Piece extends Removed {
  taken: boolean
}

/** The pieces of a comment that may identify somebody; what was taken out by hand is among them. */
export function piecesOf(comment: Collected['comments'][number], names: readonly string[]): Piece[] {
  const found = identifiersIn(comment.text, names).map(({ text, what }) => ({ text, what }))
  const byHand = comment.removed.filter(({ text }) => !found.some((piece) => piece.text === text))
  const taken = (piece: Removed) => comment.removed.some(({ text }) => text === piece.text)
  return [...found, ...byHand].map((piece) => ({ ...piece, taken: taken(piece) }))
}

interface Redactions {
  removed: Record<string, Removed[]>
}

type Parsed<T> = { ok: true; values: T } | { ok: false; problems: Problems }

const texts = (value: unknown): string[] => [value ?? []].flat().filter((one): one is string => typeof one === 'string')

/** Why words that the product did not find may go: for nothing but whom they identify. The trainee reads it in the gap. */
export const REASONS = [
  'who wrote this',
  'a patient',
  'another colleague',
  'a place or time that tells who it was',
] as const

/** A comment is never taken out whole: then it would be an opinion that is taken out, and not an identifier. */
function byHandProblem(comment: string, words: string, why: string | undefined): string | null {
  if (!comment.includes(words)) return 'These words are not in the comment. Copy them exactly.'
  if (comment.replaceAll(words, '').replace(/[^\p{L}\p{N}]/gu, '') === '')
    return 'This is the whole comment. Take out only what identifies somebody; what is thought of the trainee stays.'
  return why ? null : 'Say whom these words identify. For any other reason nothing is taken out.'
}

/** By comment: the pieces that were ticked, and one more that somebody marked by its words. */
function parseRedactions(
  { collected: { comments }, portfolio }: Reading,
  body: Record<string, unknown>,
): Parsed<Redactions> {
  const problems: Problems = {}
  const removed: Record<string, Removed[]> = {}
  for (const comment of comments) {
    const ticked = new Set(texts(body[`take.${comment.id}`]))
    const pieces = piecesOf(comment, [portfolio.name]).filter((_piece, index) => ticked.has(String(index)))
    const also = texts(body[`also.${comment.id}`])[0]?.trim() ?? ''
    const why = REASONS.find((one) => one === texts(body[`why.${comment.id}`])[0])
    if (also) {
      const problem = byHandProblem(comment.text, also, why)
      if (problem) problems[`also.${comment.id}`] = problem
    }
    const more = also && why ? [{ text: also, what: why }] : []
    removed[comment.id] = [...pieces.map(({ text, what }) => ({ text, what })), ...more]
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, values: { removed } }
}

async function keepRemoved(ctx: WriteCtx, one: Reading, { removed }: Redactions): Promise<void> {
  for (const { id } of one.collected.comments) {
    const pieces = (removed[id] ?? []) as unknown as Prisma.InputJsonArray
    await ctx.db.roundComment.updateMany({ where: { id, roundId: one.round.id }, data: { removed: pieces } })
  }
}

/** Takes identifiers out of comments, and nothing else; the words as they were written stay with whoever releases. */
export const redactRound = command<Reading, Redactions, void>({
  find: findReading,
  may: (actor, found, ctx) => mayDo('release', actor, found, ctx.now),
  input: (found) => ({ parse: (body: Record<string, unknown>) => parseRedactions(found, body) }),
  run: keepRemoved,
  audit: (_done, found, { removed }) =>
    roundEvent('round.redacted', found, { count: Object.values(removed).flat().length }),
})

// ── Releasing ────────────────────────────────────────────────────────────────

interface Release {
  values: Values
  /** What was taken out, as it stood on the page that was read. */
  seen: string
}

/** Stands for what is taken out, so that nothing else is released than what was read. */
export const marksOf = ({ collected: { comments } }: Reading): string =>
  sha256(JSON.stringify(comments.map(({ id, removed }) => [id, removed.map(({ text }) => text)])))

/** What is left in the comments that looks like an identifier: flagged once more before the release. */
function leftIn(found: Reading): Record<string, string> {
  const open = found.collected.comments.map((comment): [string, string] => {
    const left = piecesOf(comment, [found.portfolio.name]).filter(({ taken }) => !taken)
    return [`comment.${comment.id}`, left.map(({ text }) => text).join('\n')]
  })
  return Object.fromEntries(open.filter(([, text]) => text !== ''))
}

/** The supervisor releases the summary: signed, frozen, and from now on a record of the portfolio. */
export const releaseRound = command<Reading, Release, Made>({
  find: findReading,
  may: (actor, found, ctx) => mayDo('release', actor, found, ctx.now),
  input: (found) => ({
    parse(body: Record<string, unknown>): Parsed<Release> {
      const outcome = compile(found.forms.summary, 'final', found.context).parse(body)
      if (!outcome.ok) return { ok: false, problems: outcome.problems }
      return { ok: true, values: { values: outcome.values, seen: texts(body._seen)[0] ?? '' } }
    },
  }),
  free: ({ values }, found) => ({
    texts: { ...freeWords(found.forms.summary, values), ...leftIn(found) },
    known: [found.portfolio.name],
  }),
  async run(ctx, found, { values, seen }) {
    const { round, forms, pack, portfolio, context } = found
    if (seen !== marksOf(found))
      throw new Conflict('What is taken out of the comments was changed in another window. Read it again.')
    await moveRound(ctx, found, ['closed', 'open'], { state: 'released', releasedAt: toJsDate(ctx.now) })
    const made = await createRecord(ctx, {
      form: forms.summary,
      pack,
      enrolment: portfolio,
      authorId: ctx.actor.personId,
      status: 'submitted',
      values,
      context,
    })
    await ctx.db.round.update({ where: { id: round.id }, data: { recordId: made.record.id } })
    await tellTrainee(
      ctx,
      found,
      'round.released',
      `Your ${found.kind.short} is released: read it before you discuss it`,
    )
    // Last, because it locks the portfolio's chain.
    await signRecord(ctx, made.record, {
      ...ownSignature(ctx),
      rendered: snapshot(forms.summary, values, { ...context, writer: null }),
    })
    return made
  },
  audit: (made, found) => [
    roundEvent('round.released', { round: { ...found.round, recordId: made.record.id } }),
    ...madeEvents('record.signed', made),
  ],
})

// ── Discussing ───────────────────────────────────────────────────────────────

/** A released round with its record, for what is added afterwards. */
export interface Discussing extends One {
  record: { id: string; rev: number; values: Values }
  context: FormContext
  figures: Collected
}

export const findDiscussing = (async (ctx: Ctx): Promise<Discussing | null> => {
  const one = await findOne(ctx)
  const { recordId } = one?.round ?? {}
  const record = recordId && isId(recordId) ? await ctx.db.record.findUnique({ where: { id: recordId } }) : null
  if (!one || !record) return null
  const found = await collected(ctx, one)
  const values = record.values as Values
  const context = {
    ...summaryContext(ctx, one, found),
    writer: { by: 'supervisor', afterSigning: true } as const,
    stored: values,
  }
  return { ...one, record: { ...record, values }, context, figures: found }
}) as Finder<Discussing>

/** "Discussed on": added to the summary under the supervisor's own signature; what was released stays as it reads. */
export const discussRound = command<Discussing, Values, void>({
  find: findDiscussing,
  may: (actor, found, ctx) => mayDo('discuss', actor, found, ctx.now),
  input: (found) => ({
    parse(body: Record<string, unknown>): Parsed<Values> {
      const { forms, context, record } = found
      const given = { ...body, [`f.${forms.summary.declaration.key}`]: 'yes' }
      const outcome = compile(forms.summary, 'final', context).parse(given)
      if (!outcome.ok) return { ok: false, problems: outcome.problems }
      return { ok: true, values: { ...record.values, ...afterIn(found, outcome.values) } }
    },
  }),
  free: (values, found) => ({
    texts: freeWords(found.forms.summary, values, found.record.values),
    known: [found.portfolio.name],
  }),
  async run(ctx, found, values) {
    const before = await ctx.db.record.findUnique({ where: { id: found.record.id } })
    if (!before) throw new NotFound()
    const record = await amendSigned(ctx, found.record, values)
    await appendVersion(ctx, record, {
      ...ownSignature(ctx),
      rendered: snapshot(found.forms.summary, values, { ...found.context, writer: null }),
    })
  },
  audit: (_done, found) => roundEvent('round.discussed', found),
})

/** What this form leaves to the supervisor for afterwards. */
function afterIn({ forms }: One, values: Values): Values {
  const after = forms.summary.sections.filter(({ by, afterSigning }) => by === 'supervisor' && afterSigning)
  const keys = new Set(after.flatMap(({ fields }) => fields.map(({ key }) => key)))
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)))
}
