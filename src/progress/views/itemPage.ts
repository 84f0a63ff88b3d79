import { recordUrl, titleFor } from '../../evidence/index.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Raw, Show } from '../../kit/http.ts'
import type { Action, Head, Plot, Tag } from '../../kit/partials.ts'
import { plotRaw, plotUrls, schemeOf } from '../../kit/plot.ts'
import { type View, view } from '../../kit/render.ts'
import { date } from '../../kit/ui.ts'
import { evidenceTargetOf, expectedLevel, scaleOf } from '../../programmes/index.ts'
import { itemTitle, levelWords } from '../levels.ts'
import { isOwner, progressPolicy, readsWords } from '../policy.ts'
import type { ItemFound } from '../queries/curriculum.ts'
import { latestOf } from '../queries/judgements.ts'
import { metaOf, tagsOf } from './evidence.ts'
import { earlierOn, type HistoryRow, historyOf } from './history.ts'
import { type Meaning, meaningOf } from './item.ts'
import { url } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/item': ItemPage
  }
}

interface LinkedPiece {
  title: string
  href: string
  meta: string
  tags: Tag[]
  star: Action | null
  unlink: Action | null
  frozen: boolean
}

interface ItemPage {
  head: Head
  target: string
  pieces: LinkedPiece[]
  link: string | null
  history: HistoryRow[]
  /** Nothing is judged where evidence alone decides. */
  judged: boolean
  /** Who has to do what before there is a judgement. */
  unjudged: string
  /** The sign-off that this one keeps alive. */
  earlier: { title: string; rows: HistoryRow[] } | null
  plot: Plot | null
  meaning: Meaning
}

/** One item: its evidence, every judgement so far, and what it means. */
export const itemPage: Show<ItemFound> = (found, { actor }): View => {
  const { portfolio, item, evidence, judgements } = found
  const own = isOwner(actor, portfolio)
  return view('progress/item', {
    head: {
      title: itemTitle(item),
      over: {
        link: { label: 'Curriculum', href: `${url.curriculum(portfolio.id)}#${item.key}` },
        text: own ? null : portfolio.name,
      },
      sub: null,
      actions: actionsOf(found, actor),
    },
    target: targetWords(found, own),
    pieces: evidence.map((piece) => ({
      title: titleFor(actor, piece.home, piece),
      href: recordUrl(piece),
      meta: metaOf(piece),
      tags: tagsOf(piece),
      frozen: piece.frozen,
      star: own
        ? {
            label: piece.starred ? 'Unstar' : 'Star as best',
            href: url.star(portfolio.id, item.key),
            icon: piece.starred ? 'star-fill' : 'star',
            post: { recordId: piece.id, star: piece.starred ? 'no' : 'yes' },
          }
        : null,
      unlink:
        own && !piece.frozen
          ? { label: 'Unlink', href: url.unlink(portfolio.id, item.key), post: { recordId: piece.id } }
          : null,
    })),
    link: own ? url.linkTo(portfolio.id, item.key) : null,
    history: historyOf(found, judgements, readsWords(actor, portfolio)),
    judged: item.signOff === true,
    unjudged: own
      ? 'Nobody has judged this yet. You rate yourself first, then a supervisor signs off.'
      : 'Nobody has judged this yet. The trainee rates themselves first, then a supervisor signs off.',
    earlier: readsWords(actor, portfolio) ? earlierOn(found) : earlierOn(found, false),
    plot: plotOf(found),
    meaning: meaningOf(found, item),
  })
}

function targetWords({ pack, item, evidence }: ItemFound, own: boolean): string {
  const [least, most] = evidenceTargetOf(pack.pack, item.key)
  if (evidence.length > most) return own ? `${most} are enough: star the best ones` : `${most} are enough`
  return least === most ? `aim for ${least}` : `aim for ${least} to ${most}`
}

