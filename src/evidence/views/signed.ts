import type { Rendered } from '../../forms/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Fact, Head, Link } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { dateTime } from '../../kit/ui.ts'
import type { Signed } from '../queries/signed.ts'
import { preparedWords } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/signed': SignedPage
  }
}

interface SignedPage {
  head: Head
  words: string
  reads: Rendered
  kept: Fact[]
  bytes: Link | null
}

/** Why an earlier submission was taken back, where that stands under the signature. */
function reasonIn(content: Uint8Array): Fact[] {
  const { more } = JSON.parse(Buffer.from(content).toString('utf8')) as { more?: { reason?: unknown } }
  return typeof more?.reason === 'string' ? [{ label: 'Why it was changed', value: more.reason }] : []
}

/** Who had filled it in for whoever signed it, where that stands under the signature. */
function preparedIn(content: Uint8Array, zone: string): Fact[] {
  const { record } = JSON.parse(Buffer.from(content).toString('utf8')) as {
    record?: { preparedBy?: string; preparedAt?: string }
  }
  const { preparedBy = null, preparedAt } = record ?? {}
  const words = preparedWords({ preparedBy, preparedAt: preparedAt ? new Date(preparedAt) : null }, zone)
  return words ? [{ label: 'Prepared by', value: words }] : []
}

/** What a signature stands under, as it read then, whatever was put right since. */
export const signedPage: Show<Signed> = ({ detail, version, reads }, { ctx }) => {
  const { record, versions, title } = detail
  const at = dateTime(version.signedAt, detail.pack.pack.pack.timeZone)
  const last = versions.at(-1)?.seq === version.seq
  const own = record.personId === ctx.actor.personId
  return view(
    'evidence/signed',
    {
      head: {
        title: `As signed: ${title}`,
        sub: `${version.signerName}, ${version.signerRole}, ${at}`,
        over: { link: { label: title, href: `/records/${record.id}` }, text: null },
      },
      words: last
        ? 'This is what was signed, and nothing has been signed since.'
        : 'This is what was signed then. Something was added or put right since; the record itself shows how it reads now.',
      reads,
      kept: [
        ...reasonIn(version.content),
        ...preparedIn(version.content, detail.pack.pack.pack.timeZone),
        { label: 'Place', value: `Link ${version.seq} of the portfolio’s chain` },
        { label: 'Hash of what was signed', value: version.contentHash },
        { label: 'Hash of the link', value: version.hash },
      ],
      bytes: own
        ? { label: 'Download what was signed', href: `/records/${record.id}/signed/${version.seq}/bytes` }
        : null,
    },
    { title: `As signed: ${title}` },
  )
}
