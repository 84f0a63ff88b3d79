import type { Confidence } from '../forms/index.ts'
import type { Tag } from '../kit/partials.ts'
import { plural, upperFirst } from '../kit/ui.ts'
import { plainRoleWords, type Relation } from '../policy/index.ts'
import type { ApplicationKind } from './applications.ts'
import type { Pack } from './pack.ts'
import type { Requirement } from './requirements.ts'

/** A name inside a sentence: "Faculty tutor" → "faculty tutor"; "RCP tutor" and "Director of Training" stay. */
export function withinSentence(label: string): string {
  const own = /^\p{Lu}\p{Ll}/u.test(label) && !/\s\p{Lu}/u.test(label)
  return own ? label[0]!.toLowerCase() + label.slice(1) : label
}

/** What a programme calls a role, inside a sentence; the plain words where there is no pack or no name in it. */
export function roleWords(pack: Pick<Pack, 'pack'> | null, relation: Relation | 'asked'): string {
  const label = pack?.pack.roles.find((role) => role.relation === relation)?.label
  return label ? withinSentence(label) : plainRoleWords[relation]
}

/** What a programme calls a role, as a heading or a label: "Faculty tutor". */
export function roleLabel(pack: Pick<Pack, 'pack'> | null, relation: Relation): string {
  const words = roleWords(pack, relation)
  return upperFirst(words)
}

/** The same for somebody who acts in several programmes at once: their common words, else the plain ones. */
export function commonRoleWords(packs: readonly Pick<Pack, 'pack'>[], relation: Relation): string {
  const words = new Set(packs.map((pack) => roleWords(pack, relation)))
  return words.size === 1 ? [...words][0]! : plainRoleWords[relation]
}

/** Who decides on an application, in order: "training programme director, then college administrator (where it is unusual)". */
export function approverWords(pack: Pick<Pack, 'pack'>, { approvers }: Pick<ApplicationKind, 'approvers'>): string {
  return approvers
    .map(({ relation, overMonths, unusual }) => {
      const long = overMonths ? ` (where it lasts longer than ${plural(overMonths, 'month')})` : ''
      return `${roleWords(pack, relation)}${long}${unusual ? ' (where it is unusual)' : ''}`
    })
    .join(', then ')
}

export const severityWords: Record<Requirement['severity'], string> = {
  gate: 'must be met',
  expected: 'expected',
  recommended: 'recommended',
}

const confidenceWords: Record<Confidence, string> = {
  seen: 'seen there',
  high: 'very probably right',
  med: 'to be confirmed',
  low: 'a guess, to be confirmed',
}

/** "Federation decision aid; seen there". */
export function sourceWords(pack: Pack, { source, confidence }: { source: string; confidence: Confidence }): string {
  return `${pack.pack.sources[source] ?? source}; ${confidenceWords[confidence]}`
}

/** What a pack that nobody has confirmed says of itself. */
export function illustrative(pack: Pack): Tag | null {
  return pack.pack.status === 'illustrative' ? { words: 'illustrative', tone: 'info' } : null
}
