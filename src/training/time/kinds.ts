import type { StatusKind } from '../../generated/client.ts'

/** What a kind of status does to training time unless the programme decides otherwise (domain 7.2, decisions 54–57). */
export interface KindRule {
  /** As people say it. */
  words: string
  /** Whole per cent of its days that count, unless decided otherwise. */
  counts: number
  /** Whether a decision may let a part of it count. */
  decided: boolean
  /** So many months count at most by themselves; more needs a decision, never a formula (decision 57). */
  months: number | null
  /** Whether days that do not count are added to the end of training. */
  moves: boolean
  /** Why, in a sentence that goes with its line. */
  why: string
}

export const kinds: Readonly<Record<StatusKind, KindRule>> = {
  break: {
    words: 'Break in training',
    counts: 0,
    decided: false,
    months: null,
    moves: true,
    why: 'Time away does not count; its days are added to the end.',
  },
  parental: {
    words: 'Parental leave',
    counts: 0,
    decided: false,
    months: null,
    moves: true,
    why: 'Parental leave never counts as training; all of it is added to the end.',
  },
  sickness: {
    words: 'Long sickness',
    counts: 0,
    decided: false,
    months: null,
    moves: false,
    why: 'The clock of the training year stops. The end stays where it is: whether time is added is for a review.',
  },
  oopt: {
    words: 'Out of programme: approved training (OOPT)',
    counts: 100,
    decided: true,
    months: 12,
    moves: true,
    why: 'Approved before it began, it counts: up to a year, beyond that as the programme decides.',
  },
  oopr: {
    words: 'Out of programme: research (OOPR)',
    counts: 0,
    decided: true,
    months: null,
    moves: true,
    why: 'Only the part that was approved to count counts; the rest is added to the end.',
  },
  oope: {
    words: 'Out of programme: experience (OOPE)',
    counts: 0,
    decided: false,
    months: null,
    moves: true,
    why: 'Experience out of programme does not count; all of it is added to the end.',
  },
  oopc: {
    words: 'Out of programme: career break (OOPC)',
    counts: 0,
    decided: false,
    months: null,
    moves: true,
    why: 'A career break does not count; all of it is added to the end.',
  },
  oopp: {
    words: 'Out of programme: pause (OOPP)',
    counts: 0,
    decided: true,
    months: null,
    moves: true,
    why: 'A pause is added to the end. What was gained may be judged on return, and the programme may then count some of it.',
  },
  actingUp: {
    words: 'Acting up as a consultant',
    counts: 100,
    decided: true,
    months: 3,
    moves: true,
    why: 'It counts for up to three months.',
  },
  grace: {
    words: 'Period of grace',
    counts: 0,
    decided: false,
    months: null,
    moves: false,
    why: 'It follows the end of training, for six months whatever the share of full time, and changes no date.',
  },
  suspension: {
    words: 'Suspension of training',
    counts: 0,
    decided: false,
    months: null,
    moves: true,
    why: 'Time away does not count; its days are added to the end.',
  },
}

export const statusKinds = Object.keys(kinds) as StatusKind[]
