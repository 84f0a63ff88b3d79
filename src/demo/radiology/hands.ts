import type { Work } from '../region/work.ts'

/** Work with one’s hands and in meetings, with what assessors wrote. */

const scans: [title: string, study: string, doneWell: string, toImprove: string][] = [
  [
    'Gallbladder and bile ducts in acute pain',
    'abdomen',
    'Complete, with the sign looked for and named.',
    'Turn the patient sooner.',
  ],
  [
    'Early pregnancy with bleeding',
    'obstetric-gynaecological',
    'Kind words first, then a systematic study. The yolk sac was measured correctly.',
    'Say what you will not be able to tell today before you begin.',
  ],
  ['Carotids before surgery', 'vascular', 'Angle correction right at every sample.', 'Slow down at the bulb.'],
  [
    'Neonatal hips',
    'paediatric',
    'Handled the baby and both parents well; standard planes at the first try.',
    'Save the coronal plane with the labrum in view.',
  ],
  [
    'Thyroid and neck nodes',
    'neck-small-parts',
    'Every level named and pictured.',
    'Use the score that the clinic uses.',
  ],
  ['Rotator cuff', 'musculoskeletal', 'Dynamic study done without being reminded.', 'Compare with the other side.'],
  [
    'Swollen leg, deep veins',
    'vascular',
    'Quick, complete, and told the ward straight away.',
    'Look at the iliac segment when the femoral flow is flat.',
  ],
  [
    'Second-trimester anatomy, part of the study',
    'obstetric-gynaecological',
    'Heart views obtained with patience.',
    'Next time the face and the spine as well.',
  ],
]

export const ultrasound: Work[] = scans.map(([title, study, doneWell, toImprove]) => ({
  form: 'performed-ultrasound',
  before: { title, study, setting: 'ultrasound', complexity: 'average' },
  rows: ['indication', 'technique', 'completeness', 'safety', 'report'],
  doneWell,
  toImprove,
  items: ['area-diagnostic-radiology', study === 'vascular' ? 'area-anatomy' : 'area-imaging-technology'],
}))

const screened: [title: string, study: string, patient: string, doneWell: string, toImprove: string][] = [
  [
    'Swallow after a stroke',
    'swallow',
    'adult',
    'Worked hand in hand with the speech therapist; low dose throughout.',
    'Collimate to the neck before the first bolus.',
  ],
  [
    'Leak test after surgery of the oesophagus',
    'upper-tract',
    'adult',
    'Right contrast, right position, a clear answer.',
    'Take a delayed picture before you call it intact.',
  ],
  [
    'Bladder and urethra in a baby',
    'urinary',
    'child',
    'Gentle, quick, and the dose was half of the usual.',
    'Explain to the parents what the lamp is for.',
  ],
  [
    'Hip injection for pain',
    'joint',
    'adult',
    'Consent in plain words; needle in place at the first pass.',
    'Keep the last image, it is the proof of position.',
  ],
  [
    'Small bowel follow-through',
    'small-bowel',
    'adult',
    'Chose the times well, and compressed where it matters.',
    'Ask for the surgical history before you begin.',
  ],
]

export const fluoroscopy: Work[] = screened.map(([title, study, patient, doneWell, toImprove]) => ({
  form: 'fluoroscopic-procedure',
  before: { title, study, patient, setting: 'fluoroscopy', complexity: 'average' },
  rows: ['indication', 'consent', 'technique', 'dose', 'safety', 'report'],
  doneWell,
  toImprove,
  items: ['area-procedural-radiology', 'area-imaging-technology'],
}))

const done: [title: string, category: string, guidance: string, doneWell: string, toImprove: string][] = [
  [
    'Liver biopsy',
    'biopsy',
    'ultrasound',
    'Checklist led by the trainee. Two good cores, no fuss.',
    'Plan the second path before the first is used.',
  ],
  [
    'Drainage of an abscess in the pelvis',
    'drainage',
    'ct',
    'Thought about the safest window aloud, and chose it.',
    'Fix the drain as if the patient were going to pull at it.',
  ],
  [
    'Tunnelled line for dialysis',
    'vascular',
    'fluoroscopy',
    'Sterile from beginning to end; tip where it should be.',
    'Flush before you check, not after.',
  ],
  [
    'Lung nodule biopsy',
    'biopsy',
    'ct',
    'Breathing instructions practised first; one pass.',
    'Have the chest drain in the room.',
  ],
  ['Pleural drain', 'drainage', 'ultrasound', 'Marked, numbed and placed without pain.', 'Write down the depth.'],
  [
    'Lumbar puncture under screening',
    'other',
    'fluoroscopy',
    'Explained well; opening pressure measured.',
    'Less screening: two looks were enough.',
  ],
  ['Thyroid fine needle', 'biopsy', 'ultrasound', 'Enough material, and a reassured patient.', 'Label at the bedside.'],
  [
    'Nephrostomy',
    'drainage',
    'ultrasound',
    'The calyx was chosen for what may come later.',
    'Ask for help with sedation earlier.',
  ],
]

export const procedures: Work[] = done.map(([title, category, guidance, doneWell, toImprove]) => ({
  form: 'procedural-radiology',
  before: {
    title,
    category,
    guidance: [guidance],
    setting: category === 'vascular' ? 'angiography' : 'ultrasound',
    complexity: 'average',
  },
  rows: ['indication', 'consent', 'preparation', 'technique', 'safety', 'aftercare'],
  doneWell,
  toImprove,
  items: ['area-procedural-radiology', 'area-intrinsic-roles'],
}))

const held: [title: string, meeting: string, doneWell: string, toImprove: string][] = [
  [
    'Upper gastrointestinal cancer meeting',
    'multidisciplinary',
    'Knew every case and showed only the pictures that decide.',
    'Look at the room when you speak.',
  ],
  [
    'Learning meeting of the department',
    'discrepancy',
    'Brought a case of your own, and made it easy for others to speak.',
    'End with one thing that will change.',
  ],
  [
    'Chest meeting',
    'multidisciplinary',
    'Corrected an outside report tactfully, with the evidence on the screen.',
    'Two cases had older studies that were not loaded.',
  ],
  [
    'Orthopaedic trauma conference',
    'clinical',
    'Brief, confident, and honest about what films cannot show.',
    'Say the measurement before you are asked.',
  ],
  [
    'Head and neck cancer meeting',
    'multidisciplinary',
    'Staged each with the current edition.',
    'Prepare the two difficult ones with me beforehand.',
  ],
]

export const meetings: Work[] = held.map(([title, meeting, doneWell, toImprove], index) => ({
  form: 'clinical-radiology-mdm',
  before: { title, meeting, cases: 8 + index * 2, complexity: 'average' },
  rows: ['preparation', 'interpretation', 'communication', 'judgement', 'teamwork'],
  doneWell,
  toImprove,
  items: ['area-intrinsic-roles', 'area-pathology'],
}))
