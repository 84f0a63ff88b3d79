/** What trainees say of themselves and supervisors of them, by item; one of several for each. */
export interface Judgement {
  /** The trainee: why this level. */
  self: string[]
  /** The supervisor on signing. */
  sign: string[]
}

export const judgements: Record<string, Judgement> = {
  'cip-g1': {
    self: [
      'I have run the juniors’ rota, follow the escalation policy of the site, and know how to raise concerns about staffing. The linked reflection shows what I learned from it.',
      'I attend the directorate meeting and took part in the winter plan. I know my responsibilities as an employee and where to find the policies.',
    ],
    sign: [
      'Reliable and well organised; understands how the service works and helps to make it work.',
      'Took on the rota with tact. Meets expectations, with good insight into the system.',
    ],
  },
  'cip-g2': {
    self: [
      'I assess capacity for the decision at hand and record it. The case discussion on going home and my reflection on the family meeting show how I weigh interests.',
      'I have dealt with advance decisions and with disagreement in families, asked for advice early, and kept good notes.',
    ],
    sign: [
      'Handles consent and capacity with care and records them well.',
      'The discussion of the best-interests meeting was mature. Meets expectations.',
    ],
  },
  'cip-g3': {
    self: [
      'Feedback says that I explain clearly and listen. I have led board rounds and family meetings, and I ask for feedback after difficult ones.',
      'I share decisions with patients and hand over in a structured way. I still want to become firmer when leading larger teams.',
    ],
    sign: [
      'Communicates very well with patients, families and the team. Leads quietly and effectively.',
      'Clear, kind and concise. Next step: leading the whole take.',
    ],
  },
  'cip-g4': {
    self: [
      'I report incidents, discussed one in a reflection, and take part in a project on the falls pathway with two completed cycles.',
      'My improvement project has a clear aim and a run chart. I learned more from the cycle that failed than from the one that worked.',
    ],
    sign: [
      'Good engagement with safety, and a sensible project. Please bring it to completion.',
      'The project shows real change that has lasted. Well done.',
    ],
  },
  'cip-g5': {
    self: [
      'I presented at journal club and appraise papers in a structured way. My case discussions refer to the evidence and to its limits.',
      'I hold the certificate in good clinical practice, recruited to one study, and keep data safe.',
    ],
    sign: ['Applies evidence thoughtfully to the patient in question.', 'Sound appraisal skills. Meets expectations.'],
  },
  'cip-g6': {
    self: [
      'I teach students weekly and collect their feedback. An observed session was rated as satisfactory, with ideas that I have since used.',
      'I supervise the foundation doctors on the ward day to day, and I have changed how I teach after a session that did not work.',
    ],
    sign: [
      'An enthusiastic teacher, with feedback to show for it. Supervises safely.',
      'Good teaching; the change after the first session was a pleasure to see.',
    ],
  },
  'cip-c1': {
    self: [
      'I manage most patients on the take with my registrar at hand and present them on the post-take round. The linked ACAT covers a busy day.',
      'I have led parts of the take with the consultant available by telephone, ask for help early, and my ACATs show a growing overview.',
    ],
    sign: [
      'Safe and increasingly independent on the take. I would be content to be rung at home.',
      'Works well with support close by. Prioritising is improving with each set of nights.',
    ],
  },
  'cip-c2': {
    self: [
      'In this post I see the specialty’s acute referrals and start treatment. I discuss all of them, and most plans stand.',
      'My evidence comes from the specialty take, with two cases discussed in depth. I know the limits of what I can decide alone.',
    ],
    sign: [
      'Manages the common specialty emergencies well under direct supervision.',
      'Good evidence across two specialties. Level agreed.',
    ],
  },
  'cip-c3': {
    self: [
      'I run the ward between consultant rounds, know my patients well and plan ahead for weekends. Both linked records come from this post.',
      'I look after patients with several conditions and with cognitive impairment, review medicines, and involve families from the first day.',
    ],
    sign: [
      'Excellent continuity. Patients and nurses rely on this doctor, and rightly so.',
      'Runs the ward well, and reviews what can be stopped as well as what can be started.',
    ],
  },
  'cip-c4': {
    self: [
      'I now see new patients on my own and discuss each one afterwards. Letters need few corrections.',
      'The OPCAT and the mini-CEX show consultations in two specialties. I have learned to agree on what matters today and to use time as a tool.',
    ],
    sign: [
      'Comfortable in clinic with discussion afterwards. Letters are good.',
      'Clear progress through a variety of clinics. Level agreed.',
    ],
  },
  'cip-c5': {
    self: [
      'I go and see patients of other teams instead of advising by telephone, and follow up the next day. The cases are from surgery and obstetrics.',
      'I have seen referrals from surgical and psychiatric wards, and looked after people with learning disability with the help of the liaison nurse.',
    ],
    sign: [
      'Gives helpful, proportionate advice. Other teams ask for this doctor.',
      'Good judgement on referrals, with support. Level agreed.',
    ],
  },
  'cip-c6': {
    self: [
      'I lead the board round twice a week. The ACAT of the round and the case of a complex discharge show how I work with the team.',
      'I plan discharge from day one with therapists and social workers, and I have spent time with the community team.',
    ],
    sign: [
      'Leads the multidisciplinary meeting with ease; everybody is heard.',
      'Discharge planning is thoughtful and realistic.',
    ],
  },
  'cip-c7': {
    self: [
      'I lead arrests until the registrar comes, and hold a valid ALS certificate. The linked assessments and my reflection on the first time show what I still find hard.',
      'I recognise deterioration early and decide on ceilings of treatment together with my consultant. I have led resuscitation in simulation and in earnest.',
    ],
    sign: [
      'Led two arrests calmly, good debrief.',
      'Recognises sick patients early and escalates well. Ready to lead with support at a distance.',
    ],
  },
  'cip-c8': {
    self: [
      'I have led conversations on dying with families, prescribe anticipatory medicines in good time, and ask the palliative team early.',
      'The linked case and my reflection show how I recognise dying and speak about it. I am less sure in long-term conditions with slow decline.',
    ],
    sign: [
      'Compassionate and competent care at the end of life.',
      'A mature approach. Symptom control is good; continue with advance care planning in clinic.',
    ],
  },
}

