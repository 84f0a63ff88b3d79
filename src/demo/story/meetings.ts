import { Temporal } from 'temporal-polyfill'
import { deck } from '../deck.ts'
import { inductionSupport, midPointDiscussion, objectives, postInductions } from '../texts/meetings.ts'
import { educational, later, type Teller, type Year } from './teller.ts'

type Day = Temporal.PlainDate

export interface MeetingOptions {
  /** Whether the middle of the year has been talked over, where it has come. */
  midPoint?: boolean
}

/** Induction, mid-point and end-of-placement meetings of a year, as far as there are supervisors to hold them. */
export function meetings(teller: Teller, year: Year, { midPoint = true }: MeetingOptions = {}): void {
  const { random } = teller
  induction(teller, year, year.from.add({ days: random.whole(5, 13) }))
  clinicalInductions(teller, year)
  if (midPoint && !year.current) middle(teller, year.from.add({ days: random.whole(165, 195) }))
  endOfPlacements(teller, year)
}

/** The trainee begins it, the educational supervisor completes it after they have met. */
function meeting(
  teller: Teller,
  form: string,
  on: Day,
  before: Record<string, unknown>,
  written: Record<string, unknown>,
): void {
  const { portfolio, random } = teller
  const supervisor = educational(teller)
  if (!supervisor) return
  const metOn = on.add({ days: random.whole(1, 6) })
  if (Temporal.PlainDate.compare(metOn, teller.anchor) >= 0) return
  const asked: { id?: string } = {}
  later(teller, on, async (at) => {
    asked.id = await portfolio.begin(form, at, before, supervisor)
  })
  later(teller, metOn, (at) =>
    portfolio.completeMeeting(asked.id!, at, supervisor, { ...before, metOn: metOn.toString(), ...written }),
  )
}

function induction(teller: Teller, year: Year, on: Day): void {
  const { decks, random, trainee } = teller
  const post = trainee.posts.find(({ from }) => from.equals(year.from)) ?? trainee.posts[0]!
  const aims = decks.aims.deal()
  if (!aims) return
  const wishes = deck(objectives, random)
  const agreed = Array.from({ length: 3 }, () => {
    const [objective, how] = wishes.deal()!
    return { objective, how, by: year.from.add({ months: random.whole(5, 10) }).toString() }
  })
  const before = { post: post.title, site: post.siteId, aims, ltft: trainee.ftePercent < 100 }
  const support = inductionSupport[year.index % inductionSupport.length]
  meeting(teller, 'induction-appraisal', on, before, { objectives: agreed, support, contract: true })
}

/** One at the start of each post, with its clinical supervisor; at fixed hours, so that no other story changes by it. */
function clinicalInductions({ trainee, portfolio, anchor, deeds, world }: Teller, year: Year): void {
  const posts = trainee.posts.filter(({ from }) => !isAfter(year.from, from) && isAfter(year.to, from))
  const at = (day: Day, hour: number) =>
    day.toZonedDateTime({ timeZone: world.timeZone, plainTime: new Temporal.PlainTime(hour, 20) }).toInstant()
  for (const [index, post] of posts.entries()) {
    const [asks, meets] = [post.from.add({ days: 2 }), post.from.add({ days: 5 })]
    if (!isAfter(anchor, meets)) continue
    const supervisor = { personId: post.clinicalId, roleKey: 'clinicalSupervisor' }
    const { hopes, opportunities, supervision } = postInductions[(year.index + index) % postInductions.length]!
    const before = { post: post.title, site: post.siteId, hopes }
    const written = { ...before, metOn: meets.toString(), opportunities, supervision, safety: true }
    const asked: { id?: string } = {}
    deeds.push({
      at: at(asks, 12),
      run: async (on) => {
        asked.id = await portfolio.begin('clinical-induction', on, before, supervisor)
      },
    })
    deeds.push({ at: at(meets, 16), run: (on) => portfolio.completeMeeting(asked.id!, on, supervisor, written) })
  }
}

function middle(teller: Teller, on: Day): void {
  const { decks, trainee, random } = teller
  const progress = decks.midPoints.deal()
  const post = trainee.posts.find(({ from, until }) => !isAfter(from, on) && isAfter(until, on)) ?? trainee.posts[0]!
  if (!progress) return
  const written = {
    onTrack: random.chance(0.7) ? 'on-track' : 'some-gaps',
    discussion: random.pick(midPointDiscussion),
  }
  meeting(teller, 'mid-point-review', on, { post: post.title, site: post.siteId, progress }, written)
}

const isAfter = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) > 0

/** One for each post that is over, written by its clinical supervisor in the last days of the post. */
function endOfPlacements(teller: Teller, year: Year): void {
  const { trainee, decks, portfolio, random } = teller
  for (const post of trainee.posts.filter(({ from }) => !isAfter(year.from, from) && isAfter(year.to, from))) {
    const text = decks.placements.deal()
    const on = post.until.subtract({ days: random.whole(3, 9) })
    if (!text) return
    const supervisor = { personId: post.clinicalId, roleKey: 'clinicalSupervisor' }
    const values = {
      post: post.title,
      site: post.siteId,
      period: { from: post.from.toString(), to: post.until.subtract({ days: 1 }).toString() },
      writtenOn: on.toString(),
      overall: random.chance(0.3) ? 3 : 2,
      strengths: text.strengths,
      development: text.development,
      next: text.next,
      attendance: 'good',
      daysAbsent: random.whole(0, 4),
      anyConcern: false,
    }
    later(teller, on, (at) => portfolio.appraise('end-of-placement', at, supervisor, values))
  }
}
