/** What radiology trainees and their directors wrote beside assessments. All of it is invented. */

export const sessions: [title: string, part: 'gave' | 'attended' | 'organised', hours: number, learnt: string][] = [
  ['Physics tutorial: artefacts in MRI', 'attended', 1.5, 'Why the chemical shift goes the way it does, at last.'],
  ['Anatomy for the Phase 1 examination, thorax', 'attended', 2, 'Segments of the lung by their airways.'],
  ['Teaching medical students chest films', 'gave', 1, 'They remember a story, not a list.'],
  ['Network teaching day: paediatrics', 'attended', 6, 'When not to scan a child.'],
  ['Journal club: a detection tool for intracranial bleeding', 'gave', 1, 'Read the exclusions before the results.'],
  ['Contrast reactions, simulation', 'attended', 2, 'Adrenaline first, and into the muscle.'],
  ['Emergency films for new residents', 'gave', 1.5, 'Ten films, ten decisions: short is enough.'],
  ['Network teaching day: breast imaging', 'attended', 6, 'How a recall feels to the one who is recalled.'],
  [
    'Film-reading evening for the examination group',
    'organised',
    2,
    'Taking turns at the front makes everybody better.',
  ],
  ['Radiation protection update', 'attended', 1, 'The new reference levels for CT.'],
]

export const reflections: {
  title: string
  category: string
  what: string
  soWhat: string
  nowWhat: string
  items: string[]
}[] = [
  {
    title: 'The fracture that I did not see',
    category: 'event',
    what: 'A consultant added a line to my report: there was a second fracture, at the edge of the picture.',
    soWhat: 'I had found one answer and stopped looking. It has a name, and knowing the name did not protect me.',
    nowWhat: 'I read the corners last, before I sign, and I say to myself what I have not looked at.',
    items: ['area-diagnostic-radiology'],
  },
  {
    title: 'A call at three in the morning',
    category: 'case',
    what: 'The surgeon wanted a yes or a no. The scan could not give one.',
    soWhat: 'I learnt to say how sure I was and what would make me surer. That helped more than a guess.',
    nowWhat: 'I will offer the next test together with the doubt.',
    items: ['area-intrinsic-roles'],
  },
  {
    title: 'Ten sessions with the radiographers',
    category: 'attachment',
    what: 'I positioned patients, waited with them, and repeated films that were not good enough.',
    soWhat: 'Half of what I complained about in films has a reason that I had not known.',
    nowWhat: 'I will walk over and ask before I write that a view is inadequate.',
    items: ['area-imaging-technology'],
  },
  {
    title: 'When the software was sure and I was not',
    category: 'case',
    what: 'The tool marked a bleed. I thought it was calcium, and the consultant agreed.',
    soWhat: 'I noticed how hard it is to disagree with a red box.',
    nowWhat: 'I look first, then switch it on, and note when we differ.',
    items: ['area-artificial-intelligence'],
  },
  {
    title: 'Telling a patient that I had to stop',
    category: 'event',
    what: 'During a biopsy the patient became frightened, and we stopped half-way.',
    soWhat: 'It was the right thing and felt like failing. The nurse saw it before I did.',
    nowWhat: 'I agree on a sign with each patient before we begin.',
    items: ['area-procedural-radiology'],
  },
  {
    title: 'What the examination taught, and what it did not',
    category: 'teaching',
    what: 'Three months of anatomy, and then a paper of ninety minutes.',
    soWhat: 'I can name everything now. Knowing what matters to whom came from the reporting room.',
    nowWhat: 'I will link what I read in the evening with one case of the day.',
    items: ['area-anatomy'],
  },
]

export const judgements: Record<string, { self: string; sign: string }> = {
  'area-intrinsic-roles': {
    self: 'I ring about urgent findings and write it down, and I take part in two meetings a month.',
    sign: 'Reliable, courteous, and sought out by referrers. Two meetings led well.',
  },
  'area-imaging-technology': {
    self: 'I choose protocols for the usual questions and can explain dose and contrast to patients.',
    sign: 'Chooses protocols sensibly, and asks the physicist when not sure.',
  },
  'area-artificial-intelligence': {
    self: 'I use our two tools daily and have begun to note where they go wrong.',
    sign: 'Uses them with a clear head. The notes on disagreements are good evidence.',
  },
  'area-anatomy': {
    self: 'I passed the paper, and I can find my way in every region but the temporal bone.',
    sign: 'Sound knowledge, shown daily in reports and in teaching.',
  },
  'area-pathology': {
    self: 'I link what I see with what it is in the common diseases, and go to the pathology meeting monthly.',
    sign: 'Well on the way. Tumours of bone and brain need more reading.',
  },
  'area-diagnostic-radiology': {
    self: 'I report CT and films with little change by consultants, and MRI with more.',
    sign: 'Reports are accurate and short. Few of them need changes.',
  },
  'area-procedural-radiology': {
    self: 'I do biopsies and drains with someone in the room, and lines with someone near.',
    sign: 'Careful hands and good consent. Ready for harder cases under supervision.',
  },
}

