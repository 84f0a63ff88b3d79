import { room } from '../kit/http.ts'
import { plural } from '../kit/ui.ts'
import { signersOf } from '../training/index.ts'
import { itemName } from './levels.ts'
import { findCurriculum, findItem } from './queries/curriculum.ts'
import { findLinking } from './queries/linking.ts'
import type { Packed } from './queries/portfolio.ts'
import { findRequirements, findRule } from './queries/requirements.ts'
import { findSignOff } from './queries/signOff.ts'
import { linkMany, starPiece, undoLinking, unlinkPiece } from './service/link.ts'
import { rateMyself } from './service/selfAssess.ts'
import { signOff } from './service/signOff.ts'
import { allowEvidence } from './time/allow.ts'
import { changePage } from './time/changePage.ts'
import { findChange, findTime, findWithdrawal } from './time/find.ts'
import { lookedAt, recordTime, withdrawTime } from './time/keep.ts'
import { timePage } from './time/page.ts'
import { timePlot } from './time/plot.ts'
import { timeUrl } from './time/words.ts'
import { curriculumPage } from './views/curriculum.ts'
import { itemPage, levelsPlot } from './views/itemPage.ts'
import { linkingPage } from './views/linking.ts'
import { requirementsPage, rulePage } from './views/requirements.ts'
import { neighbours, signOffPage } from './views/signOff.ts'
import { url } from './views/words.ts'

const looked = (what: string) => ({
  viewed: ({ portfolio }: Packed) => ({ subjectId: portfolio.personId, enrolmentId: portfolio.id, what }),
})

export const progressRoom = room(({ page, raw, action }) => {
  page('/:enrolmentId/progress', findRequirements, requirementsPage, looked('progress'))
  page('/:enrolmentId/progress/:ruleId', findRule, rulePage, looked('progress'))
  page('/:enrolmentId/curriculum', findCurriculum, curriculumPage, looked('curriculum'))
  page('/:enrolmentId/curriculum/:itemKey', findItem, itemPage, looked('curriculum'))
  raw('/:enrolmentId/curriculum/:itemKey/levels.svg', findItem, levelsPlot, looked('curriculum'))
  page('/:enrolmentId/link-records', findLinking, linkingPage)
  page('/:enrolmentId/sign-off/:itemKey', findSignOff, signOffPage, looked('curriculum'))
  page('/:enrolmentId/time', findTime, timePage, looked('time'))
  raw('/:enrolmentId/time/plot.svg', findTime, timePlot, looked('time'))
  page('/:enrolmentId/time/change', findChange, changePage)
  page('/:enrolmentId/time/withdraw/:eventId', findWithdrawal, changePage)

  action('/:enrolmentId/time/change', recordTime, changePage, ({ words }, { portfolio }) => ({
    to: timeUrl.page(portfolio.id),
    flash: `On record: ${words}. ${portfolio.givenName} and those who look after them have been told.`,
  }))
  action('/:enrolmentId/time/withdraw/:eventId', withdrawTime, changePage, (_kept, { portfolio }) => ({
    to: timeUrl.page(portfolio.id),
    flash: `Withdrawn. ${portfolio.givenName} and those who look after them have been told; the history keeps it.`,
  }))
  action('/:enrolmentId/time/allow/:recordId', allowEvidence, timePage, (_done, { portfolio }) => ({
    to: timeUrl.page(portfolio.id),
    flash: 'It counts now. The trainee reads who allowed it, and why.',
  }))
  action('/:enrolmentId/time/looked/:moveId', lookedAt, null, (_done, { portfolio }) => ({
    to: timeUrl.page(portfolio.id),
    flash: 'Noted that you have seen to it.',
  }))
  action('/:enrolmentId/curriculum/:itemKey/self-assessment', rateMyself, curriculumPage, (_, found) => ({
    // To the top of the page, where the confirmation stands.
    to: url.curriculum(found.portfolio.id),
    flash: `Your self-assessment of ${itemName(found.opened.item)} is in. ${nextStep(found)}`,
  }))
  action('/:enrolmentId/curriculum/:itemKey/star', starPiece, null, ({ starred }, { portfolio, item }) => ({
    to: url.item(portfolio.id, item.key),
    flash: starred ? 'Marked as best evidence.' : 'No longer marked.',
  }))
  action('/:enrolmentId/curriculum/:itemKey/unlink', unlinkPiece, null, (_, { portfolio, item }) => ({
    to: url.item(portfolio.id, item.key),
    flash: 'Unlinked. The record itself stays.',
  }))
  action('/:enrolmentId/link-records', linkMany, linkingPage, (changes, { portfolio }) => ({
    to: url.curriculum(portfolio.id),
    flash: {
      text: `${plural(changes.length, 'link')} made.`,
      undo: { action: url.undo(portfolio.id, changes[0]!.batchId), label: 'Undo' },
    },
  }))
  action('/:enrolmentId/link-records/:batchId/undo', undoLinking, null, (changes, { portfolio }) => ({
    to: url.curriculum(portfolio.id),
    flash: `${plural(changes.length, 'link')} taken back.`,
  }))
  action('/:enrolmentId/sign-off/:itemKey', signOff, signOffPage, ({ level }, { portfolio, item, queue, left }) => {
    const { next } = neighbours(queue, item.key)
    const done = level === null ? `asked for more evidence on ${itemName(item)}` : `signed off ${itemName(item)}`
    return {
      // Whoever has left has no curriculum to go back to.
      to: next ? url.signOff(portfolio.id, next.key) : left ? '/' : url.curriculum(portfolio.id),
      flash: `You ${done}. ${portfolio.givenName} has been told.${next ? '' : ' Nothing else waits here.'}`,
    }
  })
})

/** R111: without evidence there is nothing to sign off yet. */
function nextStep({ opened, ...packed }: Packed & { opened: { evidence: readonly unknown[] } }): string {
  const who = whoSigns(packed)
  return opened.evidence.length > 0
    ? `${who} can sign it off.`
    : `Link evidence next: without it ${who} cannot sign it off.`
}

/** Who signs off in this programme, as far as somebody is on record: the first whom the pack names. */
const whoSigns = ({ portfolio, pack }: Packed): string => signersOf(portfolio, pack.pack)[0]?.name ?? 'Your supervisor'
