import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { FormContext } from '../../src/forms/context.ts'
import type { Field, FormDefinition, RowField } from '../../src/forms/definition.ts'
import type { Value, Values } from '../../src/forms/values.ts'
import { root } from '../../src/kit/root.ts'
import { loadPackFolder, packFolders } from '../../src/programmes/load.ts'
import { itemsOf, type Pack } from '../../src/programmes/pack.ts'
import { formWorld } from '../../src/programmes/world.ts'

export const PACKS = join(root, 'prisma', 'packs')

/** Every pack version that is shipped, by its folder. */
export const shipped: readonly (readonly [string, Pack])[] = await Promise.all(
  (await packFolders(PACKS)).map(
    async (folder) => [folder.slice(PACKS.length + 1), await loadPackFolder(folder)] as const,
  ),
)

/** A pack's world with some sites, people and files in it: the second stage, an item on the first scale. */
export function worldOf(pack: Pack): FormContext {
  const item = itemsOf(pack)[0]?.node.key ?? ''
  const stage = pack.pack.stages[1]?.key ?? ''
  const world = formWorld(pack, { item, stage })
  return {
    ...world,
    today: Temporal.PlainDate.from('2026-11-22'),
    lists: { ...world.lists, sites: [['st-anne', 'St Anne’s Hospital']] },
    people: [{ id: 'p-1', name: 'Dr Idris Khan', relation: 'clinicalSupervisor' }],
    files: { 'file-1': { name: 'poster.pdf', size: '240 kB', href: '/files/file-1' } },
  }
}

/** An answer to every question of a form, right in itself. */
export function sampleValues(form: FormDefinition, context: FormContext): Values {
  const fields = form.sections.flatMap((section) => section.fields)
  const answers = fields.flatMap((field) => {
    const value = sampleOf(field, context)
    return value === undefined ? [] : [[field.key, value] as const]
  })
  return { ...Object.fromEntries(answers), [form.declaration.key]: true }
}

const WORDS = 'A sentence long enough for every field that asks for one.'

function sampleOf(field: Field | RowField, context: FormContext): Value | undefined {
  switch (field.type) {
    case 'text':
    case 'longText':
      return WORDS.slice(0, field.max ?? 200).trim()
    case 'number':
      // Each of those that it is the sum of has the same answer.
      if (field.sumOf) return 2 * field.sumOf.length
      return Math.max(field.min ?? 2, Math.min(field.max ?? 2, 2))
    case 'duration':
      return Math.max(field.min ?? 2, Math.min(field.max ?? 2, 2))
    case 'date':
      return '2026-11-20'
    case 'dateRange':
      return { from: '2026-08-05', to: '2026-11-20' }
    case 'time':
      return '14:30'
    case 'yesNo':
      return true
    case 'choice':
      return optionsOf(field, context)[0]
    case 'choices':
      return optionsOf(field, context).slice(0, Math.max(1, field.min ?? 1))
    case 'level':
      return context.scales[field.scale]?.levels[0]?.value
    case 'ratingGrid':
      return Object.fromEntries(field.rows.map(({ key }) => [key, context.scales[field.scale]?.levels[0]?.value ?? 0]))
    default:
      return referenceOf(field, context)
  }
}

function referenceOf(field: Field | RowField, context: FormContext): Value | undefined {
  switch (field.type) {
    case 'curriculumLinks':
      return [context.curriculum?.[0]?.key ?? '']
    case 'tags':
      return [context.tagSets?.[field.set]?.[0]?.key ?? '']
    case 'procedure':
      return context.procedures?.[0]?.key
    case 'person':
      return { id: 'p-1', name: 'Dr Idris Khan' }
    case 'email':
      return 'idris.khan@hospital.example'
    case 'file':
      return ['file-1']
    case 'declaration':
      return true
    case 'list':
      return Array.from({ length: Math.max(1, field.min ?? 1) }, () =>
        Object.fromEntries(field.fields.map((row) => [row.key, sampleOf(row, context) ?? ''])),
      )
    default:
      return undefined
  }
}

function optionsOf(
  field: { options?: [string, ...string[]][]; optionsFrom?: string | undefined },
  context: FormContext,
): string[] {
  const options = field.options ?? context.lists?.[field.optionsFrom ?? ''] ?? []
  return options.map(([key]) => key)
}
