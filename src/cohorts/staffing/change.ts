import { z } from 'zod'
import { type AuditEntry, command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid, type Problems } from '../../kit/errors.ts'
import { day, line } from '../../kit/inputs.ts'
import { dateTime, list } from '../../kit/ui.ts'
import { changeSupervisor } from '../../training/index.ts'
import { settleObjections } from '../objections.ts'
import { cohortPolicy } from '../policy.ts'
import { asWords } from '../supervisors.ts'
import { tellOfSupervisors } from '../tell.ts'
import { coverTrack, findStaffing, type Post, type StaffingFound } from './find.ts'
import { isCovered, type Line, linesOf, tokenOf, type Wish } from './plan.ts'
import { effectsOf, notBefore, toldOf } from './words.ts'

/** So many trainees change in one go; more of them come by sheet. */
export const mostAtOnce = 200

/** Nobody is chosen where a cover ends. */
const needsNobody = (body: unknown): unknown =>
  (body as { mode?: unknown } | null)?.mode === 'uncover' ? { ...(body as object), personId: 'none' } : body

const staffingForm = (found: Pick<StaffingFound, 'of'>, { today }: Pick<Ctx, 'today'>) =>
  z.preprocess(
    needsNobody,
    z
      .object({
        who: z
          .union([z.string(), z.array(z.string())])
          .transform((one) => [one].flat())
          .catch([])
          .refine((chosen) => chosen.length > 0, 'Tick the trainees whose supervisor changes.')
          .refine(
            (chosen) => chosen.length <= mostAtOnce,
            `At most ${mostAtOnce} at once. For more, use the changeover by sheet.`,
          ),
        mode: z.enum(['change', 'cover', 'uncover'], 'Say whether somebody takes over or covers an absence.'),
        personId: z
          .string()
          .catch('')
          .refine((id) => id !== '', 'Choose the supervisor.'),
        from: day('Enter the first day.').refine(
          (first) => notBefore(first, today),
          'Choose today or a later day. The past is corrected on the page of each trainee, which shows what that changes.',
        ),
        last: day(),
        reason: line(500),
        confirm: line(100).catch(null),
      })
      .superRefine(({ mode, personId, from, last }, ctx) => {
        const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
        if (mode === 'cover' && !last) refuse('last', 'Enter the last day of the absence.')
        if (mode === 'cover' && last && !notBefore(last, from)) refuse('last', 'The last day lies before the first.')
        if (personId === 'nobody' && (mode === 'cover' || !found.of)) refuse('personId', 'Choose the supervisor.')
      }),
  )
type Input = z.output<ReturnType<typeof staffingForm>>

export interface StaffingPreview {
  lines: Line[]
  wish: Wish
  token: string
  effects: string[]
}

/** @throws Invalid where somebody cannot be chosen, with a sentence for each trainee that stands in the way */
function previewOf(found: StaffingFound, input: Input, ctx: Pick<Ctx, 'today'>): StaffingPreview {
  const chosen = found.posts.filter(({ key }) => input.who.includes(key))
  if (chosen.length < new Set(input.who).size)
    throw new Invalid({ who: 'Not all that were ticked are on this page any longer. Look at them again.' })
  const ends = input.mode === 'uncover'
  const next = ends ? null : (found.people.find(({ id }) => id === input.personId) ?? null)
  if (!next && !ends && input.personId !== 'nobody')
    throw new Invalid({ personId: 'Choose a supervisor from the list.' })
  const last = input.mode === 'cover' ? input.last : null
  const wish: Wish = { next, from: input.from, last, ...(ends ? { endsCover: true } : {}) }
  const there = last && found.of ? chosen.filter((post) => isCovered(post, wish, last, found.of!.id)) : chosen
  if (there.length === 0)
    throw new Invalid({ who: `${found.of!.name} supervises none of these in that time, so there is nothing to cover.` })
  const lines = linesOf(there, wish, ctx.today, found.of?.id ?? null)
  const problems = lines.flatMap(({ problem }) => problem ?? [])
  if (problems.length > 0) throw new Invalid({ who: problems.slice(0, 5).join(' ') })
  return {
    lines,
    wish,
    token: tokenOf(lines, wish),
    effects: [...effectsOf(lines, wish, found), ...leftOut(chosen, there, found)],
  }
}

