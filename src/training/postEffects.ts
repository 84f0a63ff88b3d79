import { Temporal } from 'temporal-polyfill'
import { overlap, type Period } from '../kit/periods.ts'
import { date, list, plural } from '../kit/ui.ts'
import { crowdedWords, crowdings, type Rooms } from '../places/index.ts'
import { lastOfGrace } from './grace.ts'
import { type PostPlan, postsAfter, type RecordedPost } from './postPlan.ts'
import { nothingWords, periodWords } from './posts.ts'
import type { SiteLead } from './siteLeads.ts'

type Day = Temporal.PlainDate
const compare = Temporal.PlainDate.compare

/** What is known of a portfolio when somebody weighs a change of its posts. */
export interface Weighed {
  posts: readonly RecordedPost[]
  sites: readonly { id: string; name: string }[]
  leads: readonly SiteLead[]
  /** Who signed how much on which day (ISO). */
  signed: readonly { signerId: string; name: string; day: string; count: number }[]
  /** Who has begun a report that is not sent yet. */
  begun: readonly { personId: string; name: string }[]
  /** Posts on which appraisals rest, with how many. */
  resting: readonly { placementId: string; count: number }[]
  /** Requirements that read where and how long the trainee has been. */
  rules: readonly string[]
  /** How many trainees there is room for at these hospitals, and who else is there. */
  crowd: Rooms & { enrolmentId: string; programmeId: string }
}

/** Whether an office has to read and confirm: days that have passed, or posts of others that make way. */
export function needsConfirming({ changesPast, changed, withdrawn, post }: PostPlan): boolean {
  return changesPast || withdrawn.length > 0 || changed.some(({ is }) => is.id !== post?.id)
}

/** What a tick confirms: exactly this change of exactly this record, so that anything else asks again. */
export function tokenOf({ withdrawn, changed, post }: PostPlan): string {
  const words = (one: RecordedPost) => [one.id.slice(-8), one.siteId.slice(-8), one.from, one.until ?? ''].join(' ')
  const stated = post && [post.siteId.slice(-8), post.from, post.until ?? '', post.share ?? ''].join(' ').trim()
  return [stated, ...changed.map(({ was }) => words(was)), ...withdrawn.map(words)].join('|')
}

/** What a change does, in sentences: to the record, to access, to counts, and to what was signed and begun. */
export function effectsOf(found: Weighed, plan: PostPlan, today: Day): string[] {
  const after = postsAfter(found.posts, plan)
  return [
    ...recordWords(found, plan),
    ...accessWords(found, after, today),
    ...signedWords(found, after, today),
    ...countWords(found, after, today),
    ...restingWords(found, plan),
    ...crowdWords(found, plan, today),
  ]
}

/**
 * Hospitals that are then over what they take or are accredited for, on days of a post that this enters or changes (R131):
 * a warning to read and confirm, never a refusal.
 */
export function crowdWords(
  { posts, sites, crowd }: Pick<Weighed, 'posts' | 'sites' | 'crowd'>,
  plan: PostPlan,
  today: Day,
): string[] {
  const iso = ({ siteId, from, until }: RecordedPost) => ({
    ...{ siteId, from: from.toString(), until: until?.toString() ?? null },
  })
  const own = postsAfter(posts, plan).map(iso)
  const entered = [...plan.created, ...plan.changed.map(({ is }) => is)].map(iso)
  const { enrolmentId, programmeId } = crowd
  const guests = [...crowd.guests, ...own.map((post) => ({ ...post, enrolmentId, programmeId }))]
  return crowdings({ limits: crowd.limits, guests }, today.toString())
    .filter((one) =>
      entered.some(
        ({ siteId, from, until }) =>
          siteId === one.limit.siteId && from < (one.until ?? '9999') && one.from < (until ?? '9999'),
      ),
    )
    .map((one) => `${nameOf({ sites }, one.limit.siteId)}: ${crowdedWords(one)}`)
}

const nameOf = ({ sites }: Pick<Weighed, 'sites'>, siteId: string) =>
  sites.find(({ id }) => id === siteId)?.name ?? 'a hospital'

function recordWords(found: Weighed, { withdrawn, changed, created, gaps }: PostPlan): string[] {
  const at = (post: RecordedPost) => `${nameOf(found, post.siteId)}, ${periodWords(post)}`
  return [
    ...changed.map(({ was, is }) => `${at(was)}: becomes ${was.siteId === is.siteId ? periodWords(is) : at(is)}.`),
    ...withdrawn.map((post) => `${at(post)}: is taken off the record.`),
    ...created.map((post) => `${at(post)}: is new on the record.`),
    ...gaps.map(nothingWords),
  ]
}

