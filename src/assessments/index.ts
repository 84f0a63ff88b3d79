export { codeEntryRoom, codeRoom, deviceEntryRoom } from './entryRoutes.ts'
export type { WaitingElsewhere } from './inbox.ts'
export { isQuiet, mailOf, mailOfRequest, mailStateOf, type RequestMail, type RequestMailRow } from './mail.ts'
export { asksOf, preparedFor, whoseRequests } from './preparing.ts'
export { findToFill } from './queries.ts'
export { assessmentsRoom, assessRoom, linkRoom } from './routes.ts'
export { sendDigests } from './service/digest.ts'
export { completeForm, declineForm, openRequest } from './service/fill.ts'
export { reflectOnFeedback } from './service/reflect.ts'
export { requestAssessment } from './service/request.ts'
export {
  expireRequests,
  letterStillHolds,
  remindAssessors,
  tellOfQuietMails,
  tellUndelivered,
} from './service/sweep.ts'
export { besidePaper } from './views/paper.ts'
export { withArticle } from './words.ts'
