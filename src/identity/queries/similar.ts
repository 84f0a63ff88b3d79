import { Prisma } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { foldedName, type Named, namesAlike, nameWords } from '../alike.ts'
import { normaliseEmail } from '../names.ts'

/** The mailbox of an address, whatever tag it has: `ann+work@post.example` reaches `ann@post.example`. */
export const mailboxOf = (normalised: string): string => normalised.replace(/\+[^@]*@/, '@')

/** A column as nameWords reads it: no marks, no case, parts apart by blanks. */
const folded = (column: Prisma.Sql) => Prisma.sql`regexp_replace(regexp_replace(replace(replace(replace(replace(
    translate(lower(normalize(${column}, NFKD)), 'øłđðı', 'olddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
  '[\u0300-\u036f’\u02bc\x60.'']', '', 'g'), '[^[:alnum:]]+', ' ', 'g')`

/** People who have a family name, or a part of it, in common with one of these, whichever way round it was typed. */
export async function idsLike(db: DbOrTx, names: readonly Named[]): Promise<string[]> {
  const keys = names.flatMap(({ givenName, familyName }) => [
    ...[foldedName(givenName), foldedName(familyName), ...nameWords(familyName)],
  ])
  const words = [...new Set(keys)].filter((key) => key.length > 1)
  const family = folded(Prisma.sql`p."familyName"`)
  const found = await db.$queryRaw<{ id: string }[]>`
    select p.id from "Person" p where p."mergedIntoId" is null
      and (string_to_array(${family}, ' ') && ${words}::text[] or replace(${family}, ' ', '') = any(${words}::text[]))
    limit 2000`
  return found.map(({ id }) => id)
}

/**
 * Whether somebody on record may be the one who was typed: the same mailbox, names that may be one person's, or the same
 * family name and first letter with an address of the same domain. A reason to ask, never to decide (R30).
 */
export function isSimilar(
  { givenName, familyName, email }: Named & { email: string },
  one: Named & { emails: readonly string[] },
): boolean {
  const mailbox = mailboxOf(normaliseEmail(email))
  if (one.emails.some((mail) => mailboxOf(mail) === mailbox)) return true
  if (namesAlike({ givenName, familyName }, one)) return true
  if (foldedName(familyName) !== foldedName(one.familyName) || !foldedName(familyName)) return false
  const domain = normaliseEmail(email).split('@')[1]
  const letter = foldedName(givenName)[0]
  return letter === foldedName(one.givenName)[0] && one.emails.some((mail) => mail.split('@')[1] === domain)
}

/** An address as somebody may see it who is only asked whether it is that person: k…@hospital.example. */
export const maskedEmail = (email: string): string => email.replace(/^(.).*@/, '$1…@')

/**
 * Who may be meant by somebody typed whose address and numbers are unknown here, at most five: whoever has another number
 * of the same register is somebody else.
 */
export async function similarTo(db: DbOrTx, typed: Named & { email: string; register: string; number: string | null }) {
  const alike = await idsLike(db, [typed])
  const mailbox = mailboxOf(normaliseEmail(typed.email))
  const rows = await db.person.findMany({
    where: {
      mergedIntoId: null,
      OR: [{ id: { in: alike } }, { identifiers: { some: { kind: 'email', normalised: mailbox } } }],
    },
    select: {
      ...{ id: true, title: true, givenName: true, familyName: true, account: { select: { state: true } } },
      identifiers: { select: { kind: true, value: true }, orderBy: [{ primary: 'desc' }, { id: 'asc' }] },
    },
    orderBy: [{ familyName: 'asc' }, { givenName: 'asc' }, { id: 'asc' }],
  })
  return rows
    .filter(({ identifiers }) => !typed.number || !identifiers.some(({ kind }) => kind === typed.register))
    .map(({ identifiers, ...one }) => ({
      ...one,
      emails: identifiers.filter(({ kind }) => kind === 'email').map(({ value }) => normaliseEmail(value)),
    }))
    .filter((one) => isSimilar(typed, one))
    .slice(0, 5)
}
