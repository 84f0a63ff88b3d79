import { cleanText, lengthOf, type Value } from '../values.ts'
import { count, enter, inSentence, plural } from '../words.ts'
import { type Wrong, wrong } from './kind.ts'

interface Limits {
  label: string
  min?: number | undefined
}

/** Free text within its limits; the sentence says the limit and by how much it is missed. */
export function checkWords(raw: unknown, field: Limits, max: number, oneLine: boolean): Value | Wrong {
  if (typeof raw !== 'string') return wrong(enter(field.label))
  const words = (oneLine ? cleanText(raw).replace(/\s+/g, ' ') : cleanText(raw)).trim()
  const length = lengthOf(words)
  if (length > max) {
    return wrong(
      `Shorten ${inSentence(field.label)} by ${plural(length - max, 'character')}: the limit is ${count(max)}, this has ${count(length)}`,
    )
  }
  if (field.min !== undefined && length < field.min) {
    return wrong(
      `Say more in ${inSentence(field.label)}: at least ${plural(field.min, 'character')}, this has ${count(length)}`,
    )
  }
  return words
}
