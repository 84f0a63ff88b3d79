import type { Temporal } from 'temporal-polyfill'
import {
  clinicAssessed,
  consultantReports,
  declined,
  encounter,
  procedureObserved,
  project,
  take,
  teachingObserved,
  waiting,
} from './assessments.ts'
import { judge } from './judging.ts'
import { clinicSummary, clinics, difficulty, procedureLog, takeSummaries, teaching } from './logs.ts'
import { meetings } from './meetings.ts'
import { type AlsPlan, certificates, exam, objective, reflecting, upload } from './own.ts'
import { someDay, spread, type Teller, type Year } from './teller.ts'

/** How somebody fares: 1 is on course. */
export interface Profile {
  pace: number
  /** Share of assessments rated below expectations. */
  below: number
  als: AlsPlan
}

const profiles: Profile[] = [
  { pace: 1, below: 0, als: { endsIn: 700, confirmed: true } },
  { pace: 0.8, below: 0.05, als: { endsIn: 410, confirmed: true } },
  { pace: 1.15, below: 0, als: { endsIn: 1100, confirmed: true } },
  { pace: 0.45, below: 0.12, als: { endsIn: 35, confirmed: true } },
  { pace: 0.9, below: 0.05, als: { endsIn: 860, confirmed: false } },
  { pace: 0.7, below: 0.08, als: { endsIn: 530, confirmed: true } },
]

/** The profile of the n-th trainee without a part of their own; null for somebody who has just begun. */
export function profileOf(index: number, newest: number): Profile | null {
  return index === newest ? null : profiles[index % profiles.length]!
}

const clinical = ['cip-c1', 'cip-c3', 'cip-c7', 'cip-c4', 'cip-c6', 'cip-c5', 'cip-c8', 'cip-c2']
const generic = ['cip-g3', 'cip-g2', 'cip-g6', 'cip-g4', 'cip-g1', 'cip-g5']
const independent = ['ascitic-tap', 'nasogastric-tube', 'lumbar-puncture', 'dc-cardioversion', 'pleural-aspiration']

/** The months of a trainee, told by their pace. */
export function months(teller: Teller, profile: Profile): void {
  certificates(teller, profile.als)
  for (const year of teller.years) oneYear(teller, year, profile)
  exams(teller, profile)
}

function oneYear(teller: Teller, year: Year, profile: Profile): void {
  const { random } = teller
  const often = (perYear: number) => Math.round(perYear * year.share * profile.pace)
  meetings(teller, year)
  objective(teller, year)
  if (year.current) clinics(teller, year.from, year.to, Math.min(9, often(22)), profile.pace > 0.6 ? 1 : 0)
  else {
    clinicSummary(teller, year, Math.max(8, often(20) - 1))
    clinics(teller, year.from, year.to, Math.min(3, often(3)), 0)
  }
  procedureLog(teller, year, Math.max(1, often(year.current ? 6 : 3)))
  takeSummaries(teller, year, profile.pace)
  teaching(teller, year, year.current ? Math.max(1, often(22)) : often(4))
  reflecting(teller, year, Math.max(1, often(year.current ? 6 : 2.6)))
  if (often(2) > 0) upload(teller, someDay(teller, year.from, year.to))
  assessed(teller, year, profile, often)
  judged(teller, year, profile)
  if (year.current) loose(teller, year, profile)
  if (profile.pace < 0.5 && year.current && random.chance(0.7)) difficulty(teller, year)
}

