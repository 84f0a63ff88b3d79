import { definePolicy, enrolmentsOf } from '../policy/index.ts'

/** Portfolios as such: which exist for an actor. */
export const portfolioPolicy = definePolicy({ visible: enrolmentsOf, actions: {} })
