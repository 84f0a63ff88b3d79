import { Temporal } from 'temporal-polyfill'
import type { Option } from '../forms/definition.ts'
import type { FormContext, Party, Value, Values, Writer } from '../forms/index.ts'
import { fileSize } from '../kit/bytes.ts'
import type { Ctx } from '../kit/context.ts'
import { lastDay } from '../kit/periods.ts'
import { expectedLevel, formWorld, type PublishedPack } from '../programmes/index.ts'
import { daysAwayOf, type PortfolioBase, signersOf } from '../training/index.ts'
import { type CircleRow, type PastPost, type Surroundings, surroundingsOf } from './queries/surroundings.ts'

/** What a form knows from its pack alone: scales, items, procedures, tags, lists. Costs no query. */
export function packContext(pack: PublishedPack, today: Temporal.PlainDate): FormContext {
  const known = packParts.get(pack) ?? formWorld(pack.pack)
  packParts.set(pack, known)
  return { ...known, today }
}

type PackParts = Omit<FormContext, 'today'>
const packParts = new WeakMap<PublishedPack, PackParts>()

export interface FormContextOptions {
  pack: PublishedPack
  formKey: string
  portfolio: Pick<
    PortfolioBase,
    | 'id'
    | 'personId'
    | 'name'
    | 'stageKey'
    | 'post'
    | 'educationalSupervisor'
    | 'clinicalSupervisor'
    | 'leads'
    | 'startsOn'
    | 'endsOn'
    | 'ftePercent'
    | 'programme'
  >
  /** Whose pen it is; null for reading, absent for "everything may be written". */
  writer?: Writer | null
  /** Curriculum items in question: decide which level is the expected one. */
  items?: readonly string[]
  /** What is kept already: taken for fields that this writer may not write. */
  stored?: Values
  /** Ids of files that the values may name, beside those in `stored`. */
  fileIds?: readonly string[]
  /** What other rooms add: figures, further lists. */
  more?: Partial<FormContext>
}

/** All that a form needs to know of the world, in one query beside the portfolio's head. */
export async function formContext(ctx: Ctx, options: FormContextOptions): Promise<FormContext> {
  const { pack, portfolio, formKey } = options
  const fileIds = [...fileIdsIn(options.stored), ...(options.fileIds ?? [])]
  const around = await surroundingsOf(ctx.db, {
    portfolio,
    formKey,
    fileIds,
    today: ctx.today,
    writerId: ctx.actor.personId,
  })
  const base = packContext(pack, ctx.today)
  const lists = { ...base.lists, sites: around.sites.map(({ id, name }): Option => [id, name]) }
  const about = aboutItem(pack, portfolio.stageKey, options.items ?? [])
  return {
    ...base,
    ...(about ? { scales: about.scales } : {}),
    lists,
    people: around.people.map(asKnownPerson),
    files: filesOf(around),
    ...(around.last ? { last: around.last } : {}),
    expected: {
      ...base.expected,
      ...about?.expected,
      ...expectedOf(pack, portfolio.stageKey, options.items ?? []),
    },
    ...(portfolio.stageKey ? { stage: stageTitle(pack, portfolio.stageKey) } : {}),
    known: knownFor(pack, formKey, portfolio, around, { lists, today: ctx.today }),
    ...(await awayFor(ctx, options)),
    ...(options.writer !== undefined ? { writer: options.writer } : {}),
    ...(options.stored ? { stored: options.stored } : {}),
    ...options.more,
  }
}

/** Everything in values that may be the id of a stored file. */
export function fileIdsIn(values: Values | undefined): string[] {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
  return Object.values(values ?? {})
    .flatMap((value) => (Array.isArray(value) ? value : []))
    .filter((one): one is string => typeof one === 'string' && uuid.test(one))
}

/** The pen of a form's first writer: trainees fill in what their forms say, supervisors theirs. */
export const writerFor = (by: Party, afterSigning = false): Writer => ({
  by,
  ...(afterSigning ? { afterSigning } : {}),
})

const asKnownPerson = ({ id, name, detail, email, relation }: CircleRow) => ({
  id,
  name,
  ...(detail ? { detail } : {}),
  ...(email ? { email } : {}),
  ...(relation ? { relation } : {}),
})

function filesOf({ files }: Surroundings): NonNullable<FormContext['files']> {
  return Object.fromEntries(
    files.map(({ id, name, size }) => [id, { name, size: fileSize(size), href: `/files/${id}` }]),
  )
}

const stageTitle = ({ pack }: PublishedPack, key: string) =>
  pack.pack.stages.find((stage) => stage.key === key)?.short ?? key

/** A form about one item (self-assessment, sign-off) rates on that item's own scale. */
function aboutItem(pack: PublishedPack, stage: string | null, items: readonly string[]) {
  const [item] = items
  return item && items.length === 1 ? formWorld(pack.pack, { item, ...(stage ? { stage } : {}) }) : null
}

