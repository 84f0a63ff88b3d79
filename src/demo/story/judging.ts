import type { Temporal } from 'temporal-polyfill'
import { expectedLevel } from '../../programmes/index.ts'
import { judgements, moreWanted } from '../texts/judgements.ts'
import { educational, later, type Teller, type Year } from './teller.ts'

type Day = Temporal.PlainDate

export interface Verdict {
  item: string
  /** Added to the level that is expected of the year. */
  above?: number
  /** The supervisor's words where they are to be these. */
  comment?: string
  /** Rated by the trainee, and waiting. */
  waits?: boolean
  /** More evidence asked for. */
  more?: boolean
  /** Days until the supervisor signs. */
  after?: number
}

/**
 * The trainee rates themselves, and the supervisor signs some days later: as far as there is evidence, with a reason
 * where there is only one piece.
 */
export function judge(teller: Teller, year: Year, on: Day, verdict: Verdict): void {
  const { item } = verdict
  const words = judgements[item]
  const procedure = item.startsWith('proc-')
  const self = procedure ? teller.decks.procedureSelf.deal() : words?.self[year.index % 2]
  const sign = verdict.comment ?? (procedure ? teller.decks.procedureSign.deal() : words?.sign[year.index % 2])
  if (!self || !sign) return
  const level = levelFor(teller, year, verdict)
  later(teller, on, (at) => rate(teller, item, at, level, self))
  const supervisor = educational(teller)
  if (verdict.waits || !supervisor) return
  const reason = teller.decks.reasons.deal()
  later(teller, on.add({ days: verdict.after ?? teller.random.whole(2, 7) }), async (at) => {
    const pieces = teller.portfolio.evidence(item)
    if (!teller.portfolio.known.self.has(item)) return
    if (verdict.more) {
      const wish = moreWanted[item]
      if (wish) await teller.portfolio.sign(item, at, supervisor, null, wish)
      return
    }
    const least = procedure ? (item === 'proc-pleural-aspiration' ? 2 : 1) : 2
    if (pieces === 0 || (pieces < least && !reason)) return
    await teller.portfolio.sign(item, at, supervisor, level, sign, pieces < least ? reason : undefined)
  })
}

/** Nobody rates themselves on what they have nothing to show for. */
async function rate(teller: Teller, item: string, at: Temporal.Instant, level: number, why: string): Promise<void> {
  if (teller.portfolio.evidence(item) > 0) await teller.portfolio.rate(item, at, level, why)
}

function levelFor({ pack }: Teller, { stageKey }: Year, { item, above = 0 }: Verdict): number {
  const expected = Number(expectedLevel(pack.pack, item, stageKey) ?? 2)
  const most = item.startsWith('cip-c') ? 4 : 3
  return Math.max(1, Math.min(most, expected + above))
}
