import type { Action, Head } from '../../kit/partials.ts'
import { type Actor, isRefusal } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { mayBegin } from '../policy.ts'
import type { ListRow } from '../queries/rows.ts'
import type { Shelf } from '../queries/shelves.ts'

/** A text fact of a row. */
export const factOf = (row: ListRow, name: string): string | null => {
  const value = (row.facts as Record<string, unknown>)[name]
  return typeof value === 'string' && value ? value : null
}

/** A button for each form of that kind that the reader may begin here; the words do where there is only one form. */
export function addActions(actor: Actor, pack: PublishedPack, kind: string, words: string): Action[] {
  const forms = pack.pack.forms.filter((form) => form.kind === kind && !isRefusal(mayBegin(actor, form, pack)))
  return forms.map((form) => ({
    label: forms.length > 1 ? `Add: ${form.title}` : words,
    href: `/records/new/${form.key}`,
    kind: 'go',
    icon: 'plus-lg',
  }))
}

/** The head of a shelf: whose it is, where one came from. */
export function headOf({ portfolio }: Shelf, own: boolean, title: string, sub: string): Head {
  const over = own
    ? null
    : { link: { label: portfolio.name, href: `/portfolios/${portfolio.id}` }, text: portfolio.programme }
  return { title, sub, over }
}
