/**
 * npm run lost-factor: takes the second factor away from somebody who has lost it, where no administrator of the college
 * can (they do it on the person's page). They are told by mail and sign in with their password alone until they set it up
 * again.
 */
import { parseArgs } from 'node:util'
import { servicesOver } from '../compose.ts'
import { takeFactorFrom } from '../identity/index.ts'
import { systemClock } from '../kit/clock.ts'
import { readConfig } from '../kit/config.ts'
import { boot } from '../kit/lifecycle.ts'
import { createLog } from '../kit/log.ts'
import { systemContext } from '../worker.ts'

const { values } = parseArgs({ options: { email: { type: 'string' }, reason: { type: 'string' } } })
const { email, reason } = values

if (!email?.includes('@') || !reason?.trim()) {
  console.error('npm run lost-factor -- --email morgan@example.org --reason "Phone lost; I know her voice"')
  process.exitCode = 2
} else {
  const config = readConfig(process.env)
  const booted = await boot(config)
  try {
    const ingredients = { db: booted.db, pool: booted.pool, config, clock: systemClock, log: createLog('warn') }
    const name = await takeFactorFrom(systemContext(ingredients, servicesOver(ingredients)), email, reason.trim())
    console.log(name ? `The second factor of ${name} is removed.` : `Nobody has a second factor at ${email}.`)
    process.exitCode = name ? 0 : 1
  } finally {
    await booted.close()
  }
}
