/** Something that a trainee was assessed on: what they sent along, and what the assessor made of it. */
export interface Work {
  form: string
  /** What the trainee fills in, less the date. */
  before: Record<string, unknown>
  /** Rows of the grid of ratings. */
  rows?: readonly string[]
  /** What the assessor fills in beside ratings and feedback. */
  judged?: Record<string, unknown>
  doneWell?: string
  toImprove?: string
  items: readonly string[]
}
