import type { Tag } from '../../kit/partials.ts'
import { dateTime } from '../../kit/ui.ts'
import type { CurriculumNode, PublishedPack } from '../../programmes/index.ts'
import type { PortfolioBase } from '../../training/index.ts'
import { itemTitle, levelWords } from '../levels.ts'
import type { Earlier, Judged } from '../queries/judgements.ts'

/** One judgement in the history of an item: nothing is ever left out or overwritten. */
export interface HistoryRow {
  who: string
  when: string
  href: string
  tag: Tag
  comment: string | null
  reason: string | null
  reply: Judged['reply']
}

const kinds: Record<Judged['kind'], string> = { self: 'own rating', supervisor: 'signed off', panel: 'panel' }

interface Placed {
  portfolio: Pick<PortfolioBase, 'timeZone'>
  pack: PublishedPack
  item: CurriculumNode
}

/** `words` false leaves out what people wrote, for those who see facts alone. */
export function historyOf({ portfolio, pack, item }: Placed, rows: readonly Judged[], words = true): HistoryRow[] {
  return rows.map((row) => ({
    who: `${row.byName}, ${row.byRole}`,
    when: `${kinds[row.kind]} · ${dateTime(row.at, portfolio.timeZone)}`,
    href: `/records/${row.recordId}`,
    tag: tagOf(pack, item, row),
    comment: words ? row.comment : null,
    reply: words ? row.reply : null,
    reason: words && row.reason ? `One piece was enough: ${row.reason}` : null,
  }))
}

/** The sign-off that an item keeps alive, for its page and its sign-off; null for items that keep none (R114). */
export function earlierOn(
  { portfolio, pack, earlier }: Omit<Placed, 'item'> & { earlier: Earlier | null },
  words = true,
): { title: string; rows: HistoryRow[] } | null {
  if (!earlier) return null
  const { item, judged } = earlier
  return { title: itemTitle(item), rows: historyOf({ portfolio, pack, item }, judged ? [judged] : [], words) }
}

function tagOf(pack: PublishedPack, item: CurriculumNode, row: Judged): Tag {
  if (row.level === null) return { words: 'more evidence needed', tone: 'warn' }
  return { words: levelWords(pack.pack, item, row.level), tone: row.kind === 'self' ? 'info' : 'ok' }
}
