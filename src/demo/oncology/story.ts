import { certified, judgedItems, planned, reflected, reviewed, taught } from '../region/own.ts'
import {
  type AskOptions,
  ago,
  asked,
  assessorOn,
  entered,
  holderOn,
  siteOn,
  staffNamed,
  type Tale,
  uploaded,
} from '../region/tale.ts'
import type { Work } from '../region/work.ts'
import { colleague, feedbackRound } from '../rounds.ts'
import { later, spread } from '../story/teller.ts'
import { earlyConversations, earlyPatients, earlyPlans, earlyPractice, terms } from './early.ts'
import { appraisals, judgements, objectives, reflections, reviews, sessions, study } from './words.ts'
import { conversations, patients, plans, practice, reports } from './works.ts'

const director = 'siteDirector'
const helpers = ['radiation-therapist', 'medical-physicist', 'nurse', 'consultant']

/** The months of a radiation oncology trainee: patients, plans, conversations, what they saw of others' work, and reviews. */
export function tellOncology(tale: Tale): void {
  const { learner } = tale
  const { pace, months } = learner.plan
  const first = learner.stage === 'phase-1'
  const shown = learner.account === 'leila'
  const days = Math.min(shown ? 400 : 160, months * 30 - 10)
  const over = (perHalf: number) => spread(tale, Math.round(perHalf * pace), ago(tale, days), ago(tale, 7))
  // Those who are well on have their first phase to show; of the others the last months are told.
  const whole = !first && pace > 1
  if (whole) everyMonth(tale, 24, months, (at) => (shown || at % 2 === 0 ? patients : plans))
  else for (const on of over(3)) asked(tale, on, tale.deal(patients), rated(tale))
  for (const on of over(shown ? 5 : 2.5)) asked(tale, on, tale.deal(plans), rated(tale))
  for (const on of over(shown ? 2.6 : 1.4)) asked(tale, on, tale.deal(conversations), rated(tale))
  if (!first) for (const on of over(shown ? 2.4 : 1)) asked(tale, on, tale.deal(reports), rated(tale))
  for (const on of over(shown ? 3 : 1.6)) asked(tale, on, tale.deal(practice), { grades: helpers })
  for (const on of over(shown ? 3 : 2)) taught(tale, on, sessions)
  for (const [index, on] of over(2).entries()) reflected(tale, on, index, reflections)
  for (const on of over(0.8)) planned(tale, on, objectives)
  if (whole) firstPhase(tale)
  courses(tale, first || whole)
  exams(tale, first)
  const begun = learner.startsOn.until(tale.anchor).days
  appraised(tale, whole ? every(91, begun, 12) : [60])
  researched(tale, first)
  reviewed(tale, whole ? every(182, begun, 31) : [31], reviews)
  judgedItems(tale, {
    items: [
      'section-patient-care',
      'section-treatment-modalities',
      'section-tumour-sites',
      'section-palliative-care',
      'section-oncology-sciences',
      'section-intrinsic-roles',
    ],
    words: judgements,
    by: holderOn(tale, ago(tale, 30), director),
    more: 'Link an assessment of a plan of your own, and I will sign.',
  })
  waiting(tale, shown)
}

/** Days ago, once in every so many since the beginning, the last one so many days ago. */
function every(days: number, begun: number, last: number): number[] {
  const count = Math.floor(begun / days)
  return Array.from({ length: count }, (_, index) => begun - (index + 1) * days + 20).concat(last)
}

/** Patients, plans and conversations by turns, one for each month of the first phase. */
const rhythm = 'PLPLPCLPLPLCPLPLPCLPLPLC'

/** An assessment in the middle of each month of training, from one to another. */
function everyMonth(tale: Tale, from: number, to: number, bank: (at: number) => readonly Work[], level?: number): void {
  const { startsOn } = tale.learner
  for (let at = from; at < to; at++) {
    const on = startsOn.add({ months: at }).add({ days: tale.random.whole(4, 17) })
    asked(tale, on, tale.deal(bank(at)), level ? { level, wait: 3 } : { ...rated(tale), wait: 2 })
  }
}

