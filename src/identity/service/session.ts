import { z } from 'zod'
import { command } from '../../kit/command.ts'
import { Forbidden } from '../../kit/errors.ts'
import { mine, open } from '../../kit/scope.ts'
import { refuse } from '../../policy/index.ts'
import { localPath } from '../back.ts'
import { sessionFingerprint } from '../queries/security.ts'

const leaving = z.object({ everywhere: z.literal('1').optional().catch(undefined) })

/** Ends this session, or all of one's own. Leaving needs no right: a session that is over already is fine. */
export const signOut = command({
  find: open('everybody may leave', async (ctx) => ({ personId: ctx.actor.sessionId ? ctx.actor.personId : null })),
  may: () => true,
  input: () => leaving,
  run: async (ctx, { personId }, { everywhere }) => {
    if (personId && everywhere) await ctx.db.session.deleteMany({ where: { personId } })
    return { personId, everywhere: Boolean(everywhere) }
  },
  audit: ({ personId, everywhere }) =>
    personId ? { type: 'session.ended', subjectId: personId, data: { everywhere } } : [],
})

const switching = z.object({ role: z.string().max(200), back: z.unknown().optional().transform(localPath) })

/** Acts in another of one's own roles from now on, and after the next sign-in (R31). */
export const switchRole = command({
  prepares: true,
  find: mine(async (personId, ctx) => ({ personId, roles: ctx.actor.roles })),
  may: () => true,
  input: () => switching,
  run: async (ctx, { personId, roles }, { role }) => {
    const choice = roles.find((one) => one.key === role)
    if (choice) {
      await ctx.db.account.update({ where: { personId }, data: { lastRoleKey: choice.key } })
      return choice
    }
    throw new Forbidden(
      refuse(
        'role.not-yours',
        'You do not hold this role today. Roles begin and end on the dates that your programme has set.',
        'Your programme’s coordinator or your college can give you a role.',
        { label: 'See whom to ask', href: '/help/contacts' },
      ),
    )
  },
  audit: (choice, { personId }) => ({
    type: 'session.acting',
    subjectId: personId,
    data: { role: choice.relation, key: choice.key },
  }),
})

const appearance = z.object({
  theme: z.enum(['auto', 'light', 'dark']),
  back: z.unknown().optional().transform(localPath),
})

/** Light, dark, or what the device says; kept with the account. */
export const chooseTheme = command({
  prepares: true,
  find: mine(async (personId) => ({ personId })),
  may: () => true,
  input: () => appearance,
  run: async (ctx, { personId }, { theme }) => ctx.db.account.update({ where: { personId }, data: { theme } }),
  audit: (_account, { personId }) => ({ type: 'person.updated', subjectId: personId, data: { fields: ['theme'] } }),
})

const mails = z.object({ digest: z.literal('yes').optional().catch(undefined) })

/** Whether one wants the weekly mail with how much waits. Requests themselves and their reminder come all the same. */
export const chooseMails = command({
  prepares: true,
  find: mine(async (personId) => ({ personId })),
  may: () => true,
  input: () => mails,
  run: async (ctx, { personId }, { digest }) => {
    const wanted = digest === 'yes'
    await ctx.db.account.update({ where: { personId }, data: { digest: wanted } })
    return wanted
  },
  audit: (_wanted, { personId }) => ({ type: 'person.updated', subjectId: personId, data: { fields: ['digest'] } }),
})

/** "Stay signed in": the request itself prolongs the session, so there is nothing to change and nothing to record. */
export const staySignedIn = command({
  prepares: true,
  find: mine(async (personId) => ({ personId })),
  may: () => true,
  run: async () => ({ ok: true }),
  audit: () => [],
})

/** Ends one of one's own sessions, on a device left somewhere. Ending it twice is fine. */
export const endSession = command({
  prepares: true,
  find: mine(async (personId) => ({ personId })),
  may: () => true,
  run: async (ctx, { personId }) => {
    const rows = await ctx.db.session.findMany({ where: { personId }, select: { sid: true } })
    const row = rows.find(({ sid }) => sessionFingerprint(sid) === ctx.params.sessionId)
    const own = row !== undefined && row.sid === ctx.actor.sessionId
    if (row && !own) await ctx.db.session.deleteMany({ where: { sid: row.sid, personId } })
    return { ended: row !== undefined && !own }
  },
  audit: ({ ended }, { personId }) =>
    ended ? { type: 'session.ended', subjectId: personId, data: { elsewhere: true } } : [],
})
