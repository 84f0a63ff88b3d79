import { Temporal } from 'temporal-polyfill'
import { isTimeZone } from '../../kit/clock.ts'
import { itemsOf, type Pack, selectItems } from '../pack.ts'
import { type Finding, Findings, keysOf } from './finding.ts'

/** pack.json: names, dates, stages, and whether the pack is as complete as it says. */
export function lintInfo(pack: Pack): Finding[] {
  const info = pack.pack
  const found = new Findings('pack.json')
  const stages = keysOf(info.stages)
  found.unique(stages, (index) => `stages.${index}.key`)
  found.unique(
    info.stages.map(({ order }) => String(order)),
    (index) => `stages.${index}.order`,
  )
  if (info.activeTo) found.must(info.activeTo > info.activeFrom, 'activeTo', 'ends before it begins')
  found.must(isTimeZone(info.timeZone), 'timeZone', `“${info.timeZone}” is no time zone`)
  found.must(
    info.session.warnMinutes < info.session.idleMinutes,
    'session.warnMinutes',
    'warns after the session ended',
  )
  for (const [index, point] of info.progressionPoints.entries()) {
    found.known([point.atEndOf], stages, `progressionPoints.${index}.atEndOf`, 'stage')
  }
  for (const [index, route] of info.exitRoutes.entries()) {
    found.known(route.stages, stages, `exitRoutes.${index}.stages`, 'stage')
  }
  const [usual, enough] = info.evidence.target
  found.must(usual <= enough, 'evidence.target', 'the lower number comes first')
  found.known(
    keysOf(pack.rights.relations),
    info.roles.map(({ relation }) => relation),
    'roles',
    'label for the role',
  )
  const absence = keysOf(info.absence?.kinds ?? [])
  found.unique(absence, (index) => `absence.kinds.${index}.key`)
  if (info.absence) {
    found.known([info.absence.source], Object.keys(info.sources), 'absence.source', 'source')
    found.known(Object.values(info.absence.statuses), absence, 'absence.statuses', 'kind')
    found.must(
      info.absence.kinds.some(({ counts }) => counts),
      'absence.kinds',
      'nothing of it counts',
    )
  }
  if (info.unplaced) found.known([info.unplaced.source], Object.keys(info.sources), 'unplaced.source', 'source')
  lintAdmission(pack, found)
  lintLists(pack, found)
  lintFormList(pack, found)
  lintMinima(pack, found)
  return found.all
}

/** Reminders and the word to the office come one after the other, and before the portfolio is frozen. */
function lintAdmission({ pack: { admission, sources } }: Pack, found: Findings): void {
  if (!admission) return
  for (const [part, { source }] of Object.entries(admission))
    found.known([source], Object.keys(sources), `admission.${part}.source`, 'source')
  const { remind, alert, freeze } = admission
  const rising = remind.weeks.every((week, index) => index === 0 || week > remind.weeks[index - 1]!)
  found.must(rising, 'admission.remind.weeks', 'the weeks come in their order, each once')
  // The shortest months there are begin with February.
  const shortest = Temporal.PlainDate.from('2027-02-01').until(
    Temporal.PlainDate.from('2027-02-01').add({ months: freeze.months }),
  ).days
  found.must((remind.weeks.at(-1) ?? 0) * 7 < shortest, 'admission.remind.weeks', 'the last one comes after the freeze')
  found.must(alert.days < shortest, 'admission.alert.days', 'the office is told after the freeze')
}

function lintLists({ pack }: Pack, found: Findings): void {
  found.must('grades' in pack.lists, 'lists', 'the list “grades” is missing: assessors choose from it')
  for (const [name, options] of Object.entries(pack.lists)) {
    found.unique(
      options.map(([key]) => key),
      (index) => `lists.${name}.${index}`,
    )
  }
}

function lintFormList({ pack, forms }: Pack, found: Findings): void {
  found.unique(pack.forms, (index) => `forms.${index}`)
  found.known(pack.forms, keysOf(forms), 'forms', 'form')
  for (const form of forms) {
    found.must(pack.forms.includes(form.key), 'forms', `“${form.key}” has a file and is not in the list`)
  }
  for (const [index, { key }] of pack.awaitedForms.entries()) {
    found.must(!pack.forms.includes(key), `awaitedForms.${index}`, `“${key}” is here already`)
  }
}

function lintMinima(pack: Pack, found: Findings): void {
  const { minima } = pack.pack
  const nodes = [...itemsOf(pack)].flatMap(({ node, above }) => [node.key, ...above])
  for (const [index, { under, count, descriptors }] of minima.items.entries()) {
    found.known(under, nodes, `minima.items.${index}.under`, 'part of the curriculum')
    const items = selectItems(pack, under)
    found.must(items.length >= count, `minima.items.${index}.count`, `${items.length} items are fewer than ${count}`)
    for (const { key, descriptors: own = [] } of items) {
      const few = `“${key}” has ${own.length} descriptors, fewer than ${descriptors}`
      found.must(own.length >= descriptors, `minima.items.${index}.descriptors`, few)
    }
  }
  const { procedures } = pack.procedures
  found.must(procedures.length >= minima.procedures, 'minima.procedures', `there are only ${procedures.length}`)
  found.must(pack.forms.length >= minima.forms, 'minima.forms', `there are only ${pack.forms.length}`)
}
