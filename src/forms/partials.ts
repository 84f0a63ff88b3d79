import type { FieldType } from './definition.ts'
import type { Rendered, RenderedAnswer } from './snapshot.ts'
import type { FieldBase, FieldView, FormView, OptionView } from './view.ts'

type ViewOf<T extends FieldType> = Extract<FieldView, { type: T }>
type FieldPartials = { [T in FieldType as `forms/fields/${T}`]: { field: ViewOf<T> } }

/** What the templates of forms take. Only the check of the views reads this. */
declare module '../kit/partials.ts' {
  interface Partials extends FieldPartials {
    /** A form to write in: sections, fields and the declaration, to be put into a page's own <form>. */
    'forms/edit': { form: FormView }
    /** A form to read: signed, or somebody else's. */
    'forms/read': { form: Rendered }
    /** One field, whatever its type. */
    'forms/field': { field: FieldView }
    'forms/parts/label': { field: FieldBase }
    'forms/parts/legend': { field: FieldBase }
    'forms/parts/help': { field: FieldBase }
    'forms/parts/reminder': { field: FieldBase }
    'forms/parts/problem': { p: { id: string; problem: string | null } }
    'forms/parts/options': { p: OptionList }
    'forms/parts/ticks': { field: ViewOf<'curriculumLinks'> | ViewOf<'tags'> }
    'forms/parts/day': { p: Day }
    'forms/parts/answers': { p: { answers: readonly RenderedAnswer[] } }
    'forms/parts/replies': { p: Pick<RenderedAnswer, 'label' | 'reply' | 'replyTo'> }
    'forms/parts/reply': { p: NonNullable<RenderedAnswer['reply']> }
  }
}

interface OptionList {
  type: 'radio' | 'checkbox'
  name: string
  options: readonly OptionView[]
  invalid: boolean
}

interface Day {
  id: string
  name: string
  label: string
  value: string
  min: string | null
  max: string | null
  problem: string | null
  describedBy: string | null
}
