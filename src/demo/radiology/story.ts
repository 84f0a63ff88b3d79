import { demoEmail } from '../cast.ts'
import { certified, judgedItems, planned, reflected, reviewed, taught } from '../region/own.ts'
import {
  type AskOptions,
  ago,
  asked,
  entered,
  holderOn,
  misdirected,
  staffNamed,
  type Tale,
  uploaded,
} from '../region/tale.ts'
import type { Work } from '../region/work.ts'
import { colleague, feedbackRound } from '../rounds.ts'
import { later, spread } from '../story/teller.ts'
import { fluoroscopy, meetings, procedures, ultrasound } from './hands.ts'
import { keyConditions, reporting } from './readings.ts'
import { judgements, objectives, reflections, reviews, sessions, topics } from './words.ts'

const director = 'siteDirector'

/** In the order in which they are rated. */
const areas = [
  'area-diagnostic-radiology',
  'area-anatomy',
  'area-imaging-technology',
  'area-intrinsic-roles',
  'area-procedural-radiology',
  'area-pathology',
]

/** The months of a radiology trainee: where they were, what they read and did, what their director made of it. */
export function tellRadiology(tale: Tale): void {
  const { pace, months } = tale.learner.plan
  const first = tale.learner.stage === 'phase-1'
  // Half a year tells enough of everybody but the one who is shown.
  const shown = tale.learner.account === 'oscar'
  const days = Math.min(shown ? 290 : 150, months * 30 - 10)
  beginnings(tale)
  const times = (perHalf: number) => Math.round(perHalf * pace)
  const over = (count: number) => spread(tale, count, ago(tale, days), ago(tale, 6))
  // Who is shown keeps the rhythm of the half year.
  const sittings = shown
    ? [...spread(tale, 20, ago(tale, 300), ago(tale, 146)), ...spread(tale, 16, ago(tale, 130), ago(tale, 8))]
    : over(times(9))
  for (const on of sittings) asked(tale, on, tale.deal(reporting), rated(tale))
  for (const on of over(times(1))) asked(tale, on, tale.deal(ultrasound), rated(tale))
  for (const on of over(times(1))) asked(tale, on, tale.deal(fluoroscopy), rated(tale))
  for (const on of over(times(1.4))) asked(tale, on, tale.deal(procedures), rated(tale))
  for (const on of over(times(0.8))) asked(tale, on, tale.deal(meetings), rated(tale))
  for (const on of over(times(3))) taught(tale, on, sessions)
  for (const [index, on] of over(times(2)).entries()) reflected(tale, on, index, reflections)
  for (const on of over(1)) planned(tale, on, objectives)
  numbers(tale)
  if (!first) furtherOn(tale, days)
  reviewed(tale, halves(tale), reviews)
  judgedItems(tale, {
    items: areas,
    words: judgements,
    by: holderOn(tale, ago(tale, 30), director),
    more: 'Link one more piece that shows it in MRI, then I will gladly sign.',
  })
  if (shown) feedback(tale)
  waiting(tale)
}

/** A round that is over: the director has read it and released it. */
function feedback(tale: Tale): void {
  const raters = [
    ...tale.course.staff
      .filter(({ plan }) => plan.grade === 'consultant' && plan.site === 0 && plan.account !== 'grace')
      .map(({ name, email }) => ({ name, email, grade: 'consultant' })),
    colleague('Mr Dev Raman', 'radiographer'),
    colleague('Ms Aroha Mitchell', 'sonographer'),
    colleague('Ms Kate Winslade', 'nurse'),
    colleague('Dr Sara Wen', 'fellow'),
    colleague('Dr Luke Ferrier', 'registrar'),
    colleague('Dr Imogen Tate', 'trainee'),
    colleague('Ms Lorna Quigley', 'other'),
  ]
  const on = ago(tale, 74)
  const by = holderOn(tale, on, director)
  if (by) feedbackRound(tale, tale.portfolio, { on, raters, answered: 9, released: { by, on: ago(tale, 41) } })
}

/** Mostly at the level of the phase, now and then above. */
function rated({ random, learner }: Tale): AskOptions {
  const usual = { 'phase-1': 2, 'phase-2': 3, 'phase-3': 4 }[learner.stage] ?? 2
  return { level: random.chance(0.35) ? Math.min(4, usual + 1) : usual }
}

