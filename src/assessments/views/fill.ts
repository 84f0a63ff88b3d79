import { type DraftState, draftState, draftTicket, preparedWords, withReplies } from '../../evidence/index.ts'
import { compile, type FieldView, type FormView, forReader, present, type Rendered } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import { fileSize } from '../../kit/bytes.ts'
import { dateIn, fromJsDate } from '../../kit/clock.ts'
import type { Shown } from '../../kit/http.ts'
import type { GuardBox, Link } from '../../kit/partials.ts'
import { type View, type ViewOptions, view } from '../../kit/render.ts'
import { date, dateTime, type MomentLike, plural } from '../../kit/ui.ts'
import { lastDayOf } from '../../kit/window.ts'
import { type Actor, reachesPortfolioOf } from '../../policy/index.ts'
import { draftKey, draftOf, type FoldedSection, fold, needsSignIn, signInWords, valuesToFill } from '../form.ts'
import type { Preparing, ToFill } from '../queries.ts'
import { overWords } from '../states.ts'
import { sameTicks } from './paper.ts'

export interface FillPage {
  title: string
  trainee: { name: string; photoUrl: string | null; detail: string }
  formTitle: string
  help: string | null
  until: string
  /** That this form is all they see, where it is; for a delegate whose words are asked. */
  alone: string | null
  /** Whose this is, said to whoever it was passed on to; nothing to somebody who is signed in. */
  whose: string | null
  assessor: string
  /** What is asked at the end of somebody who came in by a code or on the trainee's device. */
  proof: Proof | null
  /** Said of what was entered from paper, and the tick at each of its answers. */
  paper: string | null
  same: ReturnType<typeof sameTicks>
  /** Gives the trainee's device back unfinished. */
  leave: string | null
  /** Said to somebody whose browser holds another person's session. */
  otherSession: string | null
  /** Where it is completed, when that is by signing in. */
  signIn: { words: string; href: string } | null
  problems: Record<string, string>
  /** What the trainee sent along. */
  files: { name: string; href: string; size: string }[]
  sections: FoldedSection[]
  declaration: FormView['declaration']
  guard: GuardBox | null
  urls: { complete: string; save: string; decline: string; opened: string | null }
  /** The ticket keeps what is typed whenever it cannot be taken: refused, or the session is over. */
  draft: { key: string; rev: number; savedAt: MomentLike | null; zone: string; ticket: string }
  /** Said to the one who signs of what a delegate filled in. */
  prepared: string | null
  /** For a delegate: what stands where the assessor signs or declines. */
  ready: DraftState['ready']
  decline: { open: boolean; reason: string; problem: string | null; better: BetterInput[]; guard: GuardBox | null }
  /** Further requests of the trainee: where this one stands among them, and the way past it. */
  sitting: { words: string; skip: string; complete: string; label: string } | null
}

/** Somebody better placed, whom the trainee may ask instead. */
interface BetterInput {
  id: 'betterName' | 'betterEmail'
  label: string
  type: 'text' | 'email'
  value: string
  problem: string | null
}

export interface Proof {
  /** What can be typed: the digits of the mail first. */
  inputs: { id: string; label: string; help: string; secret: boolean; problem: string | null }[]
  /** Where the digits are sent again, and where another address is given. */
  again: string
  other: string | null
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'assessments/field': { p: { field: FieldView; same: { name: string; checked: boolean } | null } }
    'assessments/proof': { p: Proof }
  }
}

export interface DonePage {
  title: string
  sub: string
  /** What is said where the text itself is not shown (any more). */
  note: string
  /** Where the trainee goes on, whose device this is. */
  back: string | null
  rendered: Rendered | null
  again: { href: string; label: string } | null
  /** Where a correction is asked for. */
  correct: string | null
}

export interface OverPage {
  title: string
  text: string
  nudge: string | null
  told: boolean
  onward: Link | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'assessments/fill': FillPage
    'assessments/done': DonePage
    'assessments/over': OverPage
  }
}

const closed = ['completed', 'declined', 'withdrawn', 'expired']

/** For how long a link shows what was written; afterwards its writer signs in, or asks the college. */
const readableDays = 90

/** What the person asked sees: the form while it is open, else what became of it. */
export function fillOrOver(found: ToFill, shown: Shown): View {
  const layout: ViewOptions = found.via === 'account' ? {} : { layout: 'bare' }
  if (found.state === 'completed') return donePage(found, shown, layout)
  if (closed.includes(found.state)) return overPage(found, shown, layout)
  if (found.preparing?.begun) return begunPage(found, found.preparing, layout)
  return fillPage(found, shown, layout)
}

