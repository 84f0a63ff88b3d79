import type { FormView } from '../../forms/index.ts'
import { fileFields, present } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Show } from '../../kit/http.ts'
import type { GuardBox, Head, Link } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { mayBegin, recordPolicy } from '../policy.ts'
import { editKey, type Filling, newKey, readTyped } from '../queries/fill.ts'
import { linkCap } from '../service/links.ts'
import { type DraftState, draftState } from '../service/tickets.ts'
import { codeOf } from './cards.ts'
import type { WhomChoice } from './enter.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/form': FormPage
  }
}

export interface FormPage {
  head: Head
  problems: Record<string, string>
  lock: { words: string; remedy: Link | null } | null
  /** Without its declaration, which comes last on the page. */
  form: FormView
  declaration: FormView['declaration']
  action: string
  enctype: string
  rev: number | null
  draft: DraftState
  /** "Your draft of 22 Nov 2026, 09:00": shown where one was found. */
  restored: boolean
  copy: { href: string; label: string } | null
  copied: boolean
  privacy: string | null
  links: LinkChoice | null
  /** For whom it is entered, where that is not oneself. */
  whom: WhomChoice | null
  instead: { title: string; text: string; actions: { label: string; href: string }[] } | null
  submit: string
  /** Why a submission is taken back, where the form asks for it. */
  reason: { value: string; problem: string | null } | null
  /** Something may identify somebody: take it out, or say that it does not. */
  guard: GuardBox | null
}

interface LinkChoice {
  legend: string
  hint: string
  problem: string | null
  options: { value: string; label: string; checked: boolean }[]
}

/** Filling in a new form. */
export const newPage: Show<Filling> = (found, { ctx, typed, problems }) => {
  const { form, portfolio } = found
  const refusal = mayBegin(ctx.actor, form, found.pack)
  const lock = isRefusal(refusal) ? { words: refusal.reason, remedy: refusal.remedy ?? null } : null
  const page = formPage(found, ctx, typed, problems)
  return view(
    'evidence/form',
    {
      ...page,
      head: {
        title: form.title,
        sub: form.help ?? null,
        over: { link: { label: 'Create', href: '/create' }, text: null },
      },
      lock,
      action: `/records/new/${form.key}`,
      rev: null,
      draft: draftState(ctx, found.draft, {
        key: newKey(form.key, portfolio.id),
        label: form.title,
        href: `/records/new/${form.key}`,
      }),
      copy: copyLink(found),
      submit: submitWords(form.kind),
    },
    { title: form.title },
  )
}

/** Changing a record. */
export const editPage: Show<Filling> = (found, { ctx, typed, problems }) => {
  const { record, form } = found
  const { id, title, rev } = record!.record
  const refusal = recordPolicy.actions.edit(ctx.actor, record!.judged)
  const page = formPage(found, ctx, typed, problems)
  return view(
    'evidence/form',
    {
      ...page,
      head: {
        title: `Change: ${title}`,
        sub: form.title,
        over: { link: { label: title, href: `/records/${id}` }, text: null },
      },
      lock: isRefusal(refusal) ? { words: refusal.reason, remedy: refusal.remedy ?? null } : null,
      action: `/records/${id}/edit`,
      rev: typed && typeof typed._rev === 'string' ? Number(typed._rev) || rev : rev,
      draft: draftState(ctx, found.draft, { key: editKey(id), label: title, href: `/records/${id}/edit` }),
      copy: null,
      links: null,
      reason: form.submissionsKept ? { value: texted(typed?.reason), problem: problems.reason ?? null } : null,
      submit: form.submissionsKept ? 'Take back and submit again' : 'Save the changes',
    },
    { title: `Change: ${title}` },
  )
}

const texted = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Of a form about to be filled in, whoever it is for; there is no portfolio where several are chosen from. */
type Fillable = Pick<Filling, 'form' | 'pack' | 'context' | 'draft' | 'values' | 'items'> & {
  portfolio: Filling['portfolio'] | null
  copied?: boolean
}

