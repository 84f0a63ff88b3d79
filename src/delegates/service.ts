import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { saveDraft, type Typed, typedFrom } from '../evidence/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { day, line } from '../kit/inputs.ts'
import { dbDate, untilAfter } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { type Actor, actingGrant, type Delegate } from '../policy/index.ts'
import { tellDelegate } from './ending.ts'
import { findNaming, personAt } from './person.ts'
import { delegatePolicy } from './policy.ts'
import { type Begun, findBegun, findDelegations, findLeaving, findLeft, type Leaving } from './queries.ts'

const mayGive = (actor: Actor) => delegatePolicy.actions.give(actor)

/** The longest time for which a role is lent; whoever needs it longer lends it again. */
const mostMonths = 12

/** Whom a director means: somebody is found by their address, and nothing is given yet. */
export const nameDelegate = command({
  find: findDelegations,
  may: mayGive,
  input: () => z.object({ email: line(200, 'Enter the address with which they sign in.') }),
  run: (ctx, _found, { email }) => personAt(ctx, email),
  audit: () => [],
})

const giveForm = (today: Temporal.PlainDate) =>
  z
    .object({
      from: day('Enter the first day.'),
      last: day('Enter the last day.'),
    })
    .superRefine(({ from, last }, ctx) => {
      const [first, end] = [from, last] as (Temporal.PlainDate | undefined)[]
      if (!first || !end) return
      const say = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
      if (Temporal.PlainDate.compare(first, today) < 0) say('from', 'The first day lies in the past.')
      if (Temporal.PlainDate.compare(end, first) < 0) say('last', 'The last day lies before the first one.')
      else if (Temporal.PlainDate.compare(end, first.add({ months: mostMonths })) > 0)
        say('last', 'Lend it for at most a year at a time.')
    })
type Given = z.output<ReturnType<typeof giveForm>>

/** A director lets an administrator of their college prepare in their role, for some days, once they have read who that is (C15). */
export const giveDelegation = command({
  find: findNaming,
  may: mayGive,
  input: (_found, ctx) => giveForm(ctx.today) as z.ZodType<Given>,
  run: async (ctx, { person }, { from, last }) => {
    const grantId = actingGrant(ctx.actor)!
    await ctx.db.$queryRaw`select 1 from "Grant" where id = ${grantId}::uuid for update`
    const until = untilAfter(last)
    const same = await ctx.db.delegation.findFirst({
      where: {
        grantId,
        toPersonId: person.id,
        endedAt: null,
        from: { lt: dbDate(until) },
        until: { gt: dbDate(from) },
      },
    })
    if (same) throw new Invalid({ from: `${person.name} has this role from you on some of these days already.` })
    const id = newId()
    const days = { from: dbDate(from), until: dbDate(until), createdAt: toJsDate(ctx.now) }
    await ctx.db.delegation.create({
      data: { id, fromPersonId: ctx.actor.personId, grantId, toPersonId: person.id, ...days },
    })
    await ctx.services.notices.notify(ctx, {
      ...{ personId: person.id, roleKey: '*', kind: 'delegate.given' },
      text: `You may prepare for ${ctx.actor.name} from ${date(from)} to ${date(last)}`,
      detail: 'Switch to that role at your name. You leave things ready; they sign.',
    })
    await ctx.services.notices.queueMail(ctx, {
      ...{
        to: person.address,
        toPersonId: person.id,
        purpose: 'delegation',
        subject: 'You may prepare for a director in Attest',
      },
      text: `Dear ${person.name},\n\n${ctx.actor.name} lets you prepare in their role from ${date(from)} to ${date(last)}. Switch to it at your name. What you prepare you leave ready for them; you sign nothing.`,
      link: { label: 'Open Attest', path: '/' },
    })
    return {
      delegationId: id,
      personId: person.id,
      name: person.name,
      from: from.toString(),
      until: until.toString(),
    }
  },
  audit: ({ delegationId, personId, from, until }, _found, _input, ctx) => ({
    type: 'delegation.given',
    subjectId: personId,
    data: { delegationId, grantId: actingGrant(ctx.actor), from, until },
  }),
})

/** Takes it back: from this moment they reach nothing by it. What they left ready stays. */
export const endDelegation = command({
  find: findDelegations,
  may: mayGive,
  input: ({ lent }) =>
    z.object({
      id: z.enum(
        lent.map(({ id }) => id),
        'Choose from whom it is withdrawn.',
      ),
      reason: line(300, 'Say why; it is kept.'),
    }),
  free: ({ reason }, { lent }) => ({ texts: { reason }, known: lent.map(({ name }) => name) }),
  run: async (ctx, { lent }, { id, reason }) => {
    const data = { endedAt: toJsDate(ctx.now), endedReason: reason }
    const { count } = await ctx.db.delegation.updateMany({ where: { id, endedAt: null }, data })
    if (count === 0) throw new Conflict('It has been withdrawn already.')
    const { toPersonId: personId, name } = lent.find((one) => one.id === id)!
    await tellDelegate(ctx, {
      personId,
      name,
      of: ctx.actor.name,
      how: `was withdrawn on ${date(ctx.today)}. The reason given: ${reason}`,
    })
    return { delegationId: id, personId, name }
  },
  audit: ({ delegationId, personId }) => ({ type: 'delegation.ended', subjectId: personId, data: { delegationId } }),
})

interface Left {
  draftId: string
  of: string
  label: string
  href: string
}

const prepared = (ctx: WriteCtx) => ({
  ...{ preparedBy: ctx.actor.name, preparedById: ctx.actor.personId, preparedAt: toJsDate(ctx.now) },
})

