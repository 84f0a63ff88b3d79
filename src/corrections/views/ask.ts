import { compile, type FormView, present, type Values } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import { Forbidden, type Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Fact, GuardBox, Head } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { answerWords, asking, askingContext, type Correctable } from '../fields.ts'
import { correctionPolicy, signerOf } from '../policy.ts'
import type { Correcting } from '../queries.ts'

interface AskPage {
  head: Head
  problems: Problems
  guard: GuardBox | null
  facts: Fact[]
  /** Who decides, and what becomes of what was signed. */
  words: string
  /** Step one: which answer. */
  choose: { action: string; chosen: string; groups: { title: string; fields: { key: string; label: string }[] }[] }
  /** Step two: what it should say. */
  propose: { action: string; now: string; form: FormView; reason: string; reasonProblem: string | null } | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'corrections/ask': AskPage
  }
}

/** Asking for a correction: the form, its date and its section are filled in; what is right, and why, is typed. */
export const askPage: Show<Correcting> = (found, { ctx, typed, problems }) => {
  const { detail, form, fields, field } = found
  const may = correctionPolicy.actions.ask(ctx.actor, detail)
  if (isRefusal(may)) throw new Forbidden(may)
  const { record, ownerName, title } = detail
  const signer = signerOf(detail)
  const decides =
    signer && signer.signerId !== ctx.actor.personId
      ? `${signer.signerName}, who signed it, or the college`
      : 'The college'
  const sections = [...new Set(fields.map(({ section }) => section))]
  return view(
    'corrections/ask',
    {
      head: {
        title: 'Request a correction',
        sub: title,
        over: { link: { label: title, href: `/records/${record.id}` }, text: null },
      },
      problems,
      guard: guardBox({ typed, problems }),
      facts: [
        { label: 'Form', value: form.title },
        { label: 'Date', value: date(record.occurredOn.toISOString()) },
        { label: 'Trainee', value: ownerName },
        ...(field ? [{ label: 'Section', value: field.section }] : []),
      ],
      words: `${decides} decides. What was signed is kept, and whoever reads the record sees what was put right, by whom and why.`,
      choose: {
        action: `/records/${record.id}/correct`,
        chosen: field?.key ?? '',
        groups: sections.map((name) => ({ title: name, fields: fields.filter(({ section }) => section === name) })),
      },
      propose: field ? proposeOf(found, field, typed, problems) : null,
    },
    { title: 'Request a correction' },
  )
}

function proposeOf(
  { detail, form, context }: Correcting,
  { key, label }: Correctable,
  typed: Record<string, unknown> | null,
  problems: Problems,
): AskPage['propose'] {
  const values = detail.record.values as Values
  const around = askingContext(context, values)
  const one = asking(form, key, label)
  const shown = typed ? compile(one, 'draft', around).read(typed) : values
  const mine = Object.fromEntries(Object.entries(problems).filter(([at]) => at === key || at.startsWith(`${key}.`)))
  return {
    action: `/records/${detail.record.id}/correct?field=${key}`,
    now: answerWords(form, key, values, context),
    form: { ...present(one, shown, mine, around), declaration: null },
    reason: typeof typed?.reason === 'string' ? typed.reason : '',
    reasonProblem: problems.reason ?? null,
  }
}
