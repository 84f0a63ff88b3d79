import { guardBox } from '../guard/index.ts'
import type { TextArea, TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Shown } from '../kit/http.ts'
import type { GuardBox, Head } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { dateTime, list, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { audienceKeys, audienceLabel } from './audiences.ts'
import { linked, type Piece } from './linked.ts'
import { writingPolicy } from './policy.ts'
import type { ToWrite } from './queries.ts'
import { daysOf } from './service.ts'
import { url } from './urls.ts'
import { shownWords, stateOf } from './views.ts'

/** Ticks of one name. */
interface Ticks {
  name: string
  legend: string
  options: { value: string; label: string; ticked: boolean }[]
  problem: string | null
}

interface WritePage {
  head: Head
  problems: Problems
  action: string
  /** Why its reader may only read it; null for those who may change it. */
  closed: string | null
  words: { title: string; paragraphs: Piece[][] } | null
  title: TextInput
  text: TextArea
  programme: string | null
  ticks: Ticks[]
  dates: TextInput[]
  boxes: { name: string; label: string; hint: string; ticked: boolean }[]
  guard: GuardBox | null
  submit: string
  withdraw: { action: string; reason: TextInput; guard: GuardBox | null; problems: Problems } | null
  history: { when: string; title: string; to: string; paragraphs: Piece[][] }[]
}

declare module '../kit/render.ts' {
  interface Pages {
    'announcements/write': WritePage
  }
}

declare module '../kit/partials.ts' {
  interface Partials {
    'announcements/ticks': { p: Ticks }
  }
}

/** Writing an announcement, or changing it with what it said before. */
export const writePage = (found: ToWrite, shown: Shown): View => pageOf(found, shown, false)

/** The same page, after withdrawing it was refused. */
export const withdrawPage = (found: ToWrite, shown: Shown): View => pageOf(found, shown, true)

function pageOf({ one, programmes, names }: ToWrite, shown: Shown, withdrawing: boolean): View {
  const { ctx, actor } = shown
  const zone = ctx.config.timeZone
  const typed = withdrawing ? null : shown.typed
  const problems = withdrawing ? {} : shown.problems
  const decision = one ? writingPolicy.actions.keep(actor, one) : true
  const closed = one?.withdrawnAt
    ? `${one.withdrawnBy} withdrew it on ${dateTime(one.withdrawnAt, zone)}: ${one.withdrawnWhy}`
    : isRefusal(decision)
      ? decision.reason
      : null
  const days = one && daysOf(one)
  const known: Record<string, string> = one
    ? { title: one.title, text: one.text, from: String(days!.from), last: String(days!.last) }
    : { from: ctx.today.toString(), last: ctx.today.add({ days: 14 }).toString() }
  const wrote = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  const value = (name: string) => (typed ? wrote(name) : (known[name] ?? ''))
  const input = (name: string, label: string, more: Partial<TextInput> = {}): TextInput => ({
    ...{ name, label, value: value(name), problem: problems[name] ?? null, ...more },
  })
  const ticked = (name: string, before: readonly string[]) => (typed ? [typed[name] ?? []].flat().map(String) : before)
  const ticks = (name: string, legend: string, options: [string, string][], before: readonly string[]): Ticks => {
    const chosen = ticked(name, before)
    const shownOptions = options.map(([key, label]) => ({ value: key, label, ticked: chosen.includes(key) }))
    return { name, legend, options: shownOptions, problem: problems[name] ?? null }
  }
  const only = programmes.length === 1 ? programmes[0]! : null
  return view(
    'announcements/write',
    {
      head: {
        title: one ? one.title : 'Write an announcement',
        sub: one
          ? `${shownWords(one)} · ${list(one.audiences.map(audienceLabel))} · ${list(one.programmeIds.map((id) => names.get(id) ?? 'another programme'))}`
          : 'Shown on the home page of everybody for whom it is, until they put it away',
        over: { link: { label: 'Announcements', href: url.list }, text: null },
        ...(one ? { tags: [stateOf(one, ctx.today.toString())] } : {}),
      },
      problems,
      action: one ? url.one(one.id) : url.write,
      closed,
      words: closed && one ? { title: one.title, paragraphs: linked(one.text) } : null,
      title: input('title', 'Title', { max: 120, hint: 'It also stands in the mail, so name nobody here.' }),
      text: {
        ...{ name: 'text', label: 'What people should know', value: value('text'), max: 3000 },
        hint: 'Plain text. Addresses that begin with https:// become links.',
        problem: problems.text ?? null,
      },
      programme: only?.id ?? null,
      ticks: [
        ...(only
          ? []
          : [
              ticks(
                'programmes',
                'Programmes',
                programmes.map(({ id, name }) => [id, name]),
                one?.programmeIds ?? [],
              ),
            ]),
        ticks(
          'audiences',
          'For whom',
          audienceKeys.map((key) => [key, audienceLabel(key)]),
          one?.audiences ?? [],
        ),
      ],
      dates: [
        input('from', 'First day', { type: 'date', width: 'w-date' }),
        input('last', 'Last day', { type: 'date', width: 'w-date' }),
      ],
      boxes: boxesOf(one, (name) => wrote(name) !== ''),
      guard: withdrawing ? null : guardBox({ typed, problems }),
      submit: one ? 'Change' : 'Announce',
      withdraw:
        one && !closed
          ? {
              action: url.withdraw(one.id),
              reason: {
                ...{ name: 'reason', label: 'Why', max: 500 },
                value: withdrawing && typeof shown.typed?.reason === 'string' ? shown.typed.reason : '',
                problem: withdrawing ? (shown.problems.reason ?? null) : null,
              },
              guard: withdrawing ? guardBox(shown) : null,
              problems: withdrawing ? shown.problems : {},
            }
          : null,
      history: (one?.versions ?? []).map((version) => ({
        when: `Until ${dateTime(version.changedAt, zone)}, when ${version.changedByName} changed it`,
        title: version.title,
        to: `${shownWords(version)} · ${list(version.audiences.map(audienceLabel))}`,
        paragraphs: linked(version.text),
      })),
    },
    { title: one ? one.title : 'Write an announcement' },
  )
}

function boxesOf(one: ToWrite['one'], ticked: (name: string) => boolean): WritePage['boxes'] {
  const mail = {
    ...{ name: 'mail', label: 'Send it by mail as well', ticked: ticked('mail') },
    hint: 'One mail to each, on the first day. It gives the title and leads here.',
  }
  if (!one) return [mail]
  const again = {
    ...{ name: 'again', label: 'Show it again to those who have put it away', ticked: ticked('again') },
    hint: 'For changes that matter.',
  }
  const sent = `On its way; ${plural(one.mailed, 'mail')} sent so far. Whoever has had it gets no second one.`
  return one.byMail ? [again, { ...mail, ticked: true, hint: sent }] : [again, mail]
}
