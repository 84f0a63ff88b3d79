export const url = {
  all: '/admissions',
  sheet: '/admissions/list.csv',
  accept: '/admissions/new',
  list: (id: string) => `/admissions/lists/${id}`,
  one: (enrolmentId: string) => `/admissions/${enrolmentId}`,
  withdraw: (enrolmentId: string) => `/admissions/${enrolmentId}/withdraw`,
  fee: (enrolmentId: string) => `/admissions/${enrolmentId}/fee`,
  own: '/enrolment',
}
