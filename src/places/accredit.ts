import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate, overlap, type Period, plainDate, untilAfter } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { date, list, plural } from '../kit/ui.ts'
import { type Accreditation, accreditationsOf } from './accreditation.ts'
import { type AccreditationInput, accreditationForm, capacityForm, covered, withdrawalForm } from './input.ts'
import { placePolicy } from './policy.ts'
import { type AccreditationHere, findSite, type SiteFound } from './site.ts'

const { keep } = placePolicy.actions

/** A site with the accreditation to change, or none where a new one is entered. */
export interface ToAccredit {
  found: SiteFound
  period: AccreditationHere | null
}

/** Finder of the site, and of the period in the path (`:periodId`), if the actor runs its programme. */
export const findToAccredit = scoped(placePolicy, async (_reach, ctx): Promise<ToAccredit | null> => {
  const found = await findSite(ctx)
  const { periodId } = ctx.params
  const period = found?.accreditations.find(({ id, mine }) => mine && id === periodId) ?? null
  const keeps = found && keep(ctx.actor, found.site) === true
  return keeps && (!periodId || period) ? { found, period } : null
})

/** How many trainees a site takes at once, of all programmes. */
export const setCapacity = command({
  find: findSite,
  may: (actor, { site }) => keep(actor, site),
  input: () => capacityForm as z.ZodType<{ capacity: number | null }>,
  run: async (ctx, { site }, { capacity }) => {
    await ctx.db.site.update({ where: { id: site.id }, data: { capacity } })
    return { siteId: site.id, before: site.capacity, capacity }
  },
  audit: (data) => ({ type: 'site.capacity', data }),
})

const shared = {
  find: findToAccredit,
  may: (actor: Ctx['actor'], { found }: ToAccredit) => keep(actor, found.site),
  input: ({ found, period }: ToAccredit) =>
    accreditationForm(
      period ? [period.programmeId] : found.programmes.map(({ id }) => id),
    ) as z.ZodType<AccreditationInput>,
  free: ({ level, reason }: AccreditationInput) => ({ texts: { level, reason } }),
}

/** Enters what a site is accredited for; the period that runs without an end may end the day before. */
export const addAccreditation = command({
  ...shared,
  run: async (ctx, { found: { site } }, input) => {
    const others = await othersAt(ctx, site.id, input.programme, null)
    const is = { ...written(input), siteId: site.id, programmeId: input.programme }
    const clashing = others.filter((one) => overlap(one, is))
    const [before] = clashing
    const open = clashing.length === 1 && before!.until === null && isBefore(before!.from, is.from) ? before! : null
    if (clashing.length > 0 && !(open && input.follows === 'yes')) throw new Invalid(clash(clashing, open))
    if (open) await ctx.db.siteAccreditation.update({ where: { id: open.id }, data: { until: dbDate(is.from) } })
    const id = newId()
    await ctx.db.siteAccreditation.create({ data: { id, ...is, ...stored(is), createdAt: toJsDate(ctx.now) } })
    return { siteId: site.id, accreditationId: id, programmeId: input.programme, ended: open?.id ?? null }
  },
  audit: (data) => ({ type: 'site.accredited', data }),
})

/** Changes an accreditation, or corrects its past; what stood on record is kept with the reason (domain.md 3.6, 7.5). */
export const changeAccreditation = command({
  ...shared,
  run: async (ctx, { found: { site }, period }, input) => {
    const was = period!
    if (!input.reason) throw new Invalid({ reason: 'Say why it changes; it is kept in the history.' })
    const others = await othersAt(ctx, site.id, was.programmeId, was.id)
    const is = written(input)
    const clashing = others.filter((one) => overlap(one, is))
    if (clashing.length > 0) throw new Invalid(clash(clashing, null))
    await mindPosts(ctx, was, [...others, is], [...others, was], input.sure)
    await keepPast(ctx, was, input.reason, false)
    await ctx.db.siteAccreditation.update({ where: { id: was.id }, data: { ...is, ...stored(is) } })
    return { siteId: site.id, accreditationId: was.id, programmeId: was.programmeId }
  },
  audit: (data, { period }) => ({
    type: 'site.accredited',
    data: { ...data, before: daysOf(period!), changed: true },
  }),
})

