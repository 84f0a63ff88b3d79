import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { FileField, Head, Table } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { dateTime, plural } from '../kit/ui.ts'
import type { Changeovers } from './queries.ts'
import { limits } from './sheet/cells.ts'
import { stateTag, url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'changeovers/list': ListPage
  }
}

interface ListPage {
  head: Head
  problems: Problems
  templates: { programme: string; csv: string; xlsx: string }[]
  programmes: { id: string; name: string; chosen: boolean }[]
  file: FileField
  text: string
  past: Table | null
}

/** Where a programme's next posts are downloaded, sent and found again. */
export const changeoversPage: Show<Changeovers> = ({ programmes, past }, { ctx, typed, problems }) => {
  const chosen = typeof typed?.programmeId === 'string' ? typed.programmeId : null
  return view('changeovers/list', {
    head: {
      title: 'Changeover by sheet',
      sub: 'Everybody’s next post and supervisors in one go: download the sheet as it stands today, change what changes, send it back. You read what it would do before anything is done.',
      over: { link: { label: 'Trainees', href: '/trainees' }, text: null },
    },
    problems,
    templates: programmes.map(({ id, name }) => ({
      programme: name,
      csv: url.template(id, 'csv'),
      xlsx: url.template(id, 'xlsx'),
    })),
    programmes: programmes.map(({ id, name }) => ({ id, name, chosen: id === chosen })),
    file: {
      name: 'sheet',
      label: 'The sheet',
      hint: `XLSX or CSV, at most ${plural(limits.rows, 'row')} and ${limits.bytes / 1_000_000} megabytes.`,
      accept: '.xlsx,.csv,.tsv,.txt,text/csv',
      maxMb: limits.bytes / 1_000_000,
      problem: problems.sheet ?? null,
    },
    text: typeof typed?.text === 'string' ? typed.text : '',
    past: past.length > 0 ? pastTable(past, programmes, ctx.config.timeZone) : null,
  })
}

function pastTable(past: Changeovers['past'], programmes: Changeovers['programmes'], timeZone: string): Table {
  const programme = (id: string) => programmes.find((one) => one.id === id)?.name ?? ''
  return {
    caption: 'Sheets, the latest first',
    columns: [
      { label: 'Sheet', card: 'title' },
      { label: 'Sent' },
      { label: 'Rows', number: true },
      { label: 'Trainees moved', number: true },
      { label: 'State', card: 'side' },
    ],
    rows: past.map((row) => ({
      id: row.id,
      name: row.name ?? 'Pasted rows',
      cells: [
        {
          text: row.name ?? 'Pasted rows',
          href: url.one(row.id),
          hint: programmes.length > 1 ? programme(row.programmeId) : null,
        },
        { text: dateTime(row.uploadedAt, timeZone), hint: row.uploadedByName },
        { text: String(row.rows) },
        { text: String(row.trainees) },
        { tag: stateTag(row) },
      ],
    })),
  }
}
