import { codeOf, type DraftState, draftState, typedIn } from '../../evidence/index.ts'
import {
  compile,
  type FieldView,
  type FormView,
  initialValues,
  present,
  type SectionView,
  type Values,
} from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Shown } from '../../kit/http.ts'
import type { Chip, GuardBox, Head } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { lastDayOf } from '../../kit/window.ts'
import { mayWriteIn } from '../../policy/index.ts'
import { isThere } from '../../programmes/index.ts'
import { type Cause, causesAgainst, inviteRefused, mendFor, type Wording } from '../eligibility.ts'
import { expiryFrom } from '../expiry.ts'
import { only, traineeKeys } from '../form.ts'
import { isBusy, loadWords, paceWords } from '../load.ts'
import { mayEnterPaper } from '../paper.ts'
import { type NewRequest, requestDraftKey } from '../queries.ts'
import { asksForFiles, beside } from '../schema.ts'
import { wordingOf } from '../service/request.ts'
import { withArticle } from '../words.ts'
import { paperLink, paperSections, paperWords } from './paper.ts'

export interface PersonChoice {
  id: string
  name: string
  detail: string
  why: string
  checked: boolean
  /** Why this person cannot complete the form. */
  lock: string | null
  /** How much waits for them, and how soon they usually answer. */
  load: string | null
  busy: boolean
}

export interface ItemChoice {
  key: string
  label: string
  checked: boolean
}

export interface AskPage {
  head: Head
  problems: Record<string, string>
  refusal: { sentence: string; causes: { words: string; mend: { label: string; href: string } }[] } | null
  action: string
  forms: Chip[]
  form: { title: string; help: string | null }
  lock: string | null
  people: PersonChoice[]
  /** By name alone, for somebody who stands beside the trainee; not where one completes it by signing in. */
  beside: { checked: boolean } | null
  other: { open: boolean; name: string; email: string; nameProblem: string | null; emailProblem: string | null }
  assessorProblem: string | null
  /** Asked once before it goes; sending it again answers yes. */
  questions: { kind: string; words: string; instead: { id: string; name: string } | null }[]
  pace: string | null
  items: {
    chosen: ItemChoice[]
    rest: ItemChoice[]
    legend: string
    more: string
    hint: string
    problem: string | null
  }
  /** The trainee's own words, in sight. */
  own: SectionView[]
  /** What the assessor would have to answer and the trainee knows: the day. */
  asked: FieldView[]
  /** What stands on the paper, where it was done on paper (R101). */
  paper: { words: string; sections: SectionView[] } | null
  /** To the same form for something done on paper, or back. */
  otherWay: { href: string; label: string } | null
  /** What else can be filled in beforehand. */
  beforehand: FieldView[]
  beforehandOpen: boolean
  guard: GuardBox | null
  draft: DraftState
  enctype: string
  foot: string
}

declare module '../../kit/render.ts' {
  interface Pages {
    'assessments/new': AskPage
  }
}

/** The page on which a trainee asks for an assessment: whom, and in two words what about. */
export function askPage(found: NewRequest, shown: Shown): View {
  const { form, portfolio, pack, item, draft } = found
  const { ctx, actor, problems } = shown
  const typed = shown.typed ?? typedIn(draft)
  const query = queryOf(found)
  const formView = present(form, valuesOf(found, typed), problems, found.context)
  const offered = beforehandOf(formView, form)
  const beforehand = found.paper ? [] : offered.filter(({ key }) => isFolded(form, key))
  const key = requestDraftKey(form, portfolio.id, found.paper)
  const href = `/assessments/new?${query}`
  const lastDay = lastDayOf(expiryFrom(ctx.now, form.expiresAfterDays, portfolio.timeZone), portfolio.timeZone)
  const page: AskPage = {
    head: {
      title: found.paper ? 'Enter an assessment from paper' : 'Ask for an assessment',
      over: { link: { label: 'Assessments', href: '/assessments' }, text: item ? codeOf(pack, item) : null },
    },
    problems: summaryOf(problems, formView),
    refusal: refusalOf(problems, found),
    action: href,
    forms: chipsOf(found),
    form: { title: form.title, help: form.help ?? null },
    lock: lockOf(found, mayWriteIn(actor, portfolio.packVersionId, form.section)),
    people: peopleOf(found, typed),
    beside: form.assessor?.accountRequired ? null : { checked: typed?.assessor === beside },
    other: otherOf(typed ?? suggestedBy(found), problems),
    assessorProblem: problems.assessor ?? null,
    questions: questionsOf(problems, found),
    pace: paceWords(found.loads.pace, pack),
    items: itemsOf(found, typed, problems),
    own: formView.sections.filter((section) => section.by === 'trainee' && section.fields.length > 0),
    asked: found.paper ? [] : offered.filter(({ key }) => !isFolded(form, key)),
    paper: found.paper ? { words: paperWords, sections: paperSections(found, typed, problems) } : null,
    otherWay: paperLink(found, queryOf({ ...found, paper: false })),
    beforehand,
    beforehandOpen: beforehand.some((field) => field.problem !== null),
    guard: guardBox(shown),
    draft: draftState(ctx, draft, { key, label: `Request: ${form.short}`, href }),
    enctype: asksForFiles(form) ? 'multipart/form-data' : 'application/x-www-form-urlencoded',
    foot: `They get a mail with a link that works until ${lastDay}. They need no account.`,
  }
  return view('assessments/new', page, { title: `Ask for ${withArticle(form.short)}` })
}

