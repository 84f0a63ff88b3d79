/** npm run figures:check: works every prepared figure out again, and fails when one differs from what is kept. */
import { servicesOver } from '../compose.ts'
import { systemClock } from '../kit/clock.ts'
import { readConfig } from '../kit/config.ts'
import { boot } from '../kit/lifecycle.ts'
import { createLog } from '../kit/log.ts'
import { checkFigures, type Difference } from '../progress/index.ts'

const config = readConfig(process.env)
const log = createLog('warn')
const booted = await boot(config)
try {
  const services = servicesOver({ db: booted.db, pool: booted.pool, config, clock: systemClock, log })
  const { checked, differences } = await checkFigures({ db: booted.db, now: systemClock.now(), services, log })
  for (const difference of differences) console.error(sentence(difference))
  console.log(`${checked} figures checked, ${differences.length} differ.`)
  process.exitCode = differences.length === 0 ? 0 : 1
} finally {
  await booted.close()
}

function sentence({ enrolmentId, ruleId, kept, right }: Difference): string {
  const words = (figure: Difference['kept']) =>
    figure ? `${figure.have} of ${figure.need}, ${figure.status}` : 'nothing'
  return `${enrolmentId} ${ruleId}: kept ${words(kept)}; right is ${words(right)}`
}
