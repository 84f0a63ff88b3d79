import { recordUrl, titleFor } from '../../evidence/index.ts'
import type { FormDefinition } from '../../forms/index.ts'
import type { RecordStatus } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Show } from '../../kit/http.ts'
import type { Empty, Head, Lock, Meter, Tag, TodoRow } from '../../kit/partials.ts'
import { plainDate } from '../../kit/periods.ts'
import { view } from '../../kit/render.ts'
import { date } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { askableFor, begunBy, oncePerPost, takenWords } from '../forms.ts'
import { appraisalPolicy } from '../policy.ts'
import type { Post } from '../queries/around.ts'
import { postOn } from '../queries/around.ts'
import type { AppraisalList, Listed } from '../queries/list.ts'
import { url } from '../url.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'appraisals/list': ListPage
  }
}

interface PostPanel {
  id: string
  title: string
  hint: string
  tag: Tag | null
  rows: TodoRow[]
  locks: Lock[]
}

interface ListPage {
  head: Head
  posts: PostPanel[]
  meters: Meter[]
  empty: Empty | null
}

const states: Partial<Record<RecordStatus, Tag>> = {
  requested: { words: 'waiting for the supervisor', tone: 'info' },
  held: { words: 'not released yet', tone: 'warn' },
  signed: { words: 'signed', tone: 'ok' },
  withdrawn: { words: 'withdrawn', tone: 'plain' },
  declined: { words: 'declined', tone: 'stop' },
  expired: { words: 'expired', tone: 'warn' },
}

/** The state of a meeting or appraisal in words. */
export const stateOf = (status: RecordStatus): Tag => states[status] ?? { words: status, tone: 'plain' }

/** What is over without having come to anything does not stand in the way of another. */
const over: readonly RecordStatus[] = ['withdrawn', 'declined', 'expired', 'void']

/** Meetings and appraisals by post: what there is, what is due, and who can write it (R50, R68, R70). */
export const listPage: Show<AppraisalList> = (found, { ctx }) => {
  const { portfolio, pack, posts } = found
  const own = portfolio.personId === ctx.actor.personId
  const title = own ? 'Appraisals' : `Appraisals of ${portfolio.name}`
  const now = postOn(posts, ctx.today)
  const known = new Set(posts.map(({ id }) => id))
  const elsewhere = found.records.filter(({ extra }) => !extra.placementId || !known.has(extra.placementId))
  const panels = posts
    .filter((post) => post.from.toString() <= ctx.today.toString())
    .map((post) => panelOf(found, ctx, post, post === now))
  const rest: PostPanel[] = elsewhere.length
    ? [
        {
          id: 'other',
          title: 'Without a post',
          hint: '',
          tag: null,
          rows: elsewhere.map((row) => rowOf(found, ctx, row)),
          locks: [],
        },
      ]
    : []
  return view(
    'appraisals/list',
    {
      head: {
        title,
        sub: `Meetings and appraisals of each post in ${pack.pack.pack.shortTitle}`,
        over: own
          ? null
          : {
              link: { label: portfolio.name, href: url.portfolio(portfolio.id) },
              text: `You see this as ${ctx.actor.roleLabel}`,
            },
      },
      posts: [...panels, ...rest],
      meters: metersOf(found),
      empty:
        panels.length + rest.length > 0
          ? null
          : {
              icon: 'calendar-event',
              title: 'No post on record yet',
              why: 'Meetings and appraisals belong to a post. The programme’s coordinator enters posts.',
              action: { label: 'Whom to ask', href: '/help/contacts' },
            },
    },
    { title },
  )
}

function panelOf(found: AppraisalList, ctx: Ctx, post: Post, current: boolean): PostPanel {
  const records = found.records.filter(({ extra }) => extra.placementId === post.id)
  const missing = found.forms.filter(
    (form) =>
      (current && isRepeated(found, form)) ||
      !records.some((row) => row.formKey === form.key && !over.includes(row.status)),
  )
  const last = post.until?.subtract({ days: 1 })
  // What is due comes before what is done; a lock says who can write what is not the reader's.
  const due = missing.flatMap((form) => dueRow(found, ctx, form, post, current))
  const ended = current ? null : post.until
  return {
    id: `post-${post.id}`,
    title: `${post.title}, ${post.site}`,
    hint: last ? `${date(post.from)} to ${date(last)}` : `from ${date(post.from)}`,
    tag: ended ? null : { words: 'now', tone: 'ok' },
    rows: [...due.flatMap((one) => ('row' in one ? [one.row] : [])), ...records.map((row) => rowOf(found, ctx, row))],
    locks: due.flatMap((one) => ('lock' in one ? [one.lock] : [])),
  }
}

