import type { IconName } from './icons.ts'
import type { MomentLike, SafeHtml, Tone } from './ui.ts'

/**
 * What each partial takes, by its path below views. Every partial of `views/shared` takes one object `p`:
 * `include('/shared/meter', { p: { title: 'Clinics', … } })`. Forms take `{ form }`, their fields `{ field }`.
 * `null` means that it takes nothing. A room with a partial of its own merges it in:
 *
 *   declare module '../kit/partials.ts' { interface Partials { 'logs/row': { p: LogRow } } }
 */
export interface Partials {
  // The frame; only layouts and error pages include these.
  'shared/document-head': { p: { title: string } }
  'shared/logo': null
  'shared/brand': { p: { href: string } }
  'shared/top-bar': null
  'shared/role-switcher': null
  'shared/profile-menu': null
  'shared/messages': null
  'shared/footer': null
  'shared/bottom-bar': null
  'shared/idle-dialog': null
  'shared/error-page': { p: ErrorBox }
  'shared/typed': { p: { texts: readonly string[] } }
  // The parts of pages; docs/look.md says when to use which.
  'shared/head': { p: Head }
  'shared/action': { p: Action }
  'shared/actions': { p: { actions: readonly Action[] } }
  'shared/panel-head': { p: PanelHead }
  'shared/todo-list': { p: { rows: readonly TodoRow[] } }
  'shared/todo-row': { p: TodoRow }
  'shared/kpis': { p: { items: readonly Figure[] } }
  'shared/meter': { p: Meter }
  'shared/bar': { p: { share: number; pace: number | null; tone: Tone } }
  'shared/lock': { p: Lock }
  'shared/tags': { p: { tags: readonly Tag[] } }
  'shared/evidence': { p: Evidence }
  'shared/facts': { p: { items: readonly Fact[] } }
  'shared/empty': { p: Empty }
  'shared/table': { p: Table }
  'shared/table-cell': { p: { column: Column; cell: Cell } }
  'shared/bulk-bar': { p: BulkBar }
  'shared/pager': { p: Pager }
  'shared/chips': { p: { label: string; chips: readonly Chip[] } }
  'shared/record-card': { p: RecordCard }
  'shared/tiles': { p: { tiles: readonly Tile[] } }
  'shared/who-can-see': { p: WhoCanSee }
  /** What a form opens with: a draft of one's own, or what a delegate prepared. */
  'shared/restored': {
    p: { discard: string; savedAt: MomentLike | null; prepared: { by: string; at: MomentLike } | null }
  }
  'shared/draft-state': { p: { savedAt: MomentLike | null; zone?: string } }
  'shared/level-choice': { p: LevelChoice }
  'shared/file-field': { p: FileField }
  'shared/term': { p: Term }
  'shared/plot': { p: Plot }
  'shared/confirm': { p: Confirm }
  'shared/avatar': { p: Avatar }
  // What forms need.
  'shared/csrf': null
  /** Asks whether free words identify anybody (docs/guard.md): made by `guardBox`, null where nothing is asked. */
  'shared/guard': { p: GuardBox | null }
  'shared/problem-summary': { p: ProblemSummary }
}

export interface Link {
  label: string
  href: string
}

/** A button. A link unless `post` holds the hidden fields of a form that it sends to `href`. */
export interface Action extends Link {
  kind?: 'main' | 'go' | 'quiet' | 'stop'
  icon?: IconName
  post?: Readonly<Record<string, string>>
}

export interface Tag {
  words: string
  tone?: Tone
  href?: string
}

/** The top of a page. `over` is the way back up, in small print above the title. */
export interface Head {
  title: string
  sub?: string | null
  subLink?: Link | null
  over?: { link: Link | null; text: string | null } | null
  tags?: readonly Tag[]
  actions?: readonly Action[]
}

/** The header of a `<section class="panel" aria-labelledby="{id}">`. */
export interface PanelHead {
  title: string
  id: string
  count?: number | null
  hint?: string | null
  tag?: Tag | null
  more?: Link | null
}

/** A row of "for you to do" or "what is new": what, why, and at most one button. */
export interface TodoRow {
  icon: IconName
  tone: Tone
  title: string
  /** Follows the title; where there is no button the row is opened by it. */
  link?: Link | null
  tags?: readonly Tag[]
  why?: string | null
  action?: Action | null
}

export interface Figure {
  label: string
  value: string
  tone?: Tone
  hint?: string | null
  href?: string | null
  /** What can be done about it, below the figure. */
  act?: Link | null
}

/**
 * A requirement. `share` and `pace` are per cent of the whole; `words` says the tone ("On track", "Behind"); `why`
 * leads to what counted and what did not.
 */
