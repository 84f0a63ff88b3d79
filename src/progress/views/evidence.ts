import { packContext, recordUrl, statusTag, titleFor } from '../../evidence/index.ts'
import {
  answered,
  type FormContext,
  type Rendered,
  type RenderedAnswer,
  snapshot,
  type Values,
} from '../../forms/index.ts'
import { assuranceNote } from '../../identity/index.ts'
import type { RecordCard, Tag } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import { type Actor, depth } from '../../policy/index.ts'
import type { Piece } from '../queries/evidence.ts'

/** A piece of evidence in short. */
export function cardOf(actor: Actor, piece: Piece): RecordCard {
  return {
    title: titleFor(actor, piece.home, piece),
    href: recordUrl(piece),
    meta: metaOf(piece),
    tags: tagsOf(piece),
  }
}

export function tagsOf(piece: Piece): Tag[] {
  const star: Tag[] = piece.starred ? [{ words: 'best evidence', tone: 'accent' }] : []
  return [...star, statusTag(piece)]
}

/** "CbD · 9 Nov 2026 · Dr Idris Khan". */
export function metaOf(piece: Piece): string {
  const form = piece.home.form(piece.formKey)
  const by = piece.signed?.by ?? piece.assessor?.name ?? null
  const role = piece.signed ? piece.signed.role : null
  const link = piece.signed ? assuranceNote(piece.signed.assurance) : null
  return [form?.short ?? piece.kind, date(dayOf(piece)), by, role, link].filter(Boolean).join(' · ')
}

export const dayOf = (piece: Pick<Piece, 'occurredOn'>) => piece.occurredOn.toISOString().slice(0, 10)

/** How a piece reads in full: as it was signed, else as it stands. Null where the actor sees facts alone. */
export function readingOf(actor: Actor, piece: Piece, context: FormContext): Rendered | null {
  if (depth(actor, piece) !== 'full') return null
  if (piece.signed) return answered(piece.signed.rendered)
  const form = piece.home.form(piece.formKey)
  const base = packContext(piece.home, context.today)
  const known = { ...context, ...base, lists: { ...context.lists, ...base.lists }, writer: null }
  return form ? answered(snapshot(form, piece.values as Values, known)) : null
}

/** How many answers stand for a form that has neither levels nor longer texts, such as a log. */
const SHORT = 5

/**
 * What a supervisor reads first: the levels and the texts, without the descriptors and the circumstances. Null where that
 * would leave nothing out.
 */
export function gistOf(piece: Piece, whole: Rendered): RenderedAnswer[] | null {
  const fields = piece.home.form(piece.formKey)?.sections.flatMap((section) => section.fields) ?? []
  const telling = new Set(fields.filter(({ type }) => type === 'level' || type === 'longText').map(({ key }) => key))
  const answers = whole.sections.flatMap((section) => section.answers)
  const told = answers.filter(({ key }) => telling.has(key))
  const gist = told.length > 0 ? told : answers.slice(0, SHORT)
  return gist.length < answers.length ? gist.map(({ detail: _, ...answer }) => answer) : null
}
