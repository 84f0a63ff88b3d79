import type { Work } from '../region/work.ts'

/** What trainees in intensive care are assessed on, with what assessors wrote. All of it is invented. */

type Case = [title: string, summary: string, tag: string, items: [string, string?], doneWell: string, toImprove: string]

const talkedOver: Case[] = [
  [
    'Septic shock from the biliary tree',
    'Lactate and noradrenaline both rising; drainage the same night.',
    'septic-shock',
    ['hillo-5', 'hillo-6'],
    'Source control was pursued from the first hour.',
    'Write down the target that you titrate to.',
  ],
  [
    'Weaning that had failed three times',
    'Tracheostomy, weak cough, fluid positive by litres.',
    'difficult-weaning',
    ['hillo-6', 'hillo-8'],
    'Looked at the whole person and found the heart behind the lungs.',
    'Plan nights as carefully as days.',
  ],
  [
    'Status epilepticus in theatre recovery',
    'Third-line treatment, EEG arranged within the hour.',
    'status-epilepticus',
    ['hillo-12', 'hillo-5'],
    'Followed the steps without losing time between them.',
    'Ring the neurologist at the second step.',
  ],
  [
    'Traumatic brain injury with rising pressure',
    'Staged treatment, and a family who wanted certainty.',
    'traumatic-brain-injury',
    ['hillo-12'],
    'Knew what each step costs the patient.',
    'Say earlier that prognosis takes days.',
  ],
  [
    'Low output after valve surgery',
    'Echo at the bedside, tamponade excluded, inotropes changed.',
    'after-heart-surgery',
    ['hillo-14', 'hillo-6'],
    'Brought the scan and the numbers together.',
    'Call the surgeon before, not after, the second bolus.',
  ],
  [
    'Bronchiolitis, tiring at four in the morning',
    'High flow, then ventilation before transfer.',
    'bronchiolitis',
    ['hillo-13', 'hillo-5'],
    'Decided before it became an emergency.',
    'Drug doses by weight on a sheet at the bed.',
  ],
  [
    'Paracetamol poisoning with liver failure',
    'Transplant centre rung on the first day.',
    'paracetamol-poisoning',
    ['hillo-11', 'hillo-6'],
    'Criteria known, and the conversation with the centre was exact.',
    'Glucose every hour, written.',
  ],
  [
    'Ruptured aneurysm, second day',
    'Kidneys failing, abdomen tight.',
    'abdominal-compartment-syndrome',
    ['hillo-7', 'hillo-6'],
    'Measured what others guessed.',
    'Agree on the threshold for opening with the surgeon in advance.',
  ],
  [
    'Guillain-Barré with a falling vital capacity',
    'Admitted early, ventilated late at night.',
    'guillain-barre-syndrome',
    ['hillo-12', 'hillo-11'],
    'Explained what was coming before it came.',
    'Autonomic instability needs a plan of its own.',
  ],
  [
    'Limits of treatment in advanced lung disease',
    'Known to three teams, wishes known to none.',
    'limits-of-treatment',
    ['hillo-8', 'hillo-1'],
    'Found out what mattered and wrote it where it will be seen.',
    'Bring the ward nurse into the talk.',
  ],
  [
    'Donation after circulatory death',
    'Family time, theatre time, and a coroner.',
    'donation-after-circulatory-death',
    ['hillo-8', 'hillo-1'],
    'Nothing was hurried and nothing was late.',
    'Debrief the junior nurse on the same day.',
  ],
  [
    'Diabetic ketoacidosis that did not clear',
    'A second cause, found on the second morning.',
    'diabetic-ketoacidosis',
    ['hillo-11'],
    'Went back to the beginning when the numbers did not fit.',
    'Chloride explains more than you gave it credit for.',
  ],
  [
    'Necrotising infection after a scratch',
    'Theatre within the hour, three teams, one leader.',
    'necrotising-soft-tissue-infection',
    ['hillo-5', 'hillo-7'],
    'Led the room.',
    'Document the time of the decision.',
  ],
  [
    'Massive haemorrhage after birth',
    'Eleven units, then home within the week.',
    'major-obstetric-haemorrhage',
    ['hillo-5', 'hillo-10'],
    'Calcium and warmth were never forgotten.',
    'Name the next trigger aloud.',
  ],
]

export const discussions: Work[] = talkedOver.map(([title, summary, tag, items, doneWell, toImprove], index) => ({
  form: 'cbd',
  before: { title, summary, setting: 'icu', complexity: index % 2 ? 'high' : 'average', presentations: [tag] },
  rows: ['records', 'assessment', 'treatment', 'followUp', 'judgement'],
  doneWell,
  toImprove,
  items: items.filter((item) => item !== undefined),
}))