function actionsOf({ portfolio, pack, item, judgements }: ItemFound, actor: Parameters<typeof isOwner>[0]): Action[] {
  if (isOwner(actor, portfolio)) {
    const rates = progressPolicy.actions.rate(actor, { portfolio, pack, item }) === true
    return [
      ...(rates
        ? [{ label: 'Self-assess', href: url.open(portfolio.id, item.key, 'rate'), icon: 'pencil' as const }]
        : []),
      ...(item.selfAssessment === false
        ? []
        : [{ label: 'Request an assessment', href: url.request(item.key), kind: 'main' as const }]),
    ]
  }
  const rated = latestOf(judgements, item.key, 'self') !== null
  return progressPolicy.actions.sign(actor, { portfolio, pack, item, rated }) === true
    ? [{ label: 'Sign off', href: url.signOff(portfolio.id, item.key), kind: 'main' }]
    : []
}

const SIZE = { width: 560, height: 240 }

function plotOf({ portfolio, pack, item, judgements }: ItemFound): Plot | null {
  const levels = judgements.filter(({ level }) => level !== null)
  if (levels.length < 2) return null
  const rows = [...levels].reverse()
  return {
    alt: `Levels of ${itemTitle(item)} over time; the same figures are in the table below.`,
    caption: 'Own rating and signed level over time',
    ...plotUrls(url.levels(portfolio.id, item.key)),
    ...SIZE,
    table: {
      caption: 'Levels over time',
      columns: [{ label: 'Day', card: 'title' }, { label: 'By' }, { label: 'Level' }],
      rows: rows.map((row) => ({
        id: row.recordId,
        name: date(row.at.toISOString()),
        cells: [
          { text: date(row.at.toISOString()) },
          { text: row.kind === 'self' ? 'own rating' : `${row.byName}, ${row.byRole}` },
          { text: levelWords(pack.pack, item, row.level!) },
        ],
      })),
    },
  }
}

/** Level over time: the own rating, the signed level, and what is expected at the end of each stage. */
export function levelsPlot({ portfolio, pack, item, judgements }: ItemFound, ctx: Ctx): Promise<Raw> {
  const values = (scaleOf(pack.pack, item.scale ?? '')?.values ?? []).map(({ value }) => value)
  const at = (day: string, level: number): [string, number] => [day, values.indexOf(level)]
  const points = (kind: 'self' | 'supervisor') => {
    const rows = judgements.filter((row) => row.kind === kind && row.level !== null).reverse()
    const last = rows.at(-1)
    const known = rows.map((row) => at(row.at.toISOString().slice(0, 10), row.level!))
    return last ? [...known, at(ctx.today.toString(), last.level!)] : known
  }
  const expected = portfolio.stages.flatMap(({ stageKey, from, until }) => {
    const level = expectedLevel(pack.pack, item.key, stageKey)
    const end = until ?? ctx.today.add({ months: 3 })
    return level === null ? [] : [at(from.toString(), level), at(end.toString(), level)]
  })
  const line = (name: string, data: [string, number][], color: string, more: object = {}) => ({
    name,
    type: 'line',
    step: 'end',
    data,
    itemStyle: { color },
    ...more,
  })
  return plotRaw({
    ...SIZE,
    scheme: schemeOf(ctx.query),
    option: (colours) => ({
      grid: { left: 4, right: 16, top: 36, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 18, itemGap: 22 },
      xAxis: { type: 'time', min: portfolio.startsOn.toString(), splitLine: { show: false } },
      yAxis: {
        type: 'category',
        data: values.map((level) => levelWords(pack.pack, item, level)),
        splitLine: { show: true },
      },
      series: [
        line('Expected', expected, colours.muted, { symbol: 'none', lineStyle: { type: 'dashed', width: 1.5 } }),
        line('Own rating', points('self'), colours.info, { symbolSize: 7 }),
        line('Signed off', points('supervisor'), colours.accent, { symbolSize: 9, lineStyle: { width: 2.5 } }),
      ],
    }),
  })
}
