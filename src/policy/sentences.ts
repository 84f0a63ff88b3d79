import type { Prisma } from '../generated/client.ts'
import type { Actor, Grace, Sight } from './actor.ts'

/** A clause that matches no row. */
const never = { id: { in: [] as string[] } }

/** How deep an actor sees a section: the whole text, only the facts (who, what, when, state), or nothing. */
export type Depth = 'full' | 'facts' | 'none'

interface Placed {
  id?: string
  enrolmentId?: string
  section: string
  packVersionId: string
  personId?: string
  authorId?: string
  assessorId?: string | null
  /** People the owner showed it to by name. */
  shares?: readonly { personId: string; revokedAt: Date | null }[]
}

function sightOf(actor: Actor, packVersionId: string): Sight | undefined {
  return actor.sight.find((sight) => sight.packVersionId === packVersionId)
}

/**
 * How deep the actor sees a record (or a section of a portfolio). Own portfolio and own writing are always full.
 */
export function depth(actor: Actor, record: Placed): Depth {
  if (record.personId === actor.personId && actor.relation === 'trainee') return 'full'
  if (actor.reach.by === 'record') return 'full'
  const lent = lentDepth(actor, record)
  if (lent !== null) return lent
  const sight = sightOf(actor, record.packVersionId)
  if (!sight) return 'none'
  if (sight.full.includes(record.section)) return 'full'
  const sharedWithActor = record.shares?.some((one) => one.personId === actor.personId && one.revokedAt === null)
  const sentToActor = record.assessorId === actor.personId || record.authorId === actor.personId || sharedWithActor
  if (sight.sent.includes(record.section)) return sentToActor ? 'full' : 'none'
  return sight.facts.includes(record.section) ? 'facts' : 'none'
}

/** How deep a record of another enrolment is read; null for one that the actor reaches where it lies. */
function lentDepth({ reach, lent }: Actor, { id, enrolmentId }: Placed): Depth | null {
  if (id === undefined || (reach.by === 'enrolments' && reach.ids.includes(enrolmentId ?? ''))) return null
  if (lent.full.includes(id)) return 'full'
  return lent.facts.includes(id) ? 'facts' : null
}

/** Whether a record is seen because it is evidence in another enrolment than its own. */
export function isLent(actor: Actor, record: { id: string; enrolmentId: string }): boolean {
  if (actor.reach.by === 'self') return actor.reach.enrolmentId !== record.enrolmentId
  return actor.relation !== 'trainee' && lentDepth(actor, { ...record, section: '', packVersionId: '' }) !== null
}

/** Whether the pack lets the acting role write in a section. */
export function mayWriteIn(actor: Actor, packVersionId: string, section: string): boolean {
  return sightOf(actor, packVersionId)?.write.includes(section) ?? false
}

/** Whether the pack lets the acting role sign in a section. */
export function maySignIn(actor: Actor, packVersionId: string, section: string): boolean {
  return sightOf(actor, packVersionId)?.sign.includes(section) ?? false
}

/** Whether a role reads portfolios as such in this pack version, rather than only what is sent to it (R6, R99). */
export function seesPortfolios({ full, facts }: Pick<Sight, 'full' | 'facts'>): boolean {
  return full.length + facts.length > 0
}

/** Pack versions in which the acting role has no portfolios, only what is sent to it. */
export function versionsWithoutPortfolios(actor: Actor): string[] {
  return actor.sight.filter((sight) => !seesPortfolios(sight)).map(({ packVersionId }) => packVersionId)
}

/** Whether the acting role has trainees to look after at all, or only requests to answer. */
export function hasTrainees({ sight }: Actor): boolean {
  return sight.length === 0 || sight.some(seesPortfolios)
}

/** What the actor may still finish in a portfolio that they have left (decision 67); null where they reach it, or never did. */
export function graceIn({ reach }: Actor, enrolmentId: string): Grace | null {
  if (reach.by !== 'enrolments' || reach.ids.includes(enrolmentId)) return null
  return reach.grace?.find((one) => one.enrolmentId === enrolmentId) ?? null
}

/** One thing that somebody who has left may be about to finish. */
export type Finishing = { record: string } | { item: string } | { draft: string }

/** Whether this very thing waited for the actor when they left the portfolio. */
export function mayFinish(actor: Actor, enrolmentId: string, what: Finishing): boolean {
  const grace = graceIn(actor, enrolmentId)
  if (!grace) return false
  if ('record' in what) return grace.records.includes(what.record)
  return 'item' in what ? grace.items.includes(what.item) : grace.drafts.includes(what.draft)
}

/** Whether the portfolio that a record lies in has a page for the actor; the record itself is seen already. */
export function reachesPortfolioOf(actor: Actor, record: { enrolmentId: string; packVersionId: string }): boolean {
  switch (actor.reach.by) {
    case 'self':
      return actor.reach.enrolmentId === record.enrolmentId
    case 'enrolments':
      return actor.reach.ids.includes(record.enrolmentId)
    case 'programmes':
      return !versionsWithoutPortfolios(actor).includes(record.packVersionId)
    default:
      return false
  }
}

