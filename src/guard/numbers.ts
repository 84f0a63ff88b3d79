import { chiHolds, medicareHolds, nhiHolds, nhsHolds, ppsHolds } from './checks.ts'
import { before, type Found, type Kind, matches } from './kinds.ts'
import { isPhone } from './phones.ts'

/** A row of figures as it stands in a text: its groups, each with its place. */
interface Group {
  digits: string
  at: number
  end: number
}

/** Figures with single separators between them. The run is taken whole and then cut: no pattern looks twice. */
const run = /\(?\+?\d(?:[\d .()–-]{0,60}\d)?/g

interface Shape {
  kind: Kind
  count: number
  /** How many digits stand in each group. */
  groups: RegExp
  /** What it is called; called so, it is taken without its check digit. */
  called: RegExp
  holds: (digits: string) => boolean
}

const shapes: readonly Shape[] = [
  { kind: 'ihi', count: 18, groups: /^\d+(?:-\d+){0,8}$/, called: /\bihi\b|health identifier/, holds: () => true },
  {
    kind: 'ihi',
    count: 16,
    groups: /^\d+(?:-\d+){0,4}$/,
    called: /\bihi\b|health identifier/,
    holds: (digits) => digits.startsWith('800360'),
  },
  {
    kind: 'nhs',
    count: 10,
    groups: /^(?:10|3-3-4|3-7|6-4|5-5|4-6|4-3-3|3-3-2-2|3-4-3)$/,
    called: /\bnhs\b[^\d\n]{0,30}$/,
    holds: nhsHolds,
  },
  { kind: 'chi', count: 10, groups: /^(?:10|6-4|2-2-2-4|3-3-4)$/, called: /\bchi\b[^\d\n]{0,30}$/, holds: chiHolds },
  {
    kind: 'medicare',
    count: 10,
    groups: /^(?:10|4-5-1|4-6|9-1)$/,
    called: /\bmedicare\b[^\d\n]{0,30}$/,
    holds: medicareHolds,
  },
  {
    kind: 'medicare',
    count: 11,
    groups: /^(?:11|10-1|4-5-1-1|4-5-2|4-7|9-2)$/,
    called: /\bmedicare\b[^\d\n]{0,30}$/,
    holds: medicareHolds,
  },
  { kind: 'ihi', count: 10, groups: /^(?:10|3-3-4)$/, called: /\bihi\b[^\d\n]{0,30}$/, holds: () => false },
]

/** Health numbers and telephone numbers: figures in groups. */
export function groupedNumbers(text: string): Found[] {
  return [...text.matchAll(run)].flatMap((match) => {
    const groups = groupsOf(match[0], match.index)
    return cut(text, groups)
  })
}

function groupsOf(piece: string, at: number): Group[] {
  return [...piece.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({
    digits,
    at: at + index,
    end: at + index + digits.length,
  }))
}

/** From the left, the longest piece that is something; what is nothing is passed over. */
function cut(text: string, groups: readonly Group[]): Found[] {
  const found: Found[] = []
  for (let first = 0; first < groups.length; ) {
    const most = Math.min(groups.length, first + 9)
    let taken = 0
    for (let last = most; last > first && !taken; last--) {
      const one = pieceOf(text, groups.slice(first, last))
      if (one) found.push(one)
      taken = one ? last - first : 0
    }
    first += taken || 1
  }
  return found
}

function pieceOf(text: string, groups: readonly Group[]): Found | null {
  const count = groups.reduce((total, one) => total + one.digits.length, 0)
  if (count < 6 || count > 18) return null
  const [first, last] = [groups[0]!, groups.at(-1)!]
  if (!standsAlone(text, first.at, last.end) || !near(text, groups)) return null
  const digits = groups.map((one) => one.digits).join('')
  const sizes = groups.map((one) => one.digits.length).join('-')
  const name = before(text, first.at)
  const shape = shapes.find(
    (one) => one.count === count && one.groups.test(sizes) && (one.holds(digits) || one.called.test(name)),
  )
  if (shape && (shape.called.test(name) || !isStudy(name)))
    return { kind: shape.kind, at: first.at, text: text.slice(first.at, last.end) }
  const open = /[+(]+$/.exec(text.slice(Math.max(0, first.at - 2), first.at))?.[0] ?? ''
  const phone = text.slice(first.at - open.length, last.end)
  return isPhone(
    phone,
    groups.map((one) => one.digits),
    name,
  )
    ? { kind: 'phone', at: first.at - open.length, text: phone }
    : null
}

/** Neither part of a longer word or number, nor of a decimal one. */
function standsAlone(text: string, at: number, end: number): boolean {
  return (
    !/[\p{L}\d_]$|\d[.,/:]$/u.test(text.slice(Math.max(0, at - 2), at)) &&
    !/^[\p{L}\d_%]|^[.,:]\d|^\/\d\d/u.test(text.slice(end, end + 3))
  )
}

/** Groups of one number are a sign or two apart. */
const near = (text: string, groups: readonly Group[]): boolean =>
  groups.every(
    (one, index) =>
      index === 0 || /^(?: {1,2}|[-–.]| [-–] |\) ?|\(| \()$/.test(text.slice(groups[index - 1]!.end, one.at)),
  )

/** Numbers of papers, trials, batches and registers are no patient's: they are called so right before. */
const studied =
  /\b(?:pmid|pmc|doi|isbn|issn|isrctn|nct|actrn|crd|prospero|irb|ethics|trial|study|rec|iras|participant|subject|randomi[sz]ation|site|batch|lot|serial|model|part|asset|licen[cs]e|order|grant|gmc|nmc|hcpc|mcnz|ahpra|orcid|gtin|snomed|opcs|version|iso|protocol)(?: (?:no|number|num|id|code|ref|reference|is|was))*[ .:#(]{0,3}$/
const isStudy = (name: string): boolean => studied.test(name)

const coded =
  /(?<![\w-])(?:[A-HJ-NP-Z]{3}[ -]?(?:\d{4}|\d{2}[A-HJ-NP-Z]{2})|[a-hj-np-z]{3}[ -]?(?:\d{4}|\d{2}[a-hj-np-z]{2}))(?![\w-])/g
const pps = /(?<![\w.-])\d{7} ?[A-Wa-w][A-IWa-iw]?(?![\w-])/g
const dva = /\bDVA\b[\w .:#-]{0,24}?[ :#](?<piece>[NVQSWT][A-Z]{0,3} ?\d{1,6}[A-Z]?)(?!\w)/g

/** What numbers of a hospital are called: with a number at once, or with something between. */
const strong =
  /(?<![\w])(?:mrn|u?mrn|urn|ur|crn|unit record|bar ?code|histology|cytology|hosp(?:ital)?\.? ?(?:no|num|number|id|ref)|unit (?:no|number)|(?:patient|pt\.?) (?:no|number|id|ref|reference|identifier)|local id|(?:pas|cris|path(?:ology)?|[a-z]xh|ehr|emr|pacs|epr|ur|k|s|x|district|chart|file|medical record|record|accession|lab|laboratory|specimen|sample|admission|attendance|client|claim|reference|episode|encounter|case ?notes?|notes) (?:no|num|number|id)|accession|case (?:no|number|ref|reference|id)|(?:incident|complaint|datix|riskman|ulysses|coroner(?:’s|'s)?|inquest|safeguarding|referral|steis|siri|si|psii|crime|police)(?: (?:report|form|case|log|file|entry))? ?(?:no|num|number|ref|reference|id))\b\.?[^\w\n]{0,4}(?:(?:is|was|no|number|ref|reference|id|of|as|being)\b[^\w\n]{0,3}){0,2}(?<piece>[a-z]{0,5}[-/ ]?\d[\da-z]{0,12}(?:[-/]\d[\da-z]{0,12}){0,3}(?: \d{3,8}(?!\w)){0,2})(?!\w)/gi
const weak =
  /(?<![\w])(?:datix|riskman|ulysses|incident|complaint|case|steis|ref|reference)(?: (?:report|form|case|log|file|entry|reference|ref|number|no|filed|raised|submitted|as|under|was|is))*[^\w\n]{1,3}(?:[^\w\n]{0,2}(?:ref|reference|number|no|id)\.?[^\w\n]{1,3})?(?<piece>(?:[A-Z]{1,5}[-/]?)?\d[\dA-Z]{2,12}(?:[-/]\d[\dA-Z]{0,12}){0,3})(?!\w)/gi
/** A long number right after whom it belongs to, or where they lie: "patient 4482913", "bed 4 (4482913)". */
const beside =
  /(?<![\w])(?:(?:patient|pt|hosp(?:ital)?|case ?notes?(?: under)?|notes under|episode|specimen|sample)[ .:#(]{1,3}|(?:bed|bay|room|cubicle) \d{1,2}[a-d]?,? ?\(?)(?<piece>[A-Z]{0,3}\d{2,3}[-./ ]?\d{4,6}[A-Z]?|[A-Z]\d{2}[-/]\d{4,6})(?![\w./-]*\d)/gi
const lone =
  /(?<![\w.#/-])(?:(?!FY\d|EN\d|BS\d)[A-Z]{1,2}\d{6,8}|(?!PMC|PMID|NCT|GMC|NMC|IRAS|ISBN|ISSN|CRN|IMC|DOI|LOT|ICD|MCNZ|AHPRA|ISO|EN\d|IEC|BS\d|FY\d|CRD)[A-Z]{1,4}[-/]?\d{6,9}|[A-Z]\d{7,9}[A-Z]?|(?:INC|DTX|DATIX|WEB|SI|IR|DX|MRN|RM|HN|PT)[-/ ]?\d{4,10}(?:[-/]\d{1,8})?)(?![\w-])/g

/** Numbers that carry letters, or that are known by what they are called. */
export function codedNumbers(text: string): Found[] {
  return [
    ...matches(text, coded, 'nhi', (piece, at) =>
      isNhi(piece.replace(/[ -]/, ' '), before(text, at), text.slice(at + piece.length, at + piece.length + 6)),
    ),
    ...matches(
      text,
      pps,
      'pps',
      (piece, at) => ppsHolds(piece.replace(' ', '').toUpperCase()) || /\bppsn?\b[^\d\n]{0,30}$/.test(before(text, at)),
    ),
    ...matches(text, dva, 'dva'),
    ...matches(text, strong, 'hospital', (piece) => digitsIn(piece) >= 3 && !isYear(piece)),
    ...matches(text, weak, 'hospital', isCaseNumber),
    ...matches(text, beside, 'hospital', (piece) => digitsIn(piece) >= 6 && !/^\d{2}[-./ ](?:19|20)\d\d$/.test(piece)),
    ...matches(text, lone, 'hospital', (_, at) => !isStudy(before(text, at))),
  ]
}

function isNhi(piece: string, name: string, rest: string): boolean {
  if (/\b(?:nhis?|(?:national )?health index(?: number)?)\b[^\d\n]{0,30}$/.test(name) || /^[ ,(]{1,2}nhi\b/i.test(rest))
    return true
  if (/[ -]/.test(piece)) return false
  if (/\b(?:patient|pt|label|wristband|sticker|notes|chart|record|hospital number)\b[^\d\n]{0,16}$/.test(name))
    return true
  return nhiHolds(piece.toUpperCase()) || (piece === piece.toUpperCase() && !/\d$/.test(piece))
}

const digitsIn = (piece: string): number => piece.replace(/\D/g, '').length
const isYear = (piece: string): boolean => /^(?:19|20)\d\d$/.test(piece.trim())

/** "Incident 48213", but neither a year nor a time. */
const isCaseNumber = (piece: string): boolean =>
  digitsIn(piece) >= 4 &&
  !isYear(piece) &&
  (digitsIn(piece) >= 5 || /[a-z/-]/i.test(piece)) &&
  !/^\d{1,2}[/-]\d{1,2}([/-]\d{2,4})?$/.test(piece)
