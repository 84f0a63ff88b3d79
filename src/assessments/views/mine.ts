import { codeOf, replyUrl, withReplies } from '../../evidence/index.ts'
import { answered, compile, forReader, present, type Rendered, type SectionView, snapshot } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import { dateIn, fromJsDate } from '../../kit/clock.ts'
import type { Shown } from '../../kit/http.ts'
import type { Action, Chip, Fact, GuardBox, Head, Pager, Table, Tag, TodoRow, WhoCanSee } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime, list } from '../../kit/ui.ts'
import { lastDayOf } from '../../kit/window.ts'
import { isRefusal } from '../../policy/index.ts'
import { inviteRefused } from '../eligibility.ts'
import { assessorContext } from '../form.ts'
import { mayDo } from '../policy.ts'
import type { OneRequest, RequestList } from '../queries.ts'
import { mayShow, needsAccount } from '../service/entries.ts'
import { mayResend } from '../service/manage.ts'
import { afterContext, mayReflect } from '../service/reflect.ts'
import { overWords, type RequestState, stateWords } from '../states.ts'
import { paperFacts } from './paper.ts'
import { mailTag, type Track, tracksOf } from './track.ts'

export interface OnePage {
  head: Head
  problems: Record<string, string>
  because: string[]
  explain: { tone: 'info' | 'warn' | 'ok'; words: string; quote: string | null } | null
  tracks: Track[]
  facts: Fact[]
  actions: Action[]
  lock: string | null
  readdress: { action: string; name: string; email: string; open: boolean } | null
  withdraw: { action: string } | null
  reflection: { action: string; sections: SectionView[]; draft: null; guard: GuardBox | null } | null
  /** While it waits: what the trainee wrote and sent along; null where that is nothing. */
  sent: Rendered | null
  /** As the assessor signed it. */
  rendered: Rendered | null
  who: WhoCanSee
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'assessments/steps': { p: { tracks: readonly Track[] } }
  }
}

declare module '../../kit/render.ts' {
  interface Pages {
    'assessments/list': {
      head: Head
      chips: Chip[]
      /** What ran out: asked again with one tap. */
      expired: TodoRow[]
      table: Table | null
      pager: Pager
      empty: { title: string; why: string }
    }
    'assessments/one': OnePage
  }
}

const ask: Action = { label: 'Ask for an assessment', href: '/assessments/new', kind: 'main', icon: 'plus-lg' }

/** The trainee's requests, with how each stands in words. */
export function listPage({ rows, filter, page, more, pack }: RequestList, { ctx }: Shown): View {
  const zone = pack.pack.pack.timeZone
  const chip = (key: RequestList['filter'], label: string): Chip => ({
    label,
    href: key === 'open' ? '/assessments' : `/assessments?show=${key}`,
    current: filter === key,
  })
  const table: Table = {
    caption: 'Requests, newest first',
    columns: [
      { label: 'Assessment', card: 'title' },
      { label: 'Assessor' },
      { label: 'Asked' },
      { label: 'State', card: 'side' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: row.title,
      cells: [
        { text: row.title, href: `/assessments/${row.id}`, hint: pack.form(row.formKey)?.short ?? null },
        { text: row.assessor },
        { text: dateTime(row.sentAt, zone), quiet: true },
        { tag: tagsFor(row.state, row.mail, ctx)[0]!, hint: tagsFor(row.state, row.mail, ctx)[1]?.words ?? null },
      ],
    })),
  }
  const to = (number: number) => `/assessments?show=${filter}&page=${number}`
  const from = (page - 1) * 30
  const head: Head = {
    title: 'Assessments',
    sub: 'What you asked others to complete, and how far it has come.',
    actions: [ask],
  }
  return view(
    'assessments/list',
    {
      head,
      chips: [chip('open', 'Waiting'), chip('done', 'Completed'), chip('all', 'All')],
      expired: rows.flatMap((row) => (row.state === 'expired' ? [expiredRow(row, pack)] : [])),
      table: rows.length > 0 ? table : null,
      pager: {
        from: rows.length > 0 ? from + 1 : 0,
        to: from + rows.length,
        total: null,
        previous: page > 1 ? to(page - 1) : null,
        next: more ? to(page + 1) : null,
      },
      empty: emptyFor(filter),
    },
    { title: 'Assessments' },
  )
}