const watched: Case[] = [
  [
    'Admission of a patient with asthma who is tiring',
    'Clinical decision within five minutes.',
    'life-threatening-asthma',
    ['hillo-5', 'hillo-6'],
    'Calm voice, clear orders, family informed.',
    'Look at the ventilator before you leave the bed.',
  ],
  [
    'Family meeting on the tenth day',
    'A daughter abroad joined by phone.',
    'dying-patient',
    ['hillo-8', 'hillo-1'],
    'Silence was allowed. Everybody left with the same understanding.',
    'Introduce the nurse by what she does.',
  ],
  [
    'Tracheostomy that would not pass a catheter',
    'Emergency algorithm at the bedside.',
    'tracheostomy-emergency',
    ['hillo-5', 'hillo-10'],
    'Took it out in time.',
    'Send for the box first.',
  ],
  [
    'Transfer to the neuro centre',
    'Two hours on the road with a rising pressure.',
    'subarachnoid-haemorrhage',
    ['hillo-5', 'hillo-12'],
    'Checklist done aloud; nothing was missing.',
    'Hand over in ninety seconds, then answer questions.',
  ],
  [
    'Bleeding after heart surgery',
    'Resternotomy kit opened, not needed.',
    'tamponade',
    ['hillo-14', 'hillo-5'],
    'Early call, exact words.',
    'Keep one eye on the potassium.',
  ],
  [
    'Child with sepsis in the emergency department',
    'Stabilised with the retrieval team on the line.',
    'sepsis-in-a-child',
    ['hillo-13', 'hillo-5'],
    'Worked with the parents in the room.',
    'Second access before the first one fails.',
  ],
  [
    'Delirium at night, no drugs used',
    'Glasses, hearing aid, and a cup of tea.',
    'delirium',
    ['hillo-8'],
    'Took the time that it needs.',
    'Pass the plan on to the day team.',
  ],
  [
    'Assessment before major surgery',
    'Eighty-two, wishes to live alone again.',
    'after-major-abdominal-surgery',
    ['hillo-7', 'hillo-11'],
    'Risk explained in everyday words.',
    'Ask what would be worse than death.',
  ],
  [
    'Cardiogenic shock, referred from the ward',
    'Echo in hand within ten minutes.',
    'cardiogenic-shock',
    ['hillo-6', 'hillo-5'],
    'Chose support by what the scan showed.',
    'Name the device that you would want, and when.',
  ],
  [
    'Burns and smoke',
    'Airway taken early.',
    'inhalation-injury',
    ['hillo-5', 'hillo-10'],
    'Anticipated swelling.',
    'Carboxyhaemoglobin before the oxygen changes it.',
  ],
]

export const encounters: Work[] = watched.map(([title, summary, tag, items, doneWell, toImprove]) => ({
  form: 'i-cex',
  before: { title, summary, setting: 'icu', complexity: 'average', presentations: [tag] },
  rows: ['history', 'examination', 'communication', 'judgement', 'professionalism', 'organisation'],
  doneWell,
  toImprove,
  items: items.filter((item) => item !== undefined),
}))

const led: [title: string, work: string, problems: string[], doneWell: string, toImprove: string][] = [
  [
    'Sunday round, sixteen beds',
    'ward-round',
    [
      'Septic shock, improving',
      'Failed extubation',
      'Delirium',
      'Major trauma, day two',
      'Awaiting a ward bed',
      'New kidney injury',
    ],
    'Everybody had a plan and a name beside it.',
    'Begin with the sickest, not with bed one.',
  ],
  [
    'Night of five referrals',
    'referrals',
    ['Chest pain after surgery', 'Gut ischaemia', 'Asthma', 'Low sodium', 'Seizure'],
    'Said no twice, with help for those who had asked.',
    'Write the reason for declining at once.',
  ],
  [
    'Day shift in the heart unit',
    'shift',
    ['Bypass, day one', 'Tamponade excluded', 'Pacing wire lost', 'Bleeding', 'Ventricular assist device'],
    'Kept the list of the five and the eye on the sixth.',
    'Delegate the scan.',
  ],
  [
    'Post-take round with two students',
    'ward-round',
    ['Pneumonia', 'Overdose', 'Pancreatitis', 'Cardiac arrest', 'Bleeding varices'],
    'Taught at every bed without being slow.',
    'Let the nurse speak first.',
  ],
  [
    'Late shift, one registrar short',
    'shift',
    ['Theatre emergency', 'Transfer out', 'Two admissions', 'Family meeting', 'Line infection'],
    'Asked for help in time.',
    'Take your own break.',
  ],
]

