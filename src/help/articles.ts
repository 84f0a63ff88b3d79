import type { Relation } from '../policy/index.ts'
import { forProgrammes } from './articles/programme.ts'
import { forStarters } from './articles/start.ts'
import { forSupervisors } from './articles/supervisor.ts'
import { forTrainees } from './articles/trainee.ts'

/** A piece of an article: a heading, a paragraph, or steps in their order. */
export interface Part {
  heading?: string
  text?: string
  steps?: readonly string[]
}

/** A short article that can be read on its own. */
export interface Article {
  key: string
  title: string
  summary: string
  /** For whom; for everybody when absent. */
  relations?: readonly Relation[]
  /** Words of paths at which it is shown first. */
  near: readonly string[]
  /** Steps aside where the programme has an article of its own about this section. */
  yieldsTo?: string
  parts: readonly Part[]
  links?: readonly { title: string; href: string }[]
}

/** The articles that hold for every programme; packs bring their own beside them. */
export const generalArticles: readonly Article[] = [...forStarters, ...forTrainees, ...forSupervisors, ...forProgrammes]
