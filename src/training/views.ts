import { Temporal } from 'temporal-polyfill'
import { guardBox } from '../guard/index.ts'
import type { Problems } from '../kit/errors.ts'
import { Forbidden } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Fact, GuardBox, Head, Lock, Plot, Table, Tag } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, dateTime } from '../kit/ui.ts'
import { contactFacts } from '../places/index.ts'
import { type Actor, isRefusal } from '../policy/index.ts'
import { postsIn, roleLabel, withinSentence } from '../programmes/index.ts'
import type { PastPost, PostsFound, PostsShown, PostToKeep } from './findPosts.ts'
import { confirmTyped, mayWithdraw, withdrawalOf } from './keepPost.ts'
import { portfolioPolicy } from './policy.ts'
import { type Post, type PostState, periodWords, shareWords } from './posts.ts'
import { aloneWords } from './splitAlone.ts'
import { url } from './urls.ts'
import { yearPlanOf } from './yearPlan.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'training/posts': PostsPage
    'training/post': PostPage
  }
}

interface PostsPage {
  head: Head
  lock: Lock | null
  now: { title: string; words: string; leads: Fact[] }
  missing: { text: string; action: { label: string; href: string } | null } | null
  table: Table | null
  supervised: Table | null
  elsewhere: Table | null
  plot: Plot | null
  rotate: string
  history: Table | null
  contacts: { id: string; site: string; contacts: { name: string; facts: Fact[] }[] }[]
}

interface Input {
  value: string
  problem: string | null
}

interface PostPage {
  head: Head
  problems: Problems
  action: string
  sites: { network: string; options: { value: string; label: string; chosen: boolean }[] }[]
  siteProblem: string | null
  from: Input
  last: Input
  title: Input & { label: string; hint: string }
  split: { checked: boolean; problem: string | null }
  share: Input
  seen: string
  /** For an office: whether other posts of these days make way. */
  others: { checked: boolean } | null
  /** What the change does, to be confirmed by a tick of this value. */
  confirm: { token: string; effects: string[]; problem: string | null } | null
  /** Only where something is changed. */
  reason: Input | null
  guard: GuardBox | null
  submit: string
  back: string
  told: string
  withdraw: {
    action: string
    words: string
    effects: string[]
    lock: Lock | null
    reason: Input
    guard: GuardBox | null
  } | null
}

/** What a state is called and how it looks; future ones are counted on, ended ones are history. */
export const postTags: Record<PostState, Tag> = {
  active: { words: 'active', tone: 'ok' },
  future: { words: 'future', tone: 'info' },
  ended: { words: 'ended', tone: 'plain' },
}

/** Where the trainee is, was and will be (R65, R118–R121), with what was on record before. */
export const postsPage: Show<PostsShown> = (found, { actor }): View => {
  const { portfolio, pack, posts, history } = found
  const { words } = postsIn(pack.pack)
  const own = actor.personId === portfolio.personId
  const may = portfolioPolicy.actions.keepPosts(actor, found)
  const keeps = !isRefusal(may)
  const active = posts.filter(({ state }) => state === 'active')
  const title = own ? words.one : `${words.one}: ${portfolio.name}`
  return view(
    'training/posts',
    {
      head: {
        title,
        sub: `${portfolio.programme}: where training is, was and will be`,
        over: own
          ? null
          : {
              link: { label: portfolio.name, href: `/portfolios/${portfolio.id}` },
              text: `You see this as ${actor.roleLabel}`,
            },
        actions: keeps ? [{ label: words.apply, href: applyAfter(found), kind: 'main', icon: 'plus-lg' }] : [],
      },
      lock: isRefusal(may) && own ? { what: null, words: may.reason, remedy: may.remedy ?? null, alone: true } : null,
      now: {
        title: 'Today',
        words: active.map((post) => `${post.site}, ${periodWords(post)}`).join('; '),
        leads: portfolio.leads.map(({ name, relation }) => ({ label: roleLabel(pack.pack, relation), value: name })),
      },
      missing: active.length > 0 ? null : missingWords(found, keeps),
      table: posts.length > 0 ? postsTable(found, keeps) : null,
      supervised: found.supervised.length > 0 ? supervisedTable(found, actor) : null,
      elsewhere: found.elsewhere.length > 0 ? elsewhereTable(found, own) : null,
      plot: yearPlanOf(found),
      rotate: url.rotate(portfolio.id),
      contacts: found.contacts.map(({ siteId, site, contacts }) => ({
        ...{ id: `ask-${siteId}`, site },
        contacts: contacts.map((one) => ({ name: one.name, facts: contactFacts(one) })),
      })),
      history: history.length > 0 ? historyTable(history, portfolio.timeZone) : null,
    },
    { title },
  )
}

