import type { Temporal } from 'temporal-polyfill'
import { recordUrl, statusTag, titleFor } from '../../evidence/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Head, Figure as Kpi, Meter, Pager, Table, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, plural, upperFirst } from '../../kit/ui.ts'
import { type Actor, mayWriteIn } from '../../policy/index.ts'
import {
  formOf,
  illustrative,
  type Pack,
  type Requirement,
  readyLevel,
  severityWords,
  sourceWords,
} from '../../programmes/index.ts'
import type { Figure } from '../figures/store.ts'
import { latestOf } from '../queries/judgements.ts'
import type { RequirementsFound, RuleFound } from '../queries/requirements.ts'
import { formsOf, hasRecords, type Part } from '../rules/index.ts'
import { BREAKDOWN } from '../rules/perYearAndCumulative.ts'
import { figure as printed, unitWords } from '../rules/status.ts'
import { stageSpans } from '../rules/windows.ts'
import { factLabel } from './facts.ts'
import { factsFrom } from './standing.ts'
import { standing, url } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/requirements': RequirementsPage
    'progress/rule': RulePage
  }
}
declare module '../../kit/partials.ts' {
  interface Partials {
    'progress/requirement': { p: RequirementRow }
  }
}

interface RequirementRow {
  id: string
  meter: Meter
  tags: Tag[]
  remarks: string[]
  source: string
}

interface RequirementsPage {
  head: Head
  kpis: Kpi[]
  years: { title: string; table: Table }
  notice: string
  groups: { id: string; title: string; hint: string; rows: RequirementRow[] }[]
}

interface RulePage {
  head: Head
  row: RequirementRow
  text: string
  note: string | null
  source: string
  parts: Table | null
  breakdown: Table | null
  /** Null where a rule reads posts or days, and no records. */
  records: { counted: RecordsFound; notCounted: RecordsFound } | null
}

interface RecordsFound {
  count: number
  table: Table
  pager: Pager | null
}

/** Every requirement with what is there, what is asked, when, and how one stands. */
export const requirementsPage: Show<RequirementsFound> = (found, { ctx }): View => {
  const { portfolio, pack, figures } = found
  const own = ctx.actor.personId === portfolio.personId
  const stage = pack.pack.pack.stages.find(({ key }) => key === portfolio.stageKey)
  const shown = pack.pack.requirements.rules.filter(({ id }) => figures.has(id))
  const groups = pack.pack.requirements.groups.map(({ key, title }) => {
    const rows = shown.filter(({ group }) => group === key)
    return {
      id: `g-${key}`,
      title,
      hint: metOf(rows, figures),
      rows: rows.map((rule) => rowOf(rule, figures.get(rule.id)!, pack.pack, portfolio.id)),
    }
  })
  return view('progress/requirements', {
    head: {
      title: 'Requirements',
      sub: [stage?.title, portfolio.reviewOn ? `${pack.pack.pack.review.name} on ${date(portfolio.reviewOn)}` : null]
        .filter(Boolean)
        .join(' · '),
      over: own ? null : { link: { label: portfolio.name, href: url.portfolio(portfolio.id) }, text: null },
      tags: [illustrative(pack.pack)].filter((tag) => tag !== null),
      actions: [{ label: 'Curriculum', href: url.curriculum(portfolio.id) }],
    },
    kpis: [...kpisOf([...figures.values()]), readyOf(found)],
    years: { title: upperFirst(`${pack.pack.pack.words.stage}s`), table: yearsTable(found, ctx.today) },
    notice: pack.pack.pack.notice,
    groups: groups.filter(({ rows }) => rows.length > 0),
  })
}

function metOf(rules: readonly Requirement[], figures: ReadonlyMap<string, Figure>): string {
  const met = rules.filter(({ id }) => figures.get(id)?.status === 'met').length
  return `${met} of ${rules.length} met`
}

function kpisOf(figures: readonly Figure[]): Kpi[] {
  const count = (words: string) => figures.filter((figure) => standing(figure).words === words).length
  const late = count('Overdue')
  const behind = count('Behind pace') + count('Due soon')
  return [
    { label: 'Met', value: String(count('Met')), tone: 'ok' },
    { label: 'On track or not due yet', value: String(count('On track') + count('Not due yet')) },
    { label: 'Behind pace or due soon', value: String(behind), tone: behind ? 'warn' : 'plain' },
    { label: 'Overdue', value: String(late), tone: late ? 'stop' : 'plain' },
  ]
}

/** R107: how many items have the level that means "ready for what follows". */
function readyOf({ portfolio, pack, judgements }: RequirementsFound): Kpi {
  const all = [...pack.items.values()]
  // What is kept alive by another item is ready there.
  const kept = new Set(all.map(({ maintains }) => maintains))
  const items = all.filter(({ key, signOff }) => signOff && !kept.has(key) && readyLevel(pack.pack, key) !== null)
  const ready = items.filter(({ key }) => {
    const level = latestOf(judgements, key, 'supervisor')?.level ?? null
    return level !== null && level >= readyLevel(pack.pack, key)!
  })
  return {
    label: pack.pack.pack.words.ready,
    value: `${ready.length} of ${items.length}`,
    hint: 'items signed off at that level',
    href: url.curriculum(portfolio.id),
  }
}

