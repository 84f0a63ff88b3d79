import { actorsOf } from '../actor.ts'
import { applicationsFor, applicationUrls, type WaitingApplication } from '../applications/index.ts'
import type { WaitingElsewhere } from '../assessments/index.ts'
import { correctionsFor, type WaitingCorrection } from '../corrections/index.ts'
import { Prisma } from '../generated/client.ts'
import type { Ctx, Db } from '../kit/context.ts'
import { date, plural } from '../kit/ui.ts'
import { lastDayOf } from '../kit/window.ts'
import { type Actor, depth, maySignIn } from '../policy/index.ts'
import { reviewsFor, type WaitingReview } from '../reviews/index.ts'
import { askedOf, raterPath, roundRows, roundsFor, type WaitingRound } from '../rounds/index.ts'
import { finishingFor } from './finishing.ts'
import { confirmedForms, nearby, signingIn } from './supervisor.ts'

interface AppraisalRow {
  recordId: string
  enrolmentId: string
  title: string
  status: string
  trainee: string
  since: string
}

interface SignOffRow {
  enrolmentId: string
  packVersionId: string
  trainee: string
  /** The items that wait, with evidence linked first. */
  itemKey: string
  count: number
  since: string
}

interface ConfirmRow {
  recordId: string
  enrolmentId: string
  title: string
  formKey: string
  packVersionId: string
  section: string
  trainee: string
  since: string
}

interface Rows {
  appraisals: AppraisalRow[] | null
  signOff: SignOffRow[] | null
  confirm: ConfirmRow[] | null
  /** For each role. */
  calls: Calls[]
}

/** A role with what it may do where. */
interface Acting {
  actor: Actor
  ids: string[]
  signs: string[]
}

/**
 * What waits for a person beside requests, in all of their roles that look after trainees: meetings and appraisals,
 * items to sign off, entries to confirm, applications to decide on, and rounds of feedback. Each is offered in one role; in the acting one where that may.
 * Five queries.
 */
export async function waitingElsewhere(ctx: Ctx): Promise<WaitingElsewhere[]> {
  const found = [...(await roundsOf(ctx)), ...(await waitingInRoles(ctx))]
  return found.sort((a, b) => a.since.localeCompare(b.since))
}

/** The same for somebody who is not here: what a mail tells them, each thing in the role in which it would be done. */
export async function waitingFor(ctx: Ctx, personId: string): Promise<WaitingElsewhere[]> {
  const deps = { db: ctx.db as Db, clock: ctx.clock, packs: ctx.services.packs }
  const [actor] = await actorsOf(deps, personId, 'nobody’s session')
  return actor ? waitingElsewhere({ ...ctx, actor }) : []
}

/** Rounds of feedback that the person was asked for: whichever role they act in, the answer is nobody's. */
async function roundsOf(ctx: Ctx): Promise<WaitingElsewhere[]> {
  const { personId, sessionId, roleKey, roleLabel } = ctx.actor
  if (!sessionId) return []
  const { rows } = await askedOf(ctx, personId)
  return rows.map(({ raterId, generation, trainee, title, sentAt, endsAt }) => ({
    kind: 'round',
    roleKey,
    roleLabel,
    title: `${title} for ${trainee}`,
    why: `About three minutes, and nobody learns who said what; until ${lastDayOf(endsAt, ctx.config.timeZone)}`,
    action: 'Answer',
    href: raterPath(ctx, { id: raterId, generation }),
    since: sentAt.toISOString(),
  }))
}

async function waitingInRoles(ctx: Ctx): Promise<WaitingElsewhere[]> {
  const { personId, sessionId, roles, roleKey } = ctx.actor
  if (!sessionId || roles.every(({ relation }) => relation === 'trainee')) return []
  const deps = { db: ctx.db as Db, clock: ctx.clock, packs: ctx.services.packs }
  const all = await actorsOf(deps, personId, sessionId)
  const left = await finishingFor(ctx, all)
  const staff = all.filter(({ own }) => !own)
  const actors = all.filter((actor) => nearby(actor).length > 0)
  if (staff.length === 0) return left
  // The acting role first, so that nobody is sent to another one without need.
  for (const list of [actors, staff]) list.sort((a, b) => Number(b.roleKey === roleKey) - Number(a.roleKey === roleKey))
  const acting = await Promise.all(
    actors.map(async (actor): Promise<Acting> => ({ actor, ids: nearby(actor), signs: await signingIn(ctx, actor) })),
  )
  const confirmed = (await Promise.all(actors.map((actor) => confirmedForms(ctx, actor)))).flat()
  const rows = await rowsFor(ctx, acting, confirmed, staff)
  return [
    ...left,
    ...callsIn(rows, staff),
    ...appraisalsOf(rows, acting),
    ...signOffsOf(rows, acting),
    ...confirmsOf(rows, acting),
  ]
}

