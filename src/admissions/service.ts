import { z } from 'zod'
import { readText, Unreadable } from '../changeovers/index.ts'
import { emailAddress } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command, type InputParser } from '../kit/command.ts'
import { Conflict, Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { admit } from './admit.ts'
import { barred } from './judge.ts'
import { admissionPolicy } from './policy.ts'
import { findList, findProgrammes, type OneList, type Programme } from './queries.ts'
import { dayIn, type Wanted, wantedIn } from './wanted.ts'

const { accept } = admissionPolicy.actions

/** What a form says, or what is wrong in it. */
type Read<T> = { ok: true; values: T } | { ok: false; problems: Problems }

interface Sent {
  programmeId: string
  wanted: Wanted[]
  remarks: string[]
}

const typed = (body: Record<string, unknown>, name: string, max = 254): string =>
  (typeof body[name] === 'string' ? body[name] : '').replace(/\s+/g, ' ').trim().slice(0, max)

/** One person in fields of their own, or several pasted: never both. */
function readForm({ programmes }: { programmes: Programme[] }, body: Record<string, unknown>): Read<Sent> {
  const problems: Problems = {}
  const programme =
    programmes.find(({ id }) => id === body.programmeId) ?? (programmes.length === 1 ? programmes[0] : null)
  if (!programme) problems.programmeId = 'Choose the programme.'
  const text = typeof body.text === 'string' ? body.text.slice(0, 500_000) : ''
  const one = oneOf(body)
  const alone = [one.givenName, one.familyName, one.email, one.number].some(Boolean)
  if (alone && text.trim()) problems.text = 'Fill in the fields for one person, or paste rows for many; not both.'
  const many = text.trim() && !problems.text ? rowsIn(text, problems) : null
  if (!many && !problems.text) checkOne(one, problems)
  if (!programme || Object.keys(problems).length > 0) return { ok: false, problems }
  const values: Sent = { programmeId: programme.id, ...(many ?? { wanted: [one], remarks: [] }) }
  return { ok: true, values }
}

function rowsIn(text: string, problems: Problems) {
  try {
    return wantedIn(readText(text))
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    problems.text = error.message
    return null
  }
}

const oneOf = (body: Record<string, unknown>): Wanted => ({
  ...{ row: 1, title: typed(body, 'title', 20) || null, problems: [] },
  ...{ givenName: typed(body, 'givenName', 80), familyName: typed(body, 'familyName', 80) },
  ...{ email: typed(body, 'email'), number: typed(body, 'number', 30), stage: typed(body, 'stage', 80) },
  ...{ from: typed(body, 'from', 30), last: typed(body, 'last', 30), fte: typed(body, 'fte', 10) },
})

function checkOne(one: Wanted, problems: Problems): void {
  if (!one.givenName) problems.givenName = 'Enter the given name.'
  if (!one.familyName) problems.familyName = 'Enter the family name.'
  const address = emailAddress.safeParse(one.email)
  if (!address.success) problems.email = address.error.issues[0]!.message
  if (!dayIn(one.from).day) problems.from = 'Enter the first day of training, such as 4 Aug 2026.'
  if (one.last && !dayIn(one.last).day) problems.last = 'Enter a real date, such as 4 Aug 2029.'
}

/** Takes a list to be looked at; nobody is accepted by it. */
export const sendList = command({
  find: findProgrammes,
  may: (actor) => accept(actor),
  input: (found): InputParser<Sent> => ({ parse: (body: Record<string, unknown>) => readForm(found, body) }),
  run: async ({ db, actor, now }, _found, { programmeId, wanted, remarks }) => {
    const id = newId()
    const by = { sentById: actor.personId, sentByName: actor.name, sentAt: toJsDate(now) }
    await db.admissionList.create({ data: { id, programmeId, rows: wanted, remarks, ...by } })
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
