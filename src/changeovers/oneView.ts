import { guardBox } from '../guard/index.ts'
import type { Show } from '../kit/http.ts'
import type { Chip, Figure, GuardBox, Head, Pager, Table, Tag } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { dateTime, plural } from '../kit/ui.ts'
import { errorsIn, type Shown } from './dryRun.ts'
import { type Finding, findingKinds } from './findings.ts'
import { groupBy } from './grouping.ts'
import { type Group, groups, type Line } from './lines.ts'
import type { OneChangeover } from './queries.ts'
import { whatWords } from './tell.ts'
import { stateTag, url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'changeovers/one': OnePage
  }
}

interface FindingGroup {
  id: string
  title: string
  tag: Tag
  items: { where: string | null; text: string }[]
  more: string | null
}

interface OnePage {
  head: Head
  /** Why the last attempt changed nothing. */
  stopped: string[]
  working: { words: string; again: string } | null
  result: string | null
  figures: Figure[]
  remarks: string[]
  findings: FindingGroup[]
  chips: Chip[]
  table: Table
  pager: Pager | null
  untouched: { title: string; names: string; more: string | null } | null
  apply: { action: string; hash: string; label: string; blocked: string | null; discard: string } | null
  undo: { action: string; rests: string[]; reason: string; problem: string | null; guard: GuardBox | null } | null
}

const pageSize = 50
const namedFindings = 30
const namedTrainees = 60

const groupWords: Record<Group, string> = { new: 'New', changed: 'Changed', ended: 'Ended', unchanged: 'Unchanged' }
const groupTags: Record<Group, Tag> = {
  new: { words: 'new', tone: 'ok' },
  changed: { words: 'changed', tone: 'info' },
  ended: { words: 'ended', tone: 'warn' },
  unchanged: { words: 'unchanged', tone: 'plain' },
}

/** What a sheet would do, is doing or did. */
export const changeoverPage: Show<OneChangeover> = (found, { ctx, typed, problems }) => {
  const { row, shown, programme } = found
  const counts = groupBy(shown.lines, ({ group }) => group)
  const group = groups.find((one) => one === ctx.query.show) ?? groups.find((one) => counts.has(one)) ?? 'unchanged'
  const lines = counts.get(group) ?? []
  const page = Math.max(
    1,
    Math.min(Math.ceil(lines.length / pageSize) || 1, Number.parseInt(ctx.query.page ?? '1', 10) || 1),
  )
  const at = (number: number) => `${url.one(row.id)}?show=${group}&page=${number}#lines`
  const past = row.state !== 'ready'
  return view('changeovers/one', {
    head: {
      title: row.name ?? 'Pasted rows',
      sub: `${programme.name}: ${plural(row.rows, 'row')}, sent by ${row.uploadedByName} on ${dateTime(row.uploadedAt, programme.timeZone)}`,
      over: { link: { label: 'Changeover by sheet', href: url.all }, text: null },
      tags: [stateTag(row)],
    },
    stopped: (row.stopped as { reasons?: string[] } | null)?.reasons ?? [],
    working: row.doing ? workingOf(row) : null,
    result: resultOf(found),
    figures: groups.map((one) => ({
      label: groupWords[one],
      value: String((counts.get(one) ?? []).length),
      href: counts.has(one) ? `${url.one(row.id)}?show=${one}#lines` : null,
    })),
    remarks: shown.remarks,
    findings: past ? [] : findingGroups(shown.findings),
    chips: groups
      .filter((one) => counts.has(one))
      .map((one) => ({
        label: groupWords[one],
        href: `${url.one(row.id)}?show=${one}#lines`,
        current: one === group,
        count: counts.get(one)!.length,
      })),
    table: tableOf(lines.slice((page - 1) * pageSize, page * pageSize), group),
    pager:
      lines.length > pageSize
        ? {
            from: (page - 1) * pageSize + 1,
            to: Math.min(page * pageSize, lines.length),
            total: lines.length,
            previous: page > 1 ? at(page - 1) : null,
            next: page * pageSize < lines.length ? at(page + 1) : null,
          }
        : null,
    untouched: untouchedOf(shown),
    apply: row.state === 'ready' && !row.doing ? applyOf(found) : null,
    undo:
      row.state === 'applied' && !row.doing
        ? {
            action: `${url.one(row.id)}/undo`,
            rests: found.rests,
            reason: typeof typed?.reason === 'string' ? typed.reason : '',
            problem: problems.reason ?? problems[''] ?? null,
            guard: guardBox({ typed, problems }),
          }
        : null,
  })
}