function fillPage(found: ToFill, { ctx, typed, problems }: Shown, layout: ViewOptions): View {
  const { asked, form, context, base, pack, preparing } = found
  const declining = ['reason', 'betterName', 'betterEmail'].some((key) => problems[key] !== undefined)
  const answered = typed !== null && Object.keys(typed).some((name) => name.startsWith('f.'))
  const values = answered ? compile(form, 'draft', context).read(typed) : valuesToFill(form, asked, context)
  const declared = form.declaration.key
  const kept = preparing ? draftState(ctx, null, draftOf(found)) : null
  const preparedBy = asked.draft && preparedWords(asked.draft, asked.programme.timeZone)
  const accepted = typed?.[`f.${declared}`] === 'yes' ? { [declared]: true } : {}
  const [unproven, unanswered] = partedProblems(problems)
  const formView = present(form, { ...values, ...accepted }, declining ? {} : unanswered, context)
  const stage = pack.pack.pack.stages.find(({ key }) => key === asked.stageKey)
  const title = `${form.short} for ${asked.trainee.name}`
  const why = typed ? typed.reason : asked.draft?.values.reason
  const reason = typeof why === 'string' ? why : ''
  const inputOf = (key: BetterInput['id']) => {
    const value = (typed ?? asked.draft?.values)?.[key]
    return { value: typeof value === 'string' ? value : '', problem: problems[key] ?? null }
  }
  const page: FillPage = {
    title,
    trainee: {
      name: asked.trainee.name,
      photoUrl: asked.trainee.photoFileId ? `${base}/photo` : null,
      detail: [stage?.title, asked.programme.name].filter(Boolean).join(', '),
    },
    formTitle: form.title,
    help: form.help ?? null,
    until: untilWords(found),
    alone: aloneWords(found, ctx.actor),
    whose: found.via === 'account' ? null : `This was sent to ${asked.assessor.name} for ${asked.trainee.name}.`,
    assessor: asked.assessor.name,
    proof: proofOf(found, problems),
    paper: asked.paper
      ? `${asked.trainee.name} typed these answers from paper on ${date(asked.paper.enteredAt.slice(0, 10))}. Check each against what you gave: say that it is yours, or put it right. It counts once you have signed it here.`
      : null,
    same: preparing ? {} : sameTicks(asked, typed),
    leave: found.via === 'device' ? `${base}/leave` : null,
    otherSession: found.alsoSignedIn,
    signIn: needsSignIn(found) ? { words: signInWords(found), href: `/assess/${asked.record.id}` } : null,
    problems: declining ? problems : { ...formView.problems, ...unproven },
    files: asked.files.map(({ id, name, size }) => ({ name, href: `${base}/files/${id}`, size: fileSize(size) })),
    // What comes from paper is looked at piece by piece.
    sections: fold(formView, asked.paper ? [] : Object.keys(asked.record.values)),
    sitting: sittingView(found),
    declaration: preparing ? null : formView.declaration,
    guard: declining ? null : guardBox({ typed, problems }),
    urls: {
      complete: base,
      save: kept?.save ?? `${base}/draft`,
      decline: `${base}/decline`,
      opened: !preparing && asked.mail?.openedAt === null && !found.entry ? `${base}/opened` : null,
    },
    draft: {
      key: draftKey(found),
      rev: asked.draft?.rev ?? 0,
      savedAt: asked.draft?.updatedAt ?? null,
      zone: asked.programme.timeZone,
      ticket: kept?.ticket ?? draftTicket(ctx, { personId: asked.record.assessorId, roleKey: '', ...draftOf(found) }),
    },
    prepared:
      preparedBy && !preparing ? `Prepared by ${preparedBy}. Read it before you sign; change what you like.` : null,
    ready: kept?.ready ?? null,
    decline: {
      open: declining || reason !== '',
      reason,
      problem: problems.reason ?? null,
      guard: declining ? guardBox({ typed, problems }) : null,
      better: [
        { id: 'betterName', label: 'Their name', type: 'text', ...inputOf('betterName') },
        { id: 'betterEmail', label: 'Their e-mail address', type: 'email', ...inputOf('betterEmail') },
      ],
    },
  }
  return view('assessments/fill', page, { title, ...layout })
}

/** For a delegate: the director has it already, filled in by whoever it was. */
function begunPage({ asked, form }: ToFill, { of, begun }: Preparing, layout: ViewOptions): View {
  const title = begun!.ready ? `Left ready for ${of}` : `${of} has begun this`
  const text = begun!.ready
    ? `${begun!.by} has filled in this ${form.short} for ${asked.trainee.name}. ${of} reads it, and signs it or changes it.`
    : `${of} is filling in this ${form.short} for ${asked.trainee.name} themselves. Ask them if you can help.`
  const onward = begun!.ready
    ? { label: 'What you have prepared; you can take it back there', href: '/delegates' }
    : { label: `Other requests to ${of}`, href: '/assess' }
  return view('assessments/over', { title, text, nudge: null, told: false, onward }, { title, ...layout })
}

/** Whoever reaches the portfolio as well is not told that they do not. */
function aloneWords({ asked, preparing, via }: ToFill, actor: Actor): string | null {
  if (preparing) return `Where it says “you”, ${preparing.of} is meant.`
  const reaches = via === 'account' && reachesPortfolioOf(actor, asked.record)
  return reaches ? null : 'You see this one form and nothing else of the portfolio.'
}

