import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { dateIn, toJsDate } from '../../kit/clock.ts'
import type { Ctx, Tx } from '../../kit/context.ts'
import { newId } from '../../kit/ids.ts'
import { dbDate } from '../../kit/periods.ts'
import { root } from '../../kit/root.ts'
import { type Pack, publishPack } from '../../programmes/index.ts'
import { loadPackFolder } from '../../programmes/load.ts'
import { accredit } from '../accredited.ts'
import type { Player } from '../acting.ts'
import { addPerson } from '../setup.ts'
import { type Line, monthsOf, stagesOf } from './months.ts'
import { personOf } from './people.ts'
import type { CoursePlan, LearnerPlan, RegionPlan, RolePlan, StaffPlan } from './plan.ts'

/** A colleague with the keys of the roles that they hold. */
export interface Staff {
  id: string
  name: string
  email: string
  plan: StaffPlan
  grants: { key: string; role: string; siteId: string | null }[]
}

export interface LearnerPost extends Line {
  title: string
  specialty: string | null
  siteId: string
}

/** A trainee, as far as records are made from it. */
export interface Learner {
  plan: LearnerPlan
  account: string
  personId: string
  enrolmentId: string
  packVersionId: string
  startsOn: Temporal.PlainDate
  stage: string
  posts: LearnerPost[]
  educational: Player | null
  clinical: Player | null
  /** Their enrolment in another programme, for those who train in two. */
  elsewhere?: string
}

/** One programme with everybody in it. */
export interface Course {
  plan: CoursePlan
  timeZone: string
  anchor: Temporal.PlainDate
  programmeId: string
  siteIds: string[]
  staff: Staff[]
  learners: Learner[]
  /** Whether trainees enter their posts themselves. */
  ownPosts: boolean
}

/** Long before anybody's first day. */
const staffFrom = dbDate('2015-08-01')

interface Base {
  ctx: Ctx
  passwordHash: string
  ids: { college: string; network: string; sites: string[] }
}

/** Places, people, posts and roles of a region; records come afterwards, through the real commands. */
export async function setUpRegion(ctx: Ctx, tx: Tx, region: RegionPlan, passwordHash: string): Promise<Course[]> {
  const packs = await Promise.all(region.courses.map(({ pack }) => loaded(pack)))
  const ids = await places(tx, region, packs[0]!)
  const courses: Course[] = []
  for (const [index, plan] of region.courses.entries())
    courses.push(await setUpCourse(tx, { ctx, passwordHash, ids }, plan, packs[index]!))
  return courses
}

const loaded = (folder: string): Promise<Pack> => loadPackFolder(join(root, 'prisma/packs', folder))

async function places(tx: Tx, { short, network, sites }: RegionPlan, { pack }: Pack): Promise<Base['ids']> {
  const college = newId()
  const contact = (kind: string, name: string, account: string, phone: string) => ({
    kind,
    name,
    email: `${account}@demo.attest.example`,
    phone,
  })
  const contacts = [
    contact('programme', 'Training questions', `${pack.college.key}.training`, '020 7946 0061'),
    contact('technical', 'ePortfolio help desk', `${pack.college.key}.help`, '020 7946 0062'),
  ]
  const { key, title: name } = pack.college
  await tx.college.create({ data: { id: college, key, name, short, contacts } })
  const networkId = newId()
  await tx.network.create({ data: { id: networkId, collegeId: college, name: network } })
  const siteIds: string[] = []
  for (const [site, town] of sites)
    siteIds.push((await tx.site.create({ data: { id: newId(), networkId, name: site, town } })).id)
  return { college, network: networkId, sites: siteIds }
}

async function setUpCourse(tx: Tx, base: Base, plan: CoursePlan, pack: Pack): Promise<Course> {
  const { ctx, ids } = base
  const at = toJsDate(ctx.now)
  // The older version first: what is published last is what new trainees are pinned to.
  const older = plan.older ? await loaded(plan.older) : null
  const olderId = older ? await publishPack(tx, older, at) : null
  const packVersionId = await publishPack(tx, pack, at)
  const { key: packKey, timeZone } = pack.pack
  const programmeId = newId()
  const programme = { packKey, name: plan.name, timeZone, collegeId: ids.college, networkId: ids.network }
  await tx.programme.create({ data: { id: programmeId, ...programme } })
  const course: Course = {
    plan,
    timeZone,
    anchor: dateIn(ctx.now, timeZone),
    programmeId,
    siteIds: ids.sites,
    staff: [],
    learners: [],
    ownPosts: pack.pack.posts?.by === 'trainee',
  }
  await accredit(tx, { siteIds: ids.sites, programmeId, level: plan.accredited, anchor: course.anchor })
  for (const one of plan.staff) course.staff.push(await addStaff(tx, base, programmeId, one))
  for (const one of plan.learners) {
    const pinned = one.older && older && olderId ? { pack: older, id: olderId } : { pack, id: packVersionId }
    course.learners.push(await addLearner(tx, base, course, one, pinned))
  }
  return course
}

