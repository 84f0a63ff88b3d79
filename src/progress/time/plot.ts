import type { Ctx } from '../../kit/context.ts'
import type { Raw } from '../../kit/http.ts'
import type { Plot } from '../../kit/partials.ts'
import { plotRaw, plotUrls, schemeOf } from '../../kit/plot.ts'
import { date } from '../../kit/ui.ts'
import { dayOf } from '../../training/index.ts'
import type { TimeFound } from './find.ts'
import { stretchesIn } from './tables.ts'
import { timeUrl, wholeDays } from './words.ts'

const SIZE = { width: 720, height: 260 }
const MONTH = 304_375

/** Whole-time months by day, at every bend of the line. */
function points(found: Pick<TimeFound, 'history'>): { on: string; months: number; words: string }[] {
  let sum = 0
  const at = (day: number) => ({
    on: dayOf(day).toString(),
    months: Math.round((sum / MONTH) * 10) / 10,
    words: wholeDays(sum),
  })
  const rows = stretchesIn(found)
  return rows.flatMap((stretch, index) => {
    const first = index === 0 ? [at(stretch.from)] : []
    sum += stretch.work
    return [...first, at(stretch.until)]
  })
}

/** Training time that counts, growing from the first day to the last: flat where nothing counts. */
export function plotOf(found: TimeFound): Plot {
  const rows = points(found)
  const end = rows.at(-1)!
  return {
    ...SIZE,
    ...plotUrls(timeUrl.plot(found.portfolio.id)),
    alt: `Training time that counts, from ${date(rows[0]!.on)} to ${date(end.on)}: ${end.words} whole-time days in the end. The line is flat where nothing counts.`,
    caption: 'Whole-time months of training, as they run up',
    table: {
      caption: 'Whole-time days that have run up by each day',
      columns: [
        { label: 'By', card: 'title' },
        { label: 'Whole-time days', number: true, card: 'side' },
      ],
      rows: rows.map(({ on, words }) => ({ id: on, name: date(on), cells: [{ text: date(on) }, { text: words }] })),
    },
  }
}

/** The drawing itself. */
export function timePlot(found: TimeFound, ctx: Ctx): Promise<Raw> {
  const rows = points(found)
  return plotRaw({
    ...SIZE,
    scheme: schemeOf(ctx.query),
    option: (colours) => ({
      grid: { left: 4, right: 16, top: 16, bottom: 4, containLabel: true },
      xAxis: { type: 'time', min: rows[0]!.on, max: rows.at(-1)!.on, splitLine: { show: false } },
      yAxis: { type: 'value' },
      series: [
        {
          type: 'line',
          symbol: 'none',
          data: rows.map(({ on, months }) => [on, months]),
          itemStyle: { color: colours.accent },
          markLine: {
            symbol: 'none',
            data: [{ xAxis: found.today.toString() }],
            label: { formatter: 'today', color: colours.muted },
            lineStyle: { color: colours.muted },
          },
        },
      ],
    }),
  })
}
