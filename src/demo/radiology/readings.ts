import type { Work } from '../region/work.ts'

/** What radiology trainees are assessed on, with what assessors wrote. All of it is invented. */

type Line = [
  title: string,
  modality: string,
  tags: string[],
  doneWell: string,
  toImprove: string,
  complexity?: 'low' | 'high',
]

const rooms: Record<string, string> = { ct: 'ct', mri: 'mri', ultrasound: 'ultrasound' }

const read: Line[] = [
  [
    'Morning list of CT abdomen',
    'ct',
    ['bowel-obstruction'],
    'Found every transition point, and said in the first line what the surgeons needed to know.',
    'Look at the mesenteric vessels before the bowel, every time.',
  ],
  [
    'Chest films from the ward round',
    'plain-x-ray',
    ['devices-and-lines'],
    'Checked all tubes and lines first and rang the ward about the one that had moved.',
    'Compare with the last but one film as well; a slow change was missed.',
    'low',
  ],
  [
    'CT pulmonary angiograms after lunch',
    'ct',
    ['pulmonary-embolism'],
    'Gave the clot burden and the state of the right heart without being asked.',
    'Say when a study is not good enough rather than reading round the artefact.',
  ],
  [
    'Trauma films of the wrist and hand',
    'plain-x-ray',
    ['fracture', 'soft-tissue-injury'],
    'Steady, and caught the two subtle ones.',
    'Describe angulation in the words that the hand clinic uses.',
    'low',
  ],
  [
    'Heads from the emergency department',
    'ct',
    ['head-injury', 'intracranial-haemorrhage'],
    'Quick and complete. The thin subdural was found on the first pass and phoned through.',
    'Use the bone windows before closing the study.',
  ],
  [
    'Staging CT for a lung nodule',
    'ct',
    ['lung-nodule', 'mediastinal-mass'],
    'Measured in the same plane as last time and quoted the guideline for follow-up.',
    'Look at the adrenals on the soft-tissue window, not in passing.',
  ],
  [
    'Renal colic, low-dose CT',
    'ct',
    ['renal-colic'],
    'Knew when a low dose is enough and explained it to the referrer.',
    'Look for the other cause of pain when there is no stone.',
    'low',
  ],
  [
    'MRI of the lumbar spine',
    'mri',
    ['spinal-cord-compression'],
    'Level by level, and no word too many.',
    'Begin with the sentence that decides: is the cord at risk?',
  ],
  [
    'Acute stroke, CT and perfusion',
    'ct',
    ['ischaemic-stroke'],
    'Read the plain study and the vessels in the right order and told the team in under five minutes.',
    'Practise the perfusion maps on old cases: the threshold was guessed.',
    'high',
  ],
  [
    'Paediatric elbows',
    'plain-x-ray',
    ['fracture'],
    'Used the lines and the ossification order without looking them up.',
    'Say what you are unsure about, so that the clinic looks again.',
  ],
  [
    'MRI knee list',
    'mri',
    ['soft-tissue-injury'],
    'Sees the menisci well, and the pattern of the injury as a whole.',
    'Cartilage needs a sentence of its own.',
  ],
  [
    'Portable films in intensive care',
    'plain-x-ray',
    ['pneumothorax', 'devices-and-lines'],
    'The supine pneumothorax was yours alone; well seen.',
    'Give the position of the line tip in relation to a landmark.',
  ],
  [
    'CT for suspected appendicitis',
    'ct',
    ['appendicitis', 'acute-abdomen'],
    'Found the appendix each time, and named the ovary as the cause once.',
    'Shorter: the conclusion repeats the findings.',
  ],
  [
    'Liver lesions on MRI',
    'mri',
    ['liver-lesion'],
    'Understands what each phase shows and argued well for benign.',
    'Learn the two patterns that we went through; come back with three cases each.',
    'high',
  ],
  [
    'Facial injuries after a night out',
    'ct',
    ['fracture', 'head-injury'],
    'Went through the buttresses in order and thought of the orbit.',
    'Ask for the reconstructions that the surgeon will want.',
  ],
  [
    'Chest films from general practice',
    'plain-x-ray',
    ['consolidation', 'lung-nodule'],
    'Advice on follow-up was clear, dated and proportionate.',
    'Look behind the heart last thing before you sign.',
    'low',
  ],
  [
    'CT in acute pancreatitis',
    'ct',
    ['pancreatitis'],
    'Named the collections in the accepted words, with what could be drained.',
    'Look at the splenic vein; it was thrombosed.',
    'high',
  ],
  [
    'Abdominal aortic aneurysm follow-up',
    'ct',
    ['aortic-aneurysm'],
    'Measured at right angles to the vessel and gave both dates.',
    'State which limb of the graft leaks, not only that there is a leak.',
  ],
  [
    'Shoulder and hip MRI',
    'mri',
    ['arthritis', 'soft-tissue-injury'],
    'Good grasp of the anatomy and its variants.',
    'Do not list what is normal in every joint.',
  ],
  [
    'Trauma CT, head to pelvis',
    'ct',
    ['multitrauma', 'spinal-injury'],
    'Life-threatening findings by phone in minutes, a full report within the half hour.',
    'The third look, at ribs and spine, came only when I asked.',
    'high',
  ],
  [
    'Neck and thyroid ultrasound reports',
    'ultrasound',
    ['thyroid-nodule', 'neck-mass'],
    'Scored the nodules correctly and did not biopsy what need not be.',
    'One picture for every measurement.',
  ],
  [
    'Interstitial lung disease, high-resolution CT',
    'ct',
    ['interstitial-lung-disease'],
    'Described distribution before naming a pattern, as one should.',
    'Bring such cases to the meeting: the clinicians know what you cannot see.',
    'high',
  ],
  [
    'Brain tumours on MRI',
    'mri',
    ['brain-tumour'],
    'Careful comparison with three earlier studies.',
    'Say in one line whether it has grown.',
    'high',
  ],
  [
    'Spine films after a fall',
    'plain-x-ray',
    ['spinal-injury', 'fracture'],
    'Asked for CT where films cannot answer, with the reason.',
    'Count from the top and the bottom when there is a transitional vertebra.',
    'low',
  ],
  [
    'Emergency evening list',
    'ct',
    ['acute-abdomen', 'perforation'],
    'Kept the order by urgency, and everybody informed of the wait.',
    'Ask earlier for help when three scans come at once.',
  ],
  [
    'Mediastinal masses',
    'ct',
    ['mediastinal-mass'],
    'Used the compartments well and kept to two likely diagnoses.',
    'A sagittal picture would have shown the relation to the trachea.',
  ],
  [
    'Sinuses and temporal bones',
    'ct',
    ['sinus-disease', 'temporal-bone-disease'],
    'Knows the anatomy that matters to the ear surgeon.',
    'Name the variants that make surgery dangerous.',
  ],
  [
    'Biliary tree on MRI',
    'mri',
    ['biliary-disease'],
    'Saw the small stone at the lower end that two of us had passed over.',
    'Read the thick slab last, not first.',
  ],
  [
    'Ankle and foot films',
    'plain-x-ray',
    ['fracture', 'arthritis'],
    'Thorough. The base of the fifth metatarsal is never forgotten.',
    'Two views are two chances: use both.',
    'low',
  ],
  [
    'Bowel cancer staging',
    'ct',
    ['bowel-cancer'],
    'Structured by what the meeting asks, with the margin that decides.',
    'Give the number of suspicious nodes, or say that you cannot.',
  ],
  [
    'Possible cord compression, out of hours',
    'mri',
    ['spinal-cord-compression'],
    'Answered the one question within minutes and documented the call.',
    'Whole spine, always: there was a second level.',
    'high',
  ],
  [
    'Outpatient CT chest',
    'ct',
    ['pleural-effusion', 'lung-nodule'],
    'Calm and even reporting through a long list.',
    'Take a break at the hour; the last three reports were thinner.',
  ],
]

