import { room } from '../kit/http.ts'
import { date } from '../kit/ui.ts'
import { setSupervisor } from './change.ts'
import { listTrainees } from './queries.ts'
import { findSupervisors, kindWords } from './supervisors.ts'
import { supervisorsPage } from './supervisorViews.ts'
import { traineesPage, url } from './views.ts'

export const cohortsRoom = room(({ page, action }) => {
  page('/', listTrainees, traineesPage)
  page('/:enrolmentId/supervisors', findSupervisors, supervisorsPage, {
    viewed: ({ portfolio }) => ({ subjectId: portfolio.personId, enrolmentId: portfolio.id, what: 'supervisors' }),
  })
  action('/:enrolmentId/supervisors', setSupervisor, supervisorsPage, (changed, { portfolio }) => ({
    to: url.supervisors(portfolio.id),
    flash: `${changed.name} is ${kindWords[changed.kind]} of ${portfolio.name} from ${date(changed.from)}. Everybody concerned has been told.`,
  }))
})