/** What waits for an actor that is decided on or looked at on a page of its own. */
interface Calls {
  applications: WaitingApplication[] | null
  corrections: WaitingCorrection[] | null
  reviews: WaitingReview[] | null
  rounds: WaitingRound[] | null
}

/** All that waits in these roles so, one JSON value for each. */
const callsFor = (actors: readonly Actor[]): Prisma.Sql =>
  Prisma.join(
    actors.map(
      (actor) => Prisma.sql`json_build_object('applications', ${applicationsFor(actor)},
        'corrections', ${correctionsFor(actor)}, 'reviews', ${reviewsFor(actor)}, 'rounds', ${roundsFor(actor)})`,
    ),
  )

/** Applications and corrections that one of the roles decides on, and calls to look; each once, the acting role first. */
function callsIn({ calls }: Rows, actors: readonly Actor[]): WaitingElsewhere[] {
  const seen = new Set<string>()
  return actors.flatMap(({ roleKey, roleLabel }, index) =>
    callsOf(calls[index]!).flatMap(({ id, ...row }) => {
      if (seen.has(id)) return []
      seen.add(id)
      return [{ ...row, roleKey, roleLabel }]
    }),
  )
}

type Call = Omit<WaitingElsewhere, 'roleKey' | 'roleLabel'> & { id: string }

function callsOf({ applications, corrections, reviews, rounds }: Calls): Call[] {
  return [
    ...(applications ?? []).flatMap(({ id, trainee, title, sentAt }): Call[] => {
      if (!sentAt) return []
      const why = `${title}; sent on ${date(sentAt.slice(0, 10))}`
      const row = { kind: 'application', title: `${trainee} applies`, why, action: 'Decide' } as const
      return [{ ...row, id, href: applicationUrls.one(id), since: sentAt }]
    }),
    ...(corrections ?? []).map(
      ({ id, title, askedBy, askedOn }): Call => ({
        ...{ id, kind: 'correction', title: `${askedBy} asks for a correction`, why: title, action: 'Decide' },
        ...{ href: `/corrections/${id}`, since: `${askedOn}T00:00:00Z` },
      }),
    ),
    ...(rounds ?? []).map((round): Call => {
      const { title, why, action } = roundRows([round])[0]!
      const { label, href } = action as { label: string; href: string }
      return {
        id: round.id,
        kind: 'review',
        title,
        why: why as string,
        action: label,
        href,
        since: `${round.since}T00:00:00Z`,
      }
    }),
    ...(reviews ?? []).map(
      ({ id, enrolmentId, trainee, words, askedOn }): Call => ({
        ...{ id, kind: 'review', title: `${trainee} is ready for review`, why: words ?? `asked on ${date(askedOn)}` },
        ...{ action: 'Look', href: `/portfolios/${enrolmentId}/reviews/${id}`, since: `${askedOn}T00:00:00Z` },
      }),
    ),
  ]
}

