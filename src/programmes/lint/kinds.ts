import { formOf, itemsOf, type Pack } from '../pack.ts'
import type { Requirement, RequirementKind, RequirementOf, RuleSource } from '../requirements.ts'
import { lintFact } from './facts.ts'
import { type Findings, keysOf } from './finding.ts'
import { lintCoverage } from './groups.ts'

/** What a kind of rule asks of its own words, beside what all kinds ask. */
type KindLint<K extends RequirementKind> = (rule: RequirementOf<K>, path: string, pack: Pack, found: Findings) => void

const kinds: { [K in RequirementKind]?: KindLint<K> } = {
  countDistinct: (rule, path, pack, found) => eachFact(rule, rule.distinct, null, `${path}.distinct`, pack, found),
  validAt: (rule, path, pack, found) => eachFact(rule, rule.expiry, ['date'], `${path}.expiry`, pack, found),
  levelAndCount: (rule, path, pack, found) =>
    eachFact({ from: rule.levelFrom ?? rule.from }, rule.fact, ['level'], `${path}.fact`, pack, found),
  perYearAndCumulative: (rule, path, pack, found) => {
    if (rule.variety) eachFact(rule, rule.variety.fact, null, `${path}.variety.fact`, pack, found)
  },
  pooledCount(rule, path, _pack, found) {
    const pool = rule.from.flatMap((source) => source.forms)
    const parts = rule.recommended ?? []
    for (const [at, part] of parts.entries()) {
      found.known(part.forms, pool, `${path}.recommended.${at}.forms`, 'form in this pool called')
    }
    const sum = parts.reduce((total, { min }) => total + min, 0)
    found.must(sum <= rule.min, `${path}.recommended`, `adds up to ${sum}, more than ${rule.min}`)
  },
  gateBefore(rule, path, pack, found) {
    const items = keysOf(itemsOf(pack).map(({ node }) => node))
    const rules = pack.requirements.rules.map(({ id }) => id)
    found.known([rule.first], [...rules, ...items], `${path}.first`, 'rule or item')
    found.must(!waitsForItself(rule, pack), `${path}.first`, 'waits for itself in a circle')
  },
  subQuota(rule, path, _pack, found) {
    const measured = [...rule.from, ...rule.quotas].some(({ measure }) => measure !== undefined)
    const apart = rule.quotasOverlap === false
    found.must(!(apart && measured), `${path}.quotasOverlap`, 'parts whole records, and these are measured')
  },
  threshold(rule, path, _pack, found) {
    found.must(rule.unitOf !== 'months' || Number.isInteger(rule.over), `${path}.over`, 'months are whole')
  },
  evidenceCoverage: lintCoverage,
  declaration(rule, path, pack, found) {
    const known = [...keysOf(pack.forms), ...keysOf(pack.pack.awaitedForms)]
    found.known([rule.form], known, `${path}.form`, 'form')
  },
  timeInPost(rule, path, pack, found) {
    if ('other' in rule.where || rule.where.attribute !== 'specialty') return
    const known = (pack.pack.lists.specialties ?? []).map(([key]) => key)
    found.known(rule.where.in, known, `${path}.where.in`, 'specialty')
  },
}

/** Whether the way from gate to gate comes back to one that it passed. */
function waitsForItself(rule: RequirementOf<'gateBefore'>, pack: Pack): boolean {
  const passed = new Set<string>()
  let at: Requirement | undefined = rule
  while (at?.kind === 'gateBefore') {
    if (passed.has(at.id)) return true
    passed.add(at.id)
    const { first }: { first: string } = at
    at = pack.requirements.rules.find(({ id }) => id === first)
  }
  return false
}

/** Checks what only this kind of rule has. */
export function lintKind(rule: Requirement, path: string, pack: Pack, found: Findings): void {
  if ('max' in rule && rule.max !== undefined) {
    found.must(rule.max >= rule.min, `${path}.max`, 'is less than the minimum')
  }
  const lint = kinds[rule.kind] as KindLint<RequirementKind> | undefined
  lint?.(rule, path, pack, found)
}

function eachFact(
  rule: { from: readonly RuleSource[] },
  name: string,
  types: readonly string[] | null,
  path: string,
  pack: Pack,
  found: Findings,
): void {
  for (const key of rule.from.flatMap((source) => source.forms)) {
    const form = formOf(pack, key)
    if (form) lintFact(form, name, types, path, found)
  }
}
