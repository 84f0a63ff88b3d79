import type { Ctx } from '../../kit/context.ts'
import { Forbidden } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Action } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { isRefusal } from '../../policy/index.ts'
import { type PublishedPack, withinSentence } from '../../programmes/index.ts'
import { entryForms, mayEnter } from '../policy.ts'
import { type Entering, enteringKey, type ForWhom } from '../queries/entering.ts'
import { draftState } from '../service/tickets.ts'
import { formPage } from './form.ts'

/** For whom a record is entered: those chosen already stand first, the others by stage. */
export interface WhomChoice {
  problem: string | null
  groups: {
    title: string
    open: boolean
    trainees: { value: string; name: string; hint: string; checked: boolean }[]
  }[]
  closed: string[]
}

const url = (packVersionId: string, formKey: string, enrolmentId?: string) =>
  `/enter/${packVersionId}/${formKey}${enrolmentId ? `?for=${enrolmentId}` : ''}`

/** A button for each form that the actor may enter under this pack: for one trainee, or to choose whom. */
export function entryActions(ctx: Pick<Ctx, 'actor'>, pack: PublishedPack, enrolmentId?: string): Action[] {
  return entryForms(ctx.actor, pack).map((form) => ({
    label: `Record ${withinSentence(form.short)}`,
    href: url(pack.id, form.key, enrolmentId),
    kind: 'main',
    icon: 'plus-lg',
  }))
}

/** Filling in a form of the office. */
export const enterPage: Show<Entering> = (found, { ctx, typed, problems }) => {
  const { form, pack, trainees } = found
  const may = mayEnter(ctx.actor, form, pack)
  if (isRefusal(may)) throw new Forbidden(may)
  const ticked = typed ? [typed.for ?? []].flat().map(String) : found.ticked
  const only = trainees.length === 1 ? trainees[0] : trainees.find(({ id }) => found.ticked[0] === id)
  const { for: whomProblem = null, ...others } = problems
  const page = formPage({ ...found, portfolio: null, items: [] }, ctx, typed, others)
  const action = url(pack.id, form.key)
  return view(
    'evidence/form',
    {
      ...page,
      problems: { ...(whomProblem ? { for: whomProblem } : {}), ...page.problems },
      head: {
        title: form.title,
        sub: form.help ?? null,
        over: {
          link: only && found.ticked.length === 1 ? { label: only.name, href: `/portfolios/${only.id}` } : trainee,
          text: `You record this as ${ctx.actor.roleLabel}`,
        },
      },
      lock: null,
      action,
      rev: null,
      draft: draftState(ctx, found.draft, {
        key: enteringKey(pack.id, form.key),
        label: form.title,
        href: action,
      }),
      copy: null,
      copied: false,
      links: null,
      whom: whomChoice(found, ticked, whomProblem),
      submit: 'Sign and record it',
    },
    { title: form.title },
  )
}

const trainee = { label: 'Trainees', href: '/trainees' }

function whomChoice({ pack, trainees, ticked: first }: Entering, ticked: string[], problem: string | null): WhomChoice {
  const open = trainees.filter(({ frozen }) => !frozen)
  const line = ({ id, name, site }: ForWhom) => ({
    value: id,
    name,
    hint: site ?? 'no post',
    checked: ticked.includes(id),
  })
  const chosen = open.filter(({ id }) => first.includes(id))
  const rest = open.filter(({ id }) => !first.includes(id))
  const stages = [...pack.pack.pack.stages.map(({ key, title }) => ({ key, title })), { key: null, title: 'No stage' }]
  const groups = stages.map(({ key, title }) => ({
    title,
    trainees: rest.filter(({ stageKey }) => stageKey === key).map(line),
  }))
  return {
    problem,
    groups: [{ title: 'Chosen', trainees: chosen.map(line) }, ...groups]
      .filter((group) => group.trainees.length > 0)
      .map((group, index) => ({
        ...group,
        open: index === 0 || chosen.length === 0 || group.trainees.some(({ checked }) => checked),
      })),
    closed: trainees.filter(({ frozen }) => frozen).map(({ name }) => name),
  }
}
