import type { Ctx } from '../kit/context.ts'
import type { Action, Link } from '../kit/partials.ts'
import type { Tone } from '../kit/ui.ts'
import type { RecordDetail } from './queries/detail.ts'

declare module '../kit/context.ts' {
  interface Services {
    /** Corrections and disputes live further right in the house; the composition hands over what they say. */
    beside: BesideService
  }
}

/** What is said beside a record: that it was amended, that it is disputed; and what one may ask for. */
export interface Beside {
  remarks: { words: string; tone: Tone; link: Link | null }[]
  actions: Action[]
}

export type BesideService = (ctx: Ctx, detail: RecordDetail) => Promise<Beside>

/** Several rooms' words together. */
export const besides =
  (...services: readonly BesideService[]): BesideService =>
  async (ctx, detail) => {
    const said = await Promise.all(services.map((service) => service(ctx, detail)))
    return { remarks: said.flatMap(({ remarks }) => remarks), actions: said.flatMap(({ actions }) => actions) }
  }
