import { Temporal } from 'temporal-polyfill'
import type { PublishedPack } from '../../programmes/index.ts'
import type { Player } from '../acting.ts'
import { type Deck, deck } from '../deck.ts'
import type { Colleague, Portfolio } from '../portfolio.ts'
import type { Dice } from '../random.ts'
import type { DemoTrainee, DemoWorld } from '../setup.ts'
import { type Case, cases } from '../texts/cases.ts'
import {
  clinicSessions,
  type Feedback,
  type Project,
  procedures,
  projects,
  reports,
  sessionsTaught,
  takes,
} from '../texts/feedback.ts'
import { procedureSelf, procedureSign, singleReasons } from '../texts/judgements.ts'
import { clinicRemarks, procedureRemarks, type Session, sessions } from '../texts/logs.ts'
import {
  inductionAims,
  midPointProgress,
  type PlacementText,
  placements,
  plans,
  type Upload,
  uploads,
} from '../texts/meetings.ts'
import { type Reflection, reflections } from '../texts/reflections.ts'

/** Something that happened, to be done through the commands when its time comes. */
export interface Deed {
  at: Temporal.Instant
  run: (at: Temporal.Instant) => Promise<void>
}

/** One training year of a trainee, as far as it has gone. */
export interface Year {
  /** 0, 1 or 2. */
  index: number
  stageKey: string
  from: Temporal.PlainDate
  /** First day after it, or the anchor. */
  to: Temporal.PlainDate
  current: boolean
  /** How much of the training time of the year has passed. */
  share: number
}

interface Decks {
  cases: Deck<Case>
  takes: Deck<Feedback>
  clinics: Deck<Feedback>
  reports: Deck<Feedback>
  procedures: Deck<Omit<Feedback, 'title'>>
  taught: Deck<Feedback>
  projects: Deck<Project>
  reflections: Deck<Reflection>
  sessions: Deck<Session>
  uploads: Deck<Upload>
  clinicRemarks: Deck<string>
  procedureRemarks: Deck<string>
  procedureSelf: Deck<string>
  procedureSign: Deck<string>
  reasons: Deck<string>
  aims: Deck<string>
  midPoints: Deck<string>
  placements: Deck<PlacementText>
  plans: Deck<(typeof plans)[number]>
}

/** All that it takes to tell one trainee's months: choices are made while telling, deeds are done afterwards. */
export interface Teller {
  portfolio: Portfolio
  trainee: DemoTrainee
  world: DemoWorld
  pack: PublishedPack
  random: Dice
  anchor: Temporal.PlainDate
  years: Year[]
  decks: Decks
  deeds: Deed[]
  /** Items that may be linked beside what a record is about; null for any. */
  linkable: Set<string> | null
}

export function tellerFor(base: Omit<Teller, 'decks' | 'deeds' | 'years' | 'linkable'>): Teller {
  const { random } = base
  return {
    ...base,
    years: yearsOf(base.trainee, base.anchor, base.pack),
    deeds: [],
    linkable: null,
    decks: {
      cases: deck(cases, random),
      takes: deck(takes, random),
      clinics: deck(clinicSessions, random),
      reports: deck(reports, random),
      procedures: deck(procedures, random),
      taught: deck(sessionsTaught, random),
      projects: deck(projects, random),
      reflections: deck(reflections, random),
      sessions: deck(sessions, random),
      uploads: deck(uploads, random),
      clinicRemarks: deck(clinicRemarks, random),
      procedureRemarks: deck(procedureRemarks, random),
      procedureSelf: deck(procedureSelf, random),
      procedureSign: deck(procedureSign, random),
      reasons: deck(singleReasons, random),
      aims: deck(inductionAims, random),
      midPoints: deck(midPointProgress, random),
      placements: deck(placements, random),
      plans: deck(plans, random),
    },
  }
}

