import { type View, view } from '../../kit/render.ts'
import { list } from '../../kit/ui.ts'
import type { VersionFound } from '../queries.ts'
import { roleLabel } from '../words.ts'
import { frameOf, type VersionFrame } from './frame.ts'

interface HelpPage {
  title: string
  frame: VersionFrame
  articles: {
    key: string
    title: string
    summary: string
    forWhom: string
    paragraphs: readonly string[]
    links: readonly { title: string; href: string }[]
  }[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/help': HelpPage
  }
}

/** The pack's own help articles, with whom each is for. */
export function packHelpPage(found: VersionFound): View {
  const { pack } = found.published
  const frame = frameOf(found, 'help')
  return view(
    'programmes/help',
    {
      title: frame.head.title,
      frame,
      articles: (pack.help?.articles ?? []).map(({ key, title, summary, relations, paragraphs, links }) => ({
        key,
        title,
        summary,
        forWhom: relations ? `For: ${list(relations.map((one) => roleLabel(pack, one)))}` : 'For everybody',
        paragraphs,
        links: links ?? [],
      })),
    },
    { title: `Help, ${frame.head.title}` },
  )
}
