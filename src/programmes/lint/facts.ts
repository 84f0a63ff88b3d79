import type { FormDefinition } from '../../forms/definition.ts'
import { RECORD_FACTS } from '../requirements.ts'
import type { Findings } from './finding.ts'

/** Complains unless the form (or every record) has this fact, of one of these types where they matter. */
export function lintFact(
  form: FormDefinition,
  name: string,
  types: readonly string[] | null,
  path: string,
  found: Findings,
): void {
  if ((RECORD_FACTS as readonly string[]).includes(name)) return
  const fact = form.facts?.find((one) => one.name === name)
  if (!fact) found.add(path, `the form “${form.key}” has no fact “${name}”`)
  else if (types && !types.includes(fact.type)) {
    found.add(path, `“${name}” of “${form.key}” is a ${fact.type}, not a ${types.join(' or ')}`)
  }
}
