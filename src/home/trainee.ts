import { type Announced, announcementsFor } from '../announcements/index.ts'
import { applicationsFor, type WaitingApplication } from '../applications/index.ts'
import { mailOfRequest, type RequestMailRow } from '../assessments/index.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import type { PublishedPack } from '../programmes/index.ts'
import type { Figure } from '../progress/index.ts'
import { roundsFor, type WaitingRound } from '../rounds/index.ts'
import { type PortfolioBase, portfolioOf, portfolioPolicy } from '../training/index.ts'

/** A prepared figure as the home page shows it. */
export type HomeFigure = Omit<Figure, 'detail'>

export interface HomeRequest {
  recordId: string
  title: string
  formKey: string
  assessorName: string
  state: string
  sentAt: string
  mail: RequestMailRow | null
}

/** An item with evidence, and where its judgements stand. */
export interface HomeItem {
  itemKey: string
  links: number
  linkedAt: string
  selfAt: string | null
  signedAt: string | null
  outcome: string | null
  byName: string | null
}

export interface HomeNotice {
  id: string
  kind: string
  text: string
  detail: string | null
  href: string | null
  createdAt: string
}

export interface HomeDraft {
  key: string
  label: string
  href: string
  updatedAt: string
}

interface Waiting {
  figures: HomeFigure[] | null
  requests: HomeRequest[] | null
  items: HomeItem[] | null
  notices: HomeNotice[] | null
  announcements: Announced[] | null
  applications: WaitingApplication[] | null
  rounds: WaitingRound[] | null
  drafts: HomeDraft[] | null
  unlinked: { count: number; titles: string[] | null; newestId: string | null } | null
  lastLog: string | null
}

export interface TraineeHome {
  portfolio: PortfolioBase
  pack: PublishedPack
  figures: HomeFigure[]
  requests: HomeRequest[]
  items: HomeItem[]
  notices: HomeNotice[]
  announcements: Announced[]
  applications: WaitingApplication[]
  rounds: WaitingRound[]
  drafts: HomeDraft[]
  unlinked: { count: number; titles: string[]; newestId: string | null }
  /** The form of the last log that can be copied: the second of the day. */
  lastLog: string | null
}

/** The trainee's home in two queries (beside session and actor): the head of the portfolio, and all that waits. */
export const findTraineeHome = scoped(portfolioPolicy, async (visible, ctx): Promise<TraineeHome | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const waiting = await waitingFor(ctx, portfolio, pack)
  return {
    portfolio,
    pack,
    figures: waiting.figures ?? [],
    requests: waiting.requests ?? [],
    items: waiting.items ?? [],
    notices: waiting.notices ?? [],
    announcements: waiting.announcements ?? [],
    applications: waiting.applications ?? [],
    rounds: waiting.rounds ?? [],
    drafts: waiting.drafts ?? [],
    unlinked: {
      count: waiting.unlinked?.count ?? 0,
      titles: waiting.unlinked?.titles ?? [],
      newestId: waiting.unlinked?.newestId ?? null,
    },
    lastLog: waiting.lastLog,
  }
})

/** Kinds of records that wait to be linked; logs, certificates and meetings count by themselves. */
const evidence = ['assessment', 'reflection', 'upload']

/** Forms whose records show something once they are linked to items. */
export function linkableForms({ pack }: PublishedPack): string[] {
  const forms = pack.forms.filter(
    (form) => evidence.includes(form.kind) && (form.links?.max ?? pack.pack.links.max) > 0,
  )
  return forms.map((form) => form.key)
}

/** Forms with answers that may be copied to the next one. */
function copyableForms({ pack }: PublishedPack): string[] {
  const copies = ({ sections }: PublishedPack['pack']['forms'][number]) =>
    sections.some(({ fields }) => fields.some((field) => 'copyable' in field && field.copyable))
  return pack.forms.filter(copies).map(({ key }) => key)
}

async function waitingFor(ctx: Ctx, portfolio: PortfolioBase, pack: PublishedPack): Promise<Waiting> {
  const [row] = await ctx.db.$queryRaw<Waiting[]>`
    select
      (select json_agg(json_build_object('ruleId', f."ruleId", 'have', f.have, 'need', f.need, 'pace', f.pace,
          'status', f.status, 'dueOn', f."dueOn", 'because', f.because))
        from "RuleFigure" f where f."enrolmentId" = ${portfolio.id}::uuid) as figures,
      (select json_agg(json_build_object('recordId', r.id, 'title', r.title, 'formKey', r."formKey",
          'assessorName', q."assessorName", 'state', q.state, 'sentAt', q."sentAt", 'mail', ${mailOfRequest}) order by q."sentAt")
        from "AssessmentRequest" q join "Record" r on r.id = q."recordId"
        where r."enrolmentId" = ${portfolio.id}::uuid and (q.state in ('expired', 'sent', 'started')
          or (q.state = 'declined' and q."endedAt" > ${ctx.now.toString()}::timestamptz - interval '14 days'))) as requests,
      (select json_agg(i) from (
        select l."itemKey", count(*)::int as links, max(l."createdAt") as "linkedAt", s.at as "selfAt", j.at as "signedAt",
          j.outcome, j."byName"
        from "Link" l
          left join lateral (select at from "Judgement" where "enrolmentId" = l."enrolmentId" and "itemKey" = l."itemKey"
            and kind = 'self' order by at desc limit 1) s on true
          left join lateral (select at, outcome, "byName" from "Judgement" where "enrolmentId" = l."enrolmentId"
            and "itemKey" = l."itemKey" and kind = 'supervisor' order by at desc limit 1) j on true
        where l."enrolmentId" = ${portfolio.id}::uuid group by l."itemKey", s.at, j.at, j.outcome, j."byName") i) as items,
      (select json_agg(n) from (select id, kind, text, detail, href, "createdAt" from "Notice"
        where "personId" = ${portfolio.personId}::uuid and "roleKey" in (${ctx.actor.roleKey}, '*')
        order by "createdAt" desc limit 7) n) as notices,
      ${announcementsFor(ctx.actor, ctx)} as announcements,
      ${applicationsFor(ctx.actor)} as applications,
      ${roundsFor(ctx.actor)} as rounds,
      (select json_agg(d) from (select key, label, href, "updatedAt" from "Draft"
        where "personId" = ${portfolio.personId}::uuid and href <> '' order by "updatedAt" desc limit 5) d) as drafts,
      (select json_build_object('count', count(*), 'titles', (array_agg(u.title order by u."createdAt" desc))[1:3],
          'newestId', (array_agg(u.id order by u."createdAt" desc))[1]) from (
        select r.id, r.title, r."createdAt" from "Record" r where r."enrolmentId" = ${portfolio.id}::uuid
          and r.status in ('submitted', 'signed') and r."formKey" = any(${linkableForms(pack)})
          and r."createdAt" > ${ctx.now.toString()}::timestamptz - interval '90 days'
          and not exists (select 1 from "Link" l where l."recordId" = r.id)) u) as unlinked,
      (select r."formKey" from "Record" r where r."enrolmentId" = ${portfolio.id}::uuid and r.kind = 'log'
        and r.status in ('submitted', 'signed') and r."formKey" = any(${copyableForms(pack)})
        order by r."createdAt" desc limit 1) as "lastLog"`
  return row!
}