/** The portfolios that the actor reaches, as a clause over enrolments. */
export function enrolmentsOf(actor: Actor): Prisma.EnrolmentWhereInput {
  switch (actor.reach.by) {
    case 'self':
      return { id: actor.reach.enrolmentId, personId: actor.personId }
    case 'enrolments':
      return { id: { in: actor.reach.ids } }
    case 'programmes':
      return { programmeId: { in: actor.reach.ids }, ...withPortfolios(actor) }
    default:
      return never
  }
}

/** Costs nothing where the role has portfolios in all its packs, as nearly every one has. */
function withPortfolios(actor: Actor): { packVersionId?: { notIn: string[] } } {
  const without = versionsWithoutPortfolios(actor)
  return without.length > 0 ? { packVersionId: { notIn: without } } : {}
}

/** The owner showed it to the actor by name, and has not taken that back. */
function sharedWith(actor: Actor): Prisma.RecordWhereInput {
  return { shares: { some: { personId: actor.personId, revokedAt: null } } }
}

function sections(actor: Actor, deep: 'full' | 'any'): Prisma.RecordWhereInput {
  const groups = actor.sight.map((sight): Prisma.RecordWhereInput => {
    const open = deep === 'full' ? sight.full : [...sight.full, ...sight.facts]
    const clauses: Prisma.RecordWhereInput[] = [{ section: { in: open } }]
    if (sight.sent.length > 0) {
      const sent = [{ assessorId: actor.personId }, { authorId: actor.personId }, sharedWith(actor)]
      clauses.push({ section: { in: sight.sent }, OR: sent })
    }
    const either = clauses.length === 1 ? clauses[0] : { OR: clauses }
    return { packVersionId: sight.packVersionId, ...either }
  })
  if (groups.length === 0) return never
  return groups.length === 1 ? groups[0]! : { OR: groups }
}

/** States in which others than the owner and the person asked may see a record. */
const settled = ['submitted', 'signed', 'disputed'] as const

/**
 * Which records exist for the actor (R44): lists, counts, searches, files and single loads all use this clause.
 * One branch per acting role over the record's own columns (docs/decisions).
 */
export function visibleRecords(actor: Actor): Prisma.RecordWhereInput {
  return reachable(actor, 'any')
}

/**
 * The records that the actor reads in full, narrative and files included; a part of visibleRecords. Search of texts and
 * downloads use it: whoever sees facts alone must not learn by searching what was written.
 */
export function readableRecords(actor: Actor): Prisma.RecordWhereInput {
  return reachable(actor, 'full')
}

function reachable(actor: Actor, deep: 'full' | 'any'): Prisma.RecordWhereInput {
  const home = atHome(actor, deep)
  const lent = deep === 'full' ? actor.lent.full : [...actor.lent.full, ...actor.lent.facts]
  if (lent.length === 0) return home
  return { OR: [home, { id: { in: lent }, sharedState: 'shared', status: { in: [...settled] } }] }
}

/** Records of the portfolios within reach, where they lie. */
function atHome(actor: Actor, deep: 'full' | 'any'): Prisma.RecordWhereInput {
  switch (actor.reach.by) {
    case 'self':
      // The owner sees all of their own but what a supervisor still holds back.
      return { personId: actor.personId, enrolmentId: actor.reach.enrolmentId, status: { not: 'held' } }
    case 'record':
      return { id: actor.reach.id }
    case 'enrolments': {
      const near: Prisma.RecordWhereInput = { enrolmentId: { in: [...actor.reach.ids, ...actor.reach.sent] } }
      const left = actor.reach.grace?.flatMap(({ records, evidence }) => [...records, ...evidence]) ?? []
      const within = left.length === 0 ? [] : [{ OR: [near, { id: { in: left } }] }]
      return { ...(left.length === 0 ? near : {}), ...shown(actor), AND: [sections(actor, deep), ...within] }
    }
    case 'programmes':
      return { programmeId: { in: actor.reach.ids }, ...shown(actor), AND: [sections(actor, deep)] }
    default:
      return never
  }
}

/** Sections in which a role reads everything and writes: what is asked of it there, a delegate may fill in (C15). */
export const preparedSections = ({ full, write }: Sight): string[] => write.filter((section) => full.includes(section))

/** What a director was asked for in this role and has not completed: open to whoever prepares for them. */
const toPrepare = ({ sight, delegate }: Actor): Prisma.RecordWhereInput[] =>
  sight.map((one) => ({
    ...{ packVersionId: one.packVersionId, section: { in: preparedSections(one) } },
    ...{ assessorId: delegate!.ofId, status: 'requested', sharedState: 'shared' },
  }))

/**
 * A delegate sees what is settled, as the role does, and what they may prepare; what else was sent to somebody or written
 * by them belongs to their own roles.
 */
function shown(actor: Actor): Prisma.RecordWhereInput {
  if (actor.delegate) return { OR: [{ sharedState: 'shared', status: { in: [...settled] } }, ...toPrepare(actor)] }
  return {
    OR: [
      { sharedState: 'shared', status: { in: [...settled] } },
      { ...sharedWith(actor), status: { in: [...settled] } },
      { authorId: actor.personId },
      { assessorId: actor.personId },
    ],
  }
}
