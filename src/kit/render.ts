import { join } from 'node:path'
import ejs from 'ejs'
import type { Shell } from './shell.ts'
import { createUi, escapeHtml, type SafeHtml, type Ui } from './ui.ts'

/**
 * Templates in EJS, made safe and typed.
 *
 * - A page is named by `view('room/page', model)` alone. Rooms add their models by declaration merging:
 *   `declare module '../kit/render.ts' { interface Pages { 'logs/clinic': ClinicPage } }`
 * - A template sees `page` (its model), `shell`, `ui` and `include`; a layout sees `p` (LayoutInput) and `body`.
 * - A partial of views/shared takes one object `p`; forms take `form`, their fields `field`. What each takes is
 *   declared in partials.ts. A partial also sees `shell` and `ui`, never `page`.
 * - Printing undefined is an error, except in production, where nothing is printed and it is logged.
 *   null prints nothing: "nothing to show".
 */
export interface Pages {
  'errors/403': RefusalPage
  'errors/404': NotFoundPage
  'errors/409': ConflictPage
  'errors/410': GonePage
  'errors/413': GonePage
  'errors/422': GonePage
  'errors/429': ErrorPage
  'errors/500': ErrorPage
}

/** The texts that were typed into a form which could not be taken: given back, to be copied. */
export interface GivenBack {
  typed?: string[]
}

/** `explain` replaces the page's own standing sentence. */
export interface ErrorPage extends GivenBack {
  title: string
  explain: string | null
}

/** `ended`: a role of the reader's own that is over, which may be why. */
export interface NotFoundPage extends ErrorPage {
  ended?: string | null
}

export interface Remedy {
  label: string
  href: string
}

/** A refusal that explains itself: the rule, why it applies here, who could, and what one can do. */
export interface RefusalPage extends GivenBack {
  title: string
  rule: string
  reason: string
  whoCan: string | null
  remedy: Remedy | null
}

/** Two versions that met; `yours` and `theirs` are shown side by side where there is text to keep. */
export interface ConflictPage extends GivenBack {
  title: string
  explain: string | null
  fields: { label: string; yours: string; theirs: string }[]
  /** The heading over `theirs`. */
  theirsIs: string
  remedy: Remedy | null
}

/** With the way on. */
export interface GonePage extends GivenBack {
  title: string
  explain: string | null
  remedy: Remedy | null
}

export type Layout = 'app' | 'print' | 'bare' | 'email' | 'text'

export interface ViewOptions {
  /** The document's title; the page model's own `title`, or that of its head, unless given. */
  title?: string
  layout?: Layout
  status?: number
}

/** A page ready to be rendered: name and model belong together. */
export interface View {
  readonly name: keyof Pages
  readonly model: Pages[keyof Pages]
  readonly title: string | null
  readonly layout: Layout
  readonly status: number
}

/** What layouts take as `p`. */
export interface LayoutInput {
  title: string
  page: string
}

export interface RendererOptions {
  /** The folder of the views. */
  root: string
  /** Keep compiled templates. */
  cache: boolean
  /** Print nothing for undefined and call `warn`, instead of failing. */
  production?: boolean
  warn?: (message: string) => void
}

export interface Renderer {
  render(view: View, shell: Shell): Promise<string>
}

/** Names a template together with its model: the only way to name one. */
export function view<K extends keyof Pages>(name: K, model: Pages[K], options: ViewOptions = {}): View {
  return {
    name,
    model,
    title: options.title ?? titleOf(model),
    layout: options.layout ?? 'app',
    status: options.status ?? 200,
  }
}

function titleOf(model: object): string | null {
  const { title, head } = model as { title?: unknown; head?: { title?: unknown } }
  const words = title ?? head?.title
  return typeof words === 'string' ? words : null
}

const LOCALS = ['page', 'shell', 'ui', 'body', 'p', 'form', 'field']

/** Makes the renderer of a views folder: the page first, then its layout around it. */
export function createRenderer(options: RendererOptions): Renderer {
  let current = ''
  const base: ejs.Options = {
    root: options.root,
    views: [options.root],
    strict: true,
    destructuredLocals: LOCALS,
    cache: options.cache,
    compileDebug: !options.production,
  }
  const missing = () => {
    if (!options.production) throw new Error(`${current} printed undefined`)
    options.warn?.(`${current} printed undefined`)
  }
  const html = { ...base, escape: escaper(escapeHtml, missing) }
  const text = { ...base, escape: escaper((value) => value, missing) }
  const uiOf = uiCache()

  return {
    async render(view, shell) {
      current = view.name
      const engine = view.layout === 'text' ? text : html
      const ui = uiOf(shell)
      const file = (name: string) => join(options.root, `${name}.ejs`)
      // Rendering is synchronous, so `current` names the right page; the promise only carries the result.
      const body = (await ejs.renderFile(file(view.name), { page: view.model, shell, ui }, engine)) as SafeHtml
      current = `layouts/${view.layout}`
      const title = `${view.status === 422 ? 'Error: ' : ''}${view.title ?? 'Attest'}`
      const p: LayoutInput = { title, page: view.name }
      return ejs.renderFile(file(`layouts/${view.layout}`), { shell, ui, body, p }, engine)
    },
  }
}

type Escape = (value?: unknown) => string

/** What `<%=` does: escapes, prints nothing for null, and does not let undefined or an object pass unseen. */
function escaper(encode: (text: string) => string, missing: () => void): Escape {
  return (value) => {
    if (typeof value === 'string') return encode(value)
    if (typeof value === 'number') return String(value)
    if (value === null) return ''
    missing()
    return ''
  }
}

/** Helpers depend on the sprite's address and the time zone alone, so they are made once for each. */
function uiCache(): (shell: Shell) => Ui {
  const known = new Map<string, Ui>()
  return (shell) => {
    const key = `${shell.assets.icons} ${shell.timeZone}`
    const ui = known.get(key) ?? createUi({ icons: shell.assets.icons, timeZone: shell.timeZone })
    known.set(key, ui)
    return ui
  }
}

export type { Shell } from './shell.ts'
