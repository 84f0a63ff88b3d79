/** A row with what its clauses may ask: own columns, and related rows as arrays. */
type Row = { readonly [key: string]: unknown }

/**
 * Whether a row fulfils a clause of ours, asked in memory instead of by the database: so that "who can see this" judges
 * many people by the very sentences that guard the routes, without a query for each. Knows the words that the
 * sentences use; any other word is an error, never a guess.
 */
export function holds(clause: object, row: Row): boolean {
  return Object.entries(clause).every(([key, wanted]) => {
    if (wanted === undefined) return true
    if (key === 'AND') return each(wanted).every((one) => holds(one, row))
    if (key === 'OR') return each(wanted).some((one) => holds(one, row))
    if (!(key in row)) throw new Error(`the clause asks for ${key}, which the row does not carry`)
    return matches(wanted, row[key])
  })
}

const each = (wanted: unknown): object[] => (Array.isArray(wanted) ? wanted : [wanted as object])

function matches(wanted: unknown, value: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object') return value === wanted
  return Object.entries(wanted).every(([word, operand]) => {
    if (word === 'in') return (operand as unknown[]).includes(value)
    if (word === 'not') return value !== operand
    if (word === 'some') return (value as Row[]).some((one) => holds(operand as object, one))
    throw new Error(`the clause says ${word}, which is not asked in memory`)
  })
}
