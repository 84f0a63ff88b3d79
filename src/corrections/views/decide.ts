import type { RecordDetail } from '../../evidence/index.ts'
import { forReader, type Rendered } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Fact, GuardBox, Head } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime } from '../../kit/ui.ts'
import { type Actor, isRefusal } from '../../policy/index.ts'
import { correctable, labelsFor } from '../fields.ts'
import { correctionPolicy } from '../policy.ts'
import type { CorrectionFound } from '../queries.ts'
import { type CorrectionState, stateWords } from '../states.ts'

/** One answer before and after. */
export interface Change {
  label: string
  was: string
  now: string
}

interface DecidePage {
  head: Head
  problem: string | null
  facts: Fact[]
  /** Null for college staff once it is decided (decision 6). */
  change: Change | null
  reason: string | null
  hidden: string | null
  decide: { accept: string; refuse: string; answer: string; problem: string | null; guard: GuardBox | null } | null
  lock: string | null
  withdraw: Action | null
  reads: Rendered | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'corrections/decide': DecidePage
  }
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'corrections/change': { p: Change }
  }
}

/** What an answer is called for this reader; its key where the form has lost it. */
export const labelOf = (detail: RecordDetail, actor: Actor, key: string): string =>
  (detail.form && correctable(detail.form, labelsFor(detail, actor)).find((one) => one.key === key)?.label) ?? key

/** One request: what is asked, why, the whole form for whoever decides, and how it ended. */
export const decidePage: Show<CorrectionFound> = (found, { ctx, typed, problems }): View => {
  const { correction, detail, form, reads, base, via } = found
  const may = correctionPolicy.actions.move(ctx.actor, correction, 'accept')
  const takeBack = correctionPolicy.actions.move(ctx.actor, correction, 'withdraw')
  const open = correction.state === 'asked'
  const title = `Correction in ${form.title}`
  return view(
    'corrections/decide',
    {
      head: {
        title,
        sub: `${detail.ownerName} · ${date(detail.record.occurredOn.toISOString())}`,
        ...(via === 'account' ? { over: { link: { label: 'Corrections', href: '/corrections' }, text: null } } : {}),
        tags: [stateWords[correction.state as CorrectionState]],
      },
      problem: problems.answer ?? problems[''] ?? null,
      facts: factsOf(found),
      change: reads
        ? {
            label: labelOf(detail, ctx.actor, correction.field),
            was: correction.wasWords,
            now: correction.proposedWords,
          }
        : null,
      reason: reads ? correction.reason : null,
      hidden: reads ? null : 'This is decided, so what was written is not shown to you any more.',
      decide:
        may === true
          ? {
              accept: `${base}/accept`,
              refuse: `${base}/refuse`,
              answer: String(typed?.answer ?? ''),
              problem: problems.answer ?? null,
              guard: guardBox({ typed, problems }),
            }
          : null,
      lock:
        open && isRefusal(may) ? [may.reason, may.whoCan && `Who can: ${may.whoCan}.`].filter(Boolean).join(' ') : null,
      withdraw: takeBack === true ? { label: 'Take it back', href: `${base}/withdraw`, post: {}, kind: 'quiet' } : null,
      reads: reads && open && detail.reads ? forReader(detail.reads, null) : null,
    },
    { title, ...(via === 'link' ? { layout: 'bare' as const } : {}) },
  )
}

function factsOf({ correction, detail, form, via }: CorrectionFound): Fact[] {
  const at = (moment: Date | null) => dateTime(moment, detail.pack.pack.pack.timeZone)
  const { askedByName, askedByRole, decidedByName, decidedByRole } = correction
  const record = via === 'account' ? `/records/${detail.record.id}` : null
  const decided = decidedByName
    ? [
        {
          label: stateWords[correction.state as CorrectionState].words,
          value: `${decidedByName} (${decidedByRole}), ${at(correction.decidedAt)}`,
        },
      ]
    : []
  return [
    { label: 'Form', value: form.title, href: record },
    { label: 'Asked by', value: `${askedByName} (${askedByRole}), ${at(correction.askedAt)}` },
    ...decided,
    ...(correction.answer ? [{ label: 'What was answered', lines: correction.answer }] : []),
  ]
}
