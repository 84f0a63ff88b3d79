import { draftFor, formContext, typedIn, whoCanSee } from '../evidence/index.ts'
import type { FormContext, FormDefinition, Values } from '../forms/index.ts'
import type { Draft, Prisma, RequestEntry } from '../generated/client.ts'
import { dateIn } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import type { WhoCanSee } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { mine, scoped } from '../kit/scope.ts'
import { date } from '../kit/ui.ts'
import { type Actor, visibleRecords } from '../policy/index.ts'
import { type PublishedPack, postsIn, withinSentence } from '../programmes/index.ts'
import { type PortfolioBase, portfolioOf, portfolioPolicy, postUrl } from '../training/index.ts'
import { type Asked, askedOf } from './asked.ts'
import type { Inviter } from './eligibility.ts'
import { assessorContext } from './form.ts'
import { type Sitting, sittingOf } from './inbox.ts'
import { type Loads, loadsOf } from './load.ts'
import { mailsOf, type RequestMail } from './mail.ts'
import { type Colleague, colleaguesOf } from './people.ts'
import { assessmentPolicy, stateNow } from './policy.ts'
import { openStates, possible, type RequestState } from './states.ts'

// ── Asking ───────────────────────────────────────────────────────────────────

/** Everything that the request page and its command are made of. */
export interface NewRequest {
  portfolio: PortfolioBase
  pack: PublishedPack
  forms: FormDefinition[]
  form: FormDefinition
  context: FormContext
  /** The item from which the request was begun. */
  item: string | null
  /** An earlier request to begin from: its words and its items. */
  again: { id: string; values: Values; items: string[]; suggested: string | null } | null
  people: Colleague[]
  loads: Loads
  inviter: Inviter
  draft: Draft | null
  /** It was done on paper, and is entered with its original date (R101). */
  paper: boolean
}

/** Forms of a pack that an assessor fills in: first those that suggest the item, then those that the item suggests. */
export function assessorForms(pack: PublishedPack, item: string | null): FormDefinition[] {
  const forms = pack.pack.forms.filter((form) => form.kind !== 'answer' && form.filledBy === 'assessor')
  const suggested = pack.items.get(item ?? '')?.suggestedForms ?? []
  const rank = (form: FormDefinition) => {
    if (item !== null && form.links?.suggested?.includes(item)) return 0
    return suggested.includes(form.key) ? 1 : 2
  }
  return forms.toSorted((a, b) => rank(a) - rank(b))
}

export const requestDraftKey = (form: FormDefinition, enrolmentId: string, paper = false): string =>
  `${paper ? 'paper' : 'request'}:${form.key}:${enrolmentId}`

/** The request form of the acting trainee: for an item, a form, or an earlier request, as the address says. */
export const findNewRequest = scoped(portfolioPolicy, async (visible, ctx): Promise<NewRequest | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const again = await earlierRequest(ctx, portfolio.id)
  const item = ctx.query.item || null
  if (item !== null && !pack.items.has(item)) return null
  const forms = assessorForms(pack, item)
  const wanted = ctx.query.form ?? again?.formKey
  const form = wanted === undefined ? forms[0] : forms.find(({ key }) => key === wanted)
  if (!form) return null
  const items = item ? [item] : (again?.items ?? [])
  const paper = ctx.query.paper === '1'
  const draft = await draftFor(ctx, requestDraftKey(form, portfolio.id, paper))
  const fileIds = Object.values(typedIn(draft) ?? {})
    .flat()
    .filter((value) => isId(value))
  const [context, people, inviter] = await Promise.all([
    formContext(ctx, { pack, formKey: form.key, portfolio, writer: { by: 'trainee' }, items, fileIds }),
    colleaguesOf(ctx.db, portfolio.id, dateIn(ctx.now, portfolio.timeZone), { wanted: form.assessor?.relations ?? [] }),
    inviterOf(ctx, portfolio, pack),
  ])
  const loads = await loadsOf(
    ctx,
    portfolio.id,
    people.map(({ personId }) => personId),
  )
  return { portfolio, pack, forms, form, context, item, again, people, loads, inviter, draft, paper }
})

async function earlierRequest(ctx: Ctx, enrolmentId: string) {
  const { again } = ctx.query
  if (!isId(again)) return null
  const row = await ctx.db.record.findFirst({
    where: { AND: [visibleRecords(ctx.actor), { id: again, enrolmentId, request: { isNot: null } }] },
    select: {
      id: true,
      formKey: true,
      values: true,
      links: { select: { itemKey: true } },
      request: { select: { suggestedName: true } },
    },
  })
  if (!row) return null
  return {
    id: row.id,
    formKey: row.formKey,
    values: row.values as Values,
    items: row.links.map((link) => link.itemKey),
    suggested: row.request?.suggestedName ?? null,
  }
}

