import type { Found } from './kinds.ts'
import {
  bare,
  isCited,
  isDoubtful,
  isEponym,
  isGivenAnyCase,
  isListed,
  isNation,
  isOfBooks,
  isOrdinary,
  isPersonVerb,
  isPlaceAfter,
  isWord,
  NAME,
} from './nameWords.ts'

/** Up to two words with a capital, perhaps in quotation marks. */
const who = `[“"‘']?(?<name>${NAME}(?: (?:(?:van|von|de|al|el|bin) )?${NAME})?)`

const relatives =
  'sons?|daughters?|wife|husband|partner|mother|father|mum|mam|mom|dad|brother|sister|grandson|granddaughter|grandmother|grandfather|grandma|nan|nana|gran|granny|grandad|grandpa|aunt|aunty|auntie|uncle|niece|nephew|cousin|carer|fianc[eé]e?|boyfriend|girlfriend|twin|widow|widower|stepson|stepdaughter|ex-wife|ex-husband|next of kin|NOK|guardian|foster mother|foster father|neighbour'
const people = `${relatives}|patients?|pt|man|woman|lady|gentleman|boy|girl|baby|child|toddler|infant|teenager|resident|person|client|colleagues?|friend|relative|students?|nurse|sister|doctor|registrar|consultant|trainee|anaesthetist|surgeon|physiotherapist|physio|pharmacist|midwife|matron|porter|paramedic|social worker|interpreter|secretary|receptionist|chaplain|radiographer|junior|FY1|F1|SHO|HCA|healthcare assistant|GP|solicitor|supervisor|ACP|ANP|someone|somebody|one|individual|male|female`

/** "a patient called Margaret", "his wife, who is named Sue". */
const called = new RegExp(
  `(?<![\\p{L}])(?:${people})(?:,| \\(| \\p{L}{2,12}){0,2}? ?(?:called|named|known (?:to (?:us|staff|everyone) )?as|by the name of|nicknamed) ${who}`,
  'gu',
)
/** "her son John", "his wife (Margaret)", "daughter, Anne,". */
const related = new RegExp(`(?<![\\p{L}])(?:${relatives})(?:-in-law)?(?:,| is| was|:| –| -)? \\(?${who}`, 'gu')
/** The same in small letters. */
const small = new RegExp(
  `(?<![\\p{L}])(?:(?:${people})(?: called| named)?|named)(?:,| is|:)? \\(?(?<name>\\p{Ll}{3,})(?![\\p{L}])`,
  'gu',
)
/** "registrar Tunde", "the ward sister, Oluchi,", "my F1 (Tom)". */
const roles =
  'consultant|registrar|SpR|SHO|F1|F2|FY1|FY2|CT[1-3]|ST[1-8]|IMT[1-3]?|IMT|GP|ACP|ANP|HCA|nurse|sister|charge nurse|staff nurse|matron|midwife|physio|physiotherapist|pharmacist|OT|dietitian|radiographer|anaesthetist|surgeon|intensivist|radiologist|oncologist|cardiologist|paramedic|porter|secretary|colleague|student|junior|trainee|supervisor|intern|resident|fellow|coordinator|interpreter|chaplain|social worker|ward clerk|receptionist|manager|patient|friend|neighbour|baby|boy|girl|boss|mentor|buddy|ODP|cons|reg'
const inRole = new RegExp(`(?<![\\p{L}])(?:${roles}|Baby|Patient)(?:,| \\(|:| –)? ?${who}`, 'gu')
/** "Name: John Smith", "introduced herself as Bola", "goes by Mags". */
const stated = new RegExp(
  `(?<![\\p{L}])(?:(?:[Pp]atient(?:[’']s)? |[Pp]t(?:[’']s)? |[Ff]ull |[Ff]irst |[Hh]is |[Hh]er |[Tt]heir |[Ww]hose |[Mm]aiden |[Rr]eal )(?:first |full |maiden |given |last |real )?(?:name|surname)(?: is| was| being|:)|[Nn]ame:|introduced (?:himself|herself|themselves) as|(?:goes|went|known) by|[Ss]urname|[Ff]irst name|[Mm]aiden name|preferred to be called|(?:likes|liked|prefers|asked|wants|wanted) to be called|calls (?:himself|herself)|NOK:|[Nn]ext of kin:) ${who}`,
  'gu',
)

