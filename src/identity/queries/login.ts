import type { AccountState } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { normaliseEmail, normaliseNumber, personName } from '../names.ts'

/** Somebody who has an account, as signing in needs them. */
export interface Login {
  personId: string
  name: string
  state: AccountState
  passwordHash: string | null
}

/** The account behind a verified address or a member ID. */
export async function findLogin(db: DbOrTx, login: string): Promise<Login | null> {
  const key = login.includes('@')
    ? { kind: 'email' as const, normalised: normaliseEmail(login) }
    : { kind: 'memberId' as const, normalised: normaliseNumber(login) }
  const row = await db.identifier.findUnique({
    where: { kind_normalised: key, verifiedAt: { not: null } },
    select: {
      person: {
        select: {
          id: true,
          title: true,
          givenName: true,
          familyName: true,
          account: { select: { state: true, passwordHash: true } },
        },
      },
    },
  })
  if (!row?.person.account) return null
  const { account, id, ...name } = row.person
  return { personId: id, name: personName(name), ...account }
}
