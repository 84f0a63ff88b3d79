import type { FormDefinition } from '../forms/index.ts'
import type { Show } from '../kit/http.ts'
import type { Action, Chip, Empty, Figure, Head, Link, Lock, Meter, Pager, Plot, Table } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { plotUrls } from '../kit/plot.ts'
import { type View, view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import { isRefusal, toReader } from '../policy/index.ts'
import { meterOf } from '../progress/index.ts'
import { uncountedIn, verdictOf } from './counting.ts'
import { entriesTable, tallyTable } from './entries.ts'
import { expectedOn, labelIn, paceTable, size, spreadOf, varietySize, varietyTable } from './plots.ts'
import { logPolicy } from './policy.ts'
import { hasCourse, hasVariety, type LogFound, pageSize } from './queries.ts'
import { url } from './url.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'logs/log': LogPage
  }
}

interface LogPage {
  head: Head
  others: Chip[]
  lock: Lock | null
  kpis: Figure[]
  meters: Meter[]
  remarks: string[]
  pace: Plot | null
  variety: Plot | null
  tally: Table | null
  entries: Table | null
  empty: Empty
  hint: string | null
  /** Whether there is anything for the second column. */
  beside: boolean
  pager: Pager | null
  help: { title: string; summary: string; href: string }[]
  notes: { title: string; why: string | null; action: Action | null; written: Link[] } | null
}

/** A log: what there is, what counts and why the rest does not, pace, variety, help, and who to tell (R87 to R91). */
export const logPage: Show<LogFound> = (found, { ctx }): View => {
  const { portfolio, section, readings } = found
  const own = portfolio.personId === ctx.actor.personId
  const may = logPolicy.actions.add(ctx.actor, {
    personId: portfolio.personId,
    packVersionId: portfolio.packVersionId,
    section: section.key,
    writers: section.writers,
  })
  const adds = isRefusal(may) ? [] : addActions(found)
  const help = helpOf(found, ctx.actor.relation)
  const notes = notesOf(found, !isRefusal(may))
  const pace = pacePlotOf(found)
  const variety = varietyPlotOf(found)
  const title = own ? section.title : `${section.title} of ${portfolio.name}`
  return view(
    'logs/log',
    {
      head: {
        title,
        sub: toReader(ctx.actor, section.summary),
        over: own
          ? null
          : {
              link: { label: portfolio.name, href: url.portfolio(portfolio.id) },
              text: `You see this as ${ctx.actor.roleLabel}`,
            },
        actions: adds,
      },
      others: found.others.map(({ key, title: label }) => ({
        label,
        href: url.log(portfolio.id, key),
        current: key === section.key,
      })),
      lock: isRefusal(may) && !own ? { what: null, words: may.reason, alone: true } : null,
      kpis: kpisOf(found),
      meters: readings.map((reading) => meterOf(reading.rule, reading.evaluation, portfolio.id)),
      remarks: found.depth === 'full' ? readings.flatMap(({ evaluation }) => evaluation.remarks) : [],
      pace,
      variety,
      tally: found.tally && found.tally.rows.length > 0 ? tallyTable(found.tally) : null,
      entries: found.entries.length > 0 ? entriesTable(found, verdictOf(readings)) : null,
      empty: emptyOf(found, own, adds[0] ?? null),
      hint: found.depth === 'facts' ? 'You see when and in which state, not what was written.' : null,
      pager: pagerOf(found),
      help,
      notes,
      beside: pace !== null || variety !== null || notes !== null || help.length > 0,
    },
    { title },
  )
}

/** "clinic", but "OPCAT" stays. */
const lower = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text)

const copies = (form: FormDefinition) =>
  form.sections.some((one) => one.fields.some((field) => 'copyable' in field && field.copyable))

function addActions({ forms, counts }: LogFound): Action[] {
  const copied = forms.find((form) => copies(form) && (counts[form.key] ?? 0) > 0)
  return [
    ...forms.map(
      (form, index): Action => ({
        label: `Add ${lower(form.short)}`,
        href: url.create(form.key),
        kind: index === 0 ? 'go' : 'quiet',
        ...(index === 0 ? { icon: 'plus-lg' as const } : {}),
      }),
    ),
    ...(copied
      ? [
          {
            label: `Copy last ${lower(copied.short)}`,
            href: url.copy(copied.key),
            kind: 'quiet',
            icon: 'copy',
          } as const,
        ]
      : []),
  ]
}

