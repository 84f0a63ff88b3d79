import type { Temporal } from 'temporal-polyfill'
import { difficulties, type Session, simulations } from '../texts/logs.ts'
import { later, postOn, someDay, spread, type Teller, type Year } from './teller.ts'

type Day = Temporal.PlainDate

const otherClinics = [
  'general-internal-medicine',
  'geriatric-medicine',
  'respiratory-medicine',
  'cardiology',
  'diabetes-and-endocrinology',
  'gastroenterology',
  'rheumatology',
  'neurology',
  'renal-medicine',
]
const settings = ['face-to-face', 'face-to-face', 'face-to-face', 'remote', 'day-ward', 'community', 'procedure-clinic']
const withoutClinics = ['intensive-care', 'acute-medicine']

function clinicValues(teller: Teller, on: Day) {
  const { random, decks } = teller
  const post = postOn(teller, on)
  const own = !withoutClinics.includes(post.specialty) && random.chance(0.7)
  return {
    heldOn: on.toString(),
    specialty: own ? post.specialty : random.pick(otherClinics),
    setting: random.pick(settings),
    newPatients: random.whole(1, 3),
    followUps: random.whole(1, 5),
    consulted: true,
    site: post.siteId,
    discussed: random.chance(0.8),
    letters: random.chance(0.7),
    ...(random.chance(0.3) ? { comment: decks.clinicRemarks.deal() } : {}),
  }
}

/** Clinics, some of which do not count. */
export function clinics(teller: Teller, from: Day, to: Day, count: number, notCounting: number): void {
  const every = Math.max(2, Math.floor((count + notCounting) / Math.max(1, notCounting)))
  let left = notCounting
  for (const [index, on] of spread(teller, count + notCounting, from, to).entries()) {
    const values = clinicValues(teller, on)
    const outside = [{ consulted: false }, { newPatients: 1, followUps: 0 }, { setting: 'inpatient' }][index % 3]
    const isOut = left > 0 && index % every === 1
    if (isOut) left--
    enter(teller, on, 'clinic', isOut ? { ...values, ...outside } : values)
  }
}

/** A post's clinics summed up, for years that are over. */
export function clinicSummary(teller: Teller, year: Year, count: number): void {
  const posts = teller.trainee.posts.filter(({ from }) => !before(from, year.from) && before(from, year.to))
  for (const [index, post] of posts.entries()) {
    const clinics = index === 0 ? Math.ceil(count / posts.length) : Math.floor(count / posts.length)
    const end = post.until.subtract({ days: 1 })
    if (clinics < 1 || !before(end, teller.anchor)) continue
    const specialty = withoutClinics.includes(post.specialty) ? 'general-internal-medicine' : post.specialty
    const period = { from: post.from.toString(), to: end.subtract({ days: 4 }).toString() }
    const values = { period, site: post.siteId, specialty, setting: 'face-to-face', clinics, meetsDefinition: true }
    enter(teller, end, 'clinic-summary', values)
  }
}

const before = (a: Day, b: Day) => a.until(b).total('days') > 0

/** Notes a record of the trainee's own. */
export function enter(
  teller: Teller,
  on: Day,
  form: string,
  values: Record<string, unknown>,
  items: string[] = [],
): void {
  later(teller, on, async (at) => {
    await teller.portfolio.enter(form, at, values, items)
  })
}

const practised = [
  ['ascitic-tap', 'ward'],
  ['lumbar-puncture', 'acute-unit'],
  ['nasogastric-tube', 'ward'],
  ['pleural-aspiration', 'ward'],
  ['dc-cardioversion', 'theatre'],
  ['advanced-cpr', 'ward'],
  ['central-venous-cannulation', 'critical-care'],
  ['abdominal-paracentesis', 'day-unit'],
  ['chest-drain-effusion', 'ward'],
] as const

/** Procedures done, assisted at and trained in the skills laboratory. */
export function procedureLog(teller: Teller, year: Year, count: number): void {
  const { random, decks } = teller
  for (const on of spread(teller, count, year.from, year.to)) {
    const [procedure, setting] = random.pick(practised)
    const lab = year.index === 0 && random.chance(0.3)
    const performed = lab || random.chance(0.75)
    const supervision = random.pick(
      year.index === 0 ? ['direct', 'direct', 'limited'] : ['limited', 'unsupervised', 'direct'],
    )
    enter(
      teller,
      on,
      'procedure-log',
      {
        procedure,
        doneOn: on.toString(),
        onWhom: lab ? 'skills-lab' : 'patient',
        role: performed ? 'performed' : random.pick(['assisted', 'observed']),
        ...(performed ? { supervision } : {}),
        setting: lab ? 'skills-lab' : setting,
        success: random.chance(0.9),
        ...(lab
          ? {}
          : { ageGroup: random.pick(['40-64', '65-79', '80-plus']), urgency: random.pick(['elective', 'urgent']) }),
        ...(random.chance(0.4) ? { comment: decks.procedureRemarks.deal() } : {}),
      },
      [`proc-${procedure}`],
    )
  }
}

/** The acute take, summed up at the end of each post or lately. */
export function takeSummaries(teller: Teller, year: Year, pace: number): void {
  const { random, trainee, anchor } = teller
  for (const post of trainee.posts.filter(({ from }) => !before(from, year.from) && before(from, year.to))) {
    const last = post.until.subtract({ days: 2 })
    const to = before(last, anchor) ? last : anchor.subtract({ days: random.whole(6, 16) })
    const days = post.from.until(to).total('days')
    if (days < 30) continue
    const months = Math.round((days / 30.4) * 2) / 2
    const patientsPerTake = random.whole(6, 11)
    // Even, so that half months come to whole patients.
    const takesPerMonth = 2 * Math.max(1, Math.round(random.whole(1, 2) * pace * (trainee.ftePercent / 100)))
    const period = { from: post.from.toString(), to: to.toString() }
    enter(teller, to.add({ days: 1 }), 'acute-take', {
      period,
      site: post.siteId,
      months,
      takesPerMonth,
      patientsPerTake,
    })
  }
}

/** Teaching attended, with a simulation in each year that had time for one. */
export function teaching(teller: Teller, year: Year, count: number): void {
  for (const [index, on] of spread(teller, count, year.from, year.to).entries()) {
    const session = index === 1 ? simulations[year.index] : teller.decks.sessions.deal()
    if (session) attended(teller, on, session)
  }
}

function attended(teller: Teller, on: Day, [title, format, topic, hours, approved]: Session): void {
  enter(teller, on, 'teaching-attended', { title, attendedOn: on.toString(), hours, format, topic, approved })
}

/** A note to the supervisors that clinics are hard to reach. */
export function difficulty(teller: Teller, year: Year): void {
  const on = someDay(teller, year.to.subtract({ days: 30 }), year.to.subtract({ days: 5 }))
  enter(teller, on, 'clinic-difficulty', {
    notedOn: on.toString(),
    reasons: ['ward-cover', 'told-late'],
    ...difficulties,
  })
}
