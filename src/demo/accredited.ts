import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { dbDate } from '../kit/periods.ts'

interface Place {
  siteIds: readonly string[]
  programmeId: string
  /** What they are accredited for, in words. */
  level: string
  anchor: Temporal.PlainDate
}

/** Whom trainees of the first hospital ask. */
const contacts = [
  {
    name: 'Postgraduate centre',
    what: 'Study leave, rooms for teaching, access to the library',
    email: 'postgraduate.centre@demo.attest.example',
    phone: '020 7946 0077',
  },
  { name: 'Medical staffing', what: 'Rota, pay and leave', email: 'staffing@demo.attest.example', phone: null },
]

/** Long before anybody's first day. */
const since = '2015-01-01'

/**
 * Accredits the hospitals of a programme: the first for more trainees than the others, the last only until the spring, and
 * the one before it again since last year, for longer.
 */
export async function accredit(tx: Tx, { siteIds, programmeId, level, anchor }: Place): Promise<void> {
  const last = siteIds.length - 1
  const renewed = anchor.subtract({ months: 14 })
  const rows = siteIds.flatMap((siteId, index) => {
    const one = { siteId, programmeId, level, maxMonths: index === 0 ? null : 36, capacity: index === 0 ? 8 : 5 }
    const until = index === last ? dbDate(anchor.add({ months: 4 })) : null
    if (index !== last - 1) return [{ ...one, from: dbDate(since), until }]
    const [before, after] = [{ ...one, maxMonths: 12 }, one]
    return [
      { ...before, from: dbDate(since), until: dbDate(renewed) },
      { ...after, from: dbDate(renewed), until },
    ]
  })
  await tx.siteAccreditation.createMany({ data: rows.map((row) => ({ id: newId(), ...row })) })
  for (const [index, id] of siteIds.entries())
    await tx.site.update({
      where: { id },
      data: { capacity: index === 0 ? 10 : 6, ...(index === 0 ? { contacts } : {}) },
    })
}
