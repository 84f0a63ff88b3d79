/** A piece of a comment that is taken out before the release, and what it was. */
export interface Removed {
  text: string
  what: string
}

/** A comment without the pieces that could identify somebody; each gap says what stood there, and nothing else changes. */
export function redacted(text: string, removed: readonly Removed[]): string {
  if (removed.length === 0) return text
  const longestFirst = removed.toSorted((a, b) => b.text.length - a.text.length)
  const pieces = longestFirst.map((piece) => piece.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return text.replace(new RegExp(pieces.join('|'), 'g'), (found) => {
    const piece = longestFirst.find((one) => one.text === found)
    return `[removed: ${piece!.what}]`
  })
}

/** Reads what was kept of removed pieces. */
export function removedIn(value: unknown): Removed[] {
  if (!Array.isArray(value)) return []
  return value.filter(
    (one): one is Removed =>
      typeof one === 'object' && one !== null && typeof one.text === 'string' && typeof one.what === 'string',
  )
}
