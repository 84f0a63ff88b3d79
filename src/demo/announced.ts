import type { Temporal } from 'temporal-polyfill'
import { toJsDate } from '../kit/clock.ts'
import type { Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { dbDate } from '../kit/periods.ts'

interface Writer {
  programmeId: string
  personId: string
  name: string
  role: string
  anchor: Temporal.PlainDate
}

/** What the coordinator tells trainees and supervisors now, and what trainees were told last month. */
export async function announce(tx: Tx, { programmeId, personId, name, role, anchor }: Writer): Promise<void> {
  const rows = [
    {
      audiences: ['trainees', 'supervisors'],
      title: 'Regional training day: places are open',
      text: 'The next regional training day is on acute medicine. Places go in the order of booking.\nProgramme and booking: https://training-day.example/book',
      from: anchor.subtract({ days: 3 }),
      until: anchor.add({ days: 40 }),
    },
    {
      audiences: ['trainees'],
      title: 'Study leave forms have moved',
      text: 'Ask for study leave through your hospital from now on, at least six weeks ahead.',
      from: anchor.subtract({ days: 60 }),
      until: anchor.subtract({ days: 30 }),
    },
  ]
  const by = { writtenById: personId, writtenByName: name, writtenByRole: role }
  await tx.announcement.createMany({
    data: rows.map(({ from, until, ...words }) => {
      const writtenAt = toJsDate(from.toZonedDateTime('UTC').toInstant())
      const days = { from: dbDate(from), until: dbDate(until) }
      return { id: newId(), programmeIds: [programmeId], ...words, ...days, ...by, writtenAt, shownSince: writtenAt }
    }),
  })
}
