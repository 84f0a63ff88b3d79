import { executeBatch } from '../kit/batch.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import type { Job, Listener } from '../kit/command.ts'
import type { Ctx, Db, WriteCtx } from '../kit/context.ts'
import { dbDate, plainDate } from '../kit/periods.ts'
import { type Reader, readersOf } from './people.ts'
import { url } from './urls.ts'

/** Name of the job that sends an announcement by mail. */
export const announcementTask = 'announcement.mail'

const seconds = 120

/** The job for an announcement that has begun; those to come are found by the sweep of their first day. */
export const mailJob = (id: string): Job => ({
  task: announcementTask,
  payload: { announcementId: id },
  key: `announcement:${id}`,
})

/** Sends what begins today, or began while nobody was there to send it. */
export async function mailAnnouncements(ctx: Ctx & { db: Db }, listeners: readonly Listener[]): Promise<void> {
  const today = dbDate(dateIn(ctx.now, ctx.config.timeZone))
  const due = await ctx.db.announcement.findMany({
    where: { byMail: true, withdrawnAt: null, from: { lte: today }, until: { gt: today }, mailed: { none: {} } },
    select: { id: true },
  })
  for (const { id } of due) await mailAnnouncement(ctx, id, listeners)
}

/**
 * Sends an announcement to everybody for whom it is and who has not had it, once each however often it is called. Nothing goes
 * that was withdrawn, is over or has not begun.
 */
export async function mailAnnouncement(
  ctx: Ctx & { db: Db },
  id: string,
  listeners: readonly Listener[],
): Promise<void> {
  await executeBatch(
    ctx,
    {
      seconds,
      run: (inside) => send(inside, id),
      audit: (sent) => (sent > 0 ? [{ type: 'announcement.mailed', data: { announcementId: id, sent } }] : []),
    },
    listeners,
  )
}

async function send(ctx: WriteCtx, id: string): Promise<number> {
  await ctx.db.$queryRaw`select 1 from "Announcement" where id = ${id}::uuid for update`
  const row = await ctx.db.announcement.findUnique({ where: { id }, include: { mailed: true } })
  if (!row?.byMail || row.withdrawnAt) return 0
  const today = dateIn(ctx.now, ctx.config.timeZone).toString()
  if (plainDate(row.from).toString() > today || plainDate(row.until).toString() <= today) return 0
  const had = new Set(row.mailed.map(({ personId }) => personId))
  const readers = (await readersOf(ctx.db, row, ctx.now)).filter((one) => one.address && !had.has(one.personId))
  await ctx.services.notices.tellMany(ctx, { notices: [], mails: readers.map((one) => letter(one, row)) })
  await ctx.db.announcementMailed.createMany({
    data: readers.map(({ personId }) => ({ announcementId: id, personId, at: toJsDate(ctx.now) })),
  })
  return readers.length
}

/** Says that there is something to read and leads to it; the words themselves stay inside. */
const letter = ({ personId, name, address }: Reader, { id, title }: { id: string; title: string }) => ({
  to: address!,
  toPersonId: personId,
  aboutId: id,
  subject: `Announcement: ${title}`,
  text: `Dear ${name},\n\nThere is an announcement for you: ${title}.`,
  link: { label: 'Read it', path: url.list },
  purpose: 'announcement',
})

/** Asked when such a mail is about to go: what was withdrawn meanwhile does not go. */
export const announcementStands = async (
  { db }: Pick<Ctx, 'db'>,
  { aboutId }: { aboutId: string | null },
): Promise<boolean> =>
  aboutId === null || (await db.announcement.count({ where: { id: aboutId, withdrawnAt: null } })) > 0