function untilWords({ asked, entry, via, preparing }: ToFill): string {
  const { timeZone } = asked.programme
  if (entry?.openUntil) return `It stays open here until ${dateTime(fromJsDate(entry.openUntil), timeZone)}.`
  const last = lastDayOf(asked.request.expiresAt, timeZone)
  if (preparing) return `${preparing.of} can complete it until ${last}.`
  return via === 'account'
    ? `You can complete it until ${last}.`
    : `The link works until ${last}; please do not pass it on.`
}

/** What is wrong with the proof has inputs of its own; the rest belongs to the form's fields. */
function partedProblems(problems: Shown['problems']): [Shown['problems'], Shown['problems']] {
  const ours = (key: string) => key === 'digits' || key === 'pin' || key === 'app'
  const parts = Object.entries(problems)
  return [
    Object.fromEntries(parts.filter(([key]) => ours(key))),
    Object.fromEntries(parts.filter(([key]) => !ours(key))),
  ]
}

function proofOf({ asked, entry, means, base }: ToFill, problems: Shown['problems']): Proof | null {
  if (!entry?.email) return null
  const input = (id: string, label: string, help: string) => ({
    id,
    label,
    help,
    secret: id === 'pin',
    problem: problems[id] ?? null,
  })
  const junk = 'Look on your own phone or computer, in the junk folder as well.'
  const inputs = [input('digits', `The six digits that we mailed to ${entry.email}`, junk)]
  if (means?.pin) inputs.push(input('pin', 'Or your PIN', 'The one that you chose for other people’s devices.'))
  if (means?.secondFactor) inputs.push(input('app', 'Or the code of your app', 'The six figures that it shows now.'))
  const other = asked.request.assessorEmail === '' ? `${base}/other` : null
  return { inputs, again: `${base}/begin`, other }
}

function donePage({ asked, form, via, sitting }: ToFill, { ctx }: Shown, layout: ViewOptions): View {
  const { completedAt } = asked.record
  const on = completedAt ? date(dateIn(fromJsDate(completedAt), asked.programme.timeZone)) : ''
  const age = completedAt ? (ctx.now.epochMilliseconds - completedAt.getTime()) / 86_400_000 : 0
  // On the trainee's device nothing of the assessor's stays open.
  const readable = via === 'account' || (via !== 'device' && age <= readableDays)
  return view(
    'assessments/done',
    {
      title: 'Thank you',
      sub: `You completed and signed this ${form.short} for ${asked.trainee.name} on ${on}. It can no longer be changed.`,
      rendered:
        readable && asked.rendered ? forReader(withReplies(asked.rendered, form, asked.replies), 'assessor') : null,
      note:
        via === 'device'
          ? 'What you wrote is in the trainee’s portfolio; a mail to you leads to it.'
          : 'What you wrote is in the trainee’s portfolio. This link no longer shows it.',
      back: via === 'device' ? `/sign-in?back=/assessments/${asked.record.id}` : null,
      again: via === 'account' ? againLink(sitting, asked.trainee.name) : null,
      correct: via === 'account' ? `/records/${asked.record.id}/correct` : null,
    },
    { title: `${form.short} for ${asked.trainee.name}`, ...layout },
  )
}

/** After a form: the trainee's next one where there is another, else the inbox. */
function againLink(sitting: ToFill['sitting'], trainee: string): DonePage['again'] {
  if (sitting?.next) return { href: `/assess/${sitting.next.id}`, label: `Next request of ${trainee}` }
  return { href: '/assess', label: 'Other requests to you' }
}

function sittingView({ sitting, asked, base, preparing }: ToFill): FillPage['sitting'] {
  if (!sitting?.next) return null
  const { name } = asked.trainee
  return {
    words: `${name} has ${plural(sitting.total, 'request')} open with ${preparing?.of ?? 'you'}: this one, and ${sitting.total - 1} more.`,
    skip: `/assess/${sitting.next.id}`,
    complete: `${base}?then=next`,
    label: `Complete, and next of ${name}`,
  }
}

const overTitles: Record<string, string> = {
  declined: 'You declined this request',
  withdrawn: 'This request was withdrawn',
  expired: 'This link has expired',
}

function overPage(found: ToFill, { ctx }: Shown, layout: ViewOptions): View {
  const { asked, state, base } = found
  const names = { trainee: asked.trainee.name, assessor: 'You' }
  const expired = `The time for this request ran out on ${lastDayOf(asked.request.expiresAt, asked.programme.timeZone)}. ${names.trainee} can ask again with one tap, and anything you began is still there.`
  const declined = `Thank you for saying so: ${names.trainee} can now ask somebody else. Nothing more is needed.`
  const text = state === 'expired' ? expired : state === 'declined' ? declined : overWords(state, names)
  const page: OverPage = {
    title: overTitles[state] ?? 'This is over',
    text,
    nudge: state === 'expired' && ctx.query.told === undefined ? `${base}/nudge` : null,
    told: ctx.query.told !== undefined,
    onward: null,
  }
  return view('assessments/over', page, { title: page.title, ...layout, status: 410 })
}
