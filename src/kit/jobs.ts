import { parseCronItems, run, runOnce, type TaskList, Logger as WorkerLogger } from 'graphile-worker'
import pg from 'pg'
import type { Logger } from 'pino'
import { poolConfig } from './db.ts'

/** Which try this is; the last one has no other after it. */
export interface Attempt {
  number: number
  last: boolean
}

/** Work that the queue calls for. A task that throws is tried again later, at growing distances. */
export type Task = (payload: Record<string, unknown>, attempt: Attempt) => Promise<void>
export type Tasks = Record<string, Task>

/** Work that comes round by itself. `at` is minute, hour, day, month and weekday, in UTC. */
export interface Periodic {
  task: string
  at: string
  why: string
}

export interface Worker {
  stop(): Promise<void>
}

/** Works through the queue until stopped. Several processes may do so on one database: each job is taken once. */
export async function startWorker(
  databaseUrl: string,
  tasks: Tasks,
  periodic: readonly Periodic[],
  log: Logger,
): Promise<Worker> {
  const pool = openPool(databaseUrl, log)
  const runner = await run({
    pgPool: pool,
    taskList: taskList(tasks),
    parsedCronItems: parseCronItems(periodic.map(({ task, at }) => ({ task, match: at, identifier: task }))),
    concurrency: 2,
    noHandleSignals: true,
    noPreparedStatements: true,
    logger: workerLogger(log),
  })
  runner.promise.catch((error: unknown) => log.error({ err: error }, 'the job queue stopped'))
  return {
    async stop() {
      await runner.stop().catch(() => {})
      await pool.end()
    },
  }
}

/** Does what is waiting now and returns: for tests and scripts. */
export async function runJobsOnce(databaseUrl: string, tasks: Tasks, log?: Logger): Promise<void> {
  const pool = openPool(databaseUrl, log)
  try {
    await runOnce({
      pgPool: pool,
      taskList: taskList(tasks),
      noHandleSignals: true,
      noPreparedStatements: true,
      logger: workerLogger(log),
    })
  } finally {
    await pool.end()
  }
}

function openPool(databaseUrl: string, log?: Logger): pg.Pool {
  const pool = new pg.Pool({ ...poolConfig(databaseUrl), max: 4 })
  pool.on('error', (error) => log?.warn({ err: error }, 'a connection of the job queue broke'))
  return pool
}

function taskList(tasks: Tasks): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload, { job }) =>
        task((payload ?? {}) as Record<string, unknown>, {
          number: job.attempts,
          last: job.attempts >= job.max_attempts,
        }),
    ]),
  )
}

/** The library's own messages: its errors and warnings are worth a line, its chatter is not. */
function workerLogger(log?: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log?.error(message)
    else if (level === 'warning') log?.warn(message)
  })
}
