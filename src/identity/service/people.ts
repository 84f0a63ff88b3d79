import { toJsDate } from '../../kit/clock.ts'
import { command, writeAudit } from '../../kit/command.ts'
import type { Ctx, Db, WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { normaliseEmail, personName } from '../names.ts'
import { peoplePolicy } from '../policy.ts'
import { ownAccount } from '../queries/own.ts'
import { findPersonOf, type PersonOf } from '../queries/people.ts'
import { lostForm, reasonForm } from '../schema.ts'
import { type Change, noteChange } from './again.ts'
import { noteTry } from './confirm.ts'
import { sendInvitation, sendSecurityNote } from './mails.ts'
import { findNumberOf } from './numbers.ts'
import { takeAway } from './secondFactor.ts'
import { tellColleges } from './tellColleges.ts'

const { actions } = peoplePolicy

const by = ({ college }: PersonOf) => college ?? 'The college'

/** Suspends an account with a reason: all its sessions and links die at once (R37). Other colleges who have them are told. */
export const suspend = command({
  find: findPersonOf,
  may: (actor, person) => actions.suspend(actor, person),
  input: () => reasonForm,
  free: ({ reason }, person) => ({ texts: { reason }, known: [personName(person)] }),
  run: async (ctx, person, { reason }) => {
    const { id } = person
    const { count } = await ctx.db.account.updateMany({
      where: { personId: id, state: { in: ['active', 'invited'] } },
      data: { state: 'suspended', suspendedReason: reason, suspendedAt: toJsDate(ctx.now) },
    })
    if (count === 0) throw new Conflict('Somebody else changed this account at the same moment.')
    await ctx.db.linkToken.updateMany({
      where: { personId: id, spentAt: null, purpose: { in: ['invitation', 'reset'] } },
      data: { generation: { increment: 1 } },
    })
    const ended = await ctx.db.session.deleteMany({ where: { personId: id } })
    await tellColleges(ctx, id, `${by(person)} suspended the account of ${personName(person)}`)
    return { sessionsEnded: ended.count }
  },
  audit: ({ sessionsEnded }, { id }) => ({ type: 'account.suspended', subjectId: id, data: { sessionsEnded } }),
})

/** Lifts a suspension; the account is as it was before. */
export const lift = command({
  find: findPersonOf,
  may: (actor, person) => actions.lift(actor, person),
  run: async (ctx, person) => {
    const { id, account } = person
    const state = account?.hasPassword ? 'active' : 'invited'
    const { count } = await ctx.db.account.updateMany({
      where: { personId: id, state: 'suspended' },
      data: { state, suspendedReason: null, suspendedAt: null },
    })
    if (count === 0) throw new Conflict('Somebody else changed this account at the same moment.')
    await tellColleges(ctx, id, `${by(person)} lifted the suspension of ${personName(person)}`)
    return state
  },
  audit: (state, { id }) => ({ type: 'account.activated', subjectId: id, data: { after: 'suspended', state } }),
})

/** Sends the invitation again; the link of the earlier mail stops working. */
export const inviteAgain = command({
  find: findPersonOf,
  may: (actor, person) => actions.inviteAgain(actor, person),
  run: async (ctx, person) => {
    const email = firstEmail(person)
    if (!email) throw new Invalid('This person has no address to write to.')
    const earlier = await ctx.db.linkToken.findFirst({
      where: { personId: person.id, purpose: 'invitation' },
      orderBy: { createdAt: 'desc' },
    })
    const collegeId = (earlier?.data as { collegeId?: string } | null)?.collegeId
    await sendInvitation(ctx, { personId: person.id, email, name: person }, null, collegeId ? { collegeId } : {})
    return email
  },
  audit: (_email, { id }) => ({ type: 'account.invited', subjectId: id, data: { again: true } }),
})

/** The address that mails go to. */
export function firstEmail({ identifiers }: Pick<PersonOf, 'identifiers'>): string | undefined {
  return identifiers.find((one) => one.kind === 'email')?.value
}

/** Takes the second factor away from somebody who has lost it; they are told, and by whom. */
export const removeFactorOf = command({
  find: findPersonOf,
  may: (actor, person) => actions.removeFactor(actor, person),
  input: () => lostForm,
  free: ({ lostReason }, { givenName, familyName, identifiers }) => ({
    texts: { lostReason },
    known: [`${givenName} ${familyName}`, ...identifiers.map(({ value }) => value)],
  }),
  run: async (ctx, person, { lostReason }) => {
    if (!(await takeAway(ctx, person.id, lostReason))) throw new Conflict('It was removed at the same moment already.')
    const what = `${ctx.actor.name} (${ctx.actor.roleLabel}) removed your second factor, with this reason: ${lostReason}\n\nSigning in asks for your password alone until you set it up again.`
    // Neither the address nor the device of the administrator is theirs to see.
    await noteTry({ ...ctx, ip: null, device: null }, person.id, 'factorTaken' satisfies Change)
    const email = firstEmail(person)
    if (email) await sendSecurityNote(ctx, { personId: person.id, email, name: person }, what)
  },
  audit: (_result, { id }) => ({ type: 'account.secondFactor', subjectId: id, data: { step: 'taken' } }),
})

/**
 * The same from the server's console, for the only administrator there is.
 * @returns whose it was; null where nobody of this address has one
 */
export async function takeFactorFrom(ctx: Ctx, email: string, reason: string): Promise<string | null> {
  return (ctx.db as Db).$transaction(async (tx) => {
    const inside: WriteCtx = { ...ctx, db: tx }
    const key = { kind: 'email' as const, normalised: normaliseEmail(email) }
    const known = await tx.identifier.findUnique({ where: { kind_normalised: key }, select: { personId: true } })
    if (!known || !(await takeAway(inside, known.personId, reason))) return null
    const own = await ownAccount(known.personId, inside)
    await noteChange(
      inside,
      own,
      'factorTaken',
      `your second factor was removed at the server, with this reason: ${reason}`,
    )
    await writeAudit(inside, [{ type: 'account.secondFactor', subjectId: known.personId, data: { step: 'taken' } }])
    return personName(own.name)
  })
}

/** Confirms the grade that somebody states. */
export const confirmGrade = command({
  find: findPersonOf,
  may: (actor, person) => actions.confirm(actor, person),
  run: async (ctx, { id, claimedGrade }) => {
    if (!claimedGrade) throw new Conflict('There is no statement to confirm any more.')
    await ctx.db.person.update({ where: { id }, data: { grade: claimedGrade, claimedGrade: null } })
    return claimedGrade
  },
  audit: (_grade, { id }) => ({ type: 'person.updated', subjectId: id, data: { fields: ['grade'], confirmed: true } }),
})

/** Confirms a registration number, once it was looked up in the register. */
export const confirmNumber = command({
  find: findNumberOf,
  may: (actor, { person }) => actions.confirm(actor, person),
  run: async (ctx, { number }) => {
    await ctx.db.identifier.update({ where: { id: number.id }, data: { verifiedAt: toJsDate(ctx.now) } })
    return number.kind
  },
  audit: (kind, { person }) => ({
    type: 'person.updated',
    subjectId: person.id,
    data: { fields: [kind], confirmed: true },
  }),
})
