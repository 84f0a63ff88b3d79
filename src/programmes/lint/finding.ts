/** What is wrong, in which file of the pack's folder, and where in it: `nodes.0.children.2.scale`. */
export interface Finding {
  file: string
  path: string
  message: string
}

/** Collects findings of one file. */
export class Findings {
  readonly all: Finding[] = []
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  add(path: string, message: string): void {
    this.all.push({ file: this.#file, path, message })
  }

  /** Complains unless the thing is so. */
  must(holds: boolean, path: string, message: string): void {
    if (!holds) this.add(path, message)
  }

  /** Complains about every name that is not known. */
  known(names: readonly string[], known: readonly string[], path: string, what: string): void {
    for (const name of names) this.must(known.includes(name), path, `there is no ${what} “${name}”`)
  }

  /** Complains about the second and later places of a key. */
  unique(keys: readonly string[], pathOf: (index: number) => string): void {
    for (const [index, key] of keys.entries()) {
      this.must(keys.indexOf(key) === index, pathOf(index), `“${key}” is there twice`)
    }
  }
}

export const keysOf = (things: readonly { key: string }[]): string[] => things.map(({ key }) => key)
