/**
 * npm run figures:check: works every prepared figure out again, and fails when one differs from what is kept.
 * With `-- --mend` it keeps the right ones, as after a release that reads a rule otherwise.
 */
import { servicesOver } from '../compose.ts'
import { systemClock } from '../kit/clock.ts'
import { readConfig } from '../kit/config.ts'
import { boot } from '../kit/lifecycle.ts'
import { createLog } from '../kit/log.ts'
import { checkFigures, type Difference, recompute } from '../progress/index.ts'

const config = readConfig(process.env)
const log = createLog('warn')
const mend = process.argv.includes('--mend')
const booted = await boot(config)
try {
  const services = servicesOver({ db: booted.db, pool: booted.pool, config, clock: systemClock, log })
  const context = { db: booted.db, now: systemClock.now(), services, log }
  const { checked, differences } = await checkFigures(context)
  for (const difference of differences) console.error(sentence(difference))
  const portfolios = new Set(differences.map(({ enrolmentId }) => enrolmentId))
  if (mend) for (const id of portfolios) await recompute(context, id)
  const mended = mend && portfolios.size > 0 ? ' They are mended.' : ''
  console.log(`${checked} figures checked, ${differences.length} differ.${mended}`)
  process.exitCode = differences.length === 0 || mend ? 0 : 1
} finally {
  await booted.close()
}

function sentence({ enrolmentId, ruleId, kept, right }: Difference): string {
  if (!kept || !right) return `${enrolmentId} ${ruleId}: ${kept ? 'kept for nothing' : 'not kept'}`
  const fields = (Object.keys(right) as (keyof typeof right)[]).filter(
    (field) => JSON.stringify(kept[field]) !== JSON.stringify(right[field]),
  )
  const words = fields.map(
    (field) => `${field} ${JSON.stringify(kept[field])}, right is ${JSON.stringify(right[field])}`,
  )
  return `${enrolmentId} ${ruleId}: ${words.join('; ')}`
}
