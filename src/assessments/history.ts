import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { containing } from '../kit/pattern.ts'
import { mine } from '../kit/scope.ts'
import type { PublishedPack } from '../programmes/index.ts'

export interface HistoryRow {
  id: string
  formKey: string
  packVersionId: string
  title: string
  trainee: string
  programme: string
  completedAt: Date
  timeZone: string
}

export interface History {
  rows: HistoryRow[]
  total: number
  q: string
  page: number
  packs: ReadonlyMap<string, PublishedPack>
}

export const historyPageSize = 50

/** What a person completed when asked to, newest first: their own forms alone, whoever's portfolio they lie in. */
export const findHistory = mine(async (personId, ctx): Promise<History> => {
  const q = (ctx.query.q ?? '').replaceAll('\0', '').trim().slice(0, 100)
  const page = Math.min(Math.max(Number.parseInt(ctx.query.page ?? '1', 10) || 1, 1), 1000)
  const rows = await ctx.db.$queryRaw<(HistoryRow & { total: number })[]>`
    select r.id, r."formKey", r."packVersionId", r.title, pr.name as programme, r."completedAt", pr."timeZone",
      concat_ws(' ', p.title, p."givenName", p."familyName") as trainee, count(*) over ()::int as total
    from "Record" r join "AssessmentRequest" a on a."recordId" = r.id join "Person" p on p.id = r."personId"
      join "Programme" pr on pr.id = r."programmeId"
    where r."assessorId" = ${personId}::uuid and r.status = 'signed' ${await matching(ctx, personId, q)}
    order by r."completedAt" desc, r.id desc
    limit ${historyPageSize} offset ${(page - 1) * historyPageSize}`
  const packs = await packsOf(
    ctx,
    rows.map((row) => row.packVersionId),
  )
  return { rows, total: rows[0]?.total ?? 0, q, page, packs }
})

/** Every word is part of the trainee's name, of the title, or of what the form is called. */
async function matching(ctx: Ctx, personId: string, q: string): Promise<Prisma.Sql> {
  const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return Prisma.empty
  const kinds = await ctx.db.record.findMany({
    where: { assessorId: personId, status: 'signed', request: { isNot: null } },
    distinct: ['packVersionId', 'formKey'],
    select: { packVersionId: true, formKey: true },
  })
  const packs = await packsOf(
    ctx,
    kinds.map((row) => row.packVersionId),
  )
  const called = (word: string) =>
    kinds.flatMap(({ packVersionId, formKey }) => {
      const form = packs.get(packVersionId)?.form(formKey)
      const name = `${form?.short ?? ''} ${form?.title ?? ''}`.toLowerCase()
      return name.includes(word.toLowerCase()) ? [formKey] : []
    })
  const clauses = words.map((word) => {
    const like = containing(word)
    return Prisma.sql`(concat_ws(' ', p."givenName", p."familyName") ilike ${like} or r.title ilike ${like}
      or r."formKey" = any(${called(word)}::text[]))`
  })
  return Prisma.sql`and ${Prisma.join(clauses, ' and ')}`
}

const packsOf = async (ctx: Ctx, ids: readonly string[]): Promise<History['packs']> =>
  new Map(await Promise.all([...new Set(ids)].map(async (id) => [id, await ctx.services.packs.get(id)] as const)))
