import type { FieldType, Party } from './definition.ts'
import type { RenderedAnswer } from './snapshot.ts'

/** When a field shows or must be answered: for the script as JSON, for people as words. */
export interface ConditionView {
  /** `{"mode":"all"|"any","tests":[{"name":"f.setting","op":"is","value":"other"}]}`: the value of data-show-if. */
  json: string
  /** "“Setting” is “Other”". */
  words: string
}

/** What templates know of every field. Null means nothing to show; nothing is ever undefined. */
export interface FieldBase {
  key: string
  path: string
  id: string
  name: string
  label: string
  help: string | null
  /** "optional", or why it is needed. Null when it must be answered. */
  hint: string | null
  problem: string | null
  required: boolean
  /** The ids of help and problem, for aria-describedby. */
  describedBy: string | null
  showIf: ConditionView | null
  requiredIf: ConditionView | null
  /** The anonymity sentence, where free text is asked for. */
  reminder: string | null
  autocomplete: string | null
  sensitive: boolean
}

export interface OptionView {
  id: string
  value: string
  label: string
  help: string | null
  checked: boolean
}

export interface OptionGroup {
  title: string | null
  options: OptionView[]
}

interface InputView {
  id: string
  name: string
  label: string
  value: string
  problem: string | null
  describedBy: string | null
}

type View<T extends FieldType, More> = FieldBase & { type: T } & More

export type TextView = View<'text', { value: string; max: number }>
export type LongTextView = View<'longText', { value: string; max: number; rows: number }>
export type EmailView = View<'email', { value: string }>
export type NumberView = View<
  'number',
  {
    value: string
    min: number | null
    max: number | null
    step: string
    unit: string | null
    inputmode: string
    sumOf: string | null
  }
>
export type DateView = View<'date', { value: string; min: string | null; max: string | null }>
export type DateRangeView = View<
  'dateRange',
  { from: InputView; to: InputView; min: string | null; max: string | null }
>
export type TimeView = View<'time', { value: string }>
export type DurationView = View<'duration', { value: string; unit: string }>
export type YesNoView = View<'yesNo', { options: OptionView[] }>
export type ChoiceView = View<'choice', { as: 'radio' | 'select'; options: OptionView[] }>
export type ChoicesView = View<'choices', { options: OptionView[] }>
/** A level to choose, with its descriptor aspect by aspect where the scale has one. */
export interface LevelOptionView extends OptionView {
  aspects: readonly { aspect: string; text: string }[]
}
export type LevelView = View<'level', { options: LevelOptionView[] }>
export type RatingGridView = View<
  'ratingGrid',
  {
    /** The words of the options, once. */
    heads: string[]
    rows: {
      id: string
      name: string
      label: string
      help: string | null
      problem: string | null
      describedBy: string | null
      options: OptionView[]
    }[]
  }
>
/** Many boxes in groups, folded where they are many; `chosen` are the titles ticked so far. */
type Ticks = { groups: OptionGroup[]; folded: boolean; chosen: string[] }
export type CurriculumLinksView = View<'curriculumLinks', Ticks>
export type TagsView = View<'tags', Ticks>
export type ProcedureView = View<'procedure', { groups: OptionGroup[] }>
export type PersonView = View<
  'person',
  {
    options: OptionView[]
    /** The inputs for somebody who is not in the list. */
    other: { name: InputView; email: InputView; showIf: string } | null
  }
>
export type FileView = View<
  'file',
  {
    files: { id: string; value: string; name: string; size: string; href: string | null }[]
    upload: { name: string; accept: string | null; multiple: boolean }
  }
>
export type NoteView = View<'note', { text: string; tone: string; link: { href: string; label: string } | null }>
export type FiguresView = View<'figures', { rows: { label: string; text: string }[]; note: string | null }>
export type DeclarationView = View<'declaration', { text: string; checked: boolean }>
export type ListView = View<
  'list',
  {
    item: string
    rows: { number: number; legend: string; fields: FieldView[] }[]
    /** A row whose index is `__row__` and whose number is `__number__`, for the script that adds rows. */
    blank: FieldView[]
    blankLegend: string
    max: number
  }
>

export type FieldView =
  | TextView
  | LongTextView
  | EmailView
  | NumberView
  | DateView
  | DateRangeView
  | TimeView
  | DurationView
  | YesNoView
  | ChoiceView
  | ChoicesView
  | LevelView
  | RatingGridView
  | CurriculumLinksView
  | TagsView
  | ProcedureView
  | PersonView
  | FileView
  | NoteView
  | FiguresView
  | DeclarationView
  | ListView

export interface SectionView {
  id: string
  key: string
  title: string
  help: string | null
  by: Party
  showIf: ConditionView | null
  /** Fields that this writer may write. */
  fields: FieldView[]
  /** In a section of somebody else: whose it is ("Only the assessor can write this") and what it says so far. */
  locked: string | null
  answers: RenderedAnswer[]
}

export interface FormView {
  key: string
  title: string
  short: string
  help: string | null
  sections: SectionView[]
  /** Null when nothing can be written. */
  declaration: DeclarationView | null
  /** Sentences by the id of the element to go to, in the order of the form: what `shared/problem-summary` takes. */
  problems: Record<string, string>
}
