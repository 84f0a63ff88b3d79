import type { FormDefinition, Rendered, Value, Values } from '../../forms/index.ts'
import type { RecordStatus } from '../../generated/client.ts'
import type { FormFound } from '../queries/detail.ts'

/** Where a form stands, in the words of the systems that take it over (domain.md 6.10); others are not handed on. */
const lifecycle: Partial<Record<RecordStatus, string>> = {
  submitted: 'SUBMITTED',
  signed: 'SUBMITTED',
  withdrawn: 'DELETED',
}

/** What raises its revision. */
const changed = new Set(['record.edited', 'record.corrected'])

/** What its files are called: the form and its day, nobody's name. */
export const fileNameOf = ({ record, form }: Pick<FormFound, 'record' | 'form'>): string =>
  `${form.key}-${record.occurredOn.toISOString().slice(0, 10)}`

/**
 * A record as data: what it is, where it stands, who signed it, and the answers under the names that the pack gives them
 * (domain.md 6.10), or by the keys of their fields.
 * @param reads the form as this reader reads it; what it does not show is not in the data either
 */
export function formJson({ record, pack, form, ownerName, versions, history }: FormFound, reads: Rendered) {
  const changes = history.filter(({ type }) => changed.has(type))
  const { key, version } = pack.pack.pack
  return {
    format: 'attest-form/1',
    form: reads.form,
    programme: { key, version },
    trainee: ownerName,
    lifecycleState: lifecycle[record.status] ?? null,
    revision: changes.length,
    // Of the submission that these answers are: the latest, where an earlier one was taken back.
    submissionDate: new Date(versions.at(-1)?.signedAt ?? record.createdAt).toISOString(),
    lastModifiedDate: changes[0] ? new Date(changes[0].at).toISOString() : record.createdAt.toISOString(),
    answers: namedAnswers(form, shownValues(record.values as Values, reads)),
    declaration: reads.declaration,
    signatures: versions.map((one) => ({
      ...{ link: one.seq, name: one.signerName, role: one.signerRole, at: one.signedAt, act: one.act, hash: one.hash },
      ...(one.why === null ? {} : { why: one.why }),
    })),
  }
}

/** Only what the page shows: questions that did not apply, and what is confided to others, stay out. */
function shownValues(values: Values, reads: Rendered): Values {
  const shown = reads.sections.flatMap(({ answers }) => answers.filter(({ unanswered }) => !unanswered))
  return Object.fromEntries(shown.flatMap(({ key }) => (values[key] === undefined ? [] : [[key, values[key]]])))
}

interface Tree {
  [name: string]: Value | Tree
}

/** Names come from packs, so that none may mean anything else. */
const tree = (): Tree => Object.create(null) as Tree

function namedAnswers(form: FormDefinition, values: Values): Tree {
  const names = form.exportAs ?? {}
  const answers = tree()
  for (const [key, value] of Object.entries(values)) {
    const path = (names[key] ?? key).split('.')
    const name = path.pop()!
    const place = path.reduce((at, step) => {
      at[step] ??= tree()
      return at[step] as Tree
    }, answers)
    place[name] = withNames(names, key, value)
  }
  return answers
}

/** Columns of lists have names of their own. */
function withNames(names: Readonly<Record<string, string>>, key: string, value: Value): Value {
  if (!Array.isArray(value)) return value
  return value.map((row) =>
    typeof row === 'object' && row !== null && !Array.isArray(row)
      ? Object.fromEntries(Object.entries(row).map(([column, cell]) => [names[`${key}.${column}`] ?? column, cell]))
      : row,
  ) as Value
}
