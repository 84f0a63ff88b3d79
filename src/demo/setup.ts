import { Temporal } from 'temporal-polyfill'
import { hashPassword } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { dbDate } from '../kit/periods.ts'
import type { Pack } from '../programmes/index.ts'
import { accredit } from './accredited.ts'
import { announce } from './announced.ts'
import { demoPassword, places, sites } from './cast.ts'
import { addOutlook } from './outlook.ts'
import { castPeople, consultantPeople, type DemoPerson, registrarPeople, traineePeople } from './people.ts'
import { type Dice, dice } from './random.ts'

/** A trainee of the demo, as far as records are made from it. */
export interface DemoTrainee {
  enrolmentId: string
  personId: string
  account: string
  /** How many stages lie behind: 0, 1 or 2. */
  stage: number
  ftePercent: number
  startsOn: Temporal.PlainDate
  posts: {
    from: Temporal.PlainDate
    until: Temporal.PlainDate
    specialty: string
    title: string
    siteId: string
    clinicalId: string
  }[]
  educationalId: string | null
  /** Their enrolment in another programme, for those who train in two. */
  elsewhere?: string
}

export interface DemoWorld {
  timeZone: string
  programmeId: string
  packVersionId: string
  siteIds: string[]
  /** Person ids by account. */
  people: Record<string, string>
  consultants: { id: string; name: string; email: string; specialty: string }[]
  registrars: { id: string; name: string; email: string; specialty: string }[]
  trainees: DemoTrainee[]
}

const adminFrom = '2020-08-01'

/** What posts are called, and what their specialty is in the pack's list. */
const postKinds = [
  ['Acute medicine', 'acute-medicine'],
  ['Geriatric medicine', 'geriatric-medicine'],
  ['Respiratory medicine', 'respiratory-medicine'],
  ['Cardiology', 'cardiology'],
  ['Gastroenterology', 'gastroenterology'],
  ['Renal medicine', 'renal-medicine'],
  ['Critical care', 'intensive-care'],
  ['Endocrinology and diabetes', 'diabetes-and-endocrinology'],
] as const

/**
 * Places, people, posts and supervision of one believable region: 8 hospitals, 20 supervisors, 30 trainees over three
 * years. Relative to the anchor day; the same on every machine. Records come afterwards, through the real commands.
 */
export async function setUpDemo(
  tx: Tx,
  pack: Pack,
  packVersionId: string,
  anchor: Temporal.PlainDate,
): Promise<DemoWorld> {
  const random = dice(20190805)
  const { collegeId, siteIds, programmeId } = await setUpPlaces(tx, pack)
  const passwordHash = await hashPassword(demoPassword)
  const at = toJsDate(anchor.toZonedDateTime('UTC').toInstant())
  const people: Record<string, string> = {}
  const everybody = [...Object.values(castPeople), ...consultantPeople, ...registrarPeople, ...traineePeople]
  for (const one of everybody) people[one.account] = await addPerson(tx, one, passwordHash, at)
  await grants(tx, people, { collegeId, programmeId, siteIds })
  await accredit(tx, { siteIds, programmeId, level: 'All years of the programme', anchor })
  const by = { personId: people.sam!, name: 'Mr Sam Whitfield', role: 'programme coordinator' }
  await announce(tx, { ...by, programmeId, anchor })
  const consultants = [castPeople.helen, castPeople.idris, castPeople.ruth, castPeople.james, ...consultantPeople]
  const world = {
    timeZone: pack.pack.timeZone,
    programmeId,
    packVersionId,
    siteIds,
    people,
    consultants: consultants.map((one) => asColleague(one, people)),
    registrars: registrarPeople.map((one) => asColleague(one, people)),
  }
  const trainees: DemoTrainee[] = []
  for (const plan of plans(random)) trainees.push(await addTrainee(tx, world, plan, pack, anchor, random))
  await addOutlook(tx, trainees, people.sam!, anchor)
  return { ...world, trainees }
}

/**
 * Somebody of another programme who trains in Internal Medicine as well, in the first year of it: the last in the list, so
 * that nobody else's months change by it.
 */
export async function addDual(
  tx: Tx,
  world: DemoWorld,
  { account, personId, enrolmentId }: { account: string; personId: string; enrolmentId: string },
  pack: Pack,
  anchor: Temporal.PlainDate,
): Promise<DemoTrainee> {
  world.people[account] = personId
  const plan: Plan = { account, stage: 0, fte: 100, post: 0, educational: 'idris', clinical: null }
  const trainee = { ...(await addTrainee(tx, world, plan, pack, anchor, dice(55))), elsewhere: enrolmentId }
  world.trainees.push(trainee)
  return trainee
}

