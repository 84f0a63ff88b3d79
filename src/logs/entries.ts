import type { Table } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { amountOf, type Verdict } from './counting.ts'
import type { Entry, LogFound } from './queries.ts'
import type { Tally } from './tallies.ts'
import { url } from './url.ts'

type Cells = Table['rows'][number]['cells']

/** The entries, newest first, each with what becomes of it. */
export function entriesTable(
  { entries, readings, forms, depth, section }: LogFound,
  counting: (entry: Entry) => Verdict | null,
): Table {
  const counts = readings.length > 0
  const measured = entries.some((entry) => amountOf(readings, entry) !== null)
  const cellsOf = (entry: Entry): Cells => {
    const verdict = counting(entry)
    return [
      { text: titleOf(entry), href: url.record(entry.id) },
      { text: date(plainDate(entry.occurredOn)) },
      ...(measured ? [{ text: amountOf(readings, entry) }] : []),
      ...(counts ? [verdict ? { tag: verdict.tag, hint: verdict.why } : {}] : []),
    ]
  }
  const titleOf = ({ title, formKey }: Entry) =>
    depth === 'full' ? title : (forms.find(({ key }) => key === formKey)?.title ?? section.title)
  return {
    caption: `${section.title}, newest first`,
    columns: [
      { label: 'Entry', card: 'title' },
      { label: 'Date' },
      ...(measured ? [{ label: 'How much', number: true }] : []),
      ...(counts ? [{ label: 'Counts?' }] : []),
    ],
    rows: entries.map((entry) => ({ id: entry.id, name: titleOf(entry), cells: cellsOf(entry) })),
  }
}

/** What was done how often, on whom; what was done on models stands apart from patients. */
export function tallyTable({ columns, rows }: Tally): Table {
  return {
    caption: 'By procedure, most first',
    columns: [
      { label: 'Procedure', card: 'title' },
      ...columns.map(({ label }) => ({ label })),
      { label: 'All', number: true },
    ],
    rows: rows.map(({ key, title, cells, all }) => ({
      id: key,
      name: title,
      cells: [
        { text: title },
        ...cells.map(({ count, detail }) => ({ text: String(count), hint: detail, quiet: count === 0 })),
        { text: String(all) },
      ],
    })),
  }
}
