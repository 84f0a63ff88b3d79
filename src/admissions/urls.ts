export const url = {
  all: '/admissions',
  accept: '/admissions/new',
  list: (id: string) => `/admissions/lists/${id}`,
  one: (enrolmentId: string) => `/admissions/${enrolmentId}`,
  own: '/enrolment',
}