async function rowsFor(
  ctx: Ctx,
  acting: readonly Acting[],
  confirmed: string[],
  staff: readonly Actor[],
): Promise<Rows> {
  const { personId } = ctx.actor
  const ids = [...new Set(acting.flatMap((one) => one.ids))]
  const signs = [...new Set(acting.flatMap((one) => one.signs))]
  const [row] = await ctx.db.$queryRaw<[Rows]>`
    select
      (select json_agg(m) from (select r.id as "recordId", r."enrolmentId", r.title, r.status, r."createdAt" as since,
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Record" r join "Person" p on p.id = r."personId"
        where r.kind = 'appraisal' and r."enrolmentId" = any(${ids}::uuid[])
          and ((r.status = 'requested' and r."assessorId" = ${personId}::uuid)
            or (r.status = 'held' and r."authorId" = ${personId}::uuid))
        order by r."createdAt" limit 30) m) as appraisals,
      (select json_agg(w) from (select s."enrolmentId", e."packVersionId", count(*)::int as count, min(s.at) as since,
          (array_agg(s."itemKey" order by s.at))[1] as "itemKey",
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from (select distinct on ("enrolmentId", "itemKey") "enrolmentId", "itemKey", at, kind from "Judgement"
          where "enrolmentId" = any(${ids}::uuid[]) and kind in ('self', 'supervisor')
          order by "enrolmentId", "itemKey", at desc) s
        join "Enrolment" e on e.id = s."enrolmentId" join "Person" p on p.id = e."personId"
        where s.kind = 'self' and e."packVersionId" = any(${signs}::uuid[])
          and exists (select 1 from "Link" l join "Record" r on r.id = l."recordId"
            where l."enrolmentId" = s."enrolmentId" and l."itemKey" = s."itemKey" and r."sharedState" = 'shared'
              and r.status in ('submitted', 'signed'))
        group by s."enrolmentId", e."packVersionId", p.id order by min(s.at) limit 50) w) as "signOff",
      (select json_agg(c) from (select r.id as "recordId", r."enrolmentId", r.title, r."formKey", r."packVersionId",
          r.section, r."createdAt" as since, concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Record" r join "Person" p on p.id = r."personId"
        where r."enrolmentId" = any(${ids}::uuid[]) and r."formKey" = any(${confirmed}::text[])
          and r.status = 'submitted' and r."sharedState" = 'shared' order by r."createdAt" limit 50) c) as confirm,
      json_build_array(${callsFor(staff)}) as calls`
  return row
}

/** The first role in which something can be done; nothing where none can. */
function inRole(
  acting: readonly Acting[],
  can: (one: Acting) => boolean,
  what: Omit<WaitingElsewhere, 'roleKey' | 'roleLabel'>,
): WaitingElsewhere[] {
  const found = acting.find(can)
  return found ? [{ ...what, roleKey: found.actor.roleKey, roleLabel: found.actor.roleLabel }] : []
}

function appraisalsOf({ appraisals }: Rows, acting: readonly Acting[]): WaitingElsewhere[] {
  return (appraisals ?? []).flatMap((row) => {
    const held = row.status === 'held'
    return inRole(acting, ({ ids }) => ids.includes(row.enrolmentId), {
      kind: 'appraisal',
      title: `${row.title}: ${row.trainee}`,
      why: held ? 'Written, and not released yet.' : 'Begun by the trainee; you complete it when you have met.',
      action: held ? 'Read it through' : 'Complete',
      href: `/portfolios/${row.enrolmentId}/appraisals/${row.recordId}`,
      since: row.since,
    })
  })
}

function signOffsOf({ signOff }: Rows, acting: readonly Acting[]): WaitingElsewhere[] {
  return (signOff ?? []).flatMap((row) =>
    inRole(acting, ({ ids, signs }) => ids.includes(row.enrolmentId) && signs.includes(row.packVersionId), {
      kind: 'signOff',
      title: `${plural(row.count, 'item')} of ${row.trainee} can be signed off`,
      why: `Self-assessed, with evidence; the first on ${date(row.since)}`,
      action: 'Sign off',
      href: `/portfolios/${row.enrolmentId}/sign-off/${row.itemKey}`,
      since: row.since,
    }),
  )
}

function confirmsOf({ confirm }: Rows, acting: readonly Acting[]): WaitingElsewhere[] {
  return (confirm ?? []).flatMap((row) => {
    const can = ({ actor, ids }: Acting) =>
      ids.includes(row.enrolmentId) && maySignIn(actor, row.packVersionId, row.section) && depth(actor, row) === 'full'
    return inRole(acting, can, {
      kind: 'confirm',
      title: `Confirm for ${row.trainee}: ${row.title}`,
      why: 'Entered by the trainee; it counts once a supervisor has seen the original.',
      action: 'Look',
      href: `/records/${row.recordId}`,
      since: row.since,
    })
  })
}
