import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Head, Tag } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import type { Unfinished } from './own.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'admissions/own': OwnPage
  }
}

interface OwnPage {
  head: Head
  problems: Problems
  /** Why everything else is shut, and until when it is open. */
  why: string
  /** What is said of the fee, where one is due (R21). */
  fee: string | null
  phone: TextInput
  addresses: { value: string; tag: Tag }[]
  /** Said where every address may go with the job (R26). */
  warning: string | null
  ticked: { details: boolean; terms: boolean }
}

/** Completing one's enrolment (R24, R26). */
export const ownPage: Show<Unfinished> = (
  { programme, freezes, frozen, months, phone, feeDue, addresses },
  { typed, problems },
) => {
  const own = addresses.some(({ workplace }) => !workplace)
  return view('admissions/own', {
    head: {
      title: 'Complete your enrolment',
      sub: programme,
      tags: frozen ? [{ words: 'frozen', tone: 'stop' }] : [],
    },
    problems,
    why: frozen
      ? `Your enrolment was not complete by ${date(freezes)}, ${plural(months, 'month')} after the start, so your portfolio is frozen: you cannot open or change it. Nothing in it is lost. Complete the enrolment below and it opens at once.`
      : `Please complete it by ${date(freezes.subtract({ days: 1 }))}. From the day after, your portfolio is frozen until you do.`,
    fee: feeDue
      ? 'A fee for enrolling is due to your college, which is paid to it and not here. You can complete this page meanwhile.'
      : null,
    phone: {
      ...{ name: 'phone', label: 'Phone number', type: 'tel', inputmode: 'tel', autocomplete: 'tel', max: 30 },
      ...{ value: typeof typed?.phone === 'string' ? typed.phone : phone, problem: problems.phone ?? null },
      hint: 'At which your programme can reach you.',
    },
    addresses: addresses.map((one) => ({ value: one.value, tag: addressTag(one) })),
    warning: own
      ? null
      : 'Every address you have belongs to a workplace and may go when you leave it. Add one of your own.',
    ticked: { details: typed?.details === 'yes', terms: typed?.terms === 'yes' },
  })
}

function addressTag({ verified, workplace }: Unfinished['addresses'][number]): Tag {
  if (workplace) return { words: 'of a workplace', tone: 'warn' }
  return verified ? { words: 'verified', tone: 'ok' } : { words: 'not verified', tone: 'warn' }
}
