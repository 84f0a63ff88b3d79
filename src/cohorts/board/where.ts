import { Prisma } from '../../generated/client.ts'
import { containing } from '../../kit/pattern.ts'
import type { Asked, BoardAsked } from './address.ts'
import { type BoardColumn, columns, states } from './columns.ts'
import { filterSql } from './filters.ts'

/** Which lines of the board an address asks for, as a clause over the board's query. */
export function chosenBy(asked: BoardAsked): Prisma.Sql {
  const clauses = [
    filterSql[asked.show],
    ...(asked.q ? [Prisma.sql`name ilike ${containing(asked.q)}`] : []),
    ...columns.flatMap((column) => (asked.by[column.key] ? columnClauses(column, asked.by[column.key]!) : [])),
  ]
  return Prisma.join(clauses, ' and ')
}

function columnClauses(column: BoardColumn, asked: Asked): Prisma.Sql[] {
  const { value, filter } = column
  if (filter?.kind === 'words') {
    const words = asked.words ? [Prisma.sql`${value} ilike ${containing(asked.words)}`] : []
    const either = [...words, ...(asked.none ? [Prisma.sql`${value} is null`] : [])]
    return [Prisma.sql`(${Prisma.join(either, ' or ')})`]
  }
  if (filter?.kind === 'choice')
    return [Prisma.sql`${value} = any(${[asked.words, ...alsoMeant(column, asked)]}::text[])`]
  // Days of the board are texts (2026-08-04), which stand in the order of the calendar.
  const end = (text: string) => (filter?.kind === 'numbers' ? Prisma.sql`${Number(text)}::int` : Prisma.sql`${text}`)
  return [
    ...(asked.from ? [Prisma.sql`${value} >= ${end(asked.from)}`] : []),
    ...(asked.to ? [Prisma.sql`${value} <= ${end(asked.to)}`] : []),
  ]
}

const alsoMeant = ({ key }: BoardColumn, { words }: Asked): readonly string[] =>
  (key === 'enrolment' && states.find(({ value }) => value === words)?.also) || []

/** The order that an address asks for; of equals by name, and never twice otherwise. */
export function orderedBy({ sort }: BoardAsked): Prisma.Sql {
  const byName = Prisma.sql`"familyName" collate "und-x-icu", name, "enrolmentId"`
  const column = columns.find(({ key }) => key === sort.key)
  if (!column) return byName
  const falls = (column.first === 'most') !== sort.turned
  const direction = Prisma.raw(falls ? 'desc' : 'asc')
  if (column.key === 'name')
    return Prisma.sql`"familyName" collate "und-x-icu" ${direction}, name ${direction}, "enrolmentId"`
  // What is missing stands last either way, but for activity: never active is the longest ago.
  const none = Prisma.raw(column.key === 'active' && !falls ? 'nulls first' : 'nulls last')
  return Prisma.sql`${column.value} ${direction} ${none}, ${byName}`
}
