import type { FormDefinition } from '../forms/definition.ts'

import type { Db } from '../kit/context.ts'
import { type Depth, type Relation, type Sight, seesPortfolios } from '../policy/index.ts'

import type { CurriculumNode } from './curriculum.ts'
import { formOf, itemsOf, type Pack } from './pack.ts'
import { commonRoleWords } from './words.ts'

declare module '../kit/context.ts' {
  interface Services {
    packs: PackLibrary
  }
}

/** A published pack with its items and forms at hand. Immutable, so it is read from the database once per process. */
export interface PublishedPack {
  id: string
  pack: Pack
  items: ReadonlyMap<string, CurriculumNode>
  form(key: string): FormDefinition | undefined
}

/** Published packs by the id of their version. */
export class PackLibrary {
  readonly #db: Db
  readonly #known = new Map<string, Promise<PublishedPack>>()

  constructor(db: Db) {
    this.#db = db
  }

  /** @throws Error when there is no such version (a foreign key makes that impossible for pinned ids). */
  get(packVersionId: string): Promise<PublishedPack> {
    const known = this.#known.get(packVersionId) ?? this.#read(packVersionId)
    this.#known.set(packVersionId, known)
    known.catch(() => this.#known.delete(packVersionId))
    return known
  }

  async #read(id: string): Promise<PublishedPack> {
    const row = await this.#db.packVersion.findUniqueOrThrow({ where: { id }, select: { content: true } })
    return published(id, row.content as unknown as Pack)
  }

  /** What a relation sees of a pack's sections; empty where no row grants anything. */
  async sight(packVersionId: string, relation: Relation): Promise<Sight> {
    const { pack } = await this.get(packVersionId)
    return sightIn(packVersionId, pack, relation)
  }

  /**
   * How deep a relation reads a record of another programme that is evidence for an item of this one: as far as it reads
   * progress, where evidence stands, and no further than its own section of that name.
   */
  async lentDepth(packVersionId: string, relation: Relation, section: string): Promise<Depth> {
    const { pack } = await this.get(packVersionId)
    const sight = sightIn(packVersionId, pack, relation)
    const of = (key: string): Depth =>
      sight.full.includes(key) ? 'full' : sight.facts.includes(key) ? 'facts' : 'none'
    const known = pack.rights.sections.some(({ key }) => key === section)
    const depths = known ? [of('progress'), of(section)] : [of('progress')]
    if (depths.includes('none')) return 'none'
    return depths.includes('facts') ? 'facts' : 'full'
  }

  /** What a role is called by those who act in it under these pack versions. */
  async roleWords(packVersionIds: readonly string[], relation: Relation): Promise<string> {
    const packs = await Promise.all([...new Set(packVersionIds)].map((id) => this.get(id)))
    return commonRoleWords(
      packs.map(({ pack }) => pack),
      relation,
    )
  }
}

/** A pack made ready for look-ups. */
export function published(id: string, pack: Pack): PublishedPack {
  const items = new Map(itemsOf(pack).map(({ node }) => [node.key, node]))
  return { id, pack, items, form: (key) => formOf(pack, key) }
}

/** Reads a relation's sight out of the rights rows; nothing is granted by silence. */
export function sightIn(packVersionId: string, pack: Pack, relation: Relation): Sight {
  const rows = pack.rights.rows.filter((row) => row.relation === relation)
  const readable = ['current', 'submitted', 'signed']
  const seen = rows.filter((row) => row.see !== 'none' && row.states.some((state) => readable.includes(state)))
  const sent = seen.filter((row) => row.scope === 'sentToThem')
  const whole = seen.filter((row) => row.scope !== 'sentToThem')
  const keys = (some: typeof rows) => [...new Set(some.map((row) => row.section))]
  return {
    packVersionId,
    full: keys(whole.filter((row) => row.see === 'full')),
    facts: keys(whole.filter((row) => row.see === 'facts')),
    sent: keys(sent),
    write: keys(rows.filter((row) => row.write)),
    sign: keys(rows.filter((row) => row.sign)),
  }
}

/** Whether a relation reads portfolios of this pack as such, rather than only what is sent to it (R6, R99). */
export function followsPortfolio(pack: Pack, relation: Relation): boolean {
  return seesPortfolios(sightIn('', pack, relation))
}

/** Whether the programme puts supervisors on record for each trainee, whom the trainee can say to be wrong. */
export function hasSupervisors(pack: Pack): boolean {
  return followsPortfolio(pack, 'educationalSupervisor') || followsPortfolio(pack, 'clinicalSupervisor')
}
