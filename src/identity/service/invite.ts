import type { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { dbDate, plainDate, untilAfter } from '../../kit/periods.ts'
import { date } from '../../kit/ui.ts'
import { type NameParts, normaliseEmail, normaliseNumber, personName } from '../names.ts'
import { mailAddressOf } from '../people.ts'
import { homeCollegeOf } from '../queries/home.ts'
import { findInvite, type InviteFound } from '../queries/invite.ts'
import { maskedEmail, similarTo } from '../queries/similar.ts'
import { inviteForm } from '../schema.ts'
import { sendInvitation } from './mails.ts'
import { keepNumber } from './numbers.ts'
import { tellOffice } from './tellOffice.ts'

type InviteInput = z.infer<ReturnType<typeof inviteForm>>

interface Known extends NameParts {
  id: string
  account: { state: string } | null
}

/** What a tick confirms: exactly the words typed, so that a changed address asks again. */
export function tickFor(input: {
  email: string
  register: string
  number: string | null
  memberId: string | null
}): string {
  const number = input.number ? `${input.register}:${normaliseNumber(input.number)}` : ''
  return [normaliseEmail(input.email), number, ...(input.memberId ? [normaliseNumber(input.memberId)] : [])].join('|')
}

/**
 * Invites somebody with a role. One person has one account: a known address or number adds the role to the account that
 * exists, and somebody who may be the same by their name asks first (R30).
 */
export const invite = command({
  find: findInvite,
  may: () => true,
  input: (found, ctx) => inviteForm(rolesToGive(found), ctx.today) as z.ZodType<InviteInput>,
  free: ({ why, givenName, familyName }) => ({ texts: { why }, known: [`${givenName} ${familyName}`] }),
  run: async (ctx, found, input) => {
    const role = roleToGive(found, input)
    const known = await knownAs(ctx, input)
    if (known) {
      sure(known, input)
      return addTo(ctx, known, role, input, found)
    }
    const chosen = await whoIsIt(ctx, input)
    if (chosen) return addTo(ctx, chosen, role, input, found)
    const person = await create(ctx, input)
    await give(ctx, person.id, role, input)
    await sendInvitation(ctx, { personId: person.id, email: input.email, name: person }, roleWords(ctx, role, input), {
      collegeId: found.collegeId,
    })
    return { personId: person.id, name: personName(person), mail: 'invitation' as const }
  },
  audit: ({ personId, mail }, _found, { role }) => ({
    type: { invitation: 'account.invited', role: 'account.role', none: 'account.takenUp' }[mail],
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

/** The role with its days, as a mail says it; null for an account without a role. */
function roleWords(ctx: WriteCtx, role: Given | null, { from, last }: InviteInput): string | null {
  if (!role) return null
  const begins = from.equals(ctx.today) ? null : `from ${date(from)}`
  return [role.words, begins, last && `until ${date(last)}`].filter(Boolean).join(' ')
}

async function knownAs(ctx: WriteCtx, { email, register, number, memberId }: InviteInput): Promise<Known | null> {
  const select = {
    id: true,
    title: true,
    givenName: true,
    familyName: true,
    account: { select: { state: true } },
  } as const
  const by = async (kind: 'email' | 'memberId' | InviteInput['register'], normalised: string) =>
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
  const known = byEmail ?? byNumber
  const byMemberId = memberId ? await by('memberId', normaliseNumber(memberId)) : null
  if (known && byMemberId && known.id !== byMemberId.id)
    throw new Invalid({ memberId: `This member ID belongs to ${personName(byMemberId)}. Check it.` })
  return known ?? byMemberId
}

/** Whether it was confirmed that the one who has this address or number is meant. */
function sure(known: Known, input: InviteInput): void {
  if (input.same === tickFor(input)) return
  throw new Invalid({
    same: `This address or number belongs to ${personName(known)}, who is known here. Tick to give the role to that person.`,
  })
}

/** Whom of those who may be meant the answer names; null where nobody is similar, or it is somebody else. */
async function whoIsIt(ctx: WriteCtx, input: InviteInput): Promise<Known | null> {
  const similar = await similarTo(ctx.db, input)
  const typed = `${tickFor(input)}|${input.givenName} ${input.familyName}`
  const named = personName({ ...input, title: null })
  const options = [
    ...similar.map(({ id, emails, ...one }) => ({
      value: `${id} ${typed}`,
      label: `This is ${personName(one)}${emails[0] ? `, ${maskedEmail(emails[0])}` : ''}: no second account`,
    })),
    { value: `new ${typed}`, label: `${named} is somebody else: a new account` },
  ]
  if (similar.length > 0 && !options.some(({ value }) => value === input.who))
    throw new Invalid({ who: 'Somebody who may be the same is known here. Say who it is.' }, { who: options })
  return similar.find(({ id }) => input.who === `${id} ${typed}`) ?? null
}

async function addTo(ctx: WriteCtx, known: Known, role: Given | null, input: InviteInput, found: InviteFound) {
  const name = personName(known)
  const state = known.account?.state
  if (state === 'suspended' || state === 'closed')
    throw new Invalid({ email: `The account of ${name} is ${state}. Lift that first.` })
  if (state && !role) return takeUp(ctx, known, found)
  await ownCase(ctx, known, role, found)
  await give(ctx, known.id, role, input, name)
  await theirNumbers(ctx, known, input, found)
  const to = { personId: known.id, email: input.email, name: known }
  if (state === 'active') {
    await ctx.services.notices.notify(ctx, {
      ...{ personId: known.id, roleKey: '*', kind: 'account.role' },
      text: `You have been given another role: ${roleWords(ctx, role, input)}`,
      detail: 'Choose it at the top of the page from its first day',
    })
    await ctx.services.notices.queueMail(ctx, {
      to: await firstAddress(ctx, known.id, input.email),
      toPersonId: known.id,
      subject: 'A new role in Attest',
      text: `Dear ${name},\n\nyou have been given another role in Attest: ${roleWords(ctx, role, input)}. It belongs to the account that you have; choose the role at the top of the page after signing in.`,
      link: { label: 'Open Attest', path: '/' },
      purpose: 'account.role',
    })
    return { personId: known.id, name, mail: 'role' as const }
  }
  if (!state) await ctx.db.account.create({ data: { personId: known.id, state: 'invited' } })
  await sendInvitation(
    ctx,
    { ...to, email: await firstAddress(ctx, known.id, input.email) },
    roleWords(ctx, role, input),
    {
      collegeId: found.collegeId,
    },
  )
  return { personId: known.id, name, mail: 'invitation' as const }
}

/** Numbers of somebody whom another college looks after are its to keep; those that found them may be typed. */
async function theirNumbers(
  ctx: WriteCtx,
  known: Known,
  input: InviteInput,
  { collegeIds }: InviteFound,
): Promise<void> {
  const home = await homeCollegeOf(ctx, known.id)
  if (!home || collegeIds.includes(home.id)) return number(ctx, known.id, input)
  for (const field of ['number', 'memberId'] as const) {
    const value = input[field]
    if (!value) continue
    const kind = field === 'number' ? input.register : field
    const here = { personId: known.id, kind, normalised: normaliseNumber(value) }
    if ((await ctx.db.identifier.count({ where: here })) === 0)
      throw new Invalid({ [field]: `The numbers of ${personName(known)} are kept by ${home.name}. Leave this empty.` })
  }
}

/** Nobody answers for the training of those they train with, or for their own; a senior may supervise juniors. */
async function ownCase(ctx: WriteCtx, known: Known, role: Given | null, { collegeId }: InviteFound): Promise<void> {
  if (!role || role.role === 'clinicalSupervisor') return
  const programme = role.programmeId ? { id: role.programmeId } : { collegeId }
  const trains = await ctx.db.enrolment.findFirst({
    where: { personId: known.id, state: { not: 'closed' }, programme },
    select: { programme: { select: { name: true } } },
  })
  if (trains)
    throw new Invalid({
      role: `${personName(known)} trains in ${trains.programme.name}, and cannot answer for the training there.`,
    })
}

/** Somebody with an account, to supervise or assess: from now on the college's coordinators can choose them. */
async function takeUp(ctx: WriteCtx, known: Known, { collegeId }: InviteFound) {
  const name = personName(known)
  const { grade } = await ctx.db.person.findUniqueOrThrow({ where: { id: known.id }, select: { grade: true } })
  if (grade === 'trainee')
    throw new Invalid({
      role: `${name} is on record as a trainee, and nobody chooses those as supervisors. They change their grade on their own profile first.`,
    })
  const here = { personId: known.id, enrolment: { programme: { collegeId } } }
  if ((await ctx.db.supervision.count({ where: here })) > 0)
    throw new Invalid({ role: `${name} can be chosen as supervisor here already.` })
  const { count } = await ctx.db.takenUp.createMany({
    data: [{ collegeId, personId: known.id, takenUpAt: toJsDate(ctx.now), byName: ctx.actor.name }],
    skipDuplicates: true,
  })
  if (count === 0) throw new Invalid({ role: `${name} can be chosen as supervisor here already.` })
  return { personId: known.id, name, mail: 'none' as const }
}

/** Mails to somebody who is known go where they want them, not where somebody else typed. */
async function firstAddress(ctx: WriteCtx, personId: string, otherwise: string): Promise<string> {
  return (await mailAddressOf(ctx.db, personId)) ?? otherwise
}

async function create(ctx: WriteCtx, input: InviteInput) {
  const { title, givenName, familyName, email } = input
  const id = newId()
  const address = {
    id: newId(),
    kind: 'email' as const,
    value: email,
    normalised: normaliseEmail(email),
    primary: true,
  }
  await ctx.db.person.create({
    data: {
      id,
      title,
      givenName,
      familyName,
      identifiers: { create: address },
      account: { create: {} },
    },
  })
  await number(ctx, id, input)
  return { id, title, givenName, familyName }
}

/** Keeps the numbers that the administrator entered: whoever enters them has looked them up. */
async function number(ctx: WriteCtx, personId: string, { register, number, memberId }: InviteInput): Promise<void> {
  if (number) await keepNumber(ctx, personId, { kind: register, value: number, field: 'number' })
  if (memberId) await keepNumber(ctx, personId, { kind: 'memberId', value: memberId, field: 'memberId' })
}

async function give(
  ctx: WriteCtx,
  personId: string,
  given: Given | null,
  { from, last, why, givenName, familyName }: InviteInput,
  name = personName({ title: null, givenName, familyName }),
): Promise<void> {
  if (!given) return
  const { words, ...role } = given
  const days = { from: dbDate(from), until: last && dbDate(untilAfter(last)) }
  const same = { personId, ...role }
  const held = await ctx.db.grant.findFirst({
    where: {
      ...same,
      OR: [{ until: null }, { until: { gt: days.from } }],
      ...(days.until ? { from: { lt: days.until } } : {}),
    },
  })
  if (held) {
    const begins = held.from > dbDate(ctx.today) ? `, from ${date(plainDate(held.from))}` : ''
    throw new Invalid({ role: `${name} holds this role already${begins}.` })
  }
  const by = { givenBy: ctx.actor.name, reason: why, createdAt: toJsDate(ctx.now) }
  await ctx.db.grant.create({ data: { id: newId(), ...same, ...days, ...by } })
  await tellOffice(ctx, personId, {
    text: `${name} has a new role: ${words}, from ${date(from)}${last ? ` to ${date(last)}` : ''}`,
    programmes: programmesOf(role),
  })
}

/** The programmes whose coordinators hear of it; a whole college's roles are not their affair. */
function programmesOf({ scopeKind, scopeId, programmeId }: Omit<Given, 'words'>): string[] {
  if (programmeId) return [programmeId]
  return scopeKind === 'programme' ? [scopeId] : []
}