/** Asking for more: not a failure, but what would show it. */
export const moreWanted: Record<string, string> = {
  'cip-g4':
    'The idea is good, but so far there is a plan and no measurement. Please link the first cycle, or a QIPAT when there is one.',
  'cip-c2':
    'One piece from one specialty does not show breadth yet. A CbD from your next block would do, or an ACAT of the specialty take.',
  'cip-c4': 'All of the evidence is from one clinic. Please add an OPCAT from another specialty.',
  'cip-c5': 'What is linked shows advice by telephone. A CbD of a patient whom you went to see would settle it.',
  'cip-g5': 'Please link something that shows appraisal: the journal club would do, with what you took from it.',
  'cip-c8': 'A reflection alone is not enough here. A mini-CEX of one conversation would complete the picture.',
}

/** Why a single piece can be enough. */
export const singleReasons: string[] = [
  'Properly explored because the discussion covered assessment, the law, the conversation with the family and what was learned, over forty minutes.',
  'Properly explored because the project ran for five months, was led by the trainee, and its write-up covers every descriptor.',
  'Properly explored because the assessment was of a whole take with eight patients, five of them acutely unwell.',
]

/** Procedures: the state reached, in few words. */
export const procedureSelf: string[] = [
  'I have done this several times under supervision, twice without help, and the assessor judged me able to do it unsupervised.',
  'I am safe in the skills laboratory and have assisted with patients. The formative DOPS and my log are linked.',
  'Numbers are rising. I know the complications and what I would do about them.',
  'I have trained this in simulation and practised with patients with a supervisor beside me throughout.',
  'Confident with ultrasound guidance now. I keep it up and log every one.',
]
export const procedureSign: string[] = [
  'DOPS and log agree. Signed.',
  'Good technique and good judgement about when not to do it.',
  'State reached as expected for the year.',
  'Safe. Keep the log going.',
  'Agreed on the evidence of the DOPS.',
]
