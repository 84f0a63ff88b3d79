import type { WaitingElsewhere } from '../assessments/index.ts'
import type { Ctx } from '../kit/context.ts'
import { date, plural } from '../kit/ui.ts'
import type { Actor, Grace } from '../policy/index.ts'

interface Row {
  id: string
  enrolmentId: string
  kind: string
  status: string
  title: string
  trainee: string
  since: string
}

interface Found {
  records: Row[] | null
  drafts: { key: string; label: string; href: string; since: string }[] | null
  names: { id: string; trainee: string }[] | null
}

const graceOf = ({ reach }: Actor): Grace[] => (reach.by === 'enrolments' ? (reach.grace ?? []) : [])

/**
 * What somebody may still finish in portfolios that they have left (decision 67): in each role, each with its button and
 * its last day. One query, and none for those who have left nothing.
 */
export async function finishingFor(ctx: Ctx, actors: readonly Actor[]): Promise<WaitingElsewhere[]> {
  const all = actors.flatMap(graceOf)
  if (all.length === 0) return []
  const { personId } = ctx.actor
  const [found] = await ctx.db.$queryRaw<[Found]>`
    select
      (select json_agg(r) from (select r.id, r."enrolmentId", r.kind, r.status, r.title, r."createdAt" as since,
          concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Record" r join "Person" p on p.id = r."personId"
        where r.id = any(${all.flatMap(({ records }) => records)}::uuid[])
          and ((r.status = 'requested' and r.kind = 'appraisal') or r.status in ('held', 'submitted'))
        order by r."createdAt" limit 50) r) as records,
      (select json_agg(d) from (select key, label, href, "updatedAt" as since from "Draft"
        where "personId" = ${personId}::uuid and key = any(${all.flatMap(({ drafts }) => drafts)}) and href <> '') d) as drafts,
      (select json_agg(n) from (select e.id, concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
        from "Enrolment" e join "Person" p on p.id = e."personId"
        where e.id = any(${all.map(({ enrolmentId }) => enrolmentId)}::uuid[])) n) as names`
  return actors.flatMap((actor) => graceOf(actor).flatMap((grace) => rowsOf(ctx, actor, grace, found)))
}

function rowsOf(ctx: Ctx, { roleKey, roleLabel }: Actor, grace: Grace, found: Found): WaitingElsewhere[] {
  const trainee = found.names?.find(({ id }) => id === grace.enrolmentId)?.trainee ?? 'a trainee'
  const base = {
    ...{ roleKey, roleLabel },
    why: `${trainee} has moved on; you may still finish this, until ${date(grace.last)}`,
  }
  const [item] = grace.items
  const here = (found.records ?? []).filter(({ id }) => grace.records.includes(id))
  return [
    ...here.map(({ id, kind, status, title, since }): WaitingElsewhere => {
      const appraisal = kind === 'appraisal'
      return {
        ...base,
        kind: appraisal ? 'appraisal' : 'confirm',
        title: appraisal ? `${title}: ${trainee}` : `Confirm for ${trainee}: ${title}`,
        action: !appraisal ? 'Look' : status === 'held' ? 'Read it through' : 'Complete',
        href: appraisal ? `/portfolios/${grace.enrolmentId}/appraisals/${id}` : `/records/${id}`,
        since,
      }
    }),
    ...(found.drafts ?? [])
      .filter(({ key }) => grace.drafts.includes(key))
      .map(
        ({ label, href, since }): WaitingElsewhere => ({
          ...base,
          ...{ kind: 'appraisal', title: `Unfinished: ${label}`, action: 'Continue', href, since },
        }),
      ),
    ...(item
      ? [
          {
            ...base,
            kind: 'signOff' as const,
            title: `${plural(grace.items.length, 'item')} of ${trainee} can be signed off`,
            action: 'Sign off',
            href: `/portfolios/${grace.enrolmentId}/sign-off/${item}`,
            since: ctx.now.toString(),
          },
        ]
      : []),
  ]
}
