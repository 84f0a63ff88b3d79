import type { FormDefinition } from '../forms/index.ts'
import { Prisma } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import type { PublishedPack } from '../programmes/index.ts'

/** A log counted by what was done, on whom, and in which part. */
export interface Tally {
  /** What the columns are: the options of the first choice after the thing done ("a patient", "a model"). */
  columns: { key: string; label: string }[]
  rows: { key: string; title: string; cells: { count: number; detail: string | null }[]; all: number }[]
}

interface TallyForm {
  form: FormDefinition
  thing: string
  column: Asked | null
  part: Asked | null
}

/** A choice that is also a fact. */
interface Asked {
  fact: string
  options: readonly (readonly [string, string, ...string[]])[]
}

/** The form of a log that names what was done by the pack's list of procedures; null where there is none. */
export function tallyFormOf(forms: readonly FormDefinition[]): TallyForm | null {
  for (const form of forms) {
    const fields = form.sections.flatMap((section) => section.fields)
    const field = fields.find(({ type }) => type === 'procedure')
    const thing = field && factFor(form, field.key)
    if (!thing) continue
    const asked = fields.flatMap((one): Asked[] => {
      const fact = factFor(form, one.key)
      const always = !('optional' in one && one.optional) && !one.showIf
      return one.type === 'choice' && one.options && fact && always ? [{ fact, options: one.options }] : []
    })
    return { form, thing, column: asked[0] ?? null, part: asked[1] ?? null }
  }
  return null
}

const factFor = (form: FormDefinition, path: string): string | undefined =>
  form.facts?.find((fact) => 'path' in fact && fact.path === path)?.name

/** Counts the entries of a portfolio in one query. The caller has established that the actor sees the section. */
export async function tallyOf(
  db: DbOrTx,
  enrolmentId: string,
  { form, thing, column, part }: TallyForm,
  { pack }: PublishedPack,
): Promise<Tally> {
  const fact = (name: string | undefined) => (name ? Prisma.sql`coalesce(r.facts->>${name}, '')` : Prisma.sql`''::text`)
  const counted = await db.$queryRaw<{ thing: string; column: string; part: string; count: number }[]>`
    select ${fact(thing)} as thing, ${fact(column?.fact)} as "column", ${fact(part?.fact)} as part, count(*)::int as count
    from "Record" r where r."enrolmentId" = ${enrolmentId}::uuid and r."formKey" = ${form.key}
      and r.status in ('submitted', 'signed') group by 1, 2, 3`
  const columns = (column?.options ?? []).map(([key, label]) => ({ key, label }))
  const rows = pack.procedures.procedures.flatMap(({ key, title }) => {
    const found = counted.filter((row) => row.thing === key)
    if (found.length === 0) return []
    const cells = columns.map((one) => {
      const within = found.filter((row) => row.column === one.key)
      return { count: sum(within), detail: detailOf(within, part) }
    })
    return [{ key, title, cells, all: sum(found) }]
  })
  return { columns, rows: rows.sort((a, b) => b.all - a.all) }
}

const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0)

/** "3 performed, 1 assisted"; nothing where nothing was done. */
function detailOf(rows: readonly { part: string; count: number }[], part: Asked | null): string | null {
  const words = (part?.options ?? []).flatMap(([key, label]) => {
    const count = sum(rows.filter((row) => row.part === key))
    return count > 0 ? [`${count} ${label.toLowerCase()}`] : []
  })
  return words.length > 0 ? words.join(', ') : null
}
