import { guardBox } from '../guard/index.ts'
import type { Show } from '../kit/http.ts'
import type { GuardBox, Head, LevelChoice, Table } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, list, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { type Preview, previewTyped } from './change.ts'
import { historyTable, kindLabels, standing } from './historyViews.ts'
import { type Said, saidOf } from './objectionViews.ts'
import { cohortPolicy } from './policy.ts'
import type { SupervisorsFound } from './supervisors.ts'
import { url } from './urls.ts'

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
  last: string
  reason: string
  problem: { personId: string | null; from: string | null; last: string | null; reason: string | null }
  later: LevelChoice | null
  confirm: { token: string; effects: string[]; problem: string | null } | null
  history: Table
  guard: GuardBox | null
  said: (Said & {
    answerTo: { action: string; id: string; value: string; problem: string | null; guard: GuardBox | null } | null
  })[]
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
        label: [one.name, one.detail, `${plural(one.trainees, 'trainee')} now`].filter(Boolean).join(' · '),
        chosen: one.id === typed?.personId,
      })),
      kind: {
        name: 'kind',
        legend: 'Which supervisor?',
        options: kinds.map((value) => ({
          value,
          label: kindLabels[value],
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
      last: text(typed?.last) ?? '',
      reason: text(typed?.reason) ?? '',
      problem: {
        personId: problems.personId ?? null,
        from: problems.from ?? null,
        last: problems.last ?? null,
        reason: problems.reason ?? null,
      },
      later: preview && preview.others.length > 0 ? laterChoice(preview, typed, problems) : null,
      confirm: preview?.confirm ? { ...preview.confirm, problem: problems.confirm ?? null } : null,
      history: historyTable(found.history, portfolio.timeZone, ctx.today),
      guard: ctx.params.objectionId ? null : guardBox({ typed, problems }),
      said: found.objections.map((one) => {
        // Two may be open; the one that was answered wrongly is the one that the summary leads to.
        const typedHere = ctx.params.objectionId === one.id
        const open = !one.closedAt && !isRefusal(may)
        const answerTo = {
          action: `${url.supervisors(portfolio.id)}/objections/${one.id}`,
          id: typedHere ? 'answer' : `answer-${one.kind}`,
          value: typedHere ? (text(typed?.answer) ?? '') : '',
          problem: typedHere ? (problems.answer ?? null) : null,
          guard: typedHere ? guardBox({ typed, problems }) : null,
        }
        return { ...saidOf(one, portfolio.timeZone), answerTo: open ? answerTo : null }
      }),
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
