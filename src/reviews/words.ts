import { list } from '../kit/ui.ts'
import { type ChangeKind, changeKinds } from './kinds.ts'

/** "3 new records, 1 self-assessment and 2 replies", in the order in which kinds matter. */
export function countWords(counts: ReadonlyMap<ChangeKind, number>): string {
  const kinds = Object.keys(changeKinds) as ChangeKind[]
  const parts = kinds.flatMap((kind) => {
    const count = counts.get(kind) ?? 0
    return count > 0 ? [`${count} ${changeKinds[kind][count === 1 ? 'one' : 'many']}`] : []
  })
  return parts.length > 0 ? list(parts) : 'nothing'
}
