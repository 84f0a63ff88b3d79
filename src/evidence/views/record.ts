import type { FormDefinition, Rendered } from '../../forms/index.ts'
import type { Ctx } from '../../kit/context.ts'
import { Forbidden } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Confirm, Fact, Head, WhoCanSee } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, upperFirst } from '../../kit/ui.ts'
import { type Decision, isLent, isRefusal, reachesPortfolioOf } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import type { Beside } from '../beside.ts'
import type { Counting } from '../counting.ts'
import { mayEnter, recordPolicy, writersWords } from '../policy.ts'
import { isWhole, type RecordDetail } from '../queries/detail.ts'
import type { Onlooker } from '../queries/seen.ts'
import { whoCanSeeWords } from '../queries/seen.ts'
import { filesOf, historyOf, linksBox, readsFor, readsOnPaper, shareBox, signaturesOf } from './recordParts.ts'
import { countingWords, preparedWords, stateTags } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/record': RecordPage
    'evidence/confirm': { title: string; confirm: Confirm }
    'evidence/print': PrintPage
  }
}

/** A record with the people who can see it. */
export type RecordFound = RecordDetail & { onlookers: Onlooker[]; counting: Counting | null; beside: Beside }

export interface RecordPage {
  head: Head
  /** Questions and answers; null for whoever sees facts alone. */
  reads: Rendered | null
  factsOnly: { words: string; items: Fact[] } | null
  confirm: { action: Action; words: string } | null
  /** Whether an entry counts, and why not (R89). */
  counting: { words: string; tone: 'info' | 'warn' } | null
  /** What corrections and disputes say of it. */
  remarks: Beside['remarks']
  /** Who writes such records, for everybody else. */
  lock: string | null
  links: {
    rows: {
      itemKey: string
      code: string
      title: string
      /** Null for whoever has no page of the portfolio. */
      href: string | null
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
  signatures: {
    name: string
    role: string
    act: string | null
    at: string
    assurance: string
    href: string | null
    link: string
  }[]
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
        over: { link: overLink(found, ctx), text: ctx.actor.personId === record.personId ? null : found.ownerName },
        tags: stateTags(record),
        actions: [...actionsFor(found, ctx), ...found.beside.actions],
      },
      reads: readsFor(found, ctx),
      factsOnly:
        depth === 'full'
          ? null
          : {
              words: 'Your role sees facts: who, what, when and in which state. What was written is not shown.',
              items: [...factsOf(found), ...declaredFacts(found)],
            },
      confirm: allowed(rules.confirm(ctx.actor, judged)) ? confirmBox(found) : null,
      counting: found.counting && {
        words: countingWords(found.counting),
        tone: found.counting.counts ? 'info' : 'warn',
      },
      remarks: found.beside.remarks,
      lock: lockOf(found, ctx),
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

/** What the office enters is not the trainee's to change; the pack says whose it is (R15, R48). */
function lockOf({ form, pack }: RecordDetail, { actor }: Ctx): string | null {
  if (form?.filledBy !== 'office' || allowed(mayEnter(actor, form, pack))) return null
  return writersWords(pack, form)
}

/** The same on paper. */
export const printPage: Show<RecordDetail> = (found, { ctx }) =>
  view(
    'evidence/print',
    {
      title: found.title,
      facts: [{ label: 'Portfolio of', value: found.ownerName }, ...factsOf(found)],
      reads: readsOnPaper(found, ctx),
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
function subOf({ record, form, title, assessorName, authorName, ownerName, pack }: RecordDetail): string {
  const by = preparedWords(record, pack.pack.pack.timeZone)
  const prepared = by && `prepared by ${by}`
  const person = assessorName ?? (authorName === ownerName ? null : `entered by ${authorName}`)
  const name = form && form.title !== title ? form.title : null
  return [name, date(record.occurredOn.toISOString().slice(0, 10)), person, prepared].filter(Boolean).join(' · ')
}

function overLink({ record, links }: RecordDetail, { actor }: Ctx) {
  if (isLent(actor, record)) {
    const there = links.find((link) => link.enrolmentId !== record.enrolmentId && reachesPortfolioOf(actor, link))
    if (there) return { label: 'Curriculum', href: `/portfolios/${there.enrolmentId}/curriculum` }
  }
  if (!reachesPortfolioOf(actor, record)) return { label: 'Requests', href: '/assess' }
  const base = `/portfolios/${record.enrolmentId}`
  if (record.kind === 'upload') return { label: 'Library', href: `${base}/library` }
  if (record.kind === 'certificate' || record.kind === 'exam')
    return { label: 'Certificates and exams', href: `${base}/certificates` }
  return { label: 'Timeline', href: `${base}/timeline` }
}

function actionsFor({ record, judged, form, reads }: RecordDetail, { actor }: Ctx): Action[] {
  const rules = recordPolicy.actions
  const url = `/records/${record.id}`
  const actions: Action[] = [{ label: 'Print', href: `${url}/print`, icon: 'printer' }]
  if (reads && form && isWhole(record)) {
    actions.push({ label: 'PDF', href: `${url}/form.pdf`, icon: 'file-earmark-pdf' })
    // Only what other systems take over is offered as data.
    if (form.exportAs) actions.push({ label: 'Data', href: `${url}/form.json`, icon: 'download' })
  }
  if (allowed(rules.edit(actor, judged)))
    actions.unshift({
      label: form?.submissionsKept ? 'Take back and change' : 'Change',
      href: `${url}/edit`,
      icon: 'pencil',
    })
  if (allowed(rules.withdraw(actor, judged)))
    actions.push({ label: 'Withdraw', href: `${url}/withdraw`, icon: 'trash' })
  if (allowed(rules.restore(actor, judged)))
    actions.push({ label: 'Put it back', href: `${url}/restore`, icon: 'arrow-repeat', post: {}, kind: 'main' })
  return actions
}

function factsOf({ record, assessorName, authorName, ownerName, form, pack }: RecordDetail): Fact[] {
  const facts: Fact[] = [{ label: 'Date', value: date(record.occurredOn.toISOString().slice(0, 10)) }]
  if (form) facts.unshift({ label: 'Form', value: form.title })
  if (assessorName) facts.push({ label: 'Assessor', value: assessorName })
  else if (authorName !== ownerName) facts.push({ label: 'Entered by', value: authorName })
  const prepared = preparedWords(record, pack.pack.pack.timeZone)
  if (prepared) facts.push({ label: 'Prepared by', value: prepared })
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
  return upperFirst(words)
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

const confirmWords: Record<string, string> = {
  certificate: 'Confirm only what you have seen: the certificate itself, or a copy of it.',
  exam: 'Confirm only what you have seen: the result letter, or the college’s list.',
}

function confirmBox({ record }: RecordDetail): RecordPage['confirm'] {
  return {
    words: confirmWords[record.kind] ?? 'Confirm only what you have compared with its source.',
    action: { label: 'Confirm it', href: `/records/${record.id}/confirm`, post: {}, kind: 'go', icon: 'check-lg' },
  }
}
