import { maskedEmail, personName } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Figure, Head } from '../kit/partials.ts'
import { lastDay } from '../kit/periods.ts'
import { view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import type { Line } from './judge.ts'
import type { OneList } from './queries.ts'
import { url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'admissions/list': ListPage
  }
}

interface ShownLine {
  row: number
  name: string
  email: string
  training: string
  what: string
  tone: 'ok' | 'info' | 'warn' | 'stop'
  problems: string[]
  /** How days were read that could be read otherwise. */
  remarks: string[]
  /** To be ticked where something about it is unusual. */
  sure: { name: string; words: string[]; problem: string | null; ticked: boolean } | null
  /** Asked where somebody similar is known. */
  ask: {
    name: string
    problem: string | null
    options: { value: string; label: string; chosen: boolean }[]
    /** Portfolios of those who are in the programme already, to be looked at first. */
    there: { label: string; href: string }[]
  } | null
}

interface ListPage {
  head: Head
  problems: Problems
  figures: Figure[]
  remarks: string[]
  lines: ShownLine[]
  /** Why nobody can be accepted; null where they can. */
  blocked: string | null
  /** Back to what was sent, every word of it. */
  mend: string | null
  accept: string
  discard: string
  hash: string
  button: string
}

/** What accepting a list would do, row by row. */
export const listPage: Show<OneList> = ({ id, programme, lines, remarks, hash, kept }, { typed, problems }) => {
  const wrong = lines.filter((line) => line.problems.length > 0).length
  const right = lines.filter((line) => line.problems.length === 0)
  const isAsked = (line: Line) => line.similar.length + line.unusual.length > 0
  const asked = right.filter(isAsked).length
  const known = right.filter((line) => line.known && !isAsked(line)).length
  const ambiguous = lines.flatMap((line) => line.remarks).length
  return view('admissions/list', {
    head: {
      title: `Accept into ${programme.name}`,
      sub: 'Nobody is accepted yet: this is what would happen.',
      over: { link: { label: 'Invitations', href: url.all }, text: null },
    },
    problems,
    figures: [
      { label: 'New accounts', value: String(lines.length - wrong - known - asked) },
      { label: 'Added to an account that exists', value: String(known) },
      { label: 'To be answered', value: String(asked), tone: asked > 0 ? 'warn' : 'plain' },
      { label: 'Cannot be taken', value: String(wrong), tone: wrong > 0 ? 'stop' : 'plain' },
      ...(ambiguous > 0
        ? [{ label: 'Days that could be read otherwise', value: String(ambiguous), tone: 'warn' as const }]
        : []),
    ],
    remarks,
    lines: lines.map((line) => shownLine(line, typed, problems)),
    blocked:
      wrong > 0
        ? 'Rows cannot be taken as they stand, so nobody is accepted. Mend them, and send the list again.'
        : null,
    mend: kept ? url.mend(id) : null,
    accept: `${url.list(id)}/accept`,
    discard: `${url.list(id)}/discard`,
    hash,
    button: lines.length === 1 ? 'Accept and invite' : `Accept and invite all ${lines.length}`,
  })
}

function shownLine(line: Line, typed: Record<string, unknown> | null, problems: Problems): ShownLine {
  const { row, name, wanted, stage, from, until, ftePercent, known, similar, unusual } = line
  const ends = until && lastDay(until)
  const training = [
    stage?.title,
    from && ends ? `${date(from)} to ${date(ends)}` : null,
    ftePercent === 100 ? null : `${ftePercent} per cent of full time`,
  ]
  const right = line.problems.length === 0
  const sure = `sure-${row}`
  return {
    ...{ row, name, email: wanted.email, training: training.filter(Boolean).join(', '), problems: line.problems },
    remarks: line.remarks,
    ...whatOf(line),
    sure:
      right && unusual.length > 0
        ? { name: sure, words: unusual, problem: problems[sure] ?? null, ticked: typed?.[sure] === 'yes' }
        : null,
    ask: right && similar.length > 0 ? askOf(line, typed?.[`who-${row}`], problems[`who-${row}`] ?? null) : null,
    ...(known && personName(known) !== name ? { name: `${name} (on record as ${personName(known)})` } : {}),
  }
}

function whatOf({ problems, known, similar, unusual }: Line): Pick<ShownLine, 'what' | 'tone'> {
  if (problems.length > 0) return { what: 'cannot be taken', tone: 'stop' }
  const odd = unusual.length > 0
  if (known) return { what: 'known here: the role is added', tone: odd ? 'warn' : 'info' }
  if (similar.some(({ enrolmentId }) => enrolmentId)) return { what: 'perhaps in this programme already', tone: 'warn' }
  return similar.length > 0
    ? { what: 'perhaps known here', tone: 'warn' }
    : { what: 'new account', tone: odd ? 'warn' : 'ok' }
}

function whatThen({ enrolmentId, office, supervises }: Line['similar'][number]): string {
  if (enrolmentId) return ', who is in this programme already: leave the row out'
  if (office) return `, who is ${office.words} here and cannot train in it as well`
  return `${supervises ? `, who supervises ${plural(supervises, 'trainee')} in this programme` : ''}: add the role to that account`
}

function askOf({ row, similar, name }: Line, said: unknown, problem: string | null): NonNullable<ShownLine['ask']> {
  return {
    name: `who-${row}`,
    problem,
    options: [
      ...similar.map((one) => ({
        value: one.id,
        label: `This is ${personName(one)}${one.emails[0] ? `, ${maskedEmail(one.emails[0])}` : ''}${whatThen(one)}`,
        chosen: said === one.id,
      })),
      { value: 'new', label: `${name} is somebody else: a new account`, chosen: said === 'new' },
    ],
    there: similar.flatMap((one) =>
      one.enrolmentId ? [{ label: personName(one), href: `/portfolios/${one.enrolmentId}` }] : [],
    ),
  }
}