function expiredRow({ id, title, assessor, formKey }: RequestList['rows'][number], pack: RequestList['pack']): TodoRow {
  const form = pack.form(formKey)
  return {
    icon: 'hourglass-split',
    tone: 'warn',
    title: `${assessor} did not complete your ${form?.short ?? 'assessment'} in time`,
    why: title === form?.title ? null : title,
    action: post('Ask again', `/assessments/${id}/revive`, 'arrow-clockwise', 'main'),
  }
}

/** The request's own state and, while nobody has begun, that of its mail. */
function tagsFor(state: RequestState, mail: OneRequest['asked']['mail'], { now }: Shown['ctx']): Tag[] {
  const delivery = state === 'sent' ? mailTag(mail, now) : null
  return [stateWords(state), ...(delivery ? [delivery] : [])]
}

function emptyFor(filter: RequestList['filter']): { title: string; why: string } {
  if (filter === 'open')
    return {
      title: 'Nothing is waiting',
      why: 'Ask while the case is fresh: a request takes a minute, and your assessor needs no account to complete it.',
    }
  return {
    title: 'None yet',
    why: 'Completed assessments appear here and as evidence for the items that they are linked to.',
  }
}

/** One request: how far it has come, what the trainee can do about it, and the words after it is completed. */
export function onePage(found: OneRequest, shown: Shown): View {
  const { asked, form, pack, state } = found
  const { actor, ctx, problems } = shown
  const base = `/assessments/${asked.record.id}`
  const timeZone = asked.programme.timeZone
  const mine = actor.personId === asked.trainee.id
  const may = (deed: Parameters<typeof mayDo>[0]) => mayDo(deed, actor, asked, ctx.now) === true
  const resend = mayResend(actor, found, ctx)
  const page: OnePage = {
    head: {
      title: asked.record.title,
      sub: `${form.title}, asked of ${asked.assessor.name}`,
      // The list is the trainee's alone; others came from the portfolio.
      over: { link: mine ? { label: 'Assessments', href: '/assessments' } : null, text: form.short },
      tags: tagsFor(state, asked.mail, ctx),
    },
    problems: Object.fromEntries(Object.entries(problems).filter(([key]) => !key.startsWith('because.'))),
    because: Object.entries(problems).flatMap(([key, words]) => (key.startsWith('because.') ? [words] : [])),
    explain: explainOf(found, mine),
    tracks: tracksOf({ asked, state, now: ctx.now }),
    facts: factsOf(found, pack, timeZone),
    actions: actionsOf(found, base, may, mine),
    lock: state === 'sent' && isRefusal(resend) ? resend.reason : null,
    readdress: may('readdress') ? readdressOf(found, shown, base) : null,
    withdraw: may('withdraw') ? { action: `${base}/withdraw` } : null,
    reflection: mayReflect(actor, found) === true ? reflectionOf(found, shown, base) : null,
    rendered:
      state === 'completed' && mine && asked.rendered
        ? forReader(withReplies(asked.rendered, form, asked.replies, replyUrl(asked.record.id)), 'trainee')
        : null,
    sent: state === 'completed' ? null : sentOf(found, ctx, mine),
    who: found.who,
  }
  if (resend === true) page.actions.unshift(post('Send again', `${base}/resend`, 'send'))
  if (mayShow(actor, found, ctx) === true && needsAccount(found) === true) page.actions.push(...faceToFace(base))
  return view('assessments/one', page, { title: asked.record.title })
}

const post = (label: string, href: string, icon: Action['icon'], kind: Action['kind'] = 'quiet'): Action => ({
  label,
  href,
  kind,
  post: {},
  ...(icon ? { icon } : {}),
})

/** What is done while the assessor stands beside the trainee. */
const faceToFace = (base: string): Action[] => [
  post('Show a code', `${base}/code`, 'qr-code'),
  { label: 'Hand over this device', href: `${base}/hand-over`, kind: 'quiet', icon: 'box-arrow-right' },
]

function actionsOf(
  { asked, state }: OneRequest,
  base: string,
  may: (deed: 'revive') => boolean,
  mine: boolean,
): Action[] {
  if (!mine) return [{ label: 'Open the form', href: `/assess/${asked.record.id}`, kind: 'main' }]
  const again: Action = {
    label: 'Ask somebody else',
    href: `/assessments/new?again=${asked.record.id}`,
    kind: 'quiet',
    icon: 'person',
  }
  if (may('revive')) return [post('Ask again', `${base}/revive`, 'arrow-clockwise', 'main'), again]
  if (state === 'completed')
    return [{ label: 'Open the record', href: `/records/${asked.record.id}`, icon: 'file-earmark-text' }]
  return state === 'declined'
    ? [...insteadOf(asked, base), { ...again, kind: asked.request.suggestedName ? 'quiet' : 'main' }]
    : []
}

