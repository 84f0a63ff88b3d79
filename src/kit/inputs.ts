import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** What a single line may not hold: control characters, and those that turn the reading direction of others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is what this is for
const unprintable = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const cleaned = (text: string) => text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim()

/** A field that was not sent at all reads like an empty one. */
const sent = (value: unknown) => value ?? ''

/** A single line of text, tidied. Empty is null unless `needed` says what to ask for. */
export function line(max: number): z.ZodType<string | null>
export function line(max: number, needed: string): z.ZodType<string>
export function line(max: number, needed?: string): z.ZodType<string | null> {
  const text = z
    .preprocess(sent, z.string(needed ?? 'Type this as text.'))
    .transform(cleaned)
    .refine((value) => value.length <= max, `Use at most ${max} characters.`)
  if (!needed) return text.transform((value) => value || null)
  return text.refine((value) => value.length > 0, needed)
}

/** Several lines of text. Empty is null unless `needed` says what to ask for. */
export function lines(max: number): z.ZodType<string | null>
export function lines(max: number, needed: string): z.ZodType<string>
export function lines(max: number, needed?: string): z.ZodType<string | null> {
  const text = z
    .preprocess(sent, z.string(needed ?? 'Type this as text.'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is what this is for
    .transform((value) => value.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').trim())
    .refine((value) => value.length <= max, `Use at most ${max} characters.`)
  if (!needed) return text.transform((value) => value || null)
  return text.refine((value) => value.length > 0, needed)
}

const notADay = 'Enter a real date, such as 4 Aug 2026.'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A day as a date input sends it (2026-08-04), or as people write it (4/8/2026, day first; 4 Aug 2026). */
export function readDay(text: string): Temporal.PlainDate | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const named = /^(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})$/i.exec(text)
  const spelt = named && [named[3], months.indexOf(named[2]!.toLowerCase()) + 1, named[1]]
  const [year, month, day] = (iso?.slice(1) ?? dayFirst?.slice(1).reverse() ?? spelt ?? []).map(Number)
  if (!year || !month || !day || year < 1000 || year > 2999) return null
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}

/**
 * A calendar day. Empty is null unless `needed` says what to ask for; anything that is no day is refused by a sentence,
 * so that whatever judges the day further only ever meets a day.
 */
export function day(): z.ZodType<Temporal.PlainDate | null>
export function day(needed: string): z.ZodType<Temporal.PlainDate>
export function day(needed?: string): z.ZodType<Temporal.PlainDate | null> {
  return z.preprocess(sent, z.string(notADay)).transform((text, issues) => {
    const typed = text.trim()
    if (!typed && !needed) return null
    const read = readDay(typed)
    if (read) return read
    issues.addIssue({ code: 'custom', message: typed ? notADay : needed! })
    return z.NEVER
  })
}

/** What is said at a field whose schema has no sentence of its own: never the words of a library. */
export function plainWords({ code, input }: { code?: string; input?: unknown }): string {
  if (code === 'too_big') return 'This is too long.'
  const missing = input === undefined || input === null || input === ''
  return missing ? 'Fill this in.' : 'This cannot be taken. Look at the form and send it again.'
}
