import { before, type Found, matches } from './kinds.ts'

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const day = '\\d{1,2}(?:st|nd|rd|th)?'
const figures = '\\d{1,4} ?[/.-] ?\\d{1,2} ?[/.-] ?\\d{2,4}'
const weekday = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?'
const spelt = `(?:the )?${day}(?: of)? ${month},?(?: (?:\\d{4}|[’']?\\d{2}))?|${month} ${day},? (?:\\d{4}|[’']\\d{2})`
const aDate = `${weekday}(?:${figures}|${spelt}|\\d{1,2}[ -]?${month}[ -]?\\d{2,4}|\\d{6}|\\d{8}|${month},? \\d{4}|\\d{1,2} \\d{1,2} \\d{2,4})`

/** What a date of birth is called, with what may stand between. */
const called = new RegExp(
  `\\b(?:d\\.? ?o\\.? ?b\\b\\.?|dates? of birth|birth ?dates?|birthday|born|b\\.)[ :,;(=–-]{0,4}(?:(?:is|was|on|in|as|of|given|recorded|being|listed|noted|documented|falls)[ :,]{1,2}){0,3}(?<piece>${aDate})(?!\\w)`,
  'gi',
)
/** Said at more length: "the DOB on the sticker was 14.9.1938". */
const calledSo = new RegExp(
  `\\b(?:dob|d\\.o\\.b\\.?|date of birth|birthday|year of birth)\\b[^.\\d\\n]{0,30}(?<piece>${aDate}|\\d{1,2}/\\d{2,4}|(?:19|20)\\d\\d)(?!\\w)`,
  'gi',
)
/** The other way round: "12/3/1956 (DOB)". */
const after = new RegExp(
  `(?<![\\w/.-])(?<piece>${figures}|${day} ${month} \\d{4}) ?[(,-]? ?(?:dob\\b|d\\.o\\.b|date of birth|is (?:his|her|their) (?:date of birth|birthday|dob))`,
  'gi',
)
/** A whole date of the last century is hardly anything else. */
const old = /(?<![\w/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-]19\d\d|19\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?![\w/-])/g

/** The same in words, right after whom it belongs to. */
const oldSpelt = new RegExp(`[,(] ?(?<piece>${day}(?: of)? ${month},? 19\\d\\d)(?= ?[),;])`, 'gi')

/** In brackets right after a name: "Ito (14/3/42)". */
const afterName = /\p{Lu}\p{Ll}+[ ,]{1,2}\((?<piece>\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))(?=[),;])/gu
const aDay =
  /(?:day|Easter|Christmas|January|February|March|April|May|June|July|August|September|October|November|December|Round|Audit|Clinic|Ward|Meeting|Teaching|Report|Version)[ ,]{1,2}\($/

/** Dates of birth: named as such, or whole dates of long ago. */
export function birthDates(text: string): Found[] {
  return [
    ...matches(
      text,
      called,
      'birth',
      (piece, at) =>
        !isTime(text, piece, at) &&
        !/\b(?:nhs|service|idea|project|trust|college|programme|audit)\b[^.]{0,20}$/.test(before(text, at)),
    ),
    ...matches(text, calledSo, 'birth'),
    ...matches(text, after, 'birth'),
    ...matches(text, oldSpelt, 'birth'),
    ...matches(text, afterName, 'birth', (_, at) => !aDay.test(text.slice(Math.max(0, at - 16), at))),
    ...matches(
      text,
      old,
      'birth',
      (_, at) => !/\b(?:published|guideline|act|report|since|founded|established)\b[^.]{0,12}$/.test(before(text, at)),
    ),
  ]
}

/** "Born in 1956" says a year, "born at 36 weeks" none; a figure alone is not taken. */
function isTime(text: string, piece: string, at: number): boolean {
  return (
    /^\d{6}$|^\d{8}$/.test(piece) &&
    /^ ?(?:g|grams|weeks|hours)\b/.test(text.slice(at + piece.length, at + piece.length + 8))
  )
}
