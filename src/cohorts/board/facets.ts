import type { Ctx } from '../../kit/context.ts'
import type { Standing } from '../../policy/index.ts'
import { followsPortfolio, type PublishedPack, type Requirement } from '../../programmes/index.ts'
import type { Facets } from './columns.ts'

/** What the packs within reach say, as the board's query needs it; rules are "pack version and rule". */
export interface Rules {
  /** Pack versions that have a supervisor of a kind for each trainee. */
  supervised: { educational: string[]; clinical: string[] }
  /** Pack versions in which a director at the trainee's site has the portfolios. */
  directed: string[]
  /** Rules that ask for a declaration which the trainee makes. */
  declarations: string[]
  /** Rules that ask for a report which a supervisor writes. */
  reports: string[]
}

/** The packs of the acting role's programmes. */
export function packsOf(ctx: Ctx): Promise<PublishedPack[]> {
  return Promise.all(ctx.actor.sight.map(({ packVersionId }) => ctx.services.packs.get(packVersionId)))
}

export function rulesOf(packs: readonly PublishedPack[]): Rules {
  const versions = (relation: Standing) =>
    packs.filter(({ pack }) => followsPortfolio(pack, relation)).map(({ id }) => id)
  const keys = (test: (rule: Requirement, pack: PublishedPack) => boolean) =>
    packs.flatMap((pack) =>
      pack.pack.requirements.rules.filter((rule) => test(rule, pack)).map(({ id }) => `${pack.id} ${id}`),
    )
  return {
    supervised: { educational: versions('educationalSupervisor'), clinical: versions('clinicalSupervisor') },
    directed: versions('siteDirector'),
    declarations: keys((rule, pack) => rule.kind === 'declaration' && !writtenBy('supervisor', rule, pack)),
    reports: keys((rule, pack) => writtenBy('supervisor', rule, pack)),
  }
}

/** Whether all forms that a rule asks for are begun by one party. */
function writtenBy(party: 'trainee' | 'supervisor', rule: Requirement, pack: PublishedPack): boolean {
  const forms = formsIn(rule)
  return forms.length > 0 && forms.every((key) => pack.form(key)?.filledBy === party)
}

function formsIn(rule: Requirement): string[] {
  if (rule.kind === 'declaration') return [rule.form]
  const from: unknown = 'from' in rule ? rule.from : null
  return Array.isArray(from) ? from.flatMap((one: { forms?: string[] }) => one.forms ?? []) : []
}

/** What columns and their choices depend on. */
export function facetsOf(ctx: Ctx, packs: readonly PublishedPack[], { supervised }: Rules): Facets {
  const stages = packs.flatMap(({ pack }) => pack.pack.stages)
  const first = new Map(stages.map(({ key, short }) => [key, short] as const))
  return {
    supervision: { educational: supervised.educational.length > 0, clinical: supervised.clinical.length > 0 },
    stages: [...first].map(([value, label]) => ({ value, label })),
    office: ctx.actor.reach.by === 'programmes',
  }
}

/** How stages are called, by pack version and key. */
export function stageNames(packs: readonly PublishedPack[]): Record<string, string> {
  return Object.fromEntries(
    packs.flatMap(({ id, pack }) => pack.pack.stages.map(({ key, short }) => [`${id} ${key}`, short])),
  )
}
