import { createHmac, randomBytes } from 'node:crypto'
import type { Request } from 'express'
import type { Config } from './config.ts'

/**
 * From which browser and which network a request comes, as keyed hashes: equal ones can be told, nothing can be read out
 * of them. Null where it is not known.
 */
export interface Traces {
  browser: string | null
  network: string | null
}

const cookieName = 'attest-browser'
const days = 400

/**
 * @param mayMark whether a browser without a mark gets one: on signing in and afterwards, never for visitors
 */
export function tracesOf(req: Request, config: Config, mayMark: boolean): Traces {
  const known = markOf(req) ?? (mayMark ? mark(req, config) : null)
  const network = req.ip ? networkOf(req.ip) : null
  return {
    browser: known && hashed(config, 'browser', known),
    network: network && hashed(config, 'network', network),
  }
}

const hashed = ({ sessionSecret }: Config, what: string, value: string): string =>
  createHmac('sha256', sessionSecret).update(`trace\n${what}\n${value}`).digest('base64url').slice(0, 32)

function markOf(req: Request): string | null {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  const value = pairs.find(([name]) => name === cookieName)?.[1] ?? ''
  return /^[\w-]{22}$/.test(value) ? value : null
}

function mark(req: Request, config: Config): string | null {
  if (!req.res || req.res.headersSent) return null
  const value = randomBytes(16).toString('base64url')
  const secure = config.publicUrl.startsWith('https:')
  req.res.cookie(cookieName, value, { httpOnly: true, sameSite: 'lax', secure, maxAge: days * 86_400_000 })
  return value
}

/** An address as the network that it belongs to: behind one IPv6 line everybody has another address each day. */
function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:/, '')
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain
}
