import type { Work } from '../region/work.ts'

/** The first phase, in fewer words: what was seen, and one line of feedback. All of it is invented. */

const seen: [title: string, encounter: string, site: string, palliative: boolean, doneWell: string][] = [
  ['First clinic, breast', 'new-patient', 'breast', false, 'Listened before reading the file.'],
  ['Review clinic, prostate', 'on-treatment', 'genitourinary', false, 'Asked the right questions about the bladder.'],
  ['Pain from the pelvis', 'inpatient', 'metastatic', true, 'Examined gently and fully.'],
  ['Early lung cancer', 'new-patient', 'lung', false, 'Drew the lung for the patient.'],
  ['Rectum, third week', 'on-treatment', 'lower-gastrointestinal', false, 'Skin looked at, not asked about.'],
  ['Headache under treatment', 'emergency', 'central-nervous-system', true, 'Steroids started with a plan.'],
  ['Skin cancer of the scalp', 'new-patient', 'skin', false, 'Good description of the edges.'],
  ['Follow-up after the larynx', 'follow-up', 'head-and-neck', false, 'First scope done calmly.'],
  ['Cervix, first visit', 'new-patient', 'gynaecological', false, 'Chaperone offered without prompting.'],
  ['Myeloma with a painful spine', 'inpatient', 'lymphoma-and-blood', true, 'Rang the haematologist before deciding.'],
]

export const earlyPatients: Work[] = seen.map(([title, encounter, tumourSite, palliative, doneWell]) => ({
  form: 'peat',
  before: {
    title,
    encounter,
    observed: true,
    setting: encounter === 'inpatient' ? 'ward' : 'clinic',
    tumourSite,
    intent: palliative ? 'palliative' : 'curative',
  },
  doneWell,
  items: ['section-patient-care', palliative ? 'section-palliative-care' : 'section-tumour-sites'],
}))

const drawn: [title: string, site: string, technique: string, doneWell: string][] = [
  ['Whole breast', 'breast', 'conformal', 'Borders by palpation and by atlas.'],
  ['Prostate alone', 'genitourinary', 'imrt', 'Apex found on MRI.'],
  ['Single field to a rib', 'metastatic', 'simple', 'Done within the hour.'],
  ['Lung, conventional', 'lung', 'conformal', 'Nodes chosen from the PET.'],
  ['Rectum, long course', 'lower-gastrointestinal', 'imrt', 'Levels known by heart.'],
  ['Whole brain', 'central-nervous-system', 'simple', 'Lens shielded.'],
  ['Larynx, small field', 'head-and-neck', 'conformal', 'Wedges explained.'],
  ['Skin of the temple', 'skin', 'electrons', 'Energy chosen from depth.'],
  ['Endometrium, pelvis', 'gynaecological', 'vmat', 'Full and empty bladder fused.'],
  ['Spleen in leukaemia', 'lymphoma-and-blood', 'simple', 'Low dose, large effect understood.'],
]

export const earlyPlans: Work[] = drawn.map(([title, tumourSite, technique, doneWell]) => ({
  form: 'cpet',
  before: { title, tumourSite, technique },
  doneWell,
  items: ['section-treatment-modalities', 'section-tumour-sites'],
}))

export const earlyConversations: Work[] = [
  ['Consent for the breast', 'plan-and-consent', 'Side effects in the order in which they come.'],
  ['First visit with a nervous son', 'first-consultation', 'Made room for both.'],
  ['Half-way review', 'follow-up', 'Praised what the patient had managed.'],
  ['Results that were not good', 'bad-news', 'Stayed when it was silent.'],
].map(([title, context, doneWell]) => ({
  form: 'cst',
  before: { title, context, setting: 'clinic' },
  doneWell: doneWell!,
  items: ['section-intrinsic-roles', 'section-patient-care'],
}))

const watched: [title: string, session: string][] = [
  ['Cut-up and frozen sections', 'pathology'],
  ['Cytology in the afternoon', 'pathology'],
  ['Contours with the planners', 'planning'],
  ['Optimising a pelvis', 'planning'],
  ['Plan checks', 'planning'],
  ['Motion and margins', 'planning'],
  ['Machine two, morning', 'treatment-delivery'],
  ['Machine two, children’s list', 'treatment-delivery'],
  ['Image matching', 'treatment-delivery'],
  ['Setting up without tattoos', 'treatment-delivery'],
]

export const earlyPractice: Work[] = watched.map(([title, session], index) => ({
  form: 'poe-summary',
  before: { title, session, learnt: `${title}: I wrote down ${index + 3} things that I had not known in the morning.` },
  judged: { done: 'done' },
  items: ['section-oncology-sciences', 'section-treatment-modalities'],
}))

/** Term by term, as clinical supervisors see it. */
export const terms: { doneWell: string }[] = [
  'A keen start.',
  'Letters are out on the day.',
  'Growing surer in review clinic.',
  'Good questions at the meeting.',
  'Handles a busy ward well.',
  'Plans ahead, and says so.',
  'Careful with frail patients.',
  'Teaches the students kindly.',
  'Has found a way with the phones.',
  'Ready for more planning.',
  'Thoughtful about late effects.',
  'A pleasure to work with.',
].map((doneWell) => ({ doneWell }))
