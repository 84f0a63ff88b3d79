import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/kit/root.ts'

interface Locked {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Locked

/** npm drops what its registry cannot serve when it writes the file, and `npm ci` then refuses it. */
it('A1: the lock file names the packages of every platform, so that npm ci takes it anywhere', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isFound(path, name)),
  )
  expect(missing).toEqual([])
})

it('the lock file ties nobody to one registry', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved)).toEqual([])
})

/** Looks where Node looks: beside, then in every folder above. */
function isFound(path: string, name: string): boolean {
  const here = `${path ? `${path}/` : ''}node_modules/${name}`
  if (packages[here]) return true
  if (path === '') return false
  const above = path.lastIndexOf('/node_modules/')
  return isFound(above < 0 ? '' : path.slice(0, above), name)
}
