import { before, type Found, matches } from './kinds.ts'

const email = /(?<![\w.+-])[\w.+-]{1,64}(?:@| ?[([]at[)\]] ?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi

const areas =
  'AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE'
const british = new RegExp(`(?<![\\w-])(?:${areas})\\d[A-Z\\d]? ?\\d[ABD-HJLNP-UW-Z]{2}(?![\\w-])`, 'g')
const britishSmall = new RegExp(
  `(?<![\\w-])(?:${areas})\\d[a-z\\d]? ?\\d(?!st\\b|nd\\b|rd\\b|th\\b|hr\\b)[abd-hjlnp-uw-z]{2}(?![\\w-])`,
  'gi',
)
const irish =
  /(?<![\w-])(?:[AC-FHKNPRTV-Y]\d{2}|D6W)[ -]?(?=[A-Z\d]{0,3}[A-Z])(?=[A-Z\d]{0,3}\d)[AC-FHKNPRTV-Y\d]{4}(?![\w-])/gi
const australian =
  /(?<![\w-])(?:NSW|New South Wales|VIC|Vic|Victoria|QLD|Qld|Queensland|SA|South Australia|WA|Western Australia|TAS|Tas|Tasmania|ACT|NT|Northern Territory)\.?,? (?<piece>\d{4})(?![\w.]\d|[\w%])/g
const newZealand =
  /\b(?:Auckland|Wellington|Christchurch|Hamilton|Tauranga|Dunedin|Palmerston North|Napier|Hastings|Nelson|Rotorua|Wh[aā]ngarei|New Plymouth|Invercargill|Whanganui|Gisborne|Lower Hutt|Upper Hutt|Porirua|Queenstown|Timaru|Masterton|Blenheim|Levin|Taup[oō]|Kapiti|Paraparaumu|Papakura|Manukau|North Shore|Takapuna|Ashburton|Oamaru|Cambridge|Tokoroa|Wh[aā]kat[aā]ne|Greymouth|Thames|Pukekohe)(?:, New Zealand)?,? (?<piece>\d{4})(?![\w.]\d|[\w%])/g
const called =
  /\b(?:post ?codes?|zip(?: code)?|eircodes?)\b[ :,]{0,2}(?:(?:is|was|of|in)[ :]{0,2})?(?<piece>[A-Z]{0,2}\d[A-Z\d]{1,3}(?: ?\d[A-Z]{2})?|\d{4}|[A-Z]\d\w ?\w{4})(?!\w)/gi

const states: Record<string, RegExp> = {
  nsw: /^[12]\d/,
  vic: /^[38]\d/,
  qld: /^[49]\d/,
  sa: /^5\d/,
  wa: /^6\d/,
  tas: /^7\d/,
  act: /^(?:02|26|29)/,
  nt: /^0[89]/,
}
const stateOf = (name: string): string =>
  ({
    'new south wales': 'nsw',
    victoria: 'vic',
    queensland: 'qld',
    'south australia': 'sa',
    'western australia': 'wa',
    tasmania: 'tas',
    'northern territory': 'nt',
  })[name] ?? name

/** E-mail addresses and postcodes. */
export function contacts(text: string): Found[] {
  return [
    ...matches(text, email, 'email'),
    ...matches(text, british, 'postcode', (piece) => isBritish(piece)),
    ...matches(
      text,
      britishSmall,
      'postcode',
      (piece) => isBritish(piece) && (piece === piece.toLowerCase() || piece.includes(' ')),
    ),
    ...matches(text, irish, 'postcode', (piece) => piece === piece.toUpperCase()),
    ...matches(text, australian, 'postcode', (piece, at) => isAustralian(piece, before(text, at))),
    ...matches(text, newZealand, 'postcode', (piece) => !/^(?:19[5-9]|20[0-3])/.test(piece)),
    ...matches(text, called, 'postcode', (piece) => /\d/.test(piece)),
  ]
}

/** "B12 2nd" and "L5 1st" are a vitamin and a vertebra. */
const isBritish = (piece: string): boolean => !/\d(?:ST|ND|RD|TH|HR)$/i.test(piece) || piece.length >= 7

function isAustralian(piece: string, name: string): boolean {
  const said = /([a-z]+(?: [a-z]+)?)\.?,? $/.exec(name)?.[1] ?? ''
  const state = stateOf(said)
  const last = stateOf(said.split(' ').at(-1)!)
  return (states[state] ?? states[last])?.test(piece) ?? false
}