const daysAt = (posts: readonly RecordedPost[], siteId: string) => posts.filter((one) => one.siteId === siteId)
const holding = (posts: readonly Period[], day: Day) =>
  posts.some(({ from, until }) => compare(from, day) <= 0 && (until === null || compare(day, until) < 0))

/** The last day without break from a day on, for whoever answers at a site. */
function holdsUntil(posts: readonly RecordedPost[], day: Day): Day | null {
  let end: Day | null = day
  for (const { from, until } of [...posts].sort((a, b) => compare(a.from, b.from))) {
    if (end === null || compare(from, end) > 0) break
    if (until === null || compare(end, until) < 0) end = until
  }
  return end
}

function accessWords(found: Weighed, after: readonly RecordedPost[], today: Day): string[] {
  return found.leads.flatMap(({ name, personId, siteId }) => {
    const [was, is] = [daysAt(found.posts, siteId), daysAt(after, siteId)]
    const [had, has] = [holding(was, today), holding(is, today)]
    const begun = found.begun.some((one) => one.personId === personId)
    if (had && !has) {
      const left = is
        .map(({ until }) => until)
        .filter((until) => until && compare(until, today) <= 0)
        .sort((a, b) => compare(a!, b!))
        .at(-1)
      const may = left && compare(today, lastOfGrace(left.toString())) <= 0
      const report = begun ? ', and the report that is begun,' : ''
      return [
        may
          ? `${name} no longer reaches the portfolio from today on; what waited${report} can be finished until ${date(lastOfGrace(left.toString()))}.`
          : `${name} no longer reaches the portfolio from today on${begun ? ', and cannot finish the report that is begun' : ''}.`,
      ]
    }
    if (!had && has) return [`${name} reaches the portfolio from today on.`]
    const ends = [was, is].map((posts) => holdsUntil(posts, today))
    if (had && has && String(ends[0]) !== String(ends[1]))
      return [
        `${name} reaches the portfolio ${ends[1] ? `until ${date(ends[1].subtract({ days: 1 }))}` : 'without an end'}${ends[0] ? `, not until ${date(ends[0].subtract({ days: 1 }))}` : ''}.`,
      ]
    const next = (posts: readonly RecordedPost[]) =>
      posts
        .map(({ from }) => from)
        .filter((from) => compare(today, from) < 0)
        .sort(compare)[0]
    const [before, now] = [next(was), next(is)]
    if (!had && String(before) !== String(now))
      return [now ? `${name} reaches the portfolio from ${date(now)} on.` : `${name} will not reach the portfolio.`]
    return []
  })
}

/** Who signed in days that read otherwise from now on; what is signed stays so. */
function signedWords({ posts, leads, signed }: Weighed, after: readonly RecordedPost[], today: Day): string[] {
  const turned = (siteId: string, iso: string) => {
    const day = Temporal.PlainDate.from(iso)
    return compare(day, today) < 0 && holding(daysAt(posts, siteId), day) && !holding(daysAt(after, siteId), day)
  }
  return leads.flatMap(({ personId, siteId, name }) => {
    const count = signed
      .filter((one) => one.signerId === personId && turned(siteId, one.day))
      .reduce((sum, one) => sum + one.count, 0)
    return count > 0
      ? [
          `${name} signed ${plural(count, 'form')} in days that are no longer on record there. What was signed stays signed.`,
        ]
      : []
  })
}

/** Days in post up to today, and the requirements that read them. */
function countWords({ posts, rules }: Weighed, after: readonly RecordedPost[], today: Day): string[] {
  const [was, is] = [pastDays(posts, today), pastDays(after, today)]
  const moved = was === is ? [] : [`Days in post up to today: ${is}, not ${was}.`]
  const read = rules.length > 0 ? [`Worked out anew at once: ${list(rules)}.`] : []
  return moved.length > 0 ? [...moved, ...read] : []
}

function pastDays(posts: readonly RecordedPost[], today: Day): number {
  let count = 0
  let covered: Day | null = null
  for (const { from, until } of [...posts].sort((a, b) => compare(a.from, b.from))) {
    const end: Day = until && compare(until, today) < 0 ? until : today
    const start: Day = covered && compare(from, covered) < 0 ? covered : from
    if (compare(start, end) < 0) {
      count += start.until(end).days
      covered = end
    }
  }
  return count
}

function restingWords({ resting }: Weighed, { changed }: PostPlan): string[] {
  const count = changed
    .filter(({ was, is }) => was.siteId !== is.siteId || !overlap(was, is))
    .reduce((sum, { was }) => sum + (resting.find(({ placementId }) => placementId === was.id)?.count ?? 0), 0)
  return count > 0
    ? [
        `${plural(count, 'appraisal')} ${count === 1 ? 'rests' : 'rest'} on it and ${count === 1 ? 'goes' : 'go'} with it.`,
      ]
    : []
}
