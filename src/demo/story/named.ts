import { colleague, feedbackRound, type Rater } from '../rounds.ts'
import {
  clinicAssessed,
  clinicalOn,
  consultantReports,
  encounter,
  procedureObserved,
  project,
  take,
  waiting,
} from './assessments.ts'
import { away, formR } from './declared.ts'
import { judge } from './judging.ts'
import { clinics, difficulty, procedureLog, takeSummaries, teaching } from './logs.ts'
import { meetings } from './meetings.ts'
import { certificates, exam, objective, reflection, upload } from './own.ts'
import { spread, type Teller } from './teller.ts'

/** The trainees whom the demo presents. */
export const named: Record<string, (teller: Teller) => void> = { amara, tom, priya, mei }

/** Second year, on course: 27 clinics of 40, one ACAT of four, three of the pooled four, two reports. */
function amara(teller: Teller): void {
  const { world } = teller
  const [first, now] = teller.years as [Teller['years'][number], Teller['years'][number]]
  const ago = (days: number) => now.to.subtract({ days })
  const idris = clinicalOn(teller, ago(5))
  const wen = world.consultants.find(({ name }) => name.endsWith('Wen Li')) ?? idris
  // C4 keeps its two records, and G5 nothing yet.
  teller.linkable = new Set(['cip-g1', 'cip-g2', 'cip-g3', 'cip-g4', 'cip-c1', 'cip-c2', 'cip-c3', 'cip-c6', 'cip-c7'])
  certificates(teller, { endsIn: 678, confirmed: true })
  meetings(teller, first)
  meetings(teller, now, { midPoint: false })
  for (const year of [first, now]) {
    objective(teller, year)
    takeSummaries(teller, year, 1)
    procedureLog(teller, year, year.current ? 4 : 9)
  }
  clinics(teller, first.from, first.to, 20, 2)
  clinics(teller, now.from, ago(8), 6, 1)
  clinics(teller, ago(8), ago(4), 1, 0)
  teaching(teller, first, 9)
  teaching(teller, now, 8)
  reflection(teller, first.from.add({ days: 80 }), { title: 'My first time at the foot of the bed', linked: true })
  reflection(teller, first.from.add({ days: 150 }), { title: 'The conversation I had been putting off', shared: true })
  reflection(teller, first.from.add({ days: 230 }), {
    title: 'Teaching that went quiet',
    linked: true,
    items: ['cip-g6'],
  })
  reflection(teller, first.from.add({ days: 290 }), {
    title: 'Making a rota that people could live with',
    linked: true,
  })
  reflection(teller, ago(62), { title: 'When the family disagreed', linked: true })
  reflection(teller, ago(40), { title: 'Sent home too soon', linked: true })
  reflection(teller, ago(9), { title: 'A week with the community team' })
  upload(teller, first.from.add({ days: 240 }), 'Feedback on bedside teaching, third-year students')
  upload(teller, first.to.subtract({ days: 60 }), 'Poster: lying and standing blood pressure after falls')
  upload(teller, ago(12), 'Certificate: teaching the teachers', false)
  for (const on of spread(teller, 4, first.from.add({ days: 25 }), first.to)) take(teller, on)
  clinicAssessed(teller, first.from.add({ days: 200 }), { items: ['cip-g3'] })
  consultantReports(teller, first, 4)
  procedureObserved(teller, first.from.add({ days: 70 }), 'ascitic-tap', 'formative')
  procedureObserved(teller, first.from.add({ days: 210 }), 'ascitic-tap', 'summative')
  procedureObserved(teller, first.from.add({ days: 250 }), 'nasogastric-tube', 'summative')
  procedureObserved(teller, ago(70), 'lumbar-puncture', 'formative', { independence: 4 })
  procedureObserved(teller, ago(16), 'pleural-aspiration', 'formative', { independence: 4, items: [], wait: 4 })
  project(teller, first.to.subtract({ days: 45 }), true)
  take(teller, ago(58), { wait: 4 })
  take(teller, ago(33), { grade: 'registrar', wait: 3 })
  encounter(teller, ago(51), {
    title: 'Breathlessness in the heart failure clinic',
    items: ['cip-c4', 'cip-g3'],
    wait: 3,
  })
  clinicAssessed(teller, ago(27), { by: idris, items: ['cip-c4', 'cip-c6'], wait: 5 })
  encounter(teller, ago(8), {
    title: 'A complex discharge after repeated falls',
    by: idris,
    items: ['cip-c3', 'cip-c6'],
    wait: 3,
  })
  encounter(teller, ago(45), {
    title: 'Nausea in advanced ovarian cancer',
    grade: 'registrar',
    items: ['cip-c8', 'cip-c3'],
    wait: 2,
  })
  reflection(teller, ago(37), { title: 'Eight weeks in critical care', linked: true, items: ['cip-c8', 'cip-c7'] })
  waiting(teller, ago(4), { by: wen, items: ['cip-c5'], title: 'Low sodium on the surgical ward' })
  for (const on of spread(teller, 3, first.from.add({ days: 30 }), first.to)) encounter(teller, on)
  encounter(teller, first.from.add({ days: 120 }), { grade: 'registrar' })
  consultantReports(teller, { ...now, to: ago(14) }, 2, 1)
  exam(teller, 'mrcp-part-1', first.from.add({ days: 70 }), 1)
  exam(teller, 'mrcp-part-2', first.from.add({ days: 330 }), 1)
  for (const [index, item] of [
    'cip-c1',
    'cip-c3',
    'cip-c6',
    'cip-c7',
    'cip-g1',
    'cip-g2',
    'cip-g3',
    'cip-g4',
    'cip-g6',
  ].entries())
    judge(teller, first, first.to.subtract({ days: 40 - (index % 3) * 6 }), { item })
  judge(teller, first, first.to.subtract({ days: 39 }), { item: 'proc-ascitic-tap', above: 2 })
  judge(teller, now, ago(9), { item: 'cip-c1', after: 3 })
  for (const item of ['cip-g1', 'cip-g2', 'cip-g4']) judge(teller, now, ago(13), { item })
  for (const item of ['cip-c2', 'cip-g3']) judge(teller, now, ago(9), { item, after: 4 })
  for (const item of ['cip-c3', 'cip-c6']) judge(teller, now, ago(7), { item, after: 3 })
  judge(teller, now, ago(10), { item: 'cip-c7', after: 9, comment: 'Led two arrests calmly, good debrief.' })
  judge(teller, now, ago(6), { item: 'cip-c8', waits: true })
  // Last, so that no other choice changes by it.
  feedbackRound(teller, teller.portfolio, { on: ago(24), raters: amarasColleagues(teller), answered: 8 })
  away(teller, 'sickness', first.from.add({ days: 120 }), 3)
  away(teller, 'sickness', ago(36), 2)
  formR(teller, 'form-r', first, 3)
}

