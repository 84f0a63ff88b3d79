import type { Ctx } from '../../kit/context.ts'
import { type View, view } from '../../kit/render.ts'

export interface OtherRolePage {
  title: string
  /** The role in which the form was opened; null when it is no longer held. */
  opened: { key: string; label: string; detail: string } | null
  acting: string
  keptAt: string | null
  /** Every text of the form, to be copied, where no role of theirs opens it again. */
  words: string | null
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
export function otherRolePage(
  ctx: Ctx,
  openedAs: string,
  keptAt: string | null,
  typed: Readonly<Record<string, unknown>>,
): View {
  const role = ctx.actor.roles.find((one) => one.key === openedAs)
  const model: OtherRolePage = {
    title: 'You act in another role now',
    opened: role ? { key: role.key, label: role.label, detail: role.detail } : null,
    acting: ctx.actor.roleLabel,
    keptAt,
    words: role ? null : wordsIn(typed),
    back: keptAt ?? '/',
  }
  return view('identity/other-role', model, { status: 409 })
}

/** What was written, without what was ticked or chosen. */
function wordsIn(typed: Readonly<Record<string, unknown>>): string | null {
  const texts = Object.entries(typed)
    .filter(([name]) => name.startsWith('f.'))
    .flatMap(([, value]) => (typeof value === 'string' && /\s/.test(value.trim()) ? [value.trim()] : []))
  return texts.length > 0 ? texts.join('\n\n') : null
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
