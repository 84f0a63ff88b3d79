import { accrued, dayAfter } from './accrued.ts'
import { type Day, earliest, isBefore } from './days.ts'
import type { Stretch } from './stretches.ts'

/** A stage as it is on record. */
export interface StageOnRecord {
  from: Day
  /** Exclusive; null while its end is open. */
  until: Day | null
  /** Training that it holds, once that was kept. */
  work: number | null
}

/**
 * Stages whose ends follow training time: the one that holds today and those to come end once as much training has been
 * done in them as was planned, and with training at the latest (sickness stops the clock of a stage and does not move the
 * end of training); what is over stays as it was. Stages that followed one another still do.
 */
export function movedStages<S extends StageOnRecord>(
  stages: readonly S[],
  was: readonly Stretch[],
  now: readonly Stretch[],
  { today, endsOn }: { today: Day; endsOn: Day },
): S[] {
  const moved: S[] = []
  for (const stage of [...stages].sort((a, b) => (isBefore(a.from, b.from) ? -1 : 1))) {
    const index = moved.length
    const before = stages.find(({ until }) => until?.equals(stage.from))
    const follows = before ? moved[index - 1]?.until : null
    const over = stage.until !== null && !isBefore(today, stage.until)
    if (over || stage.until === null) {
      moved.push(!over && follows ? { ...stage, from: follows } : stage)
      continue
    }
    const from = isBefore(today, stage.from) && follows ? follows : stage.from
    const work = stage.work ?? accrued(was, stage.from, stage.until)
    const done = work > 0 ? dayAfter(now, from, work) : stage.until
    moved.push({ ...stage, from, work, until: isBefore(from, endsOn) ? earliest(done, endsOn) : done })
  }
  return moved
}
