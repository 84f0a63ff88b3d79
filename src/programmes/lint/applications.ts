import type { ApplicationKind } from '../applications.ts'
import type { Pack } from '../pack.ts'
import { type Finding, Findings, keysOf } from './finding.ts'

/** Who is no part of a decision about somebody's training time. */
const nobodyDecides: readonly string[] = ['trainee', 'guest']

/** applications.json: statuses that the programme knows, roles that it has, and a step that always decides. */
export function lintApplications(pack: Pack): Finding[] {
  const found = new Findings('applications.json')
  const kinds = pack.applications?.kinds ?? []
  found.unique(keysOf(kinds), (index) => `kinds.${index}.key`)
  for (const [index, kind] of kinds.entries()) lintKind(kind, `kinds.${index}`, pack, found)
  return found.all
}

function lintKind(kind: ApplicationKind, path: string, pack: Pack, found: Findings): void {
  const { change, approvers, told, shares, mostMonths, reasons, source } = kind
  found.known(source.split(/,\s*/), Object.keys(pack.pack.sources), `${path}.source`, 'source')
  const known: readonly string[] = ['fte', 'return', ...(pack.pack.time?.statuses ?? [change])]
  found.must(known.includes(change), `${path}.change`, `the programme knows no status “${change}”`)
  const roles = pack.pack.roles.map(({ relation }) => relation)
  found.known([...approvers.map(({ relation }) => relation), ...told], roles, path, 'role')
  for (const { relation } of approvers)
    found.must(
      !nobodyDecides.includes(relation),
      `${path}.approvers`,
      `a ${relation} decides on nobody’s training time`,
    )
  const always = approvers.some(({ overMonths, unusual }) => overMonths === undefined && !unusual)
  found.must(always, `${path}.approvers`, 'nobody decides where it is short and usual')
  found.must((change === 'fte') === Boolean(shares), `${path}.shares`, 'belong to a change of FTE, and to nothing else')
  const lasts = change !== 'fte' && change !== 'return'
  found.must(lasts || !mostMonths, `${path}.mostMonths`, 'belongs to what lasts from a day to a day')
  const keys = reasons.map(([key]) => key)
  found.unique(keys, (index) => `${path}.reasons.${index}`)
}