/** Whom she asked: consultants, registrars, and those who are not doctors. */
function amarasColleagues({ world, trainee }: Teller): Rater[] {
  const consultants = world.consultants.filter(({ id }) => id !== trainee.educationalId).slice(0, 4)
  return [
    ...consultants.map(({ name, email }) => ({ name, email, grade: 'consultant' })),
    colleague('Ms Rosalind Peck', 'nurse'),
    colleague('Mr Tunde Alabi', 'pharmacist'),
    colleague('Ms Hilary Stokes', 'nurse'),
    ...world.registrars.slice(0, 3).map(({ name, email }) => ({ name, email, grade: 'registrar' })),
    colleague('Ms Joy Lambert', 'ahp'),
    colleague('Mr Dennis Cray', 'other'),
    colleague('Dr Petra Simms', 'foundation'),
  ]
}

/** First year at 60 %: few records so far, all of them decent. */
function tom(teller: Teller): void {
  const [now] = teller.years as [Teller['years'][number]]
  const ago = (days: number) => now.to.subtract({ days })
  certificates(teller, { endsIn: 240, confirmed: false })
  meetings(teller, now, { midPoint: false })
  objective(teller, now)
  clinics(teller, now.from.add({ days: 30 }), now.to, 3, 2)
  procedureLog(teller, now, 3)
  takeSummaries(teller, now, 1)
  teaching(teller, now, 3)
  reflection(teller, ago(55), { title: 'What clinic teaches that the ward does not', linked: true })
  reflection(teller, ago(21), { title: 'Anchored on pneumonia', shared: true })
  reflection(teller, ago(6))
  upload(teller, ago(40), 'E-learning: sepsis for secondary care')
  take(teller, ago(60), { wait: 6 })
  encounter(teller, ago(44), { title: 'Chest pain with a normal first troponin', wait: 4 })
  encounter(teller, ago(24), { title: 'Explaining a chest drain to an anxious patient', wait: 2 })
  encounter(teller, ago(15), { grade: 'registrar', title: 'Septic shock of unclear source', wait: 3 })
  procedureObserved(teller, ago(30), 'pleural-aspiration', 'formative', { independence: 2 })
  waiting(teller, ago(5), { opened: true })
  consultantReports(teller, { ...now, to: ago(8) }, 1)
  judge(teller, now, ago(14), { item: 'cip-c1' })
  judge(teller, now, ago(12), { item: 'cip-g3', waits: true })
  judge(teller, now, ago(13), { item: 'cip-c4', more: true })
  difficulty(teller, now)
}

