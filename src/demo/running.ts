import type { Temporal } from 'temporal-polyfill'
import { actorFor } from '../actor.ts'
import { sweepAdmissions } from '../admissions/index.ts'
import { findList } from '../admissions/queries.ts'
import { acceptList, sendList } from '../admissions/service.ts'
import { workOn } from '../changeovers/index.ts'
import { applySheet, sendSheet } from '../changeovers/service.ts'
import type { Ingredients } from '../compose.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import type { Services } from '../kit/context.ts'
import { dbDate, plainDate } from '../kit/periods.ts'
import { systemContext } from '../worker.ts'
import { type Acting, acting, type Player } from './acting.ts'
import { demoEmail, sites } from './cast.ts'
import type { DemoWorld } from './setup.ts'
import { hearing } from './tellers.ts'

/** Somebody who was accepted and has not enrolled, in days from the anchor. */
interface Accepted {
  name: string
  account: string
  /** So many days ago. */
  ago: number
  from: number
  /** Whether they opened their account, with the password of the demo. */
  opened: boolean
}

/** One fresh, one whose office is told in some days, one frozen since last week. */
const accepted: readonly Accepted[] = [
  { name: 'Dr Finlay Grant', account: 'finlay.grant', ago: 5, from: 12, opened: false },
  { name: 'Dr Nadia Haddad', account: 'nadia.haddad', ago: 57, from: -57, opened: false },
  { name: 'Dr Osian Bevan', account: 'osian.bevan', ago: 105, from: -98, opened: true },
]

/**
 * What a running office of Internal Medicine shows: invitations at their several stages (R20–R24), with what the clock did
 * about them, and a changeover by sheet that was applied. By the real commands.
 */
export async function tellRunning(
  ingredients: Ingredients,
  services: Services,
  world: DemoWorld,
  anchor: Temporal.PlainDate,
): Promise<number> {
  const stage = acting({ ingredients, services, listeners: hearing, timeZone: world.timeZone })
  const at = (days: number, plainTime = '09:40') =>
    anchor.add({ days }).toZonedDateTime({ timeZone: world.timeZone, plainTime }).toInstant()
  const office = { stage, ingredients, services }
  const sam = await coordinator(stage, world)
  for (const one of accepted) await accept(office, world, sam, one, at(-one.ago), anchor)
  const system = systemContext(ingredients, services)
  for (const days of sweeps(anchor)) {
    const now = at(days, '06:35')
    await sweepAdmissions({ ...system, clock: { now: () => now }, now, today: anchor.add({ days }) }, hearing)
  }
  const moved = await changeover(office, world, sam, at(-25), anchor)
  return accepted.length + moved
}

async function coordinator({ db }: Acting, { people, programmeId }: DemoWorld): Promise<Player> {
  const { id, personId } = await db.grant.findFirstOrThrow({
    where: { personId: people.sam!, role: 'coordinator', scopeId: programmeId },
  })
  return { personId, roleKey: `grant:${id}` }
}

/** Somebody's circumstances at a moment, for looking. */
async function contextOf({ ingredients, services }: Office, { personId, roleKey }: Player, at: Temporal.Instant) {
  const { db } = ingredients
  const clock = { now: () => at }
  const actor = await actorFor({ db, clock, packs: services.packs }, personId, 'demo', roleKey)
  return { ...systemContext(ingredients, services), db, clock, now: at, actor }
}

async function accept(
  office: Office,
  { programmeId, people }: DemoWorld,
  sam: Player,
  { name, account, from, opened }: Accepted,
  at: Temporal.Instant,
  anchor: Temporal.PlainDate,
): Promise<void> {
  const { stage } = office
  const text = `Name,E-mail,Start\n${name},${demoEmail(account)},${anchor.add({ days: from }).toString()}`
  const { result } = await stage.act(sendList, sam, at, { programmeId, text })
  const list = { params: { listId: result.id } }
  const { hash } = (await findList({ ...(await contextOf(office, sam, at)), ...list }))!
  const { result: made } = await stage.act(acceptList, sam, at, { hash }, list)
  if (!opened) return
  const [one] = made
  const { db } = stage
  const { passwordHash } = await db.account.findUniqueOrThrow({ where: { personId: people.sam! } })
  const { personId, enrolmentId: id } = one!
  await db.account.update({ where: { personId }, data: { state: 'active', passwordHash } })
  await db.identifier.updateMany({ where: { personId, kind: 'email' }, data: { verifiedAt: toJsDate(at) } })
  await db.enrolment.update({ where: { id }, data: { state: 'unenrolled' } })
}

/** The days on which the clock had something to do for one of them, in days from the anchor. */
function sweeps(anchor: Temporal.PlainDate): number[] {
  const weeks = [4, 8, 10, 12].map((week) => week * 7)
  const days = accepted.flatMap(({ from }) => {
    const freezes = anchor.until(anchor.add({ days: from }).add({ months: 3 })).days
    return [...weeks.map((day) => from + day), from + 60, freezes]
  })
  return [...new Set(days)].filter((day) => day <= 0).sort((a, b) => a - b)
}

interface Office {
  stage: Acting
  ingredients: Ingredients
  services: Services
}

/** Two trainees' posts after the last one on record, by a sheet of some weeks ago. */
async function changeover(
  office: Office,
  { programmeId, trainees, siteIds, timeZone }: DemoWorld,
  sam: Player,
  at: Temporal.Instant,
  anchor: Temporal.PlainDate,
): Promise<number> {
  const { stage, ingredients } = office
  const { db } = ingredients
  const soon = { gt: dbDate(anchor.add({ days: 30 })) }
  const ending = await db.enrolment.findMany({
    where: {
      id: { in: trainees.map(({ enrolmentId }) => enrolmentId) },
      endsOn: { gt: dbDate(anchor.add({ days: 500 })) },
    },
    select: {
      ...{ id: true, endsOn: true, placements: { where: { until: soon }, orderBy: { until: 'desc' }, take: 1 } },
    },
  })
  const rows = trainees.flatMap(({ enrolmentId, account, posts }) => {
    const found = ending.find(({ id }) => id === enrolmentId)
    const last = found?.placements[0]
    if (!found || !last?.until || cast.includes(account)) return []
    const from = plainDate(last.until)
    const until = from.add({ days: 182 })
    if (until.until(plainDate(found.endsOn)).sign < 0) return []
    const site = sites[(siteIds.indexOf(posts[0]!.siteId) + 3) % sites.length]!.name
    return [`${demoEmail(account)},Acute medicine,${site},${from.toString()},${until.subtract({ days: 1 }).toString()}`]
  })
  if (rows.length === 0) return 0
  const text = ['E-mail,Post,Site,From,Last day', ...rows.slice(0, 2)].join('\n')
  const { result } = await stage.act(sendSheet, sam, at, { programmeId, text })
  const sheet = { params: { id: result.id } }
  const { planHash } = await db.changeover.findUniqueOrThrow({ where: { id: result.id } })
  await stage.act(applySheet, sam, at.add({ minutes: 4 }), { hash: planHash }, sheet)
  const now = at.add({ minutes: 5 })
  const ctx = await contextOf(office, sam, now)
  const inside = { ...ctx, today: dateIn(now, timeZone) }
  await workOn(inside, result.id, { number: 1, last: true }, { listeners: hearing, actorOf: async () => ctx.actor })
  return 1
}

/** Whose months are told in full: nothing is added to them here. */
const cast: readonly string[] = ['amara', 'tom', 'priya', 'mei']
