import { type DraftState, draftState } from '../../evidence/index.ts'
import { type FormView, present, type SectionView, type Values } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, GuardBox, Head, LevelChoice, Link, Lock } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date } from '../../kit/ui.ts'
import { type Decision, graceIn, isRefusal } from '../../policy/index.ts'
import { roleLabel } from '../../programmes/index.ts'
import type { Carer } from '../../training/index.ts'
import { askableFor, isHeld, takenWords } from '../forms.ts'
import { appraisalPolicy } from '../policy.ts'
import type { One } from '../queries/one.ts'
import { recordKey } from '../queries/one.ts'
import { SUMMARY } from '../queries/summary.ts'
import { newKey, readTyped, type Writing } from '../queries/writing.ts'
import { SUPERVISOR } from '../service/parse.ts'
import { url } from '../url.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'appraisals/fill': FillPage
  }
}

export interface FillPage {
  head: Head
  lock: Lock | null
  problems: Problems
  guard: GuardBox | null
  form: FormView
  action: string
  rev: number | null
  draft: DraftState | null
  restored: boolean
  /** Whom to ask; only while the trainee begins. */
  supervisors: LevelChoice | null
  side: Side | null
  privacy: string | null
  submit: string
  /** What can be done instead of writing on: release what is held. */
  release: Action | null
}

/** What stands beside the form while a supervisor writes (R137). */
interface Side {
  title: string
  rows: { label: string; text: string }[]
  note: string | null
  links: Link[]
}

type Typed = Record<string, unknown> | null

/** The trainee begins a meeting's form. */
export const beginPage: Show<Writing> = (found, { ctx, typed, problems }) => {
  const { form, portfolio, post } = found
  const may = appraisalPolicy.actions.begin(ctx.actor, found)
  const askable = askableFor(found.pack, form, portfolio)
  return view(
    'appraisals/fill',
    {
      ...common(found, ctx, typed, problems, may),
      head: {
        title: form.title,
        sub: form.help ?? null,
        over: { link: { label: 'Appraisals', href: url.list(portfolio.id) }, text: null },
      },
      action: url.begin(form.key),
      draft: draftOf(found, ctx, newKey(form.key, portfolio.id, post?.id), url.begin(form.key)),
      supervisors: supervisorsOf(found, askable, typed, problems[SUPERVISOR] ?? null),
      privacy:
        'Your supervisor is told at once. Until it is complete, only you and the supervisor you ask can read it.',
      submit: 'Send to the supervisor',
    },
    { title: form.title },
  )
}

/** A supervisor writes an appraisal of their own. */
export const writePage: Show<Writing> = (found, { ctx, typed, problems }) => {
  const { form, portfolio, post, pack } = found
  const may = appraisalPolicy.actions.write(ctx.actor, found)
  const at = url.write(portfolio.id, form.key, post?.id)
  return view(
    'appraisals/fill',
    {
      ...common(found, ctx, typed, problems, may),
      ...(may === true && found.taken ? { lock: takenLock(found, ctx) } : {}),
      head: headFor(found, ctx, may === true),
      action: at,
      draft: draftOf(found, ctx, newKey(form.key, portfolio.id, post?.id), at),
      side: isRefusal(may) ? null : sideOf(found, ctx),
      privacy: privacyOf(isHeld(pack, form), ctx),
      submit: isHeld(pack, form) ? 'Keep, and read it through' : 'Sign',
    },
    { title: `${form.title}: ${portfolio.name}` },
  )
}

/** A supervisor completes what the trainee began, or goes on with what is not released. */
export function goOnPage(found: One, ctx: Ctx, typed: Typed, problems: Problems) {
  const { form, portfolio, record, pack } = found
  const at = url.one(portfolio.id, record.id)
  const held = isHeld(pack, form)
  const rev = typeof typed?._rev === 'string' ? Number(typed._rev) || record.rev : record.rev
  return view(
    'appraisals/fill',
    {
      ...common(found, ctx, typed, problems, true),
      head: headFor(found, ctx),
      action: at,
      rev,
      draft: draftOf(found, ctx, recordKey(record.id), at),
      side: sideOf(found, ctx),
      privacy: privacyOf(held, ctx),
      submit: held ? 'Keep, and read it through' : 'Complete and sign',
    },
    { title: `${form.title}: ${portfolio.name}` },
  )
}

function privacyOf(held: boolean, { actor }: Ctx): string | null {
  if (actor.delegate) return `Nobody but you can see this until you leave it ready; then ${actor.delegate.of} does.`
  return held ? 'Nobody but you can see this until you release it.' : null
}

