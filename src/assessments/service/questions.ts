import { occurredOn, recordTitle } from '../../forms/index.ts'
import { normaliseEmail } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { Invalid, type Problems } from '../../kit/errors.ts'
import { date, plural } from '../../kit/ui.ts'
import { isBusy, loadsOf } from '../load.ts'
import type { NewRequest } from '../queries.ts'
import { resembles } from '../resemble.ts'
import { openStates } from '../states.ts'
import { withArticle } from '../words.ts'
import type { RequestInput } from './request.ts'

/** What is asked once before a request goes; sending it again answers yes. Nothing here is ever a block. */
export type Question = 'meant' | 'twice' | 'busy'

/** Where questions stand among a form's problems. */
export const questionKey = (question: Question, detail = ''): string => `sure.${question}${detail && `.${detail}`}`

/**
 * Asks before a request goes where it may be a slip: an address that resembles a colleague's, the same request again,
 * somebody with much to do.
 * @throws Invalid with the questions not yet answered
 */
export async function askFirst(input: RequestInput, found: NewRequest, ctx: Ctx): Promise<RequestInput> {
  const open = (question: Question) => !input.sure.includes(question)
  const problems: Problems = {
    ...(open('meant') ? await meant(input, found, ctx) : {}),
    ...(open('twice') ? await twice(input, found, ctx) : {}),
    ...(open('busy') ? await busy(input, found, ctx) : {}),
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return input
}

/** A typed address that belongs to nobody we know, and is nearly that of somebody whom the page offers anyway. */
async function meant({ person }: RequestInput, { people }: NewRequest, ctx: Ctx): Promise<Problems> {
  if (!person?.email || person.id !== null) return {}
  const typed = normaliseEmail(person.email)
  const known = await ctx.db.identifier.findMany({
    where: { kind: 'email', personId: { in: people.map(({ personId }) => personId) } },
    select: { personId: true, normalised: true },
  })
  const alike = new Set(known.filter(({ normalised }) => resembles(typed, normalised)).map(({ personId }) => personId))
  const [first] = people.filter(({ personId }) => alike.has(personId))
  if (!first) return {}
  const words = `Did you mean ${first.name}? The address that you typed is nearly theirs, and we do not know it.`
  return { [questionKey('meant', first.personId)]: words }
}

/** The same form asked of the same person for the same case, items and day, while an earlier one is open. */
async function twice({ person, values, items, context }: RequestInput, found: NewRequest, ctx: Ctx): Promise<Problems> {
  if (!person?.id) return {}
  const { form, portfolio } = found
  const on = occurredOn(form, values) ?? ctx.today.toString()
  const same = await ctx.db.record.findFirst({
    where: {
      enrolmentId: portfolio.id,
      formKey: form.key,
      assessorId: person.id,
      // Under another title it is another case of that day.
      title: { equals: recordTitle(form, values, context), mode: 'insensitive' },
      occurredOn: new Date(`${on}T00:00:00Z`),
      request: { state: { in: [...openStates] }, expiresAt: { gt: toJsDate(ctx.now) } },
      links: items.length > 0 ? { some: { itemKey: { in: items } } } : { none: {} },
    },
    select: { title: true, request: { select: { sentAt: true } } },
  })
  if (!same) return {}
  const asked = date(same.request!.sentAt.toISOString())
  const words = `You asked ${person.name} for ${withArticle(form.short)} of the same day on ${asked} (“${same.title}”), and it is still open. Send a second one?`
  return { [questionKey('twice')]: words }
}

/** Of somebody out of the list the page has said it already; of an address it says so once. */
async function busy({ person, whom }: RequestInput, found: NewRequest, ctx: Ctx): Promise<Problems> {
  if (!person?.id || 'id' in whom || !(await isKnownTo(found, person.id, ctx))) return {}
  const { of } = await loadsOf(ctx, found.portfolio.id, [person.id])
  const load = of.get(person.id)
  if (!isBusy(load, found.pack)) return {}
  const words = `${person.name} has ${plural(load!.open, 'open request')} just now. Others above may answer sooner; ask all the same?`
  return { [questionKey('busy')]: words }
}

/** How busy somebody is, is told of the trainee's own circle alone, and of whom they have asked before. */
async function isKnownTo({ people, portfolio }: NewRequest, personId: string, ctx: Ctx): Promise<boolean> {
  if (people.some((one) => one.personId === personId)) return true
  return (await ctx.db.record.count({ where: { enrolmentId: portfolio.id, assessorId: personId }, take: 1 })) > 0
}
