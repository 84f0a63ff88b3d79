import { doubtful, eponymous, eponyms, given, ordinary, places, surnames } from './nameLists.ts'

/** One word of a name: O’Brien, Al-Hassan, D'Souza, McGrath. */
export const NAME = "\\p{Lu}[\\p{L}\\p{M}]*(?:[’'-]\\p{L}[\\p{L}\\p{M}]*){0,3}"
/** Small words within names, or initials before them. */
const LEAD =
  "(?:(?:\\p{Lu}\\.? ?){1,3} )?(?:\\p{Lu}\\.){0,3} ?(?:(?:van|von|de|der|den|di|da|del|la|le|el|al|bin|ibn|ap|ter|St\\.?) ){0,2}(?:al-|el-|d[’'])?"
/** Up to three words of a name. */
export const NAMES = `${LEAD}${NAME}(?: (?:(?:van|von|de|der|den|di|da|del|la|le|el|al|bin|ibn|ap|ter) ){0,2}${NAME}){0,2}`

/** Without its genitive: "Khan’s", "Jones’". */
export const bare = (word: string): string => word.replace(/[’'](?:s|S)?$/, '')

const titleCase = (word: string): string =>
  word.toLowerCase().replace(/(?<![\p{L}’'])\p{L}/gu, (one) => one.toUpperCase())
const parts = (word: string): string[] => [bare(word), bare(word).split('-')[0]!]

/** A given name, or several with hyphens; "Lloyd-Davies" is none. */
export const isGiven = (word: string): boolean =>
  isOneGiven(bare(word)) || (word.includes('-') && bare(word).split('-').every(isOneGiven))
const isOneGiven = (word: string): boolean => given.has(word) && !doubtful.has(word) && !places.has(word)
export const isDoubtful = (word: string): boolean => parts(word).some((one) => doubtful.has(one))
export const isPlace = (word: string): boolean => places.has(bare(word))
export const isSurname = (word: string): boolean =>
  bare(word)
    .split('-')
    .some((one) => surnames.has(one)) || /^(?:Mc|Mac|O[’'])\p{Lu}\p{Ll}/u.test(word)
export const isListed = (word: string): boolean => isGiven(word) || isSurname(word)
/** The same for a word in capitals or in small letters. */
export const isListedAnyCase = (word: string): boolean => isListed(titleCase(word))
export const isGivenAnyCase = (word: string): boolean => isGiven(titleCase(word))

/** A word that begins with a capital for another reason than being a name, or that is an abbreviation. */
export const isWord = (word: string): boolean =>
  ordinary.has(bare(word)) ||
  /^\p{Lu}[\p{Lu}\d’'-]+s?$/u.test(word) ||
  /\p{Ll}-(?:speaking|led|based|wide)$/u.test(word)

/** Ends as words of medicine and offices do, and hardly any name. */
const scholarly =
  /(?:ology|ological|ologist|ist|ists|ian|ians|ean|ish|nese|guese|alese|tese|ics|ing|tion|tions|ment|ments|ity|ance|ence|ness|ship|ical|ally|itis|osis|aemia|emia|uria|pathy|ectomy|ostomy|oscopy|plasty|graphy|gram|mab|nib|pril|olol|statin|mycin|cillin|azole|ine|ide|ate|ium|us)$/

/** Ends as drugs do. */
const drugs =
  /(?:arin|aban|idol|artan|epam|epine|etine|oxin|isone|olone|aline|amine|icin|floxacin|vir|gliptin|gliflozin|formin|dipine|profen|amol|oxone|zide|lukast|terol|tropium|caine|fentanil|orphine|codone|dronate|setron|tidine|lol|phen|micin|xime)$/

/** The same, with less trust: where nothing but the capital speaks for a name. */
export const isOrdinary = (word: string): boolean =>
  isWord(word) || (!isListed(word) && (scholarly.test(bare(word)) || drugs.test(bare(word))))
/** A people or a faith: "his wife Brazilian". */
export const isNation = (word: string): boolean =>
  !isListed(word) && /(?:ian|ish|nese|guese|alese|tese|ean|ist|ic)$/.test(bare(word))
/** Stands for a sign or a book, as far as one can tell. */
export const isOfBooks = (word: string): boolean =>
  bare(word)
    .split('-')
    .some((one) => eponyms.has(one))

/** The next word of a text, in small letters. */
export const nextWord = (rest: string): string => /^[’']?s?[ ,]{0,2}([\p{L}-]+)/u.exec(rest)?.[1]?.toLowerCase() ?? ''
export const isEponym = (rest: string): boolean =>
  eponymous.has(nextWord(rest)) || /(?:ectomy|ostomy|otomy|plasty|pexy|rrhaphy)$/.test(nextWord(rest))

/** A building, a prize or a law that is called after somebody. */
const called =
  /^(?:[’']s?)? (?:[A-Z][a-z]+ )?(?:Hospital|Hospitals|Ward|Unit|Centre|Center|Clinic|House|School|Foundation|Trust|Institute|Building|Wing|Hospice|Suite|Theatre|Lecture|Prize|Medal|Award|Fellowship|Scholarship|Memorial|College|Society|Charity|Fund|Inquiry|Enquiry|Report|Review|Library|Hall|Gardens|Road|Street|Avenue|Lane|Close|Drive|Crescent|Court|Terrace|Grove|Infirmary|University|Rule|Law|Act|Appeal|Army|Syndrome|Room|Training|Pathway)\b/
export const isPlaceAfter = (rest: string): boolean => called.test(rest)

/** A citation: "Gibbs (1988)", "Smith et al". */
export const isCited = (rest: string): boolean =>
  /^(?:[’']s?)?(?:,? (?:and|&) \p{Lu}\p{L}+)?,? (?:\(?(?:19|20)\d\d\b|et al\b)/u.test(rest)

/** What people do, right after their name. */
export const isPersonVerb = (rest: string): boolean =>
  /^ (?:said|told|asked|explained|felt|thought|replied|cried|smiled|laughed|insisted|admitted|wanted|wept|apologised|suggested|agreed|nodded|died|knew|noticed|offered|reminded|thanked|helped|taught|let|rang|phoned|texted|sat|stood|came|took|gave|refused|consented|lived|lives|deteriorated|recovered|declined|and I|and me|who|whose|was (?:discharged|admitted|upset|angry|grateful|worried|frightened|scared|anxious|kind|calm|crying|sitting))\b/.test(
    rest,
  )
