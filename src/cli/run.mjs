// Builds, then runs one of the programs beside this file: node src/cli/run.mjs <name> [arguments]
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, root } from './build.mjs'

const [, , name, ...args] = process.argv
await build()
process.argv = [process.argv[0], name, ...args]
await import(pathToFileURL(join(root, 'dist', 'src', 'cli', `${name}.js`)).href)
