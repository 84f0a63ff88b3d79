/** The door of the record spine: what other rooms may use. */
export { type Beside, type BesideService, besides } from './beside.ts'
export { type FormContextOptions, fileIdsIn, formContext, packContext, writerFor } from './context.ts'
export type { Counting, CountingService } from './counting.ts'
export { type CardColumns, cardColumns, rowColumns } from './queries/columns.ts'
export { confided } from './queries/confided.ts'
export { type RecordDetail, readingContext, recordDetail } from './queries/detail.ts'
export { differences } from './queries/differences.ts'
export { type Onlooker, onlookersOf, type Seen, whoCanSee } from './queries/seen.ts'
export { sectionsFor } from './queries/timeline.ts'
export { type ReplyLine, replyUrl, withReplies } from './replies.ts'
export { evidenceRoom } from './routes.ts'
export { uploadRules, withFiles } from './schema.ts'
export { amendSigned, correctRecord, moveDisputed, setStatus } from './service/asked.ts'
export { type ChainFault, type Checked, checkChain, checkChains, faultKinds, faultWords } from './service/chain.ts'
export {
  type DraftSaved,
  draftFor,
  dropDraft,
  type PreparedBy,
  preparedIn,
  saveDraft,
  type Typed,
  typedFrom,
  typedIn,
} from './service/drafts.ts'
export { enterForTrainees } from './service/enter.ts'
export { type FileStore, fileStore, receiveFiles, storeFile, sweepFiles, type TakenFile } from './service/files.ts'
export { enterRecord } from './service/fill.ts'
export { type SigningKey, signingKey } from './service/keys.ts'
export { linkMany } from './service/link.ts'
export {
  freezeLinks,
  type LinkChange,
  linkCap,
  linkEvents,
  linkRecords,
  starLink,
  undoLinks,
  unlinkRecords,
} from './service/links.ts'
export {
  completeRecord,
  createRecord,
  itemsIn,
  type Made,
  madeEvents,
  type NewRecord,
  recordEvent,
} from './service/record.ts'
export { confirmRecord, withdrawRecord } from './service/settle.ts'
export { shareRecord } from './service/share.ts'
export { type Act, appendVersion, ownSignature, type Signing, signRecord } from './service/sign.ts'
export { type DraftState, type DraftTicket, draftState, draftTicket, keepTyped, readTicket } from './service/tickets.ts'
export { type CardRow, codeOf, recordUrl, titleFor } from './views/cards.ts'
export { entryActions } from './views/enter.ts'
export { preparedTags, preparedWords, stateTags, statusTag } from './views/words.ts'