export const reviews: { strengths: string; development: string; plan: string }[] = [
  {
    strengths: 'Settled in quickly; radiographers like to work with this trainee.',
    development: 'Films before cross-sectional work.',
    plan: 'A week in each modality, and the first key conditions assessment.',
  },
  {
    strengths: 'Key conditions passed with room to spare.',
    development: 'Anatomy needs an hour a day until the paper.',
    plan: 'Protected time on Fridays.',
  },
  {
    strengths: 'Passed the papers and came back to the lists with new energy.',
    development: 'Ultrasound needs hands, not books.',
    plan: 'Four sessions a week for a term.',
  },
  {
    strengths: 'After-hours work is safe and well documented.',
    development: 'Say no to the third request at once.',
    plan: 'A talk with the roster lead, and one weekend less.',
  },
  {
    strengths: 'Teaches juniors in a way that they remember.',
    development: 'The project has to become data.',
    plan: 'Ethics form by the end of the month.',
  },
  {
    strengths: 'Good rotation at the second site.',
    development: 'Paediatric fluoroscopy is thin.',
    plan: 'A block at the children’s hospital.',
  },
  {
    strengths: 'Ready for the written papers.',
    development: 'Case reporting under time.',
    plan: 'One mock paper a week.',
  },
  {
    strengths: 'Consultants ask for opinions.',
    development: 'Plan for life after Fellowship.',
    plan: 'A mentor from another network.',
  },
  {
    strengths:
      'Prepared, quick to learn, and good company in the reporting room. Feedback from all modalities is positive.',
    development: 'MRI is behind CT. The research question needs to become one sentence.',
    plan: 'A block of MRI from the next rotation, two fluoroscopy lists a month, and the project plan by the next review.',
  },
  {
    strengths: 'Sound reports, and honest about doubt. Students ask for these sessions.',
    development: 'Procedures: consent is good, numbers are low.',
    plan: 'One interventional list a week, and an attachment in breast imaging.',
  },
  {
    strengths: 'A safe pair of eyes after hours. Handles a busy list without becoming short with people.',
    development:
      'Fewer assessments than the rhythm asks for: ask at the end of each session, not at the end of the term.',
    plan: 'Two assessments a week until the next review, and numbers compared with the system.',
  },
]

export const objectives: { title: string; plan: string; measure: string }[] = [
  {
    title: 'Report MRI of the knee without changes',
    plan: 'Two lists a week for ten weeks, each with feedback.',
    measure: 'Nine of ten reports without a change that matters',
  },
  {
    title: 'Lead a chest meeting alone',
    plan: 'Prepare four meetings with the consultant, then one alone.',
    measure: 'An assessment at occasional supervision or better',
  },
  {
    title: 'Twenty image-guided biopsies',
    plan: 'Join the list on Thursdays and swap two reporting sessions a month.',
    measure: 'Numbers in the next snapshot',
  },
]

export const topics = [
  {
    title: 'Whole-body CT in older patients who fall',
    population: 'Patients over 75 after a fall from standing',
    intervention: 'Whole-body CT on arrival',
    comparison: 'CT of what hurts',
    result: 'Injuries found late, deaths, dose',
    search: 'Two databases, the last ten years, with a librarian; nine studies after reading titles and abstracts.',
    appraisal:
      'Mostly cohorts, with selection by severity. Two were adjusted well; both find more injuries and no fewer deaths.',
    answer:
      'Selective imaging remains right for those who are awake and can be examined; our threshold should be lower on blood thinners.',
    doneWell: 'A narrow question, and an answer that changes our protocol.',
  },
  {
    title: 'Contrast in moderate kidney disease',
    population: 'Inpatients with an eGFR of 30 to 45',
    intervention: 'Intravenous contrast for CT',
    comparison: 'CT without contrast',
    result: 'Kidney injury, dialysis',
    search: 'Guidelines first, then the studies they rest on, then whatever has appeared since.',
    appraisal: 'Large propensity-matched cohorts agree; the small trials are too small to speak.',
    answer: 'The risk is low and mostly that of the illness. Do not withhold a scan that decides.',
    doneWell: 'Fair to both sides and clearly written.',
  },
] as const
