import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import pg from 'pg'
import { startPostgres } from '../../src/kit/postgres.ts'
import { root } from '../../src/kit/root.ts'

/** Killing a process loses nothing that the operating system has. */
const careless = { settings: { fsync: 'off' } }
const folders: string[] = []
const processes: AppProcess[] = []

/** Another process of the application, as far as the database is concerned. */
class AppProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(folder: string) {
    const program = join(root, 'tests', 'support', 'postgresProcess.mjs')
    const env = { ...process.env, NODE_OPTIONS: '' }
    this.#child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'], env })
    const lines: Interface = createInterface(this.#child.stdout!)
    this.#lines = lines[Symbol.asyncIterator]()
    processes.push(this)
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next()
    return done ? 'ended' : value
  }

  async ask(text: string): Promise<string> {
    this.#child.stdin?.write(`${text}\n`)
    return this.line()
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }
}

async function newFolder(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-kit-'))
  await chmod(folder, mode)
  folders.push(folder)
  return folder
}

async function started(folder: string): Promise<AppProcess> {
  const app = new AppProcess(folder)
  expect(await app.line()).toMatch(/^postgresql:/)
  return app
}

async function serverPid(folder: string): Promise<number> {
  const file = join(folder, 'postgres', 'data', 'postmaster.pid')
  return Number((await readFile(file, 'utf8').catch(() => '0')).split('\n')[0])
}

async function queryOnce(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Making the files takes longest, so the tests that kill and recover share theirs. */
const shared = await newFolder()
const A_COMMIT = 'DROP TABLE IF EXISTS t; CREATE TABLE t AS SELECT 7 AS n'

afterAll(async () => {
  for (const app of processes) await app.kill()
  for (const folder of folders) {
    const base = join(folder, 'postgres')
    const files = await realpath(base).catch(() => base)
    const pid = await serverPid(folder)
    if (pid) await (await startPostgres(folder, careless)).stop()
    await rm(files, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
})

describe('the embedded PostgreSQL', () => {
  it('A5: serves two processes that start at once on an empty folder, and the last to leave stops it', async () => {
    const folder = await newFolder()
    const [one, two] = await Promise.all([started(folder), started(folder)])
    expect(await one.ask('CREATE TABLE t AS SELECT 7 AS n')).toBe('done')
    expect(await two.ask('SELECT n FROM t')).toBe('7')
    expect(await one.ask('stop')).toBe('stopped')
    expect(await two.ask('SELECT n FROM t')).toBe('7')
    expect(await two.ask('stop')).toBe('stopped')
    expect(await serverPid(folder)).toBe(0)
    const again = await started(folder)
    expect(await again.ask('SELECT n FROM t')).toBe('7')
    expect(await again.ask('stop')).toBe('stopped')
  })

  it('A5: is found again after kill -9 of the application', async () => {
    const folder = shared
    const first = await started(folder)
    await first.ask(A_COMMIT)
    const pid = await serverPid(folder)
    await first.kill()
    const second = await started(folder)
    expect(await serverPid(folder)).toBe(pid)
    expect(await second.ask('SELECT n FROM t')).toBe('7')
    await second.ask('stop')
    expect(await serverPid(folder)).toBe(0)
  })

  it('A5: is started again by the application after kill -9 of PostgreSQL, with what was committed', async () => {
    const folder = shared
    const apps = await Promise.all([started(folder), started(folder)])
    await apps[0].ask(A_COMMIT)
    process.kill(await serverPid(folder), 'SIGKILL')
    for (const app of apps) expect(await app.line()).toBe('revived')
    expect(await apps[1].ask('SELECT n FROM t')).toBe('7')
    for (const app of apps) expect(await app.ask('stop')).toBe('stopped')
    expect(await serverPid(folder)).toBe(0)
  })

  it('A5: recovers after kill -9 of both, with what was committed', async () => {
    const folder = shared
    const first = await started(folder)
    await first.ask(A_COMMIT)
    await first.kill()
    process.kill(await serverPid(folder), 'SIGKILL')
    const second = await started(folder)
    expect(await second.ask('SELECT n FROM t')).toBe('7')
    expect(await second.ask('stop')).toBe('stopped')
  })

  it('A5: starts when another program has the number in its pid file by now', async () => {
    const folder = shared
    await (await startPostgres(folder, careless)).stop()
    const data = join(folder, 'postgres', 'data')
    await writeFile(join(data, 'postmaster.pid'), `${process.ppid}\n${data}\n1\n5432\n\n\n\nready   \n`)
    const server = await startPostgres(folder, careless)
    expect(await queryOnce(server.url, 'SELECT 1')).toBe(1)
    await server.stop()
  })

  it('A5: starts below a closed home, and starts empty when the data folder was removed', async () => {
    const home = await newFolder(0o700)
    const folder = join(home, 'portfolio')
    const first = await startPostgres(folder, careless)
    await queryOnce(first.url, 'CREATE TABLE t AS SELECT 7 AS n')
    await first.stop()
    const files = await realpath(join(folder, 'postgres'))
    await rm(folder, { recursive: true })
    const second = await startPostgres(folder, careless)
    expect(await queryOnce(second.url, `SELECT to_regclass('t')`)).toBeNull()
    await second.stop()
    for (const path of [files, await realpath(join(folder, 'postgres'))])
      await rm(path, { recursive: true, force: true })
  })

  it('A5: has no port, and its socket is closed to other users however long the path', async () => {
    const folder = join(await newFolder(), 'a'.repeat(80), 'b'.repeat(80))
    await mkdir(folder, { recursive: true, mode: 0o711 })
    const server = await startPostgres(folder, careless)
    expect(await queryOnce(server.url, 'SHOW listen_addresses')).toBe('')
    const socket = new URL(server.url).searchParams.get('host') ?? ''
    expect(socket).toMatch(/^\/tmp\/attest-/)
    expect((await stat(socket)).mode & 0o777).toBe(0o700)
    await server.stop()
    await rm(socket, { recursive: true })
  })

  it('A5: where there is no such socket, has a free port of this machine alone behind a password', async () => {
    const folder = await newFolder()
    const first = await startPostgres(folder, { ...careless, door: 'port' })
    expect(await queryOnce(first.url, 'SHOW listen_addresses')).toBe('127.0.0.1')
    expect(await queryOnce(first.url, 'CREATE TABLE t AS SELECT 7 AS n')).toBeUndefined()
    const stranger = new URL(first.url)
    stranger.password = 'guessed'
    await expect(queryOnce(stranger.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    await first.stop()
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    await once(squatter, 'listening')
    const second = await startPostgres(folder, { ...careless, door: 'port' })
    expect(await queryOnce(second.url, 'SELECT n FROM t')).toBe(7)
    await second.stop()
    squatter.close()
  })

  it('keeps text in UTF-8, upper and lower case beyond ASCII, and offers the ICU collations', async () => {
    const server = await startPostgres(await newFolder(), careless)
    expect(await queryOnce(server.url, `SELECT upper('åé')`)).toBe('ÅÉ')
    expect(await queryOnce(server.url, `SELECT 'Å' < 'b' COLLATE "en-x-icu"`)).toBe(true)
    await server.stop()
  })
})
