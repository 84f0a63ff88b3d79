import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  appendFile,
  chmod,
  chown,
  lstat,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { accountForServer, binaries, mayEnter, type Owner, runAs, SHARED_HOME } from './postgresBinaries.ts'

/** One embedded server: its files, who runs it, and how to reach it. */
export interface Cluster {
  /** PostgreSQL's own data directory. */
  data: string
  log: string
  url: string
  bin: string
  owner: Owner | null
  /** What attest.conf will say. */
  settings: Record<string, string>
}

const DEFAULTS = { timezone: 'UTC', log_timezone: 'UTC', max_connections: '100', log_min_messages: 'warning' }
/** The longest path of a socket is 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET = 100

/** Finds the files of a data folder's server, creating them the first time. */
export async function openCluster(
  dataDir: string,
  settings: Record<string, string> = {},
  kind: DoorKind = process.platform === 'win32' ? 'port' : 'socket',
): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 })
  const account = await accountForServer()
  const base = await homeOf(dataDir, account)
  const owner = account && (await ownerOf(base, account))
  const { bin, major } = await binaries(dataDir, owner)
  const all = { ...DEFAULTS, ...settings }
  if (!existsSync(join(base, 'data'))) await create(base, owner, bin, all, kind)
  await checkVersion(base, major)
  const door = kind === 'port' ? await doorByPort(base) : await doorBySocket(base, owner)
  return {
    data: join(base, 'data'),
    log: join(base, 'log'),
    url: door.url,
    bin,
    owner,
    settings: { ...all, ...door.settings },
  }
}

/**
 * Where the server's files lie: in the data folder, or, when its account cannot get in there, below /var/lib with a
 * link from the data folder. (Removing the data folder thus always means an empty database next time.)
 */
async function homeOf(dataDir: string, account: Owner | null): Promise<string> {
  const base = join(dataDir, 'postgres')
  if (!existsSync(base)) await makeHome(base, dataDir, account)
  return realpath(base)
}

async function makeHome(base: string, dataDir: string, account: Owner | null): Promise<void> {
  if (account && !(await mayEnter(account, dataDir))) {
    const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
    const away = join(SHARED_HOME, `${hash}-${randomBytes(3).toString('hex')}`)
    await mkdir(away, { recursive: true })
    await chmod(SHARED_HOME, 0o711)
    await give(away, account)
    // A link that leads nowhere is left from a folder that was removed.
    await rm(base, { force: true })
    await symlink(away, base).catch(forgive('EEXIST'))
    return
  }
  await mkdir(base, { mode: 0o700 }).catch(forgive('EEXIST'))
  if (account) await give(base, account)
}

/** Root starts the server as whoever owns its files: they may have been made by an ordinary user. */
async function ownerOf(base: string, account: Owner): Promise<Owner> {
  const { uid, gid } = await stat(base)
  return uid === 0 ? account : { uid, gid }
}

/** Makes the files under a passing name and renames at the end: a killed start leaves nothing half-made. */
async function create(
  base: string,
  owner: Owner | null,
  bin: string,
  settings: Record<string, string>,
  kind: DoorKind,
) {
  const draft = join(base, `data.${process.pid}`)
  await rm(draft, { recursive: true, force: true })
  const sync = settings.fsync === 'off' ? ['--no-sync'] : []
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = kind === 'port' ? await passwordAccess(base, owner) : ['--auth=trust']
  await runAs(owner, join(bin, 'initdb'), ['-D', draft, '-U', 'attest', ...access, ...locale, ...sync])
  await appendFile(join(draft, 'postgresql.conf'), "\ninclude_if_exists = 'attest.conf'\n")
  await rename(draft, join(base, 'data')).catch(() => rm(draft, { recursive: true, force: true }))
}

async function checkVersion(base: string, ours: string): Promise<void> {
  const data = (await readFile(join(base, 'data', 'PG_VERSION'), 'utf8')).trim()
  if (data !== ours)
    throw new Error(
      `The database in ${base} was made by PostgreSQL ${data}, and this version of Attest brings ${ours}.`,
    )
}

/** How the application reaches the server. */
export type DoorKind = 'socket' | 'port'

interface Door {
  url: string
  settings: Record<string, string>
}

/** A socket in a closed folder: no port to collide with, and no other user gets in. */
async function doorBySocket(base: string, owner: Owner | null): Promise<Door> {
  const near = join(base, 'socket')
  const short = createHash('sha256').update(base).digest('hex').slice(0, 12)
  const folder = Buffer.byteLength(near) + '/.s.PGSQL.5432'.length <= LONGEST_SOCKET ? near : `/tmp/attest-${short}`
  await mkdir(folder, { mode: 0o700 }).catch(forgive('EEXIST'))
  if (owner) await give(folder, owner)
  const found = await lstat(folder)
  if (!found.isDirectory() || (found.mode & 0o077) !== 0 || found.uid !== (owner?.uid ?? process.getuid?.()))
    throw new Error(`${folder} must be a folder that only the database's user may open; remove it and start again.`)
  return {
    url: `postgresql://attest@localhost:5432/attest?host=${encodeURIComponent(folder)}&sslmode=disable`,
    settings: { listen_addresses: '', unix_socket_directories: folder, port: '5432' },
  }
}

/** Windows has no such socket for PostgreSQL: a free port of this machine alone, behind a password. */
async function doorByPort(base: string): Promise<Door> {
  const password = (await readFile(join(base, 'password'), 'utf8')).trim()
  const port = await portFor(base)
  return {
    url: `postgresql://attest:${password}@127.0.0.1:${port}/attest?sslmode=disable`,
    settings: { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) },
  }
}

/** The port of the last time, as long as nothing else has taken it meanwhile. */
async function portFor(base: string): Promise<number> {
  const file = join(base, 'port')
  await writeFile(file, String(await freePort(0)), { flag: 'wx' }).catch(forgive('EEXIST'))
  const port = Number(await readFile(file, 'utf8'))
  if (existsSync(join(base, 'data', 'postmaster.pid'))) return port
  const free = await freePort(port).catch(() => freePort(0))
  if (free !== port) await writeFile(file, String(free))
  return free
}

async function passwordAccess(base: string, owner: Owner | null): Promise<string[]> {
  const file = join(base, 'password')
  await writeFile(file, randomBytes(24).toString('hex'), { flag: 'wx', mode: 0o600 }).catch(forgive('EEXIST'))
  if (owner) await chown(file, owner.uid, owner.gid)
  return ['--auth=scram-sha-256', `--pwfile=${file}`]
}

/** Whether a port is free, or for 0 any that is. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

async function give(path: string, owner: Owner): Promise<void> {
  await chown(path, owner.uid, owner.gid)
  await chmod(path, 0o700)
}

function forgive(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error
  }
}
