import type { FormDefinition, Rendered, RenderedAnswer, RenderedSection } from '../forms/index.ts'

/** The trainee's answer beside a comment. */
export interface ReplyLine {
  field: string
  by: string
  at: string
  text: string
}

/** Whether an answer is somebody else's comment on the trainee: free words in a part that is not the trainee's. */
export function isComment(form: FormDefinition, section: RenderedSection, answer: RenderedAnswer): boolean {
  if (section.by === 'trainee' || answer.unanswered) return false
  return form.sections.some(({ fields }) => fields.some(({ key, type }) => key === answer.key && type === 'longText'))
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
  const sections = rendered.sections.map((section) => ({
    ...section,
    answers: section.answers.map((answer): RenderedAnswer => {
      const reply = replies.find(({ field }) => field === answer.key)
      if (reply && section.by !== 'trainee') return { ...answer, reply }
      const open = replyTo !== null && form !== null && isComment(form, section, answer)
      return open ? { ...answer, replyTo: replyTo(answer.key) } : answer
    }),
  }))
  return { ...rendered, sections }
}

/** For paper, where nothing can be followed. */
export function withoutReplyLinks(rendered: Rendered): Rendered {
  const sections = rendered.sections.map((section) => ({
    ...section,
    answers: section.answers.map(({ replyTo: _, ...answer }): RenderedAnswer => answer),
  }))
  return { ...rendered, sections }
}

/** Where a comment of a record is replied to. */
export const replyUrl = (recordId: string) => (field: string) => `/records/${recordId}/reply/${field}`