/** There is one for this post: who wrote it, and where to go instead. */
function takenLock(found: Writing, ctx: Ctx): Lock {
  const { portfolio, taken } = found
  const mine = taken!.authorId === ctx.actor.personId
  const remedy = mine
    ? { label: 'Open it', href: url.one(portfolio.id, taken!.recordId) }
    : { label: 'Appraisals', href: url.list(portfolio.id) }
  return { what: null, words: takenWords(found, ctx.actor), remedy, alone: true }
}

function headFor({ form, portfolio, post }: Writing, ctx: Ctx, writes = true): Head {
  const until = post?.until ? ` to ${date(post.until.subtract({ days: 1 }))}` : ''
  return {
    title: form.title,
    sub: post ? `${portfolio.name} · ${post.title}, ${post.site}, ${date(post.from)}${until}` : portfolio.name,
    over: {
      // Whoever has left finds no portfolio there, only what waited for them.
      link: graceIn(ctx.actor, portfolio.id)
        ? { label: 'To do', href: '/todo' }
        : { label: `Appraisals of ${portfolio.name}`, href: url.list(portfolio.id) },
      text: `You ${writes ? 'write' : 'see this'} as ${ctx.actor.roleLabel}`,
    },
  }
}

function common(found: Writing, ctx: Ctx, typed: Typed, problems: Problems, may: Decision) {
  const { form, context, draft } = found
  const begins = may === true && context.writer?.by === 'trainee'
  const values: Values = typed ? readTyped(form, typed, context) : found.values
  const { [SUPERVISOR]: chosen, ...rest } = problems
  const shown = present(form, values, rest, context)
  return {
    lock: isRefusal(may) ? { what: null, words: may.reason, remedy: may.remedy ?? null, alone: true } : null,
    // The trainee declares nothing, and neither does a delegate: the supervisor signs.
    form: {
      ...shown,
      ...(begins ? { sections: ownSections(shown.sections) } : {}),
      declaration: begins || ctx.actor.delegate ? null : shown.declaration,
    },
    problems: { ...(chosen ? { [SUPERVISOR]: chosen } : {}), ...shown.problems },
    guard: guardBox({ typed, problems }),
    rev: null,
    restored: draft !== null && !typed && Boolean(ctx.actor.sessionId),
    supervisors: null,
    side: null,
    release: null,
  }
}

/** What others write later is not shown as a row of locks while one begins. */
const ownSections = (sections: SectionView[]) => sections.filter(({ fields }) => fields.length > 0)

function draftOf(found: Writing, ctx: Ctx, key: string, href: string): DraftState {
  return draftState(ctx, found.draft, { key, label: `${found.form.title}, ${found.portfolio.name}`, href })
}

function supervisorsOf(
  { pack }: Writing,
  askable: readonly Carer[],
  typed: Typed,
  problem: string | null,
): LevelChoice {
  const only = askable.length === 1 ? askable[0]! : null
  const chosen = typed ? typed[SUPERVISOR] : only ? `${only.relation}:${only.id}` : null
  return {
    name: SUPERVISOR,
    legend: 'Who completes it',
    hint: 'They sign in with their own account; nobody can complete it for them.',
    options: askable.map(({ id, name, relation }) => ({
      value: `${relation}:${id}`,
      label: name,
      detail: roleLabel(pack.pack, relation),
    })),
    chosen: typeof chosen === 'string' ? chosen : null,
    problem,
  }
}

/** Counts, totals and ratings of the post, and the ways to what is behind them. */
function sideOf({ context, portfolio, pack }: Writing, { actor }: Ctx): Side {
  const figures = context.figures?.[SUMMARY]
  const sections = pack.pack.rights.sections.filter(({ key }) =>
    pack.pack.forms.some(({ kind, section }) => kind === 'log' && section === key),
  )
  return {
    title: 'In this post',
    rows: [...(figures?.rows ?? [])],
    note: figures?.note ?? null,
    links: graceIn(actor, portfolio.id)
      ? []
      : [
          ...sections.map(({ key, title }) => ({ label: title, href: url.log(portfolio.id, key) })),
          { label: 'Timeline', href: `${url.portfolio(portfolio.id)}/timeline` },
          { label: 'Curriculum and levels', href: `${url.portfolio(portfolio.id)}/curriculum` },
          { label: 'Requirements', href: `${url.portfolio(portfolio.id)}/progress` },
        ],
  }
}