async function addStaff(
  tx: Tx,
  { ctx, passwordHash, ids }: Base,
  programmeId: string,
  plan: StaffPlan,
): Promise<Staff> {
  const { account: _, ...one } = personOf(plan)
  // Who works in two programmes of the region is one person with the roles of both.
  const known = await tx.identifier.findFirst({ where: { kind: 'email', normalised: one.email } })
  const id = known?.personId ?? (await addPerson(tx, personOf(plan), passwordHash, toJsDate(ctx.now)))
  const grants: Staff['grants'] = []
  for (const { role, at, site } of plan.roles ?? []) {
    const scopeId = { site: ids.sites[site ?? 0]!, network: ids.network, programme: programmeId, college: ids.college }[
      at
    ]
    const grant = await tx.grant.create({
      data: { id: newId(), personId: id, role, scopeKind: at, scopeId, from: staffFrom, ...narrowed(at, programmeId) },
    })
    grants.push({ key: `grant:${grant.id}`, role, siteId: at === 'site' ? scopeId : null })
  }
  return { id, name: `${one.title} ${one.givenName} ${one.familyName}`, email: one.email, plan, grants }
}

/** A role at a hospital or in a network is for the trainees of one programme. */
const narrowed = (at: RolePlan['at'], programmeId: string) => (at === 'site' || at === 'network' ? { programmeId } : {})

async function addLearner(
  tx: Tx,
  { ctx, passwordHash }: Base,
  course: Course,
  plan: LearnerPlan,
  { pack, id: packVersionId }: { pack: Pack; id: string },
): Promise<Learner> {
  const { anchor, programmeId } = course
  const who = personOf(plan)
  const personId = await addPerson(tx, who, passwordHash, toJsDate(ctx.now))
  const enrolmentId = newId()
  // Who trains in two programmes begins where they are shown.
  if (plan.dual) await tx.account.update({ where: { personId }, data: { lastRoleKey: `own:${enrolmentId}` } })
  const ftePercent = plan.fte ?? 100
  const startsOn = monthsOf(anchor, plan.months)
  const stages = stagesOf(pack, startsOn, ftePercent)
  const reviewOn = anchor.add({ days: 40 + ((plan.months * 17) % 150) })
  const now = stages.findLast(({ from }) => Temporal.PlainDate.compare(from, anchor) <= 0)!
  await tx.enrolment.create({
    data: {
      id: enrolmentId,
      personId,
      programmeId,
      packVersionId,
      startsOn: dbDate(startsOn),
      endsOn: dbDate(stages.at(-1)!.until),
      ftePercent,
      exitRoute: plan.exitRoute ?? pack.pack.exitRoutes[0]?.key ?? null,
      reviewOn: dbDate(reviewOn),
      evidenceDueOn: dbDate(reviewOn.subtract({ days: pack.pack.review.evidenceDueDaysBefore })),
    },
  })
  for (const { key, from, until } of stages.filter((one) => Temporal.PlainDate.compare(one.from, anchor) <= 0))
    await tx.stagePeriod.create({
      data: { id: newId(), enrolmentId, stageKey: key, from: dbDate(from), until: dbDate(until) },
    })
  const posts = postsOf(course, plan, startsOn)
  const learner: Learner = {
    plan,
    account: who.account,
    personId,
    enrolmentId,
    packVersionId,
    startsOn,
    stage: now.key,
    posts,
    educational: null,
    clinical: null,
  }
  return course.ownPosts ? learner : { ...learner, ...(await addPosts(tx, course, learner)) }
}

/** Half years at the hospitals in turn, the present one at the hospital of the plan. */
function postsOf({ plan, siteIds, anchor }: Course, learner: LearnerPlan, startsOn: Temporal.PlainDate): LearnerPost[] {
  const halves = Math.floor(learner.months / 6) + 1
  return Array.from({ length: halves }, (_, half) => {
    const { title, specialty = null } = plan.posts(learner, half)
    const back = Math.floor((halves - 1 - half) / 2)
    const siteId = siteIds[(learner.site + back) % siteIds.length]!
    const [from, until] = [startsOn.add({ months: half * 6 }), startsOn.add({ months: half * 6 + 6 })]
    return { from, until, title, specialty, siteId }
  }).filter(({ from }) => Temporal.PlainDate.compare(from, anchor) <= 0)
}

/** Posts entered by the office, with the supervisors of their days. */
async function addPosts(tx: Tx, course: Course, { enrolmentId, posts, plan, startsOn }: Learner) {
  const able = course.staff.filter((one) => one.plan.educational)
  const turn = course.plan.learners.indexOf(plan)
  const educational = able[turn % able.length]!
  let clinical = educational
  for (const [index, { from, until, title, specialty, siteId }] of posts.entries()) {
    const period = { from: dbDate(from), until: dbDate(until) }
    await tx.placement.create({ data: { id: newId(), enrolmentId, siteId, title, specialty, ...period } })
    const site = course.siteIds.indexOf(siteId)
    const there = course.staff.filter((one) => one.plan.site === site && one.id !== educational.id)
    clinical = there[(turn + index) % there.length]!
    await tx.supervision.create({
      data: { id: newId(), enrolmentId, personId: clinical.id, kind: 'clinical', ...period },
    })
  }
  const until = posts.at(-1)!.until
  await tx.supervision.create({
    data: {
      id: newId(),
      enrolmentId,
      personId: educational.id,
      kind: 'educational',
      from: dbDate(startsOn),
      until: dbDate(until),
    },
  })
  return {
    educational: { personId: educational.id, roleKey: 'educationalSupervisor' },
    clinical: { personId: clinical.id, roleKey: 'clinicalSupervisor' },
  }
}
