import { room } from '../kit/http.ts'
import { date, plural } from '../kit/ui.ts'
import { boardSheet } from './board/csv.ts'
import { listAllTrainees, listTrainees } from './board/find.ts'
import { traineesPage } from './board/page.ts'
import { dropView, keepView } from './board/saved.ts'
import { setSupervisor } from './change.ts'
import { findGaps } from './gaps/find.ts'
import { gapsPage } from './gaps/page.ts'
import { findLoad } from './load/find.ts'
import { loadPage } from './load/page.ts'
import { answerObjection, findOwnSupervisors, objectToSupervisor } from './objections.ts'
import { ownSupervisorsPage } from './objectionViews.ts'
import { changeStaffing } from './staffing/change.ts'
import { findStaffing } from './staffing/find.ts'
import { staffingPage } from './staffing/page.ts'
import { findSupervisors, kindWords } from './supervisors.ts'
import { supervisorsPage } from './supervisorViews.ts'
import { url } from './urls.ts'

export const cohortsRoom = room(({ page, raw, action }) => {
  page('/', listTrainees, traineesPage)
  raw('/board.csv', listAllTrainees, boardSheet)
  action('/views', keepView, traineesPage, ({ name, query }) => ({
    to: `${url.list}?${query}`,
    flash: `“${name}” is kept among your views.`,
  }))
  action('/views/:viewId/remove', dropView, null, ({ name }) => ({
    to: url.list,
    flash: `“${name}” is no longer among your views.`,
  }))
  page('/gaps', findGaps, gapsPage)
  page('/supervisors', findLoad, loadPage)
  page('/staffing', findStaffing, staffingPage)
  action('/staffing', changeStaffing, staffingPage, ({ lines, wish }) => ({
    to: url.load,
    flash: `${wish.endsCover ? 'Nobody covers any longer for' : wish.next ? `${wish.next.name} ${wish.last ? 'covers for' : 'is on record for'}` : 'Nobody is on record any longer for'} ${plural(lines.length, 'trainee')}. Everybody concerned has been told.`,
  }))
  page('/:enrolmentId/supervisors', findSupervisors, supervisorsPage, {
    viewed: ({ portfolio }) => ({ subjectId: portfolio.personId, enrolmentId: portfolio.id, what: 'supervisors' }),
  })
  action('/:enrolmentId/supervisors', setSupervisor, supervisorsPage, (changed, { portfolio }) => ({
    to: url.supervisors(portfolio.id),
    flash: `${changed.name} is ${kindWords[changed.kind]} of ${portfolio.name} from ${date(changed.from)}. Everybody concerned has been told.`,
  }))
  action(
    '/:enrolmentId/supervisors/objections/:objectionId',
    answerObjection,
    supervisorsPage,
    (_said, { portfolio }) => ({
      to: url.supervisors(portfolio.id),
      flash: `Your answer is there for ${portfolio.name} to read.`,
    }),
  )
})

/** The trainee's own: who supervises, and what to do when the record is wrong. */
export const ownSupervisorsRoom = room(({ page, action }) => {
  page('/', findOwnSupervisors, ownSupervisorsPage)
  action('/', objectToSupervisor, ownSupervisorsPage, ({ kind }) => ({
    to: '/supervisors',
    flash: `Your programme’s coordinator and whoever is first help at your hospital now know that the ${kindWords[kind]} on record is wrong.`,
  }))
})
