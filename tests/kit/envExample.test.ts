import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/kit/root.ts'

it('A3: .env.example documents every variable that the configuration reads, and no other', () => {
  const example = readFileSync(join(root, '.env.example'), 'utf8')
  const code = readFileSync(join(root, 'src/kit/config.ts'), 'utf8')
  const documented = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name)
  const shape = code.slice(code.indexOf('z.object({'), code.indexOf('Reads the environment once'))
  const read = [...shape.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name)
  expect(read.length).toBeGreaterThan(10)
  expect(documented.sort()).toEqual(read.sort())
})
