import type { Article } from '../articles.ts'

export const forProgrammes: readonly Article[] = [
  {
    key: 'changing-a-supervisor',
    title: 'Changing a supervisor',
    summary: 'For coordinators: a new supervisor from a date, with the history kept.',
    relations: ['coordinator', 'director', 'collegeAdmin'],
    near: ['trainees', 'supervisors'],
    parts: [
      {
        steps: [
          'Open Trainees, find the trainee, choose “Change supervisor”.',
          'Choose the person and the first day on which they supervise. The one before ends on the day before.',
          'Both supervisors and the trainee are told.',
        ],
      },
      {
        text: 'Access follows the dates by itself. What waited for the former supervisor on the last day stays open to them for a while, so that nothing is stranded. Nothing of the history is lost.',
      },
      { text: 'The new supervisor has no account? A college administrator invites them under People.' },
    ],
  },
  {
    key: 'people',
    title: 'Inviting and suspending people',
    summary: 'For college administrators: accounts, roles, and misuse.',
    relations: ['collegeAdmin'],
    near: ['people'],
    parts: [
      {
        text: 'Search first. One person has one account, however many roles: if the address or registration number is known, the role is added to the account that exists, and you are warned about people of the same name.',
      },
      {
        text: 'An invitation is a mail with a link that works for 14 days. You never know or set anybody’s password, and you can never act as somebody else.',
      },
      {
        text: 'Suspending ends all sessions of the person at once. Give a reason: it is kept, and the person sees only a neutral sentence and the contacts. Lifting it restores the account as it was.',
      },
    ],
  },
]
