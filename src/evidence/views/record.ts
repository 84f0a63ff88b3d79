import type { FormDefinition, Rendered } from '../../forms/index.ts'
import { fileSize } from '../../kit/bytes.ts'
import type { Ctx } from '../../kit/context.ts'
import { Forbidden } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Confirm, Fact, Head, WhoCanSee } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, list } from '../../kit/ui.ts'
import { type Decision, isRefusal } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { recordPolicy } from '../policy.ts'
import type { HistoryLine, RecordDetail } from '../queries/detail.ts'
import type { Onlooker } from '../queries/seen.ts'
import { whoCanSeeWords } from '../queries/seen.ts'
import { codeOf } from './cards.ts'
import { stateTags } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/record': RecordPage
    'evidence/confirm': { title: string; confirm: Confirm }
    'evidence/print': PrintPage
  }
}

/** A record with the people who can see it. */
export type RecordFound = RecordDetail & { onlookers: Onlooker[] }

export interface RecordPage {
  head: Head
  /** Questions and answers; null for whoever sees facts alone. */
  reads: Rendered | null
  factsOnly: { words: string; items: Fact[] } | null
  confirm: { action: Action; words: string } | null
  links: {
    rows: {
      itemKey: string
      code: string
      title: string
      href: string
      starred: boolean
      frozen: boolean
      remove: string
      star: string
    }[]
    choose: string | null
    teach: string
    lock: string | null
  } | null
  files: {
    name: string
    href: string
    size: string
    icon: 'file-earmark' | 'file-earmark-pdf' | 'file-earmark-image' | 'file-earmark-text'
  }[]
  share: { href: string; words: string } | null
  who: WhoCanSee
  signatures: { name: string; role: string; at: string; assurance: string; mark: string }[]
  history: { at: string; words: string }[]
}

interface PrintPage {
  title: string
  facts: Fact[]
  reads: Rendered | null
  factsOnly: Fact[]
  signatures: RecordPage['signatures']
}

const allowed = (decision: Decision) => !isRefusal(decision)

/** A record as it reads, with what stands around it. */
export const recordPage: Show<RecordFound> = (found, { ctx }) => {
  const { record, judged, title, depth } = found
  const rules = recordPolicy.actions
  return view(
    'evidence/record',
    {
      head: {
        title,
        sub: subOf(found),
        over: { link: overLink(found), text: ctx.actor.personId === record.personId ? null : found.ownerName },
        tags: stateTags(record),
        actions: actionsFor(found, ctx),
      },
      reads: depth === 'full' ? found.reads : null,
      factsOnly:
        depth === 'full'
          ? null
          : {
              words: 'Your role sees facts: who, what, when and in which state. What was written is not shown.',
              items: [...factsOf(found), ...declaredFacts(found)],
            },
      confirm: allowed(rules.confirm(ctx.actor, judged)) ? confirmBox(found) : null,
      links: linksBox(found, ctx),
      files: depth === 'full' ? filesOf(found) : [],
      share: shareBox(found, ctx),
      who: whoCanSeeWords(ctx, record, found.onlookers),
      signatures: signaturesOf(found),
      history: historyOf(found, ctx),
    },
    { title },
  )
}

/** The same on paper. */
export const printPage: Show<RecordDetail> = (found) =>
  view(
    'evidence/print',
    {
      title: found.title,
      facts: [{ label: 'Portfolio of', value: found.ownerName }, ...factsOf(found)],
      reads: found.depth === 'full' ? found.reads : null,
      factsOnly: found.depth === 'full' ? [] : declaredFacts(found),
      signatures: signaturesOf(found),
    },
    { title: found.title, layout: 'print' },
  )

