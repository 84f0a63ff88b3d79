/** What logs are made of: patients on a take, topics of teaching, remarks. */

export const problems: string[] = [
  'Community-acquired pneumonia with AKI',
  'Decompensated heart failure',
  'Upper GI bleed, stable',
  'Syncope, possibly arrhythmic',
  'COPD exacerbation on non-invasive ventilation',
  'Urosepsis with delirium',
  'New atrial fibrillation with fast rate',
  'Diabetic ketoacidosis',
  'Paracetamol overdose',
  'Transient ischaemic attack',
  'Hyponatraemia, 119',
  'Pulmonary embolism, intermediate risk',
  'Alcohol withdrawal',
  'First seizure',
  'Non-ST elevation myocardial infarction',
  'Cellulitis with sepsis',
  'Falls and postural hypotension',
  'Acute asthma, severe',
  'Spontaneous pneumothorax',
  'Decompensated cirrhosis with ascites',
  'Hyperkalaemia in end-stage renal disease',
  'Febrile neutropenia',
  'Giant cell arteritis, visual symptoms',
  'Meningism, lumbar puncture done',
  'Hypoglycaemia on a sulfonylurea',
  'Acute gout with fever',
  'Hypercalcaemia, new',
  'Colitis flare',
  'Bradycardia on two rate-limiting drugs',
  'Pleural effusion, likely malignant',
  'Stroke outside the treatment window',
  'Anaphylaxis after antibiotics',
  'Infective endocarditis, suspected',
  'Iron deficiency anaemia, symptomatic',
  'Malaria, excluded',
  'Addisonian crisis',
]

/** Approved regional and departmental teaching: topic, format, subject, hours, approved. */
export type Session = [title: string, format: string, topic: string, hours: number, approved: boolean]

export const sessions: Session[] = [
  ['Regional day: acute cardiology', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: endocrine emergencies', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: frailty and the acute front door', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: liver and gut', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: kidney, salt and water', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: neurology for the take', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: palliative care and ethics', 'regional-day', 'internal-medicine', 5.5, true],
  ['Regional day: respiratory failure', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: rheumatology and the hot joint', 'regional-day', 'internal-medicine', 5, true],
  ['Regional day: infection and the returning traveller', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: haematology and oncology emergencies', 'regional-day', 'internal-medicine', 6, true],
  ['Regional day: medicine in pregnancy', 'regional-day', 'internal-medicine', 4, true],
  ['Grand round: a man who could not swallow', 'grand-round', 'internal-medicine', 1, false],
  ['Grand round: when the sodium will not rise', 'grand-round', 'internal-medicine', 1, false],
  ['Grand round: amyloid in three disguises', 'grand-round', 'internal-medicine', 1, false],
  ['Grand round: fever and a murmur', 'grand-round', 'internal-medicine', 1, false],
  ['Grand round: the breathless swimmer', 'grand-round', 'internal-medicine', 1, false],
  ['Mortality and morbidity: delays to antibiotics', 'grand-round', 'generic', 1, false],
  ['Mortality and morbidity: a missed spinal cord compression', 'grand-round', 'generic', 1, false],
  ['Journal club: SGLT2 inhibitors beyond diabetes', 'journal-club', 'internal-medicine', 1, false],
  ['Journal club: early mobilisation', 'journal-club', 'other-clinical', 1, false],
  ['Journal club: de-escalating antibiotics', 'journal-club', 'internal-medicine', 1, false],
  ['Communication skills: difficult conversations', 'course', 'generic', 6, true],
  ['Ultrasound for physicians, introduction', 'course', 'internal-medicine', 7, true],
  ['Teaching the teachers', 'course', 'generic', 6, true],
  ['Leadership for registrars-to-be', 'course', 'generic', 6, true],
  ['Good prescribing in older people', 'lecture', 'internal-medicine', 1.5, true],
  ['Reading chest films', 'lecture', 'internal-medicine', 1, true],
  ['Non-invasive ventilation: settings and traps', 'lecture', 'internal-medicine', 1, true],
  ['The law on capacity and deprivation of liberty', 'lecture', 'generic', 1.5, true],
  ['PACES teaching: neurology station', 'lecture', 'internal-medicine', 2, false],
  ['PACES teaching: communication and ethics', 'lecture', 'internal-medicine', 2, false],
  ['Acute kidney injury: who needs a nephrologist?', 'lecture', 'internal-medicine', 1, true],
  ['Coroners, certificates and medical examiners', 'lecture', 'generic', 1, false],
]

export const simulations: Session[] = [
  [
    'Procedures in simulation: pleura, lines and lumbar puncture',
    'simulation-procedures',
    'internal-medicine',
    7,
    true,
  ],
  ['Simulation: human factors on the acute take', 'simulation-scenarios', 'internal-medicine', 7, true],
  ['Simulation refreshed: leading the arrest team', 'simulation-scenarios', 'internal-medicine', 4, true],
]

/** What a trainee writes below a clinic, where anything. */
export const clinicRemarks: string[] = [
  'Learned to start with the patient’s own agenda. Two of three problems were different from the referral.',
  'Discussed each patient. Want to become surer about when imaging changes anything.',
  'First time that I ran the list alone with the consultant next door.',
  'Good teaching on examining gait. Read up on the atypical syndromes afterwards.',
  'Many letters; dictating after each patient works.',
  'Practised explaining risk with the picture chart.',
  'Joint clinic with the specialist nurse. Her inhaler teaching is better than mine.',
  'Two patients were seen with interpreters. Plan double time next time.',
  'Saw how a decision not to investigate is shared and recorded.',
  'Titrated treatment under protocol; potassium to be checked by the practice in a week.',
  'Long conversation about driving. Looked up the rules while the patient was there.',
  'Learned the indications for biologics, and what has to be excluded first.',
]

export const procedureRemarks: string[] = [
  'Under ultrasound, first pass.',
  'Two attempts, then the registrar took over. Watch the angle.',
  'Straightforward. Patient comfortable throughout.',
  'Needed repositioning; learned to take time over this.',
  'Done on the acute unit in the evening, consultant present.',
  'Good light and a good assistant make all the difference.',
]

export const difficulties = {
  detail: 'Clinic on Thursdays fell to ward cover three weeks running, twice at an hour’s notice.',
  wouldHelp: 'A named day that is marked as clinic on the rota, with cover agreed between the two teams.',
}
