import type { EntryKind } from '../generated/client.ts'
import { type Room, room, type Shown } from '../kit/http.ts'
import type { View } from '../kit/render.ts'
import { entryUrl, findByEntry, findEntryFile, findEntryPhoto } from './entry.ts'
import type { ToFill } from './queries.ts'
import { attachment, picture, savedAsJson } from './replies.ts'
import { beginEntry, changeAddress, completeEntry, leaveEntry, typeCode } from './service/entries.ts'
import { declineForm, saveForm } from './service/fill.ts'
import { openStates } from './states.ts'
import { beginPage, typeCodePage } from './views/entry.ts'
import { fillOrOver } from './views/fill.ts'

/** Where a code is typed, below /code. */
export const codeRoom = room(({ page, action }) => {
  page('/', typeCode.find, typeCodePage)
  action('/', typeCode, typeCodePage, ({ entry }, _found, ctx) => ({ to: entryUrl(ctx, entry) }), {
    anyRole: true,
    anySession: true,
  })
})

/** Whose it is, and then the form; what is over by now says so. */
function show(found: ToFill, shown: Shown): View {
  const open: readonly string[] = openStates
  const { entry } = found
  return entry && !entry.begunAt && open.includes(found.state)
    ? beginPage({ ...found, entry }, shown)
    : fillOrOver(found, shown)
}

/** The form behind a code that was typed (below /code), or on a device that was handed over (below /device). */
const entryRoom = (kind: EntryKind): Room =>
  room(({ page, raw, action }) => {
    const find = findByEntry(kind)
    const back = (_done: unknown, { base }: ToFill) => ({ to: base })
    page('/:token', find, show, {
      viewed: ({ asked: { record } }) => ({
        subjectId: record.personId,
        enrolmentId: record.enrolmentId,
        recordId: record.id,
        what: 'assessment request',
      }),
    })
    action('/:token', completeEntry(kind), show, back)
    action('/:token/begin', beginEntry(kind), show, back)
    action('/:token/other', changeAddress(kind), null, back)
    action('/:token/leave', leaveEntry(kind), null, (_done, { asked }) => ({
      to: kind === 'device' ? `/sign-in?back=/assessments/${asked.record.id}` : '/code',
    }))
    action('/:token/draft', saveForm(find), show, (saved, { base }, _ctx, { json }) => ({
      to: base,
      ...(json ? savedAsJson(saved) : {}),
    }))
    action('/:token/decline', declineForm(find), show, back)
    raw('/:token/photo', findEntryPhoto(kind), (photo, ctx) => picture(ctx, photo))
    raw('/:token/files/:fileId', findEntryFile(kind), (file, ctx) => attachment(ctx, file))
  })

export const codeEntryRoom = entryRoom('code')
export const deviceEntryRoom = entryRoom('device')
