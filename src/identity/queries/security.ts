import { createHash } from 'node:crypto'
import { toJsDate } from '../../kit/clock.ts'
import { mine } from '../../kit/scope.ts'

export interface OwnSession {
  /** A fingerprint: the id itself is the key to the session and stays in the cookie. */
  id: string
  current: boolean
  ip: string | null
  device: string | null
  /** Whether a second factor was given there. */
  secondFactor: boolean
  createdAt: Date
  touchedAt: Date
}

export interface Security {
  sessions: OwnSession[]
  secondFactor: { since: Date; codesLeft: number } | null
  pinSince: Date | null
  signIns: { id: string; outcome: string; ip: string | null; device: string | null; at: Date }[]
}

/** What stands for a session in pages and addresses. */
export function sessionFingerprint(sid: string): string {
  return createHash('sha256').update(sid).digest('base64url').slice(0, 16)
}

/** One's own running sessions and latest sign-ins (R34). */
export const findSecurity = mine<Security>(async (personId, ctx) => {
  const [rows, signIns, factor, codesLeft, pin] = await Promise.all([
    ctx.db.session.findMany({
      where: { personId, expiresAt: { gt: toJsDate(ctx.now) } },
      orderBy: { touchedAt: 'desc' },
      take: 50,
      select: { sid: true, data: true, ip: true, device: true, createdAt: true, touchedAt: true },
    }),
    ctx.db.signIn.findMany({
      where: { personId },
      orderBy: { at: 'desc' },
      take: 20,
      select: { id: true, outcome: true, ip: true, device: true, at: true },
    }),
    ctx.db.secondFactor.findUnique({ where: { personId }, select: { confirmedAt: true } }),
    ctx.db.recoveryCode.count({ where: { personId, usedAt: null } }),
    ctx.db.pin.findUnique({ where: { personId }, select: { setAt: true } }),
  ])
  const sessions = rows.map(({ sid, data, ...row }) => ({
    id: sessionFingerprint(sid),
    current: sid === ctx.actor.sessionId,
    secondFactor: (data as { secondFactor?: boolean } | null)?.secondFactor === true,
    ...row,
  }))
  const since = factor?.confirmedAt
  return { sessions, signIns, secondFactor: since ? { since, codesLeft } : null, pinSince: pin?.setAt ?? null }
})
