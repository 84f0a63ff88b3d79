import type { Article } from '../articles.ts'

export const forTrainees: readonly Article[] = [
  {
    key: 'applying-for-a-change',
    title: 'Applying for a change of training time',
    summary: 'Another share of full time, time away, or coming back on another day: from preview to approval.',
    relations: ['trainee'],
    near: ['applications', 'time'],
    parts: [
      {
        steps: [
          'Open “Training time” and “Apply for a change”, and choose what you apply for. The page says how much notice is asked for, and who decides in which order.',
          'Enter the days and press “Show what it would do”: your new last day in training, due dates that move, and requirements that read otherwise. Nothing is written yet.',
          'Say why and whom you have talked to, and send it; or keep it as a draft, which nobody but you sees.',
        ],
      },
      {
        text: 'With less notice, for a share that is not usual, or for longer than usual you are asked for a reason. Whoever decides sees the same preview as of that day. They approve it, reject it, or send it back with what should be changed; you then change it and send it again.',
      },
      {
        text: 'With the last approval your training time changes at once, and everybody who looks after you is told. Until then you can withdraw it, with a reason. Why you ask is read by whoever decides, and by nobody else.',
      },
    ],
  },
  {
    key: 'your-training-time',
    title: 'Your training time',
    summary: 'What counts towards training, and how the day of completion comes about.',
    relations: ['trainee'],
    near: ['time', 'progress'],
    parts: [
      {
        text: 'Home leads to it by “Training time”. The page shows stretch by stretch what counts and why, what each stage has, and line by line what moved your last day in training. Nothing is rounded on the way: days are added up by your share of full time, and only the day itself is rounded up.',
      },
      {
        text: 'Below full time a training year takes longer, and what is asked in a year is asked later. In parental leave, long sickness, breaks and time out of programme that does not count, the clock of your training year stands still: due dates wait, and nothing falls due. Declarations stay yearly by the calendar, and sittings of examinations are counted whatever your share.',
      },
      {
        text: '“Days away” on that page keeps sickness and leave in whole working days. From fourteen in twelve months on, or since your last review, you and those who look after you read that a review is wanted; no date moves by itself. Time away that training time knows of is counted once.',
      },
      {
        text: 'Sickness never moves the day of completion by itself; whether time is added is for a review. Evidence dated in time away does not count unless the programme office allows it.',
      },
    ],
  },
  {
    key: 'before-you-rotate',
    title: 'Before you rotate',
    summary: 'What to do before a post ends, and what those whom you leave may still finish.',
    relations: ['trainee'],
    near: ['posts', 'rotate'],
    parts: [
      {
        text: 'From 28 days before the last day of a post, your home page leads to “Before you rotate”: what still waits for those whom you leave, and where you go next. You are reminded 28, 14 and 3 days before.',
      },
      {
        steps: [
          'See what waits for whom. With one button you ask somebody to see to it; they are told by notice and by mail, at most once in three days.',
          'Where you enter posts yourself, enter the next one before this one ends: whoever answers for training there reaches your portfolio from its first day.',
          'You work at two hospitals in the same weeks? Say that the time is split, and how much of the week each has.',
        ],
      },
      {
        text: 'After the last day those whom you leave no longer reach your portfolio. For 28 days they may finish what waited for them on that day: assessments asked for, items ready to be signed off, reports begun. Nothing else is open to them, and “Who can see this” says so.',
      },
    ],
  },
  {
    key: 'linking-evidence',
    title: 'Linking evidence',
    summary: 'How to connect what you did with the curriculum, from either side.',
    relations: ['trainee'],
    near: ['links', 'curriculum', 'records', 'library', 'timeline'],
    parts: [
      {
        steps: [
          'From the curriculum: open an item and choose “Link more”; tick what fits, several at once.',
          'From a record: choose “Link to the curriculum” and tick the items.',
        ],
      },
      {
        text: 'Two or three good pieces of evidence for an item are better than ten. Some kinds of record may be linked to a limited number of items; the page says so when you reach the limit.',
      },
      {
        text: 'Linking shows a record to the people who may see the curriculum page, so linking a private one asks first. Links can be taken back until the item has been signed off with them.',
      },
    ],
  },
  {
    key: 'rating-yourself',
    title: 'Rating yourself',
    summary: 'What the pen button is for, and what a good rating says.',
    relations: ['trainee'],
    near: ['curriculum'],
    parts: [
      {
        text: 'Rate yourself before your supervisor signs an item off: without your rating, sign-off is not possible. Press the pen beside the item, choose the level that fits you now, and say what in the evidence shows it.',
      },
      {
        text: 'Two or three sentences are enough. “In the falls clinic I presented each plan before acting; the case discussion of 4 August shows how I weigh risks” says more than “I feel confident”.',
      },
      { text: 'You can rate again at any time; earlier ratings stay in the history.' },
    ],
  },
  {
    key: 'requesting-an-assessment',
    title: 'Asking for an assessment',
    summary: 'From a curriculum item to a completed form, and what to do when nothing comes back.',
    relations: ['trainee'],
    near: ['assessments'],
    yieldsTo: 'assessments',
    parts: [
      {
        steps: [
          'Agree it with the assessor on the day; they remember better.',
          'Press “Request” beside the curriculum item. Choose the form and the assessor: a recent colleague, or any e-mail address.',
          'They get a mail with a link and need no account. You see when it was sent, opened and completed.',
          'When it is completed it is locked, linked to your item, and you are told.',
        ],
      },
      {
        text: 'Nothing came back? Send it again from “My requests”, or withdraw it and ask somebody else. A link expires after some weeks; the assessor can then ask for a new one with one press.',
      },
    ],
  },
  {
    key: 'clinics-that-count',
    title: 'Clinics that count',
    summary: 'Why an entry counts or does not, and how to keep pace.',
    relations: ['trainee'],
    near: ['clinics', 'logs'],
    yieldsTo: 'clinics',
    parts: [
      {
        text: 'The form asks what decides: how many patients you consulted with yourself, and in which setting. An entry that does not count is kept all the same and says why.',
      },
      {
        text: '“Copy last” fills in the second clinic of a day. The plot shows your number against the pace to the target.',
      },
      {
        text: 'If clinics are hard to get, say so early with “Difficulty getting clinics”: it tells your supervisors.',
      },
    ],
  },
  {
    key: 'reflections-and-privacy',
    title: 'Reflections and privacy',
    summary: 'What to write, what to leave out, and who can read it.',
    relations: ['trainee'],
    near: ['reflections'],
    yieldsTo: 'reflections',
    parts: [
      {
        text: 'A reflection is private until you share it or link it to the curriculum. Before that nobody else can see that it exists.',
      },
      {
        text: 'Write so that nobody can be recognised: no names, dates of birth or hospital numbers, of patients or colleagues. What you learnt matters more than what happened.',
      },
    ],
  },
  {
    key: 'certificates',
    title: 'Certificates and exams',
    summary: 'What goes there, what goes to the library, and who confirms it.',
    relations: ['trainee'],
    near: ['certificates', 'library'],
    yieldsTo: 'certificates',
    parts: [
      {
        text: 'Enter a certificate with its dates and upload the document. It counts once a supervisor has confirmed it, and the page warns you before it expires.',
      },
      { text: 'A certificate of e-learning goes to the library, with a short reflection on what you took from it.' },
    ],
  },
  {
    key: 'progress',
    title: 'Reading your progress',
    summary: 'Have, need and due, and why something did not count.',
    relations: [
      ...(['trainee', 'educationalSupervisor', 'clinicalSupervisor', 'collegeTutor', 'director'] as const),
      ...(['siteDirector', 'networkDirector', 'supportOfficer', 'regionalAdvisor'] as const),
    ],
    near: ['progress', 'home'],
    parts: [
      {
        text: 'Each bar shows what you have, what is needed and by when; the small mark is where you would be at an even pace. Part-time training changes the pace, not the target.',
      },
      {
        text: 'Press a figure to see exactly what counted, what did not, and why. “Not computed yet” means that this rule is not worked out by the system: your supervisor judges it.',
      },
    ],
  },
]
