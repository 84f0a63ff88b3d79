import { type HTMLElement, parse } from 'node-html-parser'
import type request from 'supertest'

type Agent = ReturnType<typeof request.agent>
type Answer = { text: string; status: number }
type Values = Record<string, string | string[]>

/**
 * A form as a browser would read it: names, values, hidden fields and buttons come from the page's own HTML, so that a
 * renamed field or a missing token breaks the test.
 */
export class FormPage {
  readonly #form: HTMLElement
  readonly #values = new Map<string, string[]>()
  readonly page: HTMLElement

  private constructor(page: HTMLElement, form: HTMLElement) {
    this.page = page
    this.#form = form
    for (const control of form.querySelectorAll('input, select, textarea')) this.#read(control)
  }

  /** The first form of a page, or the one that a CSS selector names. */
  static from(answer: Answer, selector = 'main form'): FormPage {
    const page = parse(answer.text)
    const form = page.querySelector(selector)
    if (!form) throw new Error(`No form "${selector}" on this page (status ${answer.status}): ${headingOf(page)}`)
    return new FormPage(page, form)
  }

  #read(control: HTMLElement): void {
    const name = control.getAttribute('name')
    if (!name || control.hasAttribute('disabled')) return
    const type = control.getAttribute('type') ?? ''
    if (type === 'submit' || type === 'button' || type === 'file') return
    if ((type === 'radio' || type === 'checkbox') && !control.hasAttribute('checked')) return
    this.#add(name, held(control))
  }

  #add(name: string, value: string): void {
    this.#values.set(name, [...(this.#values.get(name) ?? []), value])
  }

  /** The names of all controls that can be filled. */
  names(): string[] {
    const controls = this.#form.querySelectorAll('input, select, textarea')
    return [...new Set(controls.map((control) => control.getAttribute('name') ?? ''))].filter(Boolean)
  }

  /** What a control holds now. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.[0]
  }

  /** Fills controls that exist; naming one that does not is an error. */
  fill(values: Values): this {
    const names = new Set(this.names())
    for (const [name, value] of Object.entries(values)) {
      if (!names.has(name)) throw new Error(`The form has no "${name}"; it has ${[...names].join(', ')}`)
      this.#values.set(name, [value].flat())
    }
    return this
  }

  /** Sets a value whether or not there is a control: what an attacker would send. */
  forge(values: Values): this {
    for (const [name, value] of Object.entries(values)) this.#values.set(name, [value].flat())
    return this
  }

  /** Empties controls. */
  clear(...names: string[]): this {
    for (const name of names) this.#values.delete(name)
    return this
  }

  /** The form's body as it would be sent. */
  body(): string {
    const pairs = [...this.#values].flatMap(([name, values]) =>
      values.map((value) => [name, value] as [string, string]),
    )
    return new URLSearchParams(pairs).toString()
  }

  /** Presses a button (by its text, else the first submit) and sends the form; files go as a multipart body. */
  submit(agent: Agent, button?: string, files: Record<string, { name: string; content: Buffer }> = {}) {
    const pressed = this.#button(button)
    const action = pressed?.getAttribute('formaction') ?? this.#form.getAttribute('action') ?? '/'
    const name = pressed?.getAttribute('name')
    if (name) this.#values.set(name, [pressed?.getAttribute('value') ?? ''])
    if (this.#form.getAttribute('enctype') !== 'multipart/form-data') {
      return agent.post(action).set('content-type', 'application/x-www-form-urlencoded').send(this.body())
    }
    const sending = agent.post(action)
    for (const [key, values] of this.#values) for (const value of values) sending.field(key, value)
    for (const [key, file] of Object.entries(files)) sending.attach(key, file.content, file.name)
    return sending
  }

  #button(label: string | undefined): HTMLElement | undefined {
    const buttons = this.#form.querySelectorAll('button').filter((one) => one.getAttribute('type') !== 'button')
    const found = label ? buttons.find((one) => one.text.replace(/\s+/g, ' ').includes(label)) : buttons[0]
    if (label && !found)
      throw new Error(`No button "${label}"; there are ${buttons.map((one) => one.text.trim()).join(', ')}`)
    return found
  }
}

function held(control: HTMLElement): string {
  if (control.tagName === 'TEXTAREA') return decoded(control.innerHTML.replace(/^\n/, ''))
  if (control.tagName !== 'SELECT')
    return decoded(control.getAttribute('value') ?? (control.getAttribute('type') ? 'on' : ''))
  const options = control.querySelectorAll('option')
  const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0]
  return decoded(chosen?.getAttribute('value') ?? chosen?.text ?? '')
}

function decoded(text: string): string {
  return parse(`<i>${text}</i>`).text
}

/** The page's main heading. */
export function headingOf(page: HTMLElement | string): string {
  const root = typeof page === 'string' ? parse(page) : page
  return root.querySelector('h1')?.text.replace(/\s+/g, ' ').trim() ?? ''
}

/** The words of a page's main part, with white space folded. */
export function wordsOf(answer: Answer): string {
  return (parse(answer.text).querySelector('main')?.text ?? answer.text).replace(/\s+/g, ' ').trim()
}
