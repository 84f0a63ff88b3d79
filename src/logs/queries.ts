import { rowColumns } from '../evidence/index.ts'
import type { FormDefinition } from '../forms/index.ts'
import type { Prisma, Record as RecordRow } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { type Actor, type Depth, depth } from '../policy/index.ts'
import type { PublishedPack, Requirement, RightsSection } from '../programmes/index.ts'
import { formsOf, type Reading, readingsOf } from '../progress/index.ts'
import { type PortfolioBase, portfolioOf } from '../training/index.ts'
import { logPolicy } from './policy.ts'
import { type Tally, tallyFormOf, tallyOf } from './tallies.ts'

export const pageSize = 50

const KEPT = ['submitted', 'signed'] as const

/** An entry of a log, as lists show it. */
export type Entry = Pick<RecordRow, keyof typeof rowColumns>

/** A kind of log within one portfolio. */
export interface LogHead {
  portfolio: PortfolioBase
  pack: PublishedPack
  section: RightsSection
  /** Forms whose records are entries of this log. */
  forms: FormDefinition[]
  /** Forms of notes that belong here, such as that entries are hard to get. */
  notes: FormDefinition[]
  depth: Depth
}

export interface LogFound extends LogHead {
  entries: Entry[]
  total: number
  /** How many entries there are of each form. */
  counts: Record<string, number>
  page: number
  readings: Reading[]
  tally: Tally | null
  written: Entry[]
  /** The other logs of this portfolio, as far as this role sees them. */
  others: RightsSection[]
}

/** Sections of a pack that hold logs, in the pack's order. */
export function logSections({ pack }: PublishedPack): RightsSection[] {
  const keys = new Set(pack.forms.filter((form) => form.kind === 'log').map((form) => form.section))
  return pack.rights.sections.filter((section) => keys.has(section.key))
}

const depthIn = (actor: Actor, portfolio: PortfolioBase, section: string): Depth =>
  depth(actor, { section, packVersionId: portfolio.packVersionId, personId: portfolio.personId })

/** The log of the path (`:enrolmentId`, `:section`), for those who see it at all. */
async function headOf(visible: Prisma.EnrolmentWhereInput, ctx: Ctx): Promise<LogHead | null> {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const section = logSections(pack).find(({ key }) => key === ctx.params.section)
  if (!section) return null
  const deep = depthIn(ctx.actor, portfolio, section.key)
  if (deep === 'none') return null
  const here = pack.pack.forms.filter((form) => form.section === section.key)
  const of = (kind: FormDefinition['kind']) => here.filter((form) => form.kind === kind)
  return { portfolio, pack, section, forms: of('log'), notes: of('note'), depth: deep }
}

/** Rules that read entries of this log. */
const rulesFor = (head: LogHead) => {
  const keys = new Set(head.forms.map(({ key }) => key))
  return (rule: Requirement) => formsOf(rule).some((key) => keys.has(key))
}

/** Finder of a log's page: its head in two queries, and at most five more. */
export const findLog = scoped(logPolicy, async (visible, ctx): Promise<LogFound | null> => {
  const head = await headOf(visible.enrolments, ctx)
  if (!head) return null
  const { portfolio, section, pack } = head
  const page = Math.max(1, Math.min(1000, Number.parseInt(ctx.query.page ?? '1', 10) || 1))
  const here: Prisma.RecordWhereInput = { enrolmentId: portfolio.id, section: section.key, status: { in: [...KEPT] } }
  const list = (kind: string, skip: number, take: number) =>
    ctx.db.record.findMany({
      where: { AND: [visible.records, { ...here, kind }] },
      orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
      select: rowColumns,
      skip,
      take,
    })
  const tallied = tallyFormOf(head.forms)
  const [entries, counts, written, readings, tally] = await Promise.all([
    list('log', (page - 1) * pageSize, pageSize),
    countsOf(ctx, { AND: [visible.records, { ...here, kind: 'log' }] }),
    // Told to the supervisors; whoever looks after a whole programme finds them on the timeline.
    head.notes.length > 0 && ctx.actor.reach.by !== 'programmes' ? list('note', 0, 5) : [],
    readingsOf(ctx, portfolio.id, pack, rulesFor(head)),
    tallied ? tallyOf(ctx.db, portfolio.id, tallied, pack) : null,
  ])
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const others = logSections(pack).filter(({ key }) => depthIn(ctx.actor, portfolio, key) !== 'none')
  return { ...head, entries, total, counts, page, readings, tally, written, others }
})

async function countsOf(ctx: Ctx, where: Prisma.RecordWhereInput): Promise<Record<string, number>> {
  const rows = await ctx.db.record.groupBy({ by: ['formKey'], where, _count: true })
  return Object.fromEntries(rows.map((row) => [row.formKey, row._count]))
}

export interface PlotFound {
  pack: PublishedPack
  reading: Reading
}

/** Finder of a log's plots: the first rule that has what is to be drawn. */
function plotFinder(has: (reading: Reading) => boolean, sees: (deep: Depth) => boolean) {
  return scoped(logPolicy, async (visible, ctx): Promise<PlotFound | null> => {
    const head = await headOf(visible.enrolments, ctx)
    if (!head || !sees(head.depth)) return null
    const readings = await readingsOf(ctx, head.portfolio.id, head.pack, rulesFor(head))
    const reading = readings.find(has)
    return reading ? { pack: head.pack, reading } : null
  })
}

/** A rule with targets over time: what counted can be drawn against them. */
export const hasCourse = ({ course }: Reading): boolean => course !== null && course.targets.length > 1

/** A rule that asks for variety. */
export const hasVariety = ({ rule }: Reading): boolean =>
  rule.kind === 'perYearAndCumulative' && rule.variety !== undefined

export const findPace = plotFinder(hasCourse, () => true)
/** Where and how somebody worked is what was written: facts alone do not show it. */
export const findVariety = plotFinder(hasVariety, (deep) => deep === 'full')
