import type { Ctx } from '../kit/context.ts'
import type { Raw } from '../kit/http.ts'
import type { Table } from '../kit/partials.ts'
import { plotRaw, schemeOf } from '../kit/plot.ts'
import { date } from '../kit/ui.ts'
import type { PublishedPack } from '../programmes/index.ts'
import type { Part, Reading } from '../progress/index.ts'
import type { PlotFound } from './queries.ts'

/** As wide as the column that it stands in, so that its words are read at their own size. */
export const size = { width: 420, height: 250 }
/** A bar needs its room. */
export const varietySize = (bars: number) => ({ width: 420, height: 50 + 38 * Math.max(2, bars) })

interface Point {
  on: string
  count: number
}

/** What counts, summed up day by day; it begins with nothing and reaches to today. */
export function growth({ course, today }: Reading): Point[] {
  const steps = [...(course?.steps ?? [])].sort((a, b) => (a.on.toString() < b.on.toString() ? -1 : 1))
  const points: Point[] = [{ on: course?.targets[0]?.on.toString() ?? today.toString(), count: 0 }]
  for (const { on, weight } of steps) {
    const last = points.at(-1)!
    const count = Math.round((last.count + weight) * 10) / 10
    if (last.on === on.toString()) last.count = count
    else points.push({ on: on.toString(), count })
  }
  const last = points.at(-1)!
  return last.on < today.toString() ? [...points, { on: today.toString(), count: last.count }] : points
}

/** What is expected by each day: straight lines between the ends of stages. */
export function expectation({ course }: Reading): Point[] {
  return (course?.targets ?? []).map(({ on, need }) => ({ on: on.toString(), count: need }))
}

/** How many were expected by a day. */
export function expectedOn(reading: Reading, on: string): number {
  const points = expectation(reading)
  const after = points.findIndex((point) => point.on > on)
  if (after === -1) return points.at(-1)?.count ?? 0
  if (after === 0) return 0
  const [a, b] = [points[after - 1]!, points[after]!]
  const share = (Date.parse(on) - Date.parse(a.on)) / (Date.parse(b.on) - Date.parse(a.on))
  return Math.round((a.count + (b.count - a.count) * share) * 10) / 10
}

/** The pace to the target (R88): what counts, against what is expected by each day. */
export async function pacePlot({ reading }: PlotFound, ctx: Ctx): Promise<Raw> {
  return plotRaw({
    ...size,
    scheme: schemeOf(ctx.query),
    option: (colours) => ({
      grid: { left: 36, right: 16, top: 40, bottom: 30 },
      legend: { top: 4, left: 30, icon: 'roundRect', itemHeight: 4, itemWidth: 18, itemGap: 28 },
      xAxis: { type: 'time', splitLine: { show: false }, splitNumber: 4 },
      yAxis: { type: 'value', min: 0, minInterval: 1 },
      series: [
        {
          name: 'Expected',
          type: 'line',
          showSymbol: false,
          lineStyle: { type: 'dashed', width: 2, color: colours.muted },
          itemStyle: { color: colours.muted },
          data: expectation(reading).map(({ on, count }) => [on, count]),
        },
        {
          name: 'Counts so far',
          type: 'line',
          step: 'end',
          showSymbol: false,
          lineStyle: { width: 3 },
          areaStyle: { opacity: 0.12 },
          data: growth(reading).map(({ on, count }) => [on, count]),
        },
      ],
    }),
  })
}

const shownDays = 24

/** The same as a table: by the end of each month, what counted and what was expected. */
export function paceTable(reading: Reading): Table {
  const points = growth(reading)
  const months = new Map(points.map((point) => [point.on.slice(0, 7), point]))
  const rows = [...months.values()].slice(-shownDays)
  return {
    caption: 'By month: what counts, and what is expected',
    columns: [
      { label: 'Up to', card: 'title' },
      { label: 'Count', number: true },
      { label: 'Expected', number: true },
    ],
    rows: rows.map(({ on, count }) => ({
      id: on,
      name: on,
      cells: [{ text: date(on) }, { text: String(count) }, { text: String(expectedOn(reading, on)) }],
    })),
  }
}

/** Words for what a choice stores: the pack's lists know most of them. */
export function labelIn({ pack }: PublishedPack): (value: string) => string {
  const options = Object.values(pack.pack.lists).flat()
  return (value) => options.find(([key]) => key === value)?.[1] ?? value
}

/** How what counts is spread, most first. */
export function spreadOf({ evaluation, rule }: Reading): Part[] {
  if (rule.kind !== 'perYearAndCumulative' || !rule.variety) return []
  return evaluation.parts.filter(({ note }) => note === 'breakdown')
}

/** Variety of settings (R90). */
export async function varietyPlot({ reading, pack }: PlotFound, ctx: Ctx): Promise<Raw> {
  const label = labelIn(pack)
  const parts = [...spreadOf(reading)].reverse()
  return plotRaw({
    ...varietySize(parts.length),
    scheme: schemeOf(ctx.query),
    option: (colours) => ({
      grid: { left: 150, right: 34, top: 6, bottom: 24 },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: {
        type: 'category',
        data: parts.map(({ title }) => label(title)),
        axisTick: { show: false },
        axisLabel: { color: colours.ink, width: 112, overflow: 'break', lineHeight: 14 },
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 26,
          itemStyle: { borderRadius: [0, 4, 4, 0] },
          label: { show: true, position: 'right', color: colours.ink, fontSize: 12 },
          data: parts.map(({ have }) => have),
        },
      ],
    }),
  })
}

/** The same as a table. */
export function varietyTable(reading: Reading, pack: PublishedPack): Table {
  const label = labelIn(pack)
  const parts = spreadOf(reading)
  const all = parts.reduce((sum, { have }) => sum + have, 0)
  return {
    caption: 'By setting, most first',
    columns: [
      { label: 'Setting', card: 'title' },
      { label: 'Count', number: true },
      { label: 'Share', number: true },
    ],
    rows: parts.map(({ title, have }) => ({
      id: title,
      name: label(title),
      cells: [{ text: label(title) }, { text: String(have) }, { text: `${Math.round((have / all) * 100)} %` }],
    })),
  }
}