/** A supervisor writes these whenever they are due, however many a post has already. */
const isRepeated = ({ pack }: AppraisalList, form: FormDefinition): boolean =>
  begunBy(pack, form) === 'supervisor' && !oncePerPost(form)

function rowOf({ pack }: AppraisalList, ctx: Ctx, record: Listed): TodoRow {
  const who = record.extra.assessor ?? record.extra.author
  const mine =
    (record.status === 'requested' && record.assessorId === ctx.actor.personId) ||
    (record.status === 'held' && record.authorId === ctx.actor.personId)
  const words = record.status === 'requested' ? 'Complete it' : 'Read it through'
  const href = recordUrl(record)
  const tag = stateOf(record.status)
  return {
    icon: record.status === 'signed' ? 'check2-circle' : 'hourglass-split',
    tone: tag.tone ?? 'plain',
    title: titleFor(ctx.actor, pack, record),
    link: mine ? null : { label: 'Read', href },
    tags: [tag],
    why: `${who} · ${date(plainDate(record.occurredOn))}`,
    action: mine ? { label: words, href, kind: 'main' } : null,
  }
}

type Due = { row: TodoRow } | { lock: Lock }

/** A form that this post has not: a button for whoever may write it, words for everybody else. */
function dueRow(found: AppraisalList, ctx: Ctx, form: FormDefinition, post: Post, current: boolean): Due[] {
  const { portfolio } = found
  const place = { portfolio, pack: found.pack, form }
  const base = { icon: 'calendar-event', tone: 'plain', title: form.title, why: form.help ?? null } as const
  if (begunBy(found.pack, form) === 'trainee') {
    if (!current) return []
    if (isRefusal(appraisalPolicy.actions.begin(ctx.actor, place)))
      return [{ row: { ...base, tags: [{ words: 'not begun' }], why: 'The trainee begins this.' } }]
    if (askableFor(found.pack, form, portfolio).length === 0)
      return [{ lock: { what: form.title, words: 'You have no supervisor on record who could complete this.' } }]
    return [{ row: { ...base, action: { label: 'Begin', href: url.begin(form.key), kind: 'quiet', icon: 'pencil' } } }]
  }
  const may = appraisalPolicy.actions.write(ctx.actor, place)
  if (isRefusal(may)) return current ? [{ lock: { what: form.title, words: may.reason } }] : []
  const taken = found.taken.find((one) => one.placementId === post.id && one.formKey === form.key)
  if (taken) {
    const tags = [{ words: 'not released yet', tone: 'warn' as const }]
    return [{ row: { ...base, tags, why: takenWords({ form, taken }, ctx.actor) } }]
  }
  const action = {
    label: 'Write',
    href: url.write(portfolio.id, form.key, post.id),
    kind: 'quiet',
    icon: 'pencil',
  } as const
  return [{ row: { ...base, action } }]
}

/** The rules that read these forms, from the prepared figures. */
function metersOf({ rules, figures, portfolio }: AppraisalList): Meter[] {
  return rules.flatMap((rule) => {
    const figure = figures.find(({ ruleId }) => ruleId === rule.id)
    if (!figure) return []
    const met = figure.status === 'met' || figure.status === 'waived'
    const late = figure.status === 'overdue'
    return [
      {
        title: rule.title,
        have: String(figure.have),
        of: String(figure.need),
        share: figure.need > 0 ? Math.min(100, Math.round((figure.have / figure.need) * 100)) : 0,
        pace: null,
        tone: met ? ('ok' as const) : late ? ('stop' as const) : ('plain' as const),
        words: met ? 'Met' : late ? 'Overdue' : figure.status === 'short' ? 'Due soon' : 'Not due yet',
        note: rule.text,
        why: { label: 'Why?', href: url.rule(portfolio.id, rule.id) },
      },
    ]
  })
}
