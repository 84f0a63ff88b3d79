/** Addresses of this room, and of pages that it leads to. */
export const url = {
  list: '/trainees',
  gaps: '/trainees/gaps',
  load: '/trainees/supervisors',
  staffing: '/trainees/staffing',
  staffingOf: (personId: string) => `/trainees/staffing?of=${personId}`,
  writeToTicked: '/messages/ticked',
  writeToFound: '/messages/found',
  site: (siteId: string) => `/sites/${siteId}`,
  portfolio: (enrolmentId: string) => `/portfolios/${enrolmentId}`,
  progress: (enrolmentId: string) => `/portfolios/${enrolmentId}/progress`,
  time: (enrolmentId: string) => `/portfolios/${enrolmentId}/time`,
  supervisors: (enrolmentId: string) => `/trainees/${enrolmentId}/supervisors`,
}