/** Whom the assessor named: one tap where they gave an address, else the request form with the name filled in. */
function insteadOf({ request, record }: OneRequest['asked'], base: string): Action[] {
  if (!request.suggestedName) return []
  const label = `Ask ${request.suggestedName} instead`
  if (request.suggestedEmail) return [post(label, `${base}/instead`, 'send', 'main')]
  return [{ label, href: `/assessments/new?again=${record.id}`, kind: 'main', icon: 'send' }]
}

/** What went to the assessor: the answers so far, in the words for whoever reads the page. */
function sentOf({ asked, form, pack }: OneRequest, ctx: Shown['ctx'], mine: boolean): Rendered | null {
  const context = { ...assessorContext(ctx, pack, asked, '/files'), writer: null }
  const rendered = answered(snapshot(form, { ...asked.paper?.values, ...asked.record.values }, context))
  return rendered.sections.length > 0 ? forReader(rendered, mine ? 'trainee' : 'assessor') : null
}

function explainOf({ asked, state }: OneRequest, mine: boolean): OnePage['explain'] {
  const names = { trainee: mine ? 'You' : asked.trainee.name, assessor: asked.assessor.name }
  if (state === 'declined') {
    const better = asked.request.suggestedName ? ` and thinks ${asked.request.suggestedName} better placed` : ''
    const words = `${names.assessor} has declined this request${better}:`
    return { tone: 'warn', words, quote: asked.request.declineReason }
  }
  if (state === 'expired') {
    const words = `Nobody completed it in time, and the link has stopped working. Asking again takes one tap: ${names.assessor} gets a new link, and anything begun is still there.`
    return { tone: 'warn', words, quote: null }
  }
  if (state === 'withdrawn')
    return { tone: 'info', words: mine ? 'You have withdrawn this request.' : overWords(state, names), quote: null }
  const { mail } = asked
  if (state !== 'completed' && mail?.state === 'bounced' && !mail.openedAt) {
    const words = `The mail to ${mail.toAddress} could not be delivered. Check the address and send it to the right one, or show a code when you meet.`
    return { tone: 'warn', words, quote: null }
  }
  return null
}

function factsOf({ asked, form, state }: OneRequest, pack: OneRequest['pack'], timeZone: string): Fact[] {
  const open = state === 'sent' || state === 'started'
  const items = asked.itemKeys.map((key) => codeOf(pack, key))
  return [
    { label: 'Form', value: form.title },
    { label: 'Assessor', value: asked.assessor.name },
    { label: 'Address', value: asked.request.assessorEmail || 'given by the assessor when they complete it' },
    { label: 'Evidence for', value: items.length > 0 ? list(items) : 'nothing yet' },
    ...(open ? [{ label: 'Link works until', value: lastDayOf(asked.request.expiresAt, timeZone) }] : []),
    ...paperFacts(asked),
    ...(asked.record.completedAt
      ? [{ label: 'Completed', value: date(dateIn(fromJsDate(asked.record.completedAt), timeZone)) }]
      : []),
  ]
}

function readdressOf({ asked }: OneRequest, { typed, problems }: Shown, base: string): OnePage['readdress'] {
  const text = (key: string, otherwise: string) =>
    typeof typed?.[key] === 'string' ? (typed[key] as string) : otherwise
  return {
    action: `${base}/address`,
    name: text('name', asked.assessor.name),
    email: text('email', asked.request.assessorEmail),
    open:
      Object.keys(problems).some((key) => ['name', 'email', 'assessor'].includes(key)) ||
      problems.assessor === inviteRefused,
  }
}

function reflectionOf(found: OneRequest, { ctx, typed, problems }: Shown, base: string): OnePage['reflection'] {
  const context = afterContext(ctx, found)
  const { form, asked } = found
  const values = typed ? compile(form, 'draft', context).read(typed) : asked.record.values
  const { sections } = present(form, values, problems, context)
  return {
    action: `${base}/reflection`,
    sections: sections.filter(({ fields }) => fields.length > 0),
    draft: null,
    guard: guardBox({ typed, problems }),
  }
}
