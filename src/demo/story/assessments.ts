import type { Temporal } from 'temporal-polyfill'
import { deck } from '../deck.ts'
import type { Colleague } from '../portfolio.ts'
import type { Feedback } from '../texts/feedback.ts'
import { problems } from '../texts/logs.ts'
import { consultantOn, later, postOn, registrationOf, specialtyKey, spread, type Teller, type Year } from './teller.ts'

type Day = Temporal.PlainDate
type Values = Record<string, unknown>

/** One assessment: what was filled in before it was sent, by whom it was completed, and what they wrote. */
export interface Assessment {
  form: string
  on: Day
  by: Colleague
  grade: 'consultant' | 'registrar'
  before: Values
  judged: Values
  /** What it is about; further wanting items are added up to the form's cap. */
  items: string[]
  /** Days until it was completed; null while it waits. */
  wait?: number | null
  /** Link just these. */
  exact?: boolean
  /** Items of the trainee's other programme for which it is evidence, too. */
  lent?: readonly string[]
}

const caps: Record<string, number> = {
  acat: 8,
  'mini-cex': 2,
  cbd: 2,
  opcat: 2,
  mcr: 2,
  qipat: 2,
  'teaching-observation': 2,
}

/** Asked for on its day, completed some days later; one that nobody has completed yet stays open. */
export function assessment(teller: Teller, one: Assessment): void {
  const { random, anchor, portfolio } = teller
  const wait = one.wait === undefined ? random.whole(0, 9) : one.wait
  const items: string[] = []
  let id = ''
  later(teller, one.on, async (at) => {
    items.push(...(one.exact ? one.items : linksFor(teller, one)))
    id = await portfolio.ask(one.form, at, one.by, one.before, items)
  })
  if (wait === null) return
  const done = one.on.add({ days: Math.max(1, wait) })
  if (done.until(anchor).total('days') <= 0) return
  const own = {
    assessorName: one.by.name,
    position: one.grade,
    registration: registrationOf(teller, one.by.id),
    ...(['acat', 'cbd', 'mini-cex', 'opcat', 'dops-formative', 'dops-summative'].includes(one.form)
      ? { observedFor: random.whole(3, 12) * 5, feedbackFor: random.pick([5, 10, 10, 15, 20]) }
      : {}),
  }
  later(teller, done, (at) => portfolio.complete(id, at, one.by, { ...one.before, ...one.judged, ...own }, items))
  const { elsewhere } = teller.trainee
  const { lent } = one
  if (lent && elsewhere) later(teller, done.add({ days: 1 }), (at) => portfolio.lend(id, at, elsewhere, lent))
}

/** Links of an assessment: what it is about, then what its year still wants evidence for. */
function linksFor(teller: Teller, { form, items }: Assessment): string[] {
  const { linkable, portfolio } = teller
  const natural = linkable ? items.filter((item) => linkable.has(item)) : items
  const cap = caps[form] ?? 2
  const more = (form === 'acat' ? acute : form === 'mcr' ? seenByConsultants : [])
    .filter((item) => !natural.includes(item) && (!linkable || linkable.has(item)))
    .sort((a, b) => portfolio.evidence(a) - portfolio.evidence(b))
  return [...natural, ...more].slice(0, form === 'acat' ? Math.min(cap, 5) : cap)
}

const acute = ['cip-c1', 'cip-c7', 'cip-c2', 'cip-c3', 'cip-g3', 'cip-c6', 'cip-c5']
const seenByConsultants = ['cip-g1', 'cip-c3', 'cip-g3', 'cip-c5', 'cip-c6', 'cip-g2', 'cip-c1', 'cip-g5']

/** Mostly as expected; better or worse now and then. */
function overall({ random }: Teller, below = 0): number {
  return random.chance(below) ? 1 : random.chance(0.28) ? 3 : 2
}

function grid({ random }: Teller, rows: readonly string[], level: number): Values {
  return Object.fromEntries(rows.map((row) => [row, random.chance(0.75) ? level : Math.min(3, level + 1)]))
}