function workingOf({ id, doing, step, done }: OneChangeover['row']): NonNullable<OnePage['working']> {
  const what = doing === 'undo' ? 'The changeover is being taken back' : 'The changeover is being applied'
  const far = step ? `${step}${done > 0 ? `, ${done} %` : ''}` : 'Waiting for its turn'
  return { words: `${what}: ${far}. Nothing is done by halves; you are told when it is done.`, again: url.one(id) }
}

function resultOf({ row, programme }: OneChangeover): string | null {
  const at = (moment: Date) => dateTime(moment, programme.timeZone)
  if (row.state === 'applied' && row.appliedAt)
    return `Applied by ${row.appliedByName} on ${at(row.appliedAt)}: ${plural(row.trainees, 'trainee')} moved. The trainees, the supervisors whose trainees or posts became others, and whoever answers for training at the hospitals have been told once.`
  if (row.state === 'undone' && row.undoneAt)
    return `Taken back by ${row.undoneByName} on ${at(row.undoneAt)}: what was on record before holds again.`
  return null
}

const levelTags = {
  error: { words: 'stops the sheet', tone: 'stop' },
  warning: { words: 'look at this', tone: 'warn' },
  note: { words: 'for your information', tone: 'info' },
} as const

function findingGroups(findings: readonly Finding[]): FindingGroup[] {
  const byKind = groupBy(findings, ({ level, kind }) => `${level}-${kind}`)
  return [...byKind].map(([id, items]) => ({
    id,
    title: findingKinds[items[0]!.kind],
    tag: { ...levelTags[items[0]!.level], words: `${items.length}, ${levelTags[items[0]!.level].words}` },
    items: items.slice(0, namedFindings).map(({ cell, row, text }) => ({
      where: cell ?? (row === null ? null : `row ${row}`),
      text,
    })),
    more: items.length > namedFindings ? `and ${items.length - namedFindings} more` : null,
  }))
}

function tableOf(lines: readonly Line[], group: Group): Table {
  return {
    caption: `${groupWords[group]}, in the order of the sheet`,
    columns: [
      { label: 'Trainee', card: 'title' },
      { label: 'What' },
      { label: 'On record' },
      { label: 'From this sheet' },
      { label: 'Row', number: true },
      { label: 'Kind', card: 'side' },
    ],
    rows: lines.map((line, index) => ({
      id: `${line.enrolmentId}-${index}`,
      name: line.trainee,
      cells: [
        { text: line.trainee, href: `/portfolios/${line.enrolmentId}/posts` },
        { text: line.group === 'unchanged' ? 'Posts and supervisors' : whatWords[line.what] },
        { text: line.was ?? '–', quiet: true },
        { text: line.group === 'unchanged' ? 'as on record' : (line.is ?? '–') },
        { text: line.rows.join(', ') },
        { tag: groupTags[line.group] },
      ],
    })),
  }
}

function untouchedOf({ untouched }: Shown): OnePage['untouched'] {
  if (untouched.length === 0) return null
  const rest = untouched.length - namedTrainees
  return {
    title: `${plural(untouched.length, 'trainee')} not in the sheet`,
    names: untouched.slice(0, namedTrainees).join(', '),
    more: rest > 0 ? `and ${rest} more` : null,
  }
}

function applyOf({ row, shown }: OneChangeover): NonNullable<OnePage['apply']> {
  const errors = errorsIn(shown).length
  const blocked =
    errors > 0
      ? `${plural(errors, 'thing')} in the sheet cannot be taken, so nothing of it is applied. Mend the sheet and send it again.`
      : row.trainees === 0
        ? 'The sheet says what is on record already: there is nothing to apply.'
        : null
  return {
    action: `${url.one(row.id)}/apply`,
    hash: row.planHash,
    label: `Apply: ${plural(row.trainees, 'trainee')}`,
    blocked,
    discard: `${url.one(row.id)}/discard`,
  }
}
