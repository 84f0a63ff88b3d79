import type { Temporal } from 'temporal-polyfill'
import { applyFor, approve, sendBack } from '../applications/index.ts'
import type { Acting, Address } from './acting.ts'
import type { Course } from './region/setUp.ts'
import type { DemoWorld } from './setup.ts'

/** An application in the demo, in days from the anchor. */
interface Asked {
  person: { enrolmentId: string; personId: string }
  timeZone: string
  query: Record<string, string>
  /** So many days ago. */
  ago: number
  words: Record<string, string>
  /** What the first who decides does with it, a few days later; nothing while it waits. */
  decided?: { by: { personId: string; roleKey: string }; approved: boolean; comment: string }
}

/** Trainees apply for a change of training time: one waits, one is approved, one was sent back. By the real commands. */
export async function tellApplications(
  stageIn: (timeZone: string) => Acting,
  { world, courses }: { world: DemoWorld; courses: readonly Course[] },
  anchor: Temporal.PlainDate,
): Promise<number> {
  const all = [...(await inMedicine(stageIn(world.timeZone), world, anchor)), ...inRadiology(courses, anchor)]
  for (const { person, timeZone, query, ago, words, decided } of all) {
    const stage = stageIn(timeZone)
    const at = (days: number) => anchor.subtract({ days }).toZonedDateTime({ timeZone, plainTime: '18:20' }).toInstant()
    const own = { personId: person.personId, roleKey: `own:${person.enrolmentId}` }
    const { result } = await stage.act(applyFor, own, at(ago), { do: 'send', ...words }, { query })
    const address: Address = { params: { id: result.application.id } }
    if (!decided) continue
    const comment = { comment: decided.comment }
    if (decided.approved) await stage.act(approve, decided.by, at(ago - 3), comment, address)
    else await stage.act(sendBack, decided.by, at(ago - 3), comment, address)
  }
  return all.length
}

const talked = 'My educational supervisor'
const caring = { reason: 'caring', why: 'One day a week is for our child.', discussed: talked }

const more = { reason: 'caring', why: 'Our child starts nursery, so that I can work a day more.', discussed: talked }

async function inMedicine(stage: Acting, world: DemoWorld, anchor: Temporal.PlainDate): Promise<Asked[]> {
  const grant = await stage.db.grant.findFirst({
    where: { role: 'director', scopeKind: 'programme', personId: world.people.james ?? '' },
  })
  const by = grant && { personId: grant.personId, roleKey: `grant:${grant.id}` }
  const { timeZone } = world
  const tom = world.trainees.find(({ account }) => account === 'tom')
  const named = ['amara', 'tom', 'priya']
  const others = world.trainees.filter(
    ({ account, stage: year, ftePercent, elsewhere }) =>
      year === 0 && ftePercent === 100 && !elsewhere && !named.includes(account),
  )
  const away = (from: number, last: number) => ({
    from: anchor.add({ days: from }).toString(),
    last: anchor.add({ days: last }).toString(),
  })
  const fte = (days: number) => ({ kind: 'less-than-full-time', percent: '80', from: anchor.add({ days }).toString() })
  return [
    ...(tom ? [{ person: tom, timeZone, query: fte(180), ago: 4, words: more }] : []),
    ...(by && others[2]
      ? [
          {
            ...{ person: others[2], timeZone, query: fte(140), ago: 20, words: caring },
            decided: { by, approved: true, comment: 'Agreed; the rota can take it.' },
          },
        ]
      : []),
    ...(by && others[3]
      ? [
          {
            ...{ person: others[3], timeZone, ago: 9 },
            query: { kind: 'experience', ...away(250, 430) },
            words: { reason: 'experience', why: 'A placement in rural medicine.', discussed: talked },
            decided: { by, approved: false, comment: 'Please begin with the changeover in August.' },
          },
        ]
      : []),
  ]
}

/** A radiology trainee asks for a short interruption; it waits for the director of training. */
function inRadiology(courses: readonly Course[], anchor: Temporal.PlainDate): Asked[] {
  const course = courses.find(({ learners }) => learners.some(({ account }) => account === 'oscar'))
  const learner = course?.learners.find(({ account }) => account === 'oscar')
  if (!course || !learner) return []
  const days = { from: anchor.add({ days: 100 }).toString(), last: anchor.add({ days: 160 }).toString() }
  return [
    {
      ...{ person: learner, timeZone: course.timeZone, query: { kind: 'break', ...days }, ago: 2 },
      words: { reason: 'study', why: 'A short course abroad.', discussed: 'My director of training' },
    },
  ]
}
