import type { Term } from '../kit/partials.ts'

/** A word of the field and what it means. */
export interface GlossaryEntry {
  word: string
  /** In full, where the word is short for something. */
  full?: string
  meaning: string
}

export const glossary: readonly GlossaryEntry[] = [
  {
    word: 'Appraisal',
    meaning:
      'A planned conversation of trainee and supervisor about how training goes; at the start, the middle and the end of a post.',
  },
  {
    word: 'ARCP',
    full: 'Annual Review of Competency Progression',
    meaning: 'The yearly review of the portfolio by a panel, which decides whether training goes on as planned.',
  },
  {
    word: 'Assessor',
    meaning:
      'Whoever observed the work and fills in an assessment about it; often a consultant, sometimes a senior trainee, nurse or other colleague.',
  },
  {
    word: 'CbD',
    full: 'Case-based Discussion',
    meaning: 'An assessor and a trainee talk through a case that the trainee managed.',
  },
  {
    word: 'CCT',
    full: 'Certificate of Completion of Training',
    meaning: 'The certificate at the end of specialty training.',
  },
  {
    word: 'CiP',
    full: 'Capability in Practice',
    meaning:
      'A large part of a doctor’s work that can be entrusted to somebody who shows it; the curriculum consists of them.',
  },
  { word: 'Clinical supervisor', meaning: 'Oversees the trainee’s work in one post.' },
  {
    word: 'College tutor',
    meaning: 'Looks after training in one hospital; the first person to ask about it.',
  },
  {
    word: 'Coordinator',
    meaning: 'Runs the programme’s administration: posts, supervisors, dates.',
  },
  {
    word: 'Descriptor',
    meaning: 'A sentence that says what an item of the curriculum looks like in practice.',
  },
  {
    word: 'DOPS',
    full: 'Direct Observation of Procedural Skills',
    meaning: 'An assessor watches a procedure; formative ones are for learning, summative ones decide.',
  },
  {
    word: 'Educational supervisor',
    meaning: 'Oversees a trainee’s progress over a year or more, signs items off and writes the report for the review.',
  },
  {
    word: 'Entrustment level',
    meaning: 'How much supervision somebody needs for a piece of work, from watching to acting alone.',
  },
  {
    word: 'Evidence',
    meaning: 'Any record that shows an item of the curriculum: an assessment, a reflection, a log entry, a document.',
  },
  { word: 'Formative', meaning: 'Meant for learning; it cannot be failed.' },
  {
    word: 'FTE',
    full: 'full-time equivalent',
    meaning: 'The share of full time that somebody trains; 60 % of full time takes longer by the same measure.',
  },
  {
    word: 'Grace',
    meaning:
      'The 28 days after somebody has left a portfolio in which they may finish what waited for them on the last day, and nothing else.',
  },
  {
    word: 'HiLLO',
    full: 'High Level Learning Outcome',
    meaning: 'What some curricula call their large parts.',
  },
  { word: 'LTFT', full: 'less than full time', meaning: 'Training part time.' },
  {
    word: 'MCR',
    full: 'Multiple Consultant Report',
    meaning: 'What several consultants say about a trainee, each alone.',
  },
  {
    word: 'Mini-CEX',
    full: 'Mini Clinical Evaluation Exercise',
    meaning: 'An assessor watches part of an encounter with a patient and gives feedback.',
  },
  {
    word: 'MSF',
    full: 'Multi-source Feedback',
    meaning:
      'Colleagues of many kinds say how it is to work with a trainee; the answers are shown together, without names.',
  },
  {
    word: 'OOP',
    full: 'out of programme',
    meaning: 'Time away for research, training elsewhere, experience or a pause.',
  },
  { word: 'Outcome', meaning: 'What a review panel decides, by a number.' },
  {
    word: 'Accreditation of a site',
    meaning: 'What a site may train for in a programme, from when to when, and for how many trainees at once.',
  },
  { word: 'Placement or post', meaning: 'Some months of work at one site in one specialty.' },
  {
    word: 'PDP',
    full: 'Personal Development Plan',
    meaning: 'What somebody sets out to learn, with dates.',
  },
  {
    word: 'Reflection',
    meaning: 'A short text about what somebody learnt from something that happened.',
  },
  {
    word: 'Self-assessment',
    meaning: 'The trainee’s own rating of an item, made before the supervisor signs it off.',
  },
  { word: 'Sign-off', meaning: 'A supervisor’s judgement that an item has reached a level.' },
  { word: 'Summative', meaning: 'Meant to decide; it can be failed.' },
  {
    word: 'TPD',
    full: 'Training Programme Director',
    meaning: 'Is responsible for a programme in a region.',
  },
  {
    word: 'WPBA',
    full: 'workplace-based assessment',
    meaning: 'Any assessment made on real work, such as a Mini-CEX or a CbD.',
  },
]

/** The part of an address that leads to a word: "Mini-CEX" → "mini-cex". */
export function slugOf(word: string): string {
  return word.toLowerCase().replace(/[^a-z]+/g, '-')
}

const known = new Map(glossary.map((entry) => [slugOf(entry.word), entry]))

declare module '../kit/context.ts' {
  interface Services {
    /** A word for the tooltip partial (shared/term); `id` must be unique in the page. Null for words without an entry. */
    term: (word: string, id: string) => Term | null
  }
}

/** A word with its meaning, as the tooltip partial takes it. */
export function termOf(word: string, id: string): Term | null {
  const entry = known.get(slugOf(word))
  if (!entry) return null
  const meaning = entry.full ? `${entry.full}. ${entry.meaning}` : entry.meaning
  return { id, word: entry.word, meaning, href: `/glossary#${slugOf(entry.word)}` }
}
