/** Where the pages of posts are. */
export const url = {
  posts: (enrolmentId: string) => `/portfolios/${enrolmentId}/posts`,
  apply: (enrolmentId: string) => `/portfolios/${enrolmentId}/posts/new`,
  post: (enrolmentId: string, postId: string) => `/portfolios/${enrolmentId}/posts/${postId}`,
  rotate: (enrolmentId: string) => `/portfolios/${enrolmentId}/posts/rotate`,
  nudge: (enrolmentId: string) => `/portfolios/${enrolmentId}/posts/rotate/nudge`,
  absences: (enrolmentId: string) => `/portfolios/${enrolmentId}/absences`,
  withdrawAbsence: (enrolmentId: string, absenceId: string) =>
    `/portfolios/${enrolmentId}/absences/${absenceId}/withdraw`,
  plan: (enrolmentId: string) => `/portfolios/${enrolmentId}/posts/plan.svg`,
}
