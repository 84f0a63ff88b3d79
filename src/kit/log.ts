import { type Logger, pino } from 'pino'

/** Structured log. Never holds personal data: requests are logged by id, method, route pattern and status alone. */
export function createLog(level: string, to?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers', 'body', 'email'],
    serializers: { err: bare },
  }
  return to ? pino(options, to) : pino(options)
}

/**
 * What went wrong and where. The database's errors also carry the row that offended and the whole connection, and the
 * client's quote the call with all its values above the last line of their message.
 */
function bare(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code } = error as NodeJS.ErrnoException
  const message = error.name.startsWith('PrismaClient') ? error.message.trim().split('\n').at(-1) : error.message
  const frames = error.stack?.split('\n').filter((line) => /^ +at /.test(line))
  return { type: error.name, code, message, stack: frames?.join('\n') }
}