/** What eligibility asks of the trainee who asks. */
export async function inviterOf(ctx: Ctx, portfolio: PortfolioBase, { pack }: PublishedPack): Promise<Inviter> {
  const { personId, post } = portfolio
  const [row] = await ctx.db.$queryRaw<{ grade: string | null; site: string | null; until: Date | null }[]>`
    select p.grade, last.name as site, last.until from "Person" p left join lateral (
      select si.name, pl.until from "Placement" pl join "Site" si on si.id = pl."siteId"
      where pl."enrolmentId" = ${portfolio.id}::uuid and pl.until <= ${dateIn(ctx.now, portfolio.timeZone).toString()}::date
      order by pl.until desc limit 1) last on true
    where p.id = ${personId}::uuid`
  const lastPost =
    row?.site && row.until ? { site: row.site, lastDay: date(plainDate(row.until).subtract({ days: 1 })) } : null
  const { by, words } = postsIn(pack)
  const apply = by === 'trainee' ? { label: words.apply, href: postUrl.apply(portfolio.id) } : null
  const posts = { one: withinSentence(words.one), apply }
  return { personId, grade: row?.grade ?? null, post: post ? { site: post.site } : null, lastPost, posts }
}

// ── Following one's own requests ─────────────────────────────────────────────

export interface RequestRow {
  id: string
  title: string
  formKey: string
  packVersionId: string
  assessor: string
  state: RequestState
  mail: RequestMail | null
  sentAt: Date
  endedAt: Date | null
}

export interface RequestList {
  rows: RequestRow[]
  filter: 'open' | 'done' | 'all'
  page: number
  more: boolean
  pack: PublishedPack
}

const pageSize = 30
const filters = { open: [...openStates, 'expired', 'declined'], done: ['completed'], all: null } as const

/** The acting trainee's requests, newest first. */
export const findMyRequests = scoped(assessmentPolicy, async (visible, ctx): Promise<RequestList | null> => {
  const { own } = ctx.actor
  if (!own) return null
  const filter = ctx.query.show === 'done' || ctx.query.show === 'all' ? ctx.query.show : 'open'
  const page = Math.min(Math.max(Number.parseInt(ctx.query.page ?? '1', 10) || 1, 1), 1000)
  const states = filters[filter]
  const [rows, pack] = await Promise.all([
    ctx.db.record.findMany({
      where: { AND: [visible, states ? { request: { state: { in: [...states] } } } : {}] },
      orderBy: { id: 'desc' },
      skip: (page - 1) * pageSize,
      take: pageSize + 1,
      select: {
        id: true,
        title: true,
        formKey: true,
        packVersionId: true,
        completedAt: true,
        assessor: { select: { title: true, givenName: true, familyName: true } },
        request: true,
      },
    }),
    ctx.services.packs.get(own.packVersionId),
  ])
  const mails = await mailsOf(
    ctx.db,
    rows.map(({ id }) => id),
  )
  const shaped = rows.slice(0, pageSize).map(
    ({ request, assessor, ...row }): RequestRow => ({
      ...row,
      assessor: [assessor?.title, assessor?.givenName, assessor?.familyName].filter(Boolean).join(' '),
      state: stateNow({ request: request! } as Pick<Asked, 'request'>, ctx.now),
      mail: mails.get(row.id) ?? null,
      sentAt: request!.sentAt,
      endedAt: request!.endedAt,
    }),
  )
  return { rows: shaped, filter, page, more: rows.length > pageSize, pack }
})

/** One request as its two people see it. */
export interface OneRequest {
  asked: Asked
  pack: PublishedPack
  form: FormDefinition
  state: RequestState
  /** D2: who can see it as it stands. */
  who: WhoCanSee
}

export const findRequest = scoped(assessmentPolicy, async (visible, ctx): Promise<OneRequest | null> => {
  const { id } = ctx.params
  if (!isId(id)) return null
  // Anything else of a request than the fact of it is between the trainee and the assessor.
  const record = await ctx.db.record.findFirst({
    where: { AND: [{ id }, visible, betweenTheTwo(ctx.actor)] },
    include: { shares: { select: { personId: true, revokedAt: true } } },
  })
  const asked = record && (await askedOf(ctx, id))
  if (!asked) return null
  const pack = await ctx.services.packs.get(asked.record.packVersionId)
  const form = pack.form(asked.record.formKey)
  if (!form) return null
  return { asked, pack, form, state: stateNow(asked, ctx.now), who: await whoCanSee(ctx, record) }
})

