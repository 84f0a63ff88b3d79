import type { SupervisionKind } from '../generated/client.ts'
import { personName } from '../identity/index.ts'
import type { WriteCtx } from '../kit/context.ts'
import { date, list, plural } from '../kit/ui.ts'
import { siteLeads } from '../training/index.ts'
import { groupBy } from './grouping.ts'
import type { Line } from './lines.ts'
import type { Change } from './plan.ts'
import type { RecordedSpan } from './world.ts'

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
 * Everybody concerned by a changeover: each trainee, each supervisor that comes or goes, whoever answers for training at
 * the hospitals. One notice and one mail each.
 */
export async function tellAll(ctx: WriteCtx, telling: Telling): Promise<void> {
  const names = await namesOf(ctx, telling.changes)
  const words = [...toTrainees(telling), ...toSupervisors(telling, names), ...(await toLeads(ctx, telling))]
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

interface Turn {
  personId: string
  kind: SupervisionKind
  trainee: string
  comes: boolean
  day: string
}

function turnsOf({ spans, personId }: Change, names: ReadonlyMap<string, string>): Turn[] {
  const trainee = names.get(personId) ?? 'a trainee'
  const turn = (span: RecordedSpan, comes: boolean, day: string): Turn => ({
    personId: span.personId,
    kind: span.kind,
    trainee,
    comes,
    day,
  })
  const stays = (span: RecordedSpan) =>
    spans.created.some((one) => one.kind === span.kind && one.personId === span.personId)
  return [
    ...spans.created.map((span) => turn(span, true, date(span.from))),
    ...spans.moved.map(({ was, is }) => {
      const shorter = is.until && (!was.until || is.until.toString() < was.until.toString())
      return turn(is, !shorter, date(shorter ? is.until : is.from))
    }),
    ...spans.corrected.filter((span) => !stays(span)).map((span) => turn(span, false, date(span.from))),
  ]
}

function toSupervisors({ changes, back }: Telling, names: ReadonlyMap<string, string>): Word[] {
  const turns = changes.flatMap((change) => turnsOf(change, names))
  return [...groupBy(turns, ({ personId }) => personId)].map(([personId, mine]) => {
    const part = (comes: boolean) => [
      ...new Set(mine.filter((one) => one.comes === comes).map(({ trainee }) => trainee)),
    ]
    const come = part(true)
    const go = part(false)
    const counts = [
      ...(come.length > 0 ? [`${plural(come.length, 'trainee')} with you`] : []),
      ...(go.length > 0 ? [`${go.length} no longer`] : []),
    ]
    const detail = mine
      .slice(0, 12)
      .map(({ trainee, kind, comes, day }) => `${trainee}, ${kind}, ${comes ? 'from' : 'until'} ${day}`)
    return {
      ...{ personId, subjectId: null, roleKey: roleOf[mine[0]!.kind], href: '/trainees' },
      text: `${back ? 'A changeover was taken back' : 'Changeover'}: ${list(counts)}`,
      detail: [...detail, ...(mine.length > detail.length ? [`and ${mine.length - detail.length} more`] : [])].join(
        '; ',
      ),
    }
  })
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

/** One letter a person, at the address that they use. */
async function mailsOf(ctx: WriteCtx, words: readonly Word[]): Promise<Told['mails']> {
  const byPerson = groupBy(words, ({ personId }) => personId)
  const addresses = await ctx.db.identifier.findMany({
    where: { personId: { in: [...byPerson.keys()] }, kind: 'email', verifiedAt: { not: null } },
    orderBy: { primary: 'desc' },
    include: { person: true },
  })
  return [...groupBy(addresses, ({ personId }) => personId)].map(([personId, [address]]) => {
    const mine = byPerson.get(personId)!
    const said = mine.map(({ text, detail }) => `${[text, detail].filter(Boolean).join('.\n')}.`)
    return {
      to: address!.value,
      toPersonId: personId,
      subject: 'A change of posts and supervisors',
      text: [`Dear ${personName(address!.person)},`, ...said].join('\n\n'),
      link: { label: 'Open Attest', path: '/' },
      purpose: 'changeover',
    }
  })
}
