import type { Application } from '../generated/client.ts'
import { personName } from '../identity/index.ts'
import type { WriteCtx } from '../kit/context.ts'
import type { Standing } from '../policy/index.ts'
import { OFFICE } from './asked.ts'
import { type Holder, holdersOf, type Told } from './holders.ts'
import { urls } from './states.ts'

/** Whether an application still waits when the mail about it is about to go. */
export const applicationWaits = async (
  { db }: Pick<WriteCtx, 'db'>,
  { aboutId }: { aboutId: string | null },
): Promise<boolean> =>
  aboutId !== null && (await db.application.count({ where: { id: aboutId, state: 'submitted' } })) > 0

/** Whoever decides next is told by notice and mail; where nobody holds the role, the programme office is told so. */
export async function tellNext(ctx: WriteCtx, found: Told, application: Application, next: Standing): Promise<void> {
  const { portfolio } = found
  const holders = await holdersOf(ctx, found, next)
  const words = `${portfolio.name} applies: ${application.title}`
  if (holders.length === 0) {
    const detail = 'Nobody holds the role that decides on it today: name somebody.'
    await noticeAll(ctx, found, application, await holdersOf(ctx, found, OFFICE), { text: words, detail })
    return
  }
  await noticeAll(ctx, found, application, holders, { text: words, detail: 'It waits for you.' })
  for (const { personId } of holders)
    await mail(ctx, application, personId, {
      subject: `An application of ${portfolio.name} waits for you`,
      text: `${words}. The page shows what it would do, and why it is asked.`,
      label: 'Read and decide',
      purpose: 'application.waiting',
    })
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
    include: {
      account: { select: { state: true } },
      identifiers: { where: { kind: 'email', verifiedAt: { not: null } }, orderBy: { primary: 'desc' }, take: 1 },
    },
  })
  const to = person.identifiers[0]?.value
  if (!to || person.account?.state !== 'active') return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to, toPersonId, subject, purpose, aboutId: id, link: { label, path: urls.one(id) } },
    text: `Dear ${personName(person)},\n\n${text}`,
  })
}
