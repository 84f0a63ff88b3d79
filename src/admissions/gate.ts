import type { Ctx } from '../kit/context.ts'
import { url } from './urls.ts'

/** What stays open to somebody frozen: completing the enrolment, their own details and data, help, other roles, leaving. */
const stayOpen = ['/enrolment', '/profile', '/confirm-address', '/help', '/acting', '/sign-out', '/session', '/theme']
/** Doors whose address is the proof, or that are for everybody. */
const outside = [
  '/sign-in',
  '/invitation',
  '/reset',
  '/a',
  '/r',
  '/s',
  '/c',
  '/not-me',
  '/code',
  '/device',
  '/hooks',
  '/dev',
]

/** R24, decision 7: a frozen trainee is led to the page that says why, and how it ends. Their other roles go on. */
export function frozenGate({ actor }: Ctx, _route: unknown, address: string): string | null {
  if (actor.relation !== 'trainee' || actor.own?.state !== 'frozen') return null
  const path = address.split('?')[0]!
  const lies = (below: string) => path === below || path.startsWith(`${below}/`)
  return [...stayOpen, ...outside].some(lies) ? null : `${url.own}?from=frozen`
}
