import { dateIn, fromJsDate, toJsDate } from '../../kit/clock.ts'
import { command, execute, type Listener } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { dbDate } from '../../kit/periods.ts'
import { open } from '../../kit/scope.ts'
import { date } from '../../kit/ui.ts'
import { digestMail } from '../mails.ts'

/** Younger requests have their own mail, and their first reminder on the third day. */
const quietDays = 3
/** Less than a week, so that a sweep that ran late does not put the next one off. */
const pauseDays = 6

interface Waiting {
  personId: string
  name: string
  email: string
  programmes: { name: string; count: number; timeZone: string; firstEnd: string }[] | null
  appraisals: number
}

/** What waits for one person (`:id`), who has an account and wants the mail; null where nothing has waited for long. */
const findWaiting = open('the clock acts, not a person; no route leads here', async (ctx): Promise<Waiting | null> => {
  const now = toJsDate(ctx.now)
  const [row] = await ctx.db.$queryRaw<Waiting[]>`
    select p.id as "personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      (select i.value from "Identifier" i where i."personId" = p.id and i.kind = 'email'
        order by i."primary" desc limit 1) as email,
      (select json_agg(w) from (select pr.name, pr."timeZone", count(*)::int as count, min(q."expiresAt") as "firstEnd"
        from "Record" r join "AssessmentRequest" q on q."recordId" = r.id join "Programme" pr on pr.id = r."programmeId"
        where r."assessorId" = p.id and r."personId" <> p.id and r.status = 'requested' and q."expiresAt" > ${now}
        group by pr.id order by pr.name) w) as programmes,
      (select count(*)::int from "Record" r where r."assessorId" = p.id and r.kind = 'appraisal'
        and r.status = 'requested') as appraisals
    from "Person" p where p.id = ${ctx.params.id ?? ''}::uuid`
  return row?.email && (row.programmes !== null || row.appraisals > 0) ? row : null
})

const sendDigest = command({
  find: findWaiting,
  may: () => true,
  async run(ctx, { personId, name, email, programmes, appraisals }) {
    const before = dbDate(ctx.today.subtract({ days: pauseDays }).toString())
    const { count } = await ctx.db.account.updateMany({
      where: {
        personId,
        state: 'active',
        digest: true,
        OR: [{ digestedOn: null }, { digestedOn: { lt: before } }],
      },
      data: { digestedOn: dbDate(ctx.today.toString()) },
    })
    // Another sweep was here, or they turned it off a moment ago.
    if (count === 0) throw new Conflict('digested already')
    const [first] = (programmes ?? []).toSorted((a, b) => a.firstEnd.localeCompare(b.firstEnd))
    const end = first && fromJsDate(new Date(first.firstEnd)).subtract({ milliseconds: 1 })
    await ctx.services.notices.queueMail(ctx, {
      to: email,
      toPersonId: personId,
      ...digestMail({
        name,
        programmes: programmes ?? [],
        appraisals,
        firstEnd: end ? date(dateIn(end, first.timeZone)) : null,
      }),
      link: { label: 'Open the list', path: '/assess' },
      purpose: 'assessment.digest',
    })
  },
  audit: (_done, { personId }) => ({ type: 'digest.sent', subjectId: personId }),
})

/**
 * Tells everybody with an account for whom something has waited a while how much it is: one plain mail a week over all
 * programmes, with counts and one link. Once each, however often the sweep runs. Returns how many.
 */
export async function sendDigests(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const since = toJsDate(ctx.now.subtract({ hours: 24 * quietDays }))
  const before = dbDate(ctx.today.subtract({ days: pauseDays }).toString())
  const people = await ctx.db.account.findMany({
    where: {
      state: 'active',
      digest: true,
      OR: [{ digestedOn: null }, { digestedOn: { lt: before } }],
      person: {
        assigned: {
          some: {
            status: 'requested',
            OR: [
              { kind: 'appraisal', createdAt: { lte: since } },
              { request: { sentAt: { lte: since }, expiresAt: { gt: toJsDate(ctx.now) } } },
            ],
          },
        },
      },
    },
    select: { personId: true },
  })
  let count = 0
  for (const { personId } of people) {
    try {
      await execute(sendDigest, { ...ctx, params: { id: personId } }, {}, listeners)
      count++
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
  return count
}
