import { randomUUID } from 'node:crypto'
import type { IconName } from './icons.ts'

declare const safe: unique symbol

/** Markup that is already escaped. Only the helpers below and `include` make it; templates print it with `<%-`. */
export type SafeHtml = string & { readonly [safe]: true }

/** The meaning of a colour; every use says it in words as well. */
export type Tone = 'plain' | 'ok' | 'warn' | 'stop' | 'info' | 'accent'

/** What can be printed as a calendar date: `2026-08-04` or a Temporal.PlainDate. */
export type DateLike = string | { readonly year: number; readonly month: number; readonly day: number }

/** What can be printed as a moment: an ISO string, a Date or a Temporal.Instant. */
export type MomentLike = string | Date | { readonly epochMilliseconds: number }

export type AttrValue = string | number | boolean | null

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }

/** Escapes a text for element content and for quoted attributes. */
export function escapeHtml(text: string): SafeHtml {
  return (/[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (c) => ESCAPES[c]!) : text) as SafeHtml
}

/** "4 Aug 2026"; an en dash for no date. */
export function date(value: DateLike | null): string {
  if (value === null) return '–'
  if (typeof value !== 'string') return `${value.day} ${MONTHS[value.month - 1]} ${value.year}`
  const [year, month, day] = value.slice(0, 10).split('-').map(Number)
  const name = MONTHS[(month ?? 0) - 1]
  return name && day ? `${day} ${name} ${year}` : value
}

/** "4 Aug 2026, 14:02" in the given time zone; an en dash for no moment. */
export function dateTime(value: MomentLike | null, timeZone: string): string {
  if (value === null) return '–'
  const at = typeof value === 'object' && 'epochMilliseconds' in value ? value.epochMilliseconds : value
  const parts = formatter(timeZone).formatToParts(new Date(at))
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${Number(part('day'))} ${MONTHS[Number(part('month')) - 1]} ${part('year')}, ${part('hour')}:${part('minute')}`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Formatters are costly to make, so each time zone keeps its one. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formatters.set(timeZone, made)
  return made
}

/** The same words as the beginning of a sentence. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "1 record", "3 records"; give the plural where an s is not enough. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** "Amara Okafor" → "AO", leaving titles out. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word && !/^(dr|mr|mrs|ms|mx|miss|prof|professor)\.?$/i.test(word))
  const chosen = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return chosen.map((word) => [...word][0]!.toUpperCase()).join('')
}

/** Joins the class names that apply: `classes('row', { open: page.open })`. */
export function classes(...names: (string | null | Record<string, boolean>)[]): string {
  return names
    .flatMap((name) => (name && typeof name === 'object' ? Object.keys(name).filter((key) => name[key]) : (name ?? [])))
    .join(' ')
}

/** Prints attributes, each with a space before it; false and null leave one out, true prints the bare name. */
export function attrs(values: Readonly<Record<string, AttrValue>>): SafeHtml {
  let out = ''
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === false) continue
    out += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`
  }
  return out as SafeHtml
}

/** A short label in a pill. The words carry the meaning, the tone only underlines it. */
export function tag(words: string, tone: Tone = 'plain'): SafeHtml {
  return `<span class="tag${tone === 'plain' ? '' : ` ${tone}`}">${escapeHtml(words)}</span>` as SafeHtml
}

/** Free text as people typed it: blank lines make paragraphs, single ones line breaks. */
export function lines(text: string | null): SafeHtml {
  const paragraphs = (text ?? '').split(/\n\s*\n/).filter((paragraph) => paragraph.trim())
  return paragraphs.map((p) => `<p>${escapeHtml(p.trim()).replaceAll('\n', '<br>')}</p>`).join('') as SafeHtml
}

/** The helpers that templates see as `ui`. None knows a word of the field. */
export function createUi(options: { icons: string; timeZone: string }) {
  const sprite = escapeHtml(options.icons)
  return {
    date,
    dateTime: (value: MomentLike | null, zone = options.timeZone) => dateTime(value, zone),
    plural,
    list,
    initials,
    classes,
    attrs,
    tag,
    lines,
    /** A picture beside words; with a label it stands alone and is read out. */
    icon: (name: IconName, label: string | null = null): SafeHtml =>
      `<svg class="bi"${label === null ? ' aria-hidden="true"' : ` role="img" aria-label="${escapeHtml(label)}"`}><use href="${sprite}#${name}"></use></svg>` as SafeHtml,
    /** A fresh key, for ids within a page and for recognising a form that is sent twice. */
    key: (): string => randomUUID(),
  }
}

export type Ui = ReturnType<typeof createUi>
