import { type DemoAccount, personName } from '../identity/index.ts'
import type { Config } from '../kit/config.ts'
import { cast, demoEmail, demoPassword } from './cast.ts'

/** The accounts that the sign-in page of a demonstration offers; none anywhere else. */
export function demoAccounts({ demo }: Pick<Config, 'demo'>): readonly DemoAccount[] {
  if (demo === 'off') return []
  return Object.values(cast).map((one) => ({
    login: demoEmail(one.account),
    password: demoPassword,
    name: personName(one),
    about: one.about,
  }))
}
