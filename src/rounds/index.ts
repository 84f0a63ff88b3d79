export { roundsAsking } from './queries/list.ts'
export { raterRoom, roundsRoom, surveyRoom } from './routes.ts'
export { raterLetterHolds, raterUndelivered, remindRaters, sweepRounds } from './service/sweep.ts'
export { siteRatingsRoom } from './sites/routes.ts'