/** Asks once more before a record is withdrawn. */
export const withdrawPage: Show<RecordDetail> = ({ record, title, links, judged }, { actor }) => {
  const may = recordPolicy.actions.withdraw(actor, judged)
  if (isRefusal(may)) throw new Forbidden(may)
  return view('evidence/confirm', {
    title: 'Withdraw this record?',
    confirm: {
      title: `Withdraw “${title}”?`,
      text: 'It will no longer count, and nobody but you will see it. It is kept, and you can put it back.',
      effects: links.length ? ['Its links to the curriculum stop counting.'] : [],
      action: { label: 'Withdraw it', href: `/records/${record.id}/withdraw`, post: {}, kind: 'stop' },
      cancel: { label: 'Keep it', href: `/records/${record.id}` },
    },
  })
}

/** "Clinic · 5 Nov 2026 · Dr Idris Khan" */
function subOf({ record, form, title, assessorName, authorName, ownerName }: RecordDetail): string {
  const person = assessorName ?? (authorName === ownerName ? null : `entered by ${authorName}`)
  const name = form && form.title !== title ? form.title : null
  return [name, date(record.occurredOn.toISOString().slice(0, 10)), person].filter(Boolean).join(' · ')
}

function overLink({ record }: RecordDetail) {
  const base = `/portfolios/${record.enrolmentId}`
  if (record.kind === 'upload') return { label: 'Library', href: `${base}/library` }
  if (record.kind === 'certificate' || record.kind === 'exam')
    return { label: 'Certificates and exams', href: `${base}/certificates` }
  return { label: 'Timeline', href: `${base}/timeline` }
}

function actionsFor({ record, judged }: RecordDetail, { actor }: Ctx): Action[] {
  const rules = recordPolicy.actions
  const url = `/records/${record.id}`
  const actions: Action[] = [{ label: 'Print', href: `${url}/print`, icon: 'printer' }]
  if (allowed(rules.edit(actor, judged))) actions.unshift({ label: 'Change', href: `${url}/edit`, icon: 'pencil' })
  if (allowed(rules.withdraw(actor, judged)))
    actions.push({ label: 'Withdraw', href: `${url}/withdraw`, icon: 'trash' })
  if (allowed(rules.restore(actor, judged)))
    actions.push({ label: 'Put it back', href: `${url}/restore`, icon: 'arrow-repeat', post: {}, kind: 'main' })
  return actions
}

function factsOf({ record, assessorName, authorName, ownerName, form }: RecordDetail): Fact[] {
  const facts: Fact[] = [{ label: 'Date', value: date(record.occurredOn.toISOString().slice(0, 10)) }]
  if (form) facts.unshift({ label: 'Form', value: form.title })
  if (assessorName) facts.push({ label: 'Assessor', value: assessorName })
  else if (authorName !== ownerName) facts.push({ label: 'Entered by', value: authorName })
  return facts
}

/** The facts that the form declares and that are no free text. */
function declaredFacts({ record, form, pack }: RecordDetail): Fact[] {
  const values = record.facts as Record<string, unknown>
  return (form?.facts ?? []).flatMap((fact) => {
    if (fact.type === 'text' || fact.type === 'list') return []
    const value = values[fact.name]
    if (value === null || value === undefined) return []
    const path = 'path' in fact ? fact.path : null
    return [{ label: labelOf(form!, path) ?? spaced(fact.name), value: wordsOf(form!, pack, path, value) }]
  })
}

