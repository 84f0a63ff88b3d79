import { room } from '../kit/http.ts'
import { carersOf } from '../training/index.ts'
import { findList } from './queries/list.ts'
import { findOnePage, type One } from './queries/one.ts'
import { findBegin, findWrite } from './queries/writing.ts'
import { beginMeeting, withdrawMeeting } from './service/begin.ts'
import { commentOnAppraisal } from './service/comment.ts'
import { completeAppraisal, releaseAppraisal, writeAppraisal } from './service/write.ts'
import { url } from './url.ts'
import { beginPage, writePage } from './views/fill.ts'
import { listPage } from './views/list.ts'
import { commentPage, onePage } from './views/read.ts'

const what = 'appraisals'

/** Meetings that the acting trainee begins. */
export const beginRoom = room(({ page, action }) => {
  page('/new/:formKey', findBegin, beginPage)
  action('/new/:formKey', beginMeeting, beginPage, ({ record }, { portfolio }) => ({
    to: url.one(portfolio.id, record.id),
    flash: `Sent. ${nameOf(record.assessorId, portfolio)} is told, and completes it when you have met.`,
  }))
})

function nameOf(id: string | null, portfolio: One['portfolio']): string {
  return carersOf(portfolio).find((one) => one.id === id)?.name ?? 'Your supervisor'
}

/** Meetings and appraisals of one portfolio. */
export const appraisalsRoom = room(({ page, action }) => {
  const viewed = ({ portfolio }: Pick<One, 'portfolio'>) => ({
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    what,
  })
  page('/:enrolmentId/appraisals', findList, listPage, { viewed })
  page('/:enrolmentId/appraisals/new/:formKey', findWrite, writePage, { viewed })
  action('/:enrolmentId/appraisals/new/:formKey', writeAppraisal, writePage, ({ record }, { portfolio }) => ({
    to: url.one(portfolio.id, record.id),
    flash:
      record.status === 'held'
        ? 'Kept. Read it through, then sign and release it.'
        : `Signed. ${portfolio.name} is told and can read it.`,
  }))
  page('/:enrolmentId/appraisals/:recordId', findOnePage, onePage, {
    viewed: ({ portfolio, record }) => ({ ...viewed({ portfolio }), recordId: record.id }),
  })
  action('/:enrolmentId/appraisals/:recordId', completeAppraisal, onePage, ({ signed }, { portfolio, record }) => ({
    to: url.one(portfolio.id, record.id),
    flash: signed
      ? `Signed. ${portfolio.name} is told and can read it.`
      : 'Kept. Read it through, then sign and release it.',
  }))
  action('/:enrolmentId/appraisals/:recordId/release', releaseAppraisal, null, (_done, { portfolio, record }) => ({
    to: url.one(portfolio.id, record.id),
    flash: `Signed and released. ${portfolio.name} is told and can read it.`,
  }))
  action('/:enrolmentId/appraisals/:recordId/withdraw', withdrawMeeting, null, (_done, { portfolio }) => ({
    to: url.list(portfolio.id),
    flash: 'Taken back. Your supervisor is told.',
  }))
  action(
    '/:enrolmentId/appraisals/:recordId/comment',
    commentOnAppraisal,
    commentPage,
    (_done, { portfolio, record }) => ({
      to: url.one(portfolio.id, record.id),
      flash: 'Your comment stands below what was signed.',
    }),
  )
})