/** Colleagues of the first year, in one round of feedback. */
function feedback(tale: Tale): void {
  const { course, learner, portfolio } = tale
  const on = learner.startsOn.add({ months: 7 })
  const by = holderOn(tale, on, director)
  if (!by) return
  const consultants = course.staff
    .filter(({ id, plan }) => plan.grade === 'consultant' && plan.specialty && id !== by.personId)
    .slice(0, 4)
    .map(({ name, email }) => ({ name, email, grade: 'consultant' }))
  const raters = [
    ...consultants,
    colleague('Ms Tess Halloran', 'radiation-therapist'),
    colleague('Dr Ewan Sharpe', 'medical-physicist'),
    colleague('Ms Ngaire Tipene', 'nurse'),
    colleague('Dr Paula Brandt', 'fellow'),
    colleague('Dr Kofi Amoah', 'registrar'),
  ]
  feedbackRound(tale, portfolio, { on, raters, answered: 9, released: { by, on: on.add({ days: 30 }) } })
}

/** Ten patients, ten plans, four conversations and ten sessions of practice over two years, and the plan of the research. */
function firstPhase(tale: Tale): void {
  const from = tale.learner.startsOn
  const over = (count: number, begin: number) => spread(tale, count, from.add({ days: begin }), from.add({ days: 715 }))
  const turns = { P: earlyPatients, L: earlyPlans, C: earlyConversations }
  everyMonth(tale, 0, 24, (at) => turns[rhythm[at] as keyof typeof turns], 2)
  for (const on of over(10, 30)) asked(tale, on, tale.deal(earlyPractice), { grades: helpers })
  feedback(tale)
  research(tale, 'plan', from.add({ months: 18 }))
}

/** One step above what is usual now and then; nobody is independent in the first phase. */
function rated({ random, learner }: Tale): AskOptions {
  const usual = learner.stage === 'phase-1' ? 2 : 3
  return { level: random.chance(0.25) ? usual + 1 : usual }
}

function courses(tale: Tale, workshopsKept: boolean): void {
  const { learner } = tale
  certified(tale, learner.startsOn.add({ days: 40 }), 'communication', 'Southern Rivers network', {
    confirmedBy: director,
  })
  certified(tale, learner.startsOn.add({ days: 15 }), 'radiation-licence', 'State radiation authority', {
    years: 6,
    confirmedBy: director,
  })
  if (workshopsKept) workshops(tale)
  if (learner.stage === 'phase-1') return
  const on = ago(tale, Math.min(370, learner.plan.months * 30 - 760))
  uploaded(
    tale,
    on,
    'smart-workshop',
    { completedOn: on.toString(), provider: 'Faculty of Radiation Oncology', taken: 'How small a question has to be.' },
    { title: 'SMART workshop', lines: ['Attended'], items: ['section-oncology-sciences'], confirmedBy: director },
  )
}

/** The office records who was there. */
function workshops(tale: Tale): void {
  const { learner, portfolio } = tale
  const nina = staffNamed(tale, 'nina')
  const by = { personId: nina.id, roleKey: nina.grants[0]!.key }
  for (const [workshop, days] of [
    ['first', 120],
    ['second', 300],
  ] as const) {
    const on = learner.startsOn.add({ days })
    const values = { workshop, heldOn: on.toString(), attended: 'attended', place: 'Port Lorne' }
    later(tale, on.add({ days: 2 }), (at) =>
      portfolio.recorded('workshop-attendance', at, by, learner.packVersionId, values),
    )
  }
}

