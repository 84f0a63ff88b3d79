import { formOf, type Pack } from '../../programmes/index.ts'

/** What a link must say to be asked whether it ticks a case. */
interface Linked {
  itemKey: string
  formKey: string
}

/**
 * Why evidence does not tick the index case that it is linked to; null when it does, and for items that are no cases
 * (R92). The same words on the curriculum and in the figures.
 */
export function ticking(pack: Pack, cases: ReadonlyMap<string, readonly string[]>): (link: Linked) => string | null {
  return ({ itemKey, formKey }) => {
    const forms = cases.get(itemKey)
    if (!forms || forms.includes(formKey)) return null
    const names = forms.map((key) => formOf(pack, key)?.short ?? key)
    return `Ticks no case: only ${names.join(' or ')} does`
  }
}
