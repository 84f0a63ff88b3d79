import { cleanText, isObject } from './values.ts'

/**
 * Names of inputs. All are flat and start with `f.`: `f.seenOn`, `f.period.from`, `f.ratings.history`,
 * `f.cases.0.problem`. Dots, not brackets: neither express' urlencoded parser (qs) nor multer gives them a meaning, so
 * both hand over the same body, without limits of depth or length of arrays and without objects made by the sender.
 */
export const inputName = (path: string): string => `f.${path}`

/** The id of the element that a problem's link leads to. */
export const inputId = (path: string): string => `f-${path.replaceAll('.', '-')}`

/** A request's body, read with suspicion: whatever was sent, text comes out as clean text. */
export class FormBody {
  readonly #raw: Record<string, unknown>

  constructor(raw: unknown) {
    this.#raw = isObject(raw) ? raw : {}
  }

  /** One text; the first if several were sent, undefined if none or an empty one. */
  text(name: string): string | undefined {
    return this.texts(name)[0]
  }

  /** All texts of that name: one ticked box arrives as a string, several as an array, none as nothing. */
  texts(name: string): string[] {
    const sent = Object.hasOwn(this.#raw, name) ? this.#raw[name] : undefined
    const all = Array.isArray(sent) ? sent : isObject(sent) ? Object.values(sent) : [sent]
    return all.flatMap((item) => (typeof item === 'string' ? cleanText(item) || [] : []))
  }

  /** The numbers of the rows below that name, in order. */
  rows(name: string): number[] {
    const found = new Set<number>()
    for (const key of Object.keys(this.#raw)) {
      if (!key.startsWith(`${name}.`)) continue
      const number = key.slice(name.length + 1).match(/^(\d{1,6})\./)?.[1]
      if (number !== undefined) found.add(Number(number))
    }
    return [...found].sort((a, b) => a - b)
  }
}
