/**
 * npm run setup: the first programme of a real installation and its college administrator. Without arguments it says
 * what it needs and which packs are shipped. It may be run again to add a programme, a hospital or an administrator.
 */
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { servicesOver } from '../compose.ts'
import { install } from '../install.ts'
import { systemClock } from '../kit/clock.ts'
import { readConfig } from '../kit/config.ts'
import { boot } from '../kit/lifecycle.ts'
import { createLog } from '../kit/log.ts'
import { root } from '../kit/root.ts'
import { loadPackFolder, packFolders } from '../programmes/load.ts'
import { systemContext } from '../worker.ts'

const usage = `npm run setup -- --pack internal-medicine/2019.1 --network "North East" \\
  --programme "Internal Medicine, North East" --site "St Anne's Hospital" [--site …] \\
  --name "Ms Morgan Ellis" --email morgan@example.org`

const { values } = parseArgs({
  options: {
    pack: { type: 'string' },
    network: { type: 'string' },
    programme: { type: 'string' },
    site: { type: 'string', multiple: true },
    name: { type: 'string' },
    email: { type: 'string' },
  },
})

/** "internal-medicine/2019.1". */
const nameOf = (folder: string): string => `${basename(dirname(folder))}/${basename(folder)}`

const folders = await packFolders(join(root, 'prisma/packs'))
const folder = folders.find((one) => nameOf(one) === values.pack)
const { network, programme, site = [], name, email } = values

if (!folder || !network || !programme || !name || !email?.includes('@')) {
  console.error(`${usage}\n\nPacks: ${folders.map(nameOf).join(', ')}`)
  process.exitCode = 2
} else {
  const config = readConfig({ ...process.env, ATTEST_DEMO: 'off' })
  const log = createLog('warn')
  const pack = await loadPackFolder(folder)
  const booted = await boot(config)
  try {
    const ingredients = { db: booted.db, pool: booted.pool, config, clock: systemClock, log }
    const ctx = systemContext(ingredients, servicesOver(ingredients))
    const administrator = { name, email }
    const { invitation } = await install(ctx, { pack, network, programme, sites: site, administrator })
    console.log(`${programme} is ready, with ${pack.pack.title} ${pack.pack.version}.`)
    console.log(
      invitation
        ? `${name} chooses a password here (the link works for 14 days, once):\n${invitation}`
        : `${name} has an account already and administers the college now.`,
    )
  } finally {
    await booted.close()
  }
}
