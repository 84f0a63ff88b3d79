import { demoEmail } from '../cast.ts'
import { type DemoPerson, person } from '../people.ts'
import type { LearnerPlan, StaffPlan } from './plan.ts'

/** A person of a plan with account and address; those with an account of their own name sign in by it. */
export function personOf(plan: StaffPlan | LearnerPlan): DemoPerson {
  const grade = 'grade' in plan ? plan.grade : 'trainee'
  const specialty = 'specialty' in plan ? plan.specialty : null
  const made = person(plan.name, grade, specialty, plan.about ?? '')
  return plan.account ? { ...made, account: plan.account, email: demoEmail(plan.account) } : made
}
