import { z } from 'zod'
import { toJsDate } from '../kit/clock.ts'
import { command, type InputParser } from '../kit/command.ts'
import { Conflict, Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { admit } from './admit.ts'
import { barred } from './judge.ts'
import { admissionPolicy } from './policy.ts'
import { findList, findProgrammes, type OneList } from './queries.ts'
import { type Read, readForm, type Sent, withRows } from './sent.ts'

const { accept } = admissionPolicy.actions

/** Takes a list to be looked at; nobody is accepted by it. */
export const sendList = command({
  find: findProgrammes,
  may: (actor) => accept(actor),
  input: (found): InputParser<Sent> => ({ parse: (body: Record<string, unknown>) => readForm(found, body) }),
  prepare: withRows,
  run: async ({ db, actor, now }, { programmes }, { programmeId, wanted, remarks, typed, mends }) => {
    const id = newId()
    const by = { sentById: actor.personId, sentByName: actor.name, sentAt: toJsDate(now) }
    await db.admissionList.create({ data: { id, programmeId, rows: wanted, remarks, typed, ...by } })
    // The one that was gone back to has become this one.
    const among = programmes.map((one) => one.id)
    if (mends) await db.admissionList.deleteMany({ where: { id: mends, programmeId: { in: among } } })
    return { id, rows: wanted.length }
  },
  audit: ({ id, rows }, _found, { programmeId }) => ({
    type: 'admission.read',
    data: { listId: id, programmeId, rows },
  }),
})

/** Who each row is, where somebody similar is known: that person, or another one. */
export interface Answers {
  hash: string
  /** By row: the id of the person, or null for somebody new. */
  who: Map<number, string | null>
}

function readAnswers(found: OneList, body: Record<string, unknown>): Read<Answers> {
  const problems: Problems = {}
  const who = new Map<number, string | null>()
  for (const { row, similar, name, unusual } of found.lines) {
    if (unusual.length > 0 && body[`sure-${row}`] !== 'yes')
      problems[`sure-${row}`] = `Say that ${name} is to be accepted all the same.`
    if (similar.length === 0) continue
    const said = body[`who-${row}`]
    const meant = similar.find(({ id }) => id === said)
    const bar = meant && !meant.enrolmentId && barred(meant, found)
    if (said === 'new') who.set(row, null)
    else if (bar) problems[`who-${row}`] = bar
    else if (meant) who.set(row, meant.id)
    else problems[`who-${row}`] = `Say whether ${name} is somebody known here.`
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, values: { hash: typeof body.hash === 'string' ? body.hash : '', who } }
}

/** Accepts everybody on a list, all or nothing: accounts, enrolments, invitations (R20, R22, R30). */
export const acceptList = command({
  find: findList,
  may: (actor) => accept(actor),
  input: (found): InputParser<Answers> => ({ parse: (body: Record<string, unknown>) => readAnswers(found, body) }),
  run: async (ctx, found, answers) => {
    const { count } = await ctx.db.admissionList.deleteMany({ where: { id: found.id } })
    if (count === 0) throw new Conflict('This list was accepted or thrown away already.')
    if (answers.hash !== found.hash)
      throw new Conflict('Something has changed since you read this list. Read it again, then accept it.')
    const wrong = found.lines.filter(({ problems }) => problems.length > 0)
    if (wrong.length > 0)
      throw new Invalid(
        `Nobody was accepted: ${wrong.map(({ row }) => `row ${row}`).join(', ')} cannot be taken as it stands.`,
      )
    return admit(ctx, found, answers)
  },
  audit: (admitted) =>
    admitted.map(({ personId, enrolmentId, added }) => ({
      type: 'enrolment.accepted',
      subjectId: personId,
      enrolmentId,
      data: { toExisting: added },
    })),
})

/** Throws a list away. */
export const discardList = command({
  find: findList,
  may: (actor) => accept(actor),
  input: () => z.object({}),
  run: async ({ db }, { id }) => void (await db.admissionList.deleteMany({ where: { id } })),
  audit: (_none, { id, programme }) => ({
    type: 'admission.discarded',
    data: { listId: id, programmeId: programme.id },
  }),
})
