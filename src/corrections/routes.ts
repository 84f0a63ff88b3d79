import { type RoomTools, room } from '../kit/http.ts'
import type { Finder } from '../kit/scope.ts'
import { findByLink } from './link.ts'
import { type CorrectionFound, findAmendments, findCorrecting, findCorrection, findCorrections } from './queries.ts'
import { acceptCorrection, askForCorrection, refuseCorrection, withdrawCorrection } from './service.ts'
import { askPage } from './views/ask.ts'
import { decidePage } from './views/decide.ts'
import { amendmentsPage, listPage } from './views/lists.ts'

/** Mounted at the root: asking lies below the record, deciding below /corrections. */
export const correctionsRoom = room((tools) => {
  const { page, action } = tools
  page('/corrections', findCorrections, listPage)
  page('/records/:id/correct', findCorrecting, askPage)
  action('/records/:id/correct', askForCorrection, askPage, ({ id }) => ({
    to: `/corrections/${id}`,
    flash: 'Asked. You are told as soon as it is decided.',
  }))
  page('/records/:id/amendments', findAmendments, amendmentsPage, {
    viewed: ({ detail: { record } }) => ({ ...about(record), what: 'record.amendments' }),
  })
  page('/corrections/:id', findCorrection, decidePage, {
    viewed: ({ detail: { record }, reads }) => (reads ? { ...about(record), what: 'correction' } : null),
  })
  decideActions(tools, '/corrections/:id', findCorrection)
  action('/corrections/:id/withdraw', withdrawCorrection, null, (_done, { base }) => ({
    to: base,
    flash: 'Taken back',
  }))
})

/** The way of whoever signed by a link, below /c. */
export const linkRoom = room((tools) => {
  tools.page('/:token', findByLink, decidePage)
  decideActions(tools, '/:token', findByLink)
})

function decideActions({ action }: RoomTools, path: string, find: Finder<CorrectionFound>): void {
  action(`${path}/accept`, acceptCorrection(find), decidePage, (_done, { base }) => ({
    to: base,
    flash: 'Put right under your signature. Everybody concerned has been told.',
  }))
  action(`${path}/refuse`, refuseCorrection(find), decidePage, (_done, { base }) => ({
    to: base,
    flash: 'Refused. Everybody concerned has been told.',
  }))
}

const about = (record: { personId: string; enrolmentId: string; id: string }) => ({
  subjectId: record.personId,
  enrolmentId: record.enrolmentId,
  recordId: record.id,
})
