import type { Ctx } from '../kit/context.ts'
import type { Raw } from '../kit/http.ts'
import type { Plot, Table } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { type PlotColours, plotRaw, plotUrls, schemeOf } from '../kit/plot.ts'
import { date, list } from '../kit/ui.ts'
import { postsIn } from '../programmes/index.ts'
import type { PostsFound } from './findPosts.ts'
import { type Post, type PostState, periodWords, shareWords } from './posts.ts'
import { url } from './urls.ts'

/** Narrow, so that its words can be read on a phone. */
const WIDTH = 420
const stateWords: Record<PostState, string> = { ended: 'Ended', active: 'Active today', future: 'Future' }
const heightOf = (posts: readonly Post[]) => 96 + 40 * sitesOf(posts).length
const sitesOf = (posts: readonly Post[]) => [...new Set([...posts].reverse().map(({ site }) => site))]

/** The rotations of a portfolio over the years, as a picture with the same as a table (R124, R125); none without posts. */
export function yearPlanOf({ portfolio, pack, posts }: PostsFound): Plot | null {
  if (posts.length === 0) return null
  const { one } = postsIn(pack.pack).words
  const words = [...posts].reverse().map((post) => `${post.site}, ${periodWords(post)}`)
  return {
    caption: 'Past, present and future on one line of time',
    alt: `${one} over time: ${list(words)}.`,
    width: WIDTH,
    height: heightOf(posts),
    ...plotUrls(url.plan(portfolio.id)),
    table: planTable(posts),
  }
}

function planTable(posts: readonly Post[]): Table {
  return {
    caption: 'In order of time',
    columns: [
      { label: 'Hospital', card: 'title' },
      { label: 'First day' },
      { label: 'Last day' },
      { label: 'State', card: 'side' },
    ],
    rows: [...posts].reverse().map((post) => ({
      id: `plan-${post.id}`,
      name: post.site,
      cells: [
        { text: post.site, hint: shareWords(post) },
        { text: date(post.from) },
        { text: date(lastDay(post.until)) },
        { text: stateWords[post.state] },
      ],
    })),
  }
}

/** The picture itself, in the scheme that the address asks for. */
export function yearPlan({ portfolio, posts, today }: PostsFound, ctx: Ctx): Promise<Raw> {
  const sites = sitesOf(posts)
  const colourOf = (state: PostState, colours: PlotColours) =>
    ({ ended: colours.muted, active: colours.accent, future: colours.info })[state]
  const end = (post: Post) => (post.until ?? portfolio.endsOn).toString()
  return plotRaw({
    width: WIDTH,
    height: heightOf(posts),
    scheme: schemeOf(ctx.query),
    option: (colours) => ({
      grid: { left: 4, right: 20, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 18, itemGap: 22 },
      xAxis: { type: 'time', splitLine: { show: true }, splitNumber: 4, axisLabel: { hideOverlap: true } },
      yAxis: {
        type: 'category',
        data: sites,
        inverse: true,
        splitLine: { show: false },
        axisLabel: { color: colours.ink, width: 104, overflow: 'break', lineHeight: 14 },
      },
      series: [...posts].reverse().map((post, index) => ({
        name: stateWords[post.state],
        type: 'line',
        symbol: 'none',
        data: [
          [post.from.toString(), sites.indexOf(post.site)],
          [end(post), sites.indexOf(post.site)],
        ],
        itemStyle: { color: colourOf(post.state, colours) },
        lineStyle: { width: 14, cap: 'butt', type: post.state === 'future' ? [6, 3] : 'solid' },
        ...(index === 0 ? { markLine: todayLine(today.toString(), colours) } : {}),
      })),
    }),
  })
}

const todayLine = (today: string, colours: PlotColours) => ({
  symbol: 'none',
  silent: true,
  lineStyle: { color: colours.ink, type: 'dotted', width: 1.5 },
  // The axis of hospitals runs downwards, so its start is the top: away from the words of the axis below.
  label: { formatter: 'today', position: 'start', color: colours.muted, fontSize: 12 },
  data: [{ xAxis: today }],
})