/** R117: the years of the programme, those passed, the one that runs, and those to come. */
function yearsTable(found: RequirementsFound, today: Temporal.PlainDate): Table {
  const iso = today.toString()
  const { stage } = found.pack.pack.pack.words
  const spans = stageSpans(factsFrom(found, found.judgements, today))
  return {
    caption: `The ${stage}s of the programme`,
    columns: [
      { label: upperFirst(stage), card: 'title' },
      { label: 'First day' },
      { label: 'Last day' },
      { label: 'State', card: 'side' },
    ],
    rows: spans.map(({ stageKey, title, from, until }) => ({
      id: `year-${stageKey}`,
      name: title,
      cells: [
        { text: title },
        { text: date(from) },
        { text: date(until.subtract({ days: 1 })) },
        { tag: until.toString() <= iso ? PASSED : from.toString() <= iso ? RUNNING : AHEAD },
      ],
    })),
  }
}

const PASSED: Tag = { words: 'passed' }
const RUNNING: Tag = { words: 'now', tone: 'accent' }
const AHEAD: Tag = { words: 'to come' }

/** What a meter needs of a figure, prepared or just worked out. */
type Measured = Pick<Figure, 'status' | 'have' | 'need' | 'pace' | 'because'>

/** A requirement's meter: the same wherever the figure is shown. */
export function meterOf(rule: Requirement, figure: Measured, enrolmentId: string): Meter {
  const { tone, words } = standing(figure)
  const open = figure.status === 'notComputed'
  return {
    title: rule.title,
    have: open ? '–' : printed(figure.have),
    of: open ? null : `${printed(figure.need)}${unitWords(rule, figure.need)}`,
    share: share(figure.have, figure.need),
    pace: figure.pace === null ? null : share(figure.pace, figure.need),
    tone,
    words,
    note: figure.because,
    why: { label: 'Why?', href: url.rule(enrolmentId, rule.id) },
  }
}

/** One requirement as a row: the same for trainee, supervisor and everybody else who sees it. */
export function rowOf(rule: Requirement, figure: Figure, pack: Pack, enrolmentId: string): RequirementRow {
  return {
    id: rule.id,
    meter: meterOf(rule, figure, enrolmentId),
    tags: [{ words: severityWords[rule.severity], tone: rule.severity === 'gate' ? 'accent' : 'plain' }],
    remarks: figure.detail.remarks,
    source: sourceWords(pack, rule),
  }
}

/** The same row on the rule's own page, which says the rest elsewhere. */
const alone = ({ meter, ...row }: RequirementRow): RequirementRow => ({
  ...row,
  meter: { ...meter, why: null },
  tags: [],
  source: '',
})

const share = (have: number, need: number) => (need > 0 ? Math.min(100, Math.round((have / need) * 1000) / 10) : 0)

/** R132, D13: what counted, what did not, and why, each with its link. */
export const rulePage: Show<RuleFound> = (found, { ctx }): View => {
  const { portfolio, pack, rule, figure } = found
  const lines = figure.detail.parts.filter(({ note }) => note !== BREAKDOWN)
  const spread = figure.detail.parts.filter(({ note }) => note === BREAKDOWN)
  const own = ctx.actor.personId === portfolio.personId
  return view('progress/rule', {
    head: {
      title: rule.title,
      over: {
        link: { label: 'Requirements', href: url.requirements(portfolio.id) },
        text: own ? null : portfolio.name,
      },
      tags: [
        { words: severityWords[rule.severity], tone: rule.severity === 'gate' ? 'accent' : 'plain' },
        ...(figure.dueOn ? [{ words: `due by ${date(figure.dueOn)}` }] : []),
        ...(illustrative(pack.pack) ? [illustrative(pack.pack)!] : []),
      ],
      actions: own ? makeOne(found, ctx.actor) : [],
    },
    row: alone(rowOf(rule, figure, pack.pack, portfolio.id)),
    text: rule.text,
    note: rule.note ?? null,
    source: sourceWords(pack.pack, rule),
    parts: lines.length ? partsTable(lines, rule, found) : null,
    breakdown: spread.length ? breakdownTable(spread, rule, pack.pack) : null,
    records: hasRecords(rule, pack.pack) ? recordsOf(found, ctx.actor) : null,
  })
}

