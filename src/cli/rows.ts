// npm run rows: which rows of docs/rows.md a test proves, by HTTP or in a browser, and which are still open.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../kit/root.ts'

/**
 * Only tests that speak HTTP or drive a browser prove a row; a unit test alone does not. Which they are is seen by what
 * they use: the composed application behind supertest, or a real browser.
 */
const proving = /\btestWorld\(|\bstagedWorld\(|\bbrowserWorld\(|from 'supertest'|support\/radiology/

interface Row {
  id: string
  text: string
}

function rowsOf(document: string): Row[] {
  return [...document.matchAll(/^\| ([RD]\d+)\s*\| (.*?)\s*\|/gm)].map(([, id, text]) => ({ id: id!, text: text! }))
}

function testsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return testsBelow(path)
    return entry.name.endsWith('.test.ts') ? [path] : []
  })
}

/** Rows named in the titles of a test file, ranges such as R87–R90 included. */
function namedIn(source: string): Set<string> {
  const titles = [...source.matchAll(/\b(?:it|test|describe)(?:\.each\([^)]*\))?\(\s*(['"`])((?:(?!\1).)*)\1/gs)].map(
    (match) => match[2]!,
  )
  const named = new Set<string>()
  for (const title of titles) {
    for (const [, kind, first, last] of title.matchAll(/\b([RD])(\d+)(?:\s*[–-]\s*[RD]?(\d+))?/g)) {
      for (let n = Number(first); n <= Number(last ?? first); n++) named.add(`${kind}${n}`)
    }
  }
  return named
}

const rows = rowsOf(readFileSync(join(root, 'docs/rows.md'), 'utf8'))
const proven = new Map<string, number>()
for (const path of testsBelow(join(root, 'tests'))) {
  const source = readFileSync(path, 'utf8')
  if (!proving.test(source)) continue
  for (const id of namedIn(source)) proven.set(id, (proven.get(id) ?? 0) + 1)
}
const open = rows.filter(({ id }) => !proven.has(id))
process.stdout.write(`${rows.length - open.length} of ${rows.length} rows proven by HTTP or browser tests\n\nOpen:\n`)
for (const { id, text } of open)
  process.stdout.write(`  ${id.padEnd(5)} ${text.length > 100 ? `${text.slice(0, 97)}…` : text}\n`)
