import { actorFor } from '../../src/actor.ts'
import type { CastName } from '../../src/demo/cast.ts'
import { createRecord, madeEvents, signRecord } from '../../src/evidence/index.ts'
import type { Rendered, Values } from '../../src/forms/index.ts'
import { dateIn } from '../../src/kit/clock.ts'
import { writeAudit } from '../../src/kit/command.ts'
import type { Ctx, WriteCtx } from '../../src/kit/context.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { listeners } from '../../src/listeners.ts'
import type { World } from '../support/world.ts'

/** The circumstances of somebody of the cast, outside any request. */
export async function ctxAs(world: World, name: CastName, roleKey?: string): Promise<Ctx> {
  const { db, clock, config, services } = world
  const { packs } = services
  const now = clock.now()
  return {
    db,
    actor: await actorFor({ db, clock, packs }, world.person[name], newId(), roleKey),
    clock,
    now,
    today: dateIn(now, 'Europe/London'),
    config,
    services,
    log: createLog('silent'),
    params: {},
    query: {},
    requestId: newId(),
    ip: null,
    device: null,
  }
}

export interface Made {
  formKey: string
  values: Values
  links?: string[]
  status?: 'submitted' | 'requested'
  /** Signs it as this assessor. */
  by?: CastName
  title?: string
}

/** A record of a trainee, made, linked, audited and heard of as the rooms do it. */
export async function addRecord(world: World, trainee: 'amara' | 'tom' | 'priya', made: Made): Promise<string> {
  const outer = await ctxAs(world, trainee)
  const enrolment = await world.db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment[trainee] } })
  const pack = await world.services.packs.get(enrolment.packVersionId)
  const form = pack.form(made.formKey)!
  return world.db.$transaction(async (tx) => {
    const ctx: WriteCtx = { ...outer, db: tx }
    const record = await createRecord(ctx, {
      form,
      pack,
      enrolment,
      authorId: enrolment.personId,
      assessorId: made.by ? world.person[made.by] : null,
      status: made.status ?? (made.by ? 'requested' : 'submitted'),
      values: made.values,
      links: made.links ?? [],
      ...(made.title ? { title: made.title } : {}),
    })
    if (made.by) {
      const signer = { id: world.person[made.by], name: made.by }
      const rendered: Rendered = {
        form: { key: form.key, version: form.version, title: form.title },
        sections: [
          {
            key: 'feedback',
            title: 'Feedback',
            by: 'assessor',
            answers: [
              { key: 'well', label: 'What went well', answer: `Words of ${made.by} about ${made.title ?? ''}` },
            ],
          },
        ],
        declaration: { text: form.declaration.text, accepted: true },
      }
      await signRecord(ctx, record.record, {
        signerId: signer.id,
        signerName: signer.name,
        role: 'consultant',
        assurance: 'account',
        rendered,
      })
    }
    const entries = madeEvents(made.by ? 'assessment.completed' : 'record.submitted', record)
    await writeAudit(ctx, entries)
    for (const entry of entries) for (const listen of listeners) await listen(ctx, entry)
    return record.record.id
  })
}

/** A clinic that counts, unless said otherwise. */
export const clinic = (on: string, more: Values = {}): Made => ({
  formKey: 'clinic',
  values: {
    heldOn: on,
    specialty: 'geriatric-medicine',
    setting: 'face-to-face',
    newPatients: 2,
    followUps: 3,
    consulted: true,
    ...more,
  },
})

/** A case-based discussion, completed by a consultant. */
export const discussion = (title: string, links: string[], by: CastName = 'idris'): Made => ({
  formKey: 'cbd',
  title,
  by,
  links,
  values: { title, seenOn: '2026-11-09', position: 'consultant', overall: 2 },
})

export const reflection = (title: string, links: string[] = []): Made => ({
  formKey: 'reflection-short',
  title,
  links,
  values: { title, category: 'case', happenedOn: '2026-11-10', learnt: 'I learnt to ask about driving.', next: 'Ask.' },
})
