import { guardBox } from '../../guard/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Fact, GuardBox, Head, Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime, list, upperFirst } from '../../kit/ui.ts'
import { type Actor, delegateRefusal, isRefusal, type Standing } from '../../policy/index.ts'
import { roleWords } from '../../programmes/index.ts'
import { type PreviewShown, previewShown, timeUrl } from '../../progress/index.ts'
import { OFFICE } from '../asked.ts'
import { applicationPolicy, readsWhy } from '../policy.ts'
import type { ApplicationFound } from '../queries.ts'
import { type Deed, stateWords, steps, urls } from '../states.ts'

interface OnePage {
  head: Head
  problem: string | null
  facts: Fact[]
  hidden: string | null
  /** What can still be done once it is approved. */
  after: string | null
  preview: PreviewShown | null
  /** Why it cannot be approved as it stands. */
  stuck: string | null
  decide: {
    approve: string
    back: string
    reject: string
    token: string
    label: string
    comment: string
    problem: string | null
    hint: string
    guard: GuardBox | null
  } | null
  lock: string | null
  withdraw: { action: string; comment: string; problem: string | null; needed: boolean; guard: GuardBox | null } | null
  chain: Table | null
  history: Table | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'applications/one': OnePage
  }
}

/** One application: what is asked and why, what it would do as of today, who decides, and what was done. */
export const onePage: Show<ApplicationFound> = (found, { actor, typed, problems }): View => {
  const { application, portfolio, asked, preview, standing } = found
  const can = (deed: Deed) => applicationPolicy.actions.move(actor, standing, deed)
  const own = actor.personId === application.personId
  const open = application.state === 'submitted' || application.state === 'returned' || application.state === 'draft'
  const why = readsWhy(actor, standing)
  const approving = can('approve')
  const comment = typeof typed?.comment === 'string' ? typed.comment : ''
  const told = Object.values(problems)[0] ?? null
  const guard = guardBox({ typed, problems })
  return view(
    'applications/one',
    {
      head: {
        title: application.title,
        sub: own ? portfolio.programme : `${portfolio.name}, ${portfolio.programme}`,
        over: { link: { label: 'Applications', href: urls.list }, text: null },
        tags: [stateWords[application.state]],
        actions: actionsOf(found, can('send') === true, own),
      },
      problem: told,
      facts: [...factsOf(found), ...(why ? whyOf(found) : [])],
      hidden: why ? null : 'Why it is asked is known to whoever decides.',
      after:
        own && application.state === 'approved'
          ? 'If your plans change, ask the programme office to take it off the record, or apply for another change.'
          : null,
      preview: asked.wish && preview ? previewShown(found, preview, asked.wish) : null,
      stuck:
        open && !asked.wish
          ? (Object.values(asked.problems)[0] ?? 'The programme does not take applications of this kind any more.')
          : null,
      decide:
        approving === true && application.state === 'submitted' && !actor.delegate
          ? {
              approve: urls.deed(application.id, 'approve'),
              back: urls.deed(application.id, 'return'),
              reject: urls.deed(application.id, 'reject'),
              token: preview?.after.toString() ?? '',
              label: lastStep(found) ? 'Approve' : 'Approve and pass on',
              ...{ comment, problem: problems.comment ?? null, guard },
              hint: decideHint(found),
            }
          : null,
      lock:
        application.state === 'submitted' && actor.delegate
          ? delegateRefusal(actor.delegate).reason
          : application.state === 'submitted' && !own && isRefusal(approving)
            ? [approving.reason, approving.whoCan && `Who can: ${approving.whoCan}.`].filter(Boolean).join(' ')
            : null,
      withdraw:
        can('withdraw') === true
          ? {
              action: urls.deed(application.id, 'withdraw'),
              ...{ comment, problem: problems.comment ?? null, guard, needed: application.sentAt !== null },
            }
          : null,
      chain: application.steps.length > 0 ? chainOf(found) : null,
      history: historyOf(found, actor, why),
    },
    { title: application.title },
  )
}

const lastStep = ({ application: { steps: chain, stepAt }, turn }: ApplicationFound): boolean =>
  (turn?.to ?? stepAt + 1) >= chain.length

function decideHint(found: ApplicationFound): string {
  const past = found.weighed?.past
    ? ' It changes days that have passed, so the programme office confirms it last, with a reason.'
    : ''
  const { turn, pack } = found
  const stands =
    turn && turn.by !== turn.step ? `You decide, because nobody is ${roleWords(pack.pack, turn.step)} today. ` : ''
  const then = lastStep(found)
    ? 'Approving changes training time at once, and everybody is told.'
    : 'It then goes to whoever decides next.'
  return `${stands}${then}${past} Your words are needed to send it back or to reject it.`
}

