import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import { identifiersIn } from '../guard/index.ts'
import { lastDay, overlap, type Period, untilAfter } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { tracks } from '../training/index.ts'
import { type Finding, RowFindings } from './findings.ts'
import { Matcher } from './match.ts'
import type { ColumnKey, Sheet, SheetRow } from './sheet/columns.ts'
import { later, readDate } from './sheet/dates.ts'
import type { Candidate, SiteHere, Trainee, World } from './world.ts'

/** Where, and how much of the week; null leaves what is on record. */
interface Placed {
  site: SiteHere
  title: string | null
  specialty: string | null
  track: string
  share: number | null
}

/** What one row asks for. An empty cell leaves what is on record. */
export interface Wish {
  row: number
  trainee: Trainee
  post: (Period & Placed) | null
  /** Null ends it ("none"); left out where the sheet says nothing. */
  supervisors: Partial<Record<SupervisionKind, Candidate | null>>
  /** From when they supervise: the post's first day, or today where that has passed. */
  from: Temporal.PlainDate
  reason: string | null
  /** Where findings about the days are shown. */
  cells: Partial<Record<ColumnKey, string>>
  findings: RowFindings
}

const compare = Temporal.PlainDate.compare
const kinds = ['educational', 'clinical'] as const

/** What reads the words of all rows. */
interface Readers {
  matcher: Matcher
  identifiers: typeof identifiersIn
}

/** The same words stand in many rows: each is read once. */
function onceEach<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (!known.has(text)) known.set(text, read(text))
    return known.get(text)!
  }
}

/** Characters that a cell of free words may have; nothing is cut off without a word. */
const longest = { title: 80, specialty: 80, reason: 500 } as const

/**
 * Reads every row of a sheet against a programme. Pure.
 * @returns what the rows that can be taken ask for, every finding, and the enrolments that any row names, taken or not
 */
export function wishesOf(sheet: Sheet, world: World): { wishes: Wish[]; findings: Finding[]; named: Set<string> } {
  const readers: Readers = { matcher: new Matcher(world), identifiers: onceEach(identifiersIn) }
  const findings: RowFindings[] = []
  const named = new Set<string>()
  const wishes = sheet.rows.flatMap((row) => {
    const found = new RowFindings(row.number)
    findings.push(found)
    const wish = wishOf(row, world, readers, found, named)
    return wish ? [wish] : []
  })
  compareRows(wishes)
  return { wishes, findings: findings.flatMap(({ list }) => list), named }
}

function wishOf(
  row: SheetRow,
  world: World,
  { matcher, identifiers }: Readers,
  findings: RowFindings,
  named: Set<string>,
): Wish | null {
  for (const { problem, ref } of Object.values(row.cells)) if (problem) findings.error('cell', problem, ref)
  if (row.surplus)
    findings.error(
      'cell',
      `Row ${row.number} has more cells than the heading. A comma within a cell needs quotation marks around the cell.`,
      row.surplus,
    )
  for (const [key, most] of Object.entries(longest)) {
    const cell = row.cells[key as ColumnKey]
    if (cell && cell.text.length > most)
      findings.error('cell', `This has ${cell.text.length} characters, and at most ${most} are taken.`, cell.ref)
  }
  const trainee = matcher.trainee(row, findings)
  for (const { enrolmentId } of trainee ? [trainee] : matcher.perhaps(row)) named.add(enrolmentId)
  refuseIdentifiers(row, identifiers, findings)
  const post = postOf(row, matcher, findings)
  if (trainee && post) within(trainee, post, row, findings)
  const supervisors = supervisorsOf(row, world, matcher, trainee, findings)
  if (trainee) noteFte(row, trainee, findings)
  const reason = row.cells.reason?.text || null
  if (!trainee || findings.refused) return null
  const from = post ? later(post.from, world.today) : world.today
  const cells = Object.fromEntries(Object.entries(row.cells).map(([key, { ref }]) => [key, ref]))
  return { row: row.number, trainee, post, supervisors, from, reason, cells, findings }
}

function postOf({ cells }: SheetRow, matcher: Matcher, findings: RowFindings): Wish['post'] {
  const { site: place, from: first, last, title, specialty, track, share } = cells
  const said = [place, first, last, title, track, share].some((cell) => cell?.text)
  if (!said) return null
  const site = place?.text
    ? matcher.site(place, findings)
    : findings.error('unknownSite', 'Say at which hospital.', place?.ref)
  const from = dayOf(first, findings)
  const end = dayOf(last, findings)
  if (first && !first.text) findings.error('dates', 'Say from which day.', first.ref)
  if (from && end && compare(end, from) < 0)
    findings.error('dates', `The last day, ${date(end)}, lies before the first, ${date(from)}.`, last!.ref)
  const onTrack = trackOf(track?.text ?? '')
  if (!onTrack)
    findings.error(
      'cell',
      `“${track!.text}” is no track: leave it empty for the main post, or write ${tracks.slice(1).join(' or ')} for one beside it in the same weeks.`,
      track!.ref,
    )
  if (!site || !from || !onTrack) return null
  return {
    site,
    from,
    until: end && untilAfter(end),
    title: title?.text || null,
    specialty: specialty?.text || null,
    track: onTrack,
    share: shareOf(share, findings),
  }
}

/** A sheet asks nobody back, so what a page would ask about (R41, D18) is refused here; colleagues are named by right. */
function refuseIdentifiers({ cells }: SheetRow, identifiers: Readers['identifiers'], findings: RowFindings): void {
  for (const key of ['title', 'specialty', 'reason'] as const) {
    const cell = cells[key]
    for (const { kind, text, what } of cell ? identifiers(cell.text) : [])
      if (kind !== 'name') findings.error('identifier', `“${text}” looks like ${what}. Take it out.`, cell!.ref)
  }
}

