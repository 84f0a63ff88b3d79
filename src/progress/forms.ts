import type { Temporal } from 'temporal-polyfill'
import { packContext } from '../evidence/index.ts'
import type { FormContext, FormDefinition, Party, RecordKind } from '../forms/index.ts'
import { formWorld, type PublishedPack } from '../programmes/index.ts'

/** The pack's form of a kind: found by what becomes of it, never by its name. */
export function formOfKind(pack: PublishedPack, kind: RecordKind): FormDefinition | null {
  return pack.pack.forms.find((form) => form.kind === kind) ?? null
}

/**
 * Fields that forms of these kinds have: a self-assessment its level and why; a sign-off its level (or that more
 * evidence is needed), a comment, and why one piece of evidence is enough.
 */
export const FIELDS = {
  level: 'level',
  why: 'justification',
  comment: 'comment',
  reason: 'singleReason',
} as const

/** The answer to the level of a sign-off that asks for more evidence instead. */
export const MORE_EVIDENCE = 'notObserved'

/** What a form about one item knows: the item's own scale and the level expected at the trainee's stage. */
export function itemContext(
  pack: PublishedPack,
  item: string,
  stageKey: string | null,
  today: Temporal.PlainDate,
  by: Party,
): FormContext {
  const about = formWorld(pack.pack, { item, ...(stageKey ? { stage: stageKey } : {}) })
  return { ...packContext(pack, today), ...about, writer: { by } }
}

/** The name of the input of a field, as the form engine reads it; also the id of its control on our pages. */
export const input = (field: string) => `f.${field}`
