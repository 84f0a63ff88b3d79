import { Temporal } from 'temporal-polyfill'
import { type FormDefinition, occurredOn, type Values } from '../forms/index.ts'
import type { Problems } from '../kit/errors.ts'
import { date } from '../kit/ui.ts'
import { type Decision, refuse } from '../policy/index.ts'
import type { PublishedPack } from '../programmes/index.ts'
import type { PortfolioBase } from '../training/index.ts'

/** R101: an assessment done on paper is entered by the trainee, and counts once its assessor has confirmed it here. */

/** The field that says on which day it was. */
export const dayKey = (form: FormDefinition): string | null => form.occurredOn?.split('.')[0] ?? null

/** Sections that a trainee may type from paper: the assessor's own, but for what assessors say of themselves. */
export function isFromPaper(form: FormDefinition, section: FormDefinition['sections'][number]): boolean {
  const aboutThemselves = section.fields.some((field) => 'prefill' in field && field.prefill === 'ownName')
  return (section.by ?? form.filledBy) === 'assessor' && !section.afterSigning && !aboutThemselves
}

/** Keys of the answers that are taken from paper; files are not, for paper alone proves nothing. */
export function paperKeys(form: FormDefinition): Set<string> {
  const fields = form.sections.filter((section) => isFromPaper(form, section)).flatMap(({ fields }) => fields)
  return new Set(fields.filter(({ type }) => !['file', 'note', 'figures'].includes(type)).map(({ key }) => key))
}

/** Whether this programme takes assessments from paper, and this form has a day of its own. */
export function mayEnterPaper({ pack, form }: { pack: PublishedPack; form: FormDefinition }): Decision {
  if (pack.pack.pack.retrospective === false)
    return refuse('assessment.paper.pack', 'This programme takes no assessments from paper.')
  if (dayKey(form) === null)
    return refuse('assessment.paper.form', 'This form has no day of its own, so it is not entered from paper.')
  return true
}

interface Limits {
  pack: PublishedPack
  portfolio: Pick<PortfolioBase, 'startsOn'>
}

/** The earliest day that is taken, and why. */
export function earliestDay({ pack, portfolio }: Limits, today: Temporal.PlainDate) {
  const { notBefore, days } = pack.pack.pack.retrospective || {}
  const limits = [
    { day: portfolio.startsOn, words: 'the programme began' },
    ...(notBefore ? [{ day: Temporal.PlainDate.from(notBefore), words: 'paper is taken from that day on' }] : []),
    ...(days ? [{ day: today.subtract({ days }), words: `paper is taken for ${days} days` }] : []),
  ]
  return limits.reduce((a, b) => (Temporal.PlainDate.compare(a.day, b.day) >= 0 ? a : b))
}

/** What is wrong with the original day; null where nothing is. */
export function dayProblem(limits: Limits & { form: FormDefinition }, values: Values, today: Temporal.PlainDate) {
  const on = occurredOn(limits.form, values)
  if (on === null) return 'Give the day on which it was: the one on the paper.'
  const { day, words } = earliestDay(limits, today)
  if (Temporal.PlainDate.compare(Temporal.PlainDate.from(on), day) >= 0) return null
  return `This is too long ago: ${date(day.toString())} is the earliest (${words}).`
}

/** The name of the tick by which an assessor says that an answer is as they gave it. */
export const sameName = (key: string): string => `same.${key}`

/** Answers from paper that the assessor has neither said to be theirs nor put right. */
export function unconfirmed(paper: Values, values: Values, body: Record<string, unknown>): Problems {
  const open = Object.keys(paper).filter((key) => body[sameName(key)] !== 'yes' && !corrected(paper, values, key))
  return Object.fromEntries(
    open.map((key) => [key, 'Typed from paper: say that it is as you gave it, or put it right.']),
  )
}

/** Keys of what the assessor put right. */
export const correctedKeys = (paper: Values, values: Values): string[] =>
  Object.keys(paper).filter((key) => corrected(paper, values, key))

const corrected = (paper: Values, values: Values, key: string): boolean =>
  JSON.stringify(paper[key]) !== JSON.stringify(values[key] ?? null)
