import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime } from '../../kit/ui.ts'
import { pinRules } from '../pins.ts'
import type { OwnPin } from '../service/pin.ts'
import type { TextInput } from './partials.ts'
import { passwordInput } from './secondFactor.ts'

export interface PinPage {
  title: string
  problems: Problems
  since: string | null
  inputs: TextInput[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/pin': PinPage
  }
}

/** Setting, changing and removing the PIN. Nothing that was typed is printed back. */
export function pinPage({ since }: OwnPin, { ctx, problems }: Shown): View {
  const pin = (name: string, label: string, hint: string | null): TextInput => ({
    name,
    label,
    hint,
    type: 'password',
    inputmode: 'numeric',
    autocomplete: 'off',
    max: 12,
    width: 'w-half',
    problem: problems[name] ?? null,
  })
  const model: PinPage = {
    title: 'PIN',
    problems,
    since: since && dateTime(since, ctx.config.timeZone),
    inputs: [
      passwordInput(problems),
      pin('pin', since ? 'New PIN' : 'PIN', pinRules.join(' ')),
      pin('again', 'The same again', null),
    ],
  }
  return view('identity/pin', model)
}