function lockOf(found: NewRequest, theirs: boolean): string | null {
  if (!theirs) return 'Only the trainee can ask for assessments here.'
  const decision = found.paper ? mayEnterPaper(found) : true
  return decision === true ? null : decision.reason
}

type Typed = Record<string, unknown> | null

function queryOf({ form, item, again, paper }: NewRequest): string {
  const query = new URLSearchParams({ form: form.key })
  if (item) query.set('item', item)
  if (again) query.set('again', again.id)
  if (paper) query.set('paper', '1')
  return query.toString()
}

/** What was typed; else the words of the earlier request; else what the product knows of the trainee's own part. */
function valuesOf({ form, context, again }: NewRequest, typed: Typed): Values {
  if (typed) return compile(form, 'draft', context).read(typed)
  // Only what is in sight is filled in beforehand: what nobody saw must not be signed (decision 49).
  const seen = new Set([...traineeKeys(form)].filter((key) => !isFolded(form, key)))
  return { ...only(seen, initialValues(form, context)), ...only(traineeKeys(form), again?.values ?? {}) }
}

/** Whether a field of the assessor's waits below "Fill in more": what they must answer, such as the day, is in sight. */
function isFolded(form: NewRequest['form'], key: string): boolean {
  return form.sections.some(
    (section) =>
      (section.by ?? form.filledBy) !== 'trainee' &&
      section.fields.some((field) => field.key === key && !(field.type === 'date' && !field.optional)),
  )
}

function beforehandOf(formView: FormView, form: NewRequest['form']): FieldView[] {
  const fields = formView.sections.filter((section) => section.by !== 'trainee').flatMap((section) => section.fields)
  const prefill = new Set(form.prefill ?? [])
  return fields
    .filter((field) => prefill.has(field.key))
    .map((field) => ({ ...field, required: false, hint: 'optional' }))
}

/** The form's problems lead to its fields, ours to our own inputs; causes are told in the refusal. */
function summaryOf(problems: Shown['problems'], formView: FormView): Record<string, string> {
  const refused = problems.assessor === inviteRefused
  const ours = ['assessor', 'name', 'email', 'items'].filter((key) => problems[key] && !(refused && key === 'assessor'))
  const ownProblems = Object.fromEntries(ours.map((key) => [key, problems[key]!]))
  const inputs = new Set(
    ['assessor', ...ours].concat(Object.keys(problems).filter((key) => /^(because|sure)\./.test(key))),
  )
  const rest = Object.entries(formView.problems).filter(
    ([id]) => ![...inputs].some((key) => id === `f-${key.replaceAll('.', '-')}`),
  )
  return { ...ownProblems, ...Object.fromEntries(rest) }
}

function refusalOf(problems: Shown['problems'], { inviter }: NewRequest): AskPage['refusal'] {
  if (problems.assessor !== inviteRefused) return null
  const causes = Object.entries(problems)
    .filter(([key]) => key.startsWith('because.'))
    .map(([key, words]) => ({ words, mend: mendFor(key.slice('because.'.length) as Cause['kind'], inviter) }))
  return { sentence: inviteRefused, causes }
}

