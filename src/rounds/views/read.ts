import { compile, type Figures, type FormView, present, type Values } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import { Forbidden } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { GuardBox, Head } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { delegateRefusal, isRefusal } from '../../policy/index.ts'
import { questionsOf, textsOf } from '../answers.ts'
import { pilesOf, valueWords } from '../figures.ts'
import { shownGroups, titleOf } from '../kinds.ts'
import { mayDo } from '../policy.ts'
import { type Discussing, marksOf, piecesOf, REASONS, type Reading } from '../service/release.ts'
import { totalOf } from '../summing.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'rounds/read': ReadPage
    'rounds/discussion': {
      head: Head
      form: FormView
      problems: Record<string, string>
      guard: GuardBox | null
      action: string
    }
  }
}

interface CommentView {
  id: string
  label: string
  text: string
  pieces: { index: number; text: string; what: string; taken: boolean }[]
  also: string
  reasons: { value: string; chosen: boolean }[]
  problem: string | null
}

interface ReadPage {
  head: Head
  figures: { title: string; rows: Figures['rows']; note: string | null }[]
  /** What is for whoever releases alone. */
  concerns: { counts: { label: string; text: string }[]; texts: string[] } | null
  comments: { action: string; rows: CommentView[]; open: boolean } | null
  release: {
    action: string
    form: FormView
    declaration: FormView['declaration']
    problems: Record<string, string>
    guard: GuardBox | null
    seen: string
  } | null
}

/** The supervisor reads what came in, takes identifiers out, writes the summary and releases it. */
export const readPage: Show<Reading> = (found, { ctx, typed, problems }) => {
  const { kind, portfolio, round, context, forms } = found
  const at = `/rounds/${round.id}`
  const may = !isRefusal(mayDo('release', ctx.actor, found, ctx.now))
  const figures = context.figures ?? {}
  const titled = (source: string, title: string) => ({
    title,
    rows: figures[source]?.rows ?? [],
    note: figures[source]?.note ?? null,
  })
  return view(
    'rounds/read',
    {
      head: {
        title: `${kind.title}: ${portfolio.name}`,
        sub: may
          ? 'Read it, take out what identifies anybody, write your summary, and release it.'
          : 'As it came in. What was released stays as it reads.',
        over: { link: { label: kind.title, href: at }, text: null },
      },
      figures: [
        titled('round-answers', 'Who answered'),
        titled('round-ratings', 'Ratings'),
        ...(forms.self ? [titled('round-self', 'How the trainee sees it')] : []),
      ],
      concerns: concernsOf(found),
      comments: commentsOf(found, may, typed, problems),
      release: may ? releaseOf(found, typed, problems) : null,
    },
    { title: `${kind.title}: ${portfolio.name}` },
  )
}

function releaseOf(
  found: Reading,
  typed: Record<string, unknown> | null,
  problems: Record<string, string>,
): ReadPage['release'] {
  const { forms, context, round } = found
  const form = forms.summary
  const values: Values =
    typed && '_seen' in typed ? compile(form, 'draft', context).read(typed) : (context.stored ?? {})
  const declared = form.declaration.key
  const accepted = typed?.[`f.${declared}`] === 'yes' ? { [declared]: true } : {}
  const own = Object.entries(problems).filter(
    ([key]) => key !== 'guard' && !key.includes('also.') && !key.startsWith('comment.'),
  )
  const shown = present(form, { ...values, ...accepted }, Object.fromEntries(own), context)
  const left = Object.entries(problems).filter(([key]) => key.startsWith('comment.'))
  return {
    action: `/rounds/${round.id}/release`,
    form: {
      ...shown,
      sections: shown.sections.filter(
        ({ fields }) => fields.length > 0 && fields.some(({ type }) => type !== 'figures'),
      ),
    },
    declaration: shown.declaration,
    problems: { ...shown.problems, ...Object.fromEntries(left), ...(problems.guard ? { guard: problems.guard } : {}) },
    guard: guardBox({ typed, problems }),
    seen: marksOf(found),
  }
}

function commentsOf(
  found: Reading,
  open: boolean,
  typed: Record<string, unknown> | null,
  problems: Record<string, string>,
): ReadPage['comments'] {
  const { kind, forms, collected, counts, round, portfolio } = found
  const texts = textsOf(forms.rater).filter(({ sensitive }) => !sensitive)
  const groups = shownGroups(kind, counts)
  const rows = groups.flatMap((pile) =>
    texts.flatMap(({ key, label }) =>
      collected.comments
        .filter(({ question, groupKey }) => question === key && pile.groups.includes(groupKey))
        .map((comment): CommentView => {
          const also = typed?.[`also.${comment.id}`]
          return {
            id: comment.id,
            label: kind.groups.length > 1 ? `${titleOf(kind, pile.groups)} · ${label}` : label,
            text: comment.text,
            pieces: piecesOf(comment, [portfolio.name]).map((piece, index) => ({ ...piece, index })),
            also: typeof also === 'string' ? also : '',
            reasons: REASONS.map((value) => ({ value, chosen: typed?.[`why.${comment.id}`] === value })),
            problem: problems[`also.${comment.id}`] ?? problems[`comment.${comment.id}`] ?? null,
          }
        }),
    ),
  )
  return rows.length > 0 ? { action: `/rounds/${round.id}/redact`, rows, open } : null
}

/** Answers that are not released: all together, whoever gave them. */
function concernsOf({ kind, forms, collected, context }: Reading): ReadPage['concerns'] {
  const questions = questionsOf(forms.rater).filter(({ sensitive }) => sensitive)
  const keys = textsOf(forms.rater)
    .filter(({ sensitive }) => sensitive)
    .map(({ key }) => key)
  if (questions.length + keys.length === 0) return null
  const counts = questions.flatMap((question) => {
    const total = totalOf(pilesOf({ kind }, collected, question.key))
    const values = total ? Object.entries(total.counts) : []
    const text = values
      .map(([value, count]) => `${count} × ${valueWords(question, Number(value), context.scales)}`)
      .join(', ')
    return text ? [{ label: question.label, text }] : []
  })
  return { counts, texts: collected.comments.filter(({ question }) => keys.includes(question)).map(({ text }) => text) }
}

/** "Discussed on", and what was agreed. */
export const discussionPage: Show<Discussing> = (found, { actor, typed, problems }) => {
  if (actor.delegate) throw new Forbidden(delegateRefusal(actor.delegate))
  const { forms, context, record, kind, portfolio, round } = found
  const values = typed ? { ...record.values, ...compile(forms.summary, 'draft', context).read(typed) } : record.values
  const { guard, ...rest } = problems
  const shown = present(forms.summary, values, rest, context)
  return view('rounds/discussion', {
    head: {
      title: `Discussion: ${kind.title}`,
      sub: portfolio.name,
      over: { link: { label: kind.title, href: `/rounds/${round.id}` }, text: null },
    },
    form: {
      ...shown,
      sections: shown.sections.filter(({ fields }) => fields.some(({ type }) => type !== 'figures' && type !== 'note')),
      declaration: null,
    },
    problems: { ...shown.problems, ...(guard ? { guard } : {}) },
    guard: guardBox({ typed, problems }),
    action: `/rounds/${round.id}/discussion`,
  })
}
