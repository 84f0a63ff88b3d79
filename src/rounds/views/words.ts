import type { RoundState } from '../../generated/client.ts'
import type { Tag } from '../../kit/partials.ts'

/** A state in a word or two. */
export const stateTag = (state: RoundState): Tag => tags[state]

const tags: Record<RoundState, Tag> = {
  selfRating: { words: 'Rate yourself first', tone: 'info' },
  listing: { words: 'Not sent yet', tone: 'info' },
  open: { words: 'Answers come in', tone: 'accent' },
  short: { words: 'Too few answers', tone: 'warn' },
  closed: { words: 'Being read', tone: 'info' },
  released: { words: 'Released', tone: 'ok' },
  ended: { words: 'Ended without a result', tone: 'plain' },
}
