import type { IconName } from './icons.ts'
import type { SafeHtml } from './ui.ts'

/**
 * What each partial takes, by its path below views. Every partial of `views/shared` takes one object `p`:
 * `include('/shared/meter', { p: { title: 'Clinics', … } })`. Forms take `{ form }`, their fields `{ field }`.
 * `null` means that it takes nothing. A room with a partial of its own merges it in:
 *
 *   declare module '../kit/partials.ts' { interface Partials { 'logs/row': { p: LogRow } } }
 */
export interface Partials {
  // The frame; only layouts and error pages include these.
  'shared/document-head': { p: { title: string } }
  'shared/logo': null
  'shared/brand': { p: { href: string } }
  'shared/top-bar': null
  'shared/role-switcher': null
  'shared/profile-menu': null
  'shared/messages': null
  'shared/footer': null
  'shared/bottom-bar': null
  'shared/idle-dialog': null
  'shared/error-page': { p: ErrorBox }
  // The parts of pages.
  'shared/avatar': { p: Avatar }
  'shared/csrf': null
  'shared/problem-summary': { p: ProblemSummary }
}

export interface ErrorBox {
  icon: IconName
  title: string
  text: string
  small: string | null
  remedy: { label: string; href: string } | null
}

/** A person's photo, or the initials where there is none. The name must stand beside it in words. */
export interface Avatar {
  name: string
  photoUrl: string | null
  size: 'small' | 'medium' | 'large'
}

/** Problems of a form by field key, in the order of the fields; each links to the element with that id. */
export interface ProblemSummary {
  problems: Readonly<Record<string, string>>
}

/** The include of templates: absolute, typed by name, and given exactly what the partial declares. */
export type Include = <K extends keyof Partials & string>(
  path: `/${K}`,
  ...locals: Partials[K] extends null ? [] : [locals: Partials[K]]
) => SafeHtml
