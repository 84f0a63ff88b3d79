import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { emailAddress, isSimilar, normaliseEmail, personName } from '../identity/index.ts'
import { lastDay, untilAfter } from '../kit/periods.ts'
import { date, plural } from '../kit/ui.ts'
import { dayIn, type Wanted } from './wanted.ts'
import { type AdmissionWorld, type Candidate, numberKey, type Stage } from './world.ts'

/** A row as it would be accepted. */
export interface Line {
  row: number
  wanted: Wanted
  name: string
  stage: Stage | null
  from: Temporal.PlainDate | null
  /** First day after the expected end. */
  until: Temporal.PlainDate | null
  ftePercent: number
  /** Whom it means for certain: the same address or registration number. */
  known: Candidate | null
  /** Whom it may mean: asked once. */
  similar: Candidate[]
  /** Why it cannot be accepted; empty where it can. */
  problems: string[]
  /** How days were read that could be read otherwise. */
  remarks: string[]
  /** What may be right and rarely is: to be confirmed with a tick. */
  unusual: string[]
}

/** Judges all rows against the people on record (R30): nothing is written by it. */
export function judge(rows: readonly Wanted[], world: AdmissionWorld): Line[] {
  const seen = new Map<string, number>()
  return rows.map((wanted) => {
    const line = lineOf(wanted, world)
    const keys = [normaliseEmail(wanted.email), numberKey(wanted.number), line.known?.id ?? null].filter((key) => key)
    const before = keys.map((key) => seen.get(key!)).find((row) => row !== undefined)
    if (before !== undefined) line.problems.push(`The same person as in row ${before}.`)
    for (const key of keys) if (!seen.has(key!)) seen.set(key!, wanted.row)
    return line
  })
}

