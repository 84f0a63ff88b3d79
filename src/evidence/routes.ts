import { type Next, room } from '../kit/http.ts'
import { list, plural } from '../kit/ui.ts'
import { findForm, findRecord, findRecordPage } from './queries/detail.ts'
import { findEntering } from './queries/entering.ts'
import { findFile, sendFile } from './queries/files.ts'
import { findEdit, findNew } from './queries/fill.ts'
import { findChoosing, findChoosingMany, findLinkQuestion } from './queries/linking.ts'
import { findComment } from './queries/reply.ts'
import { findSharing } from './queries/share.ts'
import { findCertificates, findLibrary } from './queries/shelves.ts'
import { findSigned, findSignedBytes } from './queries/signed.ts'
import { findTimeline } from './queries/timeline.ts'
import { uploadRules } from './schema.ts'
import { autosave, discardDraft } from './service/draft.ts'
import { enterForTrainees } from './service/enter.ts'
import { changeRecord, enterRecord } from './service/fill.ts'
import {
  type Linked,
  linkMany,
  linkNamed,
  linkOne,
  pickRecords,
  starLink,
  undoLinking,
  unlinkOne,
} from './service/link.ts'
import { replyToComment } from './service/reply.ts'
import { confirmRecord, restoreRecord, withdrawRecord } from './service/settle.ts'
import { shareRecord, unshareRecord } from './service/share.ts'
import { codeOf, recordUrl } from './views/cards.ts'
import { certificatesPage } from './views/certificates.ts'
import { enterPage } from './views/enter.ts'
import { editPage, newPage } from './views/form.ts'
import { fileNameOf, formJson } from './views/formJson.ts'
import { formPdf } from './views/formPdf.ts'
import { libraryPage } from './views/library.ts'
import { linkManyPage, linkQuestionPage, linksPage, sharePage } from './views/linking.ts'
import { printPage, recordPage, withdrawPage } from './views/record.ts'
import { readsOnPaper } from './views/recordParts.ts'
import { replyPage } from './views/reply.ts'
import { signedPage } from './views/signed.ts'
import { timelinePage } from './views/timeline.ts'
import { savedWords, withCounting } from './views/words.ts'

interface WasAsked {
  enrolmentId: string
  records: string[]
  items: string[]
  back: string
}

/** Where linking leads: to the question first where something private would show, else back, with Undo. */
function afterLinking(linked: Linked, { enrolmentId, records, items, back }: WasAsked): Next {
  if (linked.asks) {
    const asked = new URLSearchParams({ records: records.join(','), items: items.join(','), back })
    return { to: `/portfolios/${enrolmentId}/links/confirm?${asked}` }
  }
  if (linked.changes.length === 0) return { to: back, flash: 'Linked already, so nothing changed' }
  const codes = [...new Set(linked.changes.map(({ code }) => code))]
  const where = codes.length > 4 ? plural(codes.length, 'item') : list(codes)
  const what = records.length > 1 ? `${plural(records.length, 'record')} linked to ${where}` : `Linked to ${where}`
  const undo = `/portfolios/${enrolmentId}/links/undo/${linked.changes[0]!.batchId}?back=${encodeURIComponent(back)}`
  return { to: back, flash: { text: what, undo: { action: undo, label: 'Undo' } } }
}

