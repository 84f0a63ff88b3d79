import type { Show } from '../../kit/http.ts'
import type { Head } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, plural } from '../../kit/ui.ts'
import type { FlagKind } from '../flags.ts'
import { factsOf, type Signs } from '../signs.ts'

interface SignsPage {
  head: Head
  /** What such signs are and are not. */
  words: string
  signs: {
    id: string
    title: string
    what: string
    maybe: string
    records: { label: string; href: string; hint: string }[]
  }[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'integrity/signs': SignsPage
  }
}

type Facts = ReturnType<typeof factsOf>

/** What each sign says, and what innocent thing it may come of: nobody is accused by a figure. */
const words: Record<FlagKind, { title: string; what: (facts: Facts) => string; maybe: string }> = {
  sameBrowser: {
    title: 'Completed in the trainee’s browser',
    what: ({ forms }) =>
      `${plural(Number(forms), 'form')} completed by the link alone in a browser in which the trainee, and nobody else, had signed in.`,
    maybe:
      'The assessor may have used the trainee’s phone and opened the mail there. Handing a device over with a PIN or a mailed code leaves no such sign.',
  },
  sameNetwork: {
    title: 'Several assessors from the trainee’s own network',
    what: ({ forms, signers }) =>
      `${plural(Number(forms), 'form')} of ${plural(Number(signers), 'assessor')} at private addresses, completed by the link alone from a network from which the trainee signs in and nobody else does.`,
    maybe: 'A small practice may share one line. Networks of hospitals, and an address alone, leave no such sign.',
  },
  burst: {
    title: 'Many assessments just before the panel',
    what: ({ forms, year, days, hour }) =>
      hour
        ? `${forms} assessments were completed by the link alone within one hour, in the last ${days} days before evidence was due or after that.`
        : `${forms} of the ${year} assessments of the year were completed in the last ${days} days before evidence was due.`,
    maybe: 'Assessors may have been slow, or a post may have ended. The dates of the encounters tell more.',
  },
  minutes: {
    title: 'Many forms by one assessor within minutes',
    what: ({ forms, signer, minutes }) =>
      `${signer} completed ${forms} forms within ${plural(Number(minutes), 'minute')}.`,
    maybe: 'They may have written them down beforehand. What they wrote tells more.',
  },
  claimedGrade: {
    title: 'A consultant whom nobody else knows',
    what: ({ forms, signer }) =>
      `${signer} states to be a consultant, at a private address that was never confirmed, has completed ${forms} forms, and has assessed nobody else.`,
    maybe: 'They may be new, or from another hospital. The registration number that they gave can be looked up.',
  },
}

/** What is worth a look about the signatures of a portfolio, each explained. */
export const signsPage: Show<Signs> = ({ portfolio, flags, records }) => {
  const title = `Signatures of ${portfolio.name}`
  return view(
    'integrity/signs',
    {
      head: { title, over: { link: { label: 'Signatures', href: '/integrity' }, text: null } },
      words:
        'Signs are worked out by rule and prove nothing: each says what was seen, and what innocent reason it may have. Supervisors do not see them. Ask before you conclude.',
      signs: flags.map(({ id, kind, facts, recordIds }) => {
        const { title: name, what, maybe } = words[kind as FlagKind]
        return {
          id,
          title: name,
          what: what(factsOf(facts)),
          maybe,
          records: recordIds.flatMap((recordId) => {
            const record = records.get(recordId)
            if (!record) return []
            const hint = [date(record.occurredOn.toISOString()), record.assessor].filter(Boolean).join(', ')
            return [{ label: record.title, href: `/records/${recordId}`, hint }]
          }),
        }
      }),
    },
    { title },
  )
}
