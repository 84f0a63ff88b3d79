import type { Shown } from '../../kit/http.ts'
import type { Action, Column, Head, Table, TodoRow } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime, list, plural } from '../../kit/ui.ts'
import type { PacksFound, VersionRow } from '../queries.ts'
import { inForce, statusTags, url } from './frame.ts'

interface ListPage {
  head: Head
  packs: { id: string; title: string; hint: string; table: Table }[]
  uploads: TodoRow[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/list': ListPage
  }
}

const upload: Action = { label: 'Upload a version', icon: 'upload', kind: 'main', href: url.upload }

const columns: Column[] = [
  { label: 'Version', card: 'title' },
  { label: 'In force' },
  { label: 'Published' },
  { label: 'Enrolled on it', number: true },
  { label: 'State', card: 'side' },
]

/** The programmes of a college's administrator with every version of their packs. */
export function listPage({ colleges, versions, uploads }: PacksFound, { ctx }: Shown): View {
  const { timeZone } = ctx.config
  const keys = [...new Set(versions.map(({ packKey }) => packKey))]
  const programmes = colleges.flatMap((college) => college.programmes)
  return view('programmes/list', {
    head: {
      title: 'Programmes',
      sub: 'What trainees are enrolled on: curriculum, forms, requirements and rights, version by version',
      actions: [upload],
    },
    packs: keys.map((packKey) => {
      const own = versions.filter((version) => version.packKey === packKey)
      const followed = programmes.filter((programme) => programme.packKey === packKey).map(({ name }) => name)
      return {
        id: `pack-${packKey}`,
        title: own[0]!.title,
        hint: `followed by ${list(followed)}`,
        table: { caption: `Versions of ${own[0]!.title}`, columns, rows: own.map((row) => lineOf(row, timeZone)) },
      }
    }),
    uploads: uploads.map(({ id, name, uploadedAt, uploadedBy }) => ({
      icon: 'upload',
      tone: 'info',
      title: name,
      why: `Uploaded by ${uploadedBy} on ${dateTime(uploadedAt, timeZone)}, not published`,
      action: { label: 'Look at it', href: url.uploaded(id), kind: 'quiet' },
    })),
  })
}

function lineOf(row: VersionRow, timeZone: string): Table['rows'][number] {
  const by = row.publishedBy ? `by ${row.publishedBy}` : 'came with Attest'
  const [tag] = statusTags(row).slice(-1)
  return {
    id: row.id,
    name: row.version,
    cells: [
      { text: row.version, href: url.version(row.id) },
      { text: inForce(row) },
      { text: dateTime(row.publishedAt, timeZone).split(',')[0]!, hint: by },
      { text: row.pinned === 0 ? 'nobody' : plural(row.pinned, 'trainee') },
      { tag: tag ?? null },
    ],
  }
}
