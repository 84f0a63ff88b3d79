import type { Shown } from '../../kit/http.ts'
import type { Fact, FileField, Head, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime, plural } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { countPack } from '../counts.ts'
import type { Finding } from '../lint.ts'
import { packsPolicy } from '../policy.ts'
import type { PacksFound, UploadFound } from '../queries.ts'
import { type DifferencesPanel, differencesPanels } from './differences.ts'
import { url } from './frame.ts'

interface UploadPage {
  head: Head
  problems: Shown['problems']
  file: FileField
  colleges: { id: string; name: string; chosen: boolean }[]
}

interface UploadedPage {
  head: Head
  tag: Tag
  /** Where it is published under another address already. */
  same: { words: string; href: string } | null
  files: { id: string; name: string; findings: { path: string | null; message: string }[] }[]
  holds: Fact[]
  effects: string[]
  publish: { action: string; button: string; problem: string | null } | null
  discard: string
  against: string | null
  panels: DifferencesPanel[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/upload': UploadPage
    'programmes/uploaded': UploadedPage
  }
}

/** Where a version is handed in. */
export function uploadPage({ colleges }: PacksFound, { typed, problems }: Shown): View {
  return view('programmes/upload', {
    head: {
      title: 'Upload a version',
      sub: 'A pack’s folder as a ZIP file. Nothing is published yet: you first see what is wrong with it and what it changes.',
      over: { link: { label: 'Programmes', href: url.list }, text: null },
    },
    problems,
    file: {
      name: 'pack',
      label: 'The pack as a ZIP file',
      hint: 'pack.json, curriculum.json and the other files, forms in the folder forms. To begin, download a published version and give it a new number in pack.json. At most 5 MB.',
      accept: '.zip',
      maxMb: 5,
      problem: problems.pack ?? null,
    },
    colleges: colleges.map(({ id, name }) => ({ id, name, chosen: typed?.college === id })),
  })
}

/** An upload: what is wrong with it by file and place, what it changes, and the button that publishes it. */
export function uploadedPage(found: UploadFound, { ctx, actor, problems }: Shown): View {
  const { id, name, pack, findings, previous, same } = found
  const refused = isRefusal(packsPolicy.actions.publish(actor, found))
  const title = pack ? `${pack.pack.title} ${pack.pack.version}` : name
  return view('programmes/uploaded', {
    head: {
      title,
      sub: `${name}, uploaded ${dateTime(found.uploadedAt, ctx.config.timeZone)}; not published`,
      over: { link: { label: 'Programmes', href: url.list }, text: null },
    },
    tag: findings.length
      ? { words: plural(findings.length, 'finding'), tone: 'stop' }
      : { words: 'no findings', tone: 'ok' },
    same: same
      ? { words: `This very content is published already, as ${same.version}.`, href: url.version(same.id) }
      : null,
    files: byFile(findings),
    holds: pack ? countPack(pack).map(([label, value]) => ({ label, value })) : [],
    effects: pack && !refused ? effectsOf(found) : [],
    publish:
      refused || same
        ? null
        : { action: `${url.uploaded(id)}/publish`, button: `Publish ${title}`, problem: problems.confirmed ?? null },
    discard: `${url.uploaded(id)}/discard`,
    against: previous && pack ? `${pack.pack.version} against ${previous.version}` : null,
    panels: same ? [] : differencesPanels(found.differences),
  })
}

function byFile(findings: readonly Finding[]): UploadedPage['files'] {
  const names = [...new Set(findings.map(({ file }) => file))]
  return names.map((name) => ({
    id: `file-${name.replace(/\W/g, '-')}`,
    name,
    findings: findings
      .filter(({ file }) => file === name)
      .map(({ path, message }) => ({ path: path || null, message })),
  }))
}

/** What publishing does and does not do, before it is done. */
function effectsOf({ pack, previous, differences }: UploadFound): string[] {
  const { activeFrom, version } = pack!.pack
  const count = differences.reduce((sum, one) => sum + one.differences.length, 0)
  const pinned = previous?.pinned ? plural(previous.pinned, 'trainee') : 'nobody'
  return [
    `It is in force from ${date(activeFrom)}, for those who are enrolled on ${version} from then on.`,
    previous
      ? `${previous.version} stays as it is, and so does everybody who is enrolled on it (${pinned} now): nothing that is pinned changes.`
      : 'Nothing that is there already changes.',
    ...(previous ? [`It differs from ${previous.version} in ${plural(count, 'place')}, listed below.`] : []),
    'What is published can never be changed again: a mistake is mended by a later version.',
  ]
}
