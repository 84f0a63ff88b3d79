import type { Ctx } from '../../kit/context.ts'
import { NotFound } from '../../kit/errors.ts'
import type { NameParts } from '../names.ts'

/** Oneself, as changes to how one signs in need it. */
export interface Own {
  personId: string
  name: NameParts
  passwordHash: string | null
  emails: { value: string; normalised: string; primary: boolean }[]
}

/** @throws NotFound when there is nobody (any more) */
export async function ownAccount(personId: string, ctx: Ctx): Promise<Own> {
  const row = await ctx.db.person.findUnique({
    where: { id: personId },
    select: {
      title: true,
      givenName: true,
      familyName: true,
      account: { select: { passwordHash: true } },
      identifiers: { where: { kind: 'email' }, select: { value: true, normalised: true, primary: true } },
    },
  })
  if (!row) throw new NotFound()
  const { account, identifiers, ...name } = row
  return { personId, name, passwordHash: account?.passwordHash ?? null, emails: identifiers }
}
