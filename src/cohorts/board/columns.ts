import { Prisma } from '../../generated/client.ts'

/** What the acting role's programmes have, as far as columns depend on it. */
export interface Facets {
  supervision: { educational: boolean; clinical: boolean }
  /** Stages of these programmes in their order. */
  stages: Choice[]
  /** Whether the role looks after whole programmes. */
  office: boolean
}

export interface Choice {
  value: string
  label: string
  /** Other values that the same words mean. */
  also?: readonly string[]
}

/** How a column is filtered: by words in it (or by there being none), by one of a few values, or between two ends. */
export type ColumnFilter =
  | { kind: 'words'; none?: string }
  | { kind: 'choice'; of: (facets: Facets) => readonly Choice[] }
  | { kind: 'days' }
  | { kind: 'numbers' }

export interface BoardColumn {
  key: string
  label: string
  /** Where the column is there at all. */
  when?: (facets: Facets) => boolean
  /** Whether it is shown while nobody has chosen columns. */
  shown: (facets: Facets) => boolean
  /** What is filtered and sorted by, as a column of the board's query. */
  value: Prisma.Sql
  filter: ColumnFilter | null
  /** What comes first when it is sorted by: the least or the most. */
  first: 'least' | 'most'
}

export const states: readonly Choice[] = [
  { value: 'invited', label: 'Invited' },
  // As the chip of the same words: whoever is only invited has not enrolled either.
  { value: 'unenrolled', label: 'Not enrolled', also: ['invited'] },
  { value: 'enrolled', label: 'Enrolled' },
  { value: 'frozen', label: 'Frozen' },
]

const always = () => true
const asked = () => false
const office = ({ office }: Facets) => office

/** How pressing a trainee's state is, as one number. */
const pressing = Prisma.sql`((supervised and educational is null)::int * 100000000
  + ("supervisedClinically" and clinical is null)::int * 10000000 + (post is null and away is null)::int * 1000000
  + least(overdue, 999) * 1000 + least(behind, 999))`

/** The columns of the board, in the order in which they stand (C10, R131). */
export const columns: readonly BoardColumn[] = [
  { key: 'name', label: 'Trainee', shown: always, value: Prisma.sql`name`, filter: null, first: 'least' },
  {
    key: 'programme',
    ...{ label: 'Programme', shown: asked, value: Prisma.sql`programme`, first: 'least' },
    filter: { kind: 'words' },
  },
  {
    key: 'stage',
    ...{ label: 'Stage', shown: always, value: Prisma.sql`"stageKey"`, first: 'least' },
    filter: { kind: 'choice', of: ({ stages }) => stages },
  },
  {
    key: 'enrolment',
    ...{ label: 'Enrolment', shown: asked, value: Prisma.sql`state::text`, first: 'least' },
    filter: { kind: 'choice', of: () => states },
  },
  {
    key: 'fte',
    ...{ label: 'FTE', shown: always, value: Prisma.sql`"ftePercent"`, first: 'least' },
    filter: { kind: 'numbers' },
  },
  {
    key: 'post',
    ...{ label: 'Post', shown: always, value: Prisma.sql`post`, first: 'least' },
    filter: { kind: 'words', none: 'No post' },
  },
  {
    key: 'site',
    ...{ label: 'Site', shown: asked, value: Prisma.sql`site`, first: 'least' },
    filter: { kind: 'words', none: 'No site' },
  },
  {
    key: 'educational',
    when: ({ supervision }) => supervision.educational,
    ...{ label: 'Educational supervisor', shown: always, value: Prisma.sql`educational`, first: 'least' },
    filter: { kind: 'words', none: 'Nobody' },
  },
  {
    key: 'clinical',
    when: ({ supervision }) => supervision.clinical,
    ...{ label: 'Clinical supervisor', shown: always, value: Prisma.sql`clinical`, first: 'least' },
    filter: { kind: 'words', none: 'Nobody' },
  },
  { key: 'attention', label: 'State', shown: always, value: pressing, filter: null, first: 'most' },
  {
    key: 'overdue',
    ...{ label: 'Overdue', shown: asked, value: Prisma.sql`overdue`, first: 'most' },
    filter: { kind: 'numbers' },
  },
  {
    key: 'behind',
    ...{ label: 'Behind pace', shown: asked, value: Prisma.sql`behind`, first: 'most' },
    filter: { kind: 'numbers' },
  },
  {
    key: 'declarations',
    ...{ label: 'Declarations to make', shown: asked, value: Prisma.sql`declarations`, first: 'most' },
    filter: { kind: 'numbers' },
  },
  {
    key: 'away',
    ...{ label: 'Away until', shown: asked, value: Prisma.sql`"awayUntil"`, first: 'least' },
    filter: { kind: 'days' },
  },
  {
    key: 'review',
    ...{ label: 'Review', shown: always, value: Prisma.sql`"reviewOn"`, first: 'least' },
    filter: { kind: 'days' },
  },
  {
    key: 'completion',
    ...{ label: 'Completion', shown: office, value: Prisma.sql`"lastDay"`, first: 'least' },
    filter: { kind: 'days' },
  },
  {
    key: 'active',
    ...{ label: 'Active', shown: always, value: Prisma.sql`"activeOn"`, first: 'least' },
    filter: { kind: 'days' },
  },
]

/** The columns that these programmes have. */
export function columnsFor(facets: Facets): BoardColumn[] {
  return columns.filter((column) => column.when?.(facets) ?? true)
}

/** The columns shown while nobody has chosen. */
export function usualColumns(facets: Facets): string[] {
  return columnsFor(facets)
    .filter((column) => column.shown(facets))
    .map(({ key }) => key)
}
