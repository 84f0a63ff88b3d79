import { z } from 'zod'
import { checkChains, faultKinds } from '../evidence/index.ts'
import type { ChainCheck, Prisma } from '../generated/client.ts'
import { personName } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx, Db } from '../kit/context.ts'
import { Invalid } from '../kit/errors.ts'
import { isId, newId } from '../kit/ids.ts'
import { containing } from '../kit/pattern.ts'
import { scoped } from '../kit/scope.ts'
import { checkPolicy, programmesOf } from './policy.ts'

/** Name of the job that goes through the chains. */
export const checkTask = 'chains.check'

/** So many broken links are named, one by one; all are counted. */
const namedFaults = 200

export interface TraineeMatch {
  portfolioId: string
  name: string
  programmes: string[]
  signatures: number
}

/** What an administrator's page begins with: the latest checks, and the trainees searched for. */
export interface Checks {
  checks: (ChainCheck & { portfolio: string | null })[]
  query: string
  matches: TraineeMatch[]
  programmeIds: string[]
}

const matchesShown = 20

/** The page of checks. */
export const findChecks = scoped(checkPolicy, async (visible, ctx): Promise<Checks | null> => {
  const programmeIds = programmesOf(ctx.actor)
  if (!programmeIds) return null
  const query = (ctx.query.q ?? '').trim().slice(0, 100)
  const [checks, matches] = await Promise.all([
    ctx.db.chainCheck.findMany({ where: visible, orderBy: { askedAt: 'desc' }, take: 20 }),
    query ? matching(ctx, query, programmeIds) : [],
  ])
  const names = await namesOf(
    ctx,
    checks.flatMap(({ portfolioId }) => portfolioId ?? []),
  )
  const named = checks.map((check) => ({ ...check, portfolio: names.get(check.portfolioId ?? '') ?? null }))
  return { checks: named, query, matches, programmeIds }
})

function matching(ctx: Ctx, query: string, programmeIds: string[]): Promise<TraineeMatch[]> {
  const pattern = containing(query)
  return ctx.db.$queryRaw<TraineeMatch[]>`
    select p.id as "portfolioId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      json_agg(distinct pr.name) as programmes,
      coalesce((select h.seq from "ChainHead" h where h."portfolioId" = p.id), 0) as signatures
    from "Enrolment" e join "Person" p on p.id = e."personId" join "Programme" pr on pr.id = e."programmeId"
    where e."programmeId" = any(${programmeIds}::uuid[])
      and concat_ws(' ', p.title, p."givenName", p."familyName") ilike ${pattern}
    group by p.id order by p."familyName", p."givenName" limit ${matchesShown}`
}

async function namesOf(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const people = await ctx.db.person.findMany({ where: { id: { in: ids } } })
  return new Map(people.map((person) => [person.id, personName(person)]))
}

const checkForm = z.object({ portfolioId: z.uuid('Choose a trainee from the list.').optional() })

/** Asks for a check of one portfolio or of all; the work itself is a job. */
export const askForCheck = command({
  find: findChecks,
  may: (actor) => checkPolicy.actions.check(actor),
  input: () => checkForm,
  run: async (ctx, { programmeIds }, { portfolioId }) => {
    const within = { personId: portfolioId, programmeId: { in: programmeIds } }
    if (portfolioId && (await ctx.db.enrolment.count({ where: within })) === 0)
      throw new Invalid({ portfolioId: 'Choose a trainee from the list.' })
    const { personId: askedById, name: askedByName, roleKey: askedByRole } = ctx.actor
    const data = { askedById, askedByName, askedByRole, programmeIds, portfolioId: portfolioId ?? null }
    return ctx.db.chainCheck.create({ data: { id: newId(), ...data, askedAt: toJsDate(ctx.now) } })
  },
  audit: ({ id, portfolioId }) => ({ type: 'chains.checked', subjectId: portfolioId, data: { check: id } }),
  jobs: ({ id }) => [{ task: checkTask, payload: { checkId: id }, key: `${checkTask}:${id}` }],
})

