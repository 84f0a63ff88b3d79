import { z } from 'zod'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { line, lines } from '../kit/inputs.ts'
import type { Actor, Decision } from '../policy/index.ts'
import { messagePolicy } from './policy.ts'
import { chosenBy, type Found, findBoard, findOwn } from './queries.ts'
import { messageJob } from './send.ts'
import { url } from './urls.ts'

const may = (actor: Actor): Decision => messagePolicy.actions.write(actor)

const query = z.preprocess((sent) => sent ?? '', z.string('Choose trainees on the board.').max(4000))
const chosen = z.preprocess((sent) => [sent ?? []].flat(), z.array(z.string('Choose trainees on the board.')))

/**
 * Begins a message to the trainees who are ticked on the board. What is ticked and not within reach is left out.
 * @throws Invalid where nobody is
 */
export const writeToTicked = command({
  find: findBoard,
  may,
  input: () => z.object({ query, chosen }),
  run: async (ctx, { all }, input) => {
    const ticked = new Set(input.chosen)
    return begin(
      ctx,
      input.query,
      all.filter(({ enrolmentId }) => ticked.has(enrolmentId)),
    )
  },
  audit: (data) => ({ type: 'message.begun', data }),
})

/**
 * Begins a message to everybody whom the board's filters find, on all its pages.
 * @throws Invalid where nobody is
 */
export const writeToFound = command({
  find: findBoard,
  may,
  input: () => z.object({ query }),
  run: async (ctx, _board, input) => begin(ctx, input.query, (await chosenBy(ctx, input.query)) ?? []),
  audit: (data) => ({ type: 'message.begun', data }),
})

async function begin(ctx: WriteCtx, query: string, to: readonly { personId: string; enrolmentId: string }[]) {
  if (to.length === 0)
    throw new Invalid(
      'Nobody is chosen. Tick at least one trainee on the board, or take a filter off.',
      {},
      { label: 'Back to the board', href: url.board(query) },
    )
  const id = newId()
  const { personId: fromId, name: fromName, roleLabel: fromRole, roleKey } = ctx.actor
  const createdAt = toJsDate(ctx.now)
  await ctx.db.message.create({ data: { id, fromId, fromName, fromRole, roleKey, query, createdAt } })
  await ctx.db.messageTo.createMany({
    data: to.map(({ personId, enrolmentId }) => ({ messageId: id, personId, enrolmentId })),
    skipDuplicates: true,
  })
  return { messageId: id, people: new Set(to.map(({ personId }) => personId)).size }
}

/** Keeps the words of a message that is not sent yet; what it looks like and whom it reaches is shown next. */
export const keepWords = command({
  find: findOwn,
  may,
  input: () =>
    z.object({
      subject: line(120, 'Say in a few words what it is about.'),
      text: lines(5000, 'Write your message.'),
    }),
  free: ({ subject, text }) => ({ texts: { subject, text } }),
  run: async (ctx, { message }, words) => {
    await locked(ctx, message.id)
    await ctx.db.message.update({ where: { id: message.id }, data: words })
    return { messageId: message.id }
  },
  audit: (data) => ({ type: 'message.kept', data }),
})

/** Sends a message: from now on its readers read it, and a job tells each of them once. Those out of reach meanwhile are left out. */
export const sendMessage = command({
  find: findOwn,
  may,
  run: async (ctx, { message: { id } }: Found) => {
    const { subject, text } = await locked(ctx, id)
    if (!subject || !text) throw new Invalid('It says nothing yet. Write it first.')
    const reached = (await chosenBy(ctx, ''))?.map(({ personId }) => personId) ?? []
    await ctx.db.messageTo.deleteMany({ where: { messageId: id, personId: { notIn: reached } } })
    const people = await ctx.db.messageTo.count({ where: { messageId: id } })
    if (people === 0) throw new Invalid('None of them is a trainee of yours any longer, so it would reach nobody.')
    await ctx.db.message.update({ where: { id }, data: { sentAt: toJsDate(ctx.now) } })
    return { messageId: id, people }
  },
  audit: (data) => ({ type: 'message.sent', data }),
  jobs: ({ messageId }) => [messageJob(messageId)],
})

/** Throws a message away that was never sent. */
export const discardMessage = command({
  find: findOwn,
  may,
  run: async (ctx, { message: { id } }) => {
    await locked(ctx, id)
    await ctx.db.message.delete({ where: { id } })
    return { messageId: id }
  },
  audit: (data) => ({ type: 'message.discarded', data }),
})

/** The message as it stands now, while nobody else changes it. */
async function locked(ctx: WriteCtx, id: string) {
  await ctx.db.$queryRaw`select 1 from "Message" where id = ${id}::uuid for update`
  const row = await ctx.db.message.findUnique({ where: { id } })
  if (!row || row.sentAt) throw new Invalid('It has been sent already, and is not sent again.')
  return row
}
