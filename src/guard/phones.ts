/** Telephone numbers of the countries that programmes are in, and international ones. */

/** What the digits of a number at home begin with, and how people group them. */
const home: readonly [RegExp, string][] = [
  // United Kingdom
  [/^0(?:7[1-9]|[123]\d|8\d)/, '11 5-6 5-3-3 3-4-4 4-3-4 4-7 4-4-3 5-2-4 5-4-2 5-2-2-2 3-8 3-3-5 4-2-5'],
  [/^0(?:1\d|800)/, '10 4-6 5-5 4-3-3 5-2-3 5-3-2'],
  // Ireland
  [/^08[2-9]/, '10 3-3-4 3-7 3-4-3 3-2-2-3'],
  [/^0(?:1|[2-9]\d)/, '9 2-3-4 2-7 3-6 3-3-3 2-4-3 3-2-4'],
  // Australia
  [/^0[23478]/, '10 2-4-4 4-3-3 4-6 2-8 4-2-2-2'],
  [/^1[38]00/, '10 4-3-3 4-6'],
  // New Zealand
  [/^02\d/, '9 10 11 3-3-3 3-6 3-3-4 3-7 3-4-4 3-8 3-4-3 3-3-5'],
  [/^0[34679]/, '9 2-3-4 2-7 2-4-3'],
]

const asked =
  /(?:\b(?:tel|telephone|phone|phones|mobile|mob|ring|rang|call|text|texted|contact|landline|whatsapp|fax)\b[^.;\d]{0,24}|☎ ?)$/
const time = /^(?:[01]\d|2[0-3])[0-5]\d$/

/**
 * Whether a piece is a telephone number.
 * @param piece as it stands, with a leading + or bracket
 * @param groups its digits
 * @param name the words before it, in small letters
 */
export function isPhone(piece: string, groups: readonly string[], name: string): boolean {
  const digits = groups.join('')
  if (/^\(?\+/.test(piece)) return digits.length >= 9 && digits.length <= 15
  if (/^00[1-9]/.test(digits) && groups[0]!.length >= 2) return digits.length >= 11 && digits.length <= 16
  const sizes = groups.map((one) => one.length).join('-')
  if (home.some(([begins, grouped]) => begins.test(digits) && grouped.split(' ').includes(sizes))) return true
  const local = digits.length >= 6 && digits.length <= 11 && groups.every((one) => one.length >= 2)
  return local && asked.test(name) && !groups.every((one) => time.test(one))
}
