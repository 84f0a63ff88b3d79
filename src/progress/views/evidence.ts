import { recordUrl, statusTag, titleFor } from '../../evidence/index.ts'
import {
  type FormContext,
  type Party,
  type Rendered,
  type RenderedAnswer,
  snapshot,
  type Values,
} from '../../forms/index.ts'
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

/** How many answers stand for a form that has neither levels nor longer texts, such as a log. */
const SHORT = 5

/**
 * What a supervisor reads first: the levels and the texts, without the descriptors and the circumstances. Null where that
 * would leave nothing out.
 */
export function gistOf(pack: PublishedPack, piece: Piece, whole: Rendered): RenderedAnswer[] | null {
  const fields = pack.form(piece.formKey)?.sections.flatMap((section) => section.fields) ?? []
  const telling = new Set(fields.filter(({ type }) => type === 'level' || type === 'longText').map(({ key }) => key))
  const answers = whole.sections.flatMap((section) => section.answers)
  const told = answers.filter(({ key }) => telling.has(key))
  const gist = told.length > 0 ? told : answers.slice(0, SHORT)
  return gist.length < answers.length ? gist.map(({ detail: _, ...answer }) => answer) : null
}

const parties: Partial<Record<Party, string>> = { trainee: 'trainee', assessor: 'assessor', supervisor: 'supervisor' }

/** Questions are put to their writer ("Your name"); a reader is told whose they are. What was signed stays as it reads. */
export function forReaders(rendered: Rendered): Rendered {
  const sections = rendered.sections.map((section) => {
    const whose = parties[section.by]
    if (!whose) return section
    const told = (text: string) =>
      text
        .replace(/\bAbout you\b/, `About the ${whose}`)
        .replace(/\bYour\b/, `The ${whose}’s`)
        .replace(/\byour\b/, `the ${whose}’s`)
    const answers = section.answers.map((answer) => ({ ...answer, label: told(answer.label) }))
    return { ...section, title: told(section.title), answers }
  })
  return { ...rendered, sections }
}
