import { guardBox } from '../guard/index.ts'
import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Shown } from '../kit/http.ts'
import type { GuardBox, Head } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import type { ToAccredit } from './accredit.ts'
import { days } from './siteViews.ts'
import { url } from './views.ts'

interface Tick {
  name: string
  label: string
  value: string
  problem: string
}

interface AccreditationPage {
  head: Head
  problems: Problems
  action: string
  programmes: { options: { value: string; label: string; chosen: boolean }[]; problem: string | null } | null
  programme: string
  inputs: TextInput[]
  dates: TextInput[]
  reason: TextInput | null
  tick: Tick | null
  guard: GuardBox | null
  submit: string
  back: string
  withdraw: { action: string; reason: TextInput; tick: Tick | null; guard: GuardBox | null; problems: Problems } | null
}

declare module '../kit/render.ts' {
  interface Pages {
    'places/accreditation': AccreditationPage
  }
}

declare module '../kit/partials.ts' {
  interface Partials {
    'places/tick': { p: Tick }
    'places/reason': { p: TextInput }
  }
}

/** Entering what a site is accredited for, or changing it. */
export const accreditationPage = (found: ToAccredit, shown: Shown): View => pageOf(found, shown, false)

/** The same page, after taking an accreditation off the record was refused. */
export const withdrawalPage = (found: ToAccredit, shown: Shown): View => pageOf(found, shown, true)

function pageOf({ found, period }: ToAccredit, { typed, problems: all }: Shown, withdrawing: boolean): View {
  // Beside the sentence comes what its tick confirms.
  const { sureTick = '', ...said } = all
  const problems = withdrawing ? {} : said
  const known: Record<string, string> = period
    ? {
        level: period.level,
        maxMonths: String(period.maxMonths ?? ''),
        capacity: String(period.capacity ?? ''),
        from: period.from.toString(),
        last: lastDay(period.until)?.toString() ?? '',
      }
    : {}
  const wrote = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  const input = (name: string, label: string, more: Partial<TextInput> = {}): TextInput => ({
    name,
    label,
    value: typed && !withdrawing ? wrote(name) : (known[name] ?? ''),
    problem: problems[name] ?? null,
    ...more,
  })
  const { site, programmes } = found
  const chosen = period?.programmeId ?? (wrote('programme') || (programmes.length === 1 ? programmes[0]!.id : ''))
  return view('places/accreditation', {
    head: {
      title: period ? `Change: ${period.level}` : 'Accredit a site',
      sub: period ? `${site.name} · ${period.programme} · ${days(period)}` : site.name,
      over: { link: { label: site.name, href: url.site(site.id) }, text: null },
    },
    problems,
    action: period ? url.accreditation(site.id, period.id) : url.accredit(site.id),
    programme: chosen,
    programmes:
      period || programmes.length === 1
        ? null
        : {
            options: programmes.map(({ id, name }) => ({ value: id, label: name, chosen: id === chosen })),
            problem: problems.programme ?? null,
          },
    inputs: [
      input('level', 'Accredited for', { max: 120, hint: 'Stages, phases or a level, as whoever accredits says it.' }),
      input('maxMonths', 'Months at most', {
        optional: true,
        width: 'w-number',
        inputmode: 'numeric',
        hint: 'What one trainee may spend here.',
      }),
      input('capacity', 'Trainees at most', {
        optional: true,
        width: 'w-number',
        inputmode: 'numeric',
        hint: 'Of this programme at once.',
      }),
    ],
    dates: [
      input('from', 'First day', { type: 'date', width: 'w-date' }),
      input('last', 'Last day', {
        type: 'date',
        width: 'w-date',
        optional: true,
        hint: 'Empty while no end is known.',
      }),
    ],
    reason: period ? input('reason', 'Why it changes', { max: 500, hint: 'Kept in the history of the site.' }) : null,
    tick: problems.follows
      ? { name: 'follows', label: 'End it the day before', value: 'yes', problem: problems.follows }
      : sureTo(problems, sureTick),
    guard: withdrawing ? null : guardBox({ typed, problems: all }),
    submit: period ? 'Change' : 'Accredit',
    back: url.site(site.id),
    withdraw: period && {
      action: url.withdraw(site.id, period.id),
      reason: {
        name: 'reason',
        label: 'Why',
        max: 500,
        value: withdrawing ? wrote('reason') : '',
        problem: withdrawing ? (said.reason ?? null) : null,
      },
      tick: withdrawing ? sureTo(said, sureTick) : null,
      guard: withdrawing ? guardBox({ typed, problems: all }) : null,
      problems: withdrawing ? said : {},
    },
  })
}

const sureTo = ({ sure }: Problems, value: string): Tick | null =>
  sure ? { name: 'sure', label: 'Yes, that is so', value, problem: sure } : null
