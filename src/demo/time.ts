import type { Temporal } from 'temporal-polyfill'
import type { Db } from '../kit/context.ts'
import { recordTime } from '../progress/index.ts'
import type { Acting } from './acting.ts'
import type { Course } from './region/setUp.ts'
import type { DemoWorld } from './setup.ts'

/** A change of training time in the demo, in days from the anchor. */
interface Change {
  enrolmentId: string
  personId: string
  what: string
  from: number
  last?: number
  more?: Record<string, string>
  reason: string
}

/** Training that does not go as planned: less than full time, leave, research, an interruption. Told by the real command. */
export async function tellTime(
  stageIn: (timeZone: string) => Acting,
  { world, courses }: { world: DemoWorld; courses: readonly Course[] },
  anchor: Temporal.PlainDate,
): Promise<number> {
  const changes = [...inMedicine(world), ...inRadiology(courses)]
  for (const { enrolmentId, personId, what, from, last, more, reason, timeZone } of changes) {
    const stage = stageIn(timeZone)
    const grant = await roleOf(stage.db, personId)
    const days = { from: anchor.add({ days: from }).toString(), ...lastOf(anchor, last) }
    const at = anchor.subtract({ days: 2 }).toZonedDateTime({ timeZone, plainTime: '10:00' }).toInstant()
    const address = { params: { enrolmentId }, query: { what, ...days, ...more } }
    await stage.act(recordTime, { personId, roleKey: grant }, at, { reason }, address)
  }
  return changes.length
}

const lastOf = (anchor: Temporal.PlainDate, last: number | undefined): Record<string, string> =>
  last === undefined ? {} : { last: anchor.add({ days: last }).toString() }

async function roleOf(db: Db, personId: string): Promise<string> {
  const { id } = await db.grant.findFirstOrThrow({
    where: { personId, role: { in: ['coordinator', 'collegeAdmin'] } },
    select: { id: true },
  })
  return `grant:${id}`
}

/** Four of the trainees whom nobody signs in as, so that the cast's numbers stay as their stories tell them. */
function inMedicine({ trainees, people, timeZone }: DemoWorld): (Change & { timeZone: string })[] {
  const personId = people.sam
  if (!personId) return []
  const named = ['amara', 'tom', 'priya']
  const others = trainees.filter(
    ({ account, ftePercent, elsewhere }) => !named.includes(account) && ftePercent === 100 && !elsewhere,
  )
  const of = (stage: number, index: number) => others.filter((one) => one.stage === stage)[index]?.enrolmentId
  const plans: (Omit<Change, 'enrolmentId' | 'personId'> & { enrolmentId: string | undefined })[] = [
    { enrolmentId: of(0, 1), what: 'parental', from: 30, last: 211, reason: 'Dates as on the form of the employer.' },
    { enrolmentId: of(1, 1), what: 'fte', from: -60, more: { percent: '80' }, reason: 'Agreed at the last review.' },
    {
      ...{ enrolmentId: of(1, 2), what: 'oopr', from: 100, last: 464, more: { counts: '50' } },
      reason: 'Half of the research year was approved to count.',
    },
    { enrolmentId: of(2, 1), what: 'sickness', from: -40, last: 10, reason: 'Expected back as agreed.' },
    { enrolmentId: of(2, 2), what: 'panel', from: -3, more: { months: '6' }, reason: 'Extension by the panel.' },
  ]
  return plans.flatMap(({ enrolmentId, ...plan }) =>
    enrolmentId ? [{ ...plan, enrolmentId, personId, timeZone }] : [],
  )
}

/** An interruption that is over: the sitting that fell into it does not count as missed. */
function inRadiology(courses: readonly Course[]): (Change & { timeZone: string })[] {
  const course = courses.find(({ learners }) => learners.some(({ account }) => account === 'oscar'))
  const office = course?.staff.find(({ grants }) => grants.some(({ role }) => role === 'collegeAdmin'))
  const learner = course?.learners.find(({ plan }) => plan.name === 'Dr Daniel Ip')
  if (!course || !office || !learner) return []
  return [
    {
      ...{ enrolmentId: learner.enrolmentId, personId: office.id, timeZone: course.timeZone, what: 'break' },
      ...{ from: -150, last: -61, reason: 'Interrupted training, approved by the director of training.' },
    },
  ]
}
