import { z } from 'zod'
import { createRecord, dropDraft, type Made, madeEvents, withFiles } from '../../evidence/index.ts'
import { compile, type FormContext, freeWords, type Values } from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import {
  findOrCreatePersonByEmail,
  mailIdentifier,
  normaliseEmail,
  personByName,
  personName,
} from '../../identity/index.ts'
import { dateIn, toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid, type Problems } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { mayWriteIn, type Relation, refuse } from '../../policy/index.ts'
import { roleWords } from '../../programmes/index.ts'
import { type Candidate, type Cause, causesAgainst, inviteRefused, type Wording } from '../eligibility.ts'
import { expiryFrom } from '../expiry.ts'
import { only, traineeKeys } from '../form.ts'
import { dayKey, dayProblem, mayEnterPaper, paperKeys } from '../paper.ts'
import { colleaguesOf, personByEmail } from '../people.ts'
import { findNewRequest, type NewRequest, requestDraftKey } from '../queries.ts'
import { readRequest, readSure, type WhomToAsk } from '../schema.ts'
import { newEntry } from './newEntry.ts'
import { askFirst } from './questions.ts'
import { withThen } from './standing.ts'
import { tellAssessor } from './tell.ts'

/** What was typed, checked; the person to ask, found. */
export interface RequestInput {
  values: Values
  /** What was typed from paper (R101). */
  paper: Values | null
  /** What the form knows, with the files that came along. */
  context: FormContext
  items: string[]
  whom: WhomToAsk
  person: { id: string | null; name: string; email: string; hasAccount: boolean } | null
  /** Questions that were answered by sending it again. */
  sure: readonly string[]
}

export interface Requested extends Made {
  assessor: string
  /** Asked by name alone: the code to show is made. */
  beside: boolean
}

/** R95, R96: asks somebody to complete a form; record, request, mail and notice in one transaction. */
export const requestAssessment = command({
  find: findNewRequest,
  may: (actor, found) => {
    const { portfolio, form, paper } = found
    if (!mayWriteIn(actor, portfolio.packVersionId, form.section))
      return refuse('assessment.request', 'Only the trainee can ask for assessments in this portfolio.', portfolio.name)
    return paper ? mayEnterPaper(found) : true
  },
  input: asked,
  free: ({ values, paper, whom }, { form, portfolio, people }) => ({
    texts: freeWords(form, { ...values, ...paper }),
    known: [portfolio.name, 'name' in whom ? whom.name : people.find(({ personId }) => personId === whom.id)?.name],
  }),
  prepare: async (input, found, ctx) => askFirst(await findPerson(input, found, ctx), found, ctx),
  run,
  audit: (made): ReturnType<typeof madeEvents> => madeEvents('assessment.requested', made),
})

const isBody = (body: unknown) => typeof body === 'object' && body !== null

/**
 * The trainee's part must be right, but it is no signature: the assessor's declaration is taken as given for the check
 * and kept out of the values.
 */
function asked(found: NewRequest, ctx: Ctx) {
  return z.custom<Record<string, unknown>>(isBody).transform(async (body, issues): Promise<RequestInput> => {
    const { form } = found
    const { context, problems: files } = await withFiles(form, found.context, body, ctx)
    const outcome = compile(form, 'final', context).parse({ ...body, [`f.${form.declaration.key}`]: 'yes' })
    const { whom, items, problems } = readRequest(body, found)
    const values = only(traineeKeys(form), outcome.values)
    const fromPaper = found.paper ? readPaper(found, body, values, ctx) : null
    const wrong = { ...(outcome.ok ? {} : outcome.problems), ...files, ...problems, ...fromPaper?.problems }
    for (const [field, message] of Object.entries(wrong)) {
      issues.addIssue({ code: 'custom', path: field.split('.'), message })
    }
    const sure = readSure(body)
    return { values, paper: fromPaper?.values ?? null, context, items, whom: whom ?? { id: '' }, person: null, sure }
  })
}

