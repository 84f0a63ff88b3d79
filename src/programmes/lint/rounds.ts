import type { FormDefinition } from '../../forms/index.ts'
import { grantPlaces } from '../../policy/index.ts'
import { formOf, type Pack } from '../pack.ts'
import { rightsRow } from '../rights.ts'
import { RATER_GRADE, type RoundKind, type SiteRatings } from '../rounds.ts'
import { type Finding, Findings, keysOf } from './finding.ts'

/** rounds.json: forms that are there and fit one another, a mix that can be reached, groups that hide what they should. */
export function lintRounds(pack: Pack): Finding[] {
  const found = new Findings('rounds.json')
  const kinds = pack.rounds?.kinds ?? []
  found.unique(keysOf(kinds), (index) => `kinds.${index}.key`)
  for (const [index, kind] of kinds.entries()) lintKind(kind, `kinds.${index}`, pack, found)
  const sites = pack.rounds?.sites
  const used = new Set([...kinds.flatMap(({ selfForm, raterForm }) => [selfForm, raterForm]), sites?.form])
  if (sites) lintSites(sites, pack, found)
  for (const form of pack.forms.filter(({ kind }) => kind === 'answer')) {
    found.must(used.has(form.key), 'kinds', `no round asks for the form “${form.key}”`)
  }
  return found.all
}

/** Nobody near the hospital reads a single rating, and the record that it was done says nothing of it. */
function lintSites(sites: SiteRatings, pack: Pack, found: Findings): void {
  const form = formOf(pack, sites.form)
  const record = formOf(pack, sites.recordForm)
  const asked = form?.kind === 'answer' && form.filledBy === 'trainee'
  found.must(asked, 'sites.form', 'is no form of answers that the trainee fills in')
  if (form) lintQuestions(form, 'sites.form', found)
  const kept = record?.kind === 'declaration' && record.filledBy === 'trainee'
  found.must(kept, 'sites.recordForm', 'is no declaration of the trainee')
  for (const relation of sites.readBy) {
    const far = ['college', 'programme', 'network'].includes(grantPlaces[relation] ?? '')
    found.must(far, 'sites.readBy', `the ${relation} may be one of the hospital’s own people`)
  }
  found.known([...sites.readBy, ...sites.sumsFor], keysOf(pack.rights.relations), 'sites', 'relation')
}

function lintKind(kind: RoundKind, path: string, pack: Pack, found: Findings): void {
  lintRoundForms(kind, path, pack, found)
  lintGroups(kind, path, pack, found)
  found.must(kind.min >= kind.hideGroupsUnder, `${path}.min`, 'so few answers would hide nobody')
  const sections = formOf(pack, kind.summaryForm)?.section ?? ''
  for (const relation of kind.releasedBy) {
    const row = rightsRow(pack.rights, relation, sections, 'new')
    const may = row?.write === true && row.sign
    found.must(may, `${path}.releasedBy`, `no right lets the ${relation} write and sign a new record in ${sections}`)
  }
}

function lintRoundForms(kind: RoundKind, path: string, pack: Pack, found: Findings): void {
  const rater = formOf(pack, kind.raterForm)
  const self = kind.selfForm ? formOf(pack, kind.selfForm) : undefined
  const summary = formOf(pack, kind.summaryForm)
  found.must(rater?.kind === 'answer' && rater.filledBy === 'assessor', `${path}.raterForm`, 'is no form of answers')
  if (kind.selfForm) {
    const own = self?.kind === 'answer' && self.filledBy === 'trainee'
    found.must(own, `${path}.selfForm`, 'is no form of answers that the trainee fills in')
  }
  const released = summary?.kind === 'assessment' && summary.filledBy === 'supervisor'
  found.must(released, `${path}.summaryForm`, 'is no assessment that a supervisor fills in')
  if (rater && kind.asks === 'raters') {
    const asked = rater.facts?.some(({ name }) => name === RATER_GRADE)
    found.must(asked === true, `${path}.raterForm`, `the form “${rater.key}” has no fact “${RATER_GRADE}”`)
  }
  for (const form of [rater, self]) if (form) lintQuestions(form, path, found)
  if (summary) lintFills(kind, summary, path, found)
}

/** Answers are added up question by question: what cannot be counted or quoted would be lost. */
function lintQuestions(form: FormDefinition, path: string, found: Findings): void {
  const grade = form.facts?.find(({ name }) => name === RATER_GRADE)
  const known = ['level', 'ratingGrid', 'yesNo', 'text', 'longText', 'note']
  for (const field of form.sections.flatMap(({ fields }) => fields)) {
    const asked = known.includes(field.type) || (grade && 'path' in grade && grade.path === field.key)
    found.must(
      Boolean(asked),
      path,
      `“${field.key}” of “${form.key}” is a ${field.type}, which is neither counted nor quoted`,
    )
  }
}

/** What the product fills in must be the office's to write, so that nobody else states it. */
function lintFills(kind: RoundKind, summary: FormDefinition, path: string, found: Findings): void {
  const ours = summary.sections.filter(({ by }) => by === 'office').flatMap(({ fields }) => fields)
  const fills = [kind.fills.answers, kind.fills.releasedOn, ...kind.mix.flatMap((one) => one.fills ?? [])]
  found.known(fills, keysOf(ours), `${path}.fills`, `field of the office in “${summary.key}”, named`)
}

function lintGroups(kind: RoundKind, path: string, pack: Pack, found: Findings): void {
  const grades = (pack.pack.lists.grades ?? []).map(([key]) => key)
  const placed = kind.groups.flatMap((group) => group.grades ?? [])
  found.unique(keysOf(kind.groups), (index) => `${path}.groups.${index}.key`)
  found.unique(placed, () => `${path}.groups`)
  found.known(placed, grades, `${path}.groups`, 'grade')
  if (kind.asks === 'anybody') {
    found.must(kind.groups.length === 1, `${path}.groups`, 'nobody says what they are where anybody may answer')
    found.must(!kind.selfForm && kind.mix.length === 0, path, 'has neither a self-rating nor a mix')
  } else {
    const left = grades.filter((grade) => !placed.includes(grade))
    found.must(left.length === 0, `${path}.groups`, `in no group: ${left.join(', ')}`)
  }
  for (const [index, mix] of kind.mix.entries()) {
    found.known(mix.groups, keysOf(kind.groups), `${path}.mix.${index}.groups`, 'group')
    found.must(mix.min <= kind.min, `${path}.mix.${index}.min`, 'is more than the round asks for')
  }
}