function yearsOf(trainee: DemoTrainee, anchor: Temporal.PlainDate, { pack }: PublishedPack): Year[] {
  return Array.from({ length: trainee.stage + 1 }, (_, index) => {
    const from = trainee.startsOn.add({ years: index })
    const current = index === trainee.stage
    const to = current ? anchor : from.add({ years: 1 })
    const share = current ? (from.until(to).total('days') / 365) * (trainee.ftePercent / 100) : 1
    return { index, stageKey: pack.pack.stages[index]!.key, from, to, current, share }
  })
}

/** What it takes to note deeds. */
export interface Telling {
  random: Dice
  anchor: Temporal.PlainDate
  deeds: Deed[]
  world: { timeZone: string }
}

/** Notes a deed. What would lie at or after the anchor has not happened. */
export function later(teller: Telling, on: Temporal.PlainDate, run: Deed['run']): boolean {
  if (Temporal.PlainDate.compare(on, teller.anchor) >= 0) return false
  teller.deeds.push({ at: momentOn(teller, on), run })
  return true
}

/** A moment of a working day, with minutes as people have them. */
export function momentOn(
  { random, world }: Pick<Telling, 'random' | 'world'>,
  on: Temporal.PlainDate,
): Temporal.Instant {
  const time = new Temporal.PlainTime(random.whole(8, 20), random.whole(0, 59), random.whole(0, 59))
  return on.toZonedDateTime({ timeZone: world.timeZone, plainTime: time }).toInstant()
}

/** Some weekday from `from` on and before `to`. */
export function someDay(
  { random }: Pick<Telling, 'random'>,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): Temporal.PlainDate {
  const days = Math.max(1, from.until(to).total('days') - 3)
  const day = from.add({ days: random.whole(0, days - 1) })
  return day.dayOfWeek > 5 ? day.subtract({ days: Math.min(day.dayOfWeek - 5, from.until(day).days) }) : day
}

/** `count` days spread over a stretch of time, in their order. */
export function spread(
  teller: Pick<Telling, 'random'>,
  count: number,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
) {
  const days = Math.max(1, from.until(to).total('days') - 4)
  const step = days / Math.max(1, count)
  return Array.from({ length: count }, (_, index) =>
    someDay(
      teller,
      from.add({ days: Math.floor(index * step) }),
      from.add({ days: Math.ceil((index + 1) * step) + 2 }),
    ),
  )
}

/** The post of a day. */
export function postOn({ trainee }: Teller, on: Temporal.PlainDate): DemoTrainee['posts'][number] {
  const inPost = trainee.posts.find(
    ({ from, until }) => Temporal.PlainDate.compare(from, on) <= 0 && Temporal.PlainDate.compare(on, until) < 0,
  )
  return inPost ?? trainee.posts.at(-1)!
}

/** A consultant to be asked: often the clinical supervisor of the post, never the trainee. */
export function consultantOn(teller: Teller, on: Temporal.PlainDate): Colleague {
  const { world, random } = teller
  const own = world.consultants.find(({ id }) => id === postOn(teller, on).clinicalId)
  return own && random.chance(0.4) ? own : random.pick(world.consultants)
}

/** The educational supervisor as an acting person; null where none is on record. */
export function educational({ trainee }: Teller): Player | null {
  return trainee.educationalId ? { personId: trainee.educationalId, roleKey: 'educationalSupervisor' } : null
}

/** A registration number that is nobody's. */
export function registrationOf({ world }: Teller, id: string): string {
  const at = [...world.consultants, ...world.registrars].findIndex((one) => one.id === id)
  return String(7_000_000 + (((at + 3) * 48_271) % 900_000))
}

/** How the programme's list calls a specialty. */
export function specialtyKey(title: string): string {
  const other: Record<string, string> = {
    'Endocrinology and diabetes': 'diabetes-and-endocrinology',
    'Intensive care medicine': 'intensive-care',
  }
  return other[title] ?? title.toLowerCase().replaceAll(' ', '-')
}
