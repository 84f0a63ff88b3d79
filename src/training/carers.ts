import type { Temporal } from 'temporal-polyfill'
import type { Standing } from '../policy/index.ts'
import type { Pack } from '../programmes/index.ts'
import type { PortfolioBase, SupervisorNow } from './queries.ts'

/** Somebody who looks after a trainee today: a supervisor on record, or a lead of the hospital. */
export interface Carer {
  id: string
  name: string
  relation: Standing
  /** The role in which they are told of things. */
  roleKey: string
  until: Temporal.PlainDate | null
}

type Cared = Pick<PortfolioBase, 'educationalSupervisor' | 'clinicalSupervisor' | 'leads'>

/** Everybody who looks after the trainee today: the supervisors on record, and the leads of the hospital. */
export function carersOf({ educationalSupervisor, clinicalSupervisor, leads }: Cared): Carer[] {
  const of = (one: SupervisorNow | null, relation: Standing): Carer[] =>
    one ? [{ ...one, relation, roleKey: relation }] : []
  return [
    ...of(educationalSupervisor, 'educationalSupervisor'),
    ...of(clinicalSupervisor, 'clinicalSupervisor'),
    ...leads,
  ]
}

/** Those of them who sign items off, in the order in which the programme names them. */
export function signersOf(portfolio: Cared, { pack }: Pick<Pack, 'pack'>): Carer[] {
  const carers = carersOf(portfolio)
  return pack.signOffBy.flatMap((relation) => carers.filter((one) => one.relation === relation))
}
