import { lintApplications } from './lint/applications.ts'
import { lintCurriculum } from './lint/curriculum.ts'
import type { Finding } from './lint/finding.ts'
import { lintForms } from './lint/forms.ts'
import { lintInfo } from './lint/info.ts'
import { lintPrevious } from './lint/previous.ts'
import { lintRequirements } from './lint/requirements.ts'
import { lintRights } from './lint/rights.ts'
import { lintRounds } from './lint/rounds.ts'
import { lintScales } from './lint/scales.ts'
import { lintSources } from './lint/sources.ts'
import type { Pack } from './pack.ts'

export type { Finding } from './lint/finding.ts'

/** Everything in a pack that its shape allows and its meaning does not; with `previous`, also what changed its meaning. */
export function lintPack(pack: Pack, previous?: Pack): Finding[] {
  return [
    ...lintInfo(pack),
    ...lintCurriculum(pack),
    ...lintScales(pack),
    ...lintRights(pack),
    ...lintForms(pack),
    ...lintRequirements(pack),
    ...lintRounds(pack),
    ...lintApplications(pack),
    ...lintSources(pack),
    ...(previous ? lintPrevious(pack, previous) : []),
  ]
}
