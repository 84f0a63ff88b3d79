import { uploadRules } from '../evidence/index.ts'
import type { Ctx } from '../kit/context.ts'
import { NotFound } from '../kit/errors.ts'
import { type Next, type RoomTools, room } from '../kit/http.ts'
import type { Finder } from '../kit/scope.ts'
import { findCode, findCodePicture, findShowable } from './code.ts'
import { entryUrl } from './entry.ts'
import { findHistory } from './history.ts'
import { findInbox } from './inbox.ts'
import { findByLink, findLinkFile, findLinkPage, findLinkPhoto } from './link.ts'
import type { ToFill } from './queries.ts'
import { findFileToFill, findMyRequests, findNewRequest, findRequest, findToFill } from './queries.ts'
import { attachment, picture, savedAsJson } from './replies.ts'
import { handOver, showCode } from './service/entries.ts'
import { completeForm, declineForm, nudgeTrainee, openRequest, saveForm } from './service/fill.ts'
import { askInstead } from './service/instead.ts'
import { readdressRequest, resendRequest, reviveRequest, withdrawRequest } from './service/manage.ts'
import { reflectOnFeedback } from './service/reflect.ts'
import { requestAssessment } from './service/request.ts'
import { askPage } from './views/ask.ts'
import { codePage, codePicture, handOverPage } from './views/entry.ts'
import { fillOrOver } from './views/fill.ts'
import { historyPage, inboxPage } from './views/inbox.ts'
import { listPage, onePage } from './views/mine.ts'

/** The trainee's side, below /assessments. */
export const assessmentsRoom = room(({ page, raw, action }) => {
  page('/', findMyRequests, listPage)
  page('/new', findNewRequest, askPage)
  action(
    '/new',
    requestAssessment,
    askPage,
    ({ record, assessor, beside }) =>
      beside
        ? { to: `/assessments/${record.id}/code` }
        : { to: `/assessments/${record.id}`, flash: `Sent to ${assessor}` },
    { upload: uploadRules },
  )
  page('/:id', findRequest, onePage, {
    viewed: ({ asked }) => ({ ...about(asked), what: 'assessment request' }),
  })
  page('/:id/code', findCode, codePage)
  raw('/:id/code.svg', findCodePicture, codePicture)
  action('/:id/code', showCode, null, (_entry, { asked }) => ({ to: `/assessments/${asked.record.id}/code` }))
  page('/:id/hand-over', findShowable, handOverPage)
  // From here on nobody is signed in in this browser: whoever holds the device sees the one form.
  action('/:id/hand-over', handOver, null, (entry, _found, ctx) => ({ to: entryUrl(ctx, entry), end: true }))
  action('/:id/withdraw', withdrawRequest, null, (_done, { asked }) => ({
    to: `/assessments/${asked.record.id}`,
    flash: `Withdrawn; ${asked.assessor.name} is told that nothing more is needed`,
  }))
  action('/:id/resend', resendRequest, null, (_done, { asked }) => ({
    to: `/assessments/${asked.record.id}`,
    flash: `Sent again to ${asked.assessor.name}`,
  }))
  action('/:id/revive', reviveRequest, null, (name, { asked }) => ({
    to: `/assessments/${asked.record.id}`,
    flash: `Asked again: ${name} has a new link`,
  }))
  action('/:id/instead', askInstead, onePage, ({ record, assessor }) => ({
    to: `/assessments/${record.id}`,
    flash: `Sent to ${assessor}`,
  }))
  action('/:id/address', readdressRequest, onePage, (name, { asked }) => ({
    to: `/assessments/${asked.record.id}`,
    flash: `Sent to ${name}; the earlier link no longer works`,
  }))
  action('/:id/reflection', reflectOnFeedback, onePage, (_done, { asked }) => ({
    to: `/assessments/${asked.record.id}`,
    flash: 'Your words were added',
  }))
})

/** The signed-in assessor's side, below /assess. */
export const assessRoom = room((tools) => {
  tools.page('/', findInbox, inboxPage)
  tools.page('/history', findHistory, historyPage)
  tools.page('/:id', findToFill, fillOrOver, {
    viewed: ({ asked }) => ({ ...about(asked), what: 'assessment request' }),
  })
  fillActions(tools, '/:id', findToFill)
  tools.raw('/:id/files/:fileId', findFileToFill, (file, ctx) => attachment(ctx, file))
  tools.raw('/:id/photo', findToFill, async ({ asked }, ctx) => {
    const id = asked.trainee.photoFileId
    const photo = id && (await ctx.db.storedFile.findUnique({ where: { id } }))
    if (!photo) throw new NotFound()
    return picture(ctx, photo)
  })
})

/** The way of whoever holds a link, below /a. No session: the token in the address is the proof. */
export const linkRoom = room((tools) => {
  tools.page('/:token', findLinkPage, fillOrOver, {
    // A fetch is nobody's look; once the page itself has reported that it was opened, every further one is.
    viewed: ({ asked }) => (asked.mail?.openedAt ? { ...about(asked), what: 'assessment request' } : null),
  })
  fillActions(tools, '/:token', findByLink)
  tools.raw('/:token/photo', findLinkPhoto, (photo, ctx) => picture(ctx, photo))
  tools.raw('/:token/files/:fileId', findLinkFile, (file, ctx) => attachment(ctx, file))
})

/** The same deeds by either way. */
function fillActions({ action }: RoomTools, path: string, find: Finder<ToFill>): void {
  const back = (_done: unknown, { base }: ToFill) => ({ to: base })
  action(path, completeForm(find), fillOrOver, (_done, found, ctx) => afterCompleting(found, ctx))
  action(`${path}/opened`, openRequest(find), null, (_first, { base }) => ({ to: base, json: { ok: true } }))
  action(`${path}/draft`, saveForm(find), fillOrOver, (saved, { base }, _ctx, { json }) => ({
    to: base,
    ...(json ? savedAsJson(saved) : {}),
  }))
  action(`${path}/decline`, declineForm(find), fillOrOver, back)
  action(`${path}/nudge`, nudgeTrainee(find), null, (_first, { base }) => ({ to: `${base}?told=1` }))
}

/** To the trainee's next request where that was asked for, else to what was signed. */
function afterCompleting({ base, sitting, form, asked }: ToFill, { query }: Ctx): Next {
  const next = query.then === 'next' ? sitting?.next : null
  if (!next) return { to: base }
  return { to: `/assess/${next.id}`, flash: `You completed and signed the ${form.short} for ${asked.trainee.name}.` }
}

const about = ({ record }: ToFill['asked']) => ({
  subjectId: record.personId,
  enrolmentId: record.enrolmentId,
  recordId: record.id,
})
