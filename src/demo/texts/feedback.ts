/** What assessors write on whole sessions: takes and rounds, clinics, reports on a post, procedures, teaching, projects. */
export interface Feedback {
  title: string
  doneWell: string
  toImprove: string
}

const say = (title: string, doneWell: string, toImprove: string): Feedback => ({ title, doneWell, toImprove })

export const takes: Feedback[] = [
  say(
    'Saturday day take, acute medical unit',
    'Saw the sickest first and told the rest of the team why. Plans were short, safe and complete, and relatives were spoken to before they had to ask.',
    'Delegate the clerking of stable patients sooner and keep the overview.',
  ),
  say(
    'Night take with the medical registrar',
    'Steady through a very busy night. Escalated two patients at the right moment and had the results ready when ringing.',
    'Take a break when it is offered; the last two entries were thinner than the first eight.',
  ),
  say(
    'Post-take ward round',
    'Presented each patient in under two minutes with a problem list and a question for the round. Knew the patients better than their notes.',
    'Commit to a leading diagnosis before hearing mine.',
  ),
  say(
    'Weekday evening take',
    'Good use of same-day care for three patients who would have been admitted elsewhere. Excellent handover.',
    'Document the discussion on resuscitation for every patient in whom it matters, not only for the oldest.',
  ),
  say(
    'Referrals from the emergency department, late shift',
    'Polite and firm on the telephone. Took patients who were ours and helped to find the right place for those who were not.',
    'Ask for the observation chart during the call; it changes the order of work.',
  ),
  say(
    'Board round and ward round, winter escalation ward',
    'Brought order to a ward made up of patients from six teams. Every patient had a consultant, a plan and a date by noon.',
    'Share the tasks out in the round itself instead of keeping them for the afternoon.',
  ),
  say(
    'Sunday long day, acute unit',
    'Recognised an aortic dissection behind a story of indigestion and moved quickly without alarming anybody.',
    'Use a checklist for the handover at nine; two blood results were nearly missed.',
  ),
  say(
    'Bank holiday take',
    'Led a team of four with good humour, supervised a new foundation doctor closely and made time to teach.',
    'Decide on ceilings of treatment before the patient leaves the resuscitation room.',
  ),
  say(
    'Twilight shift in resuscitation',
    'Two very sick patients at the same time, both well cared for. Asked for help early and clearly.',
    'Step back from the procedure to lead; somebody else could have put the line in.',
  ),
  say(
    'Friday take before a weekend of strikes',
    'Planned for the weekend from the first patient on. The written plans held until Monday.',
    'Prescribe as-required medicines for symptoms at the time of clerking.',
  ),
  say(
    'Medical registrar’s bleep, shadowed',
    'Triaged forty calls sensibly and was always courteous. Made sound decisions about who needed to be seen at once.',
    'Keep a written list with times. It helps when two people ask for you at once.',
  ),
  say(
    'Ambulatory and acute take, Monday',
    'Thorough and efficient; used ultrasound at the bedside to answer a clear question.',
    'Letters should say what the patient was told.',
  ),
]

export const clinicSessions: Feedback[] = [
  say(
    'Movement disorder clinic',
    'Unhurried with people who need time. The letter was written to the patient and was a pleasure to read.',
    'Look at a sample of handwriting and the gait before the scale.',
  ),
  say(
    'Falls and syncope clinic',
    'Took the history of each fall as an event of its own and found two different causes. Clear plans for driving.',
    'Dictate directly after each patient; it saved no time to wait.',
  ),
  say(
    'General respiratory clinic',
    'Checked inhaler technique in every patient and taught it well. Sensible requests for scans.',
    'Close the consultation by asking what the patient will do next.',
  ),
  say(
    'Rapid access chest pain clinic',
    'Good use of pre-test probability, honest about uncertainty, prevention addressed in each consultation.',
    'Shorten the explanation; three messages stay, seven do not.',
  ),
  say(
    'Diabetes clinic, young adults',
    'Met the patients where they are. Read the glucose curves together with them instead of to them.',
    'Ask about hypoglycaemia unawareness in so many words.',
  ),
  say(
    'Ambulatory heart failure day unit',
    'Careful titration, attention to potassium, and a good relationship with the specialist nurses.',
    'Discuss what to do when it gets worse, before it does.',
  ),
  say(
    'Hepatology clinic',
    'Balanced warmth and candour about alcohol. Surveillance was arranged without having to look it up.',
    'Ask about work and money; they decide whether the plan can be kept.',
  ),
  say(
    'Renal low-clearance clinic',
    'Explained the choices between dialysis and conservative care without leaning to either.',
    'Bring the results up on the screen before the patient comes in.',
  ),
]

