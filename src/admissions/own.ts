import { z } from 'zod'
import { looksLikeWorkplace, phoneNumber } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import { Conflict, Gone } from '../kit/errors.ts'
import { plainDate } from '../kit/periods.ts'
import { mine } from '../kit/scope.ts'
import { admissionIn } from '../programmes/index.ts'
import { freezesOn } from './calendar.ts'

const unfinished = ['invited', 'unenrolled', 'frozen'] as const

/** One's own enrolment that is not complete. */
export interface Unfinished {
  enrolmentId: string
  programme: string
  /** First day on which it is frozen; in the past where it is. */
  freezes: ReturnType<typeof freezesOn>
  frozen: boolean
  /** After how many months the programme freezes. */
  months: number
  phone: string | null
  /** R21: a fee is due, as far as the office has noted. */
  feeDue: boolean
  addresses: { value: string; verified: boolean; workplace: boolean }[]
}

/** One's own enrolment that waits to be completed: that of the acting role, else the one that is frozen first. */
export const findUnfinished = mine<Unfinished>(async (personId, ctx) => {
  const rows = await ctx.db.enrolment.findMany({
    where: { personId, state: { in: [...unfinished] } },
    orderBy: [{ startsOn: 'asc' }, { id: 'asc' }],
    select: {
      ...{
        id: true,
        state: true,
        startsOn: true,
        admission: true,
        packVersionId: true,
        programme: { select: { name: true } },
      },
      person: { select: { phone: true, identifiers: { where: { kind: 'email' }, orderBy: { primary: 'desc' } } } },
    },
  })
  const row = rows.find(({ id }) => id === ctx.actor.own?.enrolmentId) ?? rows[0]
  if (!row) return await nothingToComplete(personId, ctx)
  const calendar = admissionIn((await ctx.services.packs.get(row.packVersionId)).pack)
  const freezes = freezesOn(plainDate(row.admission?.countsFrom ?? row.startsOn), calendar)
  return {
    ...{ enrolmentId: row.id, programme: row.programme.name, freezes, phone: row.person.phone },
    feeDue: row.admission?.fee === 'due',
    frozen: row.state === 'frozen' || isOver(ctx, freezes),
    months: calendar.freezeMonths,
    addresses: row.person.identifiers.map(({ value, verifiedAt }) => ({
      ...{ value, verified: verifiedAt !== null, workplace: looksLikeWorkplace(value) },
    })),
  }
})

/** R22: says why there is nothing to complete: it was completed before, or there is no invitation yet. */
async function nothingToComplete(personId: string, ctx: Ctx): Promise<never> {
  const enrolled = await ctx.db.enrolment.count({ where: { personId, state: 'enrolled' } })
  throw enrolled > 0
    ? new Gone('Your enrolment is complete: there is nothing left to do here.', {
        label: 'Go to your home page',
        href: '/',
      })
    : new Gone('You have not been invited into a programme yet, so there is nothing to complete.', {
        ...{ label: 'When the invitation comes, and whom to ask', href: '/invitation' },
      })
}

const isOver = ({ today }: Ctx, freezes: Unfinished['freezes']): boolean => today.since(freezes).days >= 0

const enrolling = z.object({
  phone: phoneNumber('Enter a phone number at which your programme can reach you.'),
  details: z.literal('yes', 'Look at your addresses and say that they are right.'),
  terms: z.literal('yes', 'Read the terms and accept them.'),
})

/** Completes one's enrolment: terms read, details checked (R24, R26). Whoever was frozen is so no longer, at once. */
export const completeEnrolment = command({
  find: findUnfinished,
  may: () => true,
  input: () => enrolling,
  run: async (ctx, { enrolmentId }, { phone }) => {
    const at = toJsDate(ctx.now)
    const { count } = await ctx.db.enrolment.updateMany({
      where: { id: enrolmentId, state: { in: [...unfinished] } },
      data: { state: 'enrolled' },
    })
    if (count === 0) throw new Conflict('This enrolment was completed already.')
    await ctx.db.admission.updateMany({ where: { enrolmentId }, data: { completedAt: at } })
    await ctx.db.person.update({ where: { id: ctx.actor.personId }, data: { phone, detailsCheckedAt: at } })
  },
  audit: (_none, { enrolmentId, frozen }, _input, { actor }) => ({
    type: 'enrolment.completed',
    ...{ subjectId: actor.personId, enrolmentId, data: { frozen } },
  }),
})
