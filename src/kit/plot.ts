import type { EChartsCoreOption } from 'echarts/core'
import type { Raw } from './http.ts'

/** Light or dark: an image cannot read the page's variables, so each scheme is drawn for itself. */
export type Scheme = 'light' | 'dark'

/** The colours of public/css/_tokens.scss that plots use. */
export interface PlotColours {
  ink: string
  muted: string
  line: string
  surface: string
  accent: string
  ok: string
  warn: string
  stop: string
  info: string
}

const colours: Record<Scheme, PlotColours> = {
  light: {
    ink: '#13212c',
    muted: '#52626f',
    line: '#dde4e9',
    surface: '#ffffff',
    accent: '#0b6b6f',
    ok: '#1c7a3f',
    warn: '#8f5200',
    stop: '#b3261e',
    info: '#1f5a9e',
  },
  dark: {
    ink: '#e7edf1',
    muted: '#9fb0bc',
    line: '#2a3741',
    surface: '#151f26',
    accent: '#56c2bd',
    ok: '#63c98a',
    warn: '#f0b35a',
    stop: '#f08a80',
    info: '#86b6ee',
  },
}

export interface PlotRequest {
  width: number
  height: number
  scheme: Scheme
  /** The drawing, given the scheme's colours. Axes, texts and legend already have theirs. */
  option: (colours: PlotColours) => EChartsCoreOption
}

/** Which scheme an address asks for: `?scheme=dark`, else light. */
export function schemeOf(query: Readonly<Record<string, string | undefined>>): Scheme {
  return query.scheme === 'dark' ? 'dark' : 'light'
}

/** The two addresses of one plot, for the shared plot partial. */
export function plotUrls(path: string): { light: string; dark: string } {
  return { light: path, dark: `${path}${path.includes('?') ? '&' : '?'}scheme=dark` }
}

/** Draws a plot as SVG text, without style attributes or scripts. */
export async function plotSvg({ width, height, scheme, option }: PlotRequest): Promise<string> {
  const echarts = await library()
  const chart = echarts.init(null, themeOf(colours[scheme]), { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ animation: false, ...option(colours[scheme]) })
    return withoutStyles(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

/** The same as an answer of a `raw` route. It is as private as the page that shows it. */
export async function plotRaw(request: PlotRequest): Promise<Raw> {
  return {
    type: 'image/svg+xml',
    body: await plotSvg(request),
    headers: { 'cache-control': 'private, no-cache' },
  }
}

let loaded: Promise<typeof import('echarts/core')> | null = null

/** Loading takes two seconds, so it waits for the first plot. */
function library() {
  loaded ??= load()
  return loaded
}

async function load() {
  // One after the other: jest's module loader does not take them at once.
  const core = await import('echarts/core')
  const charts = await import('echarts/charts')
  const parts = await import('echarts/components')
  const features = await import('echarts/features')
  const renderers = await import('echarts/renderers')
  core.use([charts.LineChart, charts.BarChart, charts.ScatterChart, charts.HeatmapChart, renderers.SVGRenderer])
  core.use([features.LegacyGridContainLabel])
  core.use([parts.GridComponent, parts.LegendComponent, parts.MarkLineComponent, parts.VisualMapComponent])
  return core
}

function themeOf(c: PlotColours) {
  const axis = {
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { lineStyle: { color: c.line } },
    axisLabel: { color: c.muted, fontSize: 12 },
    splitLine: { lineStyle: { color: c.line } },
  }
  return {
    color: [c.accent, c.info, c.warn, c.ok, c.stop],
    backgroundColor: 'transparent',
    textStyle: { color: c.ink, fontFamily: 'Inter, system-ui, sans-serif' },
    legend: { textStyle: { color: c.muted } },
    timeAxis: axis,
    valueAxis: axis,
    categoryAxis: axis,
  }
}

/** Style attributes as plain attributes of the drawing, and no style sheet: the content security policy allows neither. */
function withoutStyles(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_whole, css: string) => css.split(';').map(asAttribute).join(''))
    .replace(/ class="[^"]*"/g, '')
}

function asAttribute(declaration: string): string {
  const [name, ...rest] = declaration.split(':')
  const value = rest.join(':').trim()
  if (!name || !value) return ''
  if (name.trim() !== 'font') return ` ${name.trim()}="${value}"`
  const [, size, family] = /([\d.]+px)\s+(.*)$/.exec(value) ?? []
  return size ? ` font-size="${size}" font-family="${family}"` : ''
}
