import { z } from 'zod'
import { fileFields } from '../forms/index.ts'
import type { Problems } from '../kit/errors.ts'
import { isId } from '../kit/ids.ts'
import type { NewRequest } from './queries.ts'
import { WithArticle } from './words.ts'

/** Somebody out of the list, or a name and an address; of somebody who stands beside the trainee, the name alone. */
export type WhomToAsk = { id: string } | { name: string; email: string | null }

const other = 'other'
/** By name alone: they complete it by a code or on the trainee's device. */
export const beside = 'beside'
const texts = z.union([z.string(), z.array(z.string())]).optional()
const one = (value: unknown): string => {
  const parsed = texts.safeParse(value)
  const text = parsed.success ? [parsed.data ?? ''].flat()[0] : ''
  return (text ?? '').trim()
}

export const Name = z
  .string()
  .trim()
  .min(2, 'Give the name of the person to ask.')
  .max(120, 'This name is too long.')
  // Control characters and line breaks would end up in mails' headings.
  .refine((text) => !/\p{Cc}/u.test(text), 'Give the name on one line.')
export const Email = z
  .email('Give a whole address, such as name@hospital.example.')
  .max(254, 'This address is too long.')
export const Reason = z
  .string()
  .trim()
  .min(3, 'Say briefly why, so that somebody else can be asked.')
  .max(1000, 'Keep this below 1000 characters.')

const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value)

/** Why somebody declines, and whom they think better placed, if anybody. */
export const Declining = z
  .object({
    reason: Reason,
    betterName: z.preprocess(blank, Name.optional()),
    betterEmail: z.preprocess(blank, Email.optional()),
  })
  .refine(({ betterName, betterEmail }) => betterName !== undefined || betterEmail === undefined, {
    path: ['betterName'],
    message: 'Say whose address this is.',
  })
export type Declining = z.infer<typeof Declining>

/** The part of a request that is no form field: whom to ask, and the items it is for. */
export function readRequest(
  body: Record<string, unknown>,
  { people, pack, form }: Pick<NewRequest, 'people' | 'pack' | 'form'>,
): { whom: WhomToAsk | null; items: string[]; problems: Problems } {
  const problems: Problems = {}
  const parsed = texts.safeParse(body.items)
  const items = [...new Set(parsed.success ? [parsed.data ?? []].flat().filter(Boolean) : [])]
  const most = form.links?.max ?? pack.pack.pack.links.max
  const { item, items: many } = pack.pack.pack.words
  if (!parsed.success || items.some((key) => !pack.items.has(key)))
    problems.items = `Choose ${many} of this curriculum.`
  else if (items.length > most) {
    problems.items = `${WithArticle(form.short)} can be linked to at most ${most} ${most === 1 ? item : many}. Take some away.`
  }
  return { items, ...whomIn(body, people, problems) }
}

function whomIn(
  body: Record<string, unknown>,
  people: NewRequest['people'],
  problems: Problems,
): { whom: WhomToAsk | null; problems: Problems } {
  const instead = one(body.instead)
  // The answer to "Did you mean …?": what was typed beside it no longer counts.
  if (people.some(({ personId }) => personId === instead)) return { whom: { id: instead }, problems }
  const chosen = one(body.assessor)
  if (chosen === beside) return besideIn(body, problems)
  if (chosen !== '' && chosen !== other) {
    if (one(body.name) !== '' || one(body.email) !== '') {
      return {
        whom: null,
        problems: { ...problems, assessor: 'You chose a person and gave another address. Keep one of them.' },
      }
    }
    const known = isId(chosen) && people.some(({ personId }) => personId === chosen)
    if (known) return { whom: { id: chosen }, problems }
    return {
      whom: null,
      problems: { ...problems, assessor: 'Choose one of these people, or give a name and an address.' },
    }
  }
  const [name, email] = [Name.safeParse(one(body.name)), Email.safeParse(one(body.email))]
  if (chosen === '' && one(body.name) === '' && one(body.email) === '') {
    return { whom: null, problems: { ...problems, assessor: 'Choose whom to ask, or give a name and an address.' } }
  }
  const found = {
    ...problems,
    ...(name.success ? {} : { name: name.error.issues[0]!.message }),
    ...(email.success ? {} : { email: email.error.issues[0]!.message }),
  }
  const whom = name.success && email.success ? { name: name.data, email: email.data } : null
  return { whom, problems: found }
}

/**
 * An address that was typed as well is no reason to refuse: then it is somebody with an address. One that is none, left
 * over from another try, counts for nothing here.
 */
function besideIn(body: Record<string, unknown>, problems: Problems) {
  if (Email.safeParse(one(body.email)).success) return whomIn({ ...body, assessor: other }, [], problems)
  const name = Name.safeParse(one(body.name))
  if (name.success) return { whom: { name: name.data, email: null }, problems }
  return { whom: null, problems: { ...problems, name: name.error.issues[0]!.message } }
}

/** The questions that were seen, and answered by sending the form again. */
export function readSure(body: Record<string, unknown>): string[] {
  const parsed = texts.safeParse(body.sure)
  return parsed.success ? [parsed.data ?? []].flat() : []
}

/** Whether a form asks the trainee for files before it is sent. */
export const asksForFiles = (form: NewRequest['form']): boolean => fileFields(form).length > 0
