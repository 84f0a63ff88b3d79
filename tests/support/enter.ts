import { actorFor } from '../../src/actor.ts'
import type { CastName } from '../../src/demo/cast.ts'
import { createRecord, formContext, madeEvents, writerFor } from '../../src/evidence/index.ts'
import { compile, type Values } from '../../src/forms/index.ts'
import { dateIn } from '../../src/kit/clock.ts'
import { writeAudit } from '../../src/kit/command.ts'
import type { Ctx, Tx, WriteCtx } from '../../src/kit/context.ts'
import { createLog } from '../../src/kit/log.ts'
import { listeners } from '../../src/listeners.ts'
import { portfolioHead } from '../../src/training/index.ts'
import type { World } from './world.ts'

/** The circumstances of one of the cast, as a request would have them. */
export async function ctxOf(world: World, name: CastName, db: Ctx['db'] = world.db): Promise<Ctx> {
  const { clock, config, services } = world
  const { packs } = services
  const actor = await actorFor({ db: world.db, clock, packs }, world.person[name], 'test-session', undefined)
  const now = clock.now()
  return {
    db,
    actor,
    clock,
    now,
    today: dateIn(now, 'Europe/London'),
    config,
    services,
    log: createLog('silent'),
    params: {},
    query: {},
    requestId: 'test',
    ip: null,
    device: null,
  }
}

/** Enters a record of the trainee's own through the form engine and the record spine; returns its id. */
export async function enter(
  world: World,
  name: 'amara' | 'tom' | 'priya',
  formKey: string,
  typed: Values,
): Promise<string> {
  return world.db.$transaction(async (tx: Tx) => {
    const ctx = { ...(await ctxOf(world, name)), db: tx } as WriteCtx
    const portfolio = (await portfolioHead(tx, world.enrolment[name], ctx.today))!
    const pack = await world.services.packs.get(portfolio.packVersionId)
    const form = pack.form(formKey)!
    const context = await formContext(ctx, { pack, formKey, portfolio, writer: writerFor('trainee') })
    const outcome = compile(form, 'final', context).check({ ...typed, [form.declaration.key]: true })
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
    const made = await createRecord(ctx, {
      form,
      pack,
      enrolment: portfolio,
      authorId: ctx.actor.personId,
      status: 'submitted',
      values: outcome.values,
      context,
    })
    const events = madeEvents('record.submitted', made)
    await writeAudit(ctx, events)
    for (const event of events) for (const listen of listeners) await listen(ctx, event)
    return made.record.id
  })
}
