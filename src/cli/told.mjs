/** Mistakes that say by themselves what to do. */
const plain = ['ConfigError', 'PackChanged', 'PackProblem']

/** Why a start failed: one sentence for what the person can mend; anything else needs its trace. */
export function told(error) {
  if (plain.includes(error?.name)) return error.message
  if (error?.code === 'EADDRINUSE') return `PORT ${error.port} is taken by another program; set PORT to a free one.`
  if (error?.code === 'EACCES' && error.port) return `PORT ${error.port} needs more rights; set PORT to one above 1023.`
  if (process.env.DATABASE_URL && ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', '28P01', '3D000'].includes(error?.code))
    return `DATABASE_URL must lead to a PostgreSQL that answers: ${error.message || error.code}.`
  return error?.stack ?? String(error)
}
