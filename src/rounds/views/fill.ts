import {
  compile,
  type FormContext,
  type FormDefinition,
  type FormView,
  initialValues,
  present,
  type Values,
} from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Show, Shown } from '../../kit/http.ts'
import type { GuardBox, Head } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { lastDayOf } from '../../kit/window.ts'
import { RATER_GRADE } from '../../programmes/index.ts'
import type { Answering } from '../link.ts'
import { answerContext } from '../link.ts'
import type { One } from '../queries/one.ts'
import { overWords } from '../service/answer.ts'
import { selfContext } from '../service/begin.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'rounds/fill': FillPage
    'rounds/said': { title: string; text: string }
  }
}

interface FillPage {
  head: Head
  notice: string | null
  form: FormView
  declaration: FormView['declaration']
  problems: Record<string, string>
  guard: GuardBox | null
  action: string
  submit: string
  decline: string | null
}

/** A form of answers with what was typed, or what is known. */
function fillOf(form: FormDefinition, context: FormContext, values: Values, { typed, problems }: Shown) {
  const given = typed ? compile(form, 'draft', context).read(typed) : values
  const declared = form.declaration.key
  const accepted = typed?.[`f.${declared}`] === 'yes' ? { [declared]: true } : {}
  const { guard, ...rest } = problems
  const shown = present(form, { ...given, ...accepted }, rest, context)
  return {
    form: shown,
    declaration: shown.declaration,
    problems: { ...shown.problems, ...(guard ? { guard } : {}) },
    guard: guardBox({ typed, problems }),
  }
}

/** The trainee rates themselves. */
export const selfPage: Show<One> = (one, shown) => {
  const form = one.forms.self ?? one.forms.rater
  const context = selfContext(shown.ctx, one)
  const values = (one.round.self as Values | null) ?? initialValues(form, context)
  const at = `/rounds/${one.round.id}`
  return view('rounds/fill', {
    ...fillOf(form, context, values, shown),
    head: {
      title: form.title,
      sub: form.help ?? null,
      over: { link: { label: one.kind.title, href: at }, text: null },
    },
    notice: null,
    action: `${at}/self`,
    submit: 'Keep it, and go on',
    decline: null,
  })
}

/** A paper copy, entered by whoever releases the round. */
export const paperPage: Show<One> = (one, shown) => {
  const form = one.forms.rater
  const context = answerContext(shown.ctx, one)
  const at = `/rounds/${one.round.id}`
  return view('rounds/fill', {
    ...fillOf(form, context, {}, shown),
    head: {
      title: 'A paper copy',
      sub: `${one.kind.title}, ${one.portfolio.name}`,
      over: { link: { label: one.kind.title, href: at }, text: null },
    },
    declaration: null,
    notice: 'Enter each copy once, as it reads. It is added to the others and cannot be looked at singly afterwards.',
    action: `${at}/paper`,
    submit: 'Add this copy',
    decline: null,
  })
}

/** What a rater or a patient sees: the form while it is open, else why not. */
export function answerPage(found: Answering, shown: Shown): View {
  const { one, rater, context, over, base } = found
  const { kind, portfolio } = one
  if (over)
    return view('rounds/said', { title: overTitles[over], text: overWords[over] }, { layout: 'bare', status: 410 })
  const form = one.forms.rater
  const until = one.round.endsAt ? lastDayOf(one.round.endsAt, portfolio.timeZone) : ''
  const page: FillPage = {
    ...fillOf(form, context, known(found), shown),
    head: {
      title: rater ? `Feedback for ${portfolio.name}` : form.title,
      sub: rater ? `${kind.title}, ${portfolio.programme}` : `About ${portfolio.name}`,
    },
    notice: rater
      ? `This link is for ${rater.name} alone: if that is not you, please close this page. Your answer is added to those of your group; your name is not kept with it. It can be given once, until ${until}, and not be changed afterwards: take the time you need. Write nothing that could identify a patient.`
      : 'Nobody is told who you are, and your care does not depend on what you say. Please give no names.',
    action: base,
    submit: 'Send my answer',
    decline: rater ? `${base}/decline` : null,
  }
  return view('rounds/fill', page, { title: page.head.title, layout: 'bare' })
}

const overTitles = {
  answered: 'You have answered',
  declined: 'You would rather not',
  closed: 'This round is closed',
} as const

/** The position that the trainee gave, for the rater to put right. */
function known({ one, rater }: Answering): Values {
  const fact = one.forms.rater.facts?.find(({ name }) => name === RATER_GRADE)
  return rater && fact && 'path' in fact ? { [fact.path]: rater.grade } : {}
}

export const thanksPage: Show<object> = () =>
  view(
    'rounds/said',
    {
      title: 'Thank you',
      text: 'Your answer was added to the others. Nobody sees it by itself, and it is not kept with a name. You can close this page.',
    },
    { layout: 'bare' },
  )

export const declinedPage: Show<object> = () =>
  view(
    'rounds/said',
    { title: 'Thank you for saying so', text: 'You will not be reminded again, and nobody is told.' },
    { layout: 'bare' },
  )
