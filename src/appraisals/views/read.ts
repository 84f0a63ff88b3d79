import { preparedWords } from '../../evidence/index.ts'
import { forReader, type Party, present, type Rendered, type SectionView } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Fact, GuardBox, Head, Lock, WhoCanSee } from '../../kit/partials.ts'
import { plainDate } from '../../kit/periods.ts'
import { view } from '../../kit/render.ts'
import { date, dateTime } from '../../kit/ui.ts'
import { graceIn, isRefusal } from '../../policy/index.ts'
import { appraisalPolicy } from '../policy.ts'
import type { One, OneShown } from '../queries/one.ts'
import { readTyped } from '../queries/writing.ts'
import { afterContext } from '../service/comment.ts'
import { url } from '../url.ts'
import { goOnPage } from './fill.ts'
import { stateOf } from './list.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'appraisals/one': OnePage
  }
}

interface OnePage {
  head: Head
  facts: Fact[]
  reads: Rendered | null
  lock: Lock | null
  /** What the supervisor does once they have read it through. */
  release: { text: string; action: Action; edit: Action } | null
  withdraw: Action | null
  comment: { action: string; sections: SectionView[]; problems: Problems; guard: GuardBox | null } | null
  /** Null where the page came back with a problem. */
  who: WhoCanSee | null
}

/** One meeting or appraisal: to complete, to read through and release, to wait for, or to read. */
export const onePage: Show<OneShown> = (found, { ctx, typed, problems }) => {
  const { record } = found
  const mayGoOn = appraisalPolicy.actions.complete(ctx.actor, found) === true
  const wantsToWrite = record.status === 'requested' || ctx.query.edit === '1' || found.draft !== null
  if (mayGoOn && (typed !== null || wantsToWrite)) return goOnPage(found, ctx, typed, problems)
  return readPage(found, ctx, {}, null)
}

/** The page as it reads; also where a comment that cannot be taken comes back. */
export const commentPage: Show<OneShown> = (found, { ctx, typed, problems }) => readPage(found, ctx, problems, typed)

function readPage(found: OneShown, ctx: Ctx, problems: Problems, typed: Record<string, unknown> | null) {
  const { portfolio, form, record, reads, depth } = found
  const own = portfolio.personId === ctx.actor.personId
  const title = depth === 'full' ? record.title : form.title
  return view(
    'appraisals/one',
    {
      head: {
        title,
        sub: own ? null : portfolio.name,
        over: {
          link: graceIn(ctx.actor, portfolio.id)
            ? { label: 'To do', href: '/todo' }
            : { label: 'Appraisals', href: url.list(portfolio.id) },
          text: own ? null : portfolio.name,
        },
        tags: [stateOf(record.status)],
        actions:
          record.status === 'signed' ? [{ label: 'Open as a record', href: url.record(record.id), kind: 'quiet' }] : [],
      },
      facts: factsOf(found),
      reads: reads && forReader(reads, partyOf(found, ctx)),
      lock: reads
        ? null
        : { what: null, words: 'You see who, what, when and in which state, not what was written.', alone: true },
      release: releaseOf(found, ctx),
      withdraw: withdrawOf(found, ctx),
      comment: commentOf(found, ctx, problems, typed),
      who: found.who ?? null,
    },
    { title },
  )
}

/** Whose questions speak to this reader. */
function partyOf({ portfolio, record, form }: OneShown, { actor }: Ctx): Party | null {
  if (portfolio.personId === actor.personId) return 'trainee'
  return [record.assessorId, record.authorId].includes(actor.personId) ? form.filledBy : null
}

function factsOf({ form, record, extra, post, pack }: One): Fact[] {
  const waiting = record.status === 'requested'
  const prepared = preparedWords(record, pack.pack.pack.timeZone)
  return [
    { label: 'Form', value: form.title },
    { label: waiting ? 'Begun on' : 'Date', value: date(plainDate(record.occurredOn)) },
    { label: waiting ? 'Waiting for' : 'Supervisor', value: extra.assessor ?? extra.author },
    ...(post ? [{ label: 'Post', value: `${post.title}, ${post.site}` }] : []),
    ...(prepared ? [{ label: 'Prepared by', value: prepared }] : []),
    ...(extra.releasedAt
      ? [{ label: 'Signed on', value: dateTime(new Date(extra.releasedAt), pack.pack.pack.timeZone) }]
      : []),
  ]
}

function releaseOf(found: One, ctx: Ctx): OnePage['release'] {
  if (isRefusal(appraisalPolicy.actions.release(ctx.actor, found))) return null
  const { portfolio, record } = found
  return {
    text: `Nobody but you can see this yet. When you release it, it is signed in your name and can no longer be changed; ${portfolio.name} is told and can read it.`,
    action: {
      label: 'Sign and release',
      href: url.release(portfolio.id, record.id),
      kind: 'main',
      icon: 'check2-circle',
      post: {},
    },
    edit: { label: 'Change it', href: `${url.one(portfolio.id, record.id)}?edit=1`, kind: 'quiet', icon: 'pencil' },
  }
}

function withdrawOf(found: One, ctx: Ctx): Action | null {
  if (isRefusal(appraisalPolicy.actions.withdraw(ctx.actor, found))) return null
  const href = url.withdraw(found.portfolio.id, found.record.id)
  return { label: 'Take it back', href, kind: 'stop', post: {} }
}

function commentOf(
  found: One,
  ctx: Ctx,
  problems: Problems,
  typed: Record<string, unknown> | null,
): OnePage['comment'] {
  if (isRefusal(appraisalPolicy.actions.comment(ctx.actor, found))) return null
  const context = afterContext(ctx, found)
  const values = typed ? readTyped(found.form, typed, context) : (context.stored ?? {})
  const form = present(found.form, values, problems, context)
  const sections = form.sections.filter(({ fields }) => fields.length > 0)
  return sections.length > 0
    ? {
        action: url.comment(found.portfolio.id, found.record.id),
        sections,
        problems: form.problems,
        guard: guardBox({ typed, problems }),
      }
    : null
}
