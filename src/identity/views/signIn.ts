import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import { type View, view } from '../../kit/render.ts'
import { localPath } from '../back.ts'
import type { DemoAccount } from '../demo.ts'

export interface SignInPage {
  title: string
  problems: Problems
  login: string
  back: string
  kept: boolean
  left: boolean
  /** Who is signed in already in this browser, if anybody. */
  already: string | null
  resetUrl: string
  demo: readonly DemoAccount[]
  /** The same by programme. */
  demoGroups: readonly (readonly [group: string, accounts: readonly DemoAccount[]])[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/sign-in': SignInPage
  }
}

function groupsOf(accounts: readonly DemoAccount[]): SignInPage['demoGroups'] {
  const groups = [...new Set(accounts.map(({ group }) => group))]
  return groups.map((group) => [group, accounts.filter((one) => one.group === group)] as const)
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 254) : '')

/** The sign-in page, fresh or with its problems. The password is never printed back. */
export function signInPage(found: { accounts: readonly DemoAccount[] }, { ctx, typed, problems }: Shown): View {
  const { query, actor } = ctx
  const model: SignInPage = {
    title: 'Sign in',
    problems,
    login: text(typed?.login),
    back: localPath(typed?.back ?? query.back),
    kept: query.kept === '1',
    left: query.left === '1',
    already: actor.sessionId ? actor.name : null,
    resetUrl: '/reset',
    demo: found.accounts,
    demoGroups: groupsOf(found.accounts),
  }
  return view('identity/sign-in', model, { layout: 'bare' })
}
