import type { Page } from 'playwright-core'

/**
 * Runs in the page: every element in its place, by what axe judges by, without its words. An element is its tag, classes,
 * roles and states, whether its names and references hold, and what it stands in; rows that are alike are one. Beside
 * them the outline of the page, and how many ids occur twice.
 */
const skeleton = `(() => {
  const told = new Set(['class', 'style', 'role', 'type', 'lang', 'dir', 'scope', 'tabindex', 'open', 'hidden', 'disabled', 'inputmode', 'autocomplete', 'colspan', 'rowspan'])
  const marked = new Set(['href', 'alt', 'title', 'placeholder', 'src', 'list', 'headers', 'required', 'aria-label'])
  const aimed = new Set(['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-errormessage', 'aria-activedescendant', 'popovertarget'])
  const hash = (text) => {
    let a = 0x9e3779b9, b = 0x85ebca6b
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      a = Math.imul(a ^ code, 0x9e3779b1)
      b = Math.imul(b ^ code, 0x5f356495)
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36)
  }
  const reached = (value) => value.trim().split(/\\s+/).map((id) => {
    const one = document.getElementById(id)
    return one ? one.localName + (one.textContent.trim() ? '+' : '-') : 'nothing'
  })
  const own = (one) => {
    const words = [one.localName, one.textContent.trim() ? 'words' : 'none']
    for (const { name, value } of one.attributes) {
      if (aimed.has(name)) words.push(name + '=' + reached(value))
      else if (marked.has(name)) words.push(name + (value.trim() ? '+' : '-'))
      else if (told.has(name) || name.startsWith('aria-')) words.push(name + '=' + value)
    }
    if (one.labels) words.push('labels=' + [...one.labels].some((label) => label.textContent.trim()))
    words.push([...new Set([...one.children].map((child) => child.localName))].sort())
    return words.join(' ')
  }
  const keys = new Set()
  const walk = (one, above) => {
    const key = hash(above + '>' + own(one))
    keys.add(key)
    for (const child of one.children) walk(child, key)
  }
  walk(document.body, hash(own(document.documentElement)))
  const outline = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, main, nav, header, footer, aside, [role]')].map((one) => one.getAttribute('role') ?? one.localName)
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  const landmarks = [...document.querySelectorAll('main, nav, header, footer, aside, section[aria-label], form[aria-label], [role]')].map((one) => one.localName + ' ' + (one.getAttribute('aria-label') ?? reached(one.getAttribute('aria-labelledby') ?? '')))
  const twice = (names) => names.length - new Set(names).size
  keys.add(['title', document.title.trim() !== '', twice(ids), twice(landmarks) > 0].join(' '))
  keys.add(outline.filter((name, at) => name !== outline[at - 1]).join(' '))
  return [...keys]
})()`

/** Remembers what pages were made of. */
export class Skeletons {
  readonly #met = new Set<string>()

  /** Whether the page that is open has anything in it that no page before had; what it has is remembered. */
  async isNew(page: Page): Promise<boolean> {
    const keys = await page.evaluate<string[]>(skeleton)
    const fresh = keys.filter((key) => !this.#met.has(key))
    for (const key of fresh) this.#met.add(key)
    return fresh.length > 0
  }
}