function exams(tale: Tale, first: boolean): void {
  const { startsOn, plan } = tale.learner
  const sit = (part: string, month: number, result: 'pass' | 'fail', attempt = 1) => {
    const on = startsOn.add({ months: month })
    const values = { part, satOn: on.toString(), sitting: `${on.year}, Series 1`, attempt, result }
    const items = result === 'pass' ? ['section-oncology-sciences'] : []
    entered(tale, on.add({ days: 30 }), 'exam', values, { items, confirmedBy: director })
  }
  if (first && plan.months < 14) return
  const weak = plan.pace < 0.5
  for (const part of ['p1-anatomy', 'p1-physics']) sit(part, 13, 'pass')
  sit('p1-biology', 13, weak ? 'fail' : 'pass')
  if (weak) sit('p1-biology', 19, 'pass', 2)
  if (plan.months > 48) for (const part of ['p2-rt1', 'p2-pathology']) sit(part, 46, 'pass')
}

/** What a clinical supervisor makes of a term. */
function appraised(tale: Tale, backs: readonly number[]): void {
  const { course, learner } = tale
  const supervisorsOn = (on: ReturnType<typeof ago>) => {
    const site = siteOn(tale, on)
    return course.staff.filter(({ grants }) =>
      grants.some(({ role, siteId }) => role === 'clinicalSupervisor' && siteId === site),
    )
  }
  for (const [index, back] of backs.entries()) {
    const to = ago(tale, back + 3)
    const text = back > 420 ? tale.deal(terms) : tale.deal(appraisals)
    const here = supervisorsOn(ago(tale, back))
    const by = here[index % here.length]
    const from = learner.startsOn.add({ days: 20 })
    if (!text || !by || from.until(to).days < 40) continue
    const period = { from: to.subtract({ days: 39 }).toString(), to: to.toString() }
    asked(
      tale,
      ago(tale, back),
      {
        form: 'csa',
        before: { period, site: learner.posts.at(-1)!.siteId },
        rows: ['clinical', 'planning', 'communication', 'teamwork', 'organisation', 'professionalism'],
        judged: { concern: false },
        ...text,
        items: ['section-intrinsic-roles', 'section-patient-care'],
      },
      { by, dated: null, ...rated(tale), ...(back < 15 ? { wait: null } : {}) },
    )
  }
}

/** A step of the research, judged by the Director of Training of that day. */
function research(tale: Tale, step: 'plan' | 'finished', on: ReturnType<typeof ago>, wait?: null): void {
  const holder = holderOn(tale, on, director)
  const by = tale.course.staff.find(({ id }) => id === holder?.personId)
  if (!by) return
  const work = {
    form: 'research-requirement',
    before: { ...study[step], step },
    judged: { outcome: 'satisfactory' },
    doneWell: step === 'plan' ? 'Answerable, and worth answering.' : 'Carried through alone, and told honestly.',
    items: ['section-oncology-sciences', 'section-intrinsic-roles'],
  }
  asked(tale, on, work, { by, ...(wait === null ? { wait } : {}) })
}

function researched(tale: Tale, first: boolean): void {
  const { plan } = tale.learner
  if (plan.pace < 0.6 || plan.months < 14) return
  if (first) research(tale, 'plan', ago(tale, 100))
  if (plan.months > 36) research(tale, 'finished', ago(tale, 20), plan.account ? null : undefined)
}

/** What lies with others today. */
function waiting(tale: Tale, shown: boolean): void {
  const { random } = tale
  asked(tale, ago(tale, random.whole(2, 10)), tale.deal(plans), { wait: null, opened: random.chance(0.5) })
  if (!shown) return
  asked(tale, ago(tale, 4), tale.deal(patients), { wait: null, by: assessorOn(tale, ago(tale, 4)) })
  asked(tale, ago(tale, 32), tale.deal(practice), {
    wait: null,
    by: assessorOn(tale, ago(tale, 32), ['radiation-therapist']),
  })
  asked(tale, ago(tale, 21), tale.deal(reports), {
    level: 3,
    wait: 4,
    corrected: {
      field: 'intent',
      value: 'palliative',
      reason: 'The meeting changed the aim of treatment, and my report kept the first one. The letter says it right.',
    },
  })
  asked(tale, ago(tale, 14), tale.deal(conversations), {
    declined:
      'I came in half-way through and would not do it justice. The nurse was there from the beginning: please ask her.',
  })
}
