import { readFileSync } from 'node:fs'
import { chown, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runAs } from './postgresBinaries.ts'
import type { Cluster } from './postgresServer.ts'

/** Whether a server runs on these files and accepts connections, by its own pid file. */
export async function isReady(cluster: Cluster): Promise<boolean> {
  const { pid, status } = await pidFile(cluster)
  return status === 'ready' && isServer(pid)
}

/** Starts the server; throws when it does not come up (another process may just be starting it, or it is dying). */
export async function startServer(cluster: Cluster): Promise<void> {
  await forgetStranger(cluster)
  const { owner, data } = cluster
  const file = join(data, 'attest.conf')
  await writeFile(file, configuration(cluster.settings))
  if (owner) await chown(file, owner.uid, owner.gid)
  await runAs(owner, join(cluster.bin, 'pg_ctl'), ['start', '-w', '-t', '30', '-D', data, '-l', cluster.log])
}

export async function stopServer({ owner, bin, data }: Cluster): Promise<void> {
  await runAs(owner, join(bin, 'pg_ctl'), ['stop', '-w', '-t', '30', '-m', 'fast', '-D', data])
}

/** The last lines of the server's own log, for a start that failed. */
export async function endOfLog({ log }: Cluster): Promise<string> {
  const file = await open(log).catch(() => null)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(1500), position: Math.max(0, size - 1500) })
    return buffer.toString('utf8', 0, bytesRead).split('\n').slice(-8).join('\n').trim()
  } finally {
    await file.close()
  }
}

async function pidFile({ data }: Cluster): Promise<{ pid: number; status: string }> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return { pid: Number(lines[0]) || 0, status: lines[7]?.trim() ?? '' }
}

/**
 * After a crash or a reboot the number in the pid file may belong to another program by now, or to a dead server that
 * nobody has buried; PostgreSQL would then refuse to start for ever.
 */
async function forgetStranger({ data, settings }: Cluster): Promise<void> {
  const socket = settings.unix_socket_directories
  const files = [join(data, 'postmaster.pid'), ...(socket ? [join(socket, '.s.PGSQL.5432.lock')] : [])]
  for (const file of files) {
    const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
    if (!pid || !isAlive(pid) || isServer(pid)) continue
    // Somebody else may have started the server since: what is theirs now stays.
    const still = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
    if (still === pid) await rm(file, { force: true })
  }
}

function isServer(pid: number): boolean {
  if (process.platform !== 'linux') return isAlive(pid)
  const [, name, state] = /^\d+ \((.*)\) (\S)/.exec(statOf(pid)) ?? []
  return name === 'postgres' && state !== 'Z'
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function configuration(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  return `# Written at every start.\n${lines.join('\n')}\n`
}
