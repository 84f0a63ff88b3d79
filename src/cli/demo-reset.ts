// npm run demo:reset: empties the demo's database and fills it anew, from today.
import { fillDemo } from '../demo/fill.ts'
import { isDemo, wipe } from '../demo/reset.ts'
import { systemClock } from '../kit/clock.ts'
import { readConfig } from '../kit/config.ts'
import { boot } from '../kit/lifecycle.ts'
import { createLog } from '../kit/log.ts'

const config = readConfig(process.env)
const log = createLog('warn')
let words = 'This is not a demo, so nothing was touched.'

const booted = await boot(config, {
  prepare: async (opened) => {
    if (config.demo === 'off' || !(await isDemo(opened.db))) return
    await wipe(opened.db)
    const { db, pool, url } = opened
    const filled = await fillDemo({ db, pool, config, clock: systemClock, log }, { url })
    words = `The demo is as new, as of ${filled?.anchor.toString()}.`
  },
})
await booted.close()
process.stdout.write(`${words}\n`)
process.exit(words.startsWith('The demo') ? 0 : 1)
