import { guardBox } from '../../guard/index.ts'
import { Forbidden, type Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Fact, GuardBox, Head, Tile } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, list, plural } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { type ApplicationKind, approverWords, type PublishedPack, roleWords } from '../../programmes/index.ts'
import { type PreviewShown, previewShown, timeUrl } from '../../progress/index.ts'
import { kinds as statusKinds } from '../../training/index.ts'
import { returnable } from '../asked.ts'
import { applicationPolicy } from '../policy.ts'
import type { Applying } from '../queries.ts'
import { urls } from '../states.ts'

interface Input {
  value: string
  problem: string | null
}
type Options = readonly (readonly [string, string])[]

interface ApplyPage {
  head: Head
  problems: Problems
  tiles: Tile[] | null
  about: { help: string; facts: Fact[] } | null
  ask: {
    action: string
    kind: string | null
    from: Input | null
    last: Input | null
    percent: (Input & { hint: string }) | null
    counts: Input | null
    status: (Input & { options: Options }) | null
  } | null
  preview: PreviewShown | null
  send: {
    action: string
    token: string
    reason: Input & { options: Options }
    why: Input
    discussed: Input & { label: string }
    late: (Input & { hint: string }) | null
    rare: (Input & { hint: string }) | null
    guard: GuardBox | null
    to: string
  } | null
  back: string
}

declare module '../../kit/render.ts' {
  interface Pages {
    'applications/apply': ApplyPage
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Applying: which kind, what and when, what it would do, and why; then it is sent, or kept as a draft. */
export const applyPage: Show<Applying> = (found, { actor, typed, problems }): View => {
  const may = applicationPolicy.actions.apply(actor, found)
  if (isRefusal(may)) throw new Forbidden(may)
  const { kind, kinds, application, asked, portfolio, pack } = found
  const all = { ...asked.problems, ...problems }
  const title = kind?.title ?? 'Apply for a change of training time'
  return view(
    'applications/apply',
    {
      head: {
        title,
        sub: `${portfolio.programme}: nothing changes until it is approved`,
        over: { link: { label: 'Applications', href: urls.list }, text: null },
      },
      problems: all,
      tiles: kind ? null : kinds.map((one) => tileOf(one, pack)),
      about: kind && { help: kind.help, facts: factsOf(kind, pack) },
      ask: kind && askOf(found, kind, all),
      preview: asked.wish && found.preview && previewShown(found, found.preview, asked.wish),
      send: kind && sendOf(found, kind, { typed, problems }),
      back: application ? urls.one(application.id) : timeUrl.page(portfolio.id),
    },
    { title, ...(Object.keys(asked.problems).length > 0 ? { status: 422 } : {}) },
  )
}

const tileOf = (kind: ApplicationKind, pack: PublishedPack): Tile => ({
  icon: 'calendar-event',
  title: kind.title,
  detail: `${kind.help} Decided by ${deciders(kind, pack)}.`,
  href: `${urls.apply}?kind=${kind.key}`,
})

const deciders = ({ approvers }: ApplicationKind, { pack }: PublishedPack): string =>
  approvers
    .filter(({ overMonths, unusual }) => overMonths === undefined && !unusual)
    .map(({ relation }) => `the ${roleWords(pack, relation)}`)
    .join(', then ')

function factsOf(kind: ApplicationKind, { pack }: PublishedPack): Fact[] {
  return [
    { label: 'Notice', value: kind.noticeWeeks ? plural(kind.noticeWeeks, 'week') : 'none' },
    { label: 'Who decides, in this order', value: approverWords(pack, kind) },
    ...(kind.told.length > 0
      ? [{ label: 'Who is told', value: list(kind.told.map((relation) => roleWords(pack, relation))) }]
      : []),
    ...(kind.mostMonths ? [{ label: 'Usually at most', value: plural(kind.mostMonths, 'month') }] : []),
  ]
}

function askOf(
  { asked, application, history, today }: Applying,
  kind: ApplicationKind,
  problems: Problems,
): ApplyPage['ask'] {
  const input = (key: keyof typeof asked.typed): Input => ({ value: asked.typed[key], problem: problems[key] ?? null })
  const { change } = kind
  const status = change !== 'fte' && change !== 'return'
  return {
    action: application ? urls.edit(application.id) : urls.apply,
    kind: application ? null : kind.key,
    from: change === 'return' ? null : input('from'),
    last: change === 'fte' ? null : input('last'),
    percent:
      change === 'fte'
        ? {
            ...input('percent'),
            hint: `Usual are ${list((kind.shares ?? []).map((share) => `${share} %`))}; another share needs a reason.`,
          }
        : null,
    counts: status && statusKinds[change].decided ? input('counts') : null,
    status:
      change === 'return'
        ? {
            ...input('status'),
            options: returnable(history, today).map(
              (one) =>
                [one.id, `${statusKinds[one.kind].words}, ${date(one.from)} to ${date(lastDay(one.until))}`] as const,
            ),
          }
        : null,
  }
}

function sendOf(
  { asked, weighed, preview, application, pack }: Applying,
  kind: ApplicationKind,
  { typed, problems }: { typed: Record<string, unknown> | null; problems: Problems },
): ApplyPage['send'] {
  if (!asked.wish || !weighed || !preview) return null
  const input = (key: string, kept: string | null | undefined): Input => ({
    value: typed ? text(typed[key]) : (kept ?? ''),
    problem: problems[key] ?? null,
  })
  const query = new URLSearchParams(Object.entries(asked.typed).filter(([, value]) => value !== ''))
  if (!application) query.set('kind', kind.key)
  const { late, rare, chain } = weighed
  return {
    action: `${application ? urls.edit(application.id) : urls.apply}?${query}`,
    token: preview.after.toString(),
    reason: {
      ...input('reason', application?.reasonKey),
      options: kind.reasons.map(([key, words]) => [key, words] as const),
    },
    why: input('why', application?.why),
    discussed: { ...input('discussed', application?.discussed), label: kind.discuss },
    late: late ? { ...input('late', application?.lateReason), hint: late } : null,
    rare: rare ? { ...input('rare', application?.rareReason), hint: rare } : null,
    guard: guardBox({ typed, problems }),
    to: chain.map((relation) => `the ${roleWords(pack.pack, relation)}`).join(', then '),
  }
}
