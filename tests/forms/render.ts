import { join } from 'node:path'
import ejs from 'ejs'
import { type HTMLElement, parse } from 'node-html-parser'
import { createUi, escapeHtml } from '../../src/kit/ui.ts'

const root = join(import.meta.dirname, '../../views')
const ui = createUi({ icons: '/icons.svg', timeZone: 'Europe/London' })

/** Renders a template of views/forms as the product does: printing undefined fails. */
export async function renderForm(name: string, locals: Record<string, unknown>): Promise<HTMLElement> {
  const html = await ejs.renderFile(
    join(root, `${name}.ejs`),
    { ui, ...locals },
    {
      root,
      views: [root],
      strict: true,
      destructuredLocals: ['page', 'shell', 'ui', 'body', 'p', 'form', 'field'],
      cache: true,
      escape: (value?: unknown) => {
        if (typeof value === 'string') return escapeHtml(value)
        if (typeof value === 'number') return String(value)
        if (value === null) return ''
        throw new Error(`${name} printed ${String(value)}`)
      },
    },
  )
  return parse(html)
}

/** What a browser would send of it: only what is named, ticked and not empty. */
export function sentBy(page: HTMLElement): Record<string, string | string[]> {
  for (const blank of page.querySelectorAll('template')) blank.remove()
  const body: Record<string, string | string[]> = {}
  for (const control of page.querySelectorAll('input, textarea, select')) {
    const name = control.getAttribute('name')
    const value = name ? held(control) : null
    if (!name || value === null) continue
    body[name] = name in body ? [body[name] ?? [], value].flat() : value
  }
  return body
}

function held(control: HTMLElement): string | null {
  const type = control.getAttribute('type')
  if (type === 'file') return null
  if ((type === 'radio' || type === 'checkbox') && !control.hasAttribute('checked')) return null
  // A browser drops the line feed right after the opening tag of a text area.
  if (control.tagName === 'TEXTAREA') return control.textContent.replace(/^\n/, '')
  if (control.tagName !== 'SELECT') return control.getAttribute('value') ?? ''
  return control.querySelector('option[selected]')?.getAttribute('value') ?? ''
}
