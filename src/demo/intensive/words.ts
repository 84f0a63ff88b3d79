import type { ReflectionText } from '../region/own.ts'

/** What trainees in intensive care and their supervisors wrote beside assessments. All of it is invented. */

export const attended: [title: string, hours: number, format: string, topic: string, learnt: string][] = [
  [
    'Regional day: neuro-intensive care',
    6,
    'regional-day',
    'intensive-care',
    'Two numbers beside pressure that I had ignored.',
  ],
  [
    'Mortality and morbidity, autumn',
    1.5,
    'mortality-meeting',
    'intensive-care',
    'A death that looked inevitable and was not.',
  ],
  ['Journal club: conservative oxygen', 1, 'journal-club', 'intensive-care', 'The harm is at the edges.'],
  ['Simulation: lost airway', 3, 'simulation', 'anaesthesia', 'Say it, then do it.'],
  ['Regional day: ethics and law', 6, 'regional-day', 'generic', 'Best interests is a process.'],
  ['Grand round: rare metabolic crises', 1, 'grand-round', 'medicine', 'Ammonia belongs on the list.'],
  ['Unit teaching: renal replacement', 1, 'unit-teaching', 'intensive-care', 'Why circuits clot on Mondays.'],
  ['Echo course, second day', 7, 'course', 'intensive-care', 'The right heart first.'],
  [
    'Unit teaching: antibiotics in shock',
    1,
    'unit-teaching',
    'intensive-care',
    'Dose for the volume, then for the kidney.',
  ],
  [
    'Regional day: paediatric stabilisation',
    6,
    'regional-day',
    'intensive-care',
    'Ring early; they would rather drive in vain.',
  ],
]

export const reflections: ReflectionText[] = [
  {
    title: 'The bed that was not there',
    category: 'event',
    what: 'A patient waited four hours in the emergency department because I believed that the unit was full.',
    soWhat: 'It was full on paper. Nobody had asked who could leave.',
    nowWhat: 'I walk the unit with the nurse in charge before I say no.',
    items: ['hillo-9'],
  },
  {
    title: 'What the mother had noticed',
    category: 'case',
    what: 'She said that his breathing had changed. I listened to the monitor.',
    soWhat: 'She was right an hour before the numbers were.',
    nowWhat: 'I write down what families see, with the time.',
    items: ['hillo-13'],
  },
  {
    title: 'My first week as the senior on nights',
    category: 'leadership',
    what: 'I answered everything, and by Thursday nobody decided anything without me.',
    soWhat: 'I had made myself the narrow place.',
    nowWhat: 'I ask “what would you do?” before I answer.',
    items: ['hillo-9'],
  },
  {
    title: 'A good death in a loud place',
    category: 'case',
    what: 'We moved the bed to the window and turned the alarms off one by one.',
    soWhat: 'It took ten minutes and nobody’s permission.',
    nowWhat: 'I do it sooner.',
    items: ['hillo-8'],
  },
  {
    title: 'Heart surgery, seen from the other end',
    category: 'event',
    what: 'A block in the heart unit: the patients are the same, the questions are not.',
    soWhat: 'I learnt to look at the chest drains before the numbers.',
    nowWhat: 'I will keep a list of what surgeons want to be rung about.',
    items: ['hillo-14'],
  },
]

export const aims = [
  'Complete the block with echo accreditation in sight, and lead rounds at weekends.',
  'Finish the logbook for the stage, and sit the next part of the examination.',
  'More transfers and more children; both are thin so far.',
]

export const agreed: [objective: string, how: string][] = [
  ['Lead the round twice a week', 'Consultant in the background, feedback at coffee'],
  ['Twenty supervised echo studies', 'Thursday list with the accredited operator'],
  ['Finish the sedation project', 'Third cycle and a poster'],
  ['Three transfers as the leader', 'Tell the retrieval team that you are available'],
]

export const progress = [
  'Rounds are going well and the echo log stands at fourteen. Transfers are still few.',
  'I have settled in; nights are hard but good. The project is in its second cycle.',
]

export const discussed = [
  'On course. We moved two of the weekends so that transfers become possible.',
  'We looked at the logbook together and chose three HiLLOs for the coming months.',
]

export const placements = [
  {
    strengths: 'Safe, kind and organised. Nurses ask for these shifts.',
    development: 'Delegate earlier when two things happen at once.',
    next: 'A block with more transfers.',
  },
  {
    strengths: 'Thinks clearly under pressure and writes notes that others can use.',
    development: 'Paediatric experience, and a second audit cycle.',
    next: 'Paediatric unit, then general.',
  },
]

export const objectives = [
  {
    title: 'Echo accreditation',
    plan: 'Fifty studies, twenty of them supervised, then the assessment.',
    measure: 'Certificate',
  },
  {
    title: 'Pass the written paper',
    plan: 'Question group on Tuesdays, mock paper a month before.',
    measure: 'Result',
  },
  {
    title: 'Lead a family meeting alone',
    plan: 'Three observed, then alone with feedback from the nurse.',
    measure: 'An assessment above expectations',
  },
]

export const judgements: Record<string, { self: string; sign: string }> = {
  'hillo-1': {
    self: 'I work within the law on capacity and best interests and can explain it to families.',
    sign: 'Professional in every respect.',
  },
  'hillo-2': {
    self: 'The sedation project ran three cycles and its change has stayed.',
    sign: 'A real improvement, and led well.',
  },
  'hillo-4': {
    self: 'I teach on the unit each week and was observed twice.',
    sign: 'Nurses and juniors both praise the teaching.',
  },
  'hillo-5': {
    self: 'I lead resuscitation and transfers with a consultant at home.',
    sign: 'Leads arrests calmly. Transfers are documented fully.',
  },
  'hillo-6': {
    self: 'I run ventilation, circulation and kidney support for most patients, and talk over the complex ones.',
    sign: 'Sound in all modes of organ support.',
  },
  'hillo-7': {
    self: 'I assess before surgery and look after patients afterwards, vascular included.',
    sign: 'Good judgement before theatre and after.',
  },
  'hillo-8': { self: 'Family meetings, limits of treatment and two donations.', sign: 'Compassionate and clear.' },
  'hillo-9': {
    self: 'I lead weekend rounds and beds with the nurse in charge.',
    sign: 'Runs the unit with advice only.',
  },
  'hillo-10': { self: 'A year of anaesthesia, and regular lists since.', sign: 'Airway skills are secure.' },
  'hillo-11': {
    self: 'Two years of acute medicine before, and clinics in this stage.',
    sign: 'The physician’s mind shows.',
  },
  'hillo-12': { self: 'Six months of neuro-intensive care.', sign: 'Understands pressure and prognosis.' },
  'hillo-14': { self: 'In the heart unit now; echo is coming on.', sign: 'Good progress in the block.' },
}
