/** What radiation oncology trainees and their directors wrote beside assessments. All of it is invented. */

export const sessions: [title: string, part: 'gave' | 'attended' | 'organised', hours: number, learnt: string][] = [
  ['Radiobiology tutorial: the linear-quadratic model', 'attended', 1.5, 'When it does not hold.'],
  ['Contouring evening, head and neck', 'attended', 2, 'Everybody draws level two differently.'],
  ['Teaching therapists about skin reactions', 'gave', 1, 'They knew more than I did about dressings.'],
  ['Journal club: fewer fractions for the breast', 'gave', 1, 'Non-inferior is a decision about a margin.'],
  ['Network teaching day: gynaecology', 'attended', 6, 'Examination under anaesthesia is half of the plan.'],
  ['Revision group for the papers', 'organised', 2, 'Writing questions teaches more than answering them.'],
  ['Medical students on the machine', 'gave', 1, 'Let them hold the mask.'],
  ['Statistics of survival curves', 'attended', 2, 'What censoring does at the tail.'],
]

export const reflections = [
  {
    title: 'A mask and a panic',
    category: 'event',
    what: 'A patient could not bear the mask and left. I had explained everything but that one can stop.',
    soWhat: 'My explanation was for me, to have said it all.',
    nowWhat: 'I begin with how to stop, and a trial with the mask in the hand.',
    items: ['section-patient-care'],
  },
  {
    title: 'Contours that I would not draw again',
    category: 'case',
    what: 'At peer review my volume was cut by a third.',
    soWhat: 'I had drawn my worry. The discussion was about evidence and was over in four minutes.',
    nowWhat: 'I write down what each margin stands for before I draw.',
    items: ['section-treatment-modalities'],
  },
  {
    title: 'The weekend of the cord',
    category: 'case',
    what: 'Three teams, one spine, six hours.',
    soWhat: 'Nobody was against it; everybody waited for somebody. I became the somebody.',
    nowWhat: 'I ring with a proposal and a time, not with a question.',
    items: ['section-palliative-care', 'section-intrinsic-roles'],
  },
  {
    title: 'Saying that we should stop',
    category: 'event',
    what: 'The daughter wanted everything, the patient had had enough.',
    soWhat: 'I learnt to ask him first, with her in the room.',
    nowWhat: 'I ask about the last weeks of life before they come.',
    items: ['section-palliative-care'],
  },
  {
    title: 'What I took from pathology',
    category: 'attachment',
    what: 'A week of looking at what I treat.',
    soWhat: 'Grade is a range. I had used it as a number.',
    nowWhat: 'I ring the pathologist when the word “probably” decides.',
    items: ['section-oncology-sciences'],
  },
]

export const judgements: Record<string, { self: string; sign: string }> = {
  'section-oncology-sciences': {
    self: 'All Phase 1 papers are passed, and I teach radiobiology to the first years.',
    sign: 'Knowledge is sound and, what is more, used in clinic.',
  },
  'section-patient-care': {
    self: 'I run a review clinic with a consultant next door and follow my patients through.',
    sign: 'Patients ask to come back to this doctor. Prompt letters.',
  },
  'section-treatment-modalities': {
    self: 'I plan the common sites and take most of them to peer review without large changes.',
    sign: 'Volumes are good. Brachytherapy needs more sessions.',
  },
  'section-palliative-care': {
    self: 'I treat pain and cord compression from the first call and know when not to treat.',
    sign: 'Thoughtful. The weekend with the cord showed leadership.',
  },
  'section-tumour-sites': {
    self: 'Breast, lung, prostate and head and neck are covered; lymphoma and children are to come.',
    sign: 'Wide experience for this point of training, with a plan for the gaps.',
  },
  'section-intrinsic-roles': {
    self: 'I speak at the meeting each week and look after two students.',
    sign: 'A colleague in all but title.',
  },
}

export const reviews = [
  {
    strengths: 'A good beginning: punctual, friendly, and keen on physics.',
    development: 'Ask early; nobody expects answers in the first months.',
    plan: 'Two clinics a week with feedback, and the physics group.',
  },
  {
    strengths: 'Clinics run to time and letters are clear.',
    development: 'More planning sessions before the examination.',
    plan: 'One day a week with the planners until the papers.',
  },
  {
    strengths: 'Passed all papers at the first sitting, and taught the group along the way.',
    development: 'The research question is still too large.',
    plan: 'A plan of one page by the next review.',
  },
  {
    strengths: 'Ready for the second phase: safe, kind, and well read.',
    development: 'Systemic treatment needs sessions of its own.',
    plan: 'Day unit on alternate Fridays.',
  },
  {
    strengths: 'Prepared for every clinic. Plans come early and need few changes.',
    development: 'Brachytherapy numbers are low, and the manuscript is waiting.',
    plan: 'Six sessions in theatre by the next review; draft to the co-authors within a month.',
  },
  {
    strengths: 'Good with patients who are afraid. Therapists and nurses are full of praise.',
    development: 'Ask for assessments on planning as often as on clinics.',
    plan: 'One planning assessment a month, and an elective away from the home site next year.',
  },
  {
    strengths: 'Steady progress after a hard start.',
    development: 'The rhythm of assessments: there were two months without any.',
    plan: 'We meet every six weeks until the rhythm holds.',
  },
]

export const appraisals: { doneWell: string; toImprove?: string }[] = [
  { doneWell: 'A difficult month on the ward, carried with good humour.' },
  { doneWell: 'Now takes the first look at every new plan of the team.' },
  {
    doneWell: 'Reliable all term. Takes on the late referrals without being asked.',
    toImprove: 'Delegate what the nurse does better.',
  },
  { doneWell: 'Independent in review clinic. Knows the limits.', toImprove: 'Speak up sooner at the meeting.' },
  {
    doneWell: 'Quick learner; letters are models of clarity.',
    toImprove: 'Plan the week: two drafts came in late at night.',
  },
]

export const objectives = [
  {
    title: 'Ten brachytherapy procedures',
    plan: 'Theatre every second Tuesday, with feedback after each.',
    measure: 'Ten in the log, three of them assessed',
  },
  {
    title: 'Submit the fractionation audit',
    plan: 'Figures by next month, text by the month after.',
    measure: 'A letter of receipt',
  },
  {
    title: 'Contour head and neck to the atlas',
    plan: 'Two cases a week against the atlas, with peer review.',
    measure: 'Three assessments at occasional supervision',
  },
]

export const study = {
  plan: {
    title: 'Treatment gaps and outcome in anal cancer',
    summary:
      'All patients of ten years in two centres. We look at gaps of three days or more, their causes, and control at three years.',
    role: 'led',
  },
  finished: {
    title: 'Treatment gaps and outcome in anal cancer',
    summary:
      'One hundred and twelve patients. Gaps had social causes more often than medical ones; compensation was given in half. Control was worse after a gap of a week.',
    role: 'led',
    published: 'submitted',
  },
}