function chipsOf({ forms, form, item, again, paper }: NewRequest): Chip[] {
  const rest = new URLSearchParams({
    ...(item ? { item } : {}),
    ...(again ? { again: again.id } : {}),
    ...(paper ? { paper: '1' } : {}),
  }).toString()
  return forms.map(({ key, short }) => ({
    label: short,
    href: `/assessments/new?form=${key}${rest ? `&${rest}` : ''}`,
    current: key === form.key,
  }))
}

function peopleOf(found: NewRequest, typed: Typed): PersonChoice[] {
  const wording = wordingOf(found)
  const { people, form, inviter, portfolio, loads, pack } = found
  const choices = people.map((person): PersonChoice => {
    const causes = causesAgainst(form, person, inviter, wording)
    const site = portfolio.post?.site ?? 'your site'
    const why = person.relations[0]
      ? relationWords(person, site, wording)
      : person.rank === 1
        ? 'asked in the last year'
        : `works at ${site}`
    const grade = person.grade ? wording.grade(person.grade) : null
    return {
      id: person.personId,
      name: person.name,
      detail: [grade, person.specialty].filter(Boolean).join(', '),
      why,
      checked: causes.length === 0 && typed?.assessor === person.personId,
      lock: causes[0]?.words ?? null,
      load: loadWords(loads.of.get(person.personId)),
      busy: isBusy(loads.of.get(person.personId), pack),
    }
  })
  // Where somebody has much to do, others who worked with the trainee come first.
  return choices.toSorted((a, b) => Number(a.busy) - Number(b.busy))
}

function questionsOf(problems: Shown['problems'], { people }: NewRequest): AskPage['questions'] {
  return Object.entries(problems).flatMap(([key, words]) => {
    const [, kind, id] = key.match(/^sure\.(\w+)(?:\.(.+))?$/) ?? []
    if (!kind) return []
    const person = people.find(({ personId }) => personId === id)
    return [{ kind, words, instead: person ? { id: person.personId, name: person.name } : null }]
  })
}

/** "your Director of Training"; somebody who assesses all who come is nobody's own. */
function relationWords({ relations, rank }: NewRequest['people'][number], site: string, wording: Wording): string {
  const [relation] = relations
  const words = wording.relation(relation!)
  return rank > 0 && relation === 'clinicalSupervisor' ? `${words} at ${site}` : `your ${words}`
}

const text = (typed: Typed, key: string): string => (typeof typed?.[key] === 'string' ? (typed[key] as string) : '')

/** Whom the assessor who declined named, until something is typed. */
const suggestedBy = ({ again }: NewRequest): Typed =>
  again?.suggested ? { assessor: 'other', name: again.suggested } : null

function otherOf(typed: Typed, problems: Shown['problems']): AskPage['other'] {
  const [name, email] = [text(typed, 'name'), text(typed, 'email')]
  return {
    open: typed?.assessor === 'other' || (!typed?.assessor && (name !== '' || email !== '')),
    name,
    email,
    nameProblem: problems.name ?? null,
    emailProblem: problems.email ?? null,
  }
}

function itemsOf(found: NewRequest, typed: Typed, problems: Shown['problems']): AskPage['items'] {
  const { portfolio, pack, form, item, again } = found
  const { words } = pack.pack.pack
  const most = form.links?.max ?? pack.pack.pack.links.max
  const typedItems = typed ? [typed.items ?? []].flat() : null
  const wanted = new Set(typedItems ?? (item ? [item] : (again?.items ?? [])))
  const there = [...pack.items.values()].filter(
    ({ key }) => wanted.has(key) || isThere(pack.pack, key, portfolio.stageKey),
  )
  const choices = there.map((node): ItemChoice => {
    const label = node.code && node.code !== node.title ? `${node.code}: ${node.title}` : node.title
    return { key: node.key, label, checked: wanted.has(node.key) }
  })
  const suggested = form.links?.suggested ?? []
  const rank = (key: string) => (suggested.includes(key) ? suggested.indexOf(key) : suggested.length)
  return {
    chosen: choices.filter(({ checked }) => checked),
    rest: choices.filter(({ checked }) => !checked).sort((a, b) => rank(a.key) - rank(b.key)),
    legend: `Evidence for`,
    more: wanted.size > 0 ? `Link to another ${words.item}` : `Link to ${words.items}`,
    hint: `At most ${most} for ${withArticle(form.short)}. You can also link it later.`,
    problem: problems.items ?? null,
  }
}
