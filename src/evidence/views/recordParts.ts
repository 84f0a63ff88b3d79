import { answered, type FormDefinition, forReader, type Party, type Rendered } from '../../forms/index.ts'
import { assuranceWords } from '../../identity/index.ts'
import { fileSize } from '../../kit/bytes.ts'
import type { Ctx } from '../../kit/context.ts'
import { list } from '../../kit/ui.ts'
import { type Actor, isLent, isRefusal, reachesPortfolioOf } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { recordPolicy } from '../policy.ts'
import type { HistoryLine, LinkLine, RecordDetail } from '../queries/detail.ts'
import { replyUrl, withoutReplyLinks, withReplies } from '../replies.ts'
import { codeOf } from './cards.ts'
import type { RecordPage } from './record.ts'

const allowed = (decision: ReturnType<typeof recordPolicy.actions.link>) => !isRefusal(decision)

/** Its links to the curriculum, and what may be done to them. */
export function linksBox(found: RecordDetail, { actor }: Ctx): RecordPage['links'] {
  const { record, packs, judged } = found
  if (judged.cap === 0 || record.status === 'requested') return null
  const decision = recordPolicy.actions.link(actor, judged)
  // Links are made and undone in the portfolio in which the record lies.
  const may = allowed(decision) && !isLent(actor, record)
  const shown = shownLinks(found, actor)
  const rows = shown.map((link) => {
    const pack = packs.get(link.packVersionId)!
    const away = link.enrolmentId !== record.enrolmentId
    const base = `/records/${record.id}/links/${link.itemKey}`
    const there = away ? `?in=${link.enrolmentId}` : ''
    return {
      itemKey: link.itemKey,
      code: codeOf(pack, link.itemKey),
      title: [pack.items.get(link.itemKey)?.title, away ? `(${link.programme})` : null].filter(Boolean).join(' '),
      href: reachesPortfolioOf(actor, link) ? `/portfolios/${link.enrolmentId}/curriculum/${link.itemKey}` : null,
      starred: link.starred,
      frozen: link.frozen,
      remove: may && !link.frozen ? `${base}/remove${there}` : '',
      star: may ? `${base}/star${there}` : '',
    }
  })
  const home = shown.filter(({ enrolmentId }) => enrolmentId === record.enrolmentId)
  const dual = actor.roles.filter(({ key }) => key.startsWith('own:')).length > 1
  const full = home.length >= judged.cap && !dual
  return {
    rows,
    teach: may
      ? 'Linking shows which capability this is evidence for. Two or three good pieces per item are enough.'
      : 'The trainee has not linked this to the curriculum.',
    choose: may && !full ? `/records/${record.id}/links` : null,
    lock:
      may && full ? `Linked to ${list(rows.map(({ code }) => code))}: the most for this form is ${judged.cap}.` : null,
  }
}

/** Whose questions speak to this reader: the trainee's own, or those of whoever was asked to write. */
function partyOf({ record, form }: RecordDetail, { actor }: Ctx): Party | null {
  if (record.personId === actor.personId) return 'trainee'
  const wrote = record.assessorId === actor.personId || record.authorId === actor.personId
  return wrote && form ? form.filledBy : null
}

/** Questions and answers in the words for this reader; null for whoever sees facts alone. */
export function readsFor(found: RecordDetail, ctx: Ctx): Rendered | null {
  if (found.depth !== 'full' || !found.reads) return null
  const { record, judged, form, replies } = found
  const may = ctx.actor.relation === 'trainee' && allowed(recordPolicy.actions.reply(ctx.actor, judged))
  return forReader(withReplies(found.reads, form, replies, may ? replyUrl(record.id) : null), partyOf(found, ctx))
}

/** The same on paper, where a question without an answer is only an empty box. */
export function readsOnPaper(found: RecordDetail, ctx: Ctx): Rendered | null {
  const reads = readsFor(found, ctx)
  return reads && withoutReplyLinks(answered(reads))
}

/** The owner sees what it is evidence for in each curriculum, others what they reach or where it lies. */
function shownLinks({ record, links }: RecordDetail, actor: Actor): LinkLine[] {
  if (actor.personId === record.personId) return links
  const lent = isLent(actor, record)
  return links.filter((link) => reachesPortfolioOf(actor, link) || (!lent && link.enrolmentId === record.enrolmentId))
}

/** Its files. */
export function filesOf({ files }: RecordDetail): RecordPage['files'] {
  return files.map(({ id, name, size, mime }) => ({
    name,
    href: `/files/${id}`,
    size: fileSize(size),
    icon: mime.startsWith('image/')
      ? 'file-earmark-image'
      : mime === 'application/pdf'
        ? 'file-earmark-pdf'
        : mime.startsWith('text/')
          ? 'file-earmark-text'
          : 'file-earmark',
  }))
}

