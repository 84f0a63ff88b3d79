import { type Announced, announcementsFor } from '../announcements/index.ts'
import { applicationsFor, type WaitingApplication } from '../applications/index.ts'
import { asksOf, preparedFor, type WaitingElsewhere } from '../assessments/index.ts'
import { correctionsFor, type WaitingCorrection } from '../corrections/index.ts'
import { isConfirmed } from '../forms/index.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { type Actor, definePolicy, depth, maySignIn } from '../policy/index.ts'
import { reviewsFor, unseenIn, type WaitingReview } from '../reviews/index.ts'
import { roundsFor, type WaitingRound } from '../rounds/index.ts'
import { finishingFor } from './finishing.ts'

/** What a supervisor's or an officer's home lists; one query over all the portfolios that the role reaches. */
export interface StaffHome {
  /** What may still be finished of portfolios that the person has left. */
  finishing: WaitingElsewhere[]
  /** For whom the actor prepares: then the requests are the director's. */
  preparesFor: string | null
  assess: {
    recordId: string
    title: string
    formKey: string
    packVersionId: string
    trainee: string
    sentAt: string
    expiresAt: string
    /** Who has filled it in for the person, and left it ready. */
    preparedBy: string | null
  }[]
  /** Reports that a delegate has filled in for the person in this role, and left ready (C15). */
  prepared: { label: string; href: string; by: string; at: string }[]
  /** Meetings that wait for this person, and appraisals of theirs that they have not released. */
  appraisals: { recordId: string; enrolmentId: string; title: string; status: string; trainee: string }[]
  signOff: {
    enrolmentId: string
    packVersionId: string
    trainee: string
    itemKey: string
    at: string
    /** Pieces of evidence linked that can be read: without one there is nothing to sign off yet (R111). */
    linked: number
  }[]
  confirm: { recordId: string; title: string; packVersionId: string; section: string; trainee: string }[]
  announcements: Announced[]
  /** Enrolments of one's own that are not complete: those who also look after others act in the role in which they do. */
  enrolling: { programme: string; frozen: boolean }[]
  /** Applications about training time that the acting role decides on next. */
  applications: WaitingApplication[]
  corrections: WaitingCorrection[]
  reviews: WaitingReview[]
  rounds: WaitingRound[]
  notices: { id: string; kind: string; text: string; detail: string | null; href: string | null; createdAt: string }[]
  trainees: {
    enrolmentId: string
    name: string
    packVersionId: string
    stageKey: string | null
    post: string | null
    /** First day after that post. */
    postUntil: string | null
    overdue: number
    behind: number
    /** Changes since this person last looked at the portfolio in this role. */
    fresh: number
    photoFileId: string | null
  }[]
}

type Lists = { [K in keyof Omit<StaffHome, 'finishing' | 'preparesFor'>]: StaffHome[K] | null }

/** Homes are for whoever is signed in; what they list goes by the acting role's own reach. */
const homePolicy = definePolicy({ visible: (actor: Actor) => actor, actions: {} })

/** Ids of the portfolios that a supervising role reaches; wider roles have lists of their own instead. */
export const nearby = (actor: Actor): string[] => (actor.reach.by === 'enrolments' ? actor.reach.ids : [])

export const findStaffHome = scoped(homePolicy, async (actor, ctx): Promise<StaffHome | null> => {
  if (!actor.sessionId || actor.relation === 'trainee') return null
  const [lists, unseen, finishing] = await Promise.all([
    listsFor(ctx, actor, await signingIn(ctx, actor), await confirmedForms(ctx, actor)),
    unseenIn(ctx, nearby(actor)),
    finishingFor(ctx, [actor]),
  ])
  // What another role confirms does not wait for this one.
  const confirm = (lists.confirm ?? []).filter(
    (row) => maySignIn(actor, row.packVersionId, row.section) && depth(actor, row) === 'full',
  )
  return {
    finishing,
    preparesFor: actor.delegate?.of ?? null,
    assess: lists.assess ?? [],
    prepared: lists.prepared ?? [],
    appraisals: lists.appraisals ?? [],
    signOff: lists.signOff ?? [],
    confirm,
    announcements: lists.announcements ?? [],
    enrolling: lists.enrolling ?? [],
    applications: lists.applications ?? [],
    corrections: lists.corrections ?? [],
    reviews: lists.reviews ?? [],
    rounds: lists.rounds ?? [],
    notices: lists.notices ?? [],
    trainees: (lists.trainees ?? []).map((row) => ({ ...row, fresh: unseen.get(row.enrolmentId) ?? 0 })),
  }
})

/** Pack versions in which the acting role signs items off. */
export async function signingIn(ctx: Ctx, actor: Actor): Promise<string[]> {
  const signs = await Promise.all(
    actor.sight.map(async ({ packVersionId, sign }) => {
      const { pack } = await ctx.services.packs.get(packVersionId)
      const section = pack.forms.find(({ kind }) => kind === 'signoff')?.section
      const allowed: readonly string[] = pack.pack.signOffBy
      return section && sign.includes(section) && allowed.includes(actor.relation) ? [packVersionId] : []
    }),
  )
  return signs.flat()
}