/** Takes an accreditation off the record that was entered by mistake. */
export const withdrawAccreditation = command({
  find: findToAccredit,
  may: shared.may,
  input: () => withdrawalForm as z.ZodType<{ reason: string | null; sure: string | null }>,
  free: ({ reason }) => ({ texts: { reason } }),
  run: async (ctx, { found: { site }, period }, { reason, sure }) => {
    const was = period!
    if (!reason) throw new Invalid({ reason: 'Say why it goes; it is kept in the history.' })
    const others = await othersAt(ctx, site.id, was.programmeId, was.id)
    await mindPosts(ctx, was, others, [...others, was], sure)
    await keepPast(ctx, was, reason, true)
    await ctx.db.siteAccreditation.delete({ where: { id: was.id } })
    return { siteId: site.id, accreditationId: was.id, programmeId: was.programmeId }
  },
  audit: (data, { period }) => ({
    type: 'site.accredited',
    data: { ...data, before: daysOf(period!), withdrawn: true },
  }),
})

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0

const daysOf = ({ from, until }: Period) => `${from.toString()}/${until?.toString() ?? ''}`

function written({ level, maxMonths, capacity, from, last }: AccreditationInput) {
  return { level, maxMonths, capacity, from, until: last && untilAfter(last) }
}

const stored = ({ from, until }: Period) => ({ from: dbDate(from), until: until && dbDate(until) })

/** The other periods of a programme at a site; the site is locked, so that two who enter at once meet one another here. */
async function othersAt(ctx: WriteCtx, siteId: string, programmeId: string, but: string | null) {
  await ctx.db.$queryRaw`select id from "Site" where id = ${siteId}::uuid for update`
  const periods = await accreditationsOf(ctx.db, [siteId])
  return periods.filter((one) => one.programmeId === programmeId && one.id !== but)
}

function clash(clashing: readonly Accreditation[], open: Accreditation | null): Problems {
  const words = clashing.map(
    ({ from, until }) => `${date(from)} to ${until ? date(until.subtract({ days: 1 })) : 'no end'}`,
  )
  const from = `It is accredited in these days already: ${list(words)}.`
  if (!open) return { from: `${from} Change that first.` }
  return { from, follows: 'The accreditation that runs now can end the day before this one begins.' }
}

/** What a tick confirms: exactly these posts, so that another change asks again. */
const tickFor = (posts: readonly { id: string }[]): string =>
  posts.length <= 10 ? posts.map(({ id }) => id).join(' ') : `${posts.length} posts`

/**
 * Asks before posts fall out of what their site is accredited for: their time would not count.
 * @throws Invalid with the posts, until exactly these were confirmed
 */
async function mindPosts(
  ctx: WriteCtx,
  { siteId, programmeId }: Accreditation,
  is: readonly Period[],
  was: readonly Period[],
  sure: string | null,
): Promise<void> {
  const rows = await ctx.db.placement.findMany({
    where: { siteId, enrolment: { programmeId } },
    orderBy: [{ from: 'desc' }, { id: 'asc' }],
    select: { id: true, from: true, until: true, enrolment: { select: { person: true } } },
  })
  const lost = rows.filter(({ from, until }) => {
    const span = { from: plainDate(from), until: until && plainDate(until) }
    return covered(span, was) && !covered(span, is)
  })
  if (lost.length === 0 || sure === tickFor(lost)) return
  const names = lost.slice(0, 5).map(({ enrolment: { person } }) => `${person.givenName} ${person.familyName}`)
  const more = lost.length > 5 ? `, and ${lost.length - 5} more` : ''
  throw new Invalid({
    sure: `${plural(lost.length, 'post')} would no longer lie within it: ${names.join(', ')}${more}. Their time there would not count as accredited. Tick if that is so.`,
    sureTick: tickFor(lost),
  })
}

async function keepPast(ctx: WriteCtx, was: Accreditation, reason: string, withdrawn: boolean): Promise<void> {
  const { id: accreditationId, siteId, programmeId, level, maxMonths, capacity } = was
  await ctx.db.correctedAccreditation.create({
    data: {
      ...{ id: newId(), accreditationId, siteId, programmeId, level, maxMonths, capacity, reason, withdrawn },
      ...stored(was),
      correctedAt: toJsDate(ctx.now),
      correctedById: ctx.actor.personId,
      correctedByName: ctx.actor.name,
    },
  })
}
