import {
  type FormContext,
  type FormDefinition,
  type FormView,
  type Party,
  partyWords,
  present,
  type Rendered,
  snapshot,
} from '../../forms/index.ts'
import type { Shown } from '../../kit/http.ts'
import type { Chip, Fact, Head, Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { list, plural, upperFirst } from '../../kit/ui.ts'
import { itemsOf, type Pack } from '../pack.ts'
import type { FormFound, VersionFound } from '../queries.ts'
import { Relation, rightsSection } from '../rights.ts'
import { roleLabel, sourceWords } from '../words.ts'
import { formWorld } from '../world.ts'
import { frameOf, url, type VersionFrame } from './frame.ts'

interface FormsPage {
  title: string
  frame: VersionFrame
  sections: { id: string; title: string; table: Table }[]
}

interface FormPage {
  head: Head
  facts: Fact[]
  as: Chip[]
  form: FormView
}

interface FormPrintPage {
  title: string
  facts: Fact[]
  reads: Rendered
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/forms': FormsPage
    'programmes/form': FormPage
    'programmes/form-print': FormPrintPage
  }
}

/** The forms, by the section of the portfolio that they belong to. */
export function formsPage(found: VersionFound): View {
  const { pack } = found.published
  const frame = frameOf(found, 'forms')
  const sections = [...new Set(pack.forms.map(({ section }) => section))]
  return view(
    'programmes/forms',
    {
      title: frame.head.title,
      frame,
      sections: sections.map((key) => {
        const title = rightsSection(pack.rights, key)?.title ?? key
        const forms = pack.forms.filter(({ section }) => section === key)
        return { id: `forms-${key}`, title, table: tableOf(title, found.row.id, forms) }
      }),
    },
    { title: `Forms, ${frame.head.title}` },
  )
}

function tableOf(title: string, versionId: string, forms: readonly FormDefinition[]): Table {
  return {
    caption: title,
    columns: [
      { label: 'Form', card: 'title' },
      { label: 'Filled in by' },
      { label: 'Signed by' },
      { label: 'Questions', number: true },
    ],
    rows: forms.map((form) => ({
      id: form.key,
      name: form.title,
      cells: [
        { text: form.title, href: url.form(versionId, form.key), hint: form.short === form.title ? null : form.short },
        { text: partyWords(form.filledBy) },
        { text: list(form.signedBy.map(partyWords)) },
        { text: String(form.sections.flatMap(({ fields }) => fields).length) },
      ],
    })),
  }
}

/** The parties that write any part of a form. */
const writersOf = ({ filledBy, sections }: FormDefinition): Party[] => [
  ...new Set([filledBy, ...sections.map(({ by }) => by ?? filledBy)]),
]

/** Whether somebody writes nothing in a form before it is signed. */
const onlyAfterSigning = ({ filledBy, sections }: FormDefinition, party: Party): boolean =>
  sections.filter(({ by = filledBy }) => by === party).every(({ afterSigning }) => afterSigning === true)

/** A form, empty, as one of its writers meets it. Nothing that is typed there goes anywhere. */
export function formPage({ row, published, form }: FormFound, { ctx }: Shown): View {
  const { pack } = published
  const writers = writersOf(form)
  const by = writers.find((one) => one === ctx.query.as) ?? form.filledBy
  return view('programmes/form', {
    head: {
      title: form.title,
      sub: `Version ${form.version} of the form; empty, as ${partyWords(by)} sees it. Nothing that you try here is kept.`,
      over: { link: { label: `${row.title} ${row.version}`, href: url.version(row.id, 'forms') }, text: null },
      actions: [{ label: 'As it prints', icon: 'printer', kind: 'quiet', href: url.print(row.id, form.key) }],
    },
    facts: factsOf(pack, form),
    as: writers.map((one) => ({
      label: upperFirst(`as ${partyWords(one)}`),
      href: url.form(row.id, form.key, one),
      current: one === by,
    })),
    form: present(
      form,
      {},
      {},
      {
        ...emptyWorld(pack, ctx.today),
        writer: { by, afterSigning: onlyAfterSigning(form, by) },
      },
    ),
  })
}

/** The same on paper. */
export function formPrintPage({ published, form }: FormFound, { ctx }: Shown): View {
  const { pack } = published
  return view(
    'programmes/form-print',
    { title: form.title, facts: factsOf(pack, form), reads: snapshot(form, {}, emptyWorld(pack, ctx.today)) },
    { layout: 'print' },
  )
}

/** A pack's world at its first stage and item, with nobody in it. */
function emptyWorld(pack: Pack, today: FormContext['today']): FormContext {
  const item = itemsOf(pack)[0]?.node.key
  const stage = pack.pack.stages[0]?.key
  return { ...formWorld(pack, { ...(item ? { item } : {}), ...(stage ? { stage } : {}) }), today }
}

function factsOf(pack: Pack, form: FormDefinition): Fact[] {
  const { assessor } = form
  const role = (key: string) => {
    const relation = Relation.safeParse(key)
    return relation.success ? roleLabel(pack, relation.data) : key
  }
  const grade = (key: string) => pack.pack.lists.grades?.find(([name]) => name === key)?.[1] ?? key
  const facts: [string, string | null | undefined][] = [
    ['Signed by', list(form.signedBy.map(partyWords))],
    ['May be asked', assessor?.grades ? list(assessor.grades.map(grade)) : assessor ? 'any grade' : null],
    ['Not', assessor?.exceptOwnGrade ? 'people of the trainee’s own grade' : null],
    ['Only in the relation', assessor?.relations ? list(assessor.relations.map(role)) : null],
    ['Never in the relation', assessor?.notRelations ? list(assessor.notRelations.map(role)) : null],
    ['By their own sign-in only', assessor?.accountRequired ? 'yes' : null],
    ['Runs out after', form.expiresAfterDays ? plural(form.expiresAfterDays, 'day') : null],
    ['Reminds on day', form.reminderDays?.join(', ')],
    ['Declares', form.declaration.text],
    ['Source', sourceWords(pack, form)],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}