/** By scale, the level expected at this stage of the items in question; of all items, where they agree. */
function expectedOf(pack: PublishedPack, stage: string | null, keys: readonly string[]): Record<string, number> {
  if (!stage) return {}
  const levels = new Map<string, Set<number>>()
  for (const item of keys.length ? keys : pack.items.keys()) {
    const scale = pack.items.get(item)?.scale
    const level = expectedLevel(pack.pack, item, stage)
    if (scale && level !== null) levels.set(scale, (levels.get(scale) ?? new Set()).add(Number(level)))
  }
  const agreed = [...levels].filter(([, found]) => keys.length > 0 || found.size === 1)
  return Object.fromEntries(agreed.map(([scale, found]) => [scale, Math.max(...found)]))
}

/** What the product really knows, in the form of the field that asks for it. */
function knownFor(
  pack: PublishedPack,
  formKey: string,
  portfolio: FormContextOptions['portfolio'],
  around: Surroundings,
  { lists, today }: { lists: Readonly<Record<string, readonly Option[]>>; today: Temporal.PlainDate },
): NonNullable<FormContext['known']> {
  const { post } = portfolio
  const supervisor =
    portfolio.clinicalSupervisor ?? portfolio.educationalSupervisor ?? signersOf(portfolio, pack.pack)[0] ?? null
  const facts: Record<string, { text: string | null; id?: string }> = {
    currentSite: { text: post?.site ?? null },
    currentPost: { text: post?.title ?? null },
    currentSpecialty: { text: post?.specialty ?? null },
    currentSupervisor: { text: supervisor?.name ?? null, ...(supervisor ? { id: supervisor.id } : {}) },
    ownName: { text: portfolio.name },
    ownEmail: { text: around.ownEmail },
    ownRegistration: { text: around.ownRegistration },
    ownBirthday: { text: around.ownDetails?.dateOfBirth ?? null },
    ownGender: { text: around.ownDetails?.gender ?? null },
    ownCollege: { text: pack.pack.pack.college.title },
    ownStage: { text: pack.pack.pack.stages.find((stage) => stage.key === portfolio.stageKey)?.title ?? null },
    ownProgramme: { text: portfolio.programme },
    programmeStart: { text: portfolio.startsOn.toString() },
    programmeEnd: { text: lastDay(portfolio.endsOn)!.toString() },
  }
  const known: Record<string, Value> = {}
  const fields = pack.form(formKey)?.sections.flatMap((section) => section.fields) ?? []
  for (const field of fields) {
    if (field.type === 'list' && field.prefill === 'pastPosts') {
      known.pastPosts = around.posts.map((one) => rowFor(field.fields, one))
      continue
    }
    if (field.type === 'dateRange' && field.prefill === 'sinceReview')
      known.sinceReview = sinceReview(portfolio, around, today)
    if (field.type === 'number' && 'prefill' in field && field.prefill === 'ownFraction')
      known.ownFraction = portfolio.ftePercent
    const fact = 'prefill' in field && field.prefill ? facts[field.prefill] : undefined
    const value = fact?.text ? answerFor(field, fact.text, fact.id, lists) : undefined
    if ('prefill' in field && field.prefill && value !== undefined) known[field.prefill] = value
  }
  return known
}

/** What a declaration for a review covers: since the last one, else since training began, up to the coming one, else until now. */
function sinceReview(
  { startsOn }: FormContextOptions['portfolio'],
  { reviewedOn, reviewOn }: Pick<Surroundings, 'reviewedOn' | 'reviewOn'>,
  today: Temporal.PlainDate,
): { from: string; to: string } {
  const from = reviewedOn ? Temporal.PlainDate.from(reviewedOn).add({ days: 1 }) : startsOn
  return { from: from.toString(), to: reviewOn ?? today.toString() }
}

/** Days away, for forms that ask for them in programmes that keep them. */
async function awayFor(
  ctx: Ctx,
  { pack, formKey, portfolio }: FormContextOptions,
): Promise<Pick<FormContext, 'daysAway'>> {
  const rule = pack.pack.pack.absence
  const fields = pack.form(formKey)?.sections.flatMap((section) => section.fields) ?? []
  const asks = fields.some((field) => 'prefill' in field && field.prefill === 'daysAway')
  return rule && asks ? { daysAway: await daysAwayOf(ctx.db, portfolio.id, rule, ctx.today) } : {}
}

/** What is known of a post, in the columns that a list has for it. */
function rowFor(columns: readonly { key: string }[], post: PastPost): Values {
  const known = Object.entries(post).filter(([, value]) => value !== null) as [string, string][]
  return Object.fromEntries(known.filter(([key]) => columns.some((column) => column.key === key)))
}

interface Askable {
  type: string
  optionsFrom?: string | undefined
  options?: readonly Option[] | undefined
}

function answerFor(
  field: Askable,
  text: string,
  id: string | undefined,
  lists: Readonly<Record<string, readonly Option[]>>,
): Value | undefined {
  if (field.type === 'person') return id ? { id, name: text } : undefined
  if (field.type !== 'choice') return text
  const options = field.options ?? (field.optionsFrom ? lists[field.optionsFrom] : undefined) ?? []
  return options.find(([value, label]) => value === text || label.toLowerCase() === text.toLowerCase())?.[0]
}
