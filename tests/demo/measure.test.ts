import { Temporal } from 'temporal-polyfill'
import { completeForm, findToFill, requestAssessment } from '../../src/assessments/index.ts'
import { acting, inputs } from '../../src/demo/acting.ts'
import { quietNotices } from '../../src/demo/quietMail.ts'
import { createLog } from '../../src/kit/log.ts'
import { countQueries } from '../../src/kit/db.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
it('measures', async () => {
  const services = { ...world.services, notices: quietNotices }
  let stage = acting({ ingredients: { db: world.db, pool: undefined as never, config: world.config, clock: world.clock, log: createLog('silent') }, services, listeners: [], timeZone: 'Europe/London' })
  const at = Temporal.Instant.from('2026-10-01T12:00:00Z')
  const who = { personId: world.person.amara, roleKey: `own:${world.enrolment.amara}` }
  const complete = completeForm(findToFill)
  const common = { title: 'Chest pain', seenOn: '2026-09-30', setting: 'ward', summary: 'x', complexity: 'average', declared: true }
  const one = async () => {
    const { result } = await stage.act(requestAssessment, who, at, { ...inputs(common), assessor: 'other', name: 'Dr Idris Khan', email: 'idris@demo.attest.example', items: ['cip-c4'] }, { query: { form: 'mini-cex', item: 'cip-c4' } })
    await stage.act(complete, { personId: world.person.idris }, at, inputs({ ...common, overall: 2, doneWell: 'Fine', assessorName: 'Dr Idris Khan', position: 'consultant', registration: '1234567' }), { params: { id: result.record.id } })
  }
  await one()
  const { queries } = await countQueries(world.db, one); console.log('queries', queries.length, queries.map((q) => q.replace(/\s+/g, ' ').slice(0, 110)).join('\n'))
  for (const par of [1, 4]) {
    const n = 60
    const t = Date.now(); const c = process.cpuUsage()
    await Promise.all(Array.from({ length: par }, async () => { for (let i = 0; i < n / par; i++) await one() }))
    const u = process.cpuUsage(c)
    console.log(par, 'parallel: per pair ms', (Date.now() - t) / n, 'cpu', u.user / 1000 / n + u.system / 1000 / n)
  }
  await world.db.$transaction(async (tx) => {
    const inTx = new Proxy(tx, { get: (t, k) => k === '$transaction' ? (f: (t: unknown) => unknown) => f(inTx) : Reflect.get(t, k) }) as never
    stage = acting({ ingredients: { db: inTx, pool: undefined as never, config: world.config, clock: world.clock, log: createLog('silent') }, services, listeners: [], timeZone: 'Europe/London' })
    const n = 60
    const t = Date.now(); const c = process.cpuUsage()
    for (let i = 0; i < n; i++) await one()
    const u = process.cpuUsage(c)
    console.log('tx per pair ms', (Date.now() - t) / n, 'cpu', u.user / 1000 / n + u.system / 1000 / n)
  }, { timeout: 100000 })
}, 120000)