const asColleague = (one: DemoPerson, people: Record<string, string>) => ({
  id: people[one.account]!,
  name: `${one.title} ${one.givenName} ${one.familyName}`,
  email: one.email,
  specialty: one.specialty ?? '',
})

async function setUpPlaces(tx: Tx, pack: Pack) {
  const collegeId = newId()
  const contacts = [
    {
      kind: 'programme',
      name: 'Training programme questions',
      email: 'training@demo.attest.example',
      phone: '020 7946 0018',
    },
    { kind: 'technical', name: 'ePortfolio help desk', email: 'help@demo.attest.example', phone: '020 7946 0042' },
  ]
  const { key, title } = pack.pack.college
  await tx.college.create({ data: { id: collegeId, key, name: title, short: key.toUpperCase(), contacts } })
  const networkId = newId()
  await tx.network.create({ data: { id: networkId, collegeId, name: places.network } })
  const siteIds: string[] = []
  for (const site of sites) siteIds.push((await tx.site.create({ data: { id: newId(), networkId, ...site } })).id)
  const programmeId = newId()
  const programme = { packKey: pack.pack.key, name: places.programme, timeZone: pack.pack.timeZone }
  await tx.programme.create({ data: { id: programmeId, collegeId, networkId, ...programme } })
  return { collegeId, siteIds, programmeId }
}

/** A person with an account and a confirmed address. */
export async function addPerson(tx: Tx, one: DemoPerson, passwordHash: string, at: Date): Promise<string> {
  const id = newId()
  const { title, givenName, familyName, grade, specialty, email } = one
  const address = {
    id: newId(),
    kind: 'email' as const,
    value: email,
    normalised: email,
    verifiedAt: at,
    primary: true,
  }
  await tx.person.create({
    data: {
      id,
      title,
      givenName,
      familyName,
      grade,
      specialty,
      claimedGrade: grade,
      phone: '07700 900123',
      detailsCheckedAt: at,
      identifiers: { create: [address] },
      account: { create: { state: 'active', passwordHash } },
    },
  })
  return id
}

async function grants(
  tx: Tx,
  people: Record<string, string>,
  ids: { collegeId: string; programmeId: string; siteIds: string[] },
) {
  const give = (account: string, role: string, scopeKind: string, scopeId: string, programmeId: string | null = null) =>
    tx.grant.create({
      data: { id: newId(), personId: people[account]!, role, scopeKind, scopeId, programmeId, from: dbDate(adminFrom) },
    })
  await give('ruth', 'collegeTutor', 'site', ids.siteIds[0]!, ids.programmeId)
  await give('sam', 'coordinator', 'programme', ids.programmeId)
  await give('james', 'director', 'programme', ids.programmeId)
  await give('morgan', 'collegeAdmin', 'college', ids.collegeId)
}

interface Plan {
  account: string
  stage: number
  fte: number
  /** Index of the first post's kind and site. */
  post: number
  educational: string | null
  clinical: string | null
}

function plans(random: Dice): Plan[] {
  const named: Plan[] = [
    { account: 'amara', stage: 1, fte: 100, post: 1, educational: 'helen', clinical: 'idris' },
    { account: 'tom', stage: 0, fte: 60, post: 2, educational: 'helen', clinical: null },
    { account: 'priya', stage: 2, fte: 100, post: 3, educational: 'idris', clinical: null },
  ]
  const supervisors = ['helen', 'idris', 'james', ...consultantPeople.map((one) => one.account)]
  const others = traineePeople.map(
    ({ account }, index): Plan => ({
      account,
      stage: index % 3,
      fte: index % 6 === 4 ? 80 : index % 11 === 7 ? 60 : 100,
      post: random.whole(0, postKinds.length - 1),
      // One trainee is without a supervisor, as the coordinator's board should show.
      educational: index === 0 ? null : supervisors[index % supervisors.length]!,
      clinical: index % 5 === 1 && supervisors[index % supervisors.length] !== 'idris' ? 'idris' : null,
    }),
  )
  return [...named, ...others]
}

/**
 * The present training year began on a Wednesday some fifteen weeks before the anchor, so that a demo shows the same
 * stretch of a year whenever it is filled.
 */
function yearStart(anchor: Temporal.PlainDate): Temporal.PlainDate {
  const near = anchor.subtract({ days: 109 })
  return near.subtract({ days: (near.dayOfWeek - 3 + 7) % 7 })
}

