import { codeOf } from '../evidence/index.ts'
import { guardBox } from '../guard/index.ts'
import type { Shown } from '../kit/http.ts'
import type { Empty, GuardBox, Head, Link, TodoRow } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date, list, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { type PublishedPack, roleWords } from '../programmes/index.ts'
import type { Change, News } from './changes.ts'
import type { ChangeKind } from './kinds.ts'
import type { Asking, ReviewFound } from './queries.ts'
import { mayAsk, nothingNew } from './service/ask.ts'
import { countWords } from './words.ts'

/** The panel "Since you last looked" on the page of one trainee. */
export interface NewsPanel {
  hint: string
  rows: TodoRow[]
  /** What is folded below the first rows; it belongs to what is marked all the same. */
  rest: TodoRow[]
  /** Says that these have been seen; null where nothing is new. */
  mark: { action: string; upTo: number; label: string } | null
  note: string | null
}

interface AskPage {
  head: Head
  problems: Record<string, string>
  guard: GuardBox | null
  action: string
  lock: { words: string; remedy: Link | null } | null
  people: { id: string; name: string; as: string; words: string; checked: boolean; lock: string | null }[]
  problem: string | null
  words: { value: string; problem: string | null }
  earlier: TodoRow[]
}

interface ReviewPage {
  head: Head
  quote: string | null
  counts: string
  rows: TodoRow[]
  empty: Empty
}

declare module '../kit/render.ts' {
  interface Pages {
    'reviews/ask': AskPage
    'reviews/review': ReviewPage
  }
}

declare module '../kit/partials.ts' {
  interface Partials {
    'reviews/news': { p: NewsPanel }
  }
}

const looks: Record<ChangeKind, { icon: TodoRow['icon']; tone: TodoRow['tone']; words: string }> = {
  entered: { icon: 'plus-lg', tone: 'accent', words: 'New' },
  changed: { icon: 'pencil', tone: 'info', words: 'Changed' },
  completed: { icon: 'clipboard-check', tone: 'ok', words: 'Assessment completed' },
  selfAssessed: { icon: 'pencil', tone: 'warn', words: 'Self-assessed' },
  linked: { icon: 'link-45deg', tone: 'info', words: 'Linked' },
  unlinked: { icon: 'x-lg', tone: 'plain', words: 'Link taken away' },
  shared: { icon: 'eye', tone: 'accent', words: 'Shared' },
  confirmed: { icon: 'patch-check', tone: 'ok', words: 'Confirmed' },
  signedOff: { icon: 'check2-circle', tone: 'ok', words: 'Signed off' },
  moreEvidence: { icon: 'hourglass-split', tone: 'warn', words: 'More evidence asked for' },
  released: { icon: 'calendar-event', tone: 'ok', words: 'Appraisal released' },
  replied: { icon: 'reply', tone: 'accent', words: 'Words added by the trainee' },
  withdrawn: { icon: 'trash', tone: 'plain', words: 'Withdrawn' },
  restored: { icon: 'arrow-repeat', tone: 'info', words: 'Put back' },
}

/** Kinds in which it matters who did it. */
const signed: readonly ChangeKind[] = ['signedOff', 'moreEvidence', 'confirmed', 'released']

/** One line for each change. */
export function changeRow(change: Change, pack: PublishedPack): TodoRow {
  const { icon, tone, words } = looks[change.kind]
  const what = change.title ?? pack.form(change.formKey)?.title ?? 'A record'
  const items = change.itemKeys.map((key) => codeOf(pack, key))
  const to = change.kind === 'linked' || change.kind === 'unlinked' ? items : []
  return {
    icon,
    tone,
    title: `${words}: ${what}${to.length > 0 ? ` ${change.kind === 'linked' ? 'to' : 'from'} ${list(to)}` : ''}`,
    link: change.title === null ? null : { label: 'Read', href: `/records/${change.recordId}` },
    why: [
      date(change.at.toISOString()),
      signed.includes(change.kind) ? `by ${change.actorName}` : null,
      change.title === null ? 'no longer shown' : null,
    ]
      .filter(Boolean)
      .join(' · '),
  }
}

const shownRows = 12