/** Forms of these packs whose records somebody else confirms. */
export async function confirmedForms(ctx: Ctx, { sight }: Actor): Promise<string[]> {
  const packs = await Promise.all(sight.map(({ packVersionId }) => ctx.services.packs.get(packVersionId)))
  return [...new Set(packs.flatMap(({ pack }) => pack.forms.filter(isConfirmed).map(({ key }) => key)))]
}

async function listsFor(
  ctx: Ctx,
  actor: Actor,
  signs: readonly string[],
  confirmed: readonly string[],
): Promise<Lists> {
  const ids = nearby(actor)
  const today = ctx.today.toString()
  const [row] = await ctx.db.$queryRaw<Lists[]>`
    select
      (select json_agg(a) from (select r.id as "recordId", r.title, r."formKey", r."packVersionId", q."sentAt", q."expiresAt", ${preparedFor(actor)} as "preparedBy",
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Record" r join "AssessmentRequest" q on q."recordId" = r.id join "Person" p on p.id = r."personId"
        where ${asksOf(actor)} order by q."sentAt" limit 20) a) as assess,
      (select json_agg(d) from (select label, href, "preparedBy" as by, "preparedAt" as at from "Draft"
        where "personId" = ${actor.personId}::uuid and "roleKey" = ${actor.roleKey} and "preparedBy" is not null
          and key like 'form:%' order by "preparedAt" limit 20) d) as prepared,
      (select json_agg(m) from (select r.id as "recordId", r."enrolmentId", r.title, r.status,
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Record" r join "Person" p on p.id = r."personId"
        where r.kind = 'appraisal' and r."enrolmentId" = any(${ids}::uuid[])
          and ((r.status = 'requested' and r."assessorId" = ${actor.personId}::uuid)
            or (r.status = 'held' and r."authorId" = ${actor.personId}::uuid))
        order by r."createdAt" limit 20) m) as appraisals,
      (select json_agg(w) from (select s."enrolmentId", e."packVersionId", s."itemKey", s.at,
          (select count(*)::int from "Link" l join "Record" r on r.id = l."recordId"
            where l."enrolmentId" = s."enrolmentId" and l."itemKey" = s."itemKey"
              and r."sharedState" = 'shared' and r.status in ('submitted', 'signed')) as linked,
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from (select distinct on ("enrolmentId", "itemKey") "enrolmentId", "itemKey", at, kind from "Judgement"
          where "enrolmentId" = any(${ids}::uuid[]) and kind in ('self', 'supervisor')
          order by "enrolmentId", "itemKey", at desc) s
        join "Enrolment" e on e.id = s."enrolmentId" join "Person" p on p.id = e."personId"
        where s.kind = 'self' and e."packVersionId" = any(${[...signs]}::uuid[]) order by s.at limit 20) w) as "signOff",
      (select json_agg(c) from (select r.id as "recordId", r.title, r."packVersionId", r.section,
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Record" r join "Person" p on p.id = r."personId"
        where r."enrolmentId" = any(${ids}::uuid[]) and r."formKey" = any(${[...confirmed]}::text[]) and r.status = 'submitted'
          and r."sharedState" = 'shared' order by r."createdAt" desc limit 10) c) as confirm,
      (select json_agg(n) from (select id, kind, text, detail, href, "createdAt" from "Notice"
        where "personId" = ${actor.personId}::uuid and "roleKey" in (${actor.roleKey}, '*') order by "createdAt" desc limit 8) n) as notices,
      ${announcementsFor(actor, ctx)} as announcements,
      (select json_agg(json_build_object('programme', pr.name, 'frozen', e.state = 'frozen') order by e."startsOn", e.id)
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId"
        where e."personId" = ${actor.personId}::uuid and e.state in ('invited', 'unenrolled', 'frozen')) as enrolling,
      ${applicationsFor(actor)} as applications,
      ${correctionsFor(actor)} as corrections,
      ${reviewsFor(actor)} as reviews,
      ${roundsFor(actor)} as rounds,
      (select json_agg(t) from (select e.id as "enrolmentId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
          e."packVersionId", p."photoFileId",
          (select s."stageKey" from "StagePeriod" s where s."enrolmentId" = e.id and s."from" <= ${today}::date
            and (s.until is null or s.until > ${today}::date) limit 1) as "stageKey",
          (select pl.title || ', ' || si.name from "Placement" pl join "Site" si on si.id = pl."siteId"
            where pl."enrolmentId" = e.id and pl."from" <= ${today}::date and (pl.until is null or pl.until > ${today}::date)
            order by pl.track limit 1) as post,
          (select min(pl.until)::text from "Placement" pl where pl."enrolmentId" = e.id and pl."from" <= ${today}::date
            and pl.until > ${today}::date) as "postUntil",
          (select count(*)::int from "RuleFigure" f where f."enrolmentId" = e.id and f.status = 'overdue') as overdue,
          (select count(*)::int from "RuleFigure" f where f."enrolmentId" = e.id and f.status = 'short'
            and f.pace is not null and f.have < f.pace) as behind,
          0 as fresh
        from "Enrolment" e join "Person" p on p.id = e."personId" where e.id = any(${ids}::uuid[])
        order by p."familyName" collate "und-x-icu" limit 50) t) as trainees`
  return row!
}
