/** Addresses that whole departments share say nothing of a person. */
const shared = /^(admin|contact|enquiries|info|mail|medical|office|reception|secretar\w*|team|ward\w*)$/

/** Whether one address may be a slip of the other: a letter or two wrong or turned, or the same name at another domain. */
export function resembles(typed: string, known: string): boolean {
  if (typed === known) return false
  const [name = '', domain = ''] = typed.split('@')
  const [knownName = '', knownDomain = ''] = known.split('@')
  if (name === knownName) return domain !== knownDomain && name.length > 3 && !shared.test(name)
  if (domain !== knownDomain && slips(domain, knownDomain) > 1) return false
  // Short names are alike by chance.
  const allowed = Math.min(name.length, knownName.length) > 5 ? 2 : 1
  return slips(typed, known) <= allowed
}

/** Letters to add, drop, change or turn with their neighbour, to come from one text to the other (optimal string alignment). */
export function slips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Math.abs(a.length - b.length)
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change)
      const turned = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (turned) least = Math.min(least, beforeLast[j - 2]! + 1)
      row.push(least)
    }
    ;[beforeLast, last] = [last, row]
  }
  return last[b.length]!
}
