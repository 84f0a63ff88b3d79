import { Temporal } from 'temporal-polyfill'
import { regions } from './region/regions.ts'
import type { Course } from './region/setUp.ts'
import type { DemoWorld } from './setup.ts'

/** Everybody and everything of the demo before its first record. */
export interface Worlds {
  world: DemoWorld
  courses: Course[]
}

const mark = 'day:'

/** The worlds as text, for another thread: days bear a mark, and plans (which hold functions) are looked up there. */
export function packed({ world, courses }: Worlds): string {
  const bare = courses.map(({ plan: _plan, learners, staff, ...course }) => ({
    ...course,
    learners: learners.map(({ plan: _, ...learner }) => learner),
    staff: staff.map(({ plan: _, ...one }) => one),
  }))
  return JSON.stringify({ world, courses: bare }, function (this: Record<string, unknown>, key, value) {
    return this[key] instanceof Temporal.PlainDate ? `${mark}${value}` : value
  })
}

/** The same as it was. */
export function unpacked(text: string): Worlds {
  const { world, courses } = JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? Temporal.PlainDate.from(value.slice(mark.length)) : value,
  ) as Worlds
  const plans = regions.flatMap((region) => region.courses)
  return {
    world,
    courses: courses.map((course, at) => {
      const plan = plans[at]!
      return {
        ...course,
        plan,
        learners: course.learners.map((learner, index) => ({ ...learner, plan: plan.learners[index]! })),
        staff: course.staff.map((one, index) => ({ ...one, plan: plan.staff[index]! })),
      }
    }),
  }
}
