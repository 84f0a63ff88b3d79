import { acceptFirst, personName, reachedBy } from '../identity/index.ts'
import type { WriteCtx } from '../kit/context.ts'
import { date, list, plural } from '../kit/ui.ts'
import { graceDays, lastOfGrace, siteLeads } from '../training/index.ts'
import { groupBy } from './grouping.ts'
import type { Line } from './lines.ts'
import { recordOf } from './load.ts'
import type { Change } from './plan.ts'
import { besidePosts, type Standing, type Turn, turnsOf } from './turns.ts'

type Told = Parameters<WriteCtx['services']['notices']['tellMany']>[1]

/** What one person is told, once, however many rows concern them. */
interface Word {
  personId: string
  roleKey: string
  subjectId: string | null
  text: string
  detail: string | null
  href: string
}

export interface Telling {
  programmeId: string
  changes: readonly Change[]
  /** How the differences read, for the trainees; none where they are taken back. */
  lines: readonly Line[]
  back: boolean
}

/**
 * Everybody concerned by a changeover: each trainee, each supervisor that comes or goes or whose trainee's post
 * becomes another, whoever answers for training at
 * the hospitals. One notice and one mail each.
 */
export async function tellAll(ctx: WriteCtx, telling: Telling): Promise<void> {
  const names = await namesOf(ctx, telling.changes)
  const words = [
    ...toTrainees(telling),
    ...(await toSupervisors(ctx, telling, names)),
    ...(await toLeads(ctx, telling)),
  ]
  const notices = words.map((word): Told['notices'][number] => ({ ...word, kind: 'changeover' }))
  await ctx.services.notices.tellMany(ctx, { notices, mails: await mailsOf(ctx, words) })
}

async function namesOf(ctx: WriteCtx, changes: readonly Change[]): Promise<Map<string, string>> {
  const people = await ctx.db.person.findMany({ where: { id: { in: changes.map(({ personId }) => personId) } } })
  return new Map(people.map((one) => [one.id, personName(one)]))
}

function toTrainees({ changes, lines, back }: Telling): Word[] {
  const byTrainee = groupBy(lines, ({ enrolmentId }) => enrolmentId)
  return changes.map(({ enrolmentId, personId }) => {
    const said = (byTrainee.get(enrolmentId) ?? []).map(
      ({ what, was, is }) => `${whatWords[what]}: ${[was, is].filter(Boolean).join(' → ')}`,
    )
    return {
      ...{ personId, subjectId: personId, roleKey: `own:${enrolmentId}`, href: `/portfolios/${enrolmentId}/posts` },
      text: back
        ? 'A change of your posts and supervisors was taken back: what was on record before holds again'
        : 'Your posts and supervisors on record have changed',
      detail: back || said.length === 0 ? null : said.join('; ').slice(0, 600),
    }
  })
}

export const whatWords = {
  post: 'Post',
  educational: 'Educational supervisor',
  clinical: 'Clinical supervisor',
} as const

const roleOf = { educational: 'educationalSupervisor', clinical: 'clinicalSupervisor' } as const

const howWords: Record<Turn['how'], (count: number) => string> = {
  comes: (count) => `${plural(count, 'trainee')} with you`,
  goes: (count) => `${count} no longer`,
  stays: (count) => `${count} still with you, otherwise than before`,
}

async function toSupervisors(
  ctx: WriteCtx,
  { changes, back }: Telling,
  names: ReadonlyMap<string, string>,
): Promise<Word[]> {
  const standing = await standingOf(ctx, changes)
  const turns = changes.flatMap((change) => {
    const trainee = names.get(change.personId) ?? 'a trainee'
    const own = turnsOf(change, trainee, ctx.today)
    return [...own, ...besidePosts(change, { ...standing, turns: own, trainee })]
  })
  return [...groupBy(turns, ({ personId }) => personId)].map(([personId, mine]) => {
    const trainees = (some: readonly Turn[]) => new Set(some.map(({ trainee }) => trainee)).size
    const counts = (['comes', 'goes', 'stays'] as const).flatMap((how) => {
      const count = trainees(mine.filter((one) => one.how === how))
      return count > 0 ? [howWords[how](count)] : []
    })
    const detail = mine.slice(0, 12).map(({ trainee, kind, words }) => `${trainee}, ${kind}, ${words}`)
    const said = [...detail, ...(mine.length > detail.length ? [`and ${mine.length - detail.length} more`] : [])]
    return {
      ...{ personId, subjectId: null, roleKey: roleOf[mine[0]!.kind], href: '/trainees' },
      text: back
        ? `A changeover was taken back: what was on record before holds again for ${plural(trainees(mine), 'trainee')}`
        : `Changeover: ${list(counts)}`,
      detail: `${said.join('; ')}${back ? '' : mayFinish(mine)}`,
    }
  })
}

