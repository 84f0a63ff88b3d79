import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedPostgres, startPostgres } from './postgres.ts'

/** Faster, and nothing is lost that anybody would miss. */
const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/** A server in a folder of its own, for tests and tools; stopping it removes everything. */
export async function temporaryPostgres(name: string): Promise<EmbeddedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), `attest-${name}-`))
  // As root the server runs as another user, who has to pass.
  await chmod(folder, 0o711)
  const server = await startPostgres(folder, { settings: CARELESS })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: server.url, stop }
}
