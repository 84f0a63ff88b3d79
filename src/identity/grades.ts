/** Grades for people whose programme names none. */
export const generalGrades: readonly (readonly [string, string])[] = [
  ['consultant', 'Consultant'],
  ['sas', 'Specialist, associate specialist or specialty doctor'],
  ['registrar', 'Registrar'],
  ['trainee', 'Doctor in training'],
  ['gp', 'General practitioner'],
  ['nurse', 'Nurse or midwife'],
  ['ahp', 'Allied health professional'],
  ['other', 'Other'],
]
