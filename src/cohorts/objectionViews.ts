import type { SupervisorObjection } from '../generated/client.ts'
import { guardBox } from '../guard/index.ts'
import type { TextArea, TextInput } from '../identity/index.ts'
import { dateIn, fromJsDate } from '../kit/clock.ts'
import type { Show } from '../kit/http.ts'
import type { GuardBox, Head, LevelChoice, Lock, Table, Tag } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date } from '../kit/ui.ts'
import { historyTable, kindLabels, standing } from './historyViews.ts'
import type { OwnSupervisors } from './objections.ts'
import { kindWords } from './supervisors.ts'

/** One word of a trainee about a supervisor on record, as both sides read it. */
export interface Said {
  title: string
  tag: Tag
  when: string
  suggested: string | null
  words: string | null
  answer: string | null
}

interface OwnSupervisorsPage {
  head: Head
  problems: Record<string, string>
  lock: Lock
  kind: LevelChoice
  suggested: TextInput
  words: TextArea
  said: Said[]
  history: Table
  guard: GuardBox | null
}

declare module '../kit/partials.ts' {
  interface Partials {
    'cohorts/said': { p: Said }
  }
}

declare module '../kit/render.ts' {
  interface Pages {
    'cohorts/own-supervisors': OwnSupervisorsPage
  }
}

/** "Dr Helen Marsh is not my educational supervisor", what was added, and what became of it. */
export function saidOf(one: SupervisorObjection, timeZone: string): Said {
  const on = (at: Date) => date(dateIn(fromJsDate(at), timeZone))
  const as = kindWords[one.kind]
  const settled = one.closedAt ? `settled by ${one.closedByName} on ${on(one.closedAt)}` : null
  return {
    title: one.onRecordName ? `${one.onRecordName} is not my ${as}` : `No ${as} is recorded for me`,
    tag: !one.closedAt
      ? { words: 'open', tone: 'warn' }
      : one.outcome === 'changed'
        ? { words: 'record changed', tone: 'ok' }
        : { words: 'answered', tone: 'info' },
    when: [`Said on ${on(one.createdAt)}`, settled].filter(Boolean).join(', '),
    suggested: one.suggested,
    words: one.words,
    answer: one.answer,
  }
}

export const ownSupervisorsPage: Show<OwnSupervisors> = (found, { ctx, typed, problems }): View => {
  const { portfolio, kinds, history, objections } = found
  const text = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : null)
  const asked = text('kind') ?? ctx.query.kind
  return view(
    'cohorts/own-supervisors',
    {
      head: {
        title: 'My supervisors',
        sub: `${portfolio.programme}${portfolio.post ? ` · ${portfolio.post.title}, ${portfolio.post.site}` : ''}`,
      },
      problems,
      lock: {
        what: 'The record itself',
        words: 'Only the programme coordinator changes who is on record. Say here what is wrong with it.',
      },
      kind: {
        name: 'kind',
        legend: 'Who is on record?',
        hint: 'Choose the one who is wrong',
        options: kinds.map((value) => ({
          value,
          label: kindLabels[value],
          detail: standing(found, value, ctx.today),
        })),
        chosen: kinds.find((kind) => kind === asked) ?? null,
        problem: problems.kind ?? null,
      },
      suggested: {
        name: 'suggested',
        label: 'Who it should be',
        hint: 'If you know.',
        optional: true,
        max: 120,
        value: text('suggested'),
        problem: problems.suggested ?? null,
      },
      words: {
        name: 'words',
        label: 'What the coordinator should know',
        hint: 'For example since when, or who told you.',
        optional: true,
        max: 1000,
        value: text('words') ?? '',
        problem: problems.words ?? null,
      },
      said: objections.map((one) => saidOf(one, portfolio.timeZone)),
      history: historyTable(history, portfolio.timeZone, ctx.today),
      guard: guardBox({ typed, problems }),
    },
    { title: 'My supervisors' },
  )
}