/** While it waits, the assessor's delegate stands beside them (C15). */
const betweenTheTwo = ({ personId, delegate }: Actor): Prisma.RecordWhereInput => ({
  OR: [
    { personId },
    { assessorId: personId },
    ...(delegate ? [{ assessorId: delegate.ofId, status: 'requested' as const }] : []),
  ],
})

// ── Assessing ────────────────────────────────────────────────────────────────

/** The four ways to a form: one's own inbox, the link of a mail, a code that the trainee showed, the trainee's device. */
export type Via = 'account' | 'link' | 'code' | 'device'

/** A form for its assessor, by whichever way they came. */
export interface ToFill {
  asked: Asked
  pack: PublishedPack
  form: FormDefinition
  context: FormContext
  state: RequestState
  via: Via
  /** Where this way's pages lie: '/assess/<id>', or an address with a token. */
  base: string
  /** Somebody else's session in the same browser, to be warned of (demo). */
  alsoSignedIn: string | null
  /** The trainee's other requests to the same person, by sign-in: a link opens one form alone. */
  sitting: Sitting | null
  /** How they came in, where that was by a code or on the trainee's device: they prove at the end who they are. */
  entry: RequestEntry | null
  /** On the trainee's device: with what an account holder confirms there instead of mailed digits. */
  means: { pin: boolean; secondFactor: boolean } | null
  /** For somebody who prepares it for the director whom the trainee asked. */
  preparing: Preparing | null
}

export interface Preparing {
  of: string
  /** Somebody has filled it in already: the director, or who left it ready for them. */
  begun: { by: string; ready: boolean } | null
}

export async function toFill(ctx: Ctx, asked: Asked, via: ToFill['via'], base: string): Promise<ToFill | null> {
  const pack = await ctx.services.packs.get(asked.record.packVersionId)
  const form = pack.form(asked.record.formKey)
  if (!form) return null
  const there = { ...ctx, today: dateIn(ctx.now, asked.programme.timeZone) }
  const context = assessorContext(there, pack, asked, `${base}/files`)
  const state = stateNow(asked, ctx.now)
  return {
    asked,
    pack,
    form,
    context,
    state,
    via,
    base,
    alsoSignedIn: null,
    sitting: null,
    entry: null,
    means: null,
    preparing: null,
  }
}

/**
 * The form that a director was asked for, for their delegate (C15): while it waits, in the role's reach, with the delegate's
 * own draft and nothing of the director's words, begun or earlier.
 */
const findToPrepare = scoped(assessmentPolicy, async (visible, ctx): Promise<ToFill | null> => {
  const { delegate } = ctx.actor
  const { id } = ctx.params
  if (!delegate || !isId(id)) return null
  const theirs = { id, assessorId: delegate.ofId, status: 'requested' as const }
  if ((await ctx.db.record.count({ where: { AND: [theirs, visible] } })) === 0) return null
  const [asked, draft] = await Promise.all([askedOf(ctx, id), draftFor(ctx, `record:${id}`)])
  if (!asked || !possible('complete', stateNow(asked, ctx.now))) return null
  const begun = asked.draft && { by: asked.draft.preparedBy ?? delegate.of, ready: asked.draft.preparedBy !== null }
  const kept = draft && { ...draft, values: typedIn(draft)! }
  const [found, sitting] = await Promise.all([
    toFill(ctx, { ...asked, draft: kept, last: null }, 'account', `/assess/${id}`),
    sittingOf(ctx, asked.record),
  ])
  return found && { ...found, sitting, preparing: { of: delegate.of, begun } }
})

/** The form that a signed-in person was asked for, in whichever role they act just now; or the one that they prepare. */
export const findToFill = mine(async (personId, ctx): Promise<ToFill | null> => {
  const { id } = ctx.params
  if (!isId(id)) return null
  const asked = await askedOf(ctx, id)
  if (asked?.record.assessorId !== personId) return findToPrepare(ctx)
  const [found, sitting] = await Promise.all([
    toFill(ctx, asked, 'account', `/assess/${id}`),
    sittingOf(ctx, asked.record),
  ])
  return found && { ...found, sitting }
})

/** A file that the trainee sent along with the request. */
export const findFileToFill = mine(async (_personId, ctx) => {
  const found = await findToFill(ctx)
  return found?.asked.files.find(({ id }) => id === ctx.params.fileId) ?? null
})
