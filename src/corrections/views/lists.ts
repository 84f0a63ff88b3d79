import type { Show } from '../../kit/http.ts'
import type { Fact, Head, Table } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, dateTime } from '../../kit/ui.ts'
import { isStaff } from '../policy.ts'
import type { Amendments, CorrectionList, CorrectionRow } from '../queries.ts'
import { type CorrectionState, stateWords } from '../states.ts'
import { type Change, labelOf } from './decide.ts'

interface ListPage {
  head: Head
  waiting: Table | null
  done: Table | null
}

interface AmendmentsPage {
  head: Head
  rows: { id: string; change: Change; facts: Fact[] }[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'corrections/list': ListPage
    'corrections/amendments': AmendmentsPage
  }
}

function table(caption: string, rows: readonly CorrectionRow[]): Table | null {
  if (rows.length === 0) return null
  return {
    caption,
    columns: [
      { label: 'Form', card: 'title' },
      { label: 'Trainee' },
      { label: 'Asked by' },
      { label: 'Asked' },
      { label: 'State', card: 'side' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: `${row.formTitle} of ${row.trainee}`,
      cells: [
        { text: row.formTitle, href: `/corrections/${row.id}` },
        { text: row.trainee },
        { text: row.askedByName },
        { text: date(row.askedAt.toISOString()), quiet: true },
        { tag: stateWords[row.state as CorrectionState] },
      ],
    })),
  }
}

/** Requests that concern one: what waits, and how others ended. */
export const listPage: Show<CorrectionList> = ({ waiting, done }, { actor }) =>
  view(
    'corrections/list',
    {
      head: {
        title: 'Corrections',
        sub: isStaff(actor)
          ? 'What people ask to have put right in signed forms of your programmes. Whoever signed decides, or you do.'
          : 'What was asked to be put right in signed forms: yours, and those that you signed.',
      },
      waiting: table('Waiting', waiting),
      done: table('Decided', done),
    },
    { title: 'Corrections' },
  )

/** What was put right in a record: each answer before and after, by whom, why; what was signed can be read beside it. */
export const amendmentsPage: Show<Amendments> = ({ detail, accepted }, { ctx }) => {
  const { record, title } = detail
  return view(
    'corrections/amendments',
    {
      head: {
        title: `What changed in ${title}`,
        over: { link: { label: title, href: `/records/${record.id}` }, text: null },
      },
      rows: accepted.map((one) => ({
        id: one.id,
        change: { label: labelOf(detail, ctx.actor, one.field), was: one.wasWords, now: one.proposedWords },
        facts: [
          { label: 'Why', lines: one.reason },
          { label: 'Asked by', value: `${one.askedByName} (${one.askedByRole}), ${date(one.askedAt.toISOString())}` },
          {
            label: 'Accepted by',
            value: `${one.decidedByName} (${one.decidedByRole}), ${dateTime(one.decidedAt, detail.pack.pack.pack.timeZone)}`,
          },
          ...(one.answer ? [{ label: 'What was answered', lines: one.answer }] : []),
        ],
      })),
    },
    { title: `What changed in ${title}` },
  )
}
