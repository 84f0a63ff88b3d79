import type { Application } from '../generated/client.ts'
import { mailAddressOf, personName } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import type { Standing } from '../policy/index.ts'
import { roleWords } from '../programmes/index.ts'
import { type Holder, holdersOf, type Told } from './holders.ts'
import { urls } from './states.ts'
import { type Turn, turnOf } from './turn.ts'

/** Whether an application still waits when the mail about it is about to go. */
export const applicationWaits = async (
  { db }: Pick<WriteCtx, 'db'>,
  { aboutId }: { aboutId: string | null },
): Promise<boolean> =>
  aboutId !== null && (await db.application.count({ where: { id: aboutId, state: 'submitted' } })) > 0

/** How a notice begins that asks somebody to decide; by it is known who was asked already. */
const WAITS = 'It waits for you'

/** Whoever has to decide now is told by notice and mail, and that it is their turn is kept for lists and reminders. */
export async function tellNext(ctx: WriteCtx, found: Told, application: Application): Promise<void> {
  const turn = await turnOf(ctx, found, application)
  await ctx.db.application.update({
    where: { id: application.id },
    data: { decider: turn?.by ?? null, waitsSince: toJsDate(ctx.now), remindedAt: null },
  })
  if (turn) await askToDecide(ctx, found, application, turn, turn.holders)
}

/** Asks these people to decide, by notice and mail; whoever stands in reads why it is they. */
export async function askToDecide(
  ctx: WriteCtx,
  found: Told,
  application: Application,
  { step, by }: Turn,
  people: readonly Holder[],
  again: string | null = null,
): Promise<void> {
  const { portfolio } = found
  const { pack } = await ctx.services.packs.get(portfolio.packVersionId)
  const words = `${portfolio.name} applies: ${application.title}`
  const stands = by === step ? '' : ` Nobody is ${roleWords(pack, step)} today, so you decide.`
  const detail = `${WAITS}${again ? ` ${again}` : ''}.${stands}`
  await noticeAll(ctx, found, application, people, { text: words, detail })
  for (const { personId } of people)
    await mail(ctx, application, personId, {
      subject: `An application of ${portfolio.name} waits for you`,
      text: `${words}.${again ? ` ${WAITS} ${again}.` : ''}${stands} The page shows what it would do, and why it is asked.`,
      label: 'Read and decide',
      purpose: 'application.waiting',
    })
}

/** Who of these people was asked to decide on it already. */
export async function askedBefore(
  { db }: Pick<WriteCtx, 'db'>,
  { id }: Application,
  people: readonly Holder[],
): Promise<Set<string>> {
  const told = await db.notice.findMany({
    where: {
      ...{ personId: { in: people.map(({ personId }) => personId) }, kind: 'application', href: urls.one(id) },
      detail: { startsWith: WAITS },
    },
    select: { personId: true },
  })
  return new Set(told.map(({ personId }) => personId))
}

/** Those whom the programme wants to know of it, beside whoever decides. */
export async function tellAlso(
  ctx: WriteCtx,
  found: Told,
  application: Application,
  relations: readonly Standing[],
  text: string,
): Promise<void> {
  const all = await Promise.all(relations.map((relation) => holdersOf(ctx, found, relation)))
  await noticeAll(ctx, found, application, all.flat(), { text, detail: null })
}

/** The trainee is told what became of it, by notice and mail; why stands on the page alone. */
export async function tellTrainee(ctx: WriteCtx, found: Told, application: Application, text: string): Promise<void> {
  const { personId, enrolmentId } = application
  await noticeAll(ctx, found, application, [{ personId, roleKey: `own:${enrolmentId}` }], { text, detail: null })
  await mail(ctx, application, personId, {
    subject: text,
    text: `${text}. What was said stands on its page.`,
    label: 'Read it',
    purpose: 'application',
  })
}

async function noticeAll(
  ctx: WriteCtx,
  { portfolio }: Told,
  { id }: Application,
  people: readonly Holder[],
  words: { text: string; detail: string | null },
): Promise<void> {
  const told = new Set([ctx.actor.personId])
  for (const { personId, roleKey } of people) {
    if (told.has(personId)) continue
    told.add(personId)
    await ctx.services.notices.notify(ctx, {
      ...{ personId, roleKey, kind: 'application', href: urls.one(id), subjectId: portfolio.personId },
      ...words,
    })
  }
}

async function mail(
  ctx: WriteCtx,
  { id }: Application,
  toPersonId: string,
  { subject, text, label, purpose }: { subject: string; text: string; label: string; purpose: string },
): Promise<void> {
  const person = await ctx.db.person.findUniqueOrThrow({
    where: { id: toPersonId },
    include: { account: { select: { state: true } } },
  })
  const to = await mailAddressOf(ctx.db, toPersonId, 'confirmed')
  if (!to || person.account?.state !== 'active') return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to, toPersonId, subject, purpose, aboutId: id, link: { label, path: urls.one(id) } },
    text: `Dear ${personName(person)},\n\n${text}`,
  })
}
