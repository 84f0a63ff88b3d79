import type { Include, Partials } from './partials.ts'
import type { LayoutInput, Pages } from './render.ts'
import type { Shell } from './shell.ts'
import type { SafeHtml, Ui } from './ui.ts'

/** What `npm run views:check` gives the names inside a template. Nothing here exists at run time. */
export interface Tools {
  shell: Shell
  ui: Ui
  include: Include
  /** `<%=` prints texts, numbers and null. What is already safe belongs in `<%-`. */
  escapeFn: <T extends string | number | null>(value: T extends SafeHtml ? never : T) => SafeHtml
  /** `<%-` prints what is safe, or constant. A text that came from elsewhere has the wide type and is refused. */
  __append: <S extends string>(html: string extends S ? never : S) => void
  __line: number
}

/** Every name that a template file may have; layouts are named by the renderer alone. */
export type Renderable = keyof Pages | keyof Partials

type InputOf<N> = N extends keyof Pages
  ? { page: Pages[N] }
  : N extends keyof Partials
    ? NonNullable<Partials[N]>
    : N extends `layouts/${string}`
      ? { p: LayoutInput; body: SafeHtml }
      : never

type Get<T, K extends string> = T extends Record<K, infer V> ? V : never

/** The locals of one template; those that it does not take are never, so that using one is an error. */
export type Locals<N extends string> = Tools & {
  [K in 'page' | 'p' | 'form' | 'field' | 'body']: Get<InputOf<N>, K>
}
