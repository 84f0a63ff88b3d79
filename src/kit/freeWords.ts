import type { Problems } from './errors.ts'

/** What stands in a field that asks for somebody's name or a number by its nature: only patients' numbers are out of place. */
export interface NamedWords {
  named: string
}

/** Words that somebody writes freely, by the id of their field on the page. */
export interface FreeWords {
  texts: Record<string, string | NamedWords | null | undefined>
  /** Names that may stand there beside the writer's own: whose portfolio it is, whom it is written to. */
  known?: readonly (string | null | undefined)[]
}

/** What a guard says of them: problems to come back with, or what was confirmed, in kinds and counts. */
export interface Judged {
  problems: Problems | null
  kinds: Record<string, number>
  reason: string | null
}

/** Reads free words before a command keeps them; null where there is nothing to say. */
export type WordsGuard = (words: FreeWords, body: Record<string, unknown>) => Judged | null

declare module './context.ts' {
  interface Services {
    /** Asked by every command that takes free words. */
    guard: WordsGuard
  }
}
