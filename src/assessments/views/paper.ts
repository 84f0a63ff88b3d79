import type { Beside, BesideService } from '../../evidence/index.ts'
import type { FormDefinition } from '../../forms/index.ts'
import { compile, present, type SectionView, type Values } from '../../forms/index.ts'
import { dateIn, fromJsDate } from '../../kit/clock.ts'
import type { Shown } from '../../kit/http.ts'
import type { Fact } from '../../kit/partials.ts'
import { date, list } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import type { Asked } from '../asked.ts'
import { correctedKeys, isFromPaper, mayEnterPaper, paperKeys, sameName } from '../paper.ts'
import type { NewRequest } from '../queries.ts'

/** What is said wherever something is entered from paper (R101). */
export const paperWords =
  'A paper alone never counts, nor does a scan of it in your library. What you type here goes to the assessor who filled it in: it counts from the day on which they confirm each answer and sign it here.'

/** The assessor's own sections, for the trainee to type from paper; nothing is filled in by itself. */
export function paperSections(found: NewRequest, typed: Record<string, unknown> | null, problems: Shown['problems']) {
  const { form } = found
  const context = { ...found.context, writer: { by: 'assessor' as const } }
  const values: Values = typed ? compile(form, 'draft', context).read(typed) : {}
  const wanted = new Set(form.sections.filter((section) => isFromPaper(form, section)).map(({ key }) => key))
  const keys = paperKeys(form)
  return present(form, values, problems, context)
    .sections.filter(({ key }) => wanted.has(key))
    .map(
      (section): SectionView => ({
        ...section,
        help: null,
        fields: section.fields
          .filter(({ key }) => keys.has(key))
          .map((field) => ({ ...field, required: field.type === 'date' && field.required, requiredIf: null })),
      }),
    )
}

/** The way to the same form for something done on paper; null where it is not taken. */
export function paperLink(found: NewRequest, query: string): { href: string; label: string } | null {
  if (found.paper) return { href: `/assessments/new?${query}`, label: 'It was not on paper: ask in the usual way' }
  if (isRefusal(mayEnterPaper(found))) return null
  return { href: `/assessments/new?${query}&paper=1`, label: 'Done on paper already? Enter it with its date' }
}

/** By the key of a field: the tick that says that the answer from paper is as the assessor gave it. */
export function sameTicks(
  { paper, draft }: Asked,
  typed: Record<string, unknown> | null,
): Record<string, { name: string; checked: boolean }> {
  const given = typed ?? draft?.values
  return Object.fromEntries(
    Object.keys(paper?.values ?? {}).map((key) => {
      const name = sameName(key)
      return [key, { name, checked: given?.[name] === 'yes' }]
    }),
  )
}

const day = (iso: string) => date(iso.slice(0, 10))

/** "Entered from paper" with its days, for the page of a request. */
export function paperFacts({ paper, record, programme }: Asked): Fact[] {
  if (!paper) return []
  const confirmed = record.completedAt
    ? date(dateIn(fromJsDate(record.completedAt), programme.timeZone))
    : 'not yet: it does not count until then'
  return [
    { label: 'Entered from paper', value: day(paper.enteredAt) },
    { label: 'Confirmed', value: confirmed },
  ]
}

/** The same beside the record, with what the assessor put right. */
export const besidePaper: BesideService = async (ctx, { record, form, pack }): Promise<Beside> => {
  const paper = await ctx.db.paperEntry.findUnique({ where: { recordId: record.id } })
  if (!paper) return { remarks: [], actions: [] }
  const entered = `Done on ${day(record.occurredOn.toISOString())}; entered by the trainee from paper on ${day(paper.enteredAt.toISOString())}`
  if (record.status !== 'signed' || !record.completedAt) {
    const words = `${entered}. It does not count until its assessor has confirmed and signed it here.`
    return { remarks: [{ words, tone: 'warn', link: null }], actions: [] }
  }
  const put = form ? labelsOf(form, correctedKeys(paper.values as Values, record.values as Values)) : []
  const corrected = put.length > 0 ? ` Put right by the assessor: ${list(put)}.` : ''
  const words = `${entered}; confirmed by its assessor on ${date(dateIn(fromJsDate(record.completedAt), pack.pack.pack.timeZone))}.${corrected}`
  return { remarks: [{ words, tone: 'info', link: null }], actions: [] }
}

function labelsOf(form: FormDefinition, keys: readonly string[]): string[] {
  const fields = form.sections.flatMap((section) => section.fields)
  return fields.flatMap((field) => (keys.includes(field.key) && 'label' in field && field.label ? [field.label] : []))
}
