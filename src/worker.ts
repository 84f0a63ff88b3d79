import { actorFor } from './actor.ts'
import { sweepAdmissions } from './admissions/index.ts'
import { announcementTask, mailAnnouncement, mailAnnouncements } from './announcements/index.ts'
import { sweepApplications } from './applications/index.ts'
import { expireRequests, remindAssessors, sendDigests, tellOfQuietMails } from './assessments/index.ts'
import { changeoverTask, workOn } from './changeovers/index.ts'
import { remindOfEndings } from './cohorts/index.ts'
import type { Ingredients } from './compose.ts'
import { tellEndedDelegates } from './delegates/index.ts'
import { sweepFiles } from './evidence/index.ts'
import { sweepSessions } from './identity/index.ts'
import { refreshFlags, runChainCheck, sweepFlags, sweepTraces } from './integrity/index.ts'
import { dateIn, toJsDate } from './kit/clock.ts'
import { queueJob } from './kit/command.ts'
import type { Ctx, Services } from './kit/context.ts'
import { newId } from './kit/ids.ts'
import { startWorker, type Tasks, type Worker } from './kit/jobs.ts'
import { sweepTries } from './kit/throttle.ts'
import { listeners } from './listeners.ts'
import { messageTask, sendMessageMails, sweepDrafts } from './messages/index.ts'
import { deliver, mailTask, smtpTransport, type Transport } from './notices/index.ts'
import { type Actor, nobody, visibleRecords } from './policy/index.ts'
import { sweepUploads } from './programmes/index.ts'
import { sweepFigures } from './progress/index.ts'
import { remindRaters, sweepRounds } from './rounds/index.ts'
import { schedule } from './schedule.ts'
import { remindOfRotations } from './training/index.ts'

/** What work without a request is made of: there is no visitor whose tries would be counted. */
type Background = Omit<Ingredients, 'pool'>

/** Attest itself, acting by the clock. Nobody signs in as this. */
const attest: Actor = { ...nobody, name: 'Attest', roleKey: 'system', roleLabel: 'system' }

/** The circumstances of a piece of work that no person asked for. */
export function systemContext(ingredients: Background, services: Services): Ctx {
  const { db, clock, config, log } = ingredients
  const now = clock.now()
  return {
    db,
    actor: attest,
    clock,
    now,
    today: dateIn(now, config.timeZone),
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
  ingredients: Background,
  services: Services,
  transport: Transport | null = smtpTransport(ingredients.config.smtpUrl),
): Tasks {
  const context = () => systemContext(ingredients, services)
  return {
    'requests.expire': async () => void (await expireRequests(context(), listeners)),
    'requests.digest': async () => void (await sendDigests(context(), listeners)),
    'requests.remind': async () => void (await remindAssessors(context(), listeners)),
    [changeoverTask]: ({ changeoverId }, attempt) =>
      workOn({ ...context(), db: ingredients.db }, String(changeoverId), attempt, {
        listeners,
        actorOf: (personId, roleKey) =>
          actorFor({ db: ingredients.db, clock: ingredients.clock, packs: services.packs }, personId, 'job', roleKey),
      }),
    [announcementTask]: ({ announcementId }) =>
      mailAnnouncement({ ...context(), db: ingredients.db }, String(announcementId), listeners),
    'announcements.mail': () => mailAnnouncements({ ...context(), db: ingredients.db }, listeners),
    [messageTask]: ({ messageId }) =>
      sendMessageMails({ ...context(), db: ingredients.db }, String(messageId), listeners),
    'chains.check': ({ checkId }) => runChainCheck({ ...context(), db: ingredients.db }, String(checkId)),
    'rounds.end': async () => void (await sweepRounds(context(), listeners)),
    'rounds.remind': async () => void (await remindRaters(context(), listeners)),
    'requests.quiet': async () => void (await tellOfQuietMails(context(), listeners)),
    'flags.refresh': ({ enrolmentId }) => refreshFlags({ ...context(), db: ingredients.db }, String(enrolmentId)),
    'flags.sweep': async () => {
      await sweepTraces(context())
      await sweepFlags({ ...context(), db: ingredients.db })
    },
    'figures.sweep': async () => void (await sweepFigures({ ...context(), db: ingredients.db })),
    'rotations.remind': async () => void (await remindOfRotations(context(), listeners)),
    'applications.sweep': async () => void (await sweepApplications(context(), listeners)),
    'admissions.sweep': async () => void (await sweepAdmissions(context(), listeners)),
    'sessions.sweep': async () => void (await sweepSessions(context())),
    'tries.sweep': () => sweepTries(ingredients.db, toJsDate(ingredients.clock.now())),
    'submissions.sweep': async () => {
      const before = toJsDate(ingredients.clock.now().subtract({ hours: 24 * 7 }))
      await ingredients.db.submissionKey.deleteMany({ where: { createdAt: { lt: before } } })
    },
    'supervisors.ending': async () => void (await remindOfEndings(context(), listeners)),
    'delegates.ended': async () => void (await tellEndedDelegates(context(), listeners)),
    'messages.sweep': async () => void (await sweepDrafts(context())),
    'uploads.sweep': async () => void (await sweepUploads(context())),
    'files.sweep': async () => {
      const before = new Date(ingredients.clock.now().subtract({ hours: 48 }).epochMilliseconds)
      await sweepFiles(ingredients.db, services.files, before)
    },
    [mailTask]: (payload, attempt) =>
      deliver(
        context(),
        { purposes: services.mailPurposes, mayRead: readers(ingredients, services) },
        transport,
        String(payload.mailId),
        attempt,
      ),
  }
}

/** Starts the queue's worker in this process, and catches up with the days on which none ran. */
export async function startBackground(
  databaseUrl: string,
  ingredients: Background,
  services: Services,
): Promise<Worker> {
  const worker = await startWorker(databaseUrl, tasksOf(ingredients, services), schedule, ingredients.log)
  await queueJob(ingredients.db, { task: 'figures.sweep', payload: {}, key: 'figures.sweep' })
  return worker
}

/** Whether somebody can see a record today, in any of their roles, or as the one asked to complete it. */
function readers({ db, clock }: Background, services: Services) {
  const { packs } = services
  return async (personId: string, recordId: string): Promise<boolean> => {
    const asked = { id: recordId, assessorId: personId, status: 'requested' as const }
    if ((await db.record.count({ where: asked })) > 0) return true
    const first = await actorFor({ db, clock, packs }, personId, 'mail', undefined)
    for (const { key } of first.roles) {
      const actor = await actorFor({ db, clock, packs }, personId, 'mail', key)
      const where = { AND: [{ id: recordId }, visibleRecords(actor)] }
      if ((await db.record.count({ where })) > 0) return true
    }
    return false
  }
}
