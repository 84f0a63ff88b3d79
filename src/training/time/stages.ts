import { accrued, dayAfter } from './accrued.ts'
import { type Day, earliest, isBefore, numberOf } from './days.ts'
import type { Stretch } from './stretches.ts'

/** A stage as it is on record. */
export interface StageOnRecord {
  from: Day
  /** Exclusive; null while its end is open. */
  until: Day | null
  /** Training that it holds, once that was kept. */
  work: number | null
}

/** As far as an end by the work of stages, each a whole day, may lie before the end of training by the same work. */
const ROUNDED_DAYS = 2

/** A run of stages without a day between: where it began, and how much its stages hold so far. */
interface Run {
  from: Day
  work: number
  until: Day
}

/**
 * Stages whose ends follow training time: the one that holds today and those to come end once as much training has been
 * done in them as was planned, and with training at the latest (sickness stops the clock of a stage and does not move the
 * end of training); what is over stays as it was. Stages that followed one another still do, and a run of them is rounded
 * up to a day once for each end, never stage upon stage; the one that ended with training still does.
 * @param endedOn the first day after training as it was
 */
export function movedStages<S extends StageOnRecord>(
  stages: readonly S[],
  was: readonly Stretch[],
  now: readonly Stretch[],
  { today, endsOn, endedOn }: { today: Day; endsOn: Day; endedOn: Day },
): S[] {
  const moved: S[] = []
  let run: Run | null = null
  for (const stage of [...stages].sort((a, b) => (isBefore(a.from, b.from) ? -1 : 1))) {
    const index = moved.length
    const before = stages.find(({ until }) => until?.equals(stage.from))
    const follows = before ? moved[index - 1]?.until : null
    const over = stage.until !== null && !isBefore(today, stage.until)
    if (over || stage.until === null) {
      moved.push(!over && follows ? { ...stage, from: follows } : stage)
      run = null
      continue
    }
    const from: Day = isBefore(today, stage.from) && follows ? follows : stage.from
    const work = stage.work ?? accrued(was, stage.from, stage.until)
    const whole: Run = run?.until.equals(from) ? { ...run, work: run.work + work } : { from, work, until: from }
    const done = work > 0 ? dayAfter(now, whole.from, whole.work) : stage.until
    const until: Day = isBefore(from, endsOn)
      ? withTraining(stage.until, earliest(done, endsOn), endedOn, endsOn)
      : done
    run = { ...whole, until }
    moved.push({ ...stage, from, work, until })
  }
  return moved
}

/** The end of a stage that ended with training: the same day again, where the two differ by rounding alone. */
const withTraining = (ended: Day, done: Day, endedOn: Day, endsOn: Day): Day =>
  ended.equals(endedOn) && numberOf(endsOn) - numberOf(done) <= ROUNDED_DAYS ? endsOn : done
