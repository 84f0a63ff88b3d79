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

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/other-role': OtherRolePage
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
