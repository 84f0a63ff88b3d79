export const url = {
  all: '/admissions',
  sheet: '/admissions/list.csv',
  accept: '/admissions/new',
  /** With what was sent as a list, to be mended there. */
  mend: (listId: string) => `/admissions/new?mend=${listId}`,
  list: (id: string) => `/admissions/lists/${id}`,
  one: (enrolmentId: string) => `/admissions/${enrolmentId}`,
  withdraw: (enrolmentId: string) => `/admissions/${enrolmentId}/withdraw`,
  fee: (enrolmentId: string) => `/admissions/${enrolmentId}/fee`,
  own: '/enrolment',
}
