import { actorFor } from './actor.ts'
import type { Ingredients } from './compose.ts'
import { dateIn } from './kit/clock.ts'
import type { Ctx, Services } from './kit/context.ts'
import { newId } from './kit/ids.ts'
import { startWorker, type Tasks, type Worker } from './kit/jobs.ts'
import { deliver, type MailPurposes, mailTask, smtpTransport, type Transport } from './notices/index.ts'
import { type Actor, nobody, visibleRecords } from './policy/index.ts'
import { schedule } from './schedule.ts'

/** What rooms say about mails of their purposes. */
const purposes: MailPurposes = {}

/** Attest itself, acting by the clock. Nobody signs in as this. */
const attest: Actor = { ...nobody, name: 'Attest', roleKey: 'system', roleLabel: 'system' }

/** The circumstances of a piece of work that no person asked for. */
export function systemContext(ingredients: Ingredients, services: Services): Ctx {
  const { db, clock, config, log } = ingredients
  const now = clock.now()
  return {
    db,
    actor: attest,
    clock,
    now,
    today: dateIn(now, 'Europe/London'),
    config,
    services,
    log,
    params: {},
    query: {},
    requestId: newId(),
    ip: null,
    device: null,
  }
}

/** Every task that the queue may call for. */
export function tasksOf(
  ingredients: Ingredients,
  services: Services,
  transport: Transport | null = smtpTransport(ingredients.config.smtpUrl),
): Tasks {
  const context = () => systemContext(ingredients, services)
  return {
    [mailTask]: (payload, attempt) =>
      deliver(
        context(),
        { purposes, mayRead: readers(ingredients, services) },
        transport,
        String(payload.mailId),
        attempt,
      ),
  }
}

/** Starts the queue's worker in this process. */
export function startBackground(databaseUrl: string, ingredients: Ingredients, services: Services): Promise<Worker> {
  return startWorker(databaseUrl, tasksOf(ingredients, services), schedule, ingredients.log)
}

/** Whether somebody can see a record today, in any of their roles, or as the one asked to complete it. */
function readers({ db, clock }: Ingredients, services: Services) {
  const sightOf = services.packs.sight.bind(services.packs)
  return async (personId: string, recordId: string): Promise<boolean> => {
    const asked = { id: recordId, assessorId: personId, status: 'requested' as const }
    if ((await db.record.count({ where: asked })) > 0) return true
    const first = await actorFor({ db, clock, sightOf }, personId, 'mail', undefined)
    for (const { key } of first.roles) {
      const actor = await actorFor({ db, clock, sightOf }, personId, 'mail', key)
      const where = { AND: [{ id: recordId }, visibleRecords(actor)] }
      if ((await db.record.count({ where })) > 0) return true
    }
    return false
  }
}
