import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the checkout, found from the sources as well as from the built files below dist. */
export const root = find(import.meta.dirname)

function find(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const above = dirname(from)
  if (above === from) throw new Error('The folder of the installation (with package.json) was not found.')
  return find(above)
}
