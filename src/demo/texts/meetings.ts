/** What is said in educational meetings, plans and shelves of the library. */

export const inductionAims: string[] = [
  'To become confident in leading the post-take round of the patients whom I have clerked, to reach twenty clinics by the summer, and to learn pleural ultrasound.',
  'To manage the specialty’s common emergencies, to complete the procedures that are still missing, and to sit the next part of the examination in spring.',
  'To lead the board round by the end of the post, to finish my improvement project, and to see patients in three different clinics.',
  'To grow towards the registrar’s role: holding the referral bleep with support, supervising the juniors, and having difficult conversations well.',
]

export const inductionSupport: string[] = [
  'Meeting every second Thursday at half past twelve. I am to be rung at any time about a patient.',
  'Weekly review on the ward; a longer conversation each month. Study leave for the examination agreed.',
  'Shadowing the registrar’s bleep for four shifts, then holding it with the registrar in the building.',
]

export const objectives: [objective: string, how: string][] = [
  ['Lead the board round twice a week', 'ACAT of a board round'],
  ['Twenty clinics in the year, in at least three settings', 'Clinic log and two OPCATs'],
  ['Become independent in pleural aspiration', 'Two summative DOPS by different assessors'],
  ['Pass the next part of MRCP(UK)', 'Result'],
  ['Complete the improvement project', 'QIPAT'],
  ['Four ACATs by consultants', 'Assessments, one by the end of October'],
  ['Teach the students every week and collect their feedback', 'Feedback in the library'],
  ['Hold the referral bleep', 'Multiple consultant reports'],
]

export const midPointProgress: string[] = [
  'Clinics are going well, assessments are a little behind because of the nights in autumn. The project has its first data.',
  'I have met three of five objectives. Procedures depend on the next block. I feel well supported.',
  'On course. I would like more feedback on leading the take, and I have asked two consultants for it.',
]

export const midPointDiscussion: string[] = [
  'Went through the requirements one by one. On course overall. Agreed on dates for two ACATs and on which consultants to ask for reports.',
  'Discussed workload and rest as well as evidence. Breadth of clinics is good. Examination plan is realistic.',
  'Good progress. Spoke about moving from doing to leading, and how to show it in assessments.',
]

export interface PlacementText {
  strengths: string
  development: string
  next: string
}

export const placements: PlacementText[] = [
  {
    strengths:
      'Hard-working, kind and safe. Looked after a demanding ward with energy and good humour; patients and nurses speak highly of this doctor. Contributed to teaching each week.',
    development: 'Should now lead more and do less. Agreed to run the weekly meeting and to supervise procedures.',
    next: 'Seek out clinics early in the post; the rota will not bring them by itself.',
  },
  {
    strengths:
      'Clinical reasoning is clear and well recorded. Good at recognising when a plan is not working and changing it. Excellent attendance at teaching.',
    development: 'Procedural numbers are low through no fault of their own. A week on the day unit was arranged.',
    next: 'Ask for an ACAT on each set of on-calls rather than at the end.',
  },
  {
    strengths:
      'Grew into the role. Began cautiously and is now the person whom the juniors ask. Conversations with families are outstanding.',
    development: 'Time management in clinic. Dictating after each patient has helped already.',
    next: 'Ready for the referral bleep with support.',
  },
  {
    strengths:
      'A thoughtful doctor who thinks about the system as well as the patient. Led a small project that has changed how we hand over at weekends.',
    development: 'Could be more assertive with other teams; role-played this in supervision.',
    next: 'Continue the project; take it to the regional day.',
  },
  {
    strengths:
      'Very good knowledge, carried lightly. Prepares for every round. Honest about uncertainty and quick to ask for help.',
    development: 'Interpretation of echocardiograms and gases; we agreed on a list of cases to look at together.',
    next: 'Book the examination course before the leave year ends.',
  },
]