async function addTrainee(
  tx: Tx,
  world: Omit<DemoWorld, 'trainees'>,
  plan: Plan,
  pack: Pack,
  anchor: Temporal.PlainDate,
  random: Dice,
): Promise<DemoTrainee> {
  const personId = world.people[plan.account]!
  const months = Math.round(1200 / plan.fte)
  const startsOn = yearStart(anchor).subtract({ years: plan.stage })
  const endsOn = startsOn.add({ months: months * 3 })
  const enrolmentId = newId()
  const reviewOn = plan.account === 'priya' ? anchor.add({ days: 19 }) : yearStart(anchor).add({ months: 10, days: 6 })
  await tx.enrolment.create({
    data: {
      id: enrolmentId,
      personId,
      programmeId: world.programmeId,
      packVersionId: world.packVersionId,
      startsOn: dbDate(startsOn),
      endsOn: dbDate(endsOn),
      ftePercent: plan.fte,
      exitRoute: pack.pack.exitRoutes[0]?.key ?? null,
      reviewOn: dbDate(reviewOn),
      evidenceDueOn: dbDate(reviewOn.subtract({ days: pack.pack.review.evidenceDueDaysBefore })),
    },
  })
  // Less than full time stretches a stage; the demo's stages behind were trained full time.
  const stages = pack.pack.stages.slice(0, plan.stage + 1)
  for (const [index, stage] of stages.entries()) {
    const from = startsOn.add({ years: index })
    const until = index === plan.stage ? from.add({ months }) : from.add({ years: 1 })
    await tx.stagePeriod.create({
      data: { id: newId(), enrolmentId, stageKey: stage.key, from: dbDate(from), until: dbDate(until) },
    })
  }
  const posts = await addPosts(tx, world, plan, { enrolmentId, personId, startsOn, anchor }, random)
  const educationalId = plan.educational ? world.people[plan.educational]! : null
  if (educationalId) await addEducational(tx, enrolmentId, educationalId, startsOn, plan.stage)
  return {
    enrolmentId,
    personId,
    account: plan.account,
    stage: plan.stage,
    ftePercent: plan.fte,
    startsOn,
    posts,
    educationalId,
  }
}

async function addEducational(
  tx: Tx,
  enrolmentId: string,
  personId: string,
  startsOn: Temporal.PlainDate,
  stage: number,
) {
  for (let year = 0; year <= stage; year++) {
    const period = { from: dbDate(startsOn.add({ years: year })), until: dbDate(startsOn.add({ years: year + 1 })) }
    await tx.supervision.create({ data: { id: newId(), enrolmentId, personId, kind: 'educational', ...period } })
  }
}

/** Half-year posts from the start to the end of the current year, each at its site with its clinical supervisor. */
async function addPosts(
  tx: Tx,
  world: Omit<DemoWorld, 'trainees'>,
  plan: Plan,
  base: { enrolmentId: string; personId: string; startsOn: Temporal.PlainDate; anchor: Temporal.PlainDate },
  random: Dice,
): Promise<DemoTrainee['posts']> {
  const posts: DemoTrainee['posts'] = []
  for (let half = 0; half < (plan.stage + 1) * 2; half++) {
    const from = base.startsOn.add({ months: half * 6 })
    const until = base.startsOn.add({ months: (half + 1) * 6 })
    const current =
      Temporal.PlainDate.compare(from, base.anchor) <= 0 && Temporal.PlainDate.compare(base.anchor, until) < 0
    const [title, specialty] = postKinds[(plan.post + half * 3 + (current ? 0 : 1)) % postKinds.length]!
    // The cast's current posts are at the first hospitals, so that the college tutor has somebody to look after.
    const siteId = current && plan.account === 'amara' ? world.siteIds[0]! : random.pick(world.siteIds)
    const fixed = current && plan.clinical ? world.people[plan.clinical]! : null
    const able = world.consultants.filter(
      (one) => one.id !== base.personId && one.id !== world.people[plan.educational ?? ''],
    )
    const clinicalId = fixed ?? random.pick(able).id
    const name = current && plan.account === 'amara' ? 'Geriatric medicine' : title
    const kind = current && plan.account === 'amara' ? 'geriatric-medicine' : specialty
    const period = { from: dbDate(from), until: dbDate(until) }
    await tx.placement.create({
      data: { id: newId(), enrolmentId: base.enrolmentId, siteId, title: name, specialty: kind, ...period },
    })
    await tx.supervision.create({
      data: { id: newId(), enrolmentId: base.enrolmentId, personId: clinicalId, kind: 'clinical', ...period },
    })
    posts.push({ from, until, specialty: kind, title: name, siteId, clinicalId })
  }
  return posts
}
