import { forReader, type Rendered } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import { assuranceWords } from '../../identity/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Fact, GuardBox, Head, Table } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, dateTime } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import type { DisputeFound } from '../disputes.ts'
import type { DisputeRow, Overview } from '../overview.ts'
import { disputePolicy } from '../policy.ts'
import type { InYourName } from '../signature.ts'
import { outcomes, stateWords } from '../states.ts'

interface NotMePage {
  title: string
  sub: string
  facts: Fact[]
  /** How it stands, where there is nothing to say any more. */
  over: string | null
  say: { action: string; words: string; problem: string | null; guard: GuardBox | null } | null
}

interface DisputePage {
  head: Head
  facts: Fact[]
  reads: Rendered | null
  lock: string | null
  resolve: {
    choices: { label: string; href: string; kind: 'go' | 'stop' }[]
    reason: string
    problem: string | null
    guard: GuardBox | null
  } | null
}

interface OverviewPage {
  head: Head
  open: Table | null
  done: Table | null
  flagged: Table | null
  checks: boolean
}

declare module '../../kit/render.ts' {
  interface Pages {
    'integrity/not-me': NotMePage
    'integrity/dispute': DisputePage
    'integrity/overview': OverviewPage
  }
}

/** "An assessment was completed in your name": what, when and how, and the way to say that it was not oneself. */
export const notMePage: Show<InYourName> = (found, { ctx, typed, problems }) => {
  const { form, trainee, version, via, base, timeZone } = found
  const may = disputePolicy.actions.raise(ctx.actor, found)
  const title = 'Was this you?'
  return view(
    'integrity/not-me',
    {
      title,
      sub: `An assessment was completed in your name: ${form} for ${trainee.name}`,
      facts: [
        { label: 'Form', value: form },
        { label: 'For', value: trainee.name },
        { label: 'Signed', value: dateTime(version.signedAt, timeZone) },
        { label: 'As', value: `${version.signerName}, ${version.signerRole}` },
        {
          label: 'How',
          value: [assuranceWords(version.assurance), version.device && `on a ${version.device}`]
            .filter(Boolean)
            .join(', '),
        },
      ],
      over: isRefusal(may) ? [may.reason, found.dispute?.reason].filter(Boolean).join(' ') : null,
      say: isRefusal(may)
        ? null
        : {
            action: base,
            words: typeof typed?.words === 'string' ? typed.words : '',
            problem: problems.words ?? problems[''] ?? null,
            guard: guardBox({ typed, problems }),
          },
    },
    { title, ...(via === 'link' ? { layout: 'bare' as const } : {}) },
  )
}

/** A disputed signature, for those who look into it: what is said, how it was signed, and how to end it. */
export const disputePage: Show<DisputeFound> = ({ dispute, signed, formTitle, reads }, { ctx, typed, problems }) => {
  const { trainee, version, timeZone, record } = signed
  const may = disputePolicy.actions.resolve(ctx.actor, dispute)
  const at = (moment: Date | null) => dateTime(moment, timeZone)
  const title = `Disputed: ${formTitle} of ${trainee.name}`
  const ended = dispute.resolvedByName
    ? [
        {
          label: stateWords[dispute.state].words,
          value: `${dispute.resolvedByName} (${dispute.resolvedByRole}), ${at(dispute.resolvedAt)}`,
        },
        { label: 'Reason', lines: dispute.reason },
      ]
    : []
  return view(
    'integrity/dispute',
    {
      head: {
        title,
        over: { link: { label: 'Signatures', href: '/integrity' }, text: null },
        tags: [stateWords[dispute.state]],
      },
      facts: [
        { label: 'Form', value: formTitle, href: `/records/${record.id}` },
        {
          label: 'Disputed by',
          value: `${dispute.raisedByName}, ${at(dispute.raisedAt)}, ${viaWords[dispute.via] ?? dispute.via}`,
        },
        { label: 'Their words', lines: dispute.words ?? 'None.' },
        { label: 'Signed', value: `${at(version.signedAt)}, ${assuranceWords(version.assurance)}` },
        { label: 'Sent to', value: signed.request.assessorEmail },
        { label: 'Kept as', value: `Link ${version.seq} of the portfolio’s chain` },
        ...ended,
      ],
      reads: reads && forReader(reads, null),
      lock: isRefusal(may) && dispute.state === 'open' ? may.reason : null,
      resolve: isRefusal(may)
        ? null
        : {
            choices: [
              { label: outcomes.uphold.label, href: `/integrity/disputes/${dispute.id}/uphold`, kind: 'go' },
              { label: outcomes.void.label, href: `/integrity/disputes/${dispute.id}/void`, kind: 'stop' },
            ],
            reason: typeof typed?.reason === 'string' ? typed.reason : '',
            problem: problems.reason ?? problems[''] ?? null,
            guard: guardBox({ typed, problems }),
          },
    },
    { title },
  )
}

const viaWords: Record<string, string> = { account: 'signed in', link: 'by the link of the mail that told them' }

function disputesTable(caption: string, rows: readonly DisputeRow[]): Table | null {
  if (rows.length === 0) return null
  return {
    caption,
    columns: [
      { label: 'Form', card: 'title' },
      { label: 'Trainee' },
      { label: 'Disputed by' },
      { label: 'Disputed' },
      { label: 'State', card: 'side' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: `${row.formTitle} of ${row.trainee}`,
      cells: [
        { text: row.formTitle, href: `/integrity/disputes/${row.id}` },
        { text: row.trainee },
        { text: row.raisedByName },
        { text: date(row.raisedAt.toISOString()), quiet: true },
        { tag: stateWords[row.state] },
      ],
    })),
  }
}

function flaggedTable(rows: Overview['flagged']): Table | null {
  if (rows.length === 0) return null
  return {
    caption: 'Worth a look',
    columns: [
      { label: 'Trainee', card: 'title' },
      { label: 'Signs', number: true },
      { label: 'Worked out', card: 'side' },
    ],
    rows: rows.map(({ enrolmentId, trainee, signs, at }) => ({
      id: enrolmentId,
      name: trainee,
      cells: [
        { text: trainee, href: `/portfolios/${enrolmentId}/integrity` },
        { text: String(signs) },
        { text: date(at.toISOString()), quiet: true },
      ],
    })),
  }
}

/** What waits about signatures, for those who answer for a programme. */
export const overviewPage: Show<Overview> = ({ open, done, flagged, checks }) =>
  view(
    'integrity/overview',
    {
      head: {
        title: 'Signatures',
        sub: 'What people say about signatures in your programmes, and what is worth a look.',
      },
      open: disputesTable('Disputed signatures', open),
      done: disputesTable('Looked into', done),
      flagged: flaggedTable(flagged),
      checks,
    },
    { title: 'Signatures' },
  )
