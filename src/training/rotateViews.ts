import type { Show } from '../kit/http.ts'
import type { Head, Plot, TodoRow } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, dateTime, plural } from '../kit/ui.ts'
import { type Actor, isRefusal } from '../policy/index.ts'
import { postsIn, roleLabel, withinSentence } from '../programmes/index.ts'
import { inDays } from './leaving.ts'
import { mayNudge } from './nudge.ts'
import { portfolioPolicy } from './policy.ts'
import type { Leaver, RotationFound, Waits } from './rotation.ts'
import { url } from './urls.ts'
import { yearPlanOf } from './yearPlan.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'training/rotate': RotatePage
  }
}

interface RotatePage {
  head: Head
  /** What could not be sent, and why. */
  problem: string | null
  /** Where the trainee goes next, and what is missing for it. */
  next: TodoRow[]
  leavers: {
    id: string
    title: string
    hint: string
    rows: TodoRow[]
    /** The one way to have it done, for whoever cannot do it. */
    nudge: { action: string; personId: string; words: string } | null
    note: string | null
  }[]
  /** Said where nothing ends soon. */
  calm: string | null
  plot: Plot | null
  posts: string
}

const actions: Record<Waits['kind'], string> = {
  assessment: 'Assess',
  appraisal: 'Complete',
  confirm: 'Look',
  signOff: 'Sign off',
  draft: 'Continue',
  application: 'Decide',
  review: 'Look',
}
const icons = {
  assessment: 'clipboard-check',
  appraisal: 'calendar-event',
  confirm: 'patch-check',
  signOff: 'check2-circle',
  draft: 'pencil',
  application: 'calendar-event',
  review: 'eye',
} as const

/** Before you rotate: what waits for whom, with one button each (R123, D4). */
export const rotatePage: Show<RotationFound> = (found, { actor, ctx, problems }): View => {
  const { portfolio, pack, leaving, leavers } = found
  const own = actor.personId === portfolio.personId
  const { words } = postsIn(pack.pack)
  const title = own ? 'Before you rotate' : `Before ${portfolio.name} rotates`
  const nudges = !isRefusal(portfolioPolicy.actions.nudge(actor, found))
  return view(
    'training/rotate',
    {
      head: {
        title,
        sub: leaving
          ? `${words.one} at ${leaving.post.site} ends on ${date(leaving.last)}, ${inDays(leaving.days)}`
          : `No ${withinSentence(words.one)} ends in the next four weeks`,
        over: own
          ? { link: { label: words.one, href: url.posts(portfolio.id) }, text: null }
          : {
              link: { label: portfolio.name, href: `/portfolios/${portfolio.id}` },
              text: `You see this as ${actor.roleLabel}`,
            },
      },
      problem: Object.values(problems)[0] ?? null,
      next: nextRows(found, actor),
      leavers: leavers.map((one) => ({
        id: one.roleKey.replace(/\W/g, '-'),
        title:
          one.personId === actor.personId
            ? 'For you'
            : `For ${one.name}, ${withinSentence(roleLabel(pack.pack, one.relation))}`,
        hint: `${found.today.equals(one.last) || found.today.until(one.last).sign > 0 ? 'leaves' : 'left'} after ${date(one.last)}`,
        rows: one.waits.map((waits) => rowOf(one, waits, actor)),
        nudge:
          nudges && one.personId !== actor.personId && mayNudge(one, ctx.now)
            ? { action: url.nudge(portfolio.id), personId: one.personId, words: `Ask ${one.name} to see to it` }
            : null,
        note: noteOf(one, portfolio.timeZone),
      })),
      calm: leavers.length === 0 ? 'From 28 days before a last day, what waits for those who leave stands here.' : null,
      plot: yearPlanOf(found),
      posts: url.posts(portfolio.id),
    },
    { title },
  )
}

function rowOf({ personId, last }: Leaver, { kind, title, href, after }: Waits, actor: Actor): TodoRow {
  const mine = personId === actor.personId
  return {
    icon: icons[kind],
    tone: 'warn',
    title,
    why: `Before ${date(last)}${after ? `; ${after}` : ''}`,
    action: mine ? { label: actions[kind], href, kind: 'main' } : null,
  }
}

function noteOf({ waits, grace, nudgedAt }: Leaver, timeZone: string): string | null {
  const asked = nudgedAt ? `Asked on ${dateTime(nudgedAt, timeZone)}.` : null
  const what = waits.some((one) => one.after) ? 'What else still waits' : 'What still waits'
  const after = waits.some((one) => !one.after)
    ? `${what} on the last day can be finished until ${date(grace)}, and nothing else.`
    : null
  return [asked, after].filter(Boolean).join(' ') || null
}

function nextRows({ portfolio, pack, leaving, posts, leavers }: RotationFound, actor: Actor): TodoRow[] {
  if (!leaving) return []
  const { words, by } = postsIn(pack.pack)
  const keeps = !isRefusal(portfolioPolicy.actions.keepPosts(actor, { portfolio, pack }))
  const waiting = leavers.reduce((sum, { waits }) => sum + waits.length, 0)
  const { next } = leaving
  const beside = posts.filter(({ state, id }) => state === 'active' && id !== leaving.post.id).map(({ site }) => site)
  return [
    next
      ? {
          icon: 'check2-circle',
          tone: 'ok',
          title: `Next: ${next.site} from ${date(next.from)}${next.until ? ` to ${date(lastDay(next.until))}` : ''}`,
          why: next.from.equals(leaving.post.until!)
            ? 'It follows without a day between.'
            : `${plural(leaving.post.until!.until(next.from).days, 'day')} without any lie between.`,
        }
      : {
          icon: 'exclamation-triangle',
          tone: 'stop',
          title: `Nothing is on record for after ${date(leaving.last)}`,
          why:
            by === 'trainee'
              ? 'Without it nobody at the next hospital reaches the portfolio, and nobody there can be invited in their role.'
              : `The programme office enters the next ${withinSentence(words.one)}.`,
          action: keeps
            ? { label: words.apply, href: `${url.apply(portfolio.id)}?after=${leaving.post.id}`, kind: 'main' }
            : null,
        },
    {
      icon: waiting > 0 ? 'hourglass-split' : 'check2-circle',
      tone: waiting > 0 ? 'warn' : 'ok',
      title:
        waiting > 0
          ? `${plural(waiting, 'thing')} ${waiting === 1 ? 'waits' : 'wait'} for those who are left`
          : 'Nothing waits for those who are left',
      why: beside.length > 0 ? `The post at ${beside.join(' and ')} goes on.` : null,
    },
  ]
}
