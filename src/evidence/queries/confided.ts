import type { Rendered, RenderedAnswer } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import type { Actor } from '../../policy/index.ts'

const WORDS = 'Only the trainee and the supervisor who was asked read this'

/**
 * What a trainee confides to the one person asked (health, wellbeing) is read by the two of them, whoever else may read
 * the rest of the record. That something was answered at all is not told either.
 */
export function confided(
  rendered: Rendered,
  record: Pick<RecordRow, 'personId' | 'authorId' | 'assessorId'>,
  actor: Pick<Actor, 'personId'>,
): Rendered {
  const concerned = [record.personId, record.authorId, record.assessorId]
  if (record.assessorId === null || concerned.includes(actor.personId)) return rendered
  const sections = rendered.sections.map((section) =>
    section.by === 'trainee' ? { ...section, answers: section.answers.map(hidden) } : section,
  )
  return { ...rendered, sections }
}

function hidden(answer: RenderedAnswer): RenderedAnswer {
  if (!answer.sensitive) return answer
  const { key, label, sensitive } = answer
  return { key, label, answer: WORDS, unanswered: true, sensitive }
}
