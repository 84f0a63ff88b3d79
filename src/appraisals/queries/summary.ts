import type { Temporal } from 'temporal-polyfill'
import type { Figures, FormDefinition } from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { dbDate } from '../../kit/periods.ts'
import { date, plural } from '../../kit/ui.ts'
import { FIGURE_SOURCES, type PublishedPack } from '../../programmes/index.ts'

/** What forms call these figures in their `figures` field; supervisors see them beside every form that they write. */
export const [SUMMARY] = FIGURE_SOURCES

interface Row {
  formKey: string
  kind: string
  facts: Prisma.JsonValue
  _count: { links: number }
}

interface Span {
  from: Temporal.PlainDate
  until: Temporal.PlainDate | null
}

/** More than anybody enters in one post; beyond it the figures say so. */
const most = 2000

/**
 * What the portfolio holds of one post, as far as the writer sees it: assessments with their ratings, logs with their
 * totals, reflections shown, and how much is linked (R87, R137). One query.
 */
export async function summaryOf(
  ctx: Ctx,
  visible: Prisma.RecordWhereInput,
  enrolmentId: string,
  pack: PublishedPack,
  span: Span,
): Promise<Figures> {
  const within: Prisma.RecordWhereInput = {
    enrolmentId,
    status: { in: ['submitted', 'signed'] },
    occurredOn: { gte: dbDate(span.from), ...(span.until ? { lt: dbDate(span.until) } : {}) },
  }
  const rows = await ctx.db.record.findMany({
    where: { AND: [visible, within] },
    select: { formKey: true, kind: true, facts: true, _count: { select: { links: true } } },
    take: most,
  })
  const until = span.until ? `to ${date(span.until.subtract({ days: 1 }))}` : 'on'
  return {
    rows: [
      ...assessments(rows, pack),
      ...ratings(rows, pack),
      ...logs(rows, pack),
      ...reflections(rows),
      ...linked(rows),
    ],
    note: `From ${date(span.from)} ${until}, as far as you see this portfolio${rows.length === most ? `; the first ${most} records` : ''}.`,
  }
}

type Line = { label: string; text: string }

const of = (rows: readonly Row[], { key }: FormDefinition) => rows.filter((row) => row.formKey === key)

function assessments(rows: readonly Row[], { pack }: PublishedPack): Line[] {
  const found = pack.forms
    .filter(({ kind }) => kind === 'assessment')
    .flatMap((form) => {
      const count = of(rows, form).length
      return count > 0 ? [`${count} ${form.short}`] : []
    })
  const total = rows.filter(({ kind }) => kind === 'assessment').length
  return [{ label: 'Assessments', text: total > 0 ? `${total}: ${found.join(', ')}` : 'none' }]
}

/** How assessments rated, by the levels that their forms state as facts. */
function ratings(rows: readonly Row[], { pack }: PublishedPack): Line[] {
  const counts = new Map<string, Map<string, number>>()
  for (const form of pack.forms.filter(({ kind }) => kind === 'assessment')) {
    for (const { name, scale } of levelFacts(form)) {
      const known = pack.scales.scales.find(({ key }) => key === scale)
      for (const row of of(rows, form)) {
        const level = (row.facts as Record<string, unknown>)[name]
        const label = known?.values.find(({ value }) => Number(value) === level)?.label
        if (!known || !label) continue
        const byLevel = counts.get(known.title) ?? new Map<string, number>()
        counts.set(known.title, byLevel.set(label, (byLevel.get(label) ?? 0) + 1))
      }
    }
  }
  return [...counts].map(([title, levels]) => ({
    label: `Ratings: ${title}`,
    text: [...levels].map(([label, count]) => `${count} × ${label}`).join(', '),
  }))
}

function levelFacts(form: FormDefinition): { name: string; scale: string }[] {
  const fields = form.sections.flatMap((section) => section.fields)
  return (form.facts ?? []).flatMap((fact) => {
    const field = 'path' in fact ? fields.find(({ key }) => key === fact.path) : undefined
    return field?.type === 'level' ? [{ name: fact.name, scale: field.scale }] : []
  })
}

/** Each kind of log with its entries and, where rules measure them, what they add up to. */
function logs(rows: readonly Row[], { pack }: PublishedPack): Line[] {
  return pack.forms
    .filter(({ kind }) => kind === 'log')
    .map((form) => {
      const entries = of(rows, form)
      const sum = entries.length > 0 ? measured(entries, form, pack.requirements.rules) : null
      const text = entries.length === 0 ? 'none' : plural(entries.length, 'entry', 'entries')
      return { label: form.title, text: sum ? `${text}, ${sum}` : text }
    })
}

function measured(
  entries: readonly Row[],
  form: FormDefinition,
  rules: PublishedPack['pack']['requirements']['rules'],
): string | null {
  for (const rule of rules) {
    const source = 'from' in rule ? rule.from.find(({ forms }) => forms.includes(form.key)) : undefined
    const measure = source?.measure
    if (!measure || source.take) continue
    const values = entries.map(({ facts }) => (facts as Record<string, unknown>)[measure])
    const sum = values.filter((value): value is number => typeof value === 'number').reduce((a, b) => a + b, 0)
    return `${Math.round(sum * 10) / 10} ${rule.unit?.many ?? 'in all'}`
  }
  return null
}

function reflections(rows: readonly Row[]): Line[] {
  const shared = rows.filter(({ kind }) => kind === 'reflection').length
  return shared > 0 ? [{ label: 'Reflections shown', text: String(shared) }] : []
}

function linked(rows: readonly Row[]): Line[] {
  const count = rows.filter(({ _count }) => _count.links > 0).length
  return [{ label: 'Linked to the curriculum', text: rows.length > 0 ? `${count} of ${rows.length} records` : 'none' }]
}