const trackOf = (text: string) =>
  text === ''
    ? tracks[0]
    : (tracks.find((one) => one === text.toLowerCase().replace(/^split ?(?=\d)/, 'split-')) ?? null)

/** Per cent of the week: "40", "40 %", or 0.4 where the cell is shown as per cent. */
function shareOf(cell: SheetRow['cells'][ColumnKey], findings: RowFindings): number | null {
  if (!cell?.text || cell.problem) return null
  const typed = Number(cell.text.replace(/\s*%$/, '').replace(',', '.'))
  const percent = typed > 0 && typed < 1 ? Math.round(typed * 100) : typed
  if (Number.isInteger(percent) && percent >= 1 && percent <= 99) return percent
  return findings.error(
    'cell',
    `“${cell.text.slice(0, 20)}” is no share of the week: write per cent, from 1 to 99.`,
    cell.ref,
  )
}

function dayOf(cell: SheetRow['cells'][ColumnKey], findings: RowFindings): Temporal.PlainDate | null {
  if (!cell || cell.problem) return null
  const { day, problem, remark } = readDate(cell)
  if (problem) findings.error('cell', problem, cell.ref)
  if (remark) findings.add('note', 'readAs', remark, cell.ref)
  return day
}

function within({ name, startsOn, endsOn }: Trainee, post: Period, { cells }: SheetRow, findings: RowFindings): void {
  const span = `from ${date(startsOn)} to ${date(lastDay(endsOn))}`
  if (compare(post.from, startsOn) < 0 || compare(post.from, endsOn) >= 0)
    findings.error('dates', `${name} trains ${span}.`, cells.from!.ref)
  else if (post.until && compare(post.until, endsOn) > 0)
    findings.error('dates', `${name} trains ${span}.`, cells.last!.ref)
}

/** What is written where a supervision is to end with nobody after. */
const nobody = /^(none|nobody|no one|–|-|—)$/i

function supervisorsOf(
  { cells }: SheetRow,
  world: World,
  matcher: Matcher,
  trainee: Trainee | null,
  findings: RowFindings,
): Wish['supervisors'] {
  const supervisors: Wish['supervisors'] = {}
  for (const kind of kinds) {
    const cell = cells[kind]
    if (!cell?.text || cell.problem || !world.kinds.includes(kind)) continue
    const found = nobody.test(cell.text) ? null : matcher.supervisor(cell, findings)
    if (found && found.id === trainee?.personId)
      findings.error('ownSupervisor', `${trainee.name} would supervise themselves.`, cell.ref)
    else if (found || nobody.test(cell.text)) supervisors[kind] = found
  }
  return supervisors
}

/** A sheet changes no training time (decision 69): it says so, and where that is asked for. */
function noteFte({ cells: { fte } }: SheetRow, { name, ftePercent }: Trainee, findings: RowFindings): void {
  const typed = Number(fte?.text.replace(/\s*%$/, '').replace(',', '.'))
  if (!fte?.text || Number.isNaN(typed)) return
  const percent = typed <= 1 && ftePercent > 1 ? Math.round(typed * 100) : typed
  if (percent === ftePercent) return
  const text = `${name} trains at ${ftePercent} %, the sheet says ${fte.text}. A sheet does not change that: the trainee applies for it.`
  findings.add('note', 'fte', text, fte.ref)
}

/** On which track a row's supervisors are: each post of a split week has a clinical supervisor of its own. */
export const trackFor = (kind: SupervisionKind, { post }: Pick<Wish, 'post'>): string =>
  kind === 'clinical' ? (post?.track ?? tracks[0]) : tracks[0]

/** Two rows that hold from the same day name the same supervisor, or one of them names none. */
function compareSupervisors(wish: Wish, other: Wish): void {
  if (!wish.from.equals(other.from)) return
  for (const kind of kinds) {
    if (trackFor(kind, wish) !== trackFor(kind, other)) continue
    const [one, two] = [wish.supervisors[kind], other.supervisors[kind]]
    if (one === undefined || two === undefined || one?.id === two?.id) continue
    const text = `Row ${other.row} names another ${kind} supervisor of ${wish.trainee.name} from ${date(wish.from)}.`
    wish.findings.error('repeated', text, wish.cells[kind])
  }
}

/** Rows of one trainee may follow one another; they may not say two things of one day. */
function compareRows(wishes: readonly Wish[]): void {
  const byTrainee = new Map<string, Wish[]>()
  for (const wish of wishes) {
    const { enrolmentId, name } = wish.trainee
    const earlier = byTrainee.get(enrolmentId) ?? []
    for (const other of earlier) {
      compareSupervisors(wish, other)
      const both = wish.post && other.post
      if (!both) wish.findings.error('repeated', `${name} is in row ${other.row} already.`)
      else if (both && wish.post!.track === other.post!.track && overlap(wish.post!, other.post!)) {
        const same = wish.post!.from.equals(other.post!.from) && wish.post!.site.id === other.post!.site.id
        if (same) wish.findings.error('repeated', `${name} is in row ${other.row} already, with the same post.`)
        else
          wish.findings.error(
            'overlap',
            `This overlaps with row ${other.row}, ${other.post!.site.name}.`,
            wish.cells.from,
          )
      }
    }
    byTrainee.set(enrolmentId, [...earlier, wish])
  }
}