function assessed(teller: Teller, year: Year, { below, pace }: Profile, often: (perYear: number) => number): void {
  const { random } = teller
  const days = (count: number) => spread(teller, count, year.from.add({ days: 14 }), year.to)
  for (const on of days(Math.max(1, often(year.current ? 4 : 2.4)))) take(teller, on, { below })
  for (const on of days(Math.max(1, often(year.current ? 4 : 2)))) encounter(teller, on, { below })
  if (random.chance(0.4)) encounter(teller, days(1)[0]!, { grade: 'registrar' })
  for (const on of days(often(year.current ? 2 : 1))) clinicAssessed(teller, on)
  consultantReports(teller, year, often(year.current ? 5 : 1.6))
  const [first, second] = [independent[(year.index * 2) % 5]!, independent[(year.index * 2 + 1) % 5]!]
  for (const on of days(1)) procedureObserved(teller, on, first, year.index === 0 ? 'formative' : 'summative')
  if (!year.current && pace > 0.6)
    for (const on of days(1)) procedureObserved(teller, on, second, year.index === 0 ? 'formative' : 'summative')
  // By the end of the second year the five procedures that are signed off have been.
  if (!year.current && year.index === 1 && pace > 0.75)
    for (const procedure of [...independent, 'pleural-aspiration'])
      for (const on of days(1)) procedureObserved(teller, on, procedure, 'summative')
  if (!year.current && pace > 0.75) teachingObserved(teller, days(1)[0]!)
  if (year.index === 0 && pace > 0.75) for (const on of days(1)) project(teller, on, false)
  if (!year.current && year.index === 1) project(teller, year.to.subtract({ days: 50 }), pace > 0.6)
}

/** Signed off towards the end of a year, and in part by now. */
function judged(teller: Teller, year: Year, { pace, below }: Profile): void {
  const all = [...clinical, ...generic]
  if (!year.current) {
    // What was judged two years ago no longer decides anything: those sign-offs are not told.
    const items = year.index === 0 && teller.trainee.stage === 2 ? [] : all
    const part = items.slice(0, Math.round(items.length * Math.min(1, pace) * 0.45))
    for (const [index, item] of part.entries()) {
      judge(teller, year, year.to.subtract({ days: 55 - (index % 3) * 9 }), {
        item,
        ...(teller.random.chance(below) ? { above: -1 } : teller.random.chance(0.12) && pace >= 1 ? { above: 1 } : {}),
      })
    }
    return
  }
  const count = Math.round(5 * pace)
  const mixed = all.map((_, index) => all[(index * 5 + year.index * 3) % all.length]!)
  for (const [index, item] of mixed.slice(0, count).entries()) {
    const on = year.to.subtract({ days: 26 - (index % 4) * 4 })
    const wish = index === 2 && pace < 1
    judge(teller, year, on, { item, ...(wish ? { more: true } : index === count - 1 ? { waits: true } : {}) })
  }
}

/** What is on its way: requests that wait, one that was declined or ran out. */
function loose(teller: Teller, { to }: Year, { pace }: Profile): void {
  const { random } = teller
  waiting(teller, to.subtract({ days: random.whole(2, 12) }), { opened: random.chance(0.5) })
  if (random.chance(0.25)) declined(teller, to.subtract({ days: random.whole(4, 13) }), random.pick(reasons))
  if (pace < 0.8 && random.chance(0.6)) waiting(teller, to.subtract({ days: 29 }), { opened: random.chance(0.4) })
}

const reasons = [
  'I was on leave that week and did not see this case. Please ask whoever led the round.',
  'We discussed it only briefly. I would rather assess something that I have seen properly.',
  'Sorry, I have moved to another site. A colleague has taken over the clinic.',
]

function exams(teller: Teller, { pace }: Profile): void {
  const { trainee } = teller
  const from = trainee.startsOn
  const on = (monthsIn: number): Temporal.PlainDate => from.add({ months: monthsIn })
  if (trainee.stage === 0) {
    if (pace >= 1) exam(teller, 'mrcp-part-1', on(2), 1)
    return
  }
  if (pace < 0.6) exam(teller, 'mrcp-part-1', on(5), 1, false)
  exam(teller, 'mrcp-part-1', on(pace < 0.6 ? 11 : 5), pace < 0.6 ? 2 : 1)
  if (pace >= 0.7) exam(teller, 'mrcp-part-2', on(14), 1, true, pace >= 0.8)
  if (trainee.stage === 2 && pace >= 0.9) exam(teller, 'mrcp-paces', on(20), 1)
}