export const plans: { title: string; plan: string; measure: string }[] = [
  {
    title: 'Lead a whole take',
    plan: 'Shadow the registrar on four shifts, then lead with them beside me, with an ACAT on each.',
    measure: 'Two ACATs that say I led',
  },
  {
    title: 'Ultrasound of the pleura',
    plan: 'Introductory course in the autumn, then ten supervised scans on the respiratory ward.',
    measure: 'Log of ten scans, signed',
  },
  {
    title: 'A clinic of my own list',
    plan: 'Agree on a fixed half-day with the rota coordinator and start with four patients.',
    measure: 'Clinic log and an OPCAT',
  },
  {
    title: 'Teach a regional session',
    plan: 'Offer the falls session that was observed, with a case that unfolds.',
    measure: 'Feedback from learners',
  },
  {
    title: 'Pass PACES',
    plan: 'Two stations a week from January with a partner; course in spring.',
    measure: 'Result of the summer sitting',
  },
  {
    title: 'Finish the improvement project',
    plan: 'Second and third cycle by March, poster by May.',
    measure: 'QIPAT by a consultant',
  },
]

/** Uploads: title, kind, file name, what the file says, and for teaching feedback its session. */
export interface Upload {
  title: string
  evidence: 'teaching-feedback' | 'course-certificate' | 'e-learning' | 'project' | 'letter'
  file: string
  folder: string
  lines: string[]
  items: string[]
}

export const uploads: Upload[] = [
  {
    title: 'Feedback on bedside teaching, third-year students',
    evidence: 'teaching-feedback',
    file: 'teaching-feedback.pdf',
    folder: 'Teaching',
    lines: [
      'Feedback summary',
      '9 answers. Clear 4.8, useful 4.9, pace 4.2 (out of 5).',
      'More like this, please. A little less on slides.',
    ],
    items: ['cip-g6'],
  },
  {
    title: 'Certificate: introduction to pleural ultrasound',
    evidence: 'course-certificate',
    file: 'ultrasound-course.pdf',
    folder: 'Courses',
    lines: ['Certificate of attendance', 'Introduction to pleural ultrasound, one day, 7 hours'],
    items: [],
  },
  {
    title: 'E-learning: sepsis for secondary care',
    evidence: 'e-learning',
    file: 'sepsis-module.pdf',
    folder: 'E-learning',
    lines: ['Module completed', 'Sepsis for secondary care, 45 minutes, score 92 %'],
    items: [],
  },
  {
    title: 'Poster: lying and standing blood pressure after falls',
    evidence: 'project',
    file: 'poster-falls.pdf',
    folder: 'Quality improvement',
    lines: [
      'Lying and standing blood pressure within a day of a fall',
      'Aim, measures, three cycles, run chart, what we learned',
    ],
    items: ['cip-g4'],
  },
  {
    title: 'Thank-you letter from the ward team',
    evidence: 'letter',
    file: 'letter-ward.pdf',
    folder: 'Letters',
    lines: ['Thank you', 'From all on the ward, at the end of the post.'],
    items: [],
  },
  {
    title: 'E-learning: learning disability and autism awareness',
    evidence: 'e-learning',
    file: 'learning-disability-module.pdf',
    folder: 'E-learning',
    lines: ['Module completed', 'Learning disability and autism awareness, 90 minutes'],
    items: [],
  },
  {
    title: 'Feedback on the acid–base tutorial',
    evidence: 'teaching-feedback',
    file: 'tutorial-feedback.pdf',
    folder: 'Teaching',
    lines: ['Feedback summary', '14 answers. Would recommend: 14. Best part: the cases.'],
    items: ['cip-g6'],
  },
  {
    title: 'Certificate: teaching the teachers',
    evidence: 'course-certificate',
    file: 'teach-the-teachers.pdf',
    folder: 'Courses',
    lines: ['Certificate of attendance', 'Teaching the teachers, one day, 6 hours'],
    items: ['cip-g6'],
  },
]

/** What is agreed with the clinical supervisor at the start of a post. */
export const postInductions = [
  {
    hopes: 'To see new patients in clinic from the first month, and to lead the ward round once a week.',
    opportunities: 'Clinic on Tuesdays and Fridays, procedures with the ambulatory unit, the take one day in six.',
    supervision: 'The consultant of the day by telephone; we meet on the first Monday of the month.',
  },
  {
    hopes: 'To become quicker on the take and surer when I hand over.',
    opportunities: 'Post-take rounds with feedback, two clinics a month, teaching of the students on Wednesdays.',
    supervision: 'The registrar first, then the consultant on call; a talk every fortnight after the meeting.',
  },
  {
    hopes: 'Chest drains and lumbar punctures under supervision, and a small improvement project.',
    opportunities: 'Procedure list on Thursdays, the pleural clinic, data for a project from the ward sister.',
    supervision: 'Call me directly at any hour for a procedure; we review progress every six weeks.',
  },
] as const
