// Sends requests over kept-alive connections and times them.
import http from 'node:http'
import { parse } from 'node-html-parser'

/** One request; answers with status, milliseconds and bytes. */
export function ask(url, { agent, cookie, method = 'GET', body = null }) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body ?? ''),
    }
    const request = http.request(url, { agent, method, headers: { cookie, ...(body ? form : {}) } }, (response) => {
      let bytes = 0
      response.on('data', (chunk) => {
        bytes += chunk.length
      })
      response.on('end', () => resolve({ status: response.statusCode, ms: performance.now() - started, bytes }))
    })
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

/** What the form on a page that is sent to an address holds when it opens. */
export async function heldBy(url, cookie, action) {
  const page = parse(await (await fetch(url, { headers: { cookie } })).text())
  const form = page.querySelectorAll('form').find((one) => one.getAttribute('action') === action)
  if (!form) throw new Error(`${url} has no form for ${action}`)
  const controls = form.querySelectorAll('input[name], textarea[name], select[name]').filter(isHeld)
  return Object.fromEntries(controls.map((one) => [one.getAttribute('name'), heldValue(one)]))
}

const isHeld = (control) =>
  !['checkbox', 'radio', 'file'].includes(control.getAttribute('type')) || control.hasAttribute('checked')

function heldValue(control) {
  if (control.tagName === 'TEXTAREA') return control.textContent.trim()
  const chosen = control.tagName === 'SELECT' ? control.querySelector('option[selected]') : control
  return chosen?.getAttribute('value') ?? ''
}

/** One after the other: p50 and p95 in milliseconds. */
export async function alone(make, times, warm = 10) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  for (let n = 0; n < warm; n++) await make(agent)
  const results = []
  for (let n = 0; n < times; n++) results.push(await make(agent))
  agent.destroy()
  const wrong = results.find(({ status }) => status < 200 || status >= 400)
  if (wrong) throw new Error(`answered ${wrong.status}`)
  const sorted = results.map((one) => one.ms).sort((a, b) => a - b)
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), bytes: results[0].bytes }
}

/** With 16 connections for some seconds: requests a second. An answer that is no success is no throughput: it fails. */
export async function together(make, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
  const started = performance.now()
  let count = 0
  const wrong = new Map()
  const worker = async () => {
    while (performance.now() - started < seconds * 1000 && wrong.size === 0) {
      const { status } = await make(agent)
      if (status >= 200 && status < 400) count++
      else wrong.set(status, (wrong.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  agent.destroy()
  if (wrong.size > 0) throw new Error(`answered ${[...wrong.keys()].join(', ')} under load`)
  return count / ((performance.now() - started) / 1000)
}
