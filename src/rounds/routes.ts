import qrcode from 'qrcode'
import { type Raw, room } from '../kit/http.ts'
import { scoped } from '../kit/scope.ts'
import { anybodyPath, findAnybody, findRater, findThanks } from './link.ts'
import { mayDo, roundPolicy } from './policy.ts'
import { findAsking, findRounds } from './queries/list.ts'
import { findOne, type One } from './queries/one.ts'
import { answerAsAnybody, answerAsRater, declineToAnswer, enterPaper } from './service/answer.ts'
import { openRound, rateOneself } from './service/begin.ts'
import { closeRound, endRound, extendRound } from './service/close.ts'
import { addRaters, removeRater, sendRound } from './service/raters.ts'
import { discussRound, findDiscussing, findReading, redactRound, releaseRound } from './service/release.ts'
import { answerPage, declinedPage, paperPage, selfPage, thanksPage } from './views/fill.ts'
import { askedPage, listPage } from './views/list.ts'
import { endPage, onePage } from './views/one.ts'
import { discussionPage, readPage } from './views/read.ts'

/** A page of a round for whoever may do this to it; for everybody else it is not there. */
const findFor = (deed: Parameters<typeof mayDo>[0]) =>
  scoped(roundPolicy, async (_visible, ctx): Promise<One | null> => {
    const one = await findOne(ctx)
    return one && mayDo(deed, ctx.actor, one, ctx.now) === true ? one : null
  })

const back = (_done: unknown, { round }: One) => ({ to: `/rounds/${round.id}` })
const viewed = {
  viewed: ({ round }: One) => ({ subjectId: round.personId, enrolmentId: round.enrolmentId, what: 'round' }),
}

/** Rounds of feedback, for the trainee and for whoever releases them; below /rounds. */
export const roundsRoom = room(({ page, raw, action }) => {
  page('/', findRounds, listPage)
  action('/', openRound, null, (round) => ({ to: `/rounds/${round.id}` }))
  page('/asked', findAsking, askedPage)
  page('/:id', findOne, onePage, viewed)
  page('/:id/self', findFor('rate'), selfPage)
  action('/:id/self', rateOneself, selfPage, (_done, { round }) => ({
    to: `/rounds/${round.id}`,
    flash: 'Your self-rating is kept',
  }))
  action('/:id/raters', addRaters, onePage, (count, { round }) => ({
    to: `/rounds/${round.id}`,
    flash: count === 1 ? 'One added' : `${count} added`,
  }))
  action('/:id/raters/:raterId/remove', removeRater, null, back)
  action('/:id/send', sendRound, onePage, (count, { round }) => ({
    to: `/rounds/${round.id}`,
    flash: count > 0 ? `Sent to ${count} people` : 'The survey is open',
  }))
  raw('/:id/code.svg', findOne, async ({ round }, ctx): Promise<Raw> => {
    const body = await qrcode.toString(`${ctx.config.publicUrl}${anybodyPath(ctx, round)}`, { type: 'svg', margin: 2 })
    return { type: 'image/svg+xml', body, headers: { 'cache-control': 'private, no-store' } }
  })
  page('/:id/paper', findFor('paper'), paperPage)
  action('/:id/paper', enterPaper, paperPage, (_done, { round }) => ({
    to: `/rounds/${round.id}/paper`,
    flash: 'Added. Here is room for the next copy',
  }))
  action('/:id/extend', extendRound, null, (until, { round }) => ({
    to: `/rounds/${round.id}`,
    flash: `Open again until ${until}`,
  }))
  page('/:id/end', findFor('end'), endPage)
  action('/:id/end', endRound, null, (_done, { round }) => ({
    to: `/rounds/${round.id}`,
    flash: 'Ended. You can open a new one',
  }))
  action('/:id/close', closeRound, null, (_done, { round }) => ({ to: `/rounds/${round.id}/read` }))
  page('/:id/read', findReading, readPage, viewed)
  action('/:id/redact', redactRound, readPage, (_done, { round }) => ({
    to: `/rounds/${round.id}/read`,
    flash: 'Kept. Look at the comments once more',
  }))
  action('/:id/release', releaseRound, readPage, ({ record }, { portfolio }) => ({
    to: `/records/${record.id}`,
    flash: `Released to ${portfolio.name}`,
  }))
  page('/:id/discussion', findDiscussing, discussionPage)
  action('/:id/discussion', discussRound, discussionPage, (_done, { round }) => ({
    to: `/rounds/${round.id}`,
    flash: 'Added to the summary',
  }))
})

const thanks = () => ({ to: '/r/thanks' })

/** The way of whoever holds a rater's link, below /r. */
export const raterRoom = room(({ page, action }) => {
  page('/thanks', findThanks, thanksPage)
  page('/declined', findThanks, declinedPage)
  page('/:token', findRater, answerPage)
  action('/:token', answerAsRater, answerPage, thanks)
  action('/:token/decline', declineToAnswer, null, () => ({ to: '/r/declined' }))
})

/** The way of whoever was handed the link of a survey, below /s. */
export const surveyRoom = room(({ page, action }) => {
  page('/:token', findAnybody, answerPage)
  action('/:token', answerAsAnybody, answerPage, thanks)
})
