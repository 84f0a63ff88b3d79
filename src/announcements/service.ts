import type { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { dateIn, toJsDate } from '../kit/clock.ts'
import { command, type Job } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate, plainDate, untilAfter } from '../kit/periods.ts'
import type { Actor, Decision } from '../policy/index.ts'
import { audienceLabel } from './audiences.ts'
import { type AnnouncementInput, announcementForm, withdrawalForm } from './input.ts'
import { mailJob } from './mail.ts'
import { readersOf } from './people.ts'
import { writingPolicy } from './policy.ts'
import { findForReader, findToWrite, type ToWrite } from './queries.ts'

const { keep } = writingPolicy.actions

const shared = {
  find: findToWrite,
  may: (actor: Actor, { one, programmes }: ToWrite): Decision =>
    keep(actor, one ?? { programmeIds: programmes.map(({ id }) => id) }),
  free: ({ title, text }: AnnouncementInput) => ({ texts: { title, text } }),
  input: ({ programmes }: ToWrite, { today }: Ctx) =>
    announcementForm(
      programmes.map(({ id }) => id),
      today,
    ) as z.ZodType<AnnouncementInput>,
}

/** What is told to the audit trail: which announcement, for whom and when, never its words. */
interface Written {
  id: string
  programmeIds: string[]
  audiences: string[]
  from: Temporal.PlainDate
  last: Temporal.PlainDate
  byMail: boolean
  readers: number
}

const told = ({ id, programmeIds, audiences, from, last, byMail }: Written) => ({
  announcementId: id,
  ...{ programmeIds, audiences, byMail },
  ...{ from: from.toString(), last: last.toString() },
})

/** Writes an announcement (R148). */
export const writeAnnouncement = command({
  ...shared,
  run: async (ctx, _found, input): Promise<Written> => {
    const is = wordsOf(input)
    const readers = await readersIn(ctx, is)
    const id = newId()
    const at = toJsDate(ctx.now)
    const { personId: writtenById, name: writtenByName, roleLabel: writtenByRole } = ctx.actor
    const byMail = input.mail !== null
    await ctx.db.announcement.create({
      data: { id, ...is, byMail, writtenById, writtenByName, writtenByRole, writtenAt: at, shownSince: at },
    })
    return { ...is, id, from: input.from, last: input.last, byMail, readers }
  },
  audit: (data) => ({ type: 'announcement.written', data: told(data) }),
  jobs: (data, _found, _input, ctx) => jobsOf(data, ctx),
})

/** Changes an announcement; what stood until now is kept. */
export const changeAnnouncement = command({
  ...shared,
  run: async (ctx, { one }, input): Promise<Written> => {
    const was = await locked(ctx, one!.id)
    const is = wordsOf(input)
    const readers = await readersIn(ctx, is)
    const at = toJsDate(ctx.now)
    const { programmeIds, audiences, title, text, from, until } = was
    await ctx.db.announcementVersion.create({
      data: {
        ...{ id: newId(), announcementId: was.id, programmeIds, audiences, title, text, from, until },
        ...{ changedAt: at, changedById: ctx.actor.personId, changedByName: ctx.actor.name },
      },
    })
    const byMail = was.byMail || input.mail !== null
    const again = input.again !== null ? { shownSince: at } : {}
    await ctx.db.announcement.update({ where: { id: was.id }, data: { ...is, byMail, ...again } })
    return { ...is, id: was.id, from: input.from, last: input.last, byMail, readers }
  },
  audit: (data) => ({ type: 'announcement.changed', data: told(data) }),
  jobs: (data, _found, _input, ctx) => jobsOf(data, ctx),
})

/** Takes an announcement back: from now on it is shown to nobody, and mails that have not gone do not go. */
export const withdrawAnnouncement = command({
  find: findToWrite,
  may: shared.may,
  input: () => withdrawalForm as z.ZodType<{ reason: string }>,
  free: ({ reason }) => ({ texts: { reason } }),
  run: async (ctx, { one }, { reason }) => {
    const { id } = await locked(ctx, one!.id)
    const data = { withdrawnAt: toJsDate(ctx.now), withdrawnBy: ctx.actor.name, withdrawnWhy: reason }
    await ctx.db.announcement.update({ where: { id }, data })
    return { announcementId: id }
  },
  audit: (data) => ({ type: 'announcement.withdrawn', data }),
})

/** A reader has read it and is shown it no longer. */
export const putAway = command({
  prepares: true,
  find: findForReader,
  may: () => true,
  run: async (ctx, { id: announcementId }) => {
    const key = { announcementId, personId: ctx.actor.personId }
    const at = toJsDate(ctx.now)
    await ctx.db.announcementAway.upsert({
      where: { announcementId_personId: key },
      create: { ...key, at },
      update: { at },
    })
    return { announcementId }
  },
  audit: (data) => ({ type: 'announcement.away', data }),
})

const wordsOf = ({ title, text, programmes, audiences, from, last }: AnnouncementInput) => ({
  ...{ title, text, programmeIds: programmes, audiences: [...audiences] as string[] },
  ...{ from: dbDate(from), until: dbDate(untilAfter(last)) },
})

/**
 * How many people it is for today.
 * @throws Invalid where one of its audiences has nobody in it
 */
async function readersIn(ctx: WriteCtx, to: { programmeIds: string[]; audiences: string[] }): Promise<number> {
  for (const key of to.audiences) {
    const some = await readersOf(ctx.db, { ...to, audiences: [key] }, ctx.now)
    if (some.length > 0) continue
    const where = to.programmeIds.length === 1 ? 'this programme' : 'these programmes'
    throw new Invalid({ audiences: `Nobody with an account is among “${audienceLabel(key)}” of ${where} today.` })
  }
  return (await readersOf(ctx.db, to, ctx.now)).length
}

/** The announcement as it stands now; two who change it at once come one after the other. */
async function locked(ctx: WriteCtx, id: string) {
  await ctx.db.$queryRaw`select 1 from "Announcement" where id = ${id}::uuid for update`
  const row = await ctx.db.announcement.findUniqueOrThrow({ where: { id } })
  if (row.withdrawnAt) throw new Invalid({ title: `${row.withdrawnBy} has withdrawn it. Write a new one instead.` })
  return row
}

/** What has begun goes out at once. */
const jobsOf = ({ id, from, byMail }: Written, { now, config }: Ctx): Job[] =>
  byMail && from.toString() <= dateIn(now, config.timeZone).toString() ? [mailJob(id)] : []

/** The days of an announcement as people say them. */
export const daysOf = ({ from, until }: { from: Date; until: Date }) => ({
  from: plainDate(from),
  last: plainDate(until).subtract({ days: 1 }),
})
