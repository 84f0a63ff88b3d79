import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Prisma } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import { Conflict, Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { line } from '../kit/inputs.ts'
import type { Upload } from '../kit/intake.ts'
import { asJson } from './codec.ts'
import { type DryRun, dryRun, errorsIn } from './dryRun.ts'
import { changeoverPolicy } from './policy.ts'
import { type Changeovers, findChangeover, findChangeovers } from './queries.ts'
import { limits, Unreadable } from './sheet/cells.ts'
import { type Sheet, sheetOf } from './sheet/columns.ts'
import { readSheet } from './sheet/read.ts'
import { readText } from './sheet/text.ts'

const { move } = changeoverPolicy.actions

/** Name of the job that applies a sheet or takes it back. */
export const changeoverTask = 'changeovers.work'

interface Sent {
  programmeId: string
  name: string | null
  path: string | null
  text: string
  /** Made on the first look, before the transaction. */
  read: { sheet: Sheet; run: DryRun } | null
}

export const sheetUpload = { fields: [{ name: 'sheet', maxCount: 1 }], maxBytes: limits.bytes }

function readForm({ programmes }: Changeovers, body: Record<string, unknown>) {
  const file = ((body._files as Upload[] | undefined) ?? []).find(({ field, size }) => field === 'sheet' && size > 0)
  const text = typeof body.text === 'string' ? body.text : ''
  const programme =
    programmes.find(({ id }) => id === body.programmeId) ?? (programmes.length === 1 ? programmes[0] : null)
  const problems: Problems = {}
  if (!programme) problems.programmeId = 'Choose the programme.'
  if (!file && !text.trim()) problems.sheet = 'Choose the sheet, or paste its rows below.'
  if (file && text.trim()) problems.text = 'Send a file or pasted rows, not both.'
  if (!programme || Object.keys(problems).length > 0) return { ok: false as const, problems }
  const values: Sent = {
    programmeId: programme.id,
    name: file?.name ?? null,
    path: file?.path ?? null,
    text,
    read: null,
  }
  return { ok: true as const, values }
}

/** Reads a sheet and makes its dry run; nothing on record is changed by it. */
export const sendSheet = command({
  prepares: true,
  find: findChangeovers,
  may: (actor) => move(actor),
  input: (found) => ({ parse: (body: Record<string, unknown>) => readForm(found, body) }),
  prepare: async (input: Sent, _found, ctx: Ctx) => {
    try {
      const cells = input.path ? await readSheet(await readFile(input.path)) : readText(input.text)
      const sheet = sheetOf(cells)
      return { ...input, read: { sheet, run: await dryRun(ctx, input.programmeId, sheet) } }
    } catch (error) {
      if (error instanceof Unreadable) throw new Invalid({ [input.path ? 'sheet' : 'text']: error.message })
      throw error
    }
  },
  run: async ({ db, actor, now }, _found, { programmeId, name, read }) => {
    const { sheet, run } = read!
    const id = newId()
    const at = toJsDate(now)
    await db.changeover.create({
      data: {
        ...{ id, programmeId, name, rows: sheet.rows.length, ...dataOf(run) },
        sheet: asJson(sheet),
        ...{ uploadedById: actor.personId, uploadedByName: actor.name, uploadedAt: at, checkedAt: at },
      },
    })
    return { id, rows: sheet.rows.length }
  },
  audit: ({ id, rows }, _found, { programmeId }) => ({
    type: 'changeover.read',
    data: { changeoverId: id, programmeId, rows },
  }),
})

/** What is kept of a dry run. */
export function dataOf({ shown, hash, plan }: DryRun) {
  return { shown: asJson(shown), planHash: hash, trainees: plan.changes.length }
}

const begun = z.object({ hash: z.string().catch('') })

/** Applies a sheet as its dry run was read: the work is a job. */
export const applySheet = command({
  find: findChangeover,
  may: (actor) => move(actor),
  input: () => begun,
  run: async (ctx, { row, shown }, { hash }) => {
    if (row.state !== 'ready') throw new Conflict('This sheet was applied already.')
    if (errorsIn(shown).length > 0) throw new Conflict('Rows of this sheet cannot be taken, so nothing of it is.')
    if (hash !== row.planHash) throw new Conflict('There is a newer dry run of this sheet. Read it first.')
    await begin(ctx, row.id, 'apply', null)
  },
  audit: (_result, { row }) => ({
    type: 'changeover.begun',
    data: { changeoverId: row.id, programmeId: row.programmeId },
  }),
  jobs: (_result, { row }) => [jobFor(row.id)],
})

/** Takes an applied sheet back, while nothing rests on it: a job as well. */
export const undoSheet = command({
  find: findChangeover,
  may: (actor) => move(actor),
  input: () => z.object({ reason: line(500) }),
  free: ({ reason }) => ({ texts: { reason } }),
  run: async (ctx, { row, rests }, { reason }) => {
    if (row.state !== 'applied') throw new Conflict('Only a sheet that was applied is taken back.')
    const [first] = rests
    if (first) throw new Conflict(`Something rests on this changeover: ${first}`)
    await begin(ctx, row.id, 'undo', reason)
  },
  audit: (_result, { row }) => ({
    type: 'changeover.undoing',
    data: { changeoverId: row.id, programmeId: row.programmeId },
  }),
  jobs: (_result, { row }) => [jobFor(row.id)],
})

const jobFor = (changeoverId: string) => ({
  task: changeoverTask,
  payload: { changeoverId },
  key: `${changeoverTask}:${changeoverId}`,
})

async function begin({ db, actor }: Ctx, id: string, doing: 'apply' | 'undo', reason: string | null): Promise<void> {
  const by = { doingById: actor.personId, doingRole: actor.roleKey, doingReason: reason }
  const { count } = await db.changeover.updateMany({
    where: { id, doing: null },
    data: { doing, ...by, step: null, done: 0, stopped: Prisma.DbNull },
  })
  if (count === 0) throw new Conflict('This sheet is being worked on already.')
}

/** Throws a sheet away that was never applied. */
export const discardSheet = command({
  prepares: true,
  find: findChangeover,
  may: (actor) => move(actor),
  run: async ({ db }, { row }) => {
    const { count } = await db.changeover.deleteMany({ where: { id: row.id, state: 'ready', doing: null } })
    if (count === 0) throw new Conflict('A sheet that was applied stays in the history.')
  },
  audit: (_result, { row }) => ({
    type: 'changeover.discarded',
    data: { changeoverId: row.id, programmeId: row.programmeId },
  }),
})