/** Entering one begins where the last one ends, as long as it was: for whoever keeps them for others. */
function applyAfter({ portfolio, posts }: PostsFound): string {
  const last = posts.find(({ until, track }) => until !== null && track === 'main')
  return last ? `${url.apply(portfolio.id)}?after=${last.id}` : url.apply(portfolio.id)
}

/** What it means that no post holds today (R120, R121). */
export function missingWords(
  { portfolio, pack }: { portfolio: Pick<PostsFound['portfolio'], 'id'>; pack: PostsFound['pack'] },
  keeps: boolean,
): NonNullable<PostsPage['missing']> {
  const { words } = postsIn(pack.pack)
  return {
    text: `No ${withinSentence(words.one)} is active today. Nobody at a hospital reaches this portfolio, and nobody there can be invited in their role.`,
    action: keeps ? { label: words.apply, href: url.apply(portfolio.id) } : null,
  }
}

function postsTable({ portfolio, posts, pack, lapses }: PostsShown, keeps: boolean): Table {
  const { one } = postsIn(pack.pack).words
  return {
    caption: 'The latest first',
    columns: [
      { label: 'Hospital', card: 'title' },
      { label: 'First day' },
      { label: 'Last day' },
      { label: 'State', card: 'side' },
    ],
    rows: posts.map((post) => ({
      id: post.id,
      name: post.site,
      cells: [
        {
          text: post.site,
          href: keeps ? url.post(portfolio.id, post.id) : null,
          hint:
            [
              post.title === one ? null : post.title,
              shareWords(post),
              aloneWords(post, posts),
              lapses.has(post.id)
                ? `not accredited for this programme ${lapses.get(post.id)}: ask whether it counts`
                : null,
            ]
              .filter(Boolean)
              .join(', ') || null,
        },
        { text: date(post.from) },
        { text: date(lastDay(post.until)) },
        { tag: postTags[post.state] },
      ],
    })),
  }
}

/** Educational supervisor by year and clinical supervisor by post, as the record has them. */
function supervisedTable({ supervised, portfolio, pack }: PostsShown, { relation }: Actor): Table {
  const office = relation === 'coordinator'
  return {
    caption: 'The latest first',
    columns: [
      { label: 'Supervisor', card: 'title' },
      { label: 'As' },
      { label: 'First day' },
      { label: 'Last day', card: 'side' },
    ],
    rows: supervised.map(({ id, name, kind, from, until }) => ({
      id,
      name,
      cells: [
        { text: name, href: office ? `/trainees/${portfolio.id}/supervisors?kind=${kind}` : null },
        { text: roleLabel(pack.pack, kind === 'educational' ? 'educationalSupervisor' : 'clinicalSupervisor') },
        { text: date(from) },
        { text: until ? date(lastDay(until)) : 'open' },
      ],
    })),
  }
}

function elsewhereTable({ elsewhere }: PostsShown, own: boolean): Table {
  return {
    caption: 'The same person in another programme',
    columns: [
      { label: 'Hospital', card: 'title' },
      { label: 'Programme' },
      { label: 'First day' },
      { label: 'Last day', card: 'side' },
    ],
    rows: elsewhere.map(({ id, site, programme, from, until, enrolmentId }) => ({
      id,
      name: site,
      cells: [
        { text: site, href: own ? null : url.posts(enrolmentId) },
        { text: programme },
        { text: date(from) },
        { text: until ? date(lastDay(until)) : 'open' },
      ],
    })),
  }
}

function historyTable(history: readonly PastPost[], timeZone: string): Table {
  return {
    caption: 'What was on record until it was changed, the latest change first',
    columns: [{ label: 'Was', card: 'title' }, { label: 'Changed' }, { label: 'Why' }, { label: 'To', card: 'side' }],
    rows: history.map((past) => ({
      id: past.id,
      name: past.site,
      cells: [
        { text: past.site, hint: periodWords(past) },
        { text: dateTime(past.correctedAt, timeZone), hint: past.correctedBy },
        { text: past.reason ?? '–', quiet: true },
        { tag: past.withdrawn ? { words: 'withdrawn', tone: 'stop' } : { words: 'changed', tone: 'plain' } },
      ],
    })),
  }
}

