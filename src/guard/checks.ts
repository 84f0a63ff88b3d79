/** Check digits of the health services' numbers. Each takes digits (or letters and digits) without separators. */

const digitsOf = (text: string): number[] => [...text].map(Number)
const weighted = (values: readonly number[], weights: readonly number[]): number =>
  weights.reduce((total, weight, index) => total + weight * (values[index] ?? 0), 0)

/** Modulus 11 over ten digits, as NHS numbers and newer CHI numbers carry it. */
export function nhsHolds(digits: string): boolean {
  const values = digitsOf(digits)
  const rest = weighted(values, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return values.length === 10 && (11 - rest) % 11 === values[9] && !/^(\d)\1*$/.test(digits)
}

/** CHI numbers begin with a date of birth; old ones, without their check digit, are taken as well (decision 68). */
export function chiHolds(digits: string): boolean {
  const [day, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))]
  return digits.length === 10 && day >= 1 && day <= 31 && month >= 1 && month <= 12
}

/** An Australian Medicare card: the ninth digit checks the first eight; an eleventh says which person on the card. */
export function medicareHolds(digits: string): boolean {
  const values = digitsOf(digits)
  if (!/^[2-6]\d{9,10}$/.test(digits)) return false
  return weighted(values, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === values[8]
}

/** An Irish PPS number: seven digits, a check letter modulo 23, for some a second letter that counts. */
export function ppsHolds(number: string): boolean {
  const values = digitsOf(number.slice(0, 7))
  const second = number[8] && number[8] !== 'W' ? number.charCodeAt(8) - 64 : 0
  const rest = (weighted(values, [8, 7, 6, 5, 4, 3, 2]) + second * 9) % 23
  return number[7] === (rest === 0 ? 'W' : String.fromCharCode(64 + rest))
}

const nhiLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const nhiValue = (one: string): number => (/\d/.test(one) ? Number(one) : nhiLetters.indexOf(one) + 1)

/** New Zealand's NHI: the old form ends in a digit modulo 11, the new one in a letter modulo 23; each rule is a hit. */
export function nhiHolds(number: string): boolean {
  const values = [...number].map(nhiValue)
  const sum = weighted(values, [7, 6, 5, 4, 3, 2])
  if (/\d$/.test(number)) return sum % 11 !== 0 && (11 - (sum % 11)) % 10 === values[6]! % 10
  return nhiLetters[22 - (sum % 23)] === number[6] || nhiLetters[23 - (sum % 24)] === number[6]
}
