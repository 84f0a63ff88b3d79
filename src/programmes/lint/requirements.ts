import type { FormDefinition } from '../../forms/definition.ts'
import { formOf, nodesOf, type Pack, selectItems } from '../pack.ts'
import type { FactCondition, Requirement, RuleSource } from '../requirements.ts'
import { answersOf } from './answers.ts'
import { lintFact } from './facts.ts'
import { type Finding, Findings, keysOf } from './finding.ts'
import { lintKind } from './kinds.ts'

/** Rules name only stages, forms, facts, answers and items that exist. */
export function lintRequirements(pack: Pack): Finding[] {
  const found = new Findings('requirements.json')
  const { groups, rules } = pack.requirements
  found.unique(keysOf(groups), (index) => `groups.${index}.key`)
  found.unique(
    rules.map(({ id }) => id),
    (index) => `rules.${index}.id`,
  )
  for (const [index, rule] of rules.entries()) {
    const path = `rules.${index}`
    lintCommon(rule, path, pack, found)
    for (const name of ['from', 'levelFrom'] as const) {
      for (const [at, source] of sourcesIn(rule, name).entries()) lintFrom(source, `${path}.${name}.${at}`, pack, found)
    }
    if ('quotas' in rule) lintQuotas(rule, `${path}.quotas`, pack, found)
    if ('items' in rule) lintItems(rule.items.under, `${path}.items.under`, pack, found)
    lintKind(rule, path, pack, found)
  }
  return found.all
}

const sourcesIn = (rule: Requirement, name: 'from' | 'levelFrom'): readonly RuleSource[] =>
  (rule as Partial<Record<typeof name, RuleSource[]>>)[name] ?? []

/** A quota reads the rule's own records: its filter and its number are facts of theirs, and it is a part of the whole. */
function lintQuotas(rule: Quotaed, path: string, pack: Pack, found: Findings): void {
  // A quota with a number of its own counts something else than the whole does.
  const parts = (rule.quotas ?? []).map(({ min, measure }) => (measure ? 0 : min))
  for (const [at, min] of parts.entries()) {
    found.must(min <= rule.min, `${path}.${at}.min`, `asks for ${min} of the ${rule.min} that the rule asks for`)
  }
  const sum = parts.reduce((total, min) => total + min, 0)
  const apart = 'quotasOverlap' in rule && rule.quotasOverlap === false
  found.must(!apart || sum <= rule.min, path, `adds up to ${sum}, more than ${rule.min}`)
  const forms = rule.from.flatMap((source) => source.forms).flatMap((key) => formOf(pack, key) ?? [])
  for (const [at, { filter = [], measure }] of (rule.quotas ?? []).entries()) {
    for (const form of forms) {
      if (measure) lintFact(form, measure, ['number'], `${path}.${at}.measure`, found)
      for (const [index, condition] of filter.entries()) {
        lintCondition(form, condition, `${path}.${at}.filter.${index}`, pack, found)
      }
    }
  }
}

type Quotaed = Extract<Requirement, { quotas?: unknown }>

function lintCommon(rule: Requirement, path: string, pack: Pack, found: Findings): void {
  const stages = keysOf(pack.pack.stages)
  found.known([rule.group], keysOf(pack.requirements.groups), `${path}.group`, 'group')
  found.known(rule.stages ?? [], stages, `${path}.stages`, 'stage')
  found.known(rule.byEndOf ? [rule.byEndOf] : [], stages, `${path}.byEndOf`, 'stage')
  if (rule.effectiveFrom && rule.effectiveTo) {
    found.must(rule.effectiveTo > rule.effectiveFrom, `${path}.effectiveTo`, 'ends before it begins')
  }
  for (const name of ['by', 'perYear'] as const) {
    const targets = (rule as Partial<Record<typeof name, Record<string, number>>>)[name]
    if (targets) lintPerStage(targets, `${path}.${name}`, name, pack, found)
  }
}

/** Targets per stage; cumulative ones cannot fall. */
function lintPerStage(targets: Record<string, number>, path: string, name: string, pack: Pack, found: Findings): void {
  const stages = pack.pack.stages.toSorted((a, b) => a.order - b.order).map(({ key }) => key)
  found.known(Object.keys(targets), stages, path, 'stage')
  const inOrder = stages.flatMap((stage) => targets[stage] ?? [])
  const falls = inOrder.some((target, index) => index > 0 && target < (inOrder[index - 1] ?? 0))
  found.must(name === 'perYear' || !falls, path, 'a total cannot fall from one stage to the next')
}

function lintItems(under: readonly string[], path: string, pack: Pack, found: Findings): void {
  found.known(under, keysOf(nodesOf(pack).map(({ node }) => node)), path, 'part of the curriculum')
  found.must(selectItems(pack, under).length > 0, path, 'selects no item')
}

function lintFrom(source: RuleSource, path: string, pack: Pack, found: Findings): void {
  const awaited = keysOf(pack.pack.awaitedForms)
  found.known(
    [...source.forms, ...(source.summaryOf ?? [])],
    [...keysOf(pack.forms), ...awaited],
    `${path}.forms`,
    'form',
  )
  found.must(
    !source.summaryOf || source.period !== undefined,
    `${path}.period`,
    'a summary needs the facts that bound its period',
  )
  for (const form of source.forms.flatMap((key) => formOf(pack, key) ?? [])) {
    if (source.measure) lintFact(form, source.measure, ['number'], `${path}.measure`, found)
    for (const fact of source.period ?? []) lintFact(form, fact, ['date'], `${path}.period`, found)
    for (const [at, condition] of (source.filter ?? []).entries()) {
      lintCondition(form, condition, `${path}.filter.${at}`, pack, found)
    }
  }
}

function lintCondition(
  form: FormDefinition,
  condition: FactCondition,
  path: string,
  pack: Pack,
  found: Findings,
): void {
  lintFact(form, condition.fact, null, path, found)
  const possible = answersOf(pack, form, condition.fact)
  if (!possible) return
  const asked =
    'is' in condition
      ? [condition.is]
      : 'isNot' in condition
        ? [condition.isNot]
        : 'in' in condition
          ? condition.in
          : []
  const limit = 'atLeast' in condition ? [condition.atLeast] : 'atMost' in condition ? [condition.atMost] : []
  for (const value of [...asked, ...limit]) {
    found.must(possible.includes(value), path, `“${condition.fact}” of “${form.key}” is never ${JSON.stringify(value)}`)
  }
}
