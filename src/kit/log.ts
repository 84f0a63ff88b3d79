import { type Logger, pino } from 'pino'

/** Structured log. Never holds personal data: requests are logged by id, method, route pattern and status alone. */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['req.headers', 'body', 'email'] })
}
