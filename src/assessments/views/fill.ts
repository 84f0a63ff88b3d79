import { draftTicket } from '../../evidence/index.ts'
import { compile, type FormView, forReader, present, type Rendered } from '../../forms/index.ts'
import { fileSize } from '../../kit/bytes.ts'
import type { Shown } from '../../kit/http.ts'
import { type View, type ViewOptions, view } from '../../kit/render.ts'
import { date, type MomentLike } from '../../kit/ui.ts'
import { lastDayOf } from '../expiry.ts'
import { draftKey, draftOf, type FoldedSection, fold, valuesToFill } from '../form.ts'
import type { ToFill } from '../queries.ts'
import { overWords } from '../states.ts'

export interface FillPage {
  title: string
  trainee: { name: string; photoUrl: string | null; detail: string }
  formTitle: string
  help: string | null
  until: string
  /** Said to somebody whose browser holds another person's session. */
  otherSession: string | null
  problems: Record<string, string>
  /** What the trainee sent along. */
  files: { name: string; href: string; size: string }[]
  sections: FoldedSection[]
  declaration: FormView['declaration']
  urls: { complete: string; save: string; decline: string; opened: string | null }
  /** The ticket keeps what is typed whenever it cannot be taken: refused, or the session is over. */
  draft: { key: string; rev: number; savedAt: MomentLike | null; ticket: string }
  decline: { open: boolean; reason: string; problem: string | null; better: BetterInput[] }
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

export interface DonePage {
  title: string
  sub: string
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
  const layout: ViewOptions = found.via === 'link' ? { layout: 'bare' } : {}
  if (found.state === 'completed') return donePage(found, shown, layout)
  if (closed.includes(found.state)) return overPage(found, shown, layout)
  return fillPage(found, shown, layout)
}

function fillPage(found: ToFill, { ctx, typed, problems }: Shown, layout: ViewOptions): View {
  const { asked, form, context, base, pack } = found
  const declining = ['reason', 'betterName', 'betterEmail'].some((key) => problems[key] !== undefined)
  const answered = typed !== null && Object.keys(typed).some((name) => name.startsWith('f.'))
  const values = answered ? compile(form, 'draft', context).read(typed) : valuesToFill(form, asked, context)
  const declared = form.declaration.key
  const accepted = typed?.[`f.${declared}`] === 'yes' ? { [declared]: true } : {}
  const formView = present(form, { ...values, ...accepted }, declining ? {} : problems, context)
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
    until: lastDayOf(asked.request.expiresAt, asked.programme.timeZone),
    otherSession: found.alsoSignedIn,
    problems: declining ? problems : formView.problems,
    files: asked.files.map(({ id, name, size }) => ({ name, href: `${base}/files/${id}`, size: fileSize(size) })),
    sections: fold(formView, Object.keys(asked.record.values)),
    sitting: sittingView(found),
    declaration: formView.declaration,
    urls: {
      complete: base,
      save: `${base}/draft`,
      decline: `${base}/decline`,
      opened: asked.request.state === 'sent' ? `${base}/opened` : null,
    },
    draft: {
      key: draftKey(found),
      rev: asked.draft?.rev ?? 0,
      savedAt: asked.draft?.updatedAt ?? null,
      ticket: draftTicket(ctx, { personId: asked.record.assessorId, roleKey: '', ...draftOf(found) }),
    },
    decline: {
      open: declining || reason !== '',
      reason,
      problem: problems.reason ?? null,
      better: [
        { id: 'betterName', label: 'Their name', type: 'text', ...inputOf('betterName') },
        { id: 'betterEmail', label: 'Their e-mail address', type: 'email', ...inputOf('betterEmail') },
      ],
    },
  }
  return view('assessments/fill', page, { title, ...layout })
}

function donePage({ asked, form, via, sitting }: ToFill, { ctx }: Shown, layout: ViewOptions): View {
  const { completedAt } = asked.record
  const on = completedAt ? date(completedAt.toISOString()) : ''
  const age = completedAt ? (ctx.now.epochMilliseconds - completedAt.getTime()) / 86_400_000 : 0
  const readable = via === 'account' || age <= readableDays
  return view(
    'assessments/done',
    {
      title: 'Thank you',
      sub: `You completed and signed this ${form.short} for ${asked.trainee.name} on ${on}. It can no longer be changed.`,
      rendered: readable && asked.rendered ? forReader(asked.rendered, 'assessor') : null,
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

function sittingView({ sitting, asked, base }: ToFill): FillPage['sitting'] {
  if (!sitting?.next) return null
  const { name } = asked.trainee
  return {
    words: `Request ${sitting.place} of ${sitting.total} that ${name} has open with you.`,
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
  }
  return view('assessments/over', page, { title: page.title, ...layout, status: 410 })
}
