import { recordUrl, statusTag, titleFor } from '../../evidence/index.ts'
import { type FormContext, type Rendered, snapshot, type Values } from '../../forms/index.ts'
import type { RecordCard, Tag } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import { type Actor, depth } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import type { Piece } from '../queries/evidence.ts'

/** A piece of evidence in short. */
export function cardOf(actor: Actor, pack: PublishedPack, piece: Piece): RecordCard {
  return {
    title: titleFor(actor, pack, piece),
    href: recordUrl(piece),
    meta: metaOf(pack, piece),
    tags: tagsOf(piece),
  }
}

export function tagsOf(piece: Piece): Tag[] {
  const star: Tag[] = piece.starred ? [{ words: 'best evidence', tone: 'accent' }] : []
  return [...star, statusTag(piece)]
}

/** "CbD · 9 Nov 2026 · Dr Idris Khan". */
export function metaOf(pack: PublishedPack, piece: Piece): string {
  const form = pack.form(piece.formKey)
  const by = piece.signed?.by ?? piece.assessor?.name ?? null
  const role = piece.signed ? piece.signed.role : null
  const link = piece.signed?.assurance === 'link' ? 'by the link sent to them' : null
  return [form?.short ?? piece.kind, date(dayOf(piece)), by, role, link].filter(Boolean).join(' · ')
}

export const dayOf = (piece: Pick<Piece, 'occurredOn'>) => piece.occurredOn.toISOString().slice(0, 10)

/** How a piece reads in full: as it was signed, else as it stands. Null where the actor sees facts alone. */
export function readingOf(actor: Actor, pack: PublishedPack, piece: Piece, context: FormContext): Rendered | null {
  if (depth(actor, piece) !== 'full') return null
  if (piece.signed) return answered(piece.signed.rendered)
  const form = pack.form(piece.formKey)
  return form ? answered(snapshot(form, piece.values as Values, { ...context, writer: null })) : null
}

/** Without the questions that nobody answered: on one screen every line must say something. */
function answered(rendered: Rendered): Rendered {
  const sections = rendered.sections.map((section) => ({
    ...section,
    answers: section.answers.filter(({ unanswered }) => !unanswered),
  }))
  return { ...rendered, sections: sections.filter(({ answers }) => answers.length > 0) }
}