export const shifts: Work[] = led.map(([title, work, problems, doneWell, toImprove]) => ({
  form: 'acat',
  before: { title, work, setting: 'icu', cases: problems.map((problem) => ({ problem })) },
  rows: ['assessment', 'records', 'management', 'time', 'team', 'handover'],
  doneWell,
  toImprove,
  items: ['hillo-9', 'hillo-5', 'hillo-6', 'hillo-1'],
}))

const handwork: [procedure: string, independence: number, item: string, doneWell: string, toImprove: string][] = [
  [
    'percutaneous-tracheostomy',
    4,
    'hillo-6',
    'Airway and operator in step. No bleeding.',
    'Scope view on the screen for everybody.',
  ],
  ['echocardiography', 4, 'hillo-14', 'Four views in three minutes, reported in plain words.', 'Store the loops.'],
  ['bronchoscopy', 5, 'hillo-6', 'Every segment named.', 'Look at the ventilator, not only at the picture.'],
  [
    'rapid-sequence-induction',
    5,
    'hillo-10',
    'Plan A to D spoken before the drugs.',
    'Position takes another ten seconds; give them.',
  ],
  ['dialysis-catheter', 5, 'hillo-6', 'First pass with ultrasound.', 'Flush caps before they are needed.'],
  ['chest-drain-seldinger', 4, 'hillo-6', 'Marked, checked, and comfortable.', 'Dilate less far.'],
  ['intrahospital-transfer', 4, 'hillo-5', 'Nothing fell off and nobody worried.', 'Oxygen sum aloud.'],
  ['prone-positioning', 5, 'hillo-6', 'Led eight people like one.', 'Eyes and elbows last.'],
]

export const observed: Work[] = handwork.map(([procedure, independence, item, doneWell, toImprove]) => ({
  form: 'dops-formative',
  before: { procedure, onWhom: 'patient', setting: procedure.startsWith('rapid') ? 'theatre' : 'icu', risk: 'routine' },
  judged: {
    independence,
    domains: { indications: 3, preparation: 3, technique: independence > 4 ? 3 : 2, asepsis: 3 },
  },
  doneWell,
  toImprove,
  items: [item],
}))

export const improvement: Work[] = [
  {
    form: 'qipat',
    before: {
      title: 'Sedation holds that happen',
      problem: 'Half of the holds planned in the morning had not been done by noon.',
      method: 'Three cycles with the nurses: a fixed time, a reason if not, and a name.',
      results: 'From half to nine in ten within four months; ventilator days fell a little.',
      role: 'led',
      completed: true,
    },
    judged: { overall: 3 },
    doneWell: 'A small change that stayed.',
    toImprove: 'Put the measure on the wall for good.',
    items: ['hillo-2'],
  },
]

export const taughtOthers: Work[] = [
  ['Ventilator graphics at the bedside', 'bedside', 'nurses'],
  ['Capnography in ten minutes', 'small-group', 'foundation'],
].map(([title, format, audience]) => ({
  form: 'teaching-observation',
  before: { title, format, audience, learners: 7 },
  judged: { overall: 2 },
  doneWell: `${title}: clear aims, and everybody touched the machine.`,
  toImprove: 'End with one question for each.',
  items: ['hillo-4'],
}))

/** Procedures of the log, with how they were done. */
export const logged: [procedure: string, role: string, supervision: string, setting: string][] = [
  ['arterial-line', 'performed', 'unsupervised', 'icu'],
  ['cvc-internal-jugular', 'performed', 'unsupervised', 'icu'],
  ['tracheal-intubation', 'performed', 'distant', 'icu'],
  ['bronchoscopy', 'performed', 'local', 'icu'],
  ['dialysis-catheter', 'performed', 'distant', 'icu'],
  ['percutaneous-tracheostomy', 'performed', 'immediate', 'icu'],
  ['echocardiography', 'performed', 'distant', 'cardiac-icu'],
  ['chest-drain-seldinger', 'performed', 'distant', 'icu'],
  ['lumbar-puncture', 'taught', 'distant', 'icu'],
  ['rapid-sequence-induction', 'performed', 'distant', 'emergency-department'],
  ['interhospital-transfer', 'performed', 'distant', 'transfer'],
  ['lung-ultrasound', 'performed', 'unsupervised', 'icu'],
  ['pacing', 'performed', 'local', 'cardiac-icu'],
  ['prone-positioning', 'performed', 'local', 'icu'],
]