/** A mini-CEX or a case-based discussion. */
export function encounter(
  teller: Teller,
  on: Day,
  more: {
    by?: Colleague
    grade?: 'registrar'
    title?: string
    below?: number
    wait?: number | null
    items?: string[]
    lent?: readonly string[]
  } = {},
): void {
  const { random, decks, world } = teller
  const found = more.title ? decks.cases.dealWhere(({ title }) => title === more.title) : decks.cases.deal()
  if (!found) return
  const form = found.as === 'either' ? random.pick(['mini-cex', 'cbd']) : found.as
  const level = overall(teller, more.below)
  const seenOn = on.subtract({ days: random.whole(0, 2) }).toString()
  const rows =
    form === 'cbd' ? ['records', 'assessment', 'treatment', 'followUp'] : ['history', 'examination', 'communication']
  assessment(teller, {
    form,
    on,
    by: more.by ?? (more.grade ? random.pick(world.registrars) : consultantOn(teller, on)),
    grade: more.grade ?? 'consultant',
    before: {
      title: found.title,
      summary: found.summary,
      seenOn,
      setting: found.setting,
      complexity: random.pick(['average', 'average', 'high']),
      presentations: [found.tag],
    },
    judged: {
      overall: level,
      ...(random.chance(0.6) ? { domains: grid(teller, rows, level) } : {}),
      doneWell: found.doneWell,
      toImprove: found.toImprove,
    },
    items: more.items ?? found.items.filter((item): item is string => item !== undefined),
    ...(more.items ? { exact: true } : {}),
    ...(more.lent ? { lent: more.lent } : {}),
    ...(more.wait !== undefined ? { wait: more.wait } : {}),
  })
}

/** An acute care assessment over a take, a round or a shift. */
export function take(
  teller: Teller,
  on: Day,
  more: { grade?: 'registrar'; below?: number; by?: Colleague; wait?: number | null } = {},
): void {
  const { random, decks, world } = teller
  const text = decks.takes.deal()
  if (!text) return
  const seen = deck(problems, random)
  const cases = Array.from({ length: random.whole(5, 8) }, () => ({ problem: seen.deal() }))
  const level = overall(teller, more.below)
  assessment(teller, {
    form: 'acat',
    on,
    by: more.by ?? (more.grade ? random.pick(world.registrars) : consultantOn(teller, on)),
    grade: more.grade ?? 'consultant',
    before: {
      title: text.title,
      seenOn: on.subtract({ days: 1 }).toString(),
      setting: /resus|emergency/i.test(text.title) ? 'emergency-department' : 'acute-unit',
      work: /round/i.test(text.title) ? 'post-take' : 'take',
      cases,
    },
    judged: {
      overall: level,
      ...(random.chance(0.5) ? { domains: grid(teller, ['assessment', 'records', 'management', 'time'], level) } : {}),
      doneWell: text.doneWell,
      toImprove: text.toImprove,
    },
    items: ['cip-c1'],
    ...(more.wait !== undefined ? { wait: more.wait } : {}),
  })
}

/** A whole clinic, assessed by its consultant. */
export function clinicAssessed(
  teller: Teller,
  on: Day,
  more: { by?: Colleague; items?: string[]; wait?: number | null } = {},
): void {
  const { random, decks } = teller
  const text = decks.clinics.deal()
  if (!text) return
  assessment(teller, {
    form: 'opcat',
    on,
    by: more.by ?? consultantOn(teller, on),
    grade: 'consultant',
    before: {
      title: text.title,
      seenOn: on.subtract({ days: 1 }).toString(),
      clinicSetting: /day unit/i.test(text.title) ? 'day-ward' : 'face-to-face',
      patients: random.whole(4, 7),
    },
    judged: {
      seenHow: random.pick(['reviewed', 'both']),
      overall: overall(teller),
      doneWell: text.doneWell,
      toImprove: text.toImprove,
    },
    items: more.items ?? ['cip-c4', 'cip-g3'],
    ...(more.items ? { exact: true } : {}),
    ...(more.wait !== undefined ? { wait: more.wait } : {}),
  })
}

/** Reports by different consultants of the year, none by the educational supervisor. */
export function consultantReports(teller: Teller, year: Year, count: number, onTake = 0.7): void {
  const { random, decks, world, trainee } = teller
  const able = world.consultants.filter(({ id }) => id !== trainee.educationalId && id !== trainee.personId)
  const order = deck(able, random)
  for (const on of spread(teller, count, year.from.add({ days: 45 }), year.to)) {
    const [by, text] = [order.deal(), decks.reports.deal()]
    if (!by || !text) return
    const from = on.subtract({ days: random.whole(40, 90) })
    assessment(teller, {
      form: 'mcr',
      on,
      by,
      grade: 'consultant',
      before: {
        title: text.title,
        period: { from: from.toString(), to: on.toString() },
        contact: random.chance(onTake) ? ['take', 'post-take'] : ['ward-round', 'meetings'],
      },
      judged: {
        seenOn: on.toString(),
        frequency: 'weekly',
        overall: overall(teller),
        domains: grid(teller, ['efficiency', 'clinical', 'diagnosis', 'prescribing', 'records', 'team'], 2),
        doneWell: text.doneWell,
        toImprove: text.toImprove,
        assessorSpecialty: specialtyKey(by.specialty),
      },
      items: [],
    })
  }
}

const settingOf: Record<string, string> = {
  'dc-cardioversion': 'theatre',
  'central-venous-cannulation': 'critical-care',
  'advanced-cpr': 'ward',
  'lumbar-puncture': 'acute-unit',
}

