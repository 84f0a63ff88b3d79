import { guardBox } from '../../guard/index.ts'
import { Forbidden } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { GuardBox, Head } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { isRefusal } from '../../policy/index.ts'
import { mayReply } from '../policy.ts'
import type { Commented } from '../queries/reply.ts'
import { replyUrl } from '../replies.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/reply': {
      head: Head
      problems: Record<string, string>
      guard: GuardBox | null
      action: string
      comment: { label: string; text: string; by: string; told: string }
      value: string
      problem: string | null
    }
  }
}

/** One comment, with room for a short reply. */
export const replyPage: Show<Commented> = ({ record, title, comment, judged, replies, versions }, shown) => {
  const { actor, typed, problems } = shown
  const may = mayReply(actor, judged, comment.key, replies)
  if (isRefusal(may)) throw new Forbidden(may)
  const writer = versions.findLast(({ signerName }) => signerName !== judged.ownerName)?.signerName ?? judged.authorName
  return view(
    'evidence/reply',
    {
      head: {
        title: 'Reply to a comment',
        over: { link: { label: title, href: `/records/${record.id}` }, text: null },
      },
      problems,
      guard: guardBox({ typed, problems }),
      action: replyUrl(record.id)(comment.key),
      comment: {
        label: comment.label,
        text: comment.answer,
        by: comment.signed ? writer : 'one of those who answered',
        told: writer,
      },
      value: typeof typed?.text === 'string' ? typed.text : '',
      problem: problems.text ?? null,
    },
    { title: 'Reply to a comment' },
  )
}
