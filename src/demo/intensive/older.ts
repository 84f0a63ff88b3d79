import { certified, planned, reflected } from '../region/own.ts'
import { ago, asked, entered, judged, type Tale } from '../region/tale.ts'
import type { Work } from '../region/work.ts'
import { later, spread } from '../story/teller.ts'
import { met } from './meetings.ts'
import { objectives, reflections } from './words.ts'
import { discussions, encounters } from './works.ts'

const confirmedBy = 'educationalSupervisor'

/** Cases of the old list, and the competences that they show. */
const shows: Record<string, string[]> = {
  'septic-shock': ['case-septic-shock', 'competence-3-1', 'maintenance-3-1'],
  'status-epilepticus': ['case-status-epilepticus', 'competence-3-3'],
  'traumatic-brain-injury': ['case-traumatic-brain-injury', 'competence-3-3'],
  'diabetic-ketoacidosis': ['case-diabetic-ketoacidosis', 'competence-3-4'],
  'major-obstetric-haemorrhage': ['case-major-obstetric-illness', 'competence-1-1'],
  'life-threatening-asthma': ['case-life-threatening-asthma', 'competence-4-2', 'maintenance-4-2'],
  'subarachnoid-haemorrhage': ['case-subarachnoid-haemorrhage', 'competence-10-2', 'maintenance-10-2'],
  'cardiogenic-shock': ['case-cardiogenic-shock', 'competence-4-3', 'maintenance-4-3'],
}

/** The same patients, judged as the old curriculum judges: satisfactory or not. */
function before2021(work: Work): Work[] {
  const [tag] = (work.before.presentations ?? []) as string[]
  const items = shows[tag ?? '']
  return items ? [{ ...work, rows: [], judged: { overall: 2 }, items }] : []
}

const cases = [...discussions, ...encounters].flatMap(before2021)

const summary: Work = {
  form: 'expanded-case-summary',
  before: {
    title: 'A second look at prognosis after cardiac arrest',
    caseText:
      'A man in his fifties was brought in after twenty minutes of resuscitation. On the third day he had not woken. I describe what we measured, what we told the family and when, and what the literature says about each test alone and together. On the ninth day he opened his eyes.',
    words: 2400,
  },
  judged: { overall: 3 },
  doneWell: 'Honest about doubt, and well read.',
  toImprove: 'Shorten the case, lengthen the discussion.',
  items: ['case-after-cardiac-arrest', 'competence-1-3', 'competence-12-1'],
}

/** Those who finish under the old curriculum: cases of the list, a long summary, maintenance, the special skills year. */
export function tellOlder(tale: Tale): void {
  const { learner } = tale
  const { pace } = learner.plan
  const days = spread(tale, Math.round(7 * pace), ago(tale, 170), ago(tale, 12))
  for (const on of days) asked(tale, on, tale.deal(cases))
  const by = tale.course.staff.find(({ id }) => id === learner.educational?.personId)
  if (by) asked(tale, ago(tale, 60), summary, { by })
  // The items that reflections speak of are those of the new curriculum.
  const unlinked = reflections.map((one) => ({ ...one, items: [] }))
  for (const [index, on] of spread(tale, 2, ago(tale, 140), ago(tale, 20)).entries())
    reflected(tale, on, index, unlinked)
  planned(tale, ago(tale, 120), objectives)
  certified(tale, ago(tale, 420), 'als', 'Resuscitation Council UK', { years: 4, confirmedBy })
  for (const [part, month] of [
    ['fficm-mcq', 52],
    ['fficm-osce', 60],
    ['fficm-soe', 60],
  ] as const) {
    const on = learner.startsOn.add({ months: month })
    entered(
      tale,
      on.add({ days: 30 }),
      'exam',
      { part, satOn: on.toString(), attempt: 1, result: 'pass' },
      { items: [`exam-${part}`], confirmedBy },
    )
  }
  met(tale)
  specialSkills(tale)
  for (const [index, item] of ['maintenance-3-1', 'maintenance-4-2', 'competence-3-3'].entries())
    judged(tale, ago(tale, 24 - index * 6), item, {
      words: {
        self: 'I do this every week and have cases of this year to show for it.',
        sign: 'Kept up; the linked cases show it.',
      },
      by: index < 2 ? learner.educational : null,
    })
  asked(tale, ago(tale, 6), tale.deal(cases), { wait: null })
}

/** The year is over, and its supervisor says what it came to. */
function specialSkills(tale: Tale): void {
  const { learner, portfolio } = tale
  const year = learner.posts.filter(({ specialty }) => specialty === 'special-skills')
  const [first, last] = [year[0], year.at(-1)]
  if (!first || !last || year.length < 2 || !learner.educational) return
  const on = last.until.subtract({ days: 6 })
  if (tale.anchor.since(on).sign <= 0) return
  const by = learner.educational
  const values = {
    skill: 'echocardiography',
    site: last.siteId,
    period: { from: first.from.toString(), to: last.until.subtract({ days: 8 }).toString() },
    signedOn: on.toString(),
    modules: [
      { module: 'Focused echo, accredited', evidence: 'Certificate in the library', result: 'done' },
      { module: 'Teaching others to scan', evidence: 'Two courses', result: 'done' },
    ],
    output: 'A scanning rota that the unit has kept.',
    daysAbsent: 3,
    outcome: 'completed',
    strengths: 'Became the one whom others call for a second look.',
  }
  later(tale, on, (at) => portfolio.appraise('special-skills-completion', at, by, values))
}
