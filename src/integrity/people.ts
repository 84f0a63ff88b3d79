import { mailOrder, personName } from '../identity/index.ts'
import type { DbOrTx } from '../kit/context.ts'

/** Somebody who is told something: by a notice where they have an account, by mail at their addresses. */
export interface Addressee {
  id: string
  name: string
  hasAccount: boolean
  /** Addresses that they confirmed, the main one first. */
  verified: string[]
  /** Where a mail goes that goes to one address. */
  email: string | null
}

/** @throws when there is no such person */
export async function addressee(db: DbOrTx, id: string): Promise<Addressee> {
  const person = await db.person.findUniqueOrThrow({
    where: { id },
    include: {
      account: { select: { state: true } },
      identifiers: { where: { kind: 'email' }, orderBy: mailOrder },
    },
  })
  const { account, identifiers } = person
  const verified = identifiers.filter(({ verifiedAt }) => verifiedAt !== null).map(({ value }) => value)
  const email = verified[0] ?? identifiers[0]?.value ?? null
  return { id, name: personName(person), hasAccount: account?.state === 'active', verified, email }
}
