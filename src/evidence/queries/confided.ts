import type { Rendered, RenderedAnswer } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import { type Actor, isLent, type Relation } from '../../policy/index.ts'

const TRAINEES = 'Only the trainee and the supervisor who was asked read this'
const CONCERNS = 'Only the trainee, its writer, the educational supervisor and the director of the programme read this'

/** Who answers for the trainee as a whole: they read a supervisor's confidential concerns, other readers do not. */
const answersFor: readonly Relation[] = ['educationalSupervisor', 'siteDirector', 'director']

/** Whether a role reads what supervisors note in confidence. */
export const answersForTrainee = ({ relation }: Pick<Actor, 'relation'>): boolean => answersFor.includes(relation)

type Concerned = Pick<RecordRow, 'id' | 'enrolmentId' | 'personId' | 'authorId' | 'assessorId'>

/** Whose confidential answers this reader does not get: of the trainee, of the supervisor. */
function keptFrom(actor: Actor, record: Concerned): { trainee: boolean; supervisor: boolean } {
  const concerned = [record.personId, record.authorId, record.assessorId].includes(actor.personId)
  return {
    trainee: !concerned && record.assessorId !== null,
    // Whoever answers for the trainee in another programme answers for that one alone.
    supervisor: !concerned && (!answersForTrainee(actor) || isLent(actor, record)),
  }
}

/**
 * What a trainee confides to the one person asked (health, wellbeing) is read by the two of them, whoever else may read
 * the rest of the record; what a supervisor notes in confidence, by those who answer for the trainee. That something was
 * answered at all is not told either.
 */
export function confided(rendered: Rendered, record: Concerned, actor: Actor): Rendered {
  const kept = keptFrom(actor, record)
  if (!kept.trainee && !kept.supervisor) return rendered
  const sections = rendered.sections.map((section) => {
    const words = section.by === 'trainee' ? kept.trainee && TRAINEES : kept.supervisor && CONCERNS
    return words ? { ...section, answers: section.answers.map((answer) => hidden(answer, words)) } : section
  })
  return { ...rendered, sections }
}

function hidden(answer: RenderedAnswer, words: string): RenderedAnswer {
  if (!answer.sensitive) return answer
  const { key, label, sensitive } = answer
  return { key, label, answer: words, unanswered: true, sensitive }
}
