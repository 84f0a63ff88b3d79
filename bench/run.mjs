// npm run bench: time, queries and memory of the pages that matter, beside the floor of the stack, in one run.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { build } from '../src/cli/build.mjs'
import { movedOn } from './changeover.mjs'
import { alone, ask, heldBy, together } from './load.mjs'

const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const times = Number(process.env.BENCH_TIMES ?? 200)

await build()
const child = fork(new URL('./server.mjs', import.meta.url), { execArgv: ['--expose-gc'] })
const [{ ready }] = await once(child, 'message')

const told = async (message) => {
  child.send(message)
  return (await once(child, 'message'))[0]
}
const row = (name, ...cells) =>
  process.stdout.write(`${name.padEnd(36)} ${cells.map((cell) => String(cell).padStart(9)).join(' ')}\n`)
const ms = (value) => value.toFixed(1)

async function measure(name, path, cookie, { origin = ready.base, concurrent = true } = {}) {
  const make = (agent) => ask(origin + path, { agent, cookie })
  const counted = origin === ready.base ? (await told({ count: { path, cookie } })).counted : 1
  const { p50, p95, bytes } = await alone(make, times)
  const perSecond = concurrent ? await together(make, seconds) : null
  row(name, counted, ms(p50), ms(p95), perSecond === null ? '' : perSecond.toFixed(0), (bytes / 1000).toFixed(1))
  return { counted, p50, p95, perSecond }
}

/** Saves a clinic through its own form, again and again. */
async function saving(person) {
  const path = `${ready.base}/records/new/clinic`
  const page = await (await fetch(path, { headers: { cookie: person.cookie } })).text()
  const fields = {
    _csrf: page.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? '',
    'f.heldOn': new Date().toISOString().slice(0, 10),
    'f.specialty': 'cardiology',
    'f.setting': 'face-to-face',
    'f.newPatients': '3',
    'f.consulted': 'yes',
    'f.declared': 'yes',
  }
  const action = page.match(/<form[^>]*method="post"[^>]*action="(\/records[^"]*)"/)?.[1] ?? '/records/new/clinic'
  const body = new URLSearchParams(fields).toString()
  const make = (agent) => ask(ready.base + action, { agent, cookie: person.cookie, method: 'POST', body })
  const { counted } = await told({ count: { path: action, cookie: person.cookie, body } })
  const { p50, p95 } = await alone(make, Math.min(times, 60))
  row(`save a clinic, ${person.count} records`, counted, ms(p50), ms(p95), '', '')
  return { p50, p95, saved: counted }
}

const answers = {
  'f.overall': '2',
  'f.doneWell': 'Listened well, and explained the plan in plain words.',
  'f.assessorName': 'Dr Helen Marsh',
  'f.position': 'consultant',
  'f.registration': 'GMC 1234567',
  'f.declared': 'yes',
}

/** Sends forms that can be sent once only: each was opened before, so that the sending alone is timed. */
async function sendingOnce(name, { cookie }, forms) {
  const bodies = []
  for (const { page, action, fields } of forms) {
    const held = await heldBy(ready.base + page, cookie, action)
    bodies.push({ action, body: new URLSearchParams({ ...held, ...fields }).toString() })
  }
  const last = bodies.pop()
  const { counted } = await told({ count: { path: last.action, cookie, body: last.body, once: true } })
  let at = 0
  const make = (agent) => {
    const { action, body } = bodies[at++]
    return ask(ready.base + action, { agent, cookie, method: 'POST', body })
  }
  const { p50, p95 } = await alone(make, bodies.length - 2, 2)
  row(name, counted, ms(p50), ms(p95), '', '')
  return { p50, p95, counted: 0, saved: counted }
}

/** The dry run of a sheet that moves everybody of a programme to the next hospital. */
async function dryRun(count, cookie) {
  // Without the key of one submission: each is a sheet of its own.
  const { _key, ...held } = await heldBy(`${ready.base}/changeovers`, cookie, '/changeovers')
  const body = new URLSearchParams({ ...held, text: await movedOn(ready.base, cookie) }).toString()
  const make = (agent) => ask(`${ready.base}/changeovers`, { agent, cookie, method: 'POST', body })
  const { counted } = await told({ count: { path: '/changeovers', cookie, body } })
  const { p50, p95 } = await alone(make, 8, 2)
  row(`dry run, ${count} trainees`, counted, ms(p50), ms(p95), '', '')
  return { p50, p95, counted: 0 }
}

