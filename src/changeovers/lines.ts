import { Temporal } from 'temporal-polyfill'
import { lastDay } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import type { RecordedPost } from '../training/index.ts'
import { periodWords, shareWords } from '../training/index.ts'
import type { Change } from './plan.ts'
import type { Wish } from './wishes.ts'
import type { RecordedSpan, World } from './world.ts'

export const groups = ['new', 'changed', 'ended', 'unchanged'] as const
export type Group = (typeof groups)[number]

/** One difference, as it is read: who, what, how it stands on record, and how it will stand. */
export interface Line {
  group: Group
  enrolmentId: string
  trainee: string
  /** Rows of the sheet that say so. */
  rows: number[]
  what: 'post' | 'educational' | 'clinical'
  was: string | null
  is: string | null
}

const compare = Temporal.PlainDate.compare

/** The differences for one trainee, in words; one line of "unchanged" where there are none. */
export function linesOf(
  wishes: readonly Wish[],
  change: Pick<Change, 'enrolmentId' | 'posts' | 'spans'>,
  world: World,
): Line[] {
  const { name } = wishes[0]!.trainee
  const rows = wishes.map(({ row }) => row)
  const line = (group: Group, what: Line['what'], was: string | null, is: string | null): Line => ({
    ...{ group, enrolmentId: change.enrolmentId, trainee: name, rows, what, was, is },
  })
  const lines = [...postLines(change.posts, world, line), ...spanLines(change.spans, world, line)]
  return lines.length > 0 ? lines : [line('unchanged', 'post', null, null)]
}

type Make = (group: Group, what: Line['what'], was: string | null, is: string | null) => Line

function postLines({ withdrawn, changed, created }: Change['posts'], { sites, postWord }: World, line: Make): Line[] {
  const siteOf = (id: string) => sites.find((site) => site.id === id)?.name ?? 'another hospital'
  const words = (post: RecordedPost) =>
    [post.title === postWord ? null : post.title, siteOf(post.siteId), periodWords(post), shareWords(post)]
      .filter(Boolean)
      .join(', ')
  return [
    ...created.map((post) => line('new', 'post', null, words(post))),
    ...changed.map(({ was, is }) => {
      const ends =
        was.siteId === is.siteId &&
        was.from.equals(is.from) &&
        is.until &&
        (!was.until || compare(is.until, was.until) < 0)
      return ends
        ? line('ended', 'post', words(was), `ends on ${date(lastDay(is.until))}`)
        : line('changed', 'post', words(was), words(is))
    }),
    ...withdrawn.map((post) => line('ended', 'post', words(post), 'taken off the record')),
  ]
}

/** Who supervises from when, beside whom they follow. */
function spanLines({ corrected, moved, created }: Change['spans'], world: World, line: Make): Line[] {
  const nameOf = (id: string) =>
    world.names.get(id) ?? world.supervisors.find((one) => one.id === id)?.name ?? 'somebody'
  const words = (span: RecordedSpan) => `${nameOf(span.personId)}, ${periodWords(span)}${besideWords(span)}`
  const longer = moved.filter(({ was, is }) => was.until && (!is.until || compare(was.until, is.until) < 0))
  const lost = [...corrected, ...moved.filter((pair) => !longer.includes(pair)).map(({ was }) => was)]
  const begun = created.filter((span) => !isRest(span, corrected))
  const followed = new Set<string>()
  const lines = begun.map((span) => {
    const before = lost.filter(({ kind, track }) => kind === span.kind && track === span.track)
    for (const { id } of before) followed.add(id)
    const [first] = before
    return line(first ? 'changed' : 'new', span.kind, first ? nameOf(first.personId) : null, words(span))
  })
  return [
    ...lines,
    ...longer.map(({ was, is }) => line('changed', is.kind, words(was), words(is))),
    ...lost
      .filter(({ id }) => !followed.has(id))
      .map((span) => line('ended', span.kind, `${nameOf(span.personId)}${besideWords(span)}`, endWords(span, moved))),
  ]
}

/** What is left of a supervision that somebody else now cuts short is no new one. */
const isRest = (span: RecordedSpan, corrected: readonly RecordedSpan[]) =>
  corrected.some(
    (one) =>
      one.personId === span.personId &&
      one.kind === span.kind &&
      one.track === span.track &&
      one.from.equals(span.from),
  )

/** Of which post of a split week somebody is clinical supervisor. */
const besideWords = ({ track }: RecordedSpan) => (track === 'main' ? '' : `, for the ${track} post`)

function endWords(span: RecordedSpan, moved: Change['spans']['moved']): string {
  const end = moved.find(({ was }) => was.id === span.id)?.is.until
  return end ? `ends on ${date(lastDay(end))}` : 'taken off the record'
}
