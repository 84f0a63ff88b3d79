import { Temporal } from 'temporal-polyfill'
import type { Chip, Head, Tag } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import type { VersionFound, VersionRow } from '../queries.ts'

/** Where the pages of this room are. */
export const url = {
  list: '/programmes',
  upload: '/programmes/upload',
  uploaded: (id: string) => `/programmes/uploads/${id}`,
  version: (id: string, tab?: string) => `/programmes/versions/${id}${tab ? `/${tab}` : ''}`,
  form: (id: string, key: string, as?: string) => `/programmes/versions/${id}/forms/${key}${as ? `?as=${as}` : ''}`,
  print: (id: string, key: string) => `/programmes/versions/${id}/forms/${key}/print`,
  compare: (id: string, other?: string) => `/programmes/versions/${id}/compare${other ? `?with=${other}` : ''}`,
  download: (id: string) => `/programmes/versions/${id}/download`,
}

const tabs = [
  ['', 'Overview'],
  ['curriculum', 'Curriculum'],
  ['levels', 'Levels'],
  ['forms', 'Forms'],
  ['rules', 'Requirements'],
  ['rights', 'Who sees what'],
  ['help', 'Help'],
] as const
export type TabName = (typeof tabs)[number][0]

/** The top of every page about one version. */
export interface VersionFrame {
  head: Head
  tabs: Chip[]
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'programmes/frame': { p: VersionFrame }
  }
}

export function statusTags({ status, origin }: Pick<VersionRow, 'status' | 'origin'>): Tag[] {
  const said: Tag =
    status === 'illustrative' ? { words: 'illustrative', tone: 'info' } : { words: 'confirmed', tone: 'ok' }
  return origin === 'local' ? [said, { words: 'your college’s own', tone: 'accent' }] : [said]
}

/** "from 4 Aug 2021", "4 Aug 2010 to 3 Aug 2021": the days in force, the last one included. */
export function inForce({ activeFrom, activeTo }: Pick<VersionRow, 'activeFrom' | 'activeTo'>): string {
  if (!activeTo) return `from ${date(activeFrom)}`
  return `${date(activeFrom)} to ${date(Temporal.PlainDate.from(activeTo).subtract({ days: 1 }))}`
}

export function frameOf({ row, versions }: Pick<VersionFound, 'row' | 'versions'>, tab: TabName): VersionFrame {
  return {
    head: {
      title: `${row.title} ${row.version}`,
      sub: `As its readers see it; in force ${inForce(row)}`,
      over: { link: { label: 'Programmes', href: url.list }, text: null },
      tags: statusTags(row),
      actions: [
        ...(versions.length > 1
          ? [{ label: 'Compare', icon: 'layers' as const, kind: 'quiet' as const, href: url.compare(row.id) }]
          : []),
        { label: 'Download', icon: 'download', kind: 'quiet', href: url.download(row.id) },
      ],
    },
    tabs: tabs.map(([name, label]) => ({ label, href: url.version(row.id, name), current: name === tab })),
  }
}
