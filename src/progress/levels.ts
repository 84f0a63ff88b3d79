import type { CurriculumNode, Pack } from '../programmes/index.ts'
import { scaleOf } from '../programmes/index.ts'

/** A level in few words, for tags: "level 3" on scales that people number, else its label. */
export function levelWords(pack: Pack, item: CurriculumNode, level: number): string {
  const scale = scaleOf(pack, item.scale ?? '')
  const found = scale?.values.find(({ value }) => value === level)
  return found && !scale?.numbered ? found.label.toLowerCase() : `level ${level}`
}

/** A level in full: "3 · Acts under indirect supervision". */
export function levelLabel(pack: Pack, item: CurriculumNode, level: number): string {
  const scale = scaleOf(pack, item.scale ?? '')
  const found = scale?.values.find(({ value }) => value === level)
  if (!found) return String(level)
  return scale?.numbered ? `${level} · ${found.label}` : found.label
}

/** An item in few words: its code, or its title where it has none. */
export const itemName = (item: CurriculumNode): string => item.code ?? item.title

/** "C4 Outpatients and long-term conditions". */
export const itemTitle = (item: CurriculumNode): string => (item.code ? `${item.code} ${item.title}` : item.title)
