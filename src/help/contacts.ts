import { z } from 'zod'
import type { Ctx } from '../kit/context.ts'
import { dbDate } from '../kit/periods.ts'
import { open } from '../kit/scope.ts'
import { upperFirst } from '../kit/ui.ts'
import { contactsAt, type SiteContacts } from '../places/index.ts'
import { type Relation, seesPortfolios } from '../policy/index.ts'

const Contact = z.object({
  kind: z.enum(['programme', 'technical']),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  hours: z.string().optional(),
})
export type Contact = z.infer<typeof Contact>

/** Somebody who holds a role at a hospital, as the portfolios that the actor reaches are concerned. */
interface LeadRow {
  site: string
  personId: string | null
  name: string
  email: string | null
  relation: Relation
  packs: string[]
}

export interface Lead {
  name: string
  email: string | null
  /** "Faculty tutor". */
  role: string
}

export interface ContactsFound {
  colleges: { name: string; contacts: Contact[] }[]
  sites: { site: string; leads: Lead[] }[]
  /** What the hospitals themselves say, of those where one is or will be. */
  there: SiteContacts[]
}

/** The ids of the portfolios whose sites matter to the actor: one's own, or those one supervises. */
function reached({ actor }: Ctx): string[] {
  if (actor.reach.by === 'self') return [actor.reach.enrolmentId]
  return actor.reach.by === 'enrolments' ? actor.reach.ids : []
}

/**
 * Who looks after training at the hospitals where the actor's portfolios are today, by the rights of their programmes: the
 * roles given there that see the portfolio (R7, R13). Nobody's for people signed out.
 */
async function sitesOf(ctx: Ctx): Promise<ContactsFound['sites']> {
  const ids = reached(ctx)
  if (ids.length === 0) return []
  const today = ctx.today.toString()
  const rows = await ctx.db.$queryRaw<LeadRow[]>`
    with here as (
      select distinct pl."siteId", e."programmeId", e."packVersionId" from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId"
      where pl."enrolmentId" = any(${ids}::uuid[]) and pl."from" <= ${today}::date and (pl.until is null or pl.until > ${today}::date)
    ), leads as (
      select g."scopeId" as "siteId", g."personId", g.role, array_agg(distinct here."packVersionId") as packs
      from "Grant" g join here on here."siteId" = g."scopeId"
      where g."scopeKind" = 'site' and (g."programmeId" is null or g."programmeId" = here."programmeId")
        and g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date)
      group by 1, 2, 3
    )
    select si.name as site, l."personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, l.role as relation,
      (select i.value from "Identifier" i where i."personId" = p.id and i.kind = 'email' and i.primary) as email, l.packs
    from "Site" si left join leads l on l."siteId" = si.id left join "Person" p on p.id = l."personId"
    where si.id in (select "siteId" from here) order by si.name, p."familyName", p."givenName" limit 200`
  const sites = new Map<string, Lead[]>()
  for (const row of rows) {
    const known = sites.get(row.site) ?? []
    const lead = row.personId ? await leadOf(ctx, row) : null
    sites.set(row.site, lead ? [...known, lead] : known)
  }
  return [...sites].map(([site, leads]) => ({ site, leads }))
}

/** The contacts of the hospitals where the actor's portfolios are today or will be (R7, R59). */
async function thereOf(ctx: Ctx): Promise<SiteContacts[]> {
  const posts = await ctx.db.placement.findMany({
    where: { enrolmentId: { in: reached(ctx) }, OR: [{ until: null }, { until: { gt: dbDate(ctx.today) } }] },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
    distinct: ['siteId'],
    select: { siteId: true },
    take: 50,
  })
  const siteIds = posts.map(({ siteId }) => siteId)
  return siteIds.length > 0 ? contactsAt(ctx.db, siteIds) : []
}

/** Null for whoever sees only what is sent to them: an assessor is no contact for the hospital. */
async function leadOf(ctx: Ctx, { name, email, relation, packs }: LeadRow): Promise<Lead | null> {
  const sights = await Promise.all(packs.map((id) => ctx.services.packs.sight(id, relation)))
  if (!sights.some(seesPortfolios)) return null
  const words = await ctx.services.packs.roleWords(packs, relation)
  return { name, email, role: upperFirst(words) }
}

/** Whom to ask: the colleges' two desks (R59) for everybody, the leads of one's hospitals for people signed in. */
export const findContacts = open<ContactsFound>('whoever cannot sign in needs somebody to ask', async (ctx) => {
  const [colleges, sites, there] = await Promise.all([
    ctx.db.college.findMany({ orderBy: { name: 'asc' }, take: 50, select: { name: true, contacts: true } }),
    sitesOf(ctx),
    thereOf(ctx),
  ])
  return { colleges: colleges.map(({ name, contacts }) => ({ name, contacts: readable(contacts) })), sites, there }
})

/** What an administrator typed as contacts, less what is not one. */
function readable(json: unknown): Contact[] {
  return (Array.isArray(json) ? json : []).flatMap((one) => {
    const parsed = Contact.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}
