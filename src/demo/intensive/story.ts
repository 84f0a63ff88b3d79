import { certified, judgedItems, planned, reflected } from '../region/own.ts'
import { type AskOptions, ago, asked, entered, holderOn, staffNamed, type Tale, uploaded } from '../region/tale.ts'
import { later, spread } from '../story/teller.ts'
import { met, written } from './meetings.ts'
import { tellOlder } from './older.ts'
import { attended, judgements, objectives, placements, reflections } from './words.ts'
import { discussions, encounters, improvement, logged, observed, shifts, taughtOthers } from './works.ts'

type Day = ReturnType<typeof ago>

const confirmedBy = 'educationalSupervisor'

/** The months of a trainee in intensive care, under the curriculum of their days. */
export function tellIntensive(tale: Tale): void {
  const { learner } = tale
  if (learner.plan.older) {
    tellOlder(tale)
    return
  }
  const { pace, months } = learner.plan
  const shown = learner.account === 'mei'
  const days = Math.min(shown ? 330 : 150, months * 30 - 10)
  const over = (perHalf: number) => spread(tale, Math.round(perHalf * pace), ago(tale, days), ago(tale, 7))
  for (const [index, on] of over(shown ? 6 : 2.5).entries())
    asked(tale, on, tale.deal(discussions), { ...rated(tale), ...(shown && index === 9 ? { lent: ['cip-c7'] } : {}) })
  for (const on of over(shown ? 4 : 1.6)) asked(tale, on, tale.deal(encounters), rated(tale))
  for (const on of over(shown ? 2 : 0.8)) asked(tale, on, tale.deal(shifts), rated(tale))
  for (const on of over(shown ? 3 : 1)) asked(tale, on, tale.deal(observed))
  for (const on of over(shown ? 5 : 1.6)) procedure(tale, on)
  for (const on of over(shown ? 4.4 : 2)) session(tale, on)
  for (const [index, on] of over(shown ? 2.2 : 1.4).entries()) reflected(tale, on, index, reflections)
  for (const on of over(0.8)) planned(tale, on, objectives)
  if (pace > 0.6) asked(tale, ago(tale, 70), tale.deal(taughtOthers))
  if (pace > 0.8) asked(tale, ago(tale, 44), improvement[0], { dated: 'seenOn' })
  passed(tale, shown)
  met(tale)
  if (months > 8) written(tale, learner.posts.at(-2), tale.deal(placements))
  logbook(tale)
  const by = learner.educational ?? holderOn(tale, ago(tale, 30), 'collegeTutor')
  judgedItems(tale, {
    items: shown
      ? ['hillo-5', 'hillo-6', 'hillo-12', 'hillo-8', 'hillo-9', 'hillo-14', 'hillo-11']
      : ['hillo-5', 'hillo-6', 'hillo-9', 'hillo-11'],
    words: judgements,
    by,
    more: 'Link the round that you led in the spring, then I will sign.',
  })
  waiting(tale, shown)
}

/** Mostly as expected of the stage. */
function rated({ random, learner }: Tale): AskOptions {
  if (learner.plan.pace < 0.5 && random.chance(0.3)) return { level: 1 }
  return { level: random.chance(0.3) ? 3 : 2 }
}

function procedure(tale: Tale, on: Day): void {
  const found = tale.deal(logged)
  if (!found) return
  const [done, role, supervision, setting] = found
  const how = { procedure: done, doneOn: on.toString(), onWhom: 'patient', role, supervision, setting }
  entered(tale, on, 'procedure-log', { ...how, success: true, ageGroup: tale.random.pick(['40-64', '65-79', '16-39']) })
}

function session(tale: Tale, on: Day): void {
  const found = tale.deal(attended)
  if (!found) return
  const [title, hours, format, topic, learnt] = found
  const values = {
    title,
    attendedOn: on.toString(),
    hours,
    part: 'attended',
    format,
    topic,
    learnt,
    approved: format === 'regional-day',
  }
  entered(tale, on, 'teaching-attended', values)
}

/** Certificates and examinations, as far as the months go. */
function passed(tale: Tale, shown: boolean): void {
  const { learner } = tale
  const { months, pace } = learner.plan
  const late = pace < 0.5
  // Where the course lies long behind, it runs out soon.
  const als = ago(tale, Math.min(late ? 980 : 500, months * 30 - 20))
  certified(tale, als, 'als', 'Resuscitation Council UK', { years: 4, confirmedBy })
  if (months > 12)
    certified(tale, ago(tale, 300), 'transfer', 'Critical care network', {
      title: 'Safe transfer of the critically ill',
      confirmedBy,
    })
  const sit = (part: string, month: number, item: string) => {
    const on = learner.startsOn.add({ months: month })
    const values = { part, satOn: on.toString(), attempt: 1, result: 'pass' }
    entered(tale, on.add({ days: 30 }), 'exam', values, { items: [item], confirmedBy })
  }
  if (months > 18 && !late)
    sit(learner.plan.exitRoute === 'dual-anaesthesia' ? 'primary-frca' : 'mrcp', 16, 'exam-core')
  if (months > 54) sit('fficm-mcq', 50, 'exam-fficm-mcq')
  if (months > 64) for (const part of ['fficm-osce', 'fficm-soe']) sit(part, 62, `exam-${part}`)
  if (!shown) return
  uploaded(
    tale,
    ago(tale, 25),
    'library-upload',
    {
      title: 'Poster: sedation holds that happen',
      evidence: 'project',
      datedOn: ago(tale, 25).toString(),
      folder: 'Projects',
    },
    { title: 'Sedation holds that happen', lines: ['Regional meeting', 'Three cycles, two units'], items: ['hillo-2'] },
  )
}

/** What a post came to in numbers. */
function logbook(tale: Tale): void {
  const { learner, random } = tale
  const post = learner.posts.at(-2)
  if (!post || learner.plan.pace < 0.6) return
  const on = post.until.add({ days: 5 })
  const period = { from: post.from.toString(), to: post.until.subtract({ days: 1 }).toString() }
  const many = (most: number) => random.whole(Math.round(most / 2), most)
  const totals = {
    admissions: many(90),
    reviews: many(240),
    arrests: many(16),
    transfers: many(9),
    intubations: many(28),
    lines: many(60),
    bronchoscopies: many(14),
    scans: many(40),
  }
  entered(
    tale,
    on,
    'logbook-summary',
    { post: post.title, site: post.siteId, period, ...totals },
    { items: ['hillo-6'] },
  )
}

/** What lies with others today. */
function waiting(tale: Tale, shown: boolean): void {
  const { learner, random } = tale
  const farah = { by: staffNamed(tale, 'farah') }
  const here = learner.plan.site === 0
  if (here && learner.plan.pace > 0.6)
    asked(tale, ago(tale, random.whole(2, 8)), tale.deal(discussions), { wait: null, ...farah })
  else asked(tale, ago(tale, random.whole(2, 9)), tale.deal(encounters), { wait: null, opened: random.chance(0.4) })
  if (!shown) return
  asked(tale, ago(tale, 4), tale.deal(observed), { wait: null })
  const { educational } = learner
  if (educational)
    later(tale, ago(tale, 1), (at) =>
      tale.portfolio.present(at, educational, 'Two HiLLOs are ready, and the echo log is up to date.'),
    )
  asked(tale, ago(tale, 31), tale.deal(encounters), { wait: null })
  asked(tale, ago(tale, 15), tale.deal(discussions), {
    declined: 'We talked for two minutes in the corridor. Let us sit down with the next one.',
  })
}