/** What is due in the first year. */
function beginnings(tale: Tale): void {
  const { learner } = tale
  const at = (days: number) => learner.startsOn.add({ days })
  certified(tale, at(14), 'contrast-reaction', 'Southern Rivers simulation centre', { confirmedBy: director })
  certified(tale, at(20), 'mr-safety', 'Bayside Hospital, medical physics', { confirmedBy: director })
  const from = at(28)
  asked(
    tale,
    from.add({ days: 16 }),
    {
      form: 'radiography-attachment',
      before: {
        period: { from: from.toString(), to: from.add({ days: 11 }).toString() },
        sessions: 10,
        areas: ['general', 'ct', 'fluoroscopy', 'mobile'],
        traineeComment: 'Ten sessions: general films, CT, screening, and a morning in theatre.',
      },
      judged: { completed: 'complete', comment: 'Punctual, curious, and not afraid of heavy lifting.' },
      items: ['area-imaging-technology'],
    },
    { dated: null },
  )
  const done = at(60)
  uploaded(
    tale,
    done,
    'report-writing-module',
    { completedOn: done.toString(), taken: 'The conclusion answers the question, and nothing else.' },
    { title: 'Report Writing Module', lines: ['Completed'], items: ['area-intrinsic-roles'], confirmedBy: director },
  )
  asked(tale, at(150), keyConditions[0], { level: 2, wait: 2 })
  if (learner.plan.pace >= 0.7) asked(tale, at(262), keyConditions[1], { level: 3, wait: 3 })
  if (learner.plan.months > 8 && learner.plan.pace >= 0.7) sat(tale, 'p1-anatomy', at(205), 'Series 2', true)
  if (learner.plan.months > 12) sat(tale, 'p1-ait', at(330), 'Series 1', learner.plan.pace > 0.7)
}

/** What an examination is evidence for. */
const examined: Record<string, string> = {
  'p1-anatomy': 'area-anatomy',
  'p1-ait': 'area-imaging-technology',
  'p2-pathology': 'area-pathology',
}

function sat(tale: Tale, part: string, on: ReturnType<typeof ago>, sitting: string, passed: boolean): void {
  const values = {
    part,
    satOn: on.toString(),
    sitting: `${on.year}, ${sitting}`,
    attempt: 1,
    result: passed ? 'pass' : 'fail',
  }
  const items = passed ? [examined[part] ?? 'area-diagnostic-radiology'] : []
  entered(tale, on.add({ days: 25 }), 'exam', values, { items, confirmedBy: director })
}

/** Days ago, once in each half year of training that is over, and once some weeks ago. */
function halves({ learner, anchor }: Tale): number[] {
  const begun = learner.startsOn.until(anchor).days
  const over = Math.floor(learner.plan.months / 6)
  return Array.from({ length: over }, (_, index) => begun - (index + 1) * 182 + 14).concat(34)
}

/** Running totals, each half year, approved by the director; the newest still waits. */
function numbers(tale: Tale): void {
  const { learner } = tale
  const { pace, months } = learner.plan
  const counts = (month: number) => {
    const of = (whole: number) => Math.round(whole * (month / 60) * Math.min(1.25, 0.55 + pace * 0.5))
    return {
      plainXray: of(17_500),
      ct: of(9_200),
      ctColonography: of(36),
      ctCoronary: of(95),
      mri: of(3_100),
      nuclearMedicine: of(310),
      boneDensitometry: of(85),
      mammography: of(910),
      breastUltrasound: of(160),
      paediatricUltrasound: of(120),
      obstetricUltrasound: of(160),
      generalFluoroscopy: of(110),
      paediatricFluoroscopy: of(45),
      proceduresVascular: of(40),
      proceduresBiopsy: of(90),
      proceduresDrainage: of(70),
      proceduresOther: of(20),
    }
  }
  for (const back of [...halves(tale).slice(0, -1), months < 6 ? 40 : 96, 5]) {
    const on = ago(tale, back)
    const month = months - back / 30.4
    if (month < 2) continue
    const note = back === 5 ? { note: 'Two weeks of leave in this half year.' } : {}
    entered(
      tale,
      on,
      'etr-snapshot',
      { countedOn: on.toString(), source: 'ris-pacs', ...counts(month), ...note },
      { items: ['area-diagnostic-radiology'], ...(back === 5 ? {} : { confirmedBy: director }) },
    )
  }
}