/** What the trainee typed from paper, the day above all; whatever the assessor must answer, they still will. */
function readPaper(found: NewRequest, body: Record<string, unknown>, own: Values, ctx: Ctx) {
  const { form, portfolio, context } = found
  const read = compile(form, 'draft', { ...context, writer: { by: 'assessor' } }).read(body)
  const answered = Object.entries(only(paperKeys(form), { ...read, ...own })).filter(([, value]) => !isEmpty(value))
  const values: Values = Object.fromEntries(answered)
  const problem = dayProblem(found, values, dateIn(ctx.now, portfolio.timeZone))
  return { values, problems: problem ? { [dayKey(form)!]: problem } : {} }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/** Finds out whom the request goes to and whether they may be asked (R97, R98). */
export async function findPerson(input: RequestInput, found: NewRequest, ctx: Ctx): Promise<RequestInput> {
  const { whom } = input
  const id = 'id' in whom ? whom.id : whom.email && (await personByEmail(ctx.db, normaliseEmail(whom.email)))
  const { form, portfolio } = found
  const today = dateIn(ctx.now, portfolio.timeZone)
  const about = { form, values: input.values, enrolmentId: portfolio.id, today }
  const candidate = await withThen(ctx, await candidateOf(ctx, found, id), about)
  const causes = causesAgainst(found.form, candidate, found.inviter, wordingOf(found))
  if (causes.length > 0) throw new Invalid(refusalOf(causes))
  if (!id && 'name' in whom)
    return { ...input, person: { id: null, name: whom.name, email: whom.email ?? '', hasAccount: false } }
  const hasAccount = candidate.account === 'active'
  const known = await ctx.db.person.findUniqueOrThrow({
    where: { id: id! },
    select: {
      title: true,
      givenName: true,
      familyName: true,
      identifiers: mailIdentifier,
    },
  })
  const email = 'email' in whom && whom.email ? whom.email : known.identifiers[0]?.value
  if (!email) throw new Invalid({ assessor: 'We know no address of this person. Give their name and address below.' })
  return { ...input, person: { id, name: personName(known), email, hasAccount } }
}

async function candidateOf(ctx: Ctx, { people, portfolio }: NewRequest, id: string | null): Promise<Candidate> {
  const unknown: Candidate = { personId: '', grade: null, relations: [], account: 'none' }
  if (!id) return unknown
  const offered = people.find(({ personId }) => personId === id)
  if (offered) return offered
  const [found] = (
    await colleaguesOf(ctx.db, portfolio.id, dateIn(ctx.now, portfolio.timeZone), { also: [id] })
  ).filter(({ personId }) => personId === id)
  return found ?? unknown
}

/** The words of this programme for grades and relations. */
export function wordingOf({ pack }: Pick<NewRequest, 'pack'>): Wording {
  const { lists } = pack.pack.pack
  return {
    grade: (key) => lists.grades?.find(([value]) => value === key)?.[1] ?? key,
    relation: (key) => roleWords(pack.pack, key as Relation),
  }
}

/** A refused invitation as problems of the form: the sentence at the choice, its causes beside it. */
export function refusalOf(causes: readonly Cause[]): Problems {
  const because = causes.map(({ kind, words }) => [`because.${kind}`, words] as const)
  return { assessor: inviteRefused, ...Object.fromEntries(because) }
}

/** Makes the request, with its record and its mail. */
export async function run(ctx: WriteCtx, found: NewRequest, input: RequestInput): Promise<Requested> {
  const { portfolio, pack, form } = found
  const { timeZone } = portfolio
  const person = input.person!
  const id = person.id ?? (await newPerson(ctx, person)).id
  if (id === portfolio.personId)
    throw new Invalid(refusalOf(causesAgainst(form, { ...nobodyKnown, personId: id }, found.inviter, wordingOf(found))))
  const made = await createRecord(ctx, {
    id: newId(),
    form,
    pack,
    enrolment: portfolio,
    authorId: portfolio.personId,
    assessorId: id,
    status: 'requested',
    values: input.values,
    links: input.items,
    context: input.context,
  })
  const expiresAt = toJsDate(expiryFrom(ctx.now, form.expiresAfterDays, timeZone))
  const recordId = made.record.id
  await ctx.db.assessmentRequest.create({
    data: { recordId, assessorEmail: person.email, assessorName: person.name, sentAt: toJsDate(ctx.now), expiresAt },
  })
  if (input.paper)
    await ctx.db.paperEntry.create({
      data: { recordId, values: input.paper as Prisma.InputJsonObject, enteredAt: toJsDate(ctx.now) },
    })
  await tellAssessor(
    ctx,
    {
      recordId,
      enrolmentId: portfolio.id,
      form,
      trainee: { id: portfolio.personId, name: portfolio.name, email: null },
      assessor: { ...person, id },
      generation: 1,
      expiresAt,
      timeZone,
    },
    'request',
  )
  await dropDraft(ctx, ctx.actor.personId, requestDraftKey(form, portfolio.id, found.paper))
  if (!person.email) await newEntry(ctx, { recordId, generation: 1 }, 'code')
  return { ...made, assessor: person.name, beside: !person.email }
}

/** Whoever is asked by name alone gives their address when they complete it, and proves it. */
const newPerson = (ctx: WriteCtx, person: { name: string; email: string }) =>
  person.email ? findOrCreatePersonByEmail(ctx.db, person) : personByName(ctx.db, person.name)

const nobodyKnown: Candidate = { personId: '', grade: null, relations: [], account: 'none' }
