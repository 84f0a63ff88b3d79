import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import { Invalid } from '../../kit/errors.ts'
import { isId, newId } from '../../kit/ids.ts'
import { line } from '../../kit/inputs.ts'
import { mine } from '../../kit/scope.ts'
import { boardAddress } from './address.ts'
import { listTrainees, type TraineeList } from './find.ts'

/** So many views may one person keep. */
const most = 30

const anybody = (): true => true

/** What the address of a list says, without its page. */
const queryOf = ({ asked, facets }: TraineeList): string => boardAddress(asked, facets).split('?')[1] ?? ''

/**
 * Keeps the board that one sees under a name of one's own; the same name again replaces what it meant. Nobody else reads
 * the name, so that the guard of identifiers is not asked.
 * @throws Invalid where there are too many
 */
export const keepView = command({
  prepares: true,
  find: listTrainees,
  may: anybody,
  input: () => z.object({ name: line(60, 'Give this view a name.') }),
  run: async (ctx, list, { name }) => {
    const { personId } = ctx.actor
    const has = await ctx.db.boardView.findMany({ where: { personId }, select: { name: true } })
    if (has.length >= most && !has.some((one) => one.name === name))
      throw new Invalid({ name: `You keep ${most} views already. Take one away first.` })
    const query = queryOf(list)
    await ctx.db.boardView.upsert({
      where: { personId_name: { personId, name } },
      create: { id: newId(), personId, name, query, createdAt: toJsDate(ctx.now) },
      update: { query },
    })
    return { name, query }
  },
  audit: () => ({ type: 'board.viewKept' }),
})

/** One's own views alone: anybody else's is not there. */
const findView = mine(async (personId, ctx) => {
  const { viewId } = ctx.params
  return isId(viewId) ? ctx.db.boardView.findFirst({ where: { id: viewId, personId } }) : null
})

/** Takes one of one's own views away. */
export const dropView = command({
  prepares: true,
  find: findView,
  may: anybody,
  run: async (ctx, { id, name }) => {
    await ctx.db.boardView.delete({ where: { id } })
    return { name }
  },
  audit: () => ({ type: 'board.viewDropped' }),
})
