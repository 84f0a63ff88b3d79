import type { Temporal } from 'temporal-polyfill'
import type { Table } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { date, list } from '../../kit/ui.ts'
import { accrued, completionOf, dayOf, kinds, numberOf, type Stretch, stretchesOf } from '../../training/index.ts'
import type { TimeFound } from './find.ts'
import { wholeDays } from './words.ts'

/** The stretches of training from its first day to its last. */
export function stretchesIn({ history }: Pick<TimeFound, 'history'>): (Stretch & { work: number })[] {
  const stretches = stretchesOf(history)
  const end = numberOf(completionOf(history).until)
  return stretches
    .filter(({ from }) => from < end)
    .map((stretch) => ({ ...stretch, until: Math.min(stretch.until, end) }))
    .map((stretch) => ({ ...stretch, work: (stretch.until - stretch.from) * stretch.percent * stretch.counts }))
}

/** Stretch by stretch: what it is, how many days it has, what of them counts, and why. */
export function stretchesTable(found: TimeFound): Table {
  const rows = stretchesIn(found)
  const sum = rows.reduce((total, { work }) => total + work, 0)
  return {
    caption: 'Stretch by stretch, from the first day of training to the last',
    columns: [
      { label: 'Days', card: 'title' },
      { label: 'Status' },
      { label: 'Days of the calendar', number: true },
      { label: 'Counts', number: true, card: 'side' },
    ],
    rows: [
      ...rows.map((stretch) => {
        const span = `${date(dayOf(stretch.from))} to ${date(dayOf(stretch.until - 1))}`
        return {
          id: String(stretch.from),
          name: span,
          cells: [
            { text: span },
            { text: stretch.status ? kinds[stretch.status.kind].words : 'In training', hint: whyCounts(stretch) },
            { text: String(stretch.until - stretch.from) },
            { text: wholeDays(stretch.work), hint: 'whole-time days' },
          ],
        }
      }),
      {
        id: 'sum',
        name: 'Sum',
        cells: [
          { text: 'Sum' },
          { text: null },
          { text: String(rows.reduce((total, { from, until }) => total + until - from, 0)) },
          { text: wholeDays(sum), hint: 'whole-time days' },
        ],
      },
    ],
  }
}

/** "80 % of full time", "Nothing counts: …". */
function whyCounts({ percent, counts, status }: Stretch): string {
  if (!status || counts === 100) return `${percent} % of full time${status ? `. ${kinds[status.kind].why}` : ''}`
  if (counts === 0) return `Nothing counts. ${kinds[status.kind].why}`
  return `${counts} % of each day, at ${percent} % of full time. ${kinds[status.kind].why}`
}

/** What each stage has by today, and what it holds. */
export function stagesTable({ history, stages, pack, today }: TimeFound): Table {
  const stretches = stretchesOf(history)
  const titles = new Map(pack.pack.pack.stages.map(({ key, title }) => [key, title]))
  // The last stage ends with training, whatever moved that.
  const last = pack.pack.pack.stages.toSorted((a, b) => a.order - b.order).at(-1)?.key
  const { until: endsOn } = completionOf(history)
  return {
    caption: 'What counts in each stage',
    columns: [
      { label: 'Stage', card: 'title' },
      { label: 'First day' },
      { label: 'Last day' },
      { label: 'Counted so far', number: true },
      { label: 'Holds', number: true },
    ],
    rows: [
      ...stages.map(({ stageKey, from, until: planned }) => {
        const until = planned && stageKey === last && from.until(endsOn).sign > 0 ? endsOn : planned
        const end = until && until.since(today).sign < 0 ? until : today
        const soFar = end.since(from).sign > 0 ? accrued(stretches, from, end) : 0
        return {
          id: stageKey,
          name: titles.get(stageKey) ?? stageKey,
          cells: [
            { text: titles.get(stageKey) ?? stageKey },
            { text: date(from) },
            { text: until ? date(lastDay(until)) : 'open' },
            { text: wholeDays(soFar) },
            { text: until ? wholeDays(accrued(stretches, from, until)) : '–', hint: 'whole-time days' },
          ],
        }
      }),
      ...toCome({ stages, pack, stretches, endsOn }),
    ],
  }
}

/** What is left of training after the last stage on record, and the stages that it is for. */
function toCome({
  stages,
  pack,
  stretches,
  endsOn,
}: Pick<TimeFound, 'stages' | 'pack'> & { stretches: readonly Stretch[]; endsOn: Temporal.PlainDate }): Table['rows'] {
  const defined = pack.pack.pack.stages.toSorted((a, b) => a.order - b.order)
  const { stageKey, until } = stages.at(-1)!
  const later = defined.slice(defined.findIndex(({ key }) => key === stageKey) + 1)
  if (!until || later.length === 0 || until.since(endsOn).sign >= 0) return []
  const name = list(later.map(({ title }) => title))
  return [
    {
      id: 'to-come',
      name,
      cells: [
        { text: name, hint: 'to come' },
        { text: date(until) },
        { text: date(lastDay(endsOn)) },
        { text: '0' },
        { text: wholeDays(accrued(stretches, until, endsOn)), hint: 'whole-time days' },
      ],
    },
  ]
}
