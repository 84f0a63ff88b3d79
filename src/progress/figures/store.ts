import { toJsDate } from '../../kit/clock.ts'
import type { Heard } from '../../kit/command.ts'
import type { Ctx, Db, DbOrTx, Tx } from '../../kit/context.ts'
import type { Pack, Requirement } from '../../programmes/index.ts'
import { type Evaluation, evaluate, type Facts, type Part, rulesOn, type Status } from '../rules/index.ts'
import { factsOfMany } from './facts.ts'

/** What is kept of a rule's lines. */
export interface FigureDetail {
  parts: Part[]
  remarks: string[]
  counted: number
  notCounted: number
}

/** A prepared figure, as pages and lists read it. */
export interface Figure {
  ruleId: string
  have: number
  need: number
  pace: number | null
  status: Status
  dueOn: string | null
  because: string
  detail: FigureDetail
}

/** Which rules of a pack. */
export type Which = (rule: Requirement, pack: Pack) => boolean

type Reading = Pick<Ctx, 'now' | 'services'> & { db: DbOrTx }

/** A rule's figure on given facts. */
export function figureOf(rule: Requirement, facts: Facts): Figure {
  return asFigure(rule.id, evaluate(rule, facts))
}

export function asFigure(ruleId: string, evaluation: Evaluation): Figure {
  const { have, need, pace, status, dueOn, because, parts, remarks, counted, notCounted } = evaluation
  const detail = { parts, remarks, counted: counted.length, notCounted: notCounted.length }
  return { ruleId, have, need, pace, status, dueOn: dueOn?.toString() ?? null, because, detail }
}

/** The prepared figures of a portfolio, by the id of their rule: one query. Reach is the caller's to establish. */
export async function figuresOf(db: DbOrTx, enrolmentId: string): Promise<Map<string, Figure>> {
  const rows = await db.ruleFigure.findMany({ where: { enrolmentId } })
  return new Map(
    rows.map(({ ruleId, have, need, pace, status, dueOn, because, detail }) => [
      ruleId,
      {
        ruleId,
        have,
        need,
        pace,
        status,
        dueOn: dueOn === null ? null : dueOn.toISOString().slice(0, 10),
        because,
        detail: detail as unknown as FigureDetail,
      },
    ]),
  )
}

/** Works figures out afresh without writing them. */
export async function computed(
  ctx: Reading,
  enrolmentId: string,
  packVersionId: string,
  which: Which = () => true,
): Promise<Figure[]> {
  const [worked] = await computedOfMany(ctx, [enrolmentId], packVersionId, which)
  return worked ? [...worked.figures] : []
}

/** The same of several portfolios of one pack version, read together. */
async function computedOfMany(
  ctx: Reading,
  enrolmentIds: readonly string[],
  packVersionId: string,
  which: Which = () => true,
): Promise<Worked[]> {
  const { pack } = await ctx.services.packs.get(packVersionId)
  const rules = pack.requirements.rules.filter((rule) => which(rule, pack))
  if (rules.length === 0) return []
  const all = await factsOfMany(ctx.db, enrolmentIds, { pack, rules, now: ctx.now })
  return [...all].map(([enrolmentId, facts]) => ({
    enrolmentId,
    figures: valid(pack, facts, rules).map((rule) => figureOf(rule, facts)),
  }))
}

const valid = (pack: Pack, facts: Facts, rules: readonly Requirement[]) => {
  const held = new Set(rulesOn(pack, facts.today).map(({ id }) => id))
  return rules.filter(({ id }) => held.has(id))
}

/**
 * Works out and keeps the figures of some rules; of all where none are said or none are kept yet. Locks the enrolment, so
 * that of two changes at once the later one counts the earlier.
 */
export async function refresh(ctx: Reading & { db: Tx }, enrolmentId: string, which?: Which): Promise<void> {
  const [row] = await ctx.db.$queryRaw<{ packVersionId: string; kept: boolean }[]>`
    select e."packVersionId", exists (select 1 from "RuleFigure" f where f."enrolmentId" = e.id) as kept
    from "Enrolment" e where e.id = ${enrolmentId}::uuid for no key update of e`
  if (!row) return
  const figures = await computed(ctx, enrolmentId, row.packVersionId, row.kept ? which : undefined)
  await store(ctx, [{ enrolmentId, figures }])
}

/** So many portfolios are read and written in one statement. */
const together = 50

/** The same for many portfolios, read and written together. */
export async function refreshMany(
  ctx: Reading & { db: Tx },
  enrolmentIds: readonly string[],
  which: Which,
  heard: Heard,
): Promise<void> {
  if (enrolmentIds.length === 0) return
  const rows = await ctx.db.$queryRaw<{ id: string; packVersionId: string; kept: boolean }[]>`
    select e.id, e."packVersionId", exists (select 1 from "RuleFigure" f where f."enrolmentId" = e.id) as kept
    from "Enrolment" e where e.id = any(${[...enrolmentIds]}::uuid[]) order by e.id for no key update of e`
  const kindOf = ({ packVersionId, kept }: (typeof rows)[number]) => `${packVersionId} ${kept}`
  let done = 0
  for (const kind of new Set(rows.map(kindOf))) {
    const alike = rows.filter((row) => kindOf(row) === kind)
    const { packVersionId, kept } = alike[0]!
    for (let at = 0; at < alike.length; at += together) {
      const ids = alike.slice(at, at + together).map(({ id }) => id)
      await store(ctx, await computedOfMany(ctx, ids, packVersionId, kept ? which : undefined))
      done += ids.length
      await heard(done, rows.length)
    }
  }
}

/** Everything of one portfolio afresh, in a transaction of its own; figures of rules that no longer hold go. */
export async function recompute(ctx: Reading & { db: Db }, enrolmentId: string): Promise<void> {
  await ctx.db.$transaction(
    async (tx) => {
      const within = { ...ctx, db: tx }
      await refresh(within, enrolmentId)
      await tx.ruleFigure.deleteMany({ where: { enrolmentId, computedAt: { lt: toJsDate(ctx.now) } } })
    },
    { maxWait: 10_000, timeout: 30_000 },
  )
}

interface Worked {
  enrolmentId: string
  figures: readonly Figure[]
}

async function store(ctx: Reading, worked: readonly Worked[]): Promise<void> {
  const rows = worked.flatMap(({ enrolmentId, figures }) => figures.map((figure) => ({ ...figure, enrolmentId })))
  if (rows.length === 0) return
  await ctx.db.$executeRaw`
    insert into "RuleFigure" ("enrolmentId", "ruleId", have, need, pace, status, "dueOn", because, detail, "computedAt")
    select f."enrolmentId", f."ruleId", f.have, f.need, f.pace, f.status::"FigureStatus", f."dueOn", f.because,
      f.detail, ${toJsDate(ctx.now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f("enrolmentId" uuid, "ruleId" text, have float8, need float8, pace float8,
      status text, "dueOn" date, because text, detail jsonb)
    on conflict ("enrolmentId", "ruleId") do update set have = excluded.have, need = excluded.need,
      pace = excluded.pace, status = excluded.status, "dueOn" = excluded."dueOn", because = excluded.because,
      detail = excluded.detail, "computedAt" = excluded."computedAt"`
}
