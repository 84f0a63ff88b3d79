import type { Field, FieldOf, FieldType } from '../definition.ts'
import { choice } from './choice.ts'
import { choices } from './choices.ts'
import { curriculumLinks } from './curriculumLinks.ts'
import { date } from './date.ts'
import { dateRange } from './dateRange.ts'
import { declaration } from './declaration.ts'
import { duration } from './duration.ts'
import { email } from './email.ts'
import { figures } from './figures.ts'
import { file } from './file.ts'
import type { FieldKind } from './kind.ts'
import { level } from './level.ts'
import { listKind } from './list.ts'
import { longText } from './longText.ts'
import { note } from './note.ts'
import { number } from './number.ts'
import { person } from './person.ts'
import { procedure } from './procedure.ts'
import { ratingGrid } from './ratingGrid.ts'
import { tags } from './tags.ts'
import { text } from './text.ts'
import { time } from './time.ts'
import { yesNo } from './yesNo.ts'

/** Every type of field. A new one is a file here, a partial in views/forms/fields and a sample in the tests. */
const kinds: { [T in FieldType]: FieldKind<FieldOf<T>> } = {
  text,
  longText,
  number,
  date,
  dateRange,
  time,
  duration,
  yesNo,
  choice,
  choices,
  level,
  ratingGrid,
  curriculumLinks,
  tags,
  procedure,
  person,
  email,
  file,
  note,
  figures,
  declaration,
  list: listKind(kindOf),
}

/** The kind of a field. */
export function kindOf(field: Field): FieldKind<Field> {
  return kinds[field.type]
}

export const fieldTypes = Object.keys(kinds) as FieldType[]
