import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import { type View, view } from '../../kit/render.ts'
import type { FoundHalfway } from '../service/signInCode.ts'
import type { TextInput } from './partials.ts'

export interface SignInCodePage {
  title: string
  problems: Problems
  code: TextInput
  recovery: TextInput
  /** Whether the part for those without their app is open. */
  lost: boolean
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/sign-in-code': SignInCodePage
  }
}

/** The second page of signing in. It names nobody: it may be a stranger who knows a password. */
export function signInCodePage(_found: FoundHalfway, { problems }: Shown): View {
  const model: SignInCodePage = {
    title: 'Your code',
    problems,
    code: {
      name: 'code',
      label: 'Code that your app shows now',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      max: 20,
      plain: true,
      problem: problems.code ?? null,
    },
    recovery: {
      name: 'recovery',
      label: 'Recovery code',
      hint: 'One of the ten that you were given, such as k7m2p-x9qrt. Each works once.',
      autocomplete: 'off',
      max: 40,
      plain: true,
      problem: problems.recovery ?? null,
    },
    lost: Boolean(problems.recovery),
  }
  return view('identity/sign-in-code', model, { layout: 'bare' })
}
