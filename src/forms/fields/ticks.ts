import type { Value } from '../values.ts'
import { inSentence, plural } from '../words.ts'
import { textsOf, type Wrong, wrong } from './kind.ts'

interface Limits {
  label: string
  min?: number | undefined
  max?: number | undefined
}

/** Ticks out of a known set, as many as asked. */
export function checkTicks(raw: unknown, field: Limits, known: readonly string[]): Value | Wrong {
  const ticked = textsOf(raw)
  const name = inSentence(field.label)
  if (ticked.some((one) => !known.includes(one))) return wrong(`Choose ${name} from the list`)
  if (field.min !== undefined && ticked.length < field.min) {
    return wrong(`Choose at least ${field.min} for ${name}: so far there ${areWords(ticked.length)}`)
  }
  if (field.max !== undefined && ticked.length > field.max) {
    return wrong(`Choose at most ${field.max} for ${name}: untick ${ticked.length - field.max}`)
  }
  return ticked
}

const areWords = (amount: number): string => (amount === 0 ? 'is none' : amount === 1 ? 'is one' : `are ${amount}`)

/** "Choose 1 to 3", for the help under the label. */
export function rangeWords(field: { min?: number | undefined; max?: number | undefined }): string | null {
  const { min = 0, max } = field
  if (max === undefined) return min > 1 ? `Choose at least ${min}.` : null
  if (min === max) return `Choose ${max}.`
  return min > 0 ? `Choose ${min} to ${max}.` : `Choose at most ${plural(max, 'of these', 'of these')}.`
}