/** Entering a post, or changing the one in the path. */
export const postPage: Show<PostToKeep> = (found, { actor, ctx, typed, problems }): View => {
  const may = portfolioPolicy.actions.keepPosts(actor, found)
  if (isRefusal(may)) throw new Forbidden(may)
  const { portfolio, pack, post } = found
  const { words } = postsIn(pack.pack)
  const text = (key: string) => (typeof typed?.[key] === 'string' ? (typed[key] as string) : null)
  // The page has two forms; what came from the other one is not of this.
  const withdrawing = typed !== null && !('site' in typed)
  const changed = withdrawing ? null : typed
  const input = (key: string, known: string | null): Input => ({
    value: changed ? (text(key) ?? '') : (known ?? ''),
    problem: withdrawing ? null : (problems[key] ?? null),
  })
  const confirm = confirmTyped(found, changed)
  const follows = post ? null : (found.posts.find(({ id }) => id === ctx.query.after) ?? null)
  const own = actor.personId === portfolio.personId
  const title = post ? `Change: ${post.site}` : words.apply
  const known = post && post.title !== words.one ? post.title : null
  return view(
    'training/post',
    {
      head: {
        title,
        sub: post
          ? `${words.one}, ${periodWords(post)}`
          : own
            ? `${words.one}: where you train, from when, and until when`
            : `${words.one}: where ${portfolio.name} trains, from when, and until when`,
        over: { link: { label: words.one, href: url.posts(portfolio.id) }, text: null },
      },
      problems,
      action: post ? url.post(portfolio.id, post.id) : url.apply(portfolio.id),
      sites: sitesOf(found, changed ? text('site') : (post?.siteId ?? null)),
      siteProblem: problems.site ?? null,
      from: input('from', (post?.from ?? follows?.until)?.toString() ?? null),
      last: input('last', (post ? lastDay(post.until) : nextLast(found, follows))?.toString() ?? null),
      title: {
        ...input('title', known),
        label: own ? 'What you do there' : 'What it is called',
        hint: 'The rotation or the team, if that helps to find it again.',
      },
      split: {
        checked: changed ? text('split') === 'yes' : post !== null && post.track !== 'main',
        problem: problems.split ?? null,
      },
      share: input('share', post?.share?.toString() ?? null),
      seen: found.seen,
      others: found.office ? { checked: changed ? text('others') === 'cut' : false } : null,
      confirm: confirm && { ...confirm, problem: problems.confirm ?? null },
      reason: post || found.office ? input('reason', null) : null,
      guard: withdrawing ? null : guardBox({ typed, problems }),
      submit: post ? 'Change it' : words.apply,
      back: url.posts(portfolio.id),
      told: `Whoever answers for training there is told at once, and reaches ${own ? 'your' : 'the'} portfolio from the first day to the last.`,
      withdraw:
        post &&
        withdrawOf(found, post, {
          reason: {
            value: withdrawing ? (text('reason') ?? '') : '',
            problem: withdrawing ? (problems.reason ?? null) : null,
          },
          guard: withdrawing ? guardBox({ typed, problems }) : null,
        }),
    },
    { title },
  )
}

/** A rotation is mostly as long as the one before it. */
function nextLast({ portfolio }: PostToKeep, before: Post | null): Temporal.PlainDate | null {
  if (!before?.until) return null
  const months = Math.round(before.from.until(before.until, { largestUnit: 'days' }).days / 30.44)
  const last = before.until.add({ months: Math.max(1, months) }).subtract({ days: 1 })
  const end = lastDay(portfolio.endsOn)!
  return Temporal.PlainDate.compare(last, end) > 0 ? end : last
}

function sitesOf({ sites }: PostToKeep, chosen: string | null): PostPage['sites'] {
  const networks = [...new Set(sites.map(({ network }) => network))]
  return networks.map((network) => ({
    network,
    options: sites
      .filter((site) => site.network === network)
      .map(({ id, name }) => ({ value: id, label: name, chosen: id === chosen })),
  }))
}

type Withdraw = NonNullable<PostPage['withdraw']>

function withdrawOf(found: PostToKeep, post: Post, shown: Pick<Withdraw, 'reason' | 'guard'>): Withdraw {
  const may = mayWithdraw(found)
  return {
    action: `${url.post(found.portfolio.id, post.id)}/withdraw`,
    // Whoever takes it off reads what goes before it goes.
    effects: withdrawalOf(found),
    words: 'Only if you were never there, or will not be. If you leave early, change the last day instead.',
    lock: isRefusal(may) ? { what: null, words: may.reason, alone: true } : null,
    ...shown,
  }
}
