import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import { type View, view } from '../../kit/render.ts'
import { plural } from '../../kit/ui.ts'
import { personName } from '../names.ts'
import { passwordRules } from '../passwords.ts'
import type { Uninvited } from '../queries/uninvited.ts'
import type { HeldLink } from '../service/links.ts'

export interface ChoosePage {
  title: string
  lead: string
  action: string
  /** Where the page says that it was seen; null where nobody waits to hear it. */
  opened: string | null
  username: string
  button: string
  rules: readonly string[]
  problems: Problems
}

export interface ResetPage {
  title: string
  problems: Problems
  login: string
  sent: boolean
}

export interface ConfirmAddressPage {
  title: string
  email: string
  name: string
  action: string
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/choose-password': ChoosePage
    'identity/reset': ResetPage
    'identity/confirm-address': ConfirmAddressPage
    'identity/not-invited': { title: string; none: string }
  }
}

function choosePage(link: HeldLink, shown: Shown, words: Pick<ChoosePage, 'title' | 'lead' | 'button'>): View {
  const model: ChoosePage = {
    ...words,
    action: `/${link.purpose}/${shown.ctx.params.token}`,
    opened: link.purpose === 'invitation' ? `/invitation/${shown.ctx.params.token}/opened` : null,
    username: link.data.email ?? '',
    rules: passwordRules,
    problems: shown.problems,
  }
  return view('identity/choose-password', model, { layout: 'bare' })
}

/** The page of an invitation: who is invited, and the choice of a password. */
export function invitationPage(link: HeldLink, shown: Shown): View {
  return choosePage(link, shown, {
    title: `Welcome, ${personName(link.name)}`,
    lead: 'Choose a password, and your account is ready.',
    button: 'Open my account',
  })
}

/** What to do without an invitation (R22, R23): said to everybody alike, so that it tells nobody who has an account. */
export const notInvitedPage = ({ waits }: Uninvited): View =>
  view('identity/not-invited', { title: 'You need an invitation', none: noneWords(waits) }, { layout: 'bare' })

/** By when an invitation should have come, by the programmes' own calendars. */
function noneWords(waits: Uninvited['waits']): string {
  const days = new Set(waits.map((one) => one.days))
  if (days.size === 0) return 'two months after your first day'
  if (days.size === 1) return `${plural([...days][0]!, 'day')} after your first day`
  const each = waits.map((one) => `${one.programme} ${plural(one.days, 'day')}`)
  return `by the day that your programme allows for it after your first day (${each.join(', ')})`
}

/** The page of a reset link. */
export function newPasswordPage(link: HeldLink, shown: Shown): View {
  return choosePage(link, shown, {
    title: 'Choose a new password',
    lead: `For ${personName(link.name)}. You will be signed in here and signed out everywhere else.`,
    button: 'Save and sign in',
  })
}

/** Asking for a new password. What follows is the same whether or not the address is known. */
export function resetPage(_found: object, { ctx, typed, problems }: Shown): View {
  const login = typeof typed?.login === 'string' ? typed.login.slice(0, 254) : ''
  const model: ResetPage = { title: 'A new password', problems, login, sent: ctx.query.sent === '1' }
  return view('identity/reset', model, { layout: 'bare' })
}

/** One button, because looking at a link must not use it up. */
export function confirmAddressPage(link: HeldLink, { ctx }: Shown): View {
  const model: ConfirmAddressPage = {
    title: 'Confirm your address',
    email: link.data.email ?? '',
    name: personName(link.name),
    action: `/confirm-address/${ctx.params.token}`,
  }
  return view('identity/confirm-address', model, { layout: 'bare' })
}
