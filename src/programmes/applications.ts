/**
 * The shape of applications about training time (R126, domain.md 6.10): which a trainee may make, with how much notice and for
 * which reasons, and who decides in which order. All of it is pack data.
 */
import { z } from 'zod'
import { Confidence, Option } from '../forms/definition.ts'
import { StatusKind } from '../generated/enums.ts'
import { Key, Prose, Words } from './curriculum.ts'
import { Relation } from './rights.ts'

/** Somebody who decides: always, or only where it lasts long or is more than usual. */
export const ApplicationStep = z.strictObject({
  relation: Relation,
  /** Only where it lasts longer than so many months. */
  overMonths: z.int().min(1).max(60).optional(),
  /** Only where it is unusual: a share that is not in the list, or longer than `mostMonths`. */
  unusual: z.literal(true).optional(),
})

export const ApplicationKind = z.strictObject({
  key: Key,
  title: Words,
  help: Prose,
  /** A share of full time, a status, or another end of a status on record. */
  change: z.enum(['fte', 'return', ...Object.values(StatusKind)]),
  /** So many weeks before the first day; with less, the trainee says why. */
  noticeWeeks: z.int().min(0).max(104),
  /** Shares of full time that are usually granted; another one needs a reason. */
  shares: z.array(z.int().min(1).max(100)).min(1).optional(),
  /** How long it usually lasts at most; longer needs a reason. */
  mostMonths: z.int().min(1).max(60).optional(),
  reasons: z.array(Option).min(1),
  /** With whom the trainee talks it over first, as a question. */
  discuss: Prose,
  /** Who decides, in this order. */
  approvers: z.array(ApplicationStep).min(1).max(5),
  /** Who is told that it was sent, and may follow it. */
  told: z.array(Relation),
  source: z.string().min(1).max(300),
  confidence: Confidence,
})
export type ApplicationKind = z.infer<typeof ApplicationKind>

export const Applications = z.strictObject({
  kinds: z.array(ApplicationKind).min(1),
  /** After so many days whoever decides is reminded, and again after as many; seven, unless said. */
  remindDays: z.int().min(1).max(60).optional(),
})
