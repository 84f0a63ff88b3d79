import { room } from '../kit/http.ts'
import { pacePlot, varietyPlot } from './plots.ts'
import { findLog, findPace, findVariety } from './queries.ts'
import { logPage } from './views.ts'

export const logsRoom = room(({ page, raw }) => {
  page('/:enrolmentId/logs/:section', findLog, logPage, {
    viewed: ({ portfolio, section }) => ({
      subjectId: portfolio.personId,
      enrolmentId: portfolio.id,
      what: section.key,
    }),
  })
  raw('/:enrolmentId/logs/:section/pace.svg', findPace, pacePlot)
  raw('/:enrolmentId/logs/:section/variety.svg', findVariety, varietyPlot)
})
