import { dateIn } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import { date, list } from '../kit/ui.ts'
import { postsIn } from '../programmes/index.ts'
import type { PostToKeep } from './findPosts.ts'
import { type Post, periodWords, postState } from './posts.ts'
import { type SiteLead, siteLeads } from './siteLeads.ts'

/** A post as it is from now on, and as it was; null where there is or was none. */
interface Change {
  is: Post | null
  was: Post | null
}

const hrefOf = ({ portfolio }: PostToKeep) => `/portfolios/${portfolio.id}`

/**
 * Both sides are told (R119): the trainee, and whoever answers for training at the hospital where they will be or no
 * longer are.
 */
export async function tellOfPost(ctx: WriteCtx, found: PostToKeep, change: Change): Promise<void> {
  const sites = [...new Set([change.is, change.was].flatMap((post) => (post ? [post.siteId] : [])))]
  const leads = await siteLeads(ctx, found.portfolio, sites)
  for (const lead of leads) await tellLead(ctx, found, change, lead)
  await tellTrainee(ctx, found, change, leads)
}

async function tellLead(ctx: WriteCtx, found: PostToKeep, { is, was }: Change, lead: SiteLead): Promise<void> {
  const { portfolio, pack } = found
  const one = postsIn(pack.pack).words.one
  const here = is?.siteId === lead.siteId ? is : null
  const today = dateIn(ctx.now, portfolio.timeZone)
  const active = here !== null && postState(here, today) === 'active'
  const text = here
    ? `${portfolio.name} ${was?.siteId === here.siteId ? 'changed' : 'entered'} a ${one} at ${here.site}: ${periodWords(here)}`
    : `${portfolio.name} is no longer on record at ${was!.site}`
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
    subject: here ? `A trainee at ${here.site}` : `A trainee has left ${was!.site}`,
    text: `Dear ${name},\n\n${text}. ${detail}.`,
    link: { label: 'Open Attest', path: '/' },
    purpose: kind,
  })
}

async function tellTrainee(ctx: WriteCtx, found: PostToKeep, { is, was }: Change, leads: readonly SiteLead[]) {
  const { portfolio, pack } = found
  const one = postsIn(pack.pack).words.one
  const there = leads.filter(({ siteId }) => siteId === is?.siteId).map(({ name }) => name)
  const reached = `${list(there)} ${there.length === 1 ? 'reaches' : 'reach'} your portfolio while it is active`
  await ctx.services.notices.notify(ctx, {
    personId: portfolio.personId,
    roleKey: `own:${portfolio.id}`,
    kind: 'post.changed',
    text: is
      ? `On record: ${one} at ${is.site}, ${periodWords(is)}`
      : `No longer on record: ${one} at ${was!.site}, from ${date(was!.from)}`,
    detail: is ? (there.length > 0 ? reached : 'Nobody there is on record for this programme yet') : null,
    href: `${hrefOf(found)}/posts`,
    subjectId: portfolio.personId,
  })
}
