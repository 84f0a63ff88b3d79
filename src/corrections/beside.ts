import type { Beside, BesideService } from '../evidence/index.ts'
import { date } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { correctionPolicy } from './policy.ts'

/** What is said of corrections beside a record: that one waits, what was put right; and the way to ask for one. */
export const besideCorrections: BesideService = async (ctx, detail) => {
  const { record, depth } = detail
  const full = depth === 'full'
  const rows = await ctx.db.correction.findMany({
    where: { recordId: record.id, state: { in: ['asked', 'accepted'] } },
    orderBy: { askedAt: 'asc' },
    select: {
      id: true,
      state: true,
      askedByName: true,
      askedAt: true,
      decidedByName: true,
      decidedAt: true,
      portfolioId: true,
      signerId: true,
    },
  })
  const day = (at: Date | null) => date(at ? at.toISOString() : null)
  const remarks = rows.map(({ id, state, ...row }): Beside['remarks'][number] => {
    if (state === 'accepted')
      return {
        words: `Amended on ${day(row.decidedAt)} by ${row.decidedByName}.`,
        tone: 'info',
        link: full ? { label: 'See what changed', href: `/records/${record.id}/amendments` } : null,
      }
    const concerned = [row.portfolioId, row.signerId].includes(ctx.actor.personId)
    return {
      words: `${row.askedByName} asked for a correction on ${day(row.askedAt)}; it waits to be decided.`,
      tone: 'warn',
      link: concerned ? { label: 'Read it', href: `/corrections/${id}` } : null,
    }
  })
  const may = !isRefusal(correctionPolicy.actions.ask(ctx.actor, detail))
  return {
    remarks,
    actions: may
      ? [{ label: 'Request a correction', href: `/records/${record.id}/correct`, icon: 'pencil', kind: 'quiet' }]
      : [],
  }
}