/** A directly observed procedure, on the way (formative) or for independence (summative). */
export function procedureObserved(
  teller: Teller,
  on: Day,
  procedure: string,
  kind: 'formative' | 'summative',
  more: { independence?: number; by?: Colleague; items?: string[]; wait?: number | null } = {},
): void {
  const { random, decks, world } = teller
  const text = decks.procedures.deal()
  if (!text) return
  const registrar = kind === 'formative' && random.chance(0.5)
  const by = more.by ?? (registrar ? random.pick(world.registrars) : consultantOn(teller, on))
  assessment(teller, {
    form: `dops-${kind}`,
    on,
    by,
    grade: world.registrars.some(({ id }) => id === by.id) ? 'registrar' : 'consultant',
    before: {
      procedure,
      seenOn: on.toString(),
      onWhom: 'patient',
      setting: settingOf[procedure] ?? 'ward',
      risk: 'routine',
    },
    judged: {
      independence: more.independence ?? (kind === 'summative' ? 5 : random.whole(2, 4)),
      domains: grid(teller, ['indications', 'consent', 'preparation', 'technique', 'asepsis', 'aftercare'], 2),
      doneWell: text.doneWell,
      toImprove: text.toImprove,
    },
    items: more.items ?? [`proc-${procedure}`],
    exact: true,
    ...(more.wait !== undefined ? { wait: more.wait } : {}),
  })
}

/** An observed session of teaching. */
export function teachingObserved(teller: Teller, on: Day): void {
  const { random, decks } = teller
  const text: Feedback | undefined = decks.taught.deal()
  if (!text) return
  assessment(teller, {
    form: 'teaching-observation',
    on,
    by: consultantOn(teller, on),
    grade: 'consultant',
    before: {
      title: text.title,
      seenOn: on.toString(),
      audience: random.pick(['students', 'foundation', 'mixed']),
      learners: random.whole(4, 18),
      format: /bedside/i.test(text.title) ? 'bedside' : /simulation/i.test(text.title) ? 'simulation' : 'small-group',
    },
    judged: { overall: random.chance(0.3) ? 3 : 2, doneWell: text.doneWell, toImprove: text.toImprove },
    items: ['cip-g6'],
  })
}

/** A project of quality improvement. */
export function project(teller: Teller, on: Day, completed: boolean): void {
  const { random, decks } = teller
  const text = decks.projects.deal()
  if (!text) return
  const { title, problem, method, results, doneWell, toImprove } = text
  assessment(teller, {
    form: 'qipat',
    on,
    by: consultantOn(teller, on),
    grade: 'consultant',
    before: {
      title,
      problem,
      method,
      ...(completed ? { results } : {}),
      seenOn: on.toString(),
      ran: { from: on.subtract({ days: random.whole(100, 160) }).toString(), to: on.subtract({ days: 7 }).toString() },
      role: random.pick(['led', 'led', 'took-part']),
      completed,
    },
    judged: { overall: random.chance(0.3) ? 3 : 2, doneWell, toImprove },
    items: ['cip-g4'],
  })
}

/** Requests that went nowhere: declined with a reason, or opened and left. */
export function declined(teller: Teller, on: Day, reason: string): void {
  const { portfolio, decks } = teller
  const by = consultantOn(teller, on)
  const found = decks.cases.deal()
  if (!found) return
  let id = ''
  const values = { title: found.title, summary: found.summary, seenOn: on.toString(), setting: found.setting }
  later(teller, on, async (at) => {
    id = await portfolio.ask('cbd', at, by, values, [])
  })
  later(teller, on.add({ days: 2 }), (at) => portfolio.decline(id, at, by, reason))
}

/** Asked for, perhaps opened, not completed. */
export function waiting(
  teller: Teller,
  on: Day,
  more: { by?: Colleague; opened?: boolean; items?: string[]; title?: string } = {},
): void {
  const { portfolio, decks } = teller
  const by = more.by ?? consultantOn(teller, on)
  const found = more.title ? decks.cases.dealWhere(({ title }) => title === more.title) : decks.cases.deal()
  if (!found) return
  let id = ''
  const values = {
    title: found.title,
    summary: found.summary,
    seenOn: on.toString(),
    setting: found.setting,
    presentations: [found.tag],
  }
  later(teller, on, async (at) => {
    id = await portfolio.ask(found.as === 'cbd' ? 'cbd' : 'mini-cex', at, by, values, more.items ?? [])
  })
  if (more.opened) later(teller, on.add({ days: 1 }), (at) => portfolio.open(id, at, by))
}

/** The consultant who looks after the trainee in the post of that day. */
export function clinicalOn(teller: Teller, on: Day): Colleague {
  const { clinicalId } = postOn(teller, on)
  return teller.world.consultants.find(({ id }) => id === clinicalId) ?? teller.world.consultants[0]!
}
