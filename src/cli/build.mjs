// Builds what Node runs: the Prisma client, dist/ and the public assets; skipped when no input has changed.
// Plain JavaScript, because it runs before anything is compiled.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

const STAMPS = join(root, 'dist', '.stamps')
const LOCK = join(root, 'dist', '.building')
const require = createRequire(import.meta.url)

const COMMON = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
const STEPS = {
  client: { inputs: ['prisma/schema', ...COMMON], output: 'src/generated/client.ts', run: generate },
  code: { inputs: ['src', 'prisma/schema', ...COMMON], output: 'dist/src/kit/config.js', run: compile },
  assets: {
    inputs: ['src/cli/assets.ts', 'src/kit/icons.ts', 'public', ...COMMON],
    output: 'dist/public/manifest.json',
    run: makeAssets,
  },
}

/**
 * Does the steps whose inputs differ from those of their last run; returns whether there was one. Two builds of one
 * checkout take turns.
 */
export async function build(steps = Object.keys(STEPS)) {
  if ((await stale(steps)).length === 0) return false
  await mkdir(STAMPS, { recursive: true })
  await takeTurn()
  try {
    const todo = await stale(steps)
    for (const name of todo) {
      const { inputs, run } = STEPS[name]
      const stamp = join(STAMPS, name)
      await rm(stamp, { force: true })
      const before = await fingerprint(inputs)
      await run()
      await writeFile(stamp, before)
    }
    return todo.length > 0
  } finally {
    await rm(LOCK, { force: true })
  }
}

async function stale(steps) {
  const checked = await Promise.all(
    steps.map(async (name) => {
      const { inputs, output } = STEPS[name]
      const last = await readFile(join(STAMPS, name), 'utf8').catch(() => '')
      const fresh = existsSync(join(root, output)) && last === (await fingerprint(inputs))
      return fresh ? [] : [name]
    }),
  )
  return checked.flat()
}

function compile() {
  return node([program('typescript', 'tsc'), '-p', 'tsconfig.build.json'])
}

async function makeAssets() {
  const file = join(root, 'dist', 'src', 'cli', 'assets.js')
  if (existsSync(file)) await node([file])
}

/** Makes the Prisma client. The CLI would download an engine that generating does not need: any program will do. */
export function generate() {
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', ...process.env }
  return node([program('prisma', 'prisma'), 'generate', '--schema', 'prisma/schema', '--no-hints'], { env })
}

/** The file that a package's command runs. */
export function program(name, command) {
  const manifest = require.resolve(`${name}/package.json`)
  const { bin } = JSON.parse(require('node:fs').readFileSync(manifest, 'utf8'))
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command])
}

async function fingerprint(inputs) {
  const hash = createHash('sha256').update(process.version)
  for (const input of inputs) await addTo(hash, input)
  return hash.digest('hex')
}

async function addTo(hash, path) {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => null)
  if (!entries) {
    hash.update(`${path}\0`).update(await readFile(join(root, path)).catch(() => ''))
    return
  }
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name !== 'generated') await addTo(hash, `${path}/${name}`)
  }
}

/** Waits for another build of this checkout; one whose process has died is forgotten. */
async function takeTurn() {
  for (;;) {
    const file = await open(LOCK, 'wx').catch(() => null)
    if (file) {
      await file.writeFile(String(process.pid))
      return file.close()
    }
    await pause(200)
    const holder = Number(await readFile(LOCK, 'utf8').catch(() => 0))
    if (holder && !isAlive(holder)) await rm(LOCK, { force: true })
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs a Node program in the checkout; what it printed is shown only when it fails. */
function node(args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text))
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The build failed.\n${printed}`))))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await build()
  process.stdout.write(built ? 'Built.\n' : 'Nothing has changed since the last build.\n')
}
