import type { Ctx } from '../../kit/context.ts'
import { open } from '../../kit/scope.ts'
import { type Asked, askedOf } from '../asked.ts'

/** The request that a sweep is at. */
export const byClock = open('the clock acts, not a person; no route leads here', (ctx) =>
  askedOf(ctx, ctx.params.id ?? ''),
)

/** The form of a request, as its pack had it when it was asked. */
export const formOf = async (ctx: Ctx, { record }: { record: Pick<Asked['record'], 'packVersionId' | 'formKey'> }) =>
  (await ctx.services.packs.get(record.packVersionId)).form(record.formKey)
