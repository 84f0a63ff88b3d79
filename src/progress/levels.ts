import type { CurriculumNode, Pack } from '../programmes/index.ts'
import { scaleOf } from '../programmes/index.ts'

/** Labels up to this length stand in a tag by themselves; a scale with longer ones is spoken of by its numbers. */
const SHORT = 20

/** A level in two words, for tags: "level 3", or "meets expectations" on scales whose labels are short. */
export function levelWords(pack: Pack, item: CurriculumNode, level: number): string {
  const values = scaleOf(pack, item.scale ?? '')?.values ?? []
  const found = values.find(({ value }) => value === level)
  const short = values.every(({ label }) => label.length <= SHORT)
  return found && short ? found.label.toLowerCase() : `level ${level}`
}

/** A level in full: "3 · Acts under indirect supervision". */
export function levelLabel(pack: Pack, item: CurriculumNode, level: number): string {
  const found = scaleOf(pack, item.scale ?? '')?.values.find(({ value }) => value === level)
  return found ? `${level} · ${found.label}` : String(level)
}

/** An item in few words: its code, or its title where it has none. */
export const itemName = (item: CurriculumNode): string => item.code ?? item.title

/** "C4 Outpatients and long-term conditions". */
export const itemTitle = (item: CurriculumNode): string => (item.code ? `${item.code} ${item.title}` : item.title)
