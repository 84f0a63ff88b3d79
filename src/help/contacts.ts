import { z } from 'zod'
import type { Ctx } from '../kit/context.ts'
import { open } from '../kit/scope.ts'

const Contact = z.object({
  kind: z.enum(['programme', 'technical']),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  hours: z.string().optional(),
})
export type Contact = z.infer<typeof Contact>

interface SiteRow {
  site: string
  tutors: { name: string; email: string | null }[] | null
}

export interface ContactsFound {
  colleges: { name: string; contacts: Contact[] }[]
  sites: { site: string; tutors: { name: string; email: string | null }[] }[]
}

/** The ids of the portfolios whose sites matter to the actor: one's own, or those one supervises. */
function reached({ actor }: Ctx): string[] {
  if (actor.reach.by === 'self') return [actor.reach.enrolmentId]
  return actor.reach.by === 'enrolments' ? actor.reach.ids : []
}

/** College tutors of the sites where the actor's portfolios are today (R7); nobody's for people signed out. */
async function sitesOf(ctx: Ctx): Promise<ContactsFound['sites']> {
  const ids = reached(ctx)
  if (ids.length === 0) return []
  const today = ctx.today.toString()
  const rows = await ctx.db.$queryRaw<SiteRow[]>`
    select si.name as site,
      (select json_agg(json_build_object('name', concat_ws(' ', p.title, p."givenName", p."familyName"),
          'email', (select i.value from "Identifier" i where i."personId" = p.id and i.kind = 'email' and i.primary)))
        from "Grant" g join "Person" p on p.id = g."personId"
        where g.role = 'collegeTutor' and g."scopeKind" = 'site' and g."scopeId" = si.id
          and g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date)) as tutors
    from "Site" si where si.id in (select pl."siteId" from "Placement" pl where pl."enrolmentId" = any(${ids}::uuid[])
      and pl."from" <= ${today}::date and (pl.until is null or pl.until > ${today}::date))
    order by si.name limit 20`
  return rows.map(({ site, tutors }) => ({ site, tutors: tutors ?? [] }))
}

/** Whom to ask: the colleges' two desks (R59) for everybody, the tutors of one's sites for people signed in. */
export const findContacts = open<ContactsFound>('whoever cannot sign in needs somebody to ask', async (ctx) => {
  const [colleges, sites] = await Promise.all([
    ctx.db.college.findMany({ orderBy: { name: 'asc' }, take: 50, select: { name: true, contacts: true } }),
    sitesOf(ctx),
  ])
  return { colleges: colleges.map(({ name, contacts }) => ({ name, contacts: readable(contacts) })), sites }
})

/** What an administrator typed as contacts, less what is not one. */
function readable(json: unknown): Contact[] {
  return (Array.isArray(json) ? json : []).flatMap((one) => {
    const parsed = Contact.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}
