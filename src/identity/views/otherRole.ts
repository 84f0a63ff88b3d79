import type { Ctx } from '../../kit/context.ts'
import { type View, view } from '../../kit/render.ts'

export interface OtherRolePage {
  title: string
  /** The role in which the form was opened; null when it is no longer held. */
  opened: { key: string; label: string; detail: string } | null
  acting: string
  keptAt: string | null
  back: string
}

interface WrongRolePage {
  title: string
  role: { key: string; label: string; detail: string }
  acting: string
  back: string
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/other-role': OtherRolePage
    'identity/wrong-role': WrongRolePage
  }
}

/** "You opened this form in another role": nothing ran, the text is kept, the switch is one button away (R31). */
export function otherRolePage(ctx: Ctx, openedAs: string, keptAt: string | null): View {
  const role = ctx.actor.roles.find((one) => one.key === openedAs)
  const model: OtherRolePage = {
    title: 'You act in another role now',
    opened: role ? { key: role.key, label: role.label, detail: role.detail } : null,
    acting: ctx.actor.roleLabel,
    keptAt,
    back: keptAt ?? '/',
  }
  return view('identity/other-role', model, { status: 409 })
}

/** "You can see this, but not in this role": the page is not there for the acting role (404), and one button away. */
export function wrongRolePage({ actor }: Ctx, roleKey: string, url: string): View {
  const { key, label, detail } = actor.roles.find((one) => one.key === roleKey)!
  const model: WrongRolePage = {
    title: 'You see this in another of your roles',
    role: { key, label, detail },
    acting: actor.roleLabel,
    back: url,
  }
  return view('identity/wrong-role', model, { status: 404 })
}
