import type { Temporal } from 'temporal-polyfill'
import type { Reflection } from '../texts/reflections.ts'
import { enter } from './logs.ts'
import { educational, later, someDay, spread, type Teller, type Year } from './teller.ts'

type Day = Temporal.PlainDate

/** One reflection in the words of the template it is written in. */
function inTemplate(text: Reflection, which: number, on: Day): [form: string, values: Record<string, unknown>] {
  const { what, felt, good, sense, learnt, next, category } = text
  const about = { title: text.title, category, happenedOn: on.toString() }
  switch (which % 5) {
    case 0:
      return [
        'reflection-what-so-what',
        { ...about, what: `${what}\n\n${felt}`, soWhat: `${good}\n\n${sense} ${learnt}`, nowWhat: next },
      ]
    case 1:
      return ['reflection-short', { ...about, learnt: `${what}\n\n${sense} ${learnt}`, next }]
    case 2:
      return [
        'reflection-gibbs',
        {
          ...about,
          description: what,
          feelings: felt,
          evaluation: good,
          analysis: sense,
          alternatives: learnt,
          plan: next,
        },
      ]
    case 3:
      return category === 'leadership'
        ? [
            'reflection-leadership',
            { ...about, role: what, others: felt, outcome: good, learnt: `${sense} ${learnt}`, next },
          ]
        : ['reflection-free', { ...about, text: [what, felt, good, `${sense} ${learnt}`, next].join('\n\n') }]
    default:
      return category === 'teaching'
        ? [
            'reflection-learning-event',
            { ...about, hours: 1, learnt: `${what}\n\n${learnt}`, change: next, gaps: sense },
          ]
        : ['reflection-free', { ...about, text: [what, `${felt} ${good}`, `${sense} ${learnt}`, next].join('\n\n') }]
  }
}

export interface ReflectionOptions {
  linked?: boolean
  shared?: boolean
  title?: string
  /** Links in place of those of the text. */
  items?: string[]
}

/** A reflection: the trainee's own, linked as evidence, or shown to the supervisor. */
export function reflection(teller: Teller, on: Day, options: ReflectionOptions = {}): void {
  const { decks, random, linkable, portfolio, trainee } = teller
  const text = options.title
    ? decks.reflections.dealWhere(({ title }) => title === options.title)
    : decks.reflections.deal()
  if (!text) return
  const [form, values] = inTemplate(text, random.whole(0, 4), on.subtract({ days: random.whole(1, 6) }))
  const items = options.items ?? text.items.filter((item) => !linkable || linkable.has(item))
  later(teller, on, async (at) => {
    const id = await portfolio.enter(form, at, values, options.linked ? items : [])
    if (options.shared && trainee.educationalId) await portfolio.share(id, at, trainee.educationalId)
  })
}

/** A reflection every now and then. */
export function reflecting(teller: Teller, year: Year, count: number): void {
  for (const [index, on] of spread(teller, count, year.from, year.to).entries())
    reflection(teller, on, index % 3 === 0 ? { linked: true } : index % 3 === 1 ? { shared: true } : {})
}

/** A file in the library. */
export function upload(teller: Teller, on: Day, which?: string, linked = true): void {
  const { decks, portfolio } = teller
  const found = which ? decks.uploads.dealWhere(({ title }) => title === which) : decks.uploads.deal()
  if (!found) return
  const { title, evidence, folder, file, lines, items } = found
  const values = {
    title,
    evidence,
    folder,
    datedOn: on.toString(),
    ...(evidence === 'teaching-feedback' ? { session: lines[0], audience: 'Medical students', responses: 9 } : {}),
  }
  later(teller, on, async (at) => {
    await portfolio.upload('library-upload', at, values, { name: file, lines: [title, ...lines] }, linked ? items : [])
  })
}

export interface AlsPlan {
  /** Days from the anchor to its last day; negative where it has run out. */
  endsIn: number
  confirmed: boolean
}

/** The resuscitation certificate and good clinical practice. */
export function certificates(teller: Teller, als: AlsPlan | null): void {
  const { anchor, trainee, portfolio } = teller
  const supervisor = educational(teller)
  if (als) {
    const expiresOn = anchor.add({ days: als.endsIn })
    const awardedOn = expiresOn.subtract({ years: 4 })
    const on = latest(trainee.startsOn.add({ days: 9 }), awardedOn.add({ days: 5 }))
    const values = { type: 'als', body: 'Resuscitation Council UK', awardedOn: awardedOn.toString() }
    let id = ''
    later(teller, on, async (at) => {
      id = await portfolio.enter('certificate', at, { ...values, expiresOn: expiresOn.toString() })
    })
    if (als.confirmed && supervisor) later(teller, on.add({ days: 3 }), (at) => portfolio.confirm(id, at, supervisor))
  }
  if (teller.random.chance(0.5)) {
    const on = trainee.startsOn.add({ days: 30 })
    const values = { type: 'gcp', body: 'Research network, North East', awardedOn: on.toString() }
    enter(teller, on.add({ days: 4 }), 'certificate', values)
  }
}

const latest = (a: Day, b: Day): Day => (a.until(b).total('days') > 0 ? b : a)

/** An examination with its result, confirmed by the supervisor where there is one. */
export function exam(teller: Teller, part: string, on: Day, attempt: number, passed = true, confirmed = true): void {
  const { portfolio } = teller
  const supervisor = educational(teller)
  const entered = on.add({ days: 24 })
  const values = { part, satOn: on.toString(), attempt, result: passed ? 'pass' : 'fail' }
  let id = ''
  later(teller, entered, async (at) => {
    id = await portfolio.enter('exam', at, values, passed ? [part] : [])
  })
  if (!confirmed || !supervisor) return
  later(teller, entered.add({ days: 2 }), (at) => portfolio.confirm(id, at, supervisor))
  if (passed) later(teller, entered.add({ days: 3 }), (at) => portfolio.sign(part, at, supervisor, 1, 'Result seen.'))
}

/** An objective of the personal development plan. */
export function objective(teller: Teller, year: Year): void {
  const plan = teller.decks.plans.deal()
  if (!plan) return
  const on = someDay(teller, year.from.add({ days: 7 }), year.from.add({ days: 28 }))
  const by = year.from.add({ months: 9 })
  enter(teller, on, 'pdp-objective', { ...plan, setOn: on.toString(), by: by.toString(), state: 'open' })
}
