import type { Periodic } from './kit/jobs.ts'

/** Everything that comes round by itself. Times are UTC; each sweep may run twice or late without harm. */
export const schedule: readonly Periodic[] = [
  {
    task: 'requests.expire',
    at: '10 * * * *',
    why: 'requests whose last day is over are closed, and their trainees told',
  },
  { task: 'rounds.end', at: '15 * * * *', why: 'rounds whose last day is over are closed, or fall short' },
  { task: 'rounds.remind', at: '10 7 * * *', why: 'those who have not answered a round are reminded' },
  { task: 'requests.remind', at: '0 7 * * *', why: 'assessors are reminded on the days that each form names' },
  { task: 'requests.digest', at: '30 6 * * 1', why: 'assessors are told once a week how much waits for them' },
  { task: 'requests.quiet', at: '25 * * * *', why: 'trainees are told of letters that nobody opened for two days' },
  {
    task: 'rotations.remind',
    at: '20 7 * * *',
    why: 'trainees and those whom they leave are told 28, 14 and 3 days before a post ends',
  },
  {
    task: 'supervisors.ending',
    at: '30 7 * * *',
    why: 'coordinators are told 28 days before a supervision ends with nobody to follow, once',
  },
  {
    task: 'applications.sweep',
    at: '45 * * * *',
    why: 'applications whose next decider has left go on to whoever decides now, and those who decide are reminded',
  },
  {
    task: 'admissions.sweep',
    at: '35 * * * *',
    why: 'people who have not completed their enrolment are reminded, their office told, and frozen in the end, by their programme’s calendar',
  },
  { task: 'delegates.ended', at: '25 * * * *', why: 'delegates are told once that their days are over' },
  { task: 'sessions.sweep', at: '40 3 * * *', why: 'sessions that are over are removed' },
  { task: 'tries.sweep', at: '50 3 * * *', why: 'counts of tries whose time is over are removed' },
  { task: 'submissions.sweep', at: '45 3 * * *', why: 'one-time keys of forms sent more than a week ago are removed' },
  { task: 'uploads.sweep', at: '55 3 * * *', why: 'packs uploaded thirty days ago and never published are removed' },
  { task: 'messages.sweep', at: '35 3 * * *', why: 'messages begun thirty days ago and never sent are removed' },
  { task: 'files.sweep', at: '20 3 * * *', why: 'uploads that no record came to hold within two days are removed' },
  {
    task: 'flags.sweep',
    at: '15 3 * * *',
    why: 'traces of sign-ins whose time is over are removed, and signs about signatures worked out again',
  },
  {
    task: 'figures.sweep',
    at: '5 * * * *',
    why: 'pace and lateness turn with the day of each programme; done once a day for each portfolio',
  },
  {
    task: 'announcements.mail',
    at: '0 7 * * *',
    why: 'announcements go out by mail on the morning of their first day',
  },
]