/** Attachments, courses, topics and research from the second phase on. */
function furtherOn(tale: Tale, days: number): void {
  const { learner } = tale
  const from = ago(tale, days - 10)
  const month = (count: number) => learner.startsOn.add({ months: count })
  const attachment = (kind: string, begun: number, completed: 'complete' | 'progress') => {
    const [begin, end] = [month(begun), month(begun).add({ days: 40 })]
    asked(
      tale,
      end.add({ days: 2 }),
      {
        form: 'attachment-completion',
        before: {
          attachment: kind,
          period: { from: begin.toString(), to: end.toString() },
          site: learner.posts.at(-1)!.siteId,
          days: 20,
        },
        judged: {
          completed,
          overall: completed === 'complete' ? 3 : 2,
          comment:
            completed === 'complete'
              ? 'Took part in everything, and asked the right questions.'
              : 'Ten sessions are still to come.',
        },
        items: ['area-diagnostic-radiology'],
      },
      { dated: null },
    )
  }
  const nearlyDone = learner.plan.months > 50
  // Begun in the first phase, as it should be.
  attachment('nuclear-medicine', 20, 'complete')
  if (learner.plan.months > 35) attachment('breast', 31, learner.plan.pace > 0.7 ? 'complete' : 'progress')
  if (nearlyDone)
    for (const [index, kind] of ['obstetrics-gynaecology', 'paediatric', 'procedural'].entries())
      attachment(kind, 35 + index * 4, 'complete')
  const done = from.add({ days: 20 })
  uploaded(
    tale,
    done,
    'cultural-safety-course',
    { completedOn: done.toString(), provider: 'Online course of the college', taken: 'Ask, and do not assume.' },
    { title: 'Cultural safety course', lines: ['Completed'], items: ['area-intrinsic-roles'], confirmedBy: director },
  )
  for (const [index, topic] of topics.entries())
    if (index === 0 || nearlyDone)
      appraisedTopic(tale, nearlyDone ? month(30 + index * 6) : from.add({ days: 50 }), topic)
  if (learner.plan.months > 40) researched(tale, from.add({ days: 30 }))
  const passed = (part: string, after: number) => sat(tale, part, month(after), 'Series 2', true)
  if (learner.plan.months > 36 && learner.plan.pace > 0.6) passed('p2-pathology', 27)
  if (learner.plan.months > 42) for (const part of ['p2-mcq', 'p2-case-reporting']) passed(part, 38)
  if (nearlyDone) passed('p2-oscer', 45)
}

/** A topic, handed in to the Director of Training. */
function appraisedTopic(tale: Tale, on: ReturnType<typeof ago>, { doneWell, ...topic }: (typeof topics)[number]): void {
  const holder = holderOn(tale, on, director)
  const by = tale.course.staff.find(({ id }) => id === holder?.personId)
  const work: Work = {
    form: 'cat',
    before: { ...topic, presented: true },
    judged: { outcome: 'satisfactory', domains: ['question', 'appraisal', 'answer'] },
    doneWell,
    items: ['area-intrinsic-roles'],
  }
  if (by && tale.learner.plan.pace > 0.6) asked(tale, on, work, { by })
}

function researched(tale: Tale, on: ReturnType<typeof ago>): void {
  asked(tale, on, {
    form: 'research-project',
    before: {
      title: 'Does a second look change management in trauma CT?',
      role: 'led',
      summary:
        'All trauma scans of one year were read again by a second consultant within a day. We counted changes that led to a different treatment.',
      ran: { from: on.subtract({ months: 11 }).toString(), to: on.subtract({ days: 20 }).toString() },
      completed: true,
      published: 'submitted',
    },
    judged: { outcome: 'satisfactory' },
    doneWell: 'A clear question, honest numbers, and a change in our rota.',
    items: ['area-intrinsic-roles'],
  })
}

/** What lies with others today. */
function waiting(tale: Tale): void {
  const { learner, random } = tale
  const here = learner.plan.site === 0
  const victor = { by: staffNamed(tale, 'victor') }
  asked(tale, ago(tale, random.whole(2, 9)), tale.deal(reporting), {
    wait: null,
    opened: random.chance(0.4),
    ...(here ? victor : {}),
  })
  if (here && learner.plan.pace > 0.85) asked(tale, ago(tale, 3), tale.deal(procedures), { wait: null, ...victor })
  if (learner.account !== 'oscar') return
  asked(tale, ago(tale, 12), tale.deal(ultrasound), {
    declined: 'I was called away after the first patient and did not see the rest. Please ask whoever stayed.',
  })
  asked(tale, ago(tale, 5), tale.deal(meetings), { wait: null, by: staffNamed(tale, 'grace') })
  asked(tale, ago(tale, 33), tale.deal(reporting), { wait: null })
  const by = holderOn(tale, ago(tale, 1), director)
  if (by)
    later(tale, ago(tale, 1), (at) =>
      tale.portfolio.present(at, by, 'Procedures and pathology are rated, and my numbers wait for your approval.'),
    )
  misdirected(tale, ago(tale, 2), tale.deal(fluoroscopy), {
    name: 'Dr Mark Sutherland',
    email: demoEmail('mark.suthreland'),
  })
}
