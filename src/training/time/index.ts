/** Training time, worked out from its history alone: no clock, no database, whole numbers only. */
export { accrued, afterMonths, type Clock, dayAfter, isAway, monthsOfWork, stretchOn } from './accrued.ts'
export { type Completion, type CompletionLine, completionOf, remainingOn } from './completion.ts'
export { dayOf, isBefore, numberOf } from './days.ts'
export type { DecisionEvent, FteEvent, StatusEvent, TimeHistory } from './events.ts'
export { type KindRule, kinds, statusKinds } from './kinds.ts'
export { movedStages, type StageOnRecord } from './stages.ts'
export { type Stretch, steady, stretchesOf, WHOLE_DAY } from './stretches.ts'
export {
  countsOf,
  firstDayOf,
  problemsOf as timeProblems,
  type TimeWish,
  WISHED,
  type WishProblems,
  withWish,
} from './wish.ts'