export interface Meter {
  title: string
  have: string
  of: string | null
  share: number
  pace: number | null
  tone: Tone
  words: string
  note?: string | null
  why?: Link | null
  action?: Link | null
}

/** What one cannot write or open, with the words. `what` names it where the place does not. */
export interface Lock {
  what: string | null
  words: string
  remedy?: Link | null
  alone?: boolean
}

/** Dots against the number that is enough, with the count in figures. */
export interface Evidence {
  count: number
  target: number
}

/** One line of a definition list; `lines` is free text, `html` comes from another include. */
export interface Fact {
  label: string
  value?: string | null
  href?: string | null
  lines?: string | null
  html?: SafeHtml
}

/** Teaches: what belongs here, why it helps, one button. */
export interface Empty {
  icon: IconName
  title: string
  why: string
  action?: Action | null
}

export interface Column {
  label: string
  /** Numbers stand to the right. */
  number?: boolean
  /** The address that sorts by this column, and how it is sorted now. */
  sort?: { href: string; dir: 'ascending' | 'descending' | null } | null
  /** On a phone: the card's title, what stands beside the title, or nothing at all. */
  card?: 'title' | 'side' | 'none'
}

export interface Cell {
  text?: string | null
  href?: string | null
  hint?: string | null
  tag?: Tag | null
  quiet?: boolean
  html?: SafeHtml
}

/** With `select` every row has a tick box of that name; put the table and a bulk bar into one form. */
export interface Table {
  caption: string
  columns: readonly Column[]
  rows: readonly { id: string; name: string; cells: readonly Cell[] }[]
  select?: { name: string } | null
}

/** Buttons for the ticked rows; each posts to its own address. */
export interface BulkBar {
  one: string
  many: string
  actions: readonly { label: string; formaction: string; kind?: 'main' | 'quiet' | 'stop' }[]
}

export interface Pager {
  from: number
  to: number
  total: number | null
  previous: string | null
  next: string | null
}

export interface Chip extends Link {
  current: boolean
  count?: number | null
}

export interface RecordCard {
  title: string
  href: string | null
  meta: string
  tags?: readonly Tag[]
  text?: string | null
  action?: Action | null
}

/** Something that can be made or opened; with `lock` it says why not, and what would help. */
export interface Tile {
  icon: IconName
  title: string
  detail: string | null
  href: string | null
  lock?: { words: string; remedy: Link | null } | null
}

export interface WhoCanSee {
  people: readonly { name: string; as: string; why: string | null }[]
  note: string | null
}

export interface LevelOption {
  value: string
  label: string
  detail?: string | null
  /** The meaning aspect by aspect, below the detail. */
  aspects?: readonly { aspect: string; text: string }[]
}

/** Radio buttons with descriptors. `hotkeys` lets the figures choose, where the form says `data-hotkeys`. */
export interface LevelChoice {
  name: string
  legend: string
  legendHidden?: boolean
  hint?: string | null
  options: readonly LevelOption[]
  chosen: string | null
  layout?: 'list' | 'row'
  hotkeys?: boolean
  problem?: string | null
}

export interface FileField {
  name: string
  label: string
  hint: string
  accept: string
  maxMb?: number
  multiple?: boolean
  problem?: string | null
}

/** A word of the field with its meaning, beside a link to the glossary. `id` is unique in the page. */
export interface Term {
  id: string
  word: string
  meaning: string
  href: string
}

/** A picture in both schemes and the same figures as a table behind it. */
export interface Plot {
  alt: string
  caption?: string | null
  light: string
  dark: string
  width: number
  height: number
  table: Table
}

/** A page that asks once more, and says what will happen. */
export interface Confirm {
  title: string
  text: string
  effects: readonly string[]
  action: Action
  cancel: Link
}

export interface ErrorBox {
  icon: IconName
  title: string
  text: string
  small: string | null
  remedy: { label: string; href: string } | null
  /** Given back where a form could not be taken. */
  typed: string[]
}

/** A person's photo, or the initials where there is none. The name must stand beside it in words. */
export interface Avatar {
  name: string
  photoUrl: string | null
  size: 'small' | 'medium' | 'large'
}

/** Problems of a form by field key, in the order of the fields; each links to the element with that id. */
export interface ProblemSummary {
  problems: Readonly<Record<string, string>>
  /** What is said of what was typed, where not all of it is still there (passwords never are). */
  kept?: string
}

/** The include of templates: absolute, typed by name, and given exactly what the partial declares. */
export type Include = <K extends keyof Partials & string>(
  path: `/${K}`,
  ...locals: Partials[K] extends null ? [] : [locals: Partials[K]]
) => SafeHtml

/** The identifier guard's question, with the reasons to choose from and the marks of what the answer holds for. */
export interface GuardBox {
  problem: string
  marks: string
  reasons: readonly { value: string; label: string; checked: boolean }[]
}
