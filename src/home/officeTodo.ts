import {
  cohortUrls,
  filteredUrl,
  gapsUrl,
  kindWords,
  soonWeeks,
  type TraineeList,
  type TraineeRow,
} from '../cohorts/index.ts'
import type { Ctx } from '../kit/context.ts'
import type { Action, TodoRow } from '../kit/partials.ts'
import { date, list, plural } from '../kit/ui.ts'
import { timeUrl } from '../progress/index.ts'
import { postUrl } from '../training/index.ts'
import type { OfficeHome } from './office.ts'
import { type StaffHomeFound, staffTodo } from './supervisorViews.ts'

/** A staff home with what whole programmes need beside it. */
export type OfficeHomeFound = StaffHomeFound & { office: OfficeHome }

const shownEach = 4

/** What waits, the most pressing first; each row with its reason and one button. */
export function officeTodo(home: OfficeHomeFound, ctx: Ctx): TodoRow[] {
  const { office } = home
  return [
    ...breachRows(office),
    ...objectionRows(office),
    ...lookRows(office),
    ...(ctx.actor.relation === 'coordinator' && office.board ? missingRows(office.board) : []),
    ...gapRows(office),
    ...staffTodo(home, ctx.now),
    ...endingRows(office),
    ...accountRows(office),
    ...confirmRows(home),
  ]
}

function breachRows({ breaches }: OfficeHome): TodoRow[] {
  if (!breaches) return []
  return [
    {
      icon: 'shield-exclamation',
      tone: 'stop',
      title: breaches === 1 ? 'One report of misuse or a breach is open' : `${breaches} reports of misuse are open`,
      why: 'Somebody is waiting to hear that it has been dealt with.',
      action: { label: 'Read', href: '/help/breaches', kind: 'main' },
    },
  ]
}

/** R128: a day of completion that moved after a cut-off changes what must happen. */
function lookRows({ looks }: OfficeHome): TodoRow[] {
  return looks.map(({ enrolmentId, trainee, look }) => ({
    icon: 'calendar-event',
    tone: 'warn',
    title: `The day of completion of ${trainee} has moved`,
    why: look,
    action: { label: 'Look', href: timeUrl.page(enrolmentId), kind: 'main' },
  }))
}

function objectionRows({ work }: OfficeHome): TodoRow[] {
  return (work?.objections ?? []).map((row) => ({
    icon: 'person-badge',
    tone: 'warn',
    title: row.onRecord
      ? `${row.trainee} says: ${row.onRecord} is not my ${kindWords[row.kind]}`
      : `${row.trainee} says: no ${kindWords[row.kind]} is recorded for me`,
    why: [row.suggested ? `It should be ${row.suggested}` : null, `said on ${date(row.at)}`]
      .filter(Boolean)
      .join(' · '),
    action: { label: 'Settle', href: `${cohortUrls.supervisors(row.enrolmentId)}?kind=${row.kind}`, kind: 'main' },
  }))
}

/** Trainees without what every trainee has, a few by name and the rest as a number that leads to them. */
function missingRows(board: TraineeList): TodoRow[] {
  const rows = (
    missing: (row: TraineeRow) => boolean,
    count: number,
    words: {
      what: string
      without: string
      show: Parameters<typeof filteredUrl>[0]
      tone: TodoRow['tone']
      action: (row: TraineeRow) => Action
    },
  ): TodoRow[] => {
    const named = board.rows.filter(missing).slice(0, shownEach)
    const rest = count - named.length
    return [
      ...named.map(
        (row): TodoRow => ({
          icon: 'person-badge',
          tone: words.tone,
          title: `${row.name} has no ${words.what}`,
          why: row.post ? `${row.post}, ${row.site}` : 'no post today',
          action: words.action(row),
        }),
      ),
      ...(rest > 0
        ? [
            {
              icon: 'people' as const,
              tone: words.tone,
              title: `${plural(rest, 'more trainee')} ${words.without}`,
              action: { label: 'Show', href: filteredUrl(words.show), kind: 'quiet' as const },
            },
          ]
        : []),
    ]
  }
  const choose =
    (kind: string) =>
    (row: TraineeRow): Action => ({
      label: 'Choose one',
      href: `${cohortUrls.supervisors(row.enrolmentId)}?kind=${kind}`,
      kind: 'main',
    })
  const enter = (row: TraineeRow): Action => ({
    label: 'Add one',
    href: postUrl.apply(row.enrolmentId),
    kind: 'main',
  })
  return [
    ...rows((row) => row.supervised && !row.educational, board.withoutSupervisor, {
      ...{
        what: kindWords.educational,
        without: gapWords.educational,
        show: 'noSupervisor',
        tone: 'stop',
        action: choose('educational'),
      },
    }),
    ...rows((row) => row.supervisedClinically && !row.clinical, board.withoutClinical, {
      ...{
        what: kindWords.clinical,
        without: gapWords.clinical,
        show: 'noClinical',
        tone: 'warn',
        action: choose('clinical'),
      },
    }),
    ...rows((row) => !row.post, board.withoutPost, {
      ...{ what: 'post', without: gapWords.post, show: 'noPost', tone: 'warn', action: enter },
    }),
  ]
}