/** Of what would be written, so that only what was read is accepted. */
export function hashOf(lines: readonly Line[]): string {
  const parts = lines.map(({ row, wanted, known, similar, problems, unusual, until, stage }) => [
    ...[row, JSON.stringify(wanted), known?.id ?? null, known?.account ?? null],
    ...[similar.map(({ id, office, supervises }) => [id, office, supervises]), problems, unusual],
    ...[until?.toString() ?? null, stage?.key ?? null],
  ])
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function lineOf(wanted: Wanted, world: AdmissionWorld): Line {
  const problems = [...wanted.problems]
  if (!wanted.givenName || !wanted.familyName) problems.push('Given name and family name are both needed.')
  const address = emailAddress.safeParse(wanted.email)
  if (!address.success) problems.push(address.error.issues[0]!.message)
  const number = numberKey(wanted.number)
  if (wanted.number && !number) problems.push(`“${wanted.number}” is no number of a register known here.`)
  const fte = wanted.fte ? Number(wanted.fte.replace(/\s*%$/, '')) : 100
  const ftePercent = fte > 0 && fte <= 1 && /[.,]/.test(wanted.fte) ? Math.round(fte * 100) : fte
  const share = Number.isInteger(ftePercent) && ftePercent >= 1 && ftePercent <= 100
  if (!share) problems.push('The share of full time is a whole per cent from 1 to 100.')
  const days = daysOf(wanted, world.stages, share ? ftePercent : 100, problems)
  const { known, similar } = whoIs(wanted, number, world, problems)
  return {
    ...{ row: wanted.row, wanted, name: personName(wanted), ftePercent: share ? ftePercent : 100 },
    ...{ ...days, known, similar, problems, unusual: unusualIn(known, days.until, world) },
  }
}

/** What is asked before somebody is accepted who answers to the same trainees, or whose training would be over already. */
function unusualIn(known: Candidate | null, until: Line['until'], { by, programme }: AdmissionWorld): string[] {
  const past = until !== null && until.since(by.today).days <= 0
  return [
    ...(known?.supervises
      ? [
          `${personName(known)} supervises ${plural(known.supervises, 'trainee')} of ${programme.name}, and would train there too.`,
        ]
      : []),
    ...(past ? [`The whole training lies in the past: its last day was ${date(lastDay(until))}.`] : []),
  ]
}

/**
 * Why somebody cannot train in the programme: nobody answers for the training of those they train with, or for their own. Whoever
 * gives roles is asked the other way round.
 * @returns what is said of them, with who can mend it; null for nearly everybody
 */
export function barred(one: Candidate, { by, programme }: Pick<AdmissionWorld, 'by' | 'programme'>): string | null {
  const { office, id } = one
  const mend =
    office?.relation === 'collegeAdmin'
      ? 'Another administrator of the college can end that role first'
      : 'A college administrator can end that role first'
  if (id === by.personId)
    return `This is you: nobody accepts themselves into a programme that they run. ${office ? `${mend}; then` : 'Then'} somebody else who runs it can accept you.`
  return (
    office && `${personName(one)} is ${office.words} for ${programme.name}, and cannot train there as well. ${mend}.`
  )
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

function daysOf(wanted: Wanted, stages: readonly Stage[], fte: number, problems: string[]) {
  const asked = plain(wanted.stage)
  const at = asked ? stages.findIndex((one) => [one.key, one.title, one.short].map(plain).includes(asked)) : 0
  if (at < 0) problems.push(`There is no stage “${wanted.stage}”: ${stages.map(({ short }) => short).join(', ')}.`)
  const [first, end] = [dayIn(wanted.from), dayIn(wanted.last)]
  if (!wanted.from) problems.push('The first day is missing.')
  for (const { problem } of [first, end]) if (problem) problems.push(problem)
  const [from, last] = [first.day, end.day]
  const months = stages.slice(Math.max(at, 0)).reduce((sum, one) => sum + one.months, 0)
  const until = last ? untilAfter(last) : (from?.add({ months: Math.round((months * 100) / fte) }) ?? null)
  if (from && until && from.until(until).days <= 0) problems.push('The end lies before the start.')
  const remarks = [first, end].flatMap(({ remark }) => remark ?? [])
  return { stage: stages[at] ?? null, from, until, remarks }
}

function whoIs(wanted: Wanted, number: string | null, world: AdmissionWorld, problems: string[]) {
  const person = (id: string | undefined) => (id ? (world.people.get(id) ?? null) : null)
  const byEmail = person(world.byEmail.get(normaliseEmail(wanted.email)))
  const byNumber = person(number ? world.byNumber.get(number) : undefined)
  if (byEmail && byNumber && byEmail.id !== byNumber.id)
    problems.push(`The number belongs to ${personName(byNumber)}, the address to ${personName(byEmail)}. Check both.`)
  const known = byEmail ?? byNumber
  if (known?.enrolmentId) problems.push(`${personName(known)} is in this programme already.`)
  if (known?.account === 'suspended' || known?.account === 'closed')
    problems.push(`The account of ${personName(known)} is ${known.account}. A college administrator lifts that first.`)
  const bar = known && barred(known, world)
  if (bar) problems.push(bar)
  const other =
    known && [...world.byNumber].find(([key, id]) => id === known.id && key !== number && sameRegister(key, number))
  if (other) problems.push(`${personName(known)} is on record with another number of that register. Check both.`)
  const numbered = new Set([...world.byNumber].filter(([key]) => sameRegister(key, number)).map(([, id]) => id))
  const similar = known
    ? []
    : [...world.people.values()]
        .filter((one) => !numbered.has(one.id) && isSimilar(wanted, one))
        // Who is in the programme already is the likeliest of all: a second portfolio would be a mistake.
        .sort((a, b) => Number(b.enrolmentId !== null) - Number(a.enrolmentId !== null))
  return { known, similar: similar.slice(0, 5) }
}

/** Somebody with another number in the same register is another person. */
const sameRegister = (key: string, number: string | null) =>
  number !== null && key.split(':')[0] === number.split(':')[0]
