/**
 * Whether a condition of a form holds for what the form would send (its FormData):
 * `{ mode: 'all' | 'any', tests: [{ name, op, value }] }`. The server decides the same way in src/forms/conditions.ts.
 */
export function conditionHolds(data, { mode, tests }) {
  return mode === 'any' ? tests.some((test) => testHolds(data, test)) : tests.every((test) => testHolds(data, test))
}

function testHolds(data, { name, op, value }) {
  const given = valuesOf(data, name).filter((one) => one.trim() !== '')
  if (op === 'filled') return given.length > 0 === value
  if (given.length === 0) return false
  if (op === 'is') return given.includes(value)
  if (op === 'isNot') return !given.includes(value)
  if (op === 'in') return value.some((one) => given.includes(one))
  const numbers = given.map(Number).filter(Number.isFinite)
  if (value === null || numbers.length === 0) return false
  return op === 'below' ? numbers.some((one) => one < value) : numbers.every((one) => one >= value)
}

/** Of the field itself; of all its parts if it has only parts; or how many there are, for `field.count`. */
function valuesOf(data, name) {
  if (name.endsWith('.count')) return [String(countOf(data, name.slice(0, -'.count'.length)))]
  if (data.has(name)) return data.getAll(name).map(String)
  return [...data].filter(([key]) => key.startsWith(`${name}.`)).map(([, value]) => String(value))
}

/** Ticks are counted one by one, rows once if anything in them is filled. */
function countOf(data, name) {
  const filled = [...data].filter(([, value]) => String(value).trim() !== '').map(([key]) => key)
  const ticks = filled.filter((key) => key === name).length
  const rows = filled.filter((key) => key.startsWith(`${name}.`)).map((key) => key.slice(name.length + 1).split('.')[0])
  return ticks || new Set(rows).size
}
