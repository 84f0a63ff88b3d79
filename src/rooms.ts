import { admissionsRoom, enrolmentRoom } from './admissions/index.ts'
import { announcementsRoom } from './announcements/index.ts'
import { applicationsRoom } from './applications/index.ts'
import { appraisalsRoom, beginRoom } from './appraisals/index.ts'
import { assessmentsRoom, assessRoom, codeEntryRoom, codeRoom, deviceEntryRoom, linkRoom } from './assessments/index.ts'
import { auditRoom } from './audit/index.ts'
import { changeoversRoom } from './changeovers/index.ts'
import { cohortsRoom, ownSupervisorsRoom } from './cohorts/index.ts'
import { linkRoom as correctionLinkRoom, correctionsRoom } from './corrections/index.ts'
import { delegatesRoom } from './delegates/index.ts'
import { evidenceRoom } from './evidence/index.ts'
import { helpRoom } from './help/index.ts'
import { homeRoom } from './home/routes.ts'
import { identityRoom } from './identity/index.ts'
import { counterRoom, integrityRoom, signsRoom } from './integrity/index.ts'
import type { Room } from './kit/http.ts'
import { logsRoom } from './logs/index.ts'
import { mergingRoom } from './merging/index.ts'
import { messagesRoom } from './messages/index.ts'
import { hooksRoom, noticesRoom } from './notices/index.ts'
import { placesRoom } from './places/index.ts'
import { programmesRoom } from './programmes/index.ts'
import { progressRoom } from './progress/index.ts'
import { reflectionsRoom } from './reflections/index.ts'
import { reviewsRoom } from './reviews/index.ts'
import { raterRoom, roundsRoom, siteRatingsRoom, surveyRoom } from './rounds/index.ts'
import { trainingRoom } from './training/index.ts'

/** Every room with the path it is mounted below: the only place that knows them all. */
export const rooms: { path: string; room: Room }[] = [
  { path: '/', room: identityRoom },
  { path: '/', room: helpRoom },
  { path: '/sites', room: placesRoom },
  { path: '/programmes', room: programmesRoom },
  { path: '/portfolios', room: auditRoom },
  { path: '/', room: homeRoom },
  { path: '/assessments', room: assessmentsRoom },
  { path: '/assess', room: assessRoom },
  { path: '/a', room: linkRoom },
  { path: '/code', room: codeRoom },
  { path: '/code', room: codeEntryRoom },
  { path: '/device', room: deviceEntryRoom },
  { path: '/rounds', room: roundsRoom },
  { path: '/r', room: raterRoom },
  { path: '/s', room: surveyRoom },
  { path: '/site-ratings', room: siteRatingsRoom },
  { path: '/', room: evidenceRoom },
  { path: '/appraisals', room: beginRoom },
  { path: '/portfolios', room: appraisalsRoom },
  { path: '/portfolios', room: logsRoom },
  { path: '/reflections', room: reflectionsRoom },
  { path: '/', room: correctionsRoom },
  { path: '/c', room: correctionLinkRoom },
  { path: '/integrity', room: integrityRoom },
  { path: '/not-me', room: counterRoom },
  { path: '/portfolios', room: signsRoom },
  { path: '/dev', room: noticesRoom },
  { path: '/hooks', room: hooksRoom },
  { path: '/portfolios', room: progressRoom },
  { path: '/portfolios', room: reviewsRoom },
  { path: '/portfolios', room: trainingRoom },
  { path: '/applications', room: applicationsRoom },
  { path: '/trainees', room: cohortsRoom },
  { path: '/changeovers', room: changeoversRoom },
  { path: '/announcements', room: announcementsRoom },
  { path: '/messages', room: messagesRoom },
  { path: '/delegates', room: delegatesRoom },
  { path: '/admissions', room: admissionsRoom },
  { path: '/enrolment', room: enrolmentRoom },
  { path: '/merging', room: mergingRoom },
  { path: '/supervisors', room: ownSupervisorsRoom },
]