/** Trainees who were ticked and are somebody else's in that time. */
function leftOut(chosen: readonly Post[], there: readonly Post[], { of }: Pick<StaffingFound, 'of'>): string[] {
  const left = chosen.filter((post) => !there.includes(post))
  if (left.length === 0) return []
  const whom = list(left.map((post) => `${post.trainee} (${asWords(post)})`))
  return [`Left as they are, because ${of?.name} does not supervise them in that time: ${whom}.`]
}

/** The same for the page that comes back: null while the fields themselves are not in order. */
export function previewTyped(
  found: StaffingFound,
  typed: Record<string, unknown> | null,
  ctx: Pick<Ctx, 'today'>,
): StaffingPreview | null {
  const parsed = typed && staffingForm(found, ctx).safeParse(typed)
  if (!parsed?.success) return null
  try {
    return previewOf(found, parsed.data, ctx)
  } catch {
    return null
  }
}

interface Done {
  lines: Line[]
  wish: Wish
}

/** C13: one supervisor for several trainees, the successor of somebody who leaves, or cover of an absence; all or nothing. */
export const changeStaffing = command<StaffingFound, Input, Done>({
  find: findStaffing,
  may: cohortPolicy.actions.changeSupervisor,
  input: (found, ctx) => staffingForm(found, ctx) as z.ZodType<Input>,
  free: ({ reason }, { posts, people }) => ({
    texts: { reason },
    known: [...posts.map(({ trainee }) => trainee), ...people.map(({ name }) => name)],
  }),
  run: async (ctx, before, input) => {
    await ctx.db.$queryRaw`select id from "Enrolment" where id = any(${before.posts
      .filter(({ key }) => input.who.includes(key))
      .map(({ enrolmentId }) => enrolmentId)}::uuid[]) order by id for no key update`
    // What was found before the lock may have changed while it was waited for.
    const found = (await findStaffing(ctx)) ?? before
    const { lines, wish, token } = previewOf(found, input, ctx)
    if (token !== input.confirm) throw new Invalid(await unconfirmed(ctx, lines, input))
    for (const { post, from, last } of lines) await put(ctx, post, { ...wish, from, last }, input.reason)
    await tellOfSupervisors(ctx, toldOf(lines, wish))
    return { lines, wish }
  },
  audit: ({ lines, wish }): AuditEntry[] =>
    lines.map(({ post, plan, from }) => ({
      type: 'supervision.changed',
      subjectId: post.traineeId,
      enrolmentId: post.enrolmentId,
      data: {
        ...{ kind: post.kind, from: from.toString(), personId: wish.next?.id ?? null },
        ...{ previousId: plan?.current?.personId ?? null, until: wish.last?.toString() ?? null, several: lines.length },
      },
    })),
})

/** Read first, then ticked; where it was ticked already, somebody has changed one of them: who, and when. */
async function unconfirmed(ctx: WriteCtx, lines: readonly Line[], { confirm }: Input): Promise<Problems> {
  if (!confirm) return { confirm: 'Read what this changes, and tick if it is right.' }
  const events = await ctx.db.auditEvent.findMany({
    where: { type: 'supervision.changed', enrolmentId: { in: lines.map(({ post }) => post.enrolmentId) } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: 1,
    select: { actorName: true, at: true, enrolmentId: true },
  })
  const said = events.map(({ actorName, at, enrolmentId }) => {
    const trainee = lines.find(({ post }) => post.enrolmentId === enrolmentId)?.post.trainee
    return `${actorName} changed a supervisor of ${trainee} on ${dateTime(at, ctx.config.timeZone)}.`
  })
  return {
    confirm: [...said, 'Read again what this changes now, and tick if it is right. Nothing was changed.'].join(' '),
  }
}

async function put(
  ctx: WriteCtx,
  post: Line['post'],
  { next, from, last, endsCover }: Wish,
  reason: string | null,
): Promise<void> {
  const { enrolmentId, kind } = post
  const change = { enrolmentId, kind, personId: next?.id ?? null, from, reason }
  if (endsCover) {
    await changeSupervisor(ctx, { ...change, track: coverTrack, later: 'replace' })
    return
  }
  if (!last) {
    await changeSupervisor(ctx, { ...change, track: post.track })
    if (post.track === 'main') await settleObjections(ctx, enrolmentId, kind)
    return
  }
  await changeSupervisor(ctx, { ...change, track: coverTrack })
  await changeSupervisor(ctx, { ...change, track: coverTrack, personId: null, from: last.add({ days: 1 }) })
}