function kpisOf({ forms, counts, total, readings, entries }: LogFound): Figure[] {
  const each = forms.length > 1 ? forms : []
  const uncounted = uncountedIn(readings)
  const newest = entries[0]
  return [
    ...(each.length > 0 ? [] : [{ label: 'Entries', value: String(total) }]),
    ...each.map((form) => ({ label: form.title, value: String(counts[form.key] ?? 0) })),
    ...(readings.length > 0
      ? [{ label: 'Do not count', value: String(uncounted), tone: uncounted ? ('warn' as const) : ('plain' as const) }]
      : []),
    { label: 'Newest', value: newest ? date(plainDate(newest.occurredOn)) : 'none yet' },
  ]
}

function pacePlotOf({ readings, portfolio, section }: LogFound): Plot | null {
  const reading = readings.find(hasCourse)
  if (!reading) return null
  const { evaluation, rule, today } = reading
  const unit = rule.unit?.many ?? 'entries'
  return {
    ...plotUrls(url.pace(portfolio.id, section.key)),
    ...size,
    caption: `${rule.title}: pace to ${reading.course?.targets.at(-1)?.need ?? evaluation.need}`,
    alt: `${evaluation.have} ${unit} count by ${date(today)}; ${expectedOn(reading, today.toString())} were expected by then, ${evaluation.need} by ${evaluation.dueOn ? date(evaluation.dueOn) : 'the end'}.`,
    table: paceTable(reading),
  }
}

function varietyPlotOf({ readings, portfolio, section, pack, depth }: LogFound): Plot | null {
  const reading = readings.find(hasVariety)
  const parts = reading ? spreadOf(reading) : []
  if (!reading || parts.length === 0 || depth !== 'full') return null
  const label = labelIn(pack)
  return {
    ...plotUrls(url.variety(portfolio.id, section.key)),
    ...varietySize(parts.length),
    caption: 'What counts, by setting',
    alt: `By setting: ${parts.map(({ title, have }) => `${label(title)} ${have}`).join(', ')}.`,
    table: varietyTable(reading, pack),
  }
}

function emptyOf({ section, forms, portfolio }: LogFound, own: boolean, action: Action | null): Empty {
  const help = forms[0]?.help ?? section.summary
  return own
    ? { icon: 'hospital', title: 'Nothing logged yet', why: help, action: action && { ...action, kind: 'main' } }
    : { icon: 'hospital', title: 'Nothing logged yet', why: `${portfolio.name} has no entries here.` }
}

function pagerOf({ page, total, entries, portfolio, section }: LogFound): Pager | null {
  if (total <= pageSize && page === 1) return null
  const from = (page - 1) * pageSize + 1
  const to = from + entries.length - 1
  const at = (number: number) => url.log(portfolio.id, section.key, number)
  return { from, to, total, previous: page > 1 ? at(page - 1) : null, next: to < total ? at(page + 1) : null }
}

function helpOf({ pack, section }: LogFound, relation: string): LogPage['help'] {
  return (pack.pack.help?.articles ?? [])
    .filter((one) => one.sections?.includes(section.key))
    .filter((one) => !one.relations || one.relations.some((key) => key === relation))
    .map(({ key, title, summary }) => ({ title, summary, href: url.article(key) }))
}

/** What makes entries hard to get: told by the trainee, read by the supervisors (R91). */
function notesOf({ notes, written, depth }: LogFound, may: boolean): LogPage['notes'] {
  const [form] = notes
  if (!form || (!may && written.length === 0)) return null
  return {
    title: form.title,
    why: may ? (form.help ?? null) : plural(written.length, 'note'),
    action: may ? { label: 'Tell my supervisors', href: url.create(form.key), kind: 'quiet' } : null,
    written: written.map((one) => ({
      label: `${depth === 'full' ? one.title : form.title}, ${date(plainDate(one.occurredOn))}`,
      href: url.record(one.id),
    })),
  }
}
