import type { AccountState } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { normaliseEmail, normaliseNumber } from '../names.ts'

/** Somebody who has an account, as signing in needs them. */
export interface Login {
  personId: string
  name: string
  state: AccountState
  passwordHash: string | null
}

/** The account behind a verified address or a member ID: one question, whether or not there is one. */
export async function findLogin(db: DbOrTx, login: string): Promise<Login | null> {
  const isEmail = login.includes('@')
  const kind = isEmail ? 'email' : 'memberId'
  const normalised = isEmail ? normaliseEmail(login) : normaliseNumber(login)
  const rows = await db.$queryRaw<Login[]>`
    select p.id as "personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      a.state::text as state, a."passwordHash"
    from "Identifier" i join "Person" p on p.id = i."personId" join "Account" a on a."personId" = p.id
    where i.kind = ${kind}::"IdentifierKind" and i.normalised = ${normalised} and i."verifiedAt" is not null`
  return rows[0] ?? null
}
