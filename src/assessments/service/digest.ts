import { mailAddress } from '../../identity/index.ts'
import { dateIn, fromJsDate, toJsDate } from '../../kit/clock.ts'
import { command, execute, type Listener } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import { Conflict, NotFound } from '../../kit/errors.ts'
import { dbDate, onDay } from '../../kit/periods.ts'
import { open } from '../../kit/scope.ts'
import { date } from '../../kit/ui.ts'
import { digestMail, type Others } from '../mails.ts'

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
  /** Whether a request or an appraisal has waited for days: younger ones have their own mails. */
  old: boolean
  /** What else stands in their list for days: sign-offs, confirmations, decisions. */
  others: Others
}

/** What waits for one person (`:id`), who has an account and wants the mail; null where nothing has waited for long. */
const findWaiting = open('the clock acts, not a person; no route leads here', async (ctx): Promise<Waiting | null> => {
  const now = toJsDate(ctx.now)
  const since = toJsDate(ctx.now.subtract({ hours: 24 * quietDays }))
  const [row] = await ctx.db.$queryRaw<Waiting[]>`
    select p.id as "personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      ${mailAddress} as email,
      (select json_agg(w) from (select pr.name, pr."timeZone", count(*)::int as count, min(q."expiresAt") as "firstEnd"
        from "Record" r join "AssessmentRequest" q on q."recordId" = r.id join "Programme" pr on pr.id = r."programmeId"
        where r."assessorId" = p.id and r."personId" <> p.id and r.status = 'requested' and q."expiresAt" > ${now}
        group by pr.id order by pr.name) w) as programmes,
      (select count(*)::int from "Record" r where r."assessorId" = p.id and r.kind = 'appraisal'
        and r.status = 'requested') as appraisals,
      exists (select 1 from "Record" r left join "AssessmentRequest" q on q."recordId" = r.id
        where r."assessorId" = p.id and r."personId" <> p.id and r.status = 'requested'
          and ((r.kind = 'appraisal' and r."createdAt" <= ${since}) or (q."sentAt" <= ${since} and q."expiresAt" > ${now}))) as old
    from "Person" p where p.id = ${ctx.params.id ?? ''}::uuid`
  if (!row?.email) return null
  const others = await othersOf(ctx, row.personId)
  return row.old || Object.values(others).some((count) => count > 0) ? { ...row, others } : null
})

/** Everything of the list at the end of the link but requests and appraisals, which are counted for themselves. */
async function othersOf(ctx: Ctx, personId: string): Promise<Others> {
  const before = ctx.now.subtract({ hours: 24 * quietDays }).epochMilliseconds
  const rows = (await ctx.services.waitingFor(ctx, personId)).filter(({ since }) => Date.parse(since) <= before)
  const of = (...kinds: (typeof rows)[number]['kind'][]) => rows.filter(({ kind }) => kinds.includes(kind)).length
  return {
    signOffs: of('signOff'),
    confirmations: of('confirm'),
    decisions: of('application', 'correction'),
    looks: of('review', 'round'),
  }
}

const sendDigest = command({
  find: findWaiting,
  may: () => true,
  async run(ctx, { personId, name, email, programmes, appraisals, others }) {
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
        others,
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
        OR: [
          {
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
          // Whoever looks after trainees may have something to sign, to confirm or to decide.
          { supervisions: { some: onDay(ctx.today) } },
          { grants: { some: onDay(ctx.today) } },
        ],
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
      if (!(error instanceof Conflict || error instanceof NotFound)) throw error
    }
  }
  return count
}
