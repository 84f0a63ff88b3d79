import { join } from 'node:path'
import { createRecord, madeEvents, signRecord } from '../../src/evidence/index.ts'
import type { FormDefinition, Values } from '../../src/forms/index.ts'
import type { Record as RecordRow } from '../../src/generated/client.ts'
import { toJsDate } from '../../src/kit/clock.ts'
import { writeAudit } from '../../src/kit/command.ts'
import type { Tx, WriteCtx } from '../../src/kit/context.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { root } from '../../src/kit/root.ts'
import { listeners } from '../../src/listeners.ts'
import { type Pack, published, publishPack } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { recompute } from '../../src/progress/index.ts'
import { systemContext } from '../../src/worker.ts'
import { testWorld, type World } from '../support/world.ts'

/** The usual world with one more trainee in it, of a pack with stages. Helen supervises, Ruth is tutor of the hospital. */
export interface StagedWorld extends World {
  mei: { personId: string; enrolmentId: string }
  /** A record of Mei's, linked to items, made and heard of as the rooms do it; signed by Idris where `by` says so. */
  add(record: { formKey: string; title: string; links: string[]; on: string; by?: 'idris' }): Promise<string>
  /** Ends her first stage and begins the second. */
  enterStage2(on: string): Promise<void>
  figure(ruleId: string): Promise<{ have: number; need: number; status: string; because: string }>
}

/** Mei is in the first stage, which began in August 2022. */
export async function stagedWorld(folder: string): Promise<StagedWorld> {
  const world = await testWorld()
  const { db, services, clock } = world
  const pack = await loadPackFolder(join(root, 'prisma/packs', folder))
  const mei = { personId: newId(), enrolmentId: newId() }
  const enrolment = await db.$transaction((tx) => enrol(tx, world, pack, mei), { timeout: 60_000 })
  const known = published(enrolment.packVersionId, pack)

  return {
    ...world,
    mei,
    add: ({ formKey, title, links, on, by }) =>
      db.$transaction(async (tx) => {
        const form = known.form(formKey)!
        const outer = systemContext({ ...world, log: createLog('silent') }, services)
        const ctx: WriteCtx = { ...outer, db: tx }
        const values: Values = {
          title,
          seenOn: on,
          attendedOn: on,
          happenedOn: on,
          doneOn: on,
          position: 'consultant',
          overall: 2,
        }
        const made = await createRecord(ctx, {
          form,
          pack: known,
          enrolment,
          authorId: mei.personId,
          assessorId: by ? world.person[by] : null,
          status: by ? 'requested' : 'submitted',
          values,
          links,
          title,
        })
        if (by) await sign(ctx, made.record, form, world.person[by])
        const entries = madeEvents(by ? 'assessment.completed' : 'record.submitted', made)
        await writeAudit(ctx, entries)
        for (const entry of entries) for (const listen of listeners) await listen(ctx, entry)
        return made.record.id
      }),
    async enterStage2(on) {
      const { enrolmentId } = mei
      await db.stagePeriod.updateMany({ where: { enrolmentId }, data: { until: dbDate(on) } })
      await db.stagePeriod.create({ data: { id: newId(), enrolmentId, stageKey: 'S2', from: dbDate(on) } })
      await recompute({ db, services, now: clock.now() }, enrolmentId)
    },
    figure: (ruleId) =>
      db.ruleFigure.findUniqueOrThrow({ where: { enrolmentId_ruleId: { enrolmentId: mei.enrolmentId, ruleId } } }),
  }
}

async function enrol(tx: Tx, world: World, pack: Pack, { personId, enrolmentId }: StagedWorld['mei']) {
  const packVersionId = await publishPack(tx, pack, toJsDate(world.clock.now()))
  const programmeId = newId()
  const { college: collegeId, network: networkId } = world.ids
  const programme = { packKey: pack.pack.key, name: pack.pack.shortTitle, timeZone: pack.pack.timeZone }
  await tx.programme.create({ data: { id: programmeId, collegeId, networkId, ...programme } })
  const name = { title: 'Dr', givenName: 'Mei', familyName: 'Tan', grade: 'registrar' }
  await tx.person.create({ data: { id: personId, ...name, account: { create: { state: 'active' } } } })
  const enrolment = { id: enrolmentId, personId, programmeId, packVersionId }
  const from = dbDate('2022-08-03')
  await tx.enrolment.create({ data: { ...enrolment, startsOn: from, endsOn: dbDate('2029-08-01'), ftePercent: 100 } })
  await tx.stagePeriod.create({ data: { id: newId(), enrolmentId, stageKey: 'S1', from, until: dbDate('2027-02-03') } })
  const post = { siteId: world.ids.sites[0]!, title: 'Intensive care', specialty: 'intensive-care' }
  await tx.placement.create({ data: { id: newId(), enrolmentId, from: dbDate('2026-08-05'), ...post } })
  for (const [who, kind] of [
    ['helen', 'educational'],
    ['idris', 'clinical'],
  ] as const)
    await tx.supervision.create({ data: { id: newId(), enrolmentId, personId: world.person[who], kind, from } })
  const tutor = {
    personId: world.person.ruth,
    role: 'collegeTutor',
    scopeKind: 'site',
    scopeId: post.siteId,
    programmeId,
  }
  await tx.grant.create({ data: { id: newId(), ...tutor, from } })
  return enrolment
}

async function sign(ctx: WriteCtx, record: RecordRow, form: FormDefinition, signerId: string): Promise<void> {
  await signRecord(ctx, record, {
    signerId,
    signerName: 'Dr Idris Khan',
    role: 'consultant',
    assurance: 'account',
    rendered: {
      form: { key: form.key, version: form.version, title: form.title },
      sections: [],
      declaration: { text: form.declaration.text, accepted: true },
    },
  })
}