/** Third year, nineteen days before the panel, with gaps that show. */
function priya(teller: Teller): void {
  const [first, second, now] = teller.years as [
    Teller['years'][number],
    Teller['years'][number],
    Teller['years'][number],
  ]
  const ago = (days: number) => now.to.subtract({ days })
  certificates(teller, { endsIn: -24, confirmed: true })
  for (const year of [first, second, now]) {
    meetings(teller, year, year.current ? { midPoint: false } : {})
    objective(teller, year)
    takeSummaries(teller, year, 1.2)
    procedureLog(teller, year, year.current ? 3 : 8)
    teaching(teller, year, year.current ? 2 : 8)
    for (const on of spread(teller, year.current ? 1 : 4, year.from.add({ days: 20 }), year.to)) take(teller, on)
    for (const on of spread(teller, year.current ? 1 : 3, year.from.add({ days: 20 }), year.to)) encounter(teller, on)
    for (const on of spread(teller, 1, year.from.add({ days: 60 }), year.to)) clinicAssessed(teller, on)
    consultantReports(teller, year, year.current ? 2 : 4)
  }
  clinics(teller, first.from, first.to, 20, 1)
  clinics(teller, second.from, second.to, 24, 2)
  clinics(teller, now.from, now.to, 8, 2)
  for (const on of spread(teller, 7, first.from.add({ days: 40 }), second.to)) reflection(teller, on, { linked: true })
  reflection(teller, ago(48), { linked: true })
  reflection(teller, ago(17), { shared: true })
  reflection(teller, ago(7))
  for (const on of spread(teller, 3, first.from.add({ days: 90 }), second.to)) upload(teller, on)
  for (const [index, procedure] of ['ascitic-tap', 'nasogastric-tube', 'lumbar-puncture'].entries()) {
    procedureObserved(teller, first.from.add({ days: 60 + index * 70 }), procedure, 'formative')
    procedureObserved(teller, second.from.add({ days: 60 + index * 70 }), procedure, 'summative')
    judge(teller, second, second.to.subtract({ days: 30 }), { item: `proc-${procedure}` })
  }
  procedureObserved(teller, second.from.add({ days: 290 }), 'pleural-aspiration', 'summative')
  project(teller, second.to.subtract({ days: 60 }), true)
  exam(teller, 'mrcp-part-1', first.from.add({ days: 70 }), 1)
  exam(teller, 'mrcp-part-2', second.from.add({ days: 80 }), 1)
  exam(teller, 'mrcp-paces', second.from.add({ days: 320 }), 1, false)
  const all = [...'12345678'].map((one) => `cip-c${one}`).concat([...'123456'].map((one) => `cip-g${one}`))
  for (const [index, item] of all.entries())
    judge(teller, second, second.to.subtract({ days: 50 - (index % 4) * 8 }), { item })
  for (const item of ['cip-c1', 'cip-c3', 'cip-g2']) judge(teller, now, ago(30), { item })
  for (const item of ['cip-g3', 'cip-c6']) judge(teller, now, ago(18), { item })
  judge(teller, now, ago(19), { item: 'cip-c4', more: true })
  judge(teller, now, ago(9), { item: 'cip-c7', waits: true })
  judge(teller, now, ago(8), { item: 'cip-c8', waits: true })
  waiting(teller, ago(31))
  waiting(teller, ago(10), { opened: true })
}

/** Trains in intensive care as well: the first months of medicine, one record of which is evidence there, too. */
function mei(teller: Teller): void {
  const [now] = teller.years as [Teller['years'][number]]
  const ago = (days: number) => now.to.subtract({ days })
  meetings(teller, now, { midPoint: false })
  objective(teller, now)
  clinics(teller, now.from.add({ days: 20 }), now.to, 5, 1)
  teaching(teller, now, 3)
  take(teller, ago(66), { wait: 3 })
  encounter(teller, ago(52), { title: 'Nausea in advanced ovarian cancer', wait: 4 })
  encounter(teller, ago(37), { title: 'Chest pain with a normal first troponin', wait: 2, lent: ['hillo-11'] })
  reflection(teller, ago(20), { title: 'Eight weeks in critical care', linked: true })
  waiting(teller, ago(6), { title: 'Low sodium on the surgical ward' })
  judge(teller, now, ago(12), { item: 'cip-c1' })
  judge(teller, now, ago(9), { item: 'cip-c3', waits: true })
}