/** The way to what the rule asks for, where the trainee writes it alone; it asks for one of several, and the first is offered. */
function makeOne({ pack, rule }: RuleFound, actor: Actor): Action[] {
  const forms = formsOf(rule).flatMap((key) => formOf(pack.pack, key) ?? [])
  const form = forms.find(({ filledBy, section }) => filledBy === 'trainee' && mayWriteIn(actor, pack.id, section))
  if (!form || form.key === pack.pack.rounds?.sites?.recordForm) return []
  const label = forms.length > 1 ? form.short : form.title
  return [{ label, href: `/records/new/${form.key}`, kind: 'main', icon: 'plus-lg' }]
}

function recordsOf(found: RuleFound, actor: Parameters<typeof titleFor>[0]): RulePage['records'] {
  const { counted, notCounted } = found
  return {
    counted: {
      count: counted.total,
      table: recordsTable(found, counted.rows, 'What counts', actor, false),
      pager: pagerOf(found, 'counted'),
    },
    notCounted: {
      count: notCounted.total,
      table: recordsTable(found, notCounted.rows, 'What does not count, and why', actor, true),
      pager: pagerOf(found, 'notCounted'),
    },
  }
}

/** Lines of a rule: years, quotas, or items of the curriculum with their levels. */
function partsTable(parts: readonly Part[], rule: Requirement, { pack, portfolio }: RuleFound): Table {
  const judged = rule.kind === 'levelByStage'
  const paced = parts.some(({ pace }) => pace !== null)
  const asked = parts.some(({ need }) => need !== null)
  const hrefOf = (key: string | null) => {
    if (key !== null && pack.items.has(key)) return url.item(portfolio.id, key)
    return rule.kind === 'gateBefore' ? url.rule(portfolio.id, rule.first) : null
  }
  return {
    caption: 'In detail',
    columns: [
      { label: 'What', card: 'title' },
      { label: judged ? 'Signed' : 'There', number: true },
      ...(asked ? [{ label: judged ? 'Expected' : 'Asked', number: true }] : []),
      ...(paced ? [{ label: 'Usual by today', number: true }] : []),
    ],
    rows: parts.map(({ title, have, need, pace, note, key }, index) => ({
      id: `part-${index}`,
      name: title,
      cells: [
        { text: title, hint: note, href: hrefOf(key) },
        { text: judged && have === 0 ? '–' : printed(have) },
        ...(asked ? [{ text: need === null ? '–' : printed(need) }] : []),
        ...(paced ? [{ text: pace === null ? '–' : printed(pace) }] : []),
      ],
    })),
  }
}

function breakdownTable(parts: readonly Part[], rule: Requirement, pack: Pack): Table {
  const sum = parts.reduce((total, { have }) => total + have, 0)
  return {
    caption: 'How they are spread',
    columns: [
      { label: 'Kind', card: 'title' },
      { label: 'Number', number: true },
      { label: 'Share', number: true },
    ],
    rows: parts.map(({ key, have }) => {
      const label = factLabel(pack, rule, key ?? '')
      return {
        id: `kind-${key}`,
        name: label,
        cells: [{ text: label }, { text: printed(have) }, { text: `${Math.round((have / sum) * 100)} %` }],
      }
    }),
  }
}

function recordsTable(
  { pack }: RuleFound,
  rows: RuleFound['counted']['rows'],
  caption: string,
  actor: Parameters<typeof titleFor>[0],
  reasons: boolean,
): Table {
  return {
    caption,
    columns: [
      { label: 'Record', card: 'title' },
      { label: 'Day' },
      { label: 'State' },
      ...(reasons ? [{ label: 'Why not' }] : []),
    ],
    rows: rows.map(({ id, record, why }) => {
      const title = record ? titleFor(actor, pack, record) : 'A record that you cannot open'
      return {
        id,
        name: title,
        cells: [
          {
            text: title,
            href: record ? recordUrl(record) : null,
            hint: record ? formName(pack.pack, record.formKey) : null,
          },
          { text: record ? date(record.occurredOn.toISOString().slice(0, 10)) : '–' },
          { tag: record ? statusTag(record) : null, text: record ? null : '–' },
          ...(reasons ? [{ text: why }] : []),
        ],
      }
    }),
  }
}

const formName = (pack: Pack, key: string) => pack.forms.find((form) => form.key === key)?.short ?? null

function pagerOf({ portfolio, rule, counted, notCounted }: RuleFound, which: 'counted' | 'notCounted'): Pager | null {
  const list = which === 'counted' ? counted : notCounted
  if (list.total <= list.size) return null
  const at = (page: number) => {
    const pages = { counted: counted.page, notCounted: notCounted.page, [which]: page }
    return `${url.rule(portfolio.id, rule.id)}?counted=${pages.counted}&uncounted=${pages.notCounted}#${which}`
  }
  const last = Math.ceil(list.total / list.size)
  return {
    from: (list.page - 1) * list.size + 1,
    to: Math.min(list.total, list.page * list.size),
    total: list.total,
    previous: list.page > 1 ? at(list.page - 1) : null,
    next: list.page < last ? at(list.page + 1) : null,
  }
}

/** "3 records". */
export const records = (count: number) => plural(count, 'record')