/** Whom one asks, tells or thanks is a person. */
const direct = new RegExp(
  `(?<![\\p{L}])(?:asked|told|thanked|met|phoned|rang|texted|emailed|reassured|hugged|(?:thanks|grateful|apologised|spoke|talked|listened|explained|wrote|handed over|introduced|presented|sorry|according|assigned) to|(?:spoke|talked|sat|worked|discussed|discussed (?:it|this|him|her|them|the case)|agreed|debriefed|paired|on call|disagreed) with|(?:supervised|reviewed|seen|taught|assessed|signed off|observed|helped|shown|led|assisted|told|asked|written|watched) by|learnt from|feedback from) ${who}`,
  'gu',
)
/** Within a sentence, with what only people do: "then Yevgenia said". */
const doing = new RegExp(
  `(?<![\\p{L}])(?:helped|saw|with|by|to|from|for|of|about|and|but|[Tt]hen|[Ww]hen|[Bb]ecause|that|[Aa]s|[Ii]f|[Ww]hile|[Aa]fter|[Bb]efore|so|where|how|whether) ${who}`,
  'gu',
)
/** "Hargreave’s widow"; a disease has no daughter, but whoever has it has a nurse. */
const owned = new RegExp(
  `(?<![\\p{L}])(?<name>${NAME})(?: (?:wife|husband|son|daughter|mother|father|mum|dad|brother|sister|widow|widower|parents|children|grandson|granddaughter|family|partner))(?![\\p{L}])`,
  'gu',
)
const diseases =
  /^(?:Parkinson|Alzheimer|Huntington|Crohn|Down|Marfan|Hodgkin|Turner|Hirschsprung|Addison|Cushing|Graves|Wilson)[’']/

/** "the Sharma family". */
const family = new RegExp(
  `(?<![\\p{L}])[Tt]he (?<name>${NAME}) (?:family|brothers|sisters|twins|household)(?![\\p{L}])`,
  'gu',
)
/** "little Grace", "Auntie Bev". */
const fond = new RegExp(
  `(?<![\\p{L}])(?:[Ll]ittle|[Yy]oung|[Pp]oor|[Ww]ee|[Dd]ear|[Oo]ld|lovely|[Aa]untie|[Aa]unty|[Aa]unt|[Uu]ncle|[Gg]randma|[Gg]randad|[Gg]ranny|[Nn]ana) ${who}`,
  'gu',
)

/** "Patient: John Smith". */
const labelled = new RegExp(
  `(?<![\\p{L}])(?:[Rr]e|[Pp]atient|[Pp]t|[Cc]arer|[Cc]onsultant|[Ss]upervisor|[Ss]igned|[Aa]uthor|[Tt]rainee|[Aa]ssessor): ${who}`,
  'gu',
)

/** Names by what is said of them: called so, somebody's son, the registrar. */
export function toldNames(text: string): Found[] {
  return [
    ...pieces(text, called, isOrdinary, () => true),
    ...pieces(text, stated, isOrdinary, () => true),
    ...pieces(text, labelled, isOrdinary, (word, _rest, name) => isOneName(word) || name.includes(' ')),
    ...pieces(
      text,
      related,
      (word) => isWord(word) || isNation(word),
      (word, rest) => isListed(word) || !isEponym(rest),
    ),
    ...pieces(
      text,
      inRole,
      isOrdinary,
      (word, rest) => isOneName(word) || (!isOfBooks(word) && standsAsPerson(rest) && !isEponym(rest)),
    ),
    ...pieces(
      text,
      direct,
      isOrdinary,
      (word, rest) => isOneName(word) || (!isOfBooks(word) && isObject(rest) && !isEponym(rest)),
    ),
    ...pieces(text, doing, isOrdinary, (word, rest) => !isOfBooks(word) && isPersonVerb(rest)),
    ...pieces(
      text,
      owned,
      (word) => isWord(word) || diseases.test(word) || !/[’']s?$/.test(word),
      () => true,
    ),
    ...pieces(text, family, isOrdinary, () => true),
    ...pieces(text, fond, isWord, (word, rest) => isOneName(word) || isPersonVerb(rest)),
    ...smallNames(text),
  ]
}

const isOneName = (word: string): boolean => isListed(word) || isDoubtful(word)
const standsAsPerson = (rest: string): boolean =>
  isPersonVerb(rest) || /^(?:[’']?s?[,.)]|$)|^ (?:was|is|and|had|has|showed|led|covered|stayed|arrived)\b/.test(rest)
const isObject = (rest: string): boolean =>
  /^(?:[,.;)]|$)|^ (?:to|that|if|whether|about|how|why|what|and|who|for|when|yesterday|today|again)\b/.test(rest)

/** A given name without its capital, after what can only be a person. */
function smallNames(text: string): Found[] {
  return [...text.matchAll(small)].flatMap((match) => {
    const name = match.groups!.name!
    if (name.length < 4 || !isGivenAnyCase(name)) return []
    return [{ kind: 'name' as const, at: match.index + match[0].length - name.length, text: name }]
  })
}

function pieces(
  text: string,
  pattern: RegExp,
  isNone: (word: string) => boolean,
  holds: (word: string, rest: string, name: string) => boolean,
): Found[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const whole = match.groups!.name!
    const said = whole.split(' ')
    const first = said[0]!
    const alone = said.length > 1 && (isOrdinary(said.at(-1)!) || /[’']s?$/.test(first))
    const name = alone ? first : whole
    const at = match.index + match[0].lastIndexOf(whole)
    const rest = text.slice(at + name.length, at + name.length + 60)
    if (isNone(first) || bare(first).length < 2 || isPlaceAfter(rest) || isCited(rest) || !holds(first, rest, name))
      return []
    return [{ kind: 'name' as const, at, text: bare(name) }]
  })
}