export const reports: Feedback[] = [
  say(
    'Acute unit, day and night',
    'Reliable, quick to help and trusted by the nurses. Reasoning is explicit, which makes the post-take round easy.',
    'Ready for more responsibility: should lead the round with me beside, not in front.',
  ),
  say(
    'Ward and take',
    'Knows every patient. Families ask for this doctor by name. Notes are clear and short.',
    'Could say no more often; the list of tasks is not a measure of worth.',
  ),
  say(
    'Specialty ward, six months',
    'Keen, well read and ready to be questioned. Teaches students without being asked.',
    'Interpretation of arterial gases is sound but slow; it will come with numbers.',
  ),
  say(
    'On call and in clinic',
    'Makes good decisions with limited information and tells you how sure they are. An asset on the take.',
    'Letters arrive a little late.',
  ),
  say(
    'Referrals and ward rounds',
    'Respectful to every profession. Handles disagreement with colleagues calmly and in the patient’s interest.',
    'Practise procedures early in the post, before the rota gets in the way.',
  ),
  say(
    'Post-take rounds over four months',
    'Consistently safe. Prioritises well under pressure, and comes back to check that things have been done.',
    'Differential diagnoses can be narrower; commit and then test.',
  ),
  say(
    'Weekends together on the acute unit',
    'Exceptional with frail patients and those around them. Makes difficult conversations look easy.',
    'Keep an eye on own rest. Ask for help with the rota swaps.',
  ),
  say(
    'Shared ward, shared take',
    'Good grasp of pharmacology, careful prescribing, close work with the pharmacist.',
    'Would gain from time in clinic, which the rota has not given so far.',
  ),
  say(
    'Critical care block',
    'Learned quickly, prepared every line and asked before and not after. Excellent with relatives.',
    'Ventilator settings: read the two chapters and come back to me.',
  ),
  say(
    'Geriatric medicine, ward and day hospital',
    'Sees the person before the problem list. Leads the team meeting with confidence.',
    'Polypharmacy reviews could be bolder: stopping is a treatment.',
  ),
]

/** On procedures: what went well and what to do better, whichever it was. */
export const procedures: Omit<Feedback, 'title'>[] = [
  {
    doneWell: 'Consent in plain words, good positioning, and ultrasound used before and during the procedure.',
    toImprove: 'Give the local anaesthetic a full two minutes.',
  },
  {
    doneWell: 'Sterile throughout, talked to the patient at every step, and knew when to stop and change the angle.',
    toImprove: 'Prepare the sample bottles before scrubbing.',
  },
  {
    doneWell: 'Checked clotting and anatomy, used the safety checklist aloud, and wrote a complete note afterwards.',
    toImprove: 'Keep the field tidier; sharps went into the tray too late.',
  },
  {
    doneWell: 'Economical hands and a calm voice. The patient said that it was easier than feared.',
    toImprove: 'Think aloud about complications before you begin.',
  },
  {
    doneWell: 'Explained to the student while working and still kept an eye on the monitor.',
    toImprove: 'Secure the dressing yourself instead of delegating it.',
  },
  {
    doneWell: 'Recognised a dry tap, went back to the pictures, and succeeded one space higher.',
    toImprove: 'Ask for help after the second pass as a rule.',
  },
  {
    doneWell: 'Very good preparation; equipment was ready for what might go wrong as well.',
    toImprove: 'Document the depth at the skin.',
  },
  {
    doneWell: 'Aftercare was planned with the nurse, with observations written up and clear reasons to call.',
    toImprove: 'Warn the patient before the cold spray.',
  },
  {
    doneWell: 'Led the team by name, with short cycles and a clear plan after each. Debriefed everybody afterwards.',
    toImprove: 'Stand at the foot of the bed from the start.',
  },
  {
    doneWell: 'Good teamwork with the anaesthetist; sedation, pads and synchronisation were checked twice.',
    toImprove: 'State the energy aloud before charging.',
  },
]

