import { dateIn } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import { date, list } from '../kit/ui.ts'
import { type PublishedPack, postsIn } from '../programmes/index.ts'
import type { PostPlan, RecordedPost } from './postPlan.ts'
import { periodWords, postState } from './posts.ts'
import type { PortfolioBase } from './queries.ts'
import { type SiteLead, siteLeads } from './siteLeads.ts'

/** A post as it is from now on, and as it was; null where there is or was none. */
interface Change {
  is: RecordedPost | null
  was: RecordedPost | null
}

interface Telling {
  portfolio: PortfolioBase
  pack: PublishedPack
  sites: Map<string, string>
}

const hrefOf = ({ portfolio }: Telling) => `/portfolios/${portfolio.id}`

/**
 * Both sides are told (R119): the trainee, and whoever answers for training at the hospitals where they will be or no
 * longer are. Posts that only make way are told to those who answer there.
 */
export async function tellOfPosts(ctx: WriteCtx, portfolio: PortfolioBase, plan: PostPlan): Promise<void> {
  const changes: Change[] = [
    ...plan.created.filter(({ remainsOf }) => !remainsOf).map((is) => ({ is, was: null })),
    ...plan.changed,
    ...plan.withdrawn.map((was) => ({ is: null, was })),
  ]
  const posts = changes.flatMap(({ is, was }) => [is, was]).filter((post) => post !== null)
  const ids = [...new Set(posts.map(({ siteId }) => siteId))]
  const [pack, rows, leads] = await Promise.all([
    ctx.services.packs.get(portfolio.packVersionId),
    ctx.db.site.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
    siteLeads(ctx, portfolio, ids),
  ])
  const found = { portfolio, pack, sites: new Map(rows.map(({ id, name }) => [id, name])) }
  for (const change of changes) {
    const sites = [change.is?.siteId, change.was?.siteId]
    const there = leads.filter(({ siteId }) => sites.includes(siteId))
    for (const lead of there) await tellLead(ctx, found, change, lead)
    await tellTrainee(ctx, found, change, there)
  }
}

async function tellLead(ctx: WriteCtx, found: Telling, { is, was }: Change, lead: SiteLead): Promise<void> {
  const { portfolio, pack, sites } = found
  const one = postsIn(pack.pack).words.one
  const here = is?.siteId === lead.siteId ? is : null
  const site = sites.get(lead.siteId) ?? ''
  const today = dateIn(ctx.now, portfolio.timeZone)
  const active = here !== null && postState(here, today) === 'active'
  const text = here
    ? enteredWords(ctx, found, was?.siteId === here.siteId, `${one} at ${site}: ${periodWords(here)}`)
    : `${portfolio.name} is no longer on record at ${site}`
  const detail = here
    ? active
      ? 'You reach the portfolio while it is active'
      : 'You reach the portfolio from its first day to its last'
    : `It was ${periodWords(was!)}`
  const { notify, queueMail } = ctx.services.notices
  const { personId, roleKey, email, name } = lead
  const kind = 'post.changed'
  await notify(ctx, {
    personId,
    roleKey,
    kind,
    text,
    detail,
    href: active ? hrefOf(found) : null,
    subjectId: portfolio.personId,
  })
  if (!email) return
  await queueMail(ctx, {
    to: email,
    toPersonId: personId,
    subject: here ? `A trainee at ${site}` : `A trainee has left ${site}`,
    text: `Dear ${name},\n\n${text}. ${detail}.`,
    link: { label: 'Open Attest', path: '/' },
    purpose: kind,
  })
}

/** Who entered or changed what; trainees do it themselves or it is done for them. */
function enteredWords({ actor }: WriteCtx, { portfolio }: Telling, known: boolean, days: string): string {
  const did = known ? 'changed' : 'entered'
  if (actor.personId === portfolio.personId) return `${portfolio.name} ${did} a ${days}`
  return `${actor.name} ${did} for ${portfolio.name}: ${days}`
}

async function tellTrainee(ctx: WriteCtx, found: Telling, { is, was }: Change, leads: readonly SiteLead[]) {
  const { portfolio, pack, sites } = found
  const one = postsIn(pack.pack).words.one
  const there = leads.filter(({ siteId }) => siteId === is?.siteId).map(({ name }) => name)
  const reached = `${list(there)} ${there.length === 1 ? 'reaches' : 'reach'} your portfolio while it is active`
  await ctx.services.notices.notify(ctx, {
    personId: portfolio.personId,
    roleKey: `own:${portfolio.id}`,
    kind: 'post.changed',
    text: is
      ? `On record: ${one} at ${sites.get(is.siteId)}, ${periodWords(is)}`
      : `No longer on record: ${one} at ${sites.get(was!.siteId)}, from ${date(was!.from)}`,
    detail: is ? (there.length > 0 ? reached : 'Nobody there is on record for this programme yet') : null,
    href: `${hrefOf(found)}/posts`,
    subjectId: portfolio.personId,
  })
}
