import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import { lastDay, overlap, type Period } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { lastOfGrace, periodWords, type RecordedPost } from '../training/index.ts'
import { groupBy } from './grouping.ts'
import type { Change } from './plan.ts'
import type { RecordedSpan } from './world.ts'

type Day = Temporal.PlainDate

/** What a changeover means to one supervisor of one trainee. */
export interface Turn {
  personId: string
  kind: SupervisionKind
  trainee: string
  how: 'comes' | 'goes' | 'stays'
  /** As it is read after the trainee's name: "from 5 Aug 2027". */
  words: string
  /** First day without, where their time ends and something may be finished afterwards. */
  until: Day | null
}

const before = (a: Day, b: Day) => Temporal.PlainDate.compare(a, b) < 0
const first = (spans: readonly Period[]): Day => spans.map(({ from }) => from).reduce((a, b) => (before(b, a) ? b : a))
const end = (spans: readonly Period[]): Day | null =>
  spans.some(({ until }) => until === null)
    ? null
    : spans.map(({ until }) => until!).reduce((a, b) => (before(a, b) ? b : a))
const endWords = (until: Day | null) => (until ? `until ${date(lastDay(until))}` : 'without an end')

/**
 * Whose time as supervisor a change makes another, compared as a whole: what leaves the record for the history and comes
 * again with another end is one time, and the days are last days, as people say them.
 */
export function turnsOf({ spans }: Change, trainee: string, today: Day): Turn[] {
  const key = ({ personId, kind }: RecordedSpan) => `${personId} ${kind}`
  const was = groupBy([...spans.corrected, ...spans.moved.map((pair) => pair.was)], key)
  const is = groupBy([...spans.created, ...spans.moved.map((pair) => pair.is)], key)
  return [...new Set([...was.keys(), ...is.keys()])].map((one): Turn => {
    const [had = [], has = []] = [was.get(one), is.get(one)]
    const { personId, kind } = (had[0] ?? has[0])!
    return { personId, kind, trainee, ...turn(had, has, today) }
  })
}

function turn(had: readonly Period[], has: readonly Period[], today: Day): Pick<Turn, 'how' | 'words' | 'until'> {
  if (had.length === 0) return { how: 'comes', words: `from ${date(first(has))}`, until: null }
  if (has.length === 0) {
    const from = first(had)
    return { how: 'goes', words: `${before(today, from) ? 'not' : 'no longer'} from ${date(from)}`, until: null }
  }
  const [ended, ends] = [end(had), end(has)]
  const shorter = ends !== null && (ended === null || before(ends, ended))
  const still = shorter && !before(lastOfGrace(ends.toString()), today)
  return { how: shorter ? 'goes' : 'stays', words: endWords(ends), until: still ? ends : null }
}

/** Supervisors on record after it whose own time stays as it was, while a post in it becomes another. */
export function besidePosts(
  change: Change,
  { spans, turns, trainee, siteOf }: Standing & { turns: readonly Turn[]; trainee: string },
): Turn[] {
  const { withdrawn, changed, created } = change.posts
  const gone = withdrawn.map((post) => ({ post, words: `no post ${periodWords(post)} at ${siteOf(post)}` }))
  const here = [...created, ...changed.map(({ is }) => is)].map((post) => ({
    post,
    words: `post ${periodWords(post)} at ${siteOf(post)}`,
  }))
  const told = (span: RecordedSpan) => turns.some((one) => one.personId === span.personId && one.kind === span.kind)
  return spans
    .filter((span) => span.enrolmentId === change.enrolmentId && !told(span))
    .flatMap((span) => {
      const theirs = [...here, ...gone].filter(({ post }) => overlap(post, span))
      if (theirs.length === 0) return []
      const words = theirs.map((one) => one.words).join(' and ')
      return [{ personId: span.personId, kind: span.kind, trainee, how: 'stays' as const, words, until: null }]
    })
}

/** What stands on record once the changes are written. */
export interface Standing {
  spans: readonly RecordedSpan[]
  siteOf: (post: RecordedPost) => string
}
