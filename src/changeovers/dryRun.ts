import { createHash } from 'node:crypto'
import type { Ctx } from '../kit/context.ts'
import type { Finding } from './findings.ts'
import { groups, type Line } from './lines.ts'
import { recordOf, worldOf } from './load.ts'
import { type Plan, planOf } from './plan.ts'
import type { Sheet } from './sheet/columns.ts'
import { wishesOf } from './wishes.ts'

/** The dry run as it is kept and shown. */
export interface Shown {
  lines: Line[]
  findings: Finding[]
  untouched: string[]
  remarks: string[]
}

export interface DryRun {
  plan: Plan
  shown: Shown
  /** Of exactly what would be written, and of whether it may be. */
  hash: string
}

/** Reads a sheet against a programme as it stands. Writes nothing. */
export async function dryRun(ctx: Ctx, programmeId: string, sheet: Sheet): Promise<DryRun> {
  const world = await worldOf(ctx, programmeId)
  const { wishes, findings, named } = wishesOf(sheet, world)
  const record = await recordOf(ctx.db, {
    programmeId,
    today: world.today,
    enrolmentIds: [...new Set(wishes.map(({ trainee }) => trainee.enrolmentId))],
    siteIds: [...new Set(wishes.flatMap(({ post }) => (post ? [post.site.id] : [])))],
  })
  const plan = planOf(wishes, named, world, record)
  // Those of rows that could not be taken at all are not among the plan's own.
  const refused = findings.filter((one) => !plan.findings.includes(one))
  const all = [...refused, ...plan.findings].sort(byWeight)
  const shown = { lines: sorted(plan.lines), findings: all, untouched: plan.untouched, remarks: sheet.remarks }
  return { plan, shown, hash: hashOf(plan, all) }
}

const weights = { error: 0, warning: 1, note: 2 }
const byWeight = (a: Finding, b: Finding) => weights[a.level] - weights[b.level] || (a.row ?? 0) - (b.row ?? 0)
const sorted = (lines: readonly Line[]) =>
  [...lines].sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.rows[0]! - b.rows[0]!)

/** What stands in the way of writing it. */
export const errorsIn = ({ findings }: Pick<Shown, 'findings'>): Finding[] =>
  findings.filter(({ level }) => level === 'error')

function hashOf({ changes }: Plan, findings: readonly Finding[]): string {
  const errors = findings.filter(({ level }) => level === 'error').map(({ text, cell }) => [cell, text])
  return createHash('sha256')
    .update(JSON.stringify([changes, errors]))
    .digest('hex')
}
