import type { Party } from './definition.ts'
import type { Rendered, RenderedAnswer, RenderedSection } from './snapshot.ts'
import { partyWords } from './words.ts'

type Read = Pick<RenderedAnswer, 'label'>

/**
 * Questions are put to their writer ("Your name", "About you"); everybody else is told whose they are ("The assessor’s
 * name"). Only for pages: what was signed keeps the words in which it was asked.
 */
export function wordsFor(text: string, by: Party, reader: Party | null): string {
  if (by === reader) return text
  const whose = partyWords(by)
  const upper = whose.charAt(0).toUpperCase() + whose.slice(1)
  return text
    .replace(/\b(About|about) you\b/g, `$1 ${whose}`)
    .replace(/\bYour\b/g, `${upper}’s`)
    .replace(/\byour\b/g, `${whose}’s`)
}

/** Answers of one party as another reads them. */
export const answersFor = <A extends Read>(answers: readonly A[], by: Party, reader: Party | null): A[] =>
  answers.map((answer) => ({ ...answer, label: wordsFor(answer.label, by, reader) }))

/**
 * A form as somebody reads it.
 * @param reader the party whose own questions stay as they were put; null for whoever wrote none of it
 */
export function forReader(rendered: Rendered, reader: Party | null): Rendered {
  const sections = rendered.sections.map((section): RenderedSection => {
    const { by, title, answers } = section
    return { ...section, title: wordsFor(title, by, reader), answers: answersFor(answers, by, reader) }
  })
  return { ...rendered, sections }
}

/** Without the questions that nobody answered, where every line must say something. */
export function answered(rendered: Rendered): Rendered {
  const sections = rendered.sections.map((section) => ({
    ...section,
    answers: section.answers.filter(({ unanswered }) => !unanswered),
  }))
  return { ...rendered, sections: sections.filter(({ answers }) => answers.length > 0) }
}