export const sessionsTaught: Feedback[] = [
  say(
    'Reading a blood gas in five steps',
    'Began with a patient, not with a slide. Every student had to commit to an answer and felt safe to be wrong.',
    'Stop five minutes earlier and let them say what they take home.',
  ),
  say(
    'Falls: more than a mechanical one',
    'Lively and well prepared, with a case that unfolded. Feedback forms were excellent.',
    'Fewer points on the last slides.',
  ),
  say(
    'Bedside teaching: examining the precordium',
    'Asked the patient’s leave properly and involved them. Corrected technique by showing, not by telling.',
    'Give the shy student a turn first.',
  ),
  say(
    'Simulation: the deteriorating patient at night',
    'A believable scenario and a thoughtful debrief that began with feelings and ended with two rules.',
    'Brief the nurse who plays herself; she did not know her part.',
  ),
  say(
    'Journal club: stopping statins in late life',
    'Explained confidence intervals better than I could. Drew the quiet ones in.',
    'Send the paper round a week ahead.',
  ),
]

export interface Project {
  title: string
  problem: string
  method: string
  results: string
  doneWell: string
  toImprove: string
}

export const projects: Project[] = [
  {
    title: 'Lying and standing blood pressure within a day of a fall',
    problem: 'Fewer than a third of inpatients who fell had it measured. Aim: 80 % within twenty-four hours.',
    method: 'Weekly samples of ten, three cycles: a line in the falls bundle, a laminated card, teaching at handover.',
    results: 'From 29 % to 83 % over eleven weeks, and held at 76 % three months later.',
    doneWell:
      'A clear aim, a simple measure and a change that nurses wanted. The run chart was read correctly, without overclaiming.',
    toImprove: 'Name who looks after it when you rotate.',
  },
  {
    title: 'Resuscitation decisions recorded on the acute unit',
    problem:
      'Night teams often found no decision. Aim: a recorded conversation for every patient above a frailty score of 6.',
    method: 'Notes of twenty patients a fortnight; a prompt on the post-take sheet; feedback to consultants by name.',
    results: '41 % to 72 %. The quality of what was written improved as well.',
    doneWell: 'Tact and persistence. Patients’ views were part of the measure, which is rare.',
    toImprove: 'Take a balancing measure from the beginning.',
  },
  {
    title: 'Discharge summaries within a day',
    problem: 'General practices waited four days on average. Aim: 90 % on the day after discharge.',
    method: 'Template with fewer fields, protected half-hour after the board round, weekly figures on the door.',
    results: '54 % to 88 %; practices rated the summaries as more useful.',
    doneWell: 'Involved general practitioners in choosing what to leave out. Well led.',
    toImprove: 'Show the variation between wards, not only the mean.',
  },
  {
    title: 'Oxygen prescribed to a target',
    problem: 'Half of the patients on oxygen had no prescription. Aim: every one with a target range.',
    method: 'Audit of two wards in three rounds; stickers, then a default in the electronic chart.',
    results: '48 % to 91 % with the default; the stickers alone had made no difference.',
    doneWell: 'Honest about what did not work and why. That is the lesson of the project.',
    toImprove: 'Write it up: others use stickers still.',
  },
]