/** Sessions of reporting, each assessed on its cases. */
export const reporting: Work[] = read.map(([title, modality, tags, doneWell, toImprove, complexity], index) => ({
  form: 'reporting-assessment',
  before: {
    title,
    modalities: [modality],
    cases: 6 + ((index * 7) % 15),
    setting: rooms[modality] ?? 'reporting-room',
    complexity: complexity ?? 'average',
    presentations: tags,
  },
  rows: ['observation', 'accuracy', 'language', 'recommendation', 'timeliness', 'communication'],
  doneWell,
  toImprove,
  items:
    modality === 'plain-x-ray'
      ? ['area-diagnostic-radiology', 'area-anatomy']
      : index % 3 === 0
        ? ['area-diagnostic-radiology', 'area-pathology']
        : index % 3 === 1
          ? ['area-diagnostic-radiology', 'area-anatomy']
          : ['area-diagnostic-radiology'],
}))

/** Assessments before the after-hours roster. */
export const keyConditions: Work[] = [
  {
    form: 'key-conditions',
    before: {
      title: 'Key conditions, first attempt',
      setting: 'reporting-room',
      cases: 40,
      traineeComment: 'I felt sure about chest and brain, less so about children.',
    },
    rows: ['brain', 'chest', 'aorta', 'bowel', 'trauma', 'devices'],
    doneWell: 'Secure with bleeds, clots and free gas. Speaks to referrers as a colleague.',
    toImprove: 'Children and the pelvis need another month of cases before nights.',
    items: ['area-diagnostic-radiology', 'area-pathology'],
  },
  {
    form: 'key-conditions',
    before: { title: 'Key conditions, second attempt', setting: 'reporting-room', cases: 40 },
    rows: ['brain', 'spine', 'chest', 'aorta', 'bowel', 'abdomen', 'pelvis', 'trauma', 'children', 'devices'],
    doneWell: 'All ten groups at the level that nights ask for. Rang about the right cases, and only those.',
    toImprove: 'Keep a list of what you changed your mind about, and look at it monthly.',
    items: ['area-diagnostic-radiology', 'area-intrinsic-roles'],
  },
]
