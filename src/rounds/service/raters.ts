import { z } from 'zod'
import { findOrCreatePersonByEmail, normaliseEmail, sameMailbox } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid, type Problems } from '../../kit/errors.ts'
import { isId, newId } from '../../kit/ids.ts'
import { endAfter } from '../../kit/window.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { roleWords } from '../../programmes/index.ts'
import { carersOf } from '../../training/index.ts'
import { type Counts, groupOf, needsOf } from '../kinds.ts'
import { mayDo } from '../policy.ts'
import { findOne, type One } from '../queries/one.ts'
import { moveRound } from './begin.ts'
import { roundEvent } from './events.ts'
import { tellRater } from './tell.ts'

/** How many rows the page offers at once. */
export const rowsAtOnce = 5
const most = 60

interface Row {
  name: string
  email: string
  grade: string
}

const Line = z.string().trim().max(254).catch('')
const Name = z
  .string()
  .min(2, 'Give the name.')
  .max(120, 'This name is too long.')
  .refine((text) => !/\p{Cc}/u.test(text), 'Give the name on one line.')
const Email = z.email('Give a whole address, such as name@hospital.example.').max(254)

/** How many of each group are on the list. */
export function listed({ kind, raters }: Pick<One, 'kind' | 'raters'>): Counts {
  const counts: Record<string, number> = {}
  for (const { grade } of raters) counts[groupOf(kind, grade)] = (counts[groupOf(kind, grade)] ?? 0) + 1
  return counts
}

/** Adds people to the list, several at once; after sending each is asked at once. */
export const addRaters = command<One, Row[], number>({
  find: findOne,
  may: (actor, one, ctx) => askable(one) ?? mayDo('list', actor, one, ctx.now),
  input: (one) => ({ parse: (body: Record<string, unknown>) => parseRows(one, body) }),
  prepare: async (rows, one, ctx) => {
    const problems = await strangers(ctx, one, rows)
    if (Object.keys(problems).length > 0) throw new Invalid(problems)
    return rows
  },
  async run(ctx, one, rows) {
    const sent = one.round.state === 'open'
    for (const row of rows) {
      const personId = sent ? (await findOrCreatePersonByEmail(ctx.db, row)).id : null
      const rater = await ctx.db.roundRater.create({
        data: { id: newId(), roundId: one.round.id, personId, ...row, email: normaliseEmail(row.email) },
      })
      if (sent) await tellRater(ctx, one, rater, 'request', one.round.endsAt!)
    }
    return rows.length
  },
  audit: (count, one) => roundEvent('round.listed', one, { count }),
})

const askable = ({ kind }: One): Decision | null =>
  kind.asks === 'raters' ? null : refuse('round.list.anybody', 'Here nobody is asked by name.', null)

type Parsed = { ok: true; values: Row[] } | { ok: false; problems: Problems }

function parseRows(one: One, body: Record<string, unknown>): Parsed {
  const problems: Problems = {}
  const rows: Row[] = []
  const grades = new Set((one.pack.pack.pack.lists.grades ?? []).map(([key]) => key))
  const mailbox = (email: string) => sameMailbox(normaliseEmail(email)).at(-1)!
  const known = new Set(one.raters.map(({ email }) => mailbox(email)))
  for (let index = 0; index < rowsAtOnce; index++) {
    const [name, email, grade] = ['name', 'email', 'grade'].map((key) => Line.parse(body[`${key}${index}`])) as [
      string,
      string,
      string,
    ]
    if (!name && !email) continue
    for (const [key, schema, text] of [
      ['name', Name, name],
      ['email', Email, email],
    ] as const) {
      const checked = schema.safeParse(text)
      if (!checked.success) problems[`${key}${index}`] = checked.error.issues[0]!.message
    }
    if (!grades.has(grade)) problems[`grade${index}`] = 'Choose the position: it decides whether the mix is right.'
    const address = mailbox(email)
    if (known.has(address)) problems[`email${index}`] = 'This address is on your list already.'
    known.add(address)
    rows.push({ name, email, grade })
  }
  if (rows.length === 0) problems.name0 = 'Give at least one name with its address.'
  if (one.raters.length + rows.length > most) problems.name0 = `A list holds at most ${most} people.`
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, values: rows }
}

