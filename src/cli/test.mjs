// npm test: sets itself up, runs every check and every test, and ends with the counts alone on the last line.
// Plain JavaScript, because it runs before anything is compiled. Arguments go to jest: npm test -- tests/kit
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, program, root } from './build.mjs'
import { findChromium, MISSING } from './chromium.mjs'

const args = process.argv.slice(2)
const totals = { passed: 0, failed: 0, skipped: 0 }
const failures = []
const say = (text) => process.stdout.write(`${text}\n`)

await check('Build', () => build())
const chromium = findChromium(say)
await check('Browser', () => {
  if (!chromium) throw new Error(MISSING)
})
await check('Lint', () => run([program('@biomejs/biome', 'biome'), 'check', '--error-on-warnings', '.']))
await check('Types', () => run([program('typescript', 'tsc'), '--noEmit']))
await check('Templates', () => run([ours('run'), 'views-check']))
await check('Packs', () => run([ours('run'), 'packs-check']))
await jest('Tests', args)
// The driver drops time zones, so everything dated is tried once more far from Greenwich.
if (args.length === 0) await jest('Tests under Auckland time', ['tz.test.ts'], { TZ: 'Pacific/Auckland' })

if (failures.length) say(`\nFailed: ${failures.join(', ')}`)
say(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exitCode = totals.failed === 0 ? 0 : 1

function ours(name) {
  return join(root, 'src', 'cli', `${name}.mjs`)
}

/** Runs one check and counts it as one. */
async function check(name, work) {
  const started = Date.now()
  try {
    await work()
    totals.passed += 1
    say(`✓ ${name} (${seconds(started)})`)
  } catch (error) {
    totals.failed += 1
    failures.push(name)
    say(`✗ ${name}\n${error.message}`)
  }
}

/** Runs jest and adds its counts, which our reporter leaves in a file; a run without counts is a failure. */
async function jest(name, given, extra = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'attest-totals-'))
  const file = join(folder, 'totals.json')
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules']
  const env = { ...process.env, ATTEST_TEST_TOTALS: file, ...(chromium && { ATTEST_CHROMIUM: chromium }), ...extra }
  say(`\n${name}`)
  const ran = await run([...flags, program('jest', 'jest'), ...given], { env, stdio: 'inherit' }).then(
    () => true,
    () => false,
  )
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  rmSync(folder, { recursive: true })
  for (const key of Object.keys(totals)) totals[key] += counts?.[key] ?? 0
  if (counts?.failed) failures.push(`${counts.failed} in ${name.toLowerCase()}`)
  else if (!ran) {
    totals.failed += 1
    failures.push(`${name.toLowerCase()} did not run to their end`)
  }
}

/** Runs a Node program in the checkout; its output is kept for the case that it fails. */
function run(parts, { env = process.env, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parts, { cwd: root, env, stdio })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        printed += text
      })
    }
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(printed.trim()))))
  })
}

function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`
}