/** Whether anything was answered beyond what the trainee wrote into it and what a form fills in by itself. */
async function isFilledIn(ctx: WriteCtx, { id, key }: { id: string; key: string }): Promise<boolean> {
  const { values } = await ctx.db.draft.findUniqueOrThrow({ where: { id }, select: { values: true } })
  const answered = Object.entries(values as Typed).flatMap(([name, value]) =>
    name.startsWith('f.') && [value].flat().some((one) => one.trim() !== '') ? [name.split('.')[1]!] : [],
  )
  const given = await givenIn(ctx, key)
  return answered.some((one) => !given.has(one))
}

/** Fields that the trainee's part or the form itself answers: days and places of a report are there when it opens. */
async function givenIn(ctx: WriteCtx, key: string): Promise<ReadonlySet<string>> {
  const [kind, what = '', enrolmentId = ''] = key.split(':')
  const record = kind === 'record' ? await ctx.db.record.findUnique({ where: { id: what } }) : null
  const enrolment = kind === 'form' ? await ctx.db.enrolment.findUnique({ where: { id: enrolmentId } }) : null
  const version = record?.packVersionId ?? enrolment?.packVersionId
  if (!version) return new Set()
  const form = (await ctx.services.packs.get(version)).form(record?.formKey ?? what)
  const filled = (form?.sections ?? []).flatMap(({ fields }) => fields.filter(fillsItself))
  return new Set([...Object.keys(record?.values ?? {}), ...filled.map((field) => field.key)])
}

const fillsItself = (field: object & { type: string }): boolean =>
  field.type === 'date' || field.type === 'dateRange' || ('prefill' in field && field.prefill !== undefined)

/** Hands a draft over to the director, who finds it filled in and is told. */
async function handOver(
  ctx: WriteCtx,
  delegate: Delegate,
  draft: { id: string; key: string; label: string; href: string },
): Promise<Left> {
  const back = { label: 'Back to the form', href: draft.href }
  if (!(await isFilledIn(ctx, draft)))
    throw new Invalid('Nothing is filled in yet. Answer what you can, then leave it ready.', {}, back)
  const theirs = { personId: delegate.ofId, key: draft.key }
  if ((await ctx.db.draft.count({ where: theirs })) > 0)
    throw new Conflict(
      `${delegate.of} has begun this themselves, or has not looked at what you left before. Ask them first.`,
    )
  const data = { ...theirs, roleKey: delegate.roleKey, ...prepared(ctx) }
  await ctx.db.draft.update({ where: { id: draft.id }, data })
  await ctx.services.notices.notify(ctx, {
    ...{ personId: delegate.ofId, roleKey: delegate.roleKey, kind: 'delegate.ready', href: draft.href },
    ...{
      text: `${ctx.actor.name} has prepared this for you: ${draft.label}`,
      detail: 'Read it, then sign it or change it.',
    },
  })
  return { draftId: draft.id, of: delegate.of, label: draft.label, href: draft.href }
}

const leftEvent = ({ draftId }: Left, { delegate }: { delegate: Delegate }): AuditEntry => ({
  type: 'delegate.ready',
  data: { delegationId: delegate.id, draftId },
})

/** The delegate leaves what they have prepared for the director, who finds it filled in, reads it and signs it, or does not. */
export const leaveReady = command<Begun, unknown, Left>({
  prepares: true,
  find: findBegun,
  may: () => true,
  run: (ctx, { delegate, draft }: Begun) => handOver(ctx, delegate, draft),
  audit: leftEvent,
})

/** The same straight from the form: what stands in it is kept first, with or without a script. */
export const leaveTyped = command<Leaving, Typed, Left>({
  prepares: true,
  find: findLeaving,
  may: () => true,
  input: () => z.custom<Record<string, unknown>>().transform(typedFrom),
  run: async (ctx, { delegate, ticket }: Leaving, typed) => {
    await saveDraft(ctx, { ...ticket, typed, baseRev: null, whole: true })
    const { personId, key } = ticket
    const draft = await ctx.db.draft.findUniqueOrThrow({ where: { personId_key: { personId, key } } })
    return handOver(ctx, delegate, draft)
  },
  audit: leftEvent,
})

/** The delegate takes back what they left ready, as long as the director has not written in it: to mend a slip of their own. */
export const takeBack = command<Begun, unknown, Left>({
  prepares: true,
  find: findLeft,
  may: () => true,
  run: async (ctx, { delegate, draft }: Begun) => {
    const { personId, roleKey } = ctx.actor
    if (draft.changed)
      throw new Conflict(`${delegate.of} has written in it by now. Ask them for what you would change.`)
    if ((await ctx.db.draft.count({ where: { personId, key: draft.key } })) > 0)
      throw new Conflict('You have begun it anew meanwhile; that is under “What you are preparing”.')
    // Another moment may have brought the director's own words: taken back only as it was left.
    const data = { personId, roleKey, preparedBy: null, preparedById: null, preparedAt: null }
    const where = { id: draft.id, personId: delegate.ofId, preparedById: personId, updatedAt: { lte: draft.at } }
    const { count } = await ctx.db.draft.updateMany({ where, data })
    if (count === 0) throw new Conflict(`${delegate.of} has signed it, or written in it, by now.`)
    await ctx.services.notices.notify(ctx, {
      ...{ personId: delegate.ofId, roleKey: delegate.roleKey, kind: 'delegate.ready' },
      ...{
        text: `${ctx.actor.name} has taken this back: ${draft.label}`,
        detail: 'They leave it ready again once it is right.',
      },
    })
    return { draftId: draft.id, of: delegate.of, label: draft.label, href: draft.href }
  },
  audit: ({ draftId }, { delegate }) => ({
    type: 'delegate.takenBack',
    data: { delegationId: delegate.id, draftId },
  }),
})
