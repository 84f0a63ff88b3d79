import { canonicalBytes, sha256 } from '../../forms/canonical.ts'
import { nodesOf, type Pack } from '../pack.ts'
import { byVersion } from '../versions.ts'
import { type Finding, Findings } from './finding.ts'

/** A key that is used again means the same as before: links, judgements and figures of years hang on it. */
export function lintPrevious(pack: Pack, previous: Pack): Finding[] {
  return [
    ...lintVersion(pack, previous),
    ...lintItems(pack, previous),
    ...lintScaleSteps(pack, previous),
    ...lintRules(pack, previous),
    ...lintFormVersions(pack, previous),
    ...lintKinds(pack, previous),
  ]
}

function lintVersion(pack: Pack, previous: Pack): Finding[] {
  const found = new Findings('pack.json')
  found.must(pack.pack.key === previous.pack.key, 'key', `the earlier version is of “${previous.pack.key}”`)
  found.must(byVersion(pack.pack, previous.pack) > 0, 'version', `is not later than ${previous.pack.version}`)
  return found.all
}

function lintItems(pack: Pack, previous: Pack): Finding[] {
  const found = new Findings('curriculum.json')
  const before = new Map(nodesOf(previous).map(({ node }) => [node.key, node]))
  for (const { node } of nodesOf(pack)) {
    const old = before.get(node.key)
    if (!old) continue
    for (const trait of ['kind', 'code', 'scale'] as const) {
      const same = old[trait] === node[trait]
      found.must(same, node.key, `had the ${trait} “${old[trait]}” before; what means something else gets another key`)
    }
  }
  return found.all
}

/** Applications that wait hang on the key of their kind. */
function lintKinds(pack: Pack, previous: Pack): Finding[] {
  const found = new Findings('applications.json')
  for (const { key, change } of pack.applications?.kinds ?? []) {
    const old = previous.applications?.kinds.find((one) => one.key === key)
    found.must(
      !old || old.change === change,
      key,
      `changed “${old?.change}” before; what means something else gets another key`,
    )
  }
  return found.all
}

function lintScaleSteps(pack: Pack, previous: Pack): Finding[] {
  const found = new Findings('scales.json')
  for (const scale of pack.scales.scales) {
    const old = previous.scales.scales.find(({ key }) => key === scale.key)
    if (!old) continue
    const steps = (one: typeof scale) => one.values.map(({ value }) => value).join(', ')
    found.must(
      steps(scale) === steps(old),
      scale.key,
      `had the steps ${steps(old)} before; give the new scale another key`,
    )
  }
  return found.all
}

function lintRules(pack: Pack, previous: Pack): Finding[] {
  const found = new Findings('requirements.json')
  for (const rule of pack.requirements.rules) {
    const old = previous.requirements.rules.find(({ id }) => id === rule.id)
    found.must(
      !old || old.kind === rule.kind,
      rule.id,
      `was of kind “${old?.kind}” before; give the new rule another id`,
    )
  }
  return found.all
}

function lintFormVersions(pack: Pack, previous: Pack): Finding[] {
  return pack.forms.flatMap((form) => {
    const found = new Findings(`forms/${form.key}.json`)
    const old = previous.forms.find(({ key }) => key === form.key)
    const changed = old !== undefined && print(old) !== print(form)
    found.must(
      !changed || form.version > old.version,
      'version',
      `the form changed; it needs a version after ${old?.version}`,
    )
    return found.all
  })
}

/** The fingerprint of a definition, whatever the order of its keys. */
const print = (form: Pack['forms'][number]): string => sha256(canonicalBytes(form))