/** Decision 67: what is half written is not cut off, and whoever wrote it is told. */
function mayFinish(turns: readonly Turn[]): string {
  const ends = new Set(turns.flatMap(({ until }) => (until ? [lastOfGrace(until.toString()).toString()] : [])))
  if (ends.size === 0) return ''
  const [one] = ends
  const until = ends.size === 1 ? `until ${date(one!)}` : `for ${plural(graceDays, 'day')} after it`
  return `. What you have begun, and what waits for you on the last day, you may finish ${until}`
}

async function standingOf({ db }: WriteCtx, changes: readonly Change[]): Promise<Standing> {
  const { spans } = await recordOf(db, { enrolmentIds: changes.map(({ enrolmentId }) => enrolmentId) })
  const posts = changes.flatMap((change) => [
    ...change.posts.withdrawn,
    ...change.posts.created,
    ...change.posts.changed.map(({ is }) => is),
  ])
  const sites = await db.site.findMany({ where: { id: { in: posts.map(({ siteId }) => siteId) } } })
  const siteOf = ({ siteId }: { siteId: string }) => sites.find(({ id }) => id === siteId)?.name ?? 'another hospital'
  return { spans: [...spans.values()].flat(), siteOf }
}

async function toLeads(ctx: WriteCtx, { programmeId, changes, back }: Telling): Promise<Word[]> {
  const moves = changes.flatMap(({ posts, personId }) => [
    ...[...posts.created, ...posts.changed.map(({ is }) => is)].map(({ siteId }) => ({
      siteId,
      personId,
      comes: true,
    })),
    ...[
      ...posts.withdrawn,
      ...posts.changed.filter(({ was, is }) => was.siteId !== is.siteId).map(({ was }) => was),
    ].map(({ siteId }) => ({ siteId, personId, comes: false })),
  ])
  const one = await ctx.db.enrolment.findFirst({ where: { programmeId, state: { not: 'closed' } } })
  if (!one || moves.length === 0) return []
  const bySite = groupBy(moves, ({ siteId }) => siteId)
  const leads = await siteLeads(ctx, { programmeId, packVersionId: one.packVersionId, personId: ctx.actor.personId }, [
    ...bySite.keys(),
  ])
  const sites = await ctx.db.site.findMany({ where: { id: { in: [...bySite.keys()] } } })
  return [...groupBy(leads, ({ roleKey }) => roleKey).values()].map(([lead]) => {
    const { personId, roleKey, siteId } = lead!
    const concerned = new Set(bySite.get(siteId)!.map((move) => move.personId)).size
    const site = sites.find(({ id }) => id === siteId)?.name ?? 'your hospital'
    return {
      ...{ personId, roleKey, subjectId: null, href: '/trainees' },
      text: `${back ? 'A changeover was taken back' : 'Changeover'} at ${site}: ${plural(concerned, 'trainee')} ${concerned === 1 ? 'comes, goes or stays' : 'come, go or stay'} otherwise than was on record`,
      detail: null,
    }
  })
}

/** One letter a person, at the address that they use; who is only invited reads what it says after accepting. */
async function mailsOf(ctx: WriteCtx, words: readonly Word[]): Promise<Told['mails']> {
  const byPerson = groupBy(words, ({ personId }) => personId)
  const reached = await reachedBy(ctx.db, [...byPerson.keys()])
  return [...reached].map(([personId, { name, to, invited }]) => {
    const said = byPerson.get(personId)!.map(({ text, detail }) => `${[text, detail].filter(Boolean).join('.\n')}.`)
    return {
      to,
      toPersonId: personId,
      subject: 'A change of posts and supervisors',
      text: [
        `Dear ${name},`,
        ...(invited ? [`A change of posts and supervisors concerns you. ${acceptFirst}`] : said),
      ].join('\n\n'),
      link: { label: 'Open Attest', path: '/' },
      purpose: 'changeover',
    }
  })
}