const gapWords = {
  post: 'without a post',
  director: 'without a director at the site',
  educational: `without an ${kindWords.educational}`,
  clinical: `without a ${kindWords.clinical}`,
} as const

/** D16: one line for all that is missing on some day of the next weeks; the gap board names them. */
function gapRows({ gaps }: OfficeHome): TodoRow[] {
  const kinds = (Object.keys(gapWords) as (keyof typeof gapWords)[]).filter((kind) => gaps?.[kind])
  if (!gaps || kinds.length === 0) return []
  return [
    {
      icon: 'calendar-event',
      tone: 'warn',
      title: `Gaps in the next ${soonWeeks} weeks`,
      why: `Trainees ${list(kinds.map((kind) => `${gapWords[kind]}: ${gaps[kind]}`))}.`,
      action: { label: 'Gap board', href: gapsUrl(kinds.length === 1 ? kinds[0] : undefined), kind: 'main' },
    },
  ]
}

function endingRows({ work }: OfficeHome): TodoRow[] {
  return (work?.ending ?? []).map((row) => ({
    icon: 'calendar-event',
    tone: 'info',
    title: `${row.name} is ${kindWords[row.kind]} of ${row.trainee} until ${date(lastDayOf(row.until))}`,
    why: 'Nobody is recorded for after that.',
    action: {
      label: 'Choose the next',
      href: `${cohortUrls.supervisors(row.enrolmentId)}?kind=${row.kind}`,
      kind: 'quiet',
    },
  }))
}

const lastDayOf = (until: string): string =>
  new Date(Date.parse(`${until}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

function accountRows({ accounts }: OfficeHome): TodoRow[] {
  if (!accounts) return []
  const runOut: TodoRow[] = accounts.runOut
    ? [
        {
          icon: 'envelope-exclamation',
          tone: 'warn',
          title: `${plural(accounts.runOut, 'invitation')} ran out before the account was opened`,
          why: 'Send them again, or ask whether the address is right.',
          action: { label: 'Show', href: '/people?state=invited', kind: 'main' },
        },
      ]
    : []
  const { count, first } = accounts.toConfirm
  const confirms: TodoRow[] = count
    ? [
        {
          icon: 'patch-check',
          tone: 'info',
          title: `${plural(count, 'person states', 'people state')} a grade or a number`,
          why: `${list([...first.map(({ name }) => name), ...(count > first.length ? ['others'] : [])])}. It counts once you have looked it up.`,
          action: { label: 'Show', href: '/people?state=toConfirm', kind: 'quiet' },
        },
      ]
    : []
  return [...runOut, ...confirms]
}

function confirmRows({ office, packs }: OfficeHomeFound): TodoRow[] {
  return office.confirm.map((row) => ({
    icon: 'patch-check',
    tone: 'info',
    title: `Confirm for ${row.trainee}: ${packs.get(row.packVersionId)?.form(row.formKey)?.title ?? 'a result'}`,
    why: 'Entered by the trainee; it counts once the college has confirmed it.',
    action: { label: 'Look', href: `/records/${row.recordId}`, kind: 'quiet' },
  }))
}
