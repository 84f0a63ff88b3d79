/** The parts of a person's name as stored. */
export interface NameParts {
  title: string | null
  givenName: string
  familyName: string
}

/** "Dr Amara Okafor": how people are named throughout. */
export function personName({ title, givenName, familyName }: NameParts): string {
  return [title, givenName, familyName].filter(Boolean).join(' ')
}

const titles = /^(dr|mr|mrs|ms|mx|miss|prof|professor|sir|dame)\.?$/i

/** Takes a name as somebody typed it in one field apart: the last word is the family name. */
export function splitName(name: string): NameParts {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const title = words.length > 1 && titles.test(words[0]!) ? words.shift()! : null
  const familyName = words.length > 1 ? words.pop()! : ''
  return { title, givenName: words.join(' '), familyName }
}

/** An address as it is compared: NFKC, without spaces around, in small letters. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

/**
 * Addresses that lead to the same mailbox as this one, itself first: what follows a plus sign only sorts it
 * (RFC 5233, as every large mail service does). Whoever has one of them is meant by each.
 */
export function sameMailbox(normalised: string): string[] {
  const [local = '', domain] = normalised.split(/@(?=[^@]*$)/)
  const plain = local.replace(/\+.*$/, '')
  return domain && plain && plain !== local ? [normalised, `${plain}@${domain}`] : [normalised]
}

/** A number or member ID as it is compared: without spaces and dashes, in capitals. */
export function normaliseNumber(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/[\s.-]/g, '')
    .toUpperCase()
}