const spaced = (name: string) => {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const fieldAt = (form: FormDefinition, path: string | null) =>
  form.sections.flatMap((section) => section.fields).find(({ key }) => key === path?.split('.')[0])

function labelOf(form: FormDefinition, path: string | null): string | null {
  return path?.includes('.') ? null : (fieldAt(form, path)?.label ?? null)
}

function wordsOf(form: FormDefinition, { pack }: PublishedPack, path: string | null, value: unknown): string {
  const field = fieldAt(form, path)
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (field?.type === 'choice') {
    const options = field.options ?? (field.optionsFrom ? pack.pack.lists[field.optionsFrom] : undefined)
    return options?.find(([key]) => key === value)?.[1] ?? String(value)
  }
  if (field?.type === 'level') {
    const scale = pack.scales.scales.find(({ key }) => key === field.scale)
    return scale?.values.find((level) => Number(level.value) === value)?.label ?? String(value)
  }
  return field?.type === 'date' || field?.type === 'dateRange' ? date(String(value)) : String(value)
}

function confirmBox({ record }: RecordDetail): RecordPage['confirm'] {
  const words =
    record.kind === 'exam'
      ? 'Confirm only what you have seen: the result letter, or the college’s list.'
      : 'Confirm only what you have seen: the certificate itself, or a copy of it.'
  return {
    words,
    action: { label: 'Confirm it', href: `/records/${record.id}/confirm`, post: {}, kind: 'go', icon: 'check-lg' },
  }
}

function linksBox({ record, links, pack, judged }: RecordDetail, { actor }: Ctx): RecordPage['links'] {
  if (judged.cap === 0 || record.status === 'requested') return null
  const decision = recordPolicy.actions.link(actor, judged)
  const may = allowed(decision)
  const rows = links.map((link) => ({
    itemKey: link.itemKey,
    code: codeOf(pack, link.itemKey),
    title: pack.items.get(link.itemKey)?.title ?? '',
    href: `/portfolios/${link.enrolmentId}/curriculum/${link.itemKey}`,
    starred: link.starred,
    frozen: link.frozen,
    remove: may && !link.frozen ? `/records/${record.id}/links/${link.itemKey}/remove` : '',
    star: may ? `/records/${record.id}/links/${link.itemKey}/star` : '',
  }))
  const full = links.length >= judged.cap
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

function filesOf({ files }: RecordDetail): RecordPage['files'] {
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

function shareBox({ record, judged, shares }: RecordDetail, { actor }: Ctx): RecordPage['share'] {
  if (!allowed(recordPolicy.actions.share(actor, judged))) return null
  const shown = shares.filter(({ revokedAt }) => revokedAt === null).map(({ name }) => name)
  if (record.sharedState === 'shared' && shown.length === 0) return null
  const words = shown.length ? `Shown to ${list(shown)}.` : 'Private: nobody else can see it.'
  return {
    href: `/records/${record.id}/share`,
    words: record.sharedState === 'shared' ? `${words} Linked, so the readers of your portfolio see it too.` : words,
  }
}

const assuranceWords: Record<string, string> = {
  account: 'signed in with their account',
  link: 'by the link sent to their address',
}

function signaturesOf({ versions }: RecordDetail): RecordPage['signatures'] {
  return versions.map(({ signerName, signerRole, signedAt, assurance, seq, hash }) => ({
    name: signerName,
    role: signerRole,
    at: signedAt,
    assurance: assuranceWords[assurance] ?? assurance,
    mark: `No. ${seq}, ${hash.slice(0, 12)}`,
  }))
}

const deeds: Record<string, string> = {
  'record.submitted': 'entered it',
  'record.edited': 'changed it',
  'record.signed': 'signed it',
  'record.confirmed': 'confirmed it',
  'record.linked': 'linked it',
  'record.unlinked': 'removed a link',
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
const ownersAlone = new Set(['record.shared', 'record.unshared', 'record.starred', 'record.unstarred'])

function historyOf({ history, record, pack, form, depth }: RecordDetail, ctx: Ctx): RecordPage['history'] {
  const owner = record.personId === ctx.actor.personId
  return history
    .filter(({ type }) => deeds[type] && (owner || !ownersAlone.has(type)))
    .map((line) => ({
      at: line.at,
      words: `${line.actorName} ${deeds[line.type]}${more(line, pack, depth === 'full' ? form : null)}`,
    }))
}

function more({ itemKeys, fields }: HistoryLine, pack: PublishedPack, form: FormDefinition | null): string {
  if (itemKeys?.length) return `: ${list(itemKeys.map((key) => codeOf(pack, key)))}`
  const labels = form && fields?.map((key) => fieldAt(form, key)?.label ?? key)
  return labels?.length ? `: ${list(labels)}` : ''
}
