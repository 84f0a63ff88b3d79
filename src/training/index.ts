export { type AbsenceRule, type AbsenceSpan, daysByKind, type StatusSpan, sumAbsences } from './absence/count.ts'
export { absencesToReview, daysAwayOf } from './absence/flags.ts'
export { activityListener } from './activity.ts'
export { type Carer, carersOf, signersOf } from './carers.ts'
export {
  type ChangedPost,
  changePost,
  eventsOf as postEvents,
  lockPosts,
  type PostChange,
  problemsOf as postProblems,
  rested as restedPosts,
  writePosts,
} from './changePost.ts'
export { portfolioOf } from './find.ts'
export { type Ended, graceDays, graceOf, lastOfGrace } from './grace.ts'
export { applyPost } from './keepPost.ts'
export { type KeepTime, keepTime, shareOn, type TimeKept, turnShares } from './keepTime.ts'
export { inDays, leavingOf, rotateDays } from './leaving.ts'
export { remindOfRotations } from './nudge.ts'
export { heldOver, type Officer, officersOf } from './officers.ts'
export { planChange, type Span, type SupervisionPlan } from './plan.ts'
export { portfolioPolicy } from './policy.ts'
export {
  overfullIn,
  type PostPlan,
  type PostWish,
  planPost,
  postsAfter,
  type RecordedPost,
  reversed as reversedPosts,
  sameAs as samePost,
  tracks,
} from './postPlan.ts'
export {
  type Post,
  type PostState,
  periodWords,
  postState,
  postStates,
  postsOf,
  postTitle,
  shareWords,
} from './posts.ts'
export { type LocalLead, type PortfolioBase, portfolioHead, type SupervisorNow } from './queries.ts'
export { trainingRoom } from './routes.ts'
export { type ChangedSupervision, changeSupervisor, nothingToDo, type SupervisorChange } from './service.ts'
export { type SiteLead, siteLeads } from './siteLeads.ts'
export { aloneWords } from './splitAlone.ts'
export { tellOfPosts } from './tellPost.ts'
export * from './time/index.ts'
export { historyFrom, isEventful, type TimeRow, timeColumns, timeHistoryOf } from './timeHistory.ts'
export { toRuleOn, type UnplacedDays, unplacedDays } from './unplaced.ts'
export { url as postUrl } from './urls.ts'
export { missingWords, postTags } from './views.ts'
export { writeWish } from './writeTime.ts'