/** What all such pages share. */
export function formPage(
  found: Fillable,
  ctx: Ctx,
  typed: Record<string, unknown> | null,
  problems: Record<string, string>,
) {
  const { form, context, draft } = found
  const values = typed ? retyped(found, typed) : found.values
  const items = typed ? [typed.items ?? []].flat().map(String) : found.items
  const shown = present(form, values, withoutItems(problems), context)
  return {
    form: { ...shown, declaration: null },
    declaration: shown.declaration,
    problems: {
      ...shown.problems,
      ...(problems.items ? { items: problems.items } : {}),
      ...(problems.reason ? { reason: problems.reason } : {}),
      ...(problems.guard ? { guard: problems.guard } : {}),
    },
    reason: null,
    guard: guardBox({ typed, problems }),
    enctype: fileFields(form).length ? 'multipart/form-data' : 'application/x-www-form-urlencoded',
    restored: draft !== null && !typed,
    copied: found.copied ?? false,
    privacy: form.private ? 'Private: nobody but you can see this until you share or link it.' : null,
    links: linkChoice(found, items, problems.items ?? null),
    whom: null,
    instead: problems.instead ? insteadOf(found, values, ctx) : null,
  }
}

/** What was sent, the ticked declaration included: a draft drops it, a form that comes back at once does not. */
function retyped({ form, context }: Fillable, typed: Record<string, unknown>) {
  const values = readTyped(form, typed, context)
  return typed[`f.${form.declaration.key}`] ? { ...values, [form.declaration.key]: true } : values
}

function withoutItems(problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).filter(([key]) => !['items', 'instead', 'guard', 'reason'].includes(key)),
  )
}

function copyLink({ form, context, draft, copied }: Filling): FormPage['copy'] {
  const copies = form.sections.some((section) => section.fields.some((field) => 'copyable' in field && field.copyable))
  if (!copies || !context.last || draft || copied) return null
  const on = form.occurredOn ? context.last[form.occurredOn.split('.')[0]!] : undefined
  const from = typeof on === 'string' ? ` (${date(on)})` : ''
  return { href: `/records/new/${form.key}?copy=last`, label: `Copy the last one${from}` }
}

/** Items that came with the address or that the form suggests; the whole curriculum is one page further. */
function linkChoice(found: Fillable, chosen: readonly string[], problem: string | null): LinkChoice | null {
  const { form, pack } = found
  const cap = linkCap(pack, form)
  const asksItself = form.sections.some((section) => section.fields.some(({ type }) => type === 'curriculumLinks'))
  const keys = [...new Set([...chosen, ...(form.links?.suggested ?? [])])].filter((key) => pack.items.has(key))
  if (cap === 0 || asksItself || keys.length === 0) return null
  const options = keys.map((key) => ({ value: key, label: labelOf(found, key), checked: chosen.includes(key) }))
  const hint = form.private
    ? 'Linking shows it to whoever reads your portfolio; you are asked before that. You can also link it later.'
    : `${options.length > cap ? `Up to ${cap}. ` : ''}You can also link it later.`
  return { legend: 'Link to', hint, problem, options }
}

function labelOf({ pack }: Fillable, key: string): string {
  const code = codeOf(pack, key)
  const title = pack.items.get(key)?.title ?? key
  return code === title ? title : `${code} ${title}`
}

function submitWords(kind: string): string {
  if (kind === 'upload') return 'Save to the library'
  return kind === 'reflection' ? 'Save the reflection' : 'Save'
}

/** What belongs elsewhere is led there, with what was typed (R86). */
function insteadOf(
  { pack, form, portfolio }: Fillable,
  values: Record<string, unknown>,
  _ctx: Ctx,
): FormPage['instead'] {
  const note = form.sections.flatMap((section) => section.fields).find((field) => field.type === 'note' && field.showIf)
  const upload = pack.pack.forms.find(({ kind }) => kind === 'upload')
  const carried = new URLSearchParams()
  for (const field of upload?.sections.flatMap((section) => section.fields) ?? []) {
    const value = values[field.key]
    if (typeof value === 'string') carried.set(`f.${field.key}`, value)
    if (Array.isArray(value) && typeof value[0] === 'string') carried.set(`f.${field.key}`, value[0])
    if (field.type === 'choice') {
      const same = field.options?.find(([option]) => Object.values(values).includes(option))
      if (same) carried.set(`f.${field.key}`, same[0])
    }
  }
  const library = upload ? [{ label: 'Save it to the library', href: `/records/new/${upload.key}?${carried}` }] : []
  return {
    title: note?.label ?? 'This belongs in your library',
    text: note && 'text' in note ? note.text : '',
    actions: [
      ...library,
      { label: 'Write a reflection', href: '/reflections/new' },
      ...(portfolio ? [{ label: 'Back to certificates', href: `/portfolios/${portfolio.id}/certificates` }] : []),
    ],
  }
}
