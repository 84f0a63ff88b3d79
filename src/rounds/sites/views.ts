import { compile, type FormView, present, type Rendered, snapshot } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Fact, GuardBox, Head, Lock, Table } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, plural } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { questionsOf } from '../answers.ts'
import { valueWords } from '../figures.ts'
import type { OneRating, Rating, Ratings, SiteSums } from './queries.ts'
import { mayRate } from './service.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'rounds/sites': {
      head: Head
      table: Table | null
      sums: { title: string; facts: Fact[] }[]
      note: string
      none: { title: string; why: string }
    }
    'rounds/rate-site': {
      head: Head
      lock: Lock | null
      privacy: string
      form: FormView
      problems: Record<string, string>
      guard: GuardBox | null
      action: string
    }
    'rounds/site': { head: Head; reads: Rendered }
  }
}

const title = 'Ratings of hospitals'

/** A trainee's own ratings, or what somebody may know of those of others. */
export const ratingsPage: Show<Ratings> = ({ own, mayRate, singles, sums }) => {
  const rate: Action = { label: 'Rate your hospital', href: '/site-ratings/new', kind: 'main', icon: 'plus-lg' }
  const table: Table = {
    caption: own ? 'Your ratings' : 'Single ratings, newest first',
    columns: [
      { label: 'Hospital', card: 'title' },
      { label: 'Rated on', card: 'side' },
    ],
    rows: singles.map(({ id, site, ratedOn }) => ({
      id,
      name: `${site}, ${date(ratedOn)}`,
      cells: [{ text: site, href: `/site-ratings/${id}` }, { text: date(ratedOn) }],
    })),
  }
  return view('rounds/sites', {
    head: {
      title,
      sub: 'How trainees see the hospitals where they train, in confidence.',
      ...(mayRate ? { actions: [rate] } : {}),
    },
    table: singles.length > 0 ? table : null,
    sums: sums.flatMap(sumsOf),
    none: own
      ? { title: 'You have rated no hospital yet', why: 'What you write of a post helps whoever comes after you.' }
      : {
          title: 'No ratings to read',
          why: 'A hospital’s sum appears once enough trainees have rated it over half-years that are past.',
        },
    note: own
      ? 'Nobody at your hospital reads these, and neither does who supervises or directs your training.'
      : 'Whoever belongs to a hospital reads no single rating of it. Its people see sums of many, over half-years that are past, without comments.',
  })
}

/** Nothing at all until there is a sum to show: that somebody has rated is itself in confidence. */
function sumsOf({ site, pack, form, sums, least }: SiteSums): { title: string; facts: Fact[] }[] {
  const scales = Object.fromEntries(
    pack.pack.scales.scales.map(({ key, title: name, values }) => [key, { title: name, levels: values }]),
  )
  return sums.map((sum) => ({
    title: `${site}, ${halfWords(sum.from, sum.to)} (${plural(sum.count, 'rating')})`,
    facts: questionsOf(form).map((question): Fact => {
      const counts = Object.entries(sum.questions[question.key] ?? {})
      const words = counts.map(([value, count]) => `${count} × ${valueWords(question, Number(value), scales)}`)
      return { label: question.label, value: words.join(', ') || `Fewer than ${least} rated this` }
    }),
  }))
}

/** "January to June 2026", "July 2025 to June 2026". */
function halfWords(from: string, to: string): string {
  const year = (half: string) => half.slice(0, 4)
  const first = from.endsWith('01') ? 'January' : 'July'
  const last = to.endsWith('01') ? 'June' : 'December'
  return year(from) === year(to) ? `${first} to ${last} ${year(to)}` : `${first} ${year(from)} to ${last} ${year(to)}`
}

/** The trainee rates the hospital where they are. */
export const ratePage: Show<Rating> = (found, { actor, typed, problems }) => {
  const { form, context, portfolio, sites } = found
  const may = mayRate(actor, found)
  const { guard, ...rest } = problems
  const shown = present(form, typed ? compile(form, 'draft', context).read(typed) : {}, rest, context)
  return view('rounds/rate-site', {
    head: {
      title: sites.title,
      sub: portfolio.post?.site ?? null,
      over: { link: { label: title, href: '/site-ratings' }, text: null },
    },
    lock: isRefusal(may) ? { what: null, words: may.reason, remedy: may.remedy ?? null, alone: true } : null,
    privacy: form.help ?? sites.help,
    form: shown,
    problems: { ...shown.problems, ...(guard ? { guard } : {}) },
    guard: guardBox({ typed, problems }),
    action: '/site-ratings/new',
  })
}

/** One rating as it was given; of whom it is, it does not say. */
export const ratingPage: Show<OneRating> = ({ site, ratedOn, form, values, context }) =>
  view('rounds/site', {
    head: {
      title: site,
      sub: `Rated on ${date(ratedOn)}`,
      over: { link: { label: title, href: '/site-ratings' }, text: null },
    },
    reads: snapshot(form, values, context),
  })