/** What is new in a portfolio to whoever looks, with the button that says so. */
export function newsPanel(news: News, pack: PublishedPack, enrolmentId: string): NewsPanel {
  const { changes, lastLook, later, earlier, upTo } = news
  const since = lastLook ? `since you last looked on ${date(lastLook.toISOString())}` : 'you have not looked before'
  const count = changes.length + later
  const rows = changes.map((change) => changeRow(change, pack))
  return {
    hint: `${count === 0 ? 'nothing new' : `${count} new`} ${lastLook ? since : `· ${since}`}`.trim(),
    rows: rows.slice(0, shownRows),
    rest: rows.slice(shownRows),
    mark:
      changes.length > 0
        ? {
            action: `/portfolios/${enrolmentId}/changes/seen`,
            upTo,
            label: changes.length === 1 ? 'I have seen this' : `I have seen these ${changes.length}`,
          }
        : null,
    note:
      later > 0
        ? `${plural(later, 'more change')} follow once you have marked these.`
        : earlier > 0
          ? `${plural(earlier, 'earlier change')} from before are in the timeline.`
          : null,
  }
}

/** "Ready for review": whom, and a word if one likes. */
export function askPage(found: Asking, { actor, typed, problems }: Shown): View {
  const { portfolio, reviewers, earlier } = found
  const title = 'Ready for review'
  const may = mayAsk(actor, found)
  const guard = guardBox({ typed, problems })
  const open = reviewers.filter(({ counts }) => counts.size > 0)
  const chosen = typeof typed?.reviewer === 'string' ? typed.reviewer : open.length === 1 ? open[0]!.id : null
  const page: AskPage = {
    head: {
      title,
      sub: 'Little and often: ask a supervisor to look at what is new, instead of all of it before the panel.',
      over: { link: { label: 'My portfolio', href: `/portfolios/${portfolio.id}` }, text: null },
    },
    problems,
    guard,
    action: `/portfolios/${portfolio.id}/review`,
    lock: isRefusal(may) ? { words: may.reason, remedy: may.remedy ?? null } : null,
    people: reviewers.map((one) => ({
      id: one.id,
      name: one.name,
      as: roleWords(found.pack.pack, one.relation),
      words: one.counts.size > 0 ? `${newSince(one.lastAskedAt)}: ${countWords(one.counts)}` : '',
      checked: one.counts.size > 0 && one.id === chosen,
      lock: one.counts.size > 0 ? null : nothingNew(one),
    })),
    problem: problems.reviewer ?? null,
    words: { value: typeof typed?.words === 'string' ? typed.words : '', problem: problems.words ?? null },
    earlier: earlier.map((review) => ({
      icon: 'send',
      tone: 'plain',
      title: `Asked ${review.askedOfName}`,
      link: { label: 'See what was new', href: `/portfolios/${portfolio.id}/reviews/${review.id}` },
      why: [date(review.at.toISOString()), review.words].filter(Boolean).join(' · '),
    })),
  }
  return view('reviews/ask', page, { title })
}

const newSince = (at: Date | null): string => (at ? `New since you asked on ${date(at.toISOString())}` : 'New to them')

/** What the trainee asked to be looked at. */
export function reviewPage({ portfolio, pack, review, changes, counts }: ReviewFound, { actor }: Shown): View {
  const own = actor.personId === portfolio.personId
  const title = own ? `Review asked of ${review.askedOfName}` : `${portfolio.name} is ready for review`
  return view(
    'reviews/review',
    {
      head: {
        title,
        sub: `Asked on ${date(review.at.toISOString())}`,
        over: {
          link: own
            ? { label: 'Ready for review', href: `/portfolios/${portfolio.id}/review` }
            : { label: portfolio.name, href: `/portfolios/${portfolio.id}` },
          text: null,
        },
        actions: own
          ? []
          : [
              { label: 'Sign off what waits', href: `/portfolios/${portfolio.id}/curriculum`, kind: 'quiet' },
              { label: 'Open the portfolio', href: `/portfolios/${portfolio.id}`, kind: 'main' },
            ],
      },
      quote: review.words,
      counts: countWords(counts),
      rows: changes.map((change) => changeRow(change, pack)),
      empty: {
        icon: 'inbox',
        title: 'Nothing to show',
        why: 'Your role sees nothing of what was new then.',
        action: null,
      },
    },
    { title },
  )
}
