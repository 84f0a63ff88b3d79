/** A rating as far as sums know it. */
export interface Rated {
  /** Who rated: only told apart, never shown. */
  by: string
  /** ISO date. */
  ratedOn: string
  ratings: Readonly<Record<string, number>>
}

export interface Sum {
  /** The half-years that it spans: "2026-01". */
  from: string
  to: string
  count: number
  /** Question → value → how many; a question that fewer answered is left out. */
  questions: Readonly<Record<string, Readonly<Record<number, number>>>>
}

/** "2026-01" or "2026-07": the half-year of a day. */
export const halfYearOf = (iso: string): string => `${iso.slice(0, 4)}-${Number(iso.slice(5, 7)) <= 6 ? '01' : '07'}`

/**
 * Sums of ratings by at least so many trainees, over whole half-years that are past: a few who rate often are a few. Each
 * rating is in one sum only, and a sum never changes once it is there: so no two looks differ by a rating, and no sum less
 * another leaves one.
 */
export function sums(rated: readonly Rated[], today: string, least: number): Sum[] {
  const past = rated.filter(({ ratedOn }) => halfYearOf(ratedOn) < halfYearOf(today))
  const halves = [...new Set(past.map(({ ratedOn }) => halfYearOf(ratedOn)))].sort()
  const found: Sum[] = []
  let waiting: Rated[] = []
  let from = halves[0] ?? ''
  for (const half of halves) {
    if (waiting.length === 0) from = half
    waiting = [...waiting, ...past.filter(({ ratedOn }) => halfYearOf(ratedOn) === half)]
    if (trainees(waiting) < least) continue
    found.push({ from, to: half, count: waiting.length, questions: counted(waiting, least) })
    waiting = []
  }
  return found
}

const trainees = (rated: readonly Rated[]): number => new Set(rated.map(({ by }) => by)).size

function counted(rated: readonly Rated[], least: number): Sum['questions'] {
  const keys = [...new Set(rated.flatMap(({ ratings }) => Object.keys(ratings)))]
  const enough = keys.filter((key) => trainees(rated.filter(({ ratings }) => ratings[key] !== undefined)) >= least)
  return Object.fromEntries(
    enough.map((key) => {
      const counts: Record<number, number> = {}
      for (const { ratings } of rated) {
        const value = ratings[key]
        if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1
      }
      return [key, counts]
    }),
  )
}