/** A broken link as its page names it. What lies in programmes of others is not named. */
export interface NamedFault {
  id: string
  portfolioId: string
  trainee: string
  seq: number
  what: string
  record: { id: string; formKey: string; packVersionId: string; occurredOn: Date } | null
}

export interface OneCheck {
  check: ChainCheck
  portfolio: string | null
  faults: NamedFault[]
  /** Titles of the forms that are named, by pack version and key. */
  titles: ReadonlyMap<string, string>
}

/** One check with the links that it found broken. */
export const findCheck = scoped(checkPolicy, async (visible, ctx): Promise<OneCheck | null> => {
  const { id } = ctx.params
  const check = isId(id) ? await ctx.db.chainCheck.findFirst({ where: { AND: [{ id }, visible] } }) : null
  if (!check) return null
  const faults = await ctx.db.$queryRaw<NamedFault[]>`
    select f.id, f."portfolioId", f.seq, f.what, concat_ws(' ', p.title, p."givenName", p."familyName") as trainee,
      case when r.id is null then null else json_build_object('id', r.id, 'formKey', r."formKey",
        'packVersionId', r."packVersionId", 'occurredOn', r."occurredOn") end as record
    from "ChainCheckFault" f join "Person" p on p.id = f."portfolioId"
      left join "Record" r on r.id = f."recordId" and r."programmeId" = any(${check.programmeIds}::uuid[])
    where f."checkId" = ${id}::uuid order by trainee, f.seq, f.id`
  const names = check.portfolioId ? await namesOf(ctx, [check.portfolioId]) : null
  return { check, portfolio: names?.get(check.portfolioId!) ?? null, faults, titles: await titlesOf(ctx, faults) }
})

async function titlesOf(ctx: Ctx, faults: readonly NamedFault[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  for (const { record } of faults) {
    if (!record) continue
    const form = (await ctx.services.packs.get(record.packVersionId)).form(record.formKey)
    titles.set(record.id, form?.title ?? record.formKey)
  }
  return titles
}

/** Does a check that was asked for, and tells whoever asked. Called by the queue; begins anew where it broke off. */
export async function runChainCheck(ctx: Ctx & { db: Db }, checkId: string): Promise<void> {
  const check = await ctx.db.chainCheck.findUnique({ where: { id: checkId } })
  if (!check || check.state === 'done') return
  await ctx.db.chainCheckFault.deleteMany({ where: { checkId } })
  await ctx.db.chainCheck.update({ where: { id: checkId }, data: { state: 'running', startedAt: toJsDate(ctx.now) } })
  const found: Prisma.ChainCheckFaultCreateManyInput[] = []
  try {
    const checked = await checkChains(
      ctx,
      ({ portfolioId, seq, recordId, what }) => {
        if (found.length < namedFaults) found.push({ id: newId(), checkId, portfolioId, seq, recordId, what })
      },
      { programmeIds: check.programmeIds, portfolioId: check.portfolioId },
    )
    await ctx.db.$transaction(async (tx) => {
      await tx.chainCheckFault.createMany({ data: found })
      const endedAt = toJsDate(ctx.clock.now())
      await tx.chainCheck.update({ where: { id: checkId }, data: { ...checked, state: 'done', endedAt } })
      await ctx.services.notices.notify({ ...ctx, db: tx }, noticeOf(check, checked.faults))
    })
  } catch (error) {
    await ctx.db.chainCheck.update({ where: { id: checkId }, data: { state: 'failed' } })
    throw error
  }
}

function noticeOf({ id, askedById, askedByRole }: ChainCheck, faults: number) {
  return {
    personId: askedById,
    roleKey: askedByRole,
    kind: 'chains.checked',
    text:
      faults === 0 ? 'Signatures checked: all are as they were signed' : 'Signatures checked: some are not as signed',
    href: `/integrity/checks/${id}`,
  }
}

/** What is wrong with a link, as the rest of a sentence. */
export const wrong = (what: string): string => faultKinds[what] ?? what
