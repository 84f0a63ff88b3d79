import { guardBox } from '../guard/index.ts'
import type { TextArea, TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { GuardBox, Head } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { plural } from '../kit/ui.ts'
import type { Found } from './queries.ts'
import { url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'messages/write': {
      head: Head
      problems: Problems
      /** Why it changes no more; null while it is not sent. */
      closed: string | null
      action: string
      subject: TextInput
      text: TextArea
      guard: GuardBox | null
      cancel: string
    }
  }
}

/** The words of a message that is not sent yet. */
export const writePage: Show<Found> = ({ message, to }, { typed, problems }) => {
  const value = (name: 'subject' | 'text') =>
    typed ? (typeof typed[name] === 'string' ? typed[name] : '') : (message[name] ?? '')
  const title = 'Write a message'
  return view(
    'messages/write',
    {
      head: {
        title,
        sub: `To ${plural(to.length, 'trainee')}`,
        over: { link: { label: 'Messages', href: url.list }, text: null },
      },
      problems,
      closed: message.sentAt ? 'It has been sent and changes no more.' : null,
      action: url.write(message.id),
      subject: {
        ...{ name: 'subject', label: 'Subject', value: value('subject'), max: 120 },
        problem: problems.subject ?? null,
      },
      text: {
        ...{ name: 'text', label: 'Message', value: value('text'), max: 5000, problem: problems.text ?? null },
        hint: 'Plain text. Addresses that begin with https:// become links. Name no patient and nobody’s affairs: all of them read it.',
      },
      guard: guardBox({ typed, problems }),
      cancel: message.subject ? url.one(message.id) : url.board(message.query),
    },
    { title },
  )
}
