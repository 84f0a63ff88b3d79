/**
 * npm run verify: goes through every signature of every portfolio, from the first to the head of its chain, names each
 * one that is not as it was signed, and fails when there is any (decision 14).
 */
import { servicesOver } from '../compose.ts'
import { checkChains, faultWords } from '../evidence/index.ts'
import { systemClock } from '../kit/clock.ts'
import { readConfig } from '../kit/config.ts'
import { boot } from '../kit/lifecycle.ts'
import { createLog } from '../kit/log.ts'

const config = readConfig(process.env)
const log = createLog('warn')
const booted = await boot(config)
try {
  const services = servicesOver({ db: booted.db, pool: booted.pool, config, clock: systemClock, log })
  const { portfolios, signatures, faults } = await checkChains({ db: booted.db, services }, (fault) =>
    console.error(faultWords(fault)),
  )
  console.log(`${signatures} signatures in ${portfolios} portfolios checked, ${faults} faults.`)
  process.exitCode = faults === 0 ? 0 : 1
} finally {
  await booted.close()
}
