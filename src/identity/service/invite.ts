import type { z } from 'zod'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { dbDate } from '../../kit/periods.ts'
import { type NameParts, normaliseEmail, normaliseNumber, personName } from '../names.ts'
import { findInvite, type InviteFound } from '../queries/invite.ts'
import { inviteForm } from '../schema.ts'
import { sendInvitation } from './mails.ts'

type InviteInput = z.infer<ReturnType<typeof inviteForm>>

interface Known extends NameParts {
  id: string
  account: { state: string } | null
}

/** What a tick confirms: exactly the words typed, so that a changed address asks again. */
export function tickFor(input: { email: string; register: string; number: string | null }): string {
  return `${normaliseEmail(input.email)}|${input.number ? `${input.register}:${normaliseNumber(input.number)}` : ''}`
}

/**
 * Invites somebody with a role. One person has one account: a known address or number adds the role to the account that
 * exists, and somebody of the same name asks first (R30).
 */
export const invite = command({
  find: findInvite,
  may: () => true,
  input: (found) => inviteForm(rolesToGive(found)) as z.ZodType<InviteInput>,
  run: async (ctx, found, input) => {
    const role = roleToGive(found, input)
    const known = await knownAs(ctx, input)
    if (known) return addTo(ctx, known, role, input, found)
    if (input.other !== tickFor(input) && (await sameName(ctx, input)))
      throw new Invalid({
        other:
          'Somebody of this name is known here under another address. Look under People first; tick if this is another person.',
      })
    const person = await create(ctx, input)
    await give(ctx, person.id, role)
    await sendInvitation(ctx, { personId: person.id, email: input.email, name: person }, role?.words ?? null, {
      collegeId: found.collegeId,
    })
    return { personId: person.id, name: personName(person), mail: 'invitation' as const }
  },
  audit: ({ personId, mail }, _found, { role }) => ({
    type: mail === 'invitation' ? 'account.invited' : 'account.role',
    subjectId: personId,
    data: { role: role.split(':')[0]! },
  }),
})

/** A role with its place, and both in words. */
interface Given {
  role: string
  scopeKind: string
  scopeId: string
  programmeId: string | null
  words: string
}

/** What the form offers, for its check. */
function rolesToGive({ roles, sites }: InviteFound) {
  const options = roles.flatMap((group) => group.options)
  return {
    options: options.map(({ value, place }) => ({ value, atSite: place === 'site' })),
    sites: sites.map(({ id }) => id),
  }
}

/** The role that was chosen, at the hospital that was chosen where it needs one; null for an account without a role. */
function roleToGive({ roles, sites }: InviteFound, input: InviteInput): Given | null {
  const option = roles.flatMap(({ options }) => options).find(({ value }) => value === input.role)
  if (!option?.role || !option.place) return null
  const { role, place, programmeId } = option
  if (place !== 'site') return { role, scopeKind: place, scopeId: option.scopeId!, programmeId, words: option.label }
  const site = sites.find(({ id }) => id === input.site)!
  const words = `${option.label.replace(/ at a hospital$/, '')}, ${site.name}`
  return { role, scopeKind: place, scopeId: site.id, programmeId, words }
}

async function knownAs(ctx: WriteCtx, { email, register, number }: InviteInput): Promise<Known | null> {
  const select = {
    id: true,
    title: true,
    givenName: true,
    familyName: true,
    account: { select: { state: true } },
  } as const
  const by = async (kind: 'email' | InviteInput['register'], normalised: string) =>
    (
      await ctx.db.identifier.findUnique({
        where: { kind_normalised: { kind, normalised } },
        select: { person: { select } },
      })
    )?.person ?? null
  const byEmail = await by('email', normaliseEmail(email))
  const byNumber = number ? await by(register, normaliseNumber(number)) : null
  if (byEmail && byNumber && byEmail.id !== byNumber.id)
    throw new Invalid({
      number: `This number belongs to ${personName(byNumber)}, the address to ${personName(byEmail)}. Check both.`,
    })
  return byEmail ?? byNumber
}

async function sameName(ctx: WriteCtx, { givenName, familyName }: InviteInput): Promise<boolean> {
  const where = {
    givenName: { equals: givenName, mode: 'insensitive' as const },
    familyName: { equals: familyName, mode: 'insensitive' as const },
  }
  return (await ctx.db.person.count({ where: { ...where, account: { isNot: null } } })) > 0
}

async function addTo(ctx: WriteCtx, known: Known, role: Given | null, input: InviteInput, found: InviteFound) {
  const name = personName(known)
  if (input.same !== tickFor(input))
    throw new Invalid({
      same: `This address or number belongs to ${name}, who is known here. Tick to give the role to that person.`,
    })
  const state = known.account?.state
  if (state === 'suspended' || state === 'closed')
    throw new Invalid({ email: `The account of ${name} is ${state}. Lift that first.` })
  if (state && !role)
    throw new Invalid({ role: `${name} has an account already; a coordinator can choose them as supervisor.` })
  await give(ctx, known.id, role, name)
  const to = { personId: known.id, email: input.email, name: known }
  if (state === 'active') {
    await ctx.services.notices.queueMail(ctx, {
      to: await firstAddress(ctx, known.id, input.email),
      toPersonId: known.id,
      subject: 'A new role in Attest',
      text: `Dear ${name},\n\nyou have been given another role in Attest: ${role?.words}. It belongs to the account that you have; choose the role at the top of the page after signing in.`,
      link: { label: 'Open Attest', path: '/' },
      purpose: 'account.role',
    })
    return { personId: known.id, name, mail: 'role' as const }
  }
  if (!state) await ctx.db.account.create({ data: { personId: known.id, state: 'invited' } })
  await sendInvitation(ctx, { ...to, email: await firstAddress(ctx, known.id, input.email) }, role?.words ?? null, {
    collegeId: found.collegeId,
  })
  return { personId: known.id, name, mail: 'invitation' as const }
}

/** Mails to somebody who is known go where they want them, not where somebody else typed. */
async function firstAddress(ctx: WriteCtx, personId: string, otherwise: string): Promise<string> {
  const row = await ctx.db.identifier.findFirst({ where: { personId, kind: 'email' }, orderBy: { primary: 'desc' } })
  return row?.value ?? otherwise
}

async function create(ctx: WriteCtx, { title, givenName, familyName, email, register, number }: InviteInput) {
  const id = newId()
  const address = {
    id: newId(),
    kind: 'email' as const,
    value: email,
    normalised: normaliseEmail(email),
    primary: true,
  }
  const registered = number ? [{ id: newId(), kind: register, value: number, normalised: normaliseNumber(number) }] : []
  await ctx.db.person.create({
    data: {
      id,
      title,
      givenName,
      familyName,
      identifiers: { create: [address, ...registered] },
      account: { create: {} },
    },
  })
  return { id, title, givenName, familyName }
}

async function give(ctx: WriteCtx, personId: string, given: Given | null, name = 'This person'): Promise<void> {
  if (!given) return
  const { words: _words, ...role } = given
  const from = dbDate(ctx.today)
  const same = { personId, ...role }
  const held = await ctx.db.grant.count({ where: { ...same, OR: [{ until: null }, { until: { gt: from } }] } })
  if (held > 0) throw new Invalid({ role: `${name} holds this role already.` })
  await ctx.db.grant.create({ data: { id: newId(), ...same, from } })
}
