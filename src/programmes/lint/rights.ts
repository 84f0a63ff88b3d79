import { grantPlaces } from '../../policy/index.ts'
import type { Pack } from '../pack.ts'
import { OPEN_STATES, type RightsRow, type RightsSection } from '../rights.ts'
import { type Finding, Findings, keysOf } from './finding.ts'

/** Every section has a reader in every state and a writer in every open one; no row says what another row says. */
export function lintRights(pack: Pack): Finding[] {
  const found = new Findings('rights.json')
  const { relations, sections, rows } = pack.rights
  found.unique(keysOf(relations), (index) => `relations.${index}.key`)
  found.unique(keysOf(sections), (index) => `sections.${index}.key`)
  found.known(pack.pack.signOffBy, keysOf(relations), 'relations', 'relation')
  for (const [index, row] of rows.entries()) lintRow(row, `rows.${index}`, pack, found)
  const cells = rows.flatMap((row, index) =>
    row.states.map((state) => ({ key: `${row.relation} in ${row.section}, ${state}`, path: `rows.${index}.states` })),
  )
  found.unique(keysOf(cells), (index) => cells[index]?.path ?? '')
  for (const [index, section] of sections.entries()) lintSection(section, `sections.${index}`, pack, found)
  return found.all
}

function lintRow(row: RightsRow, path: string, pack: Pack, found: Findings): void {
  const section = pack.rights.sections.find(({ key }) => key === row.section)
  found.known([row.relation], keysOf(pack.rights.relations), `${path}.relation`, 'relation')
  found.must(section !== undefined, `${path}.section`, `there is no section “${row.section}”`)
  if (section) found.known(row.states, section.states, `${path}.states`, `state of ${section.key},`)
  found.must(!(row.see === 'none' && (row.write || row.sign)), path, 'writes or signs what it cannot see')
  // Whoever answers for a whole network or programme has a board; a role that sees what is sent to it has none.
  const nearby = [undefined, 'site'].includes(grantPlaces[row.relation])
  found.must(
    row.scope !== 'sentToThem' || nearby,
    `${path}.scope`,
    'only roles near the trainee see what is sent to them',
  )
  found.must(!row.private || row.relation === 'trainee', `${path}.private`, 'only a trainee sees what is private')
}

function lintSection(section: RightsSection, path: string, pack: Pack, found: Findings): void {
  const rows = pack.rights.rows.filter((row) => row.section === section.key)
  for (const state of section.states) {
    const here = rows.filter((row) => row.states.includes(state))
    const read = state === 'new' || here.some(({ see }) => see === 'full')
    found.must(read, `${path}.states`, `nobody can read ${section.key} when ${state}`)
    const open = OPEN_STATES.includes(state) && !section.computed
    found.must(
      !open || here.some((row) => row.write || row.sign),
      `${path}.states`,
      `nobody can write ${section.key} when ${state}`,
    )
  }
  const owners = rows.filter((row) => row.relation === 'trainee')
  const closedToOwner = section.startsAs === 'private' && owners.some((row) => !row.private)
  found.must(!closedToOwner, `${path}.startsAs`, 'starts private, and a row of the trainee does not say “private”')
  const reachable = !section.states.includes('new') || pack.forms.some((form) => form.section === section.key)
  found.must(reachable, path, `no form leads into ${section.key}`)
}
