import { Temporal } from 'temporal-polyfill'
import type { LearnerPost } from '../region/setUp.ts'
import { ago, type Tale } from '../region/tale.ts'
import { later } from '../story/teller.ts'
import { agreed, aims, discussed, progress } from './words.ts'

type Day = Temporal.PlainDate
type Values = Record<string, unknown>

/** The trainee begins it; the educational supervisor completes it after they have met, or has yet to. */
function meeting(tale: Tale, form: string, on: Day, before: Values, written: Values | null): void {
  const { portfolio, learner, anchor } = tale
  const by = learner.educational
  if (!by) return
  const asked: { id?: string } = {}
  later(tale, on, async (at) => {
    asked.id = await portfolio.begin(form, at, before, by)
  })
  const metOn = on.add({ days: 4 })
  if (!written || Temporal.PlainDate.compare(metOn, anchor) >= 0) return
  const values = { ...before, metOn: metOn.toString(), ...written }
  later(tale, metOn, (at) => portfolio.completeMeeting(asked.id!, at, by, values))
}

/** Initial and interim meetings of the present post; some interim ones wait for the supervisor. */
export function met(tale: Tale): void {
  const { learner, random } = tale
  const post = learner.posts.at(-1)!
  const place = { post: post.title, site: post.siteId }
  const start = post.from.add({ days: 6 })
  const objectives = [agreed[0]!, random.pick(agreed.slice(1))].map(([objective, how]) => ({
    objective,
    how,
    by: post.from.add({ months: 5 }).toString(),
  }))
  meeting(
    tale,
    'initial-meeting',
    start,
    { ...place, aims: random.pick(aims), ltft: (learner.plan.fte ?? 100) < 100 },
    { objectives, contract: true, support: 'We meet every six weeks, and by phone when nights were hard.' },
  )
  const waits = learner.plan.pace > 0.8
  const on = waits ? ago(tale, 5) : ago(tale, 25)
  if (post.from.until(on).days < 30 || learner.plan.pace < 0.5) return
  meeting(
    tale,
    'interim-meeting',
    on,
    { ...place, progress: random.pick(progress) },
    waits ? null : { onTrack: 'on-track', discussion: random.pick(discussed) },
  )
}

/** The appraisal at the end of a post, by its clinical supervisor. */
export function written(
  tale: Tale,
  post: LearnerPost | undefined,
  text: { strengths: string; development: string; next: string } | undefined,
): void {
  const { portfolio, learner } = tale
  const by = learner.educational
  if (!post || !text || !by) return
  const on = post.until.subtract({ days: 4 })
  const values = {
    post: post.title,
    site: post.siteId,
    period: { from: post.from.toString(), to: post.until.subtract({ days: 1 }).toString() },
    writtenOn: on.toString(),
    overall: learner.plan.pace > 1 ? 3 : 2,
    ...text,
    attendance: 'good',
    daysAbsent: 2,
    anyConcern: false,
  }
  later(tale, on, (at) => portfolio.appraise('end-of-placement', at, by, values))
}
