import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import { dateIn } from '../kit/clock.ts'
import type { Table, Tag } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { coverTrack } from './staffing/find.ts'
import { asWords, kindWords, type PastSupervision, type SupervisorsFound, spansOf } from './supervisors.ts'

export const kindLabels: Record<SupervisionKind, string> = {
  educational: 'Educational supervisor',
  clinical: 'Clinical supervisor',
}

/** "Now: Dr Helen Marsh, until 24 Nov 2026; then Dr James Osei from 25 Nov 2026". */
export function standing(
  found: Pick<SupervisorsFound, 'history'>,
  kind: SupervisionKind,
  today: Temporal.PlainDate,
): string {
  const spans = spansOf(found, kind)
  const now = spans.find((span) => stateAt(span, today).words === 'now')
  const toCome = spans.filter((span) => stateAt(span, today).words === 'to come').reverse()
  const present = now ? `${now.name}${now.until ? `, until ${date(lastDay(now.until))}` : ''}` : 'nobody today'
  const covers = found.history
    .filter((row) => row.kind === kind && row.track !== 'main' && stateAt(row, today).words === 'now')
    .map((row) => {
      const end = row.until ? ` until ${date(lastDay(row.until))}` : ''
      return row.track === coverTrack ? `covered by ${row.name}${end}` : `${row.name} for the ${row.track} post${end}`
    })
  return [`Now: ${present}`, ...covers, ...toCome.map((span) => `then ${span.name} from ${date(span.from)}`)].join('; ')
}

export function historyTable(history: PastSupervision[], timeZone: string, today: Temporal.PlainDate): Table {
  return {
    caption: 'All supervisors, newest first',
    columns: [{ label: 'Supervisor', card: 'title' }, { label: 'From and to' }, { label: 'State', card: 'side' }],
    rows: history.map((row) => ({
      id: row.id,
      name: row.name,
      cells: [
        { text: row.name, hint: row.track === coverTrack ? `covers as ${kindWords[row.kind]}` : asWords(row) },
        {
          text: `${date(row.from)} – ${row.until ? date(lastDay(row.until)) : 'open'}`,
          hint: whyWords(row, timeZone),
        },
        { tag: stateAt(row, today) },
      ],
    })),
  }
}

function whyWords({ reason, corrected }: PastSupervision, timeZone: string): string | null {
  if (!corrected) return reason
  const by = `Corrected by ${corrected.by} on ${date(dateIn(corrected.at, timeZone))}`
  return corrected.reason ? `${by}: ${corrected.reason}` : by
}

function stateAt(row: PastSupervision, today: Temporal.PlainDate): Tag & { words: string } {
  if (row.corrected) return { words: 'corrected', tone: 'warn' }
  if (Temporal.PlainDate.compare(today, row.from) < 0) return { words: 'to come', tone: 'info' }
  if (row.until && Temporal.PlainDate.compare(row.until, today) <= 0) return { words: 'past', tone: 'plain' }
  return { words: 'now', tone: 'ok' }
}
