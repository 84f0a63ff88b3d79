import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime } from '../../kit/ui.ts'
import type { OwnFactor } from '../queries/secondFactor.ts'
import { recoveryCount } from '../recovery.ts'
import { spacedSecret } from '../totp.ts'
import type { TextInput } from './partials.ts'

export interface SecondFactorPage {
  title: string
  problems: Problems
  state: 'none' | 'pending' | 'set'
  since: string | null
  /** What an administrator did and why, in words. */
  removed: string | null
  current: TextInput
  code: TextInput
  secret: string | null
  codes: string
  few: boolean
}

export interface RecoveryCodesPage {
  title: string
  codes: string[] | null
  left: string
  app: boolean
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/second-factor': SecondFactorPage
    'identity/recovery-codes': RecoveryCodesPage
  }
}

/** The present password, asked for again; never printed back. */
export const passwordInput = (problems: Problems): TextInput => ({
  name: 'current',
  label: 'Present password',
  type: 'password',
  autocomplete: 'current-password',
  max: 200,
  problem: problems.current ?? null,
})

export const codesLeft = (left: number): string => `${left} of ${recoveryCount} recovery codes left`

/** Setting up, changing and removing the second factor: what the page asks depends on how far one is. */
export function secondFactorPage(found: OwnFactor, { ctx, problems }: Shown): View {
  const { since, pending, removed } = found
  const { timeZone } = ctx.config
  const model: SecondFactorPage = {
    title: 'Second factor',
    problems,
    state: pending ? 'pending' : since ? 'set' : 'none',
    since: since && dateTime(since, timeZone),
    removed: removed && `An administrator removed it on ${dateTime(removed.at, timeZone)}. Reason: ${removed.reason}`,
    current: passwordInput(problems),
    code: {
      name: 'code',
      label: 'Code that your app shows now',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      max: 20,
      plain: true,
      width: 'w-half',
      problem: problems.code ?? null,
    },
    secret: pending && spacedSecret(pending),
    codes: codesLeft(found.codesLeft),
    few: since !== null && found.codesLeft < 3,
  }
  return view('identity/second-factor', model)
}

/** The codes just made, until they are put away; afterwards only how many are left. */
export function recoveryCodesPage({ fresh, codesLeft: left, since }: OwnFactor): View {
  return view('identity/recovery-codes', {
    title: 'Recovery codes',
    codes: fresh,
    left: codesLeft(left),
    app: since !== null,
  })
}
