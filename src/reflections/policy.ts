import { type Actor, definePolicy, enrolmentsOf, visibleRecords } from '../policy/index.ts'

/** One's own reflections. Others meet those that are shared on the timeline, never here. */
export const reflectionPolicy = definePolicy({
  visible: (actor: Actor) => ({ enrolments: enrolmentsOf(actor), records: visibleRecords(actor) }),
  actions: {},
})
