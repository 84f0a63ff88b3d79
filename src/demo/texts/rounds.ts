/** What colleagues say in rounds of feedback. All of it is invented. */

export interface Answer {
  level: number
  strengths?: string
  develop?: string
}

export const ownView = {
  strengths: 'I keep calm when it is busy, and I ask when I do not know.',
  develop: 'I would like to hand over more briefly, and to speak up earlier in meetings.',
}

export const answers: Answer[] = [
  {
    level: 3,
    strengths: 'Prepared, courteous, and quick to help.',
    develop: 'Could let others finish their sentence.',
  },
  { level: 2, strengths: 'Explains what will happen before it happens.' },
  { level: 2, strengths: 'Reliable. If it is promised, it is done.', develop: 'Handing over takes too long.' },
  { level: 3, strengths: 'Thanks people, and means it.' },
  { level: 2, develop: 'Please ring before you come: we may be in the middle of something.' },
  { level: 2, strengths: 'Good with worried families.' },
  { level: 3, strengths: 'Teaches in passing, and nobody feels small.' },
  { level: 2, strengths: 'Notices when the team needs a break.', develop: 'Take one yourself.' },
  { level: 2, strengths: 'Clear requests, no drama.' },
]

export const summaries = {
  summary:
    'Colleagues of all groups describe somebody who is reliable, prepared and kind. Several would like shorter handovers. What they say agrees with the self-rating, which is a little more modest.',
  actions: 'One handover a week with a colleague who listens for length.',
}