/** Whom it was shown to, and the way to show it. */
export function shareBox({ record, judged, shares }: RecordDetail, { actor }: Ctx): RecordPage['share'] {
  if (!allowed(recordPolicy.actions.share(actor, judged))) return null
  const shown = shares.filter(({ revokedAt }) => revokedAt === null).map(({ name }) => name)
  if (record.sharedState === 'shared' && shown.length === 0) return null
  const words = shown.length ? `Shown to ${list(shown)}.` : 'Private: nobody else can see it.'
  return {
    href: `/records/${record.id}/share`,
    words: record.sharedState === 'shared' ? `${words} Linked, so the readers of your portfolio see it too.` : words,
  }
}

const actWords: Record<string, string> = {
  amended: 'put something right',
  upheld: 'upheld it',
  voided: 'took it out',
}

/** Whoever signed it. */
export function signaturesOf({ versions, record, depth }: RecordDetail): RecordPage['signatures'] {
  return versions.map(({ signerName, signerRole, signedAt, assurance, device, act, seq, hash }) => ({
    name: signerName,
    role: signerRole,
    act: actWords[act] ?? null,
    at: signedAt,
    assurance: [assuranceWords(assurance), device && `on a ${device}`].filter(Boolean).join(', '),
    href: depth === 'full' ? `/records/${record.id}/signed/${seq}` : null,
    link: `Link ${seq} of the portfolio’s chain; hash ${hash}`,
  }))
}

const deeds: Record<string, string> = {
  'record.submitted': 'entered it',
  'record.entered': 'recorded it',
  'record.edited': 'changed it',
  'record.signed': 'signed it',
  'record.confirmed': 'confirmed it',
  'record.linked': 'linked it',
  'record.unlinked': 'removed a link',
  'record.corrected': 'put something right in it',
  'record.disputed': 'said that they did not sign it',
  'record.upheld': 'upheld its signature',
  'record.voided': 'took it out of the record',
  'correction.asked': 'asked for a correction',
  'correction.refused': 'refused a correction',
  'correction.withdrawn': 'took back a request for a correction',
  'record.shared': 'shared it',
  'record.unshared': 'stopped sharing it',
  'record.withdrawn': 'withdrew it',
  'record.restored': 'put it back',
  'assessment.requested': 'asked for it',
  'assessment.opened': 'opened it',
  'assessment.completed': 'completed it',
  'assessment.declined': 'declined it',
  'assessment.withdrawn': 'withdrew the request',
  'assessment.revived': 'asked again',
  'appraisal.released': 'released it',
}

/** Who shared and linked what with whom is the owner's business. */
const ownersAlone = new Set(['record.shared', 'record.unshared'])

/** What happened to it, for this reader. */
export function historyOf(found: RecordDetail, ctx: Ctx): RecordPage['history'] {
  const { history, record, packs, form, depth } = found
  const owner = record.personId === ctx.actor.personId
  const told = history
    .filter(({ type }) => deeds[type] && (owner || !ownersAlone.has(type)))
    .filter((line) => owner || !line.itemKeys || isOfReader(line, found, ctx.actor))
    .map((line) => ({
      at: line.at,
      words: `${line.actorName} ${deeds[line.type]}${more(line, packs.get(line.packVersionId ?? record.packVersionId)!, depth === 'full' ? form : null)}`,
    }))
  const { preparedBy, preparedAt } = record
  if (!preparedBy || !preparedAt) return told
  // Drafts write no events; that a delegate filled it in belongs to what happened all the same (C15).
  const prepared = { at: preparedAt.toISOString(), words: `${preparedBy} prepared it for the one who signs` }
  return [...told, prepared].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

/** What was linked in a curriculum that the reader has nothing to do with is not told. */
function isOfReader({ enrolmentId, packVersionId }: HistoryLine, { record }: RecordDetail, actor: Actor): boolean {
  if (!enrolmentId || enrolmentId === record.enrolmentId) return !isLent(actor, record)
  return reachesPortfolioOf(actor, { enrolmentId, packVersionId: packVersionId ?? record.packVersionId })
}

function more({ itemKeys, fields }: HistoryLine, pack: PublishedPack, form: FormDefinition | null): string {
  if (itemKeys?.length) return `: ${list(itemKeys.map((key) => codeOf(pack, key)))}`
  const known = form?.sections.flatMap((section) => section.fields) ?? []
  const labels = form && fields?.map((key) => known.find((field) => field.key === key)?.label ?? key)
  return labels?.length ? `: ${list(labels)}` : ''
}
