import { type DemoAccount, personName } from '../identity/index.ts'
import type { Config } from '../kit/config.ts'
import { cast, demoEmail, demoPassword, places } from './cast.ts'
import { personOf } from './region/people.ts'
import { regions } from './region/regions.ts'

/** The accounts that the sign-in page of a demonstration offers, by programme; none anywhere else. */
export function demoAccounts({ demo }: Pick<Config, 'demo'>): readonly DemoAccount[] {
  if (demo === 'off') return []
  const first = Object.values(cast).map((one) => ({ ...one, group: places.programme }))
  const others = regions
    .flatMap(({ courses }) => courses)
    .flatMap(({ name, learners, staff }) => [...learners, ...staff].map((plan) => ({ plan, group: name })))
    .filter(({ plan }) => plan.account && plan.about)
    .map(({ plan, group }) => ({ ...personOf(plan), group }))
  return [...first, ...others].map((one) => ({
    login: demoEmail(one.account),
    password: demoPassword,
    name: personName(one),
    about: one.about,
    group: one.group,
  }))
}