export const evidenceRoom = room(({ page, raw, action }) => {
  page('/records/new/:formKey', findNew, newPage)
  action(
    '/records/new/:formKey',
    enterRecord,
    newPage,
    async ({ record, links }, { form, pack }, ctx, { items }) => {
      const codes = links.map(({ itemKey }) => codeOf(pack, itemKey))
      const { id, enrolmentId } = record
      const flash = withCounting(savedWords(record, codes), await ctx.services.counting(ctx, record))
      if (!form.private || items.length === 0) return { to: recordUrl(record), flash }
      return {
        ...afterLinking({ asks: true }, { enrolmentId, records: [id], items, back: `/records/${id}` }),
        flash,
      }
    },
    { upload: uploadRules },
  )

  page('/enter/:packVersionId/:formKey', findEntering, enterPage)
  action(
    '/enter/:packVersionId/:formKey',
    enterForTrainees,
    enterPage,
    (made) =>
      made.length === 1
        ? { to: recordUrl(made[0]!.record), flash: 'Recorded and signed. The trainee has been told.' }
        : { to: '/trainees', flash: `Recorded and signed for ${made.length} trainees. They have been told.` },
    { upload: uploadRules },
  )

  const seen = (what: string) => ({
    viewed: ({ record }: { record: { personId: string; enrolmentId: string; id: string } }) => ({
      subjectId: record.personId,
      enrolmentId: record.enrolmentId,
      recordId: record.id,
      what,
    }),
  })
  page('/records/:id', findRecordPage, recordPage, seen('record'))
  page('/records/:id/print', findRecord, printPage, seen('record.print'))
  raw(
    '/records/:id/form.json',
    findForm,
    (found, ctx) => ({
      type: 'application/json',
      body: JSON.stringify(formJson(found, readsOnPaper(found, ctx) ?? found.reads), null, 2),
      headers: { 'content-disposition': `attachment; filename="${fileNameOf(found)}.json"` },
    }),
    seen('record.json'),
  )
  raw(
    '/records/:id/form.pdf',
    findForm,
    async (found, ctx) => ({
      type: 'application/pdf',
      body: await formPdf(found, readsOnPaper(found, ctx) ?? found.reads, ctx),
      headers: { 'content-disposition': `attachment; filename="${fileNameOf(found)}.pdf"` },
    }),
    seen('record.pdf'),
  )
  page('/records/:id/signed/:seq', findSigned, signedPage, {
    viewed: ({ detail: { record } }) => ({
      subjectId: record.personId,
      enrolmentId: record.enrolmentId,
      recordId: record.id,
      what: 'record.signed',
    }),
  })
  raw('/records/:id/signed/:seq/bytes', findSignedBytes, ({ content, seq }) => ({
    type: 'application/json',
    body: Buffer.from(content),
    headers: { 'content-disposition': `attachment; filename="signed-${seq}.json"` },
  }))
  page('/records/:id/edit', findEdit, editPage)
  action(
    '/records/:id/edit',
    changeRecord,
    editPage,
    async ({ made: { record } }, _found, ctx) => ({
      to: `/records/${record.id}`,
      flash: withCounting('Changes saved', await ctx.services.counting(ctx, record)),
    }),
    { upload: uploadRules },
  )

  page('/records/:id/withdraw', findRecord, withdrawPage)
  action('/records/:id/withdraw', withdrawRecord, null, (record) => ({
    to: `/records/${record.id}`,
    flash: {
      text: 'Withdrawn. It no longer counts.',
      undo: { action: `/records/${record.id}/restore`, label: 'Put it back' },
    },
  }))
  action('/records/:id/restore', restoreRecord, null, (record) => ({ to: `/records/${record.id}`, flash: 'Put back' }))
  action('/records/:id/confirm', confirmRecord, null, (_version, { record }) => ({
    to: `/records/${record.id}`,
    flash: 'Confirmed. The trainee has been told.',
  }))

  page('/records/:id/reply/:field', findComment, replyPage)
  action('/records/:id/reply/:field', replyToComment, replyPage, (_done, { record }) => ({
    to: `/records/${record.id}`,
    flash: 'Your reply stands beside the comment',
  }))

  page('/records/:id/links', findChoosing, linksPage)
  action('/records/:id/links/:itemKey/remove', unlinkOne, null, (changes, found, ctx) => {
    const { record, packs } = found
    const pack = packs.get(linkNamed(ctx, found)?.packVersionId ?? record.packVersionId)!
    const flash = changes.length
      ? `Unlinked from ${codeOf(pack, ctx.params.itemKey ?? '')}`
      : 'It was not linked any more'
    return { to: `/records/${record.id}`, flash }
  })
  action('/records/:id/links/:itemKey/star', starLink, null, ({ starred }, { record }) => ({
    to: `/records/${record.id}`,
    flash: starred ? 'Marked as best evidence' : 'The mark is gone',
  }))

  page('/records/:id/share', findSharing, sharePage)
  action('/records/:id/share', shareRecord, sharePage, ({ name }, { record }) => ({
    to: `/records/${record.id}/share`,
    flash: `Shown to ${name}`,
  }))
  action('/records/:id/share/:personId/revoke', unshareRecord, null, ({ name }, { record }) => ({
    to: `/records/${record.id}/share`,
    flash: name ? 'Private again' : 'Taken back',
  }))

  page('/portfolios/:enrolmentId/links/confirm', findLinkQuestion, linkQuestionPage)
  page('/portfolios/:enrolmentId/links/choose', findChoosingMany, linkManyPage)
  action('/portfolios/:enrolmentId/links/choose', pickRecords, null, (records, { enrolmentId }) => ({
    to: `/portfolios/${enrolmentId}/links/choose?records=${records.join(',')}`,
  }))
  action(
    '/portfolios/:enrolmentId/links',
    linkMany,
    null,
    (linked, { enrolmentId }, _ctx, { records, items, back }) => {
      const own = records.length === 1 ? `/records/${records[0]}` : `/portfolios/${enrolmentId}/timeline`
      return afterLinking(linked, { enrolmentId, records, items, back: back ?? own })
    },
  )
  action('/records/:id/links', linkOne, linksPage, (linked, { detail: { record } }, _ctx, { items }) =>
    afterLinking(linked, {
      enrolmentId: record.enrolmentId,
      records: [record.id],
      items,
      back: `/records/${record.id}`,
    }),
  )
  action('/portfolios/:enrolmentId/links/undo/:batchId', undoLinking, null, (changes, { enrolmentId }, ctx) => ({
    to: /^\/(portfolios|records|reflections)\/[^\\]*$/.test(ctx.query.back ?? '')
      ? ctx.query.back!
      : `/portfolios/${enrolmentId}/timeline`,
    flash: `Undone: ${plural(changes.length, 'link')} removed`,
  }))

  action('/drafts/:ticket', autosave, null, ({ rev, savedAt, conflicts }, ticket, _ctx, { script }) =>
    script
      ? {
          to: ticket.href,
          json: { rev, savedAt: savedAt.toString(), ...(conflicts.length ? { conflict: conflicts } : {}) },
          status: conflicts.length ? 409 : 200,
        }
      : {
          to: ticket.href,
          flash: conflicts.length
            ? {
                kind: 'warn',
                text: 'Saved as a draft, but some fields were changed in another window and stay as they are there.',
              }
            : 'Saved as a draft',
        },
  )
  action('/drafts/:ticket/discard', discardDraft, null, (_done, ticket) => ({
    to: ticket.href,
    flash: 'The draft is gone',
  }))

  const portfolioSeen = (what: string) => ({
    viewed: ({ portfolio }: { portfolio: { personId: string; id: string } }) => ({
      subjectId: portfolio.personId,
      enrolmentId: portfolio.id,
      what,
    }),
  })
  page('/portfolios/:enrolmentId/timeline', findTimeline, timelinePage, portfolioSeen('timeline'))
  page('/portfolios/:enrolmentId/library', findLibrary, libraryPage, portfolioSeen('library'))
  page('/portfolios/:enrolmentId/certificates', findCertificates, certificatesPage, portfolioSeen('certificates'))

  raw('/files/:id', findFile, sendFile, {
    viewed: ({ ownerId, purpose, id }) => (purpose === 'photo' ? null : { subjectId: ownerId, what: `file ${id}` }),
  })
})
