import type { Temporal } from 'temporal-polyfill'
import type { DbOrTx } from '../kit/context.ts'
import { contains, type Period, plainDate } from '../kit/periods.ts'

/** What a site may train for in one programme, from when to when (domain.md 3.6, 7.5). */
export interface Accreditation extends Period {
  id: string
  siteId: string
  programmeId: string
  /** For what: the words of whoever accredits. */
  level: string
  /** The most months that one trainee may spend here; null without such a limit. */
  maxMonths: number | null
  /** Trainees of the programme at once; null where nobody has said. */
  capacity: number | null
}

/**
 * All periods for which sites are accredited, the earliest first: one query. A site without any period of a programme
 * is one of which nobody has said anything; one with periods is accredited in those and not between them.
 */
export async function accreditationsOf(db: DbOrTx, siteIds: readonly string[]): Promise<Accreditation[]> {
  const rows = await db.siteAccreditation.findMany({
    where: { siteId: { in: [...siteIds] } },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
    omit: { createdAt: true },
  })
  return rows.map(({ from, until, ...row }) => ({ ...row, from: plainDate(from), until: until && plainDate(until) }))
}

/** What each site is accredited for on one day, at most once a programme; no entry for a site that is not. */
export async function accreditationOf(
  db: DbOrTx,
  siteIds: readonly string[],
  day: Temporal.PlainDate,
): Promise<Map<string, Accreditation[]>> {
  const holding = (await accreditationsOf(db, siteIds)).filter((one) => contains(one, day))
  const sites = new Map<string, Accreditation[]>()
  for (const one of holding) sites.set(one.siteId, [...(sites.get(one.siteId) ?? []), one])
  return sites
}