process.stdout.write(`Node ${process.version}; ${times} requests one by one; 16 connections for ${seconds} s\n\n`)
row('page', 'queries', 'p50 ms', 'p95 ms', 'per s', 'kB')
const floor = await measure('floor: helmet, one query, 50 rows', '/', '', { origin: ready.floor })
const figures = {}
for (const person of Object.values(ready.people)) {
  const own = `/portfolios/${person.enrolmentId}`
  const pages = {
    home: '/',
    timeline: `${own}/timeline`,
    search: `${own}/timeline?q=uncertainty`,
    curriculum: `${own}/curriculum`,
    progress: `${own}/progress`,
    record: `/records/${person.recordId}`,
    form: '/records/new/clinic',
  }
  for (const [page, path] of Object.entries(pages)) {
    const concurrent = ['home', 'timeline', 'curriculum'].includes(page)
    const name = `${page}, ${person.count} records`
    figures[`${page} ${person.count}`] = await measure(name, path, person.cookie, { concurrent })
  }
  figures[`save ${person.count}`] = await saving(person)
}
for (const [count, cookie] of Object.entries(ready.coordinators)) {
  figures[`board ${count}`] = await measure(`board, ${count} trainees`, '/trainees', cookie)
  figures[`whole board ${count}`] = await measure(`the same on one page`, '/trainees?rows=all', cookie, {
    concurrent: false,
  })
  figures[`gaps ${count}`] = await measure(`gaps ahead, ${count} trainees`, '/trainees/gaps', cookie, {
    concurrent: false,
  })
  figures[`dry run ${count}`] = await dryRun(count, cookie)
}
const { assessor } = ready
figures.inbox = await measure('inbox, 500 requests', '/assess', assessor.cookie)
const asked = assessor.requests.slice(0, 63)
figures.open = await measure('open a request', `/assess/${assessor.requests.at(-1)}`, assessor.cookie)
figures.complete = await sendingOnce(
  'complete a mini-CEX',
  assessor,
  asked.map((id) => ({ page: `/assess/${id}`, action: `/assess/${id}`, fields: answers })),
)
const [reading, ...closed] = assessor.rounds
figures.read = await measure('read a round, 25 raters', `/rounds/${reading}/read`, assessor.cookie, {
  concurrent: false,
})
figures.release = await sendingOnce(
  'release a round, 25 raters',
  assessor,
  closed.map((id) => ({
    page: `/rounds/${id}/read`,
    action: `/rounds/${id}/release`,
    fields: { 'f.summary': 'Well thought of by all groups.', 'f.declared': 'yes' },
  })),
)
const { memory } = await told({ memory: true })
verdicts()
child.send({ stop: true })

function verdicts() {
  const home = figures['home 200']
  const worst = Math.max(...Object.values(figures).map((one) => one.counted ?? 0))
  const growth = (page) => figures[`${page} 2000`].p95 / figures[`${page} 20`].p95
  const check = (what, value, good) => process.stdout.write(`${good ? 'met   ' : 'MISSED'} ${what}: ${value}\n`)
  process.stdout.write(`\nMemory of the server after the run: ${memory} MB\n\n`)
  check('home at most 4 queries', home.counted, home.counted <= 4)
  check('no page above 8 queries', worst, worst <= 8)
  const saves = ['save 20', 'save 2000'].map((name) => figures[name].saved)
  check('a save needs no more queries at 2,000 records than at 20', saves.join(' and '), saves[1] <= saves[0])
  check('home p95 at most 40 ms alone at 200 records', `${ms(home.p95)} ms`, home.p95 <= 40)
  const share = `${home.perSecond.toFixed(0)} of ${floor.perSecond.toFixed(0)} a second`
  check('home at least a third of the floor', share, home.perSecond >= floor.perSecond / 3)
  for (const page of ['home', 'timeline', 'search', 'curriculum', 'progress', 'record', 'save']) {
    const times13 = `${page}: p95 at 2,000 records at most 1.3 times that at 20`
    check(times13, growth(page).toFixed(2), growth(page) <= 1.3)
  }
  for (const page of ['board', 'whole board', 'gaps', 'dry run']) {
    const times = figures[`${page} 5000`].p50 / figures[`${page} 1000`].p50
    check(`${page}: five times the trainees cost at most five times as much`, times.toFixed(2), times <= 5)
  }
}
