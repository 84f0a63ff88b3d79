import type { Article } from '../articles.ts'

const supervisors = [
  ...(['educationalSupervisor', 'clinicalSupervisor', 'collegeTutor', 'director'] as const),
  ...(['siteDirector', 'networkDirector', 'regionalAdvisor'] as const),
]

export const forSupervisors: readonly Article[] = [
  {
    key: 'when-a-trainee-moves-on',
    title: 'When a trainee moves on',
    summary: 'What waits for you before a trainee leaves, and what you may finish after.',
    relations: ['educationalSupervisor', 'clinicalSupervisor', 'collegeTutor', 'siteDirector'],
    near: ['rotate', 'posts', 'todo'],
    parts: [
      {
        text: 'From 28 days before the last day, your home page names trainees who move on, with what waits for you: requests, items ready to be signed off, reports begun.',
      },
      {
        text: 'Your right ends with the last day. What waited for you on it stays at the top of your list for 28 days, and you may finish it; the rest of the portfolio is closed to you.',
      },
    ],
  },
  {
    key: 'assessor-link',
    title: 'For assessors: the link in your mail',
    summary: 'You need no account. What you see, and what happens with what you write.',
    near: ['assess', 'a'],
    parts: [
      {
        text: 'The link opens one form about one trainee. You see the trainee’s name and photo and that form, nothing else. It is yours alone: please do not pass it on.',
      },
      {
        steps: [
          'Fill it in now, or save a draft and come back by the same link.',
          'Complete it: the form is locked and the trainee is told.',
          'Or decline with a reason, if you did not see the trainee’s work.',
        ],
      },
      { text: 'If the link has expired, one press asks the trainee to send a new one.' },
    ],
  },
  {
    key: 'signing-off-an-item',
    title: 'Signing off an item',
    summary: 'One screen: evidence, the trainee’s rating, the rule, your judgement.',
    relations: [...supervisors],
    near: ['signoff', 'curriculum'],
    parts: [
      {
        steps: [
          'Read the descriptors and the trainee’s own rating.',
          'Read the linked evidence in place.',
          'Choose a level, say why where you are asked to, and sign. Keys 1 to 9 choose; N goes on to the next item.',
        ],
      },
      {
        text: 'With nothing linked an item cannot be signed off. With a single piece it can, if you say why that one is enough. “More evidence needed” is not a failure: it becomes a task for the trainee.',
      },
      {
        text: 'A judgement is never overwritten: a later one stands beside it, with its date and name. Levels by the trainee, by you and by a panel are kept apart.',
      },
    ],
  },
  {
    key: 'appraisals',
    title: 'Appraisals and supervisor reports',
    summary: 'Who writes which part, and when the trainee can read it.',
    near: ['appraisals'],
    parts: [
      {
        text: 'Induction, mid-point and end-of-placement meetings have forms of their own. The form says at the top who writes it. What only a supervisor can write shows a red cross and the words to everybody else, and must be completed by that supervisor personally, signed in under their own name.',
      },
      {
        text: 'A report is read by the trainee once it is released. Until then it is a draft of the supervisor’s. After release it is locked; a correction is a new version beside the old one.',
      },
    ],
  },
]