function actionsOf({ application }: ApplicationFound, editable: boolean, own: boolean): Action[] {
  if (editable) return [{ label: 'Change it', href: urls.edit(application.id), kind: 'main', icon: 'pencil' }]
  const time = { label: 'Training time', href: timeUrl.page(application.enrolmentId), kind: 'quiet' } as const
  return own
    ? [time]
    : [{ label: 'Others of this trainee', href: urls.of(application.enrolmentId), kind: 'quiet' }, time]
}

function factsOf({ application, portfolio, kind }: ApplicationFound): Fact[] {
  const at = (moment: Date | null) => dateTime(moment, portfolio.timeZone)
  return [
    { label: 'Trainee', value: portfolio.name },
    { label: 'Kind', value: kind?.title ?? application.kind },
    {
      label: application.revision > 1 ? 'First sent' : 'Sent',
      value: application.sentAt ? at(application.sentAt) : 'not yet',
    },
    ...(application.revision > 1 ? [{ label: 'Version', value: String(application.revision) }] : []),
    ...(application.counts === null ? [] : [{ label: 'Should count', value: `${application.counts} %` }]),
  ]
}

function whyOf({ application, kind, weighed }: ApplicationFound): Fact[] {
  const reason = kind?.reasons.find(([key]) => key === application.reasonKey)?.[1]
  const own = (label: string, lines: string | null): Fact[] => (lines ? [{ label, lines }] : [])
  return [
    ...(reason ? [{ label: 'Reason', value: reason }] : []),
    ...own('In their own words', application.why),
    ...own('Talked over with', application.discussed),
    ...own('Why less notice', application.lateReason),
    ...own('What makes it an exception', application.rareReason),
    ...(weighed?.late && !application.lateReason ? [{ label: 'Notice', value: weighed.late }] : []),
  ]
}

function chainOf(found: ApplicationFound): Table {
  const { application, pack } = found
  const approvals = approvalsOf(found)
  return {
    caption: 'Who decides, in this order',
    columns: [
      { label: 'Who', card: 'title' },
      { label: 'State', card: 'side' },
    ],
    rows: application.steps.map((step, index) => {
      const who = upperFirst(roleWords(pack.pack, step as Standing))
      const done = approvals[index]
      const waits = found.turn !== null && index === application.stepAt
      return {
        id: String(index),
        name: who,
        cells: [
          { text: who, hint: done ? approvedBy(done) : waits ? waitsFor(found) : null },
          done
            ? { tag: { words: 'approved', tone: 'ok' } }
            : {
                tag: waits ? { words: 'waits here', tone: 'info' } : { words: 'later', tone: 'plain' },
              },
        ],
      }
    }),
  }
}

type Approval = ApplicationFound['deeds'][number] & { standsIn: boolean }

/** Who approved each step of the version that stands, by its place in the order; a stand-in has settled several at once. */
function approvalsOf({ application, deeds }: ApplicationFound): Approval[] {
  const all: Approval[] = []
  for (const deed of deeds.filter((one) => one.deed === 'approve' && one.revision === application.revision)) {
    const { said } = deed
    const to = said && typeof said === 'object' && 'to' in said ? Number(said.to) : all.length + 1
    const standsIn = to > all.length + 1
    while (all.length < to) all.push({ ...deed, standsIn })
  }
  return all
}

const approvedBy = ({ byName, byRole, standsIn }: Approval): string => (standsIn ? `${byName}, ${byRole}` : byName)

/** Who decides today, by name; and why it is they, where nobody holds the role. */
function waitsFor({ turn, deciders, pack }: ApplicationFound): string {
  if (turn?.by === turn?.step) return list(deciders)
  const nobody = 'Nobody holds this role today'
  return turn?.by
    ? `${nobody}, so the ${turn.by === OFFICE ? 'programme office' : roleWords(pack.pack, turn.by)} decides: ${list(deciders)}.`
    : `${nobody}, and nobody runs the programme: ask the college to name somebody.`
}

/** What an earlier version asked for. */
function saidIn({ said }: ApplicationFound['deeds'][number]): string | null {
  const title = said && typeof said === 'object' && 'title' in said ? said.title : null
  return typeof title === 'string' ? title : null
}

function historyOf(
  { deeds, portfolio, application }: ApplicationFound,
  { personId }: Actor,
  why: boolean,
): Table | null {
  if (deeds.length === 0) return null
  const changed = application.revision > 1
  return {
    caption: 'What was done, the latest first',
    columns: [{ label: 'Who', card: 'title' }, { label: 'When' }, { label: 'Words' }],
    rows: deeds.toReversed().map((one) => {
      const words = `${one.byId === personId ? 'You' : one.byName} ${steps[one.deed as Deed].done}`
      return {
        id: one.id,
        name: words,
        cells: [
          { text: words, hint: changed ? `${one.byRole}, version ${one.revision}` : one.byRole },
          { text: dateTime(one.at, portfolio.timeZone) },
          { text: why ? (one.comment ?? saidIn(one)) : one.comment && 'Known to whoever decides', quiet: true },
        ],
      }
    }),
  }
}