/** The trainee themselves, and whoever reads and releases the round, are not asked under any address. */
async function strangers(ctx: Ctx, { portfolio, kind, pack }: One, rows: readonly Row[]): Promise<Problems> {
  const found = await ctx.db.identifier.findMany({
    where: { kind: 'email', normalised: { in: rows.flatMap(({ email }) => sameMailbox(normaliseEmail(email))) } },
    select: { normalised: true, personId: true },
  })
  const releasers = carersOf(portfolio).filter(({ relation }) => kind.releasedBy.some((by) => by === relation))
  const problems: Problems = {}
  for (const { normalised, personId } of found) {
    const at = rows.findIndex(({ email }) => sameMailbox(normaliseEmail(email)).includes(normalised))
    const releaser = releasers.find(({ id }) => id === personId)
    if (personId === portfolio.personId) problems[`email${at}`] = 'This is you. You have rated yourself already.'
    else if (releaser) {
      const role = roleWords(pack.pack, releaser.relation)
      problems[`email${at}`] = `This is your ${role}, who reads all answers and releases them, and so gives none.`
    }
  }
  return problems
}

/** Takes somebody off the list, while it is not sent. */
export const removeRater = command<One, Record<string, unknown>, void>({
  find: findOne,
  may: (actor, one, ctx) => mayDo('send', actor, one, ctx.now),
  run: async (ctx, { round }) => {
    const { raterId } = ctx.params
    if (isId(raterId)) await ctx.db.roundRater.deleteMany({ where: { id: raterId, roundId: round.id } })
  },
  audit: (_done, one) => roundEvent('round.listed', one),
})

/** What a list still lacks, in sentences; empty when it can be sent. */
export function lacking(one: Pick<One, 'kind' | 'raters'>): string[] {
  if (one.kind.asks === 'anybody') return []
  return needsOf(one.kind, listed(one), 'people')
    .filter(({ have, min }) => have < min)
    .map(({ words, have, min }) => `${min} ${words}; there are ${have}`)
}

/** Sends the round: everybody on the list gets their link, and the window begins. */
export const sendRound = command<One, Record<string, unknown>, number>({
  find: findOne,
  may: (actor, one, ctx): Decision => {
    const may = mayDo('send', actor, one, ctx.now)
    const lacks = lacking(one)
    if (may !== true || lacks.length === 0) return may
    return refuse('round.send.mix', `Your list is not complete yet. It needs at least ${lacks.join('; ')}.`, null, {
      label: 'Go on with the list',
      href: `/rounds/${one.round.id}`,
    })
  },
  async run(ctx, one) {
    const endsAt = toJsDate(endAfter(ctx.now, one.kind.windowDays, one.portfolio.timeZone))
    await moveRound(ctx, one, ['listing'], { state: 'open', sentAt: toJsDate(ctx.now), endsAt })
    // In one order of addresses, so that two rounds sent at once do not wait for each other in a circle.
    for (const row of one.raters.toSorted((a, b) => (a.email < b.email ? -1 : 1))) await askRater(ctx, one, row, endsAt)
    return one.raters.length
  },
  audit: (count, one) => roundEvent('round.sent', one, { count }),
})

async function askRater(ctx: WriteCtx, one: One, row: One['raters'][number], endsAt: Date): Promise<void> {
  const person = await findOrCreatePersonByEmail(ctx.db, row)
  if (person.id === one.portfolio.personId) throw new Conflict('Your own address is on the list. Take it off.')
  const rater = await ctx.db.roundRater.update({ where: { id: row.id }, data: { personId: person.id } })
  await tellRater(ctx, one, rater, 'request', endsAt)
}
