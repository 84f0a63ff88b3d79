import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import { dateIn } from '../kit/clock.ts'
import type { Show } from '../kit/http.ts'
import type { Head, LevelChoice, Table, Tag } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, list, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { type Preview, previewTyped } from './change.ts'
import { cohortPolicy } from './policy.ts'
import { kindWords, type PastSupervision, type SupervisorsFound, spansOf } from './supervisors.ts'
import { url } from './views.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'cohorts/supervisors': SupervisorsPage
  }
}

interface SupervisorsPage {
  head: Head
  problems: Record<string, string>
  lock: string | null
  action: string
  people: { value: string; label: string; chosen: boolean }[]
  kind: LevelChoice
  from: { value: string; min: string; max: string }
  reason: string
  problem: { personId: string | null; from: string | null; reason: string | null }
  later: LevelChoice | null
  confirm: { token: string; effects: string[]; problem: string | null } | null
  history: Table
}

export const supervisorsPage: Show<SupervisorsFound> = (found, { ctx, typed, problems }): View => {
  const { portfolio, kinds, people } = found
  const may = cohortPolicy.actions.changeSupervisor(ctx.actor)
  const preview = previewTyped(found, typed, ctx.today)
  const title = `Supervisors of ${portfolio.name}`
  return view(
    'cohorts/supervisors',
    {
      head: {
        title,
        sub: `${portfolio.programme}${portfolio.post ? ` · ${portfolio.post.title}, ${portfolio.post.site}` : ''}`,
        over: { link: { label: 'Trainees', href: url.list }, text: null },
      },
      problems,
      lock: isRefusal(may) ? may.reason : null,
      action: url.supervisors(portfolio.id),
      people: people.map((one) => ({
        value: one.id,
        label: `${one.name} · ${one.detail} · ${plural(one.trainees, 'trainee')} now`,
        chosen: one.id === typed?.personId,
      })),
      kind: {
        name: 'kind',
        legend: 'Which supervisor?',
        options: kinds.map((value) => ({
          value,
          label: value === 'educational' ? 'Educational supervisor' : 'Clinical supervisor',
          detail: standing(found, value, ctx.today),
        })),
        chosen: text(typed?.kind) ?? ctx.query.kind ?? kinds[0] ?? null,
        problem: problems.kind ?? null,
      },
      from: {
        value: text(typed?.from) ?? ctx.today.toString(),
        min: portfolio.startsOn.toString(),
        max: lastDay(portfolio.endsOn)!.toString(),
      },
      reason: text(typed?.reason) ?? '',
      problem: {
        personId: problems.personId ?? null,
        from: problems.from ?? null,
        reason: problems.reason ?? null,
      },
      later: preview && preview.others.length > 0 ? laterChoice(preview, typed, problems) : null,
      confirm: preview?.confirm ? { ...preview.confirm, problem: problems.confirm ?? null } : null,
      history: historyTable(found.history, portfolio.timeZone, ctx.today),
    },
    { title },
  )
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** "Dr Helen Marsh is on record from 1 Dec 2026: keep that, or replace it?" */
function laterChoice(
  { others, change }: Preview,
  typed: Record<string, unknown> | null,
  problems: Record<string, string>,
): LevelChoice {
  const told = others.map((span) => `${span.name} from ${date(span.from)}`)
  const [first] = others
  const stays = change.plan.current?.personId === change.next.id
  return {
    name: 'later',
    legend: `On record for later: ${list(told)}`,
    options: [
      {
        value: 'keep',
        label: 'Keep that',
        detail: stays
          ? 'Then nothing changes.'
          : `${change.next.name} is supervisor until ${date(lastDay(first!.from))}.`,
      },
      {
        value: 'replace',
        label: 'Replace it',
        detail: `${change.next.name} goes on; ${list([...new Set(others.map(({ name }) => name))])} will not be on record from then.`,
      },
    ],
    chosen: text(typed?.later),
    problem: problems.later ?? null,
  }
}

/** "Now: Dr Helen Marsh, until 24 Nov 2026; then Dr James Osei from 25 Nov 2026". */
function standing(found: SupervisorsFound, kind: SupervisionKind, today: Temporal.PlainDate): string {
  const spans = spansOf(found, kind)
  const now = spans.find((span) => stateAt(span, today).words === 'now')
  const toCome = spans.filter((span) => stateAt(span, today).words === 'to come').reverse()
  const present = now ? `${now.name}${now.until ? `, until ${date(lastDay(now.until))}` : ''}` : 'nobody today'
  return [`Now: ${present}`, ...toCome.map((span) => `then ${span.name} from ${date(span.from)}`)].join('; ')
}

function historyTable(history: PastSupervision[], timeZone: string, today: Temporal.PlainDate): Table {
  return {
    caption: 'All supervisors, newest first',
    columns: [{ label: 'Supervisor', card: 'title' }, { label: 'From and to' }, { label: 'State', card: 'side' }],
    rows: history.map((row) => ({
      id: row.id,
      name: row.name,
      cells: [
        { text: row.name, hint: kindWords[row.kind] },
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
