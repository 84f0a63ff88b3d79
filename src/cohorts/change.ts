import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type AuditEntry, command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Invalid, type Problems } from '../kit/errors.ts'
import { isId } from '../kit/ids.ts'
import { day, line } from '../kit/inputs.ts'
import { lastDay, untilAfter } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { changeSupervisor, nothingToDo, type PortfolioBase, planChange } from '../training/index.ts'
import { type Changing, effectsOf, needsConfirming, tokenOf, wordsTo, wordsToTrainee } from './effects.ts'
import { settleObjections } from './objections.ts'
import { cohortPolicy } from './policy.ts'
import { findSupervisors, type PastSupervision, type SupervisorsFound, spansOf, supervisingAs } from './supervisors.ts'
import { tellOfSupervisors } from './tell.ts'

const changeForm = ({ portfolio, kinds }: Pick<SupervisorsFound, 'portfolio' | 'kinds'>) =>
  z
    .object({
      kind: z.enum(kinds, 'Choose which supervisor changes.'),
      personId: line(100, 'Choose the new supervisor.').refine((id) => !id || isId(id), 'Choose the new supervisor.'),
      from: day('Enter the first day of the new supervisor.').refine(
        (first) => within(first, portfolio),
        `Choose a day within the training, from ${date(portfolio.startsOn)} to ${date(lastDay(portfolio.endsOn))}.`,
      ),
      last: day().refine(
        (end) => end === null || within(end, portfolio),
        `Choose a day within the training, to ${date(lastDay(portfolio.endsOn))} at the latest.`,
      ),
      reason: line(500),
      later: z.enum(['keep', 'replace']).nullable().catch(null),
      confirm: line(400).catch(null),
    })
    .superRefine(({ from, last }, ctx) => {
      if (from && last && Temporal.PlainDate.compare(last, from) < 0)
        ctx.addIssue({ code: 'custom', path: ['last'], message: 'The last day lies before the first one.' })
    })
type Change = z.output<ReturnType<typeof changeForm>>

const untilOf = ({ last }: Pick<Change, 'last'>) => last && untilAfter(last)

function within(first: Temporal.PlainDate, { startsOn, endsOn }: PortfolioBase): boolean {
  return Temporal.PlainDate.compare(startsOn, first) <= 0 && Temporal.PlainDate.compare(first, endsOn) < 0
}

/** What a change would do, and what has to be asked before it is done. */
export interface Preview {
  change: Changing
  /** Other people's supervisions that begin later. */
  others: PastSupervision[]
  /** Whether the coordinator has to say what becomes of those. */
  asksLater: boolean
  /** What the change does, to be confirmed by a tick of this value; null where nothing needs confirming. */
  confirm: { token: string; effects: string[] } | null
}

/**
 * Works out a change without doing it.
 * @throws Invalid where the person cannot be chosen or nothing would change
 */
function previewOf(found: SupervisorsFound, input: Change, today: Temporal.PlainDate): Preview {
  const next = found.people.find((one) => one.id === input.personId)
  if (!next) throw new Invalid({ personId: 'Choose a supervisor from the list.' })
  const spans = spansOf(found, input.kind)
  const as = (later: 'keep' | 'replace') =>
    planChange(
      spans,
      { personId: next.id, from: input.from, until: untilOf(input), later },
      { today, endsOn: found.portfolio.endsOn },
    )
  // Whoever is on record already may still take back the change that is to come.
  const plan = input.later === 'replace' ? as('replace') : (as('keep') ?? (input.later ? null : as('replace')))
  if (!plan) throw new Invalid({ personId: nothingToDo(next.id) })
  const change = { kind: input.kind, from: input.from, next, plan }
  const others = spans.filter((span) => plan.others.some(({ id }) => id === span.id)).reverse()
  const asksLater = others.length > 0 && input.later === null
  const confirm =
    !asksLater && needsConfirming(change, today)
      ? { token: tokenOf(change), effects: effectsOf(found, change, today) }
      : null
  return { change, others, asksLater, confirm }
}

/** The same for the page that comes back: null while the fields themselves are not in order. */
export function previewTyped(
  found: SupervisorsFound,
  typed: Record<string, unknown> | null,
  today: Temporal.PlainDate,
): Preview | null {
  const parsed = typed && changeForm(found).safeParse(typed)
  if (!parsed?.success) return null
  try {
    return previewOf(found, parsed.data, today)
  } catch {
    return null
  }
}

/** What still has to be said before the change is done. */
function missing({ others, asksLater, confirm, change }: Preview, input: Change): Problems {
  const [first] = others
  return {
    ...(asksLater && first
      ? { later: `${first.name} is recorded from ${date(first.from)}. Say what becomes of that.` }
      : {}),
    ...(change.plan.changesPast && !input.reason
      ? { reason: 'Say why the past is corrected: the first day lies before today.' }
      : {}),
    ...(confirm && confirm.token !== input.confirm
      ? { confirm: 'Read what this changes, and tick if it is right.' }
      : {}),
  }
}

/** R8, R29: the coordinator puts another supervisor on record, with a date; history stays, everybody is told. */
export const setSupervisor = command({
  find: findSupervisors,
  may: cohortPolicy.actions.changeSupervisor,
  input: (found) => changeForm(found),
  free: ({ reason }, { portfolio, history, people }) => ({
    texts: { reason },
    known: [portfolio.name, ...[...history, ...people].map(({ name }) => name)],
  }),
  run: async (ctx, found, input: Change) => {
    const preview = previewOf(found, input, ctx.today)
    const problems = missing(preview, input)
    if (Object.keys(problems).length > 0) throw new Invalid(problems)
    const { kind, personId, from, reason, later } = input
    const until = untilOf(input)
    const { id: enrolmentId } = found.portfolio
    const changed = await changeSupervisor(ctx, {
      ...{ enrolmentId, kind, personId, from, until, reason },
      later: later ?? 'keep',
    })
    await settleObjections(ctx, enrolmentId, kind)
    await tell(ctx, found, preview.change)
    return { ...changed, name: preview.change.next.name, kind, from }
  },
  audit: ({ previousId, plan }, { portfolio }, { kind, personId, from }): AuditEntry => ({
    type: 'supervision.changed',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { kind, from: from.toString(), personId, previousId, corrected: plan.corrected.map(({ id }) => id) },
  }),
})

/** The trainee and everybody whose supervision changes, by notice and by mail. */
function tell(ctx: WriteCtx, found: SupervisorsFound, change: Changing): Promise<void> {
  const { id, personId } = found.portfolio
  const trainee = { personId, sentence: wordsToTrainee(found, change, ctx.today), roleKey: `own:${id}`, href: '/' }
  const supervisors = wordsTo(found, change, ctx.today).map((word) => ({
    ...{ personId: word.personId, sentence: word.sentence, roleKey: supervisingAs[change.kind] },
    // Whoever ends finds what they may finish there, and no longer finds the trainee.
    href: word.finishing ? '/todo' : '/trainees',
  }))
  return tellOfSupervisors(
    ctx,
    [trainee, ...supervisors].map((one) => ({ ...one, subjectId: personId })),
  )
}
