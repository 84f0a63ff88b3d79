import type { FormDefinition } from '../../forms/definition.ts'
import { lintForm } from '../../forms/lint.ts'
import type { Pack } from '../pack.ts'
import { enterers, partyRelations } from '../rights.ts'
import { lintWorld } from '../world.ts'
import { type Finding, Findings } from './finding.ts'

/** Each form by itself, and in its pack: its section, its writers, its links, its privacy. */
export function lintForms(pack: Pack): Finding[] {
  const world = lintWorld(pack)
  return pack.forms.flatMap((form) => {
    const found = new Findings(`forms/${form.key}.json`)
    for (const { path, message } of lintForm(form, world)) found.add(path, message)
    lintPlace(form, pack, found)
    found.must(
      form.links !== undefined,
      'links',
      'says nothing about links to the curriculum; write a max of 0 for none',
    )
    found.must(!(form.links?.max === 0 && form.links.suggested?.length), 'links.suggested', 'suggests what it forbids')
    const sent = form.filledBy === 'assessor' && form.kind !== 'answer'
    found.must(!sent || form.expiresAfterDays !== undefined, 'expiresAfterDays', 'a request must expire')
    found.must(form.occurredOn !== undefined || !needsDate(form), 'occurredOn', 'nothing dates the record')
    return found.all
  })
}

/** Judgements are dated by the moment they are made; everything else by what it is about. */
const needsDate = ({ kind }: FormDefinition): boolean => !['selfAssessment', 'signoff', 'answer'].includes(kind)

function lintPlace(form: FormDefinition, pack: Pack, found: Findings): void {
  const section = pack.rights.sections.find(({ key }) => key === form.section)
  if (!section) return
  const isPrivate = form.private === true
  found.must(isPrivate === (section.startsAs === 'private'), 'private', `differs from its section ${section.key}`)
  const relations = partyRelations[form.filledBy] ?? []
  const mayWrite = pack.rights.rows.some(
    (row) => row.section === form.section && relations.includes(row.relation) && (row.write || row.sign),
  )
  found.must(mayWrite, 'filledBy', `no right lets the ${form.filledBy} write in ${form.section}`)
  if (form.filledBy === 'trainee') lintConfirming(form, pack, found)
  if (form.filledBy === 'office') lintEntered(form, pack, found)
}

/** What the trainee enters and somebody else confirms needs a right to put one's name under what is submitted. */
function lintConfirming(form: FormDefinition, pack: Pack, found: Findings): void {
  for (const party of form.signedBy.filter((one) => one !== 'trainee')) {
    const maySign = pack.rights.rows.some(
      ({ section, relation, states, sign }) =>
        section === form.section && sign && states.includes('submitted') && partyRelations[party]?.includes(relation),
    )
    found.must(maySign, 'signedBy', `no right lets the ${party} confirm what is submitted in ${form.section}`)
  }
}

/** What the office enters is signed as it is entered, and shown at once: it waits for nobody. */
function lintEntered(form: FormDefinition, pack: Pack, found: Findings): void {
  const some = enterers(pack.rights, form.section).length > 0
  found.must(some, 'filledBy', `nobody of the office may write and sign a new record in ${form.section}`)
  const alone = form.signedBy.length === 1 && form.signedBy[0] === 'office'
  found.must(alone, 'signedBy', 'what the office fills in, the office alone signs')
  found.must(form.private !== true, 'private', 'what the office fills in is shown at once')
}
