import type { Record as RecordRow } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'

declare module '../kit/context.ts' {
  interface Services {
    /** Rules are read further right in the house; the composition hands the answer back. */
    counting: CountingService
  }
}

/** Whether a record counts: towards which rules, or every reason why not. */
export type Counting = { counts: true; towards: string[] } | { counts: false; why: string }

/** Null for what no rule reads. */
export type CountingService = (
  ctx: Pick<Ctx, 'db' | 'now' | 'services'>,
  record: Pick<RecordRow, 'id' | 'kind' | 'status' | 'formKey' | 'enrolmentId' | 'packVersionId'>,
) => Promise<Counting | null>
