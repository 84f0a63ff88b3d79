import type { FormDefinition, Rendered, RenderedAnswer, RenderedSection } from '../forms/index.ts'
import { COMMENT_FIGURES } from '../programmes/index.ts'

/** The trainee's answer beside a comment. */
export interface ReplyLine {
  field: string
  by: string
  at: string
  text: string
}

/** A comment by somebody else; many may stand below one question, such as what the raters of a round wrote. */
export interface Comment {
  /** Of the field; of one among many, with its place: frozen with the signature, so that it stays the same. */
  key: string
  label: string
  answer: string
  /** Whether it is known who wrote it: what raters wrote is nobody's. */
  signed: boolean
}

/** The comments on the trainee in one answer: free words in a part that is not the trainee's. */
export function commentsIn(form: FormDefinition, section: RenderedSection, answer: RenderedAnswer): Comment[] {
  if (section.by === 'trainee' || answer.unanswered) return []
  const field = form.sections.flatMap(({ fields }) => fields).find(({ key }) => key === answer.key)
  if (field?.type === 'longText') return [{ key: answer.key, label: answer.label, answer: answer.answer, signed: true }]
  if (field?.type !== 'figures' || field.source !== COMMENT_FIGURES) return []
  const cells = (answer.rows ?? []).flat()
  return cells.map(({ label, answer: text }, index) => ({
    key: `${answer.key}.${index + 1}`,
    label,
    answer: text,
    signed: false,
  }))
}

/**
 * A form as it reads, with the replies beside the comments that they answer.
 * @param replyTo where a comment without one can be replied to; null for whoever is not the trainee
 */
export function withReplies(
  rendered: Rendered,
  form: FormDefinition | null,
  replies: readonly ReplyLine[],
  replyTo: ((field: string) => string) | null = null,
): Rendered {
  const answersOf = (section: RenderedSection) => (answer: RenderedAnswer) => {
    const comments = form ? commentsIn(form, section, answer) : []
    const beside = (key: string) => {
      const reply = replies.find(({ field }) => field === key)
      if (reply) return section.by === 'trainee' ? {} : { reply }
      return replyTo && comments.some((one) => one.key === key) ? { replyTo: replyTo(key) } : {}
    }
    let place = 0
    const rows = answer.rows?.map((row) => row.map((cell) => ({ ...cell, ...beside(`${answer.key}.${++place}`) })))
    return { ...answer, ...(rows ? { rows } : {}), ...beside(answer.key) }
  }
  const sections = rendered.sections.map((section) => ({
    ...section,
    answers: section.answers.map(answersOf(section)),
  }))
  return { ...rendered, sections }
}

/** For paper, where nothing can be followed. */
export function withoutReplyLinks(rendered: Rendered): Rendered {
  const without = <T extends { replyTo?: string }>({ replyTo: _, ...rest }: T) => rest
  const sections = rendered.sections.map((section) => ({
    ...section,
    answers: section.answers.map(
      (answer): RenderedAnswer => ({
        ...without(answer),
        ...(answer.rows ? { rows: answer.rows.map((row) => row.map(without)) } : {}),
      }),
    ),
  }))
  return { ...rendered, sections }
}

/** Where a comment of a record is replied to. */
export const replyUrl = (recordId: string) => (field: string) => `/records/${recordId}/reply/${field}`
