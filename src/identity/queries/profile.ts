import type { IdentifierKind } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { mine } from '../../kit/scope.ts'
import { generalGrades } from '../grades.ts'

export interface OwnIdentifier {
  id: string
  kind: IdentifierKind
  value: string
  normalised: string
  verifiedAt: Date | null
  primary: boolean
}

/** What only the person sees of themselves. */
export interface PrivateDetails {
  pronouns?: string | null
  dateOfBirth?: string | null
  gender?: string | null
  address?: string | null
  emergencyName?: string | null
  emergencyPhone?: string | null
}

export interface Profile {
  id: string
  title: string | null
  givenName: string
  familyName: string
  grade: string | null
  claimedGrade: string | null
  specialty: string | null
  phone: string | null
  photoFileId: string | null
  details: PrivateDetails
  detailsCheckedAt: Date | null
  identifiers: OwnIdentifier[]
  /** Addresses that wait for their owner to confirm them. */
  pending: { id: string; email: string; expiresAt: Date }[]
  grades: readonly (readonly [string, string])[]
  /** Whether the weekly mail is wanted. */
  digest: boolean
}

/** One's own details (R27). */
export const findProfile = mine<Profile>(async (personId, ctx) => {
  const [person, pending, grades] = await Promise.all([
    ctx.db.person.findUnique({
      where: { id: personId },
      include: {
        identifiers: { orderBy: [{ primary: 'desc' }, { createdAt: 'asc' }] },
        account: { select: { digest: true } },
      },
    }),
    ctx.db.linkToken.findMany({
      where: { personId, purpose: 'address', spentAt: null, expiresAt: { gt: toJsDate(ctx.now) } },
      orderBy: { createdAt: 'asc' },
    }),
    gradesFor(ctx),
  ])
  if (!person) return null
  return {
    ...person,
    details: person.details as PrivateDetails,
    digest: person.account?.digest ?? true,
    pending: pending.map(({ id, data, expiresAt }) => ({ id, email: (data as { email: string }).email, expiresAt })),
    grades,
  }
})

/** The grades of the programme that one acts in; general ones for people of none. */
async function gradesFor(ctx: Ctx): Promise<Profile['grades']> {
  const sight = ctx.actor.sight[0]
  if (!sight) return generalGrades
  const { pack } = await ctx.services.packs.get(sight.packVersionId)
  return pack.pack.lists.grades?.map(([key, label]) => [key, label] as const) ?? generalGrades
}

/** One of one's own identifiers, with the profile around it. */
export interface OwnIdentifierFound {
  profile: Profile
  identifier: OwnIdentifier
}

const ownIdentifier = (fits: (one: OwnIdentifier) => boolean) =>
  mine<OwnIdentifierFound>(async (_personId, ctx) => {
    const profile = await findProfile(ctx)
    const identifier = profile?.identifiers.find((one) => one.id === ctx.params.identifierId && fits(one))
    return profile && identifier ? { profile, identifier } : null
  })

/** The address that the path names, if it is one's own. */
export const findOwnAddress = ownIdentifier(({ kind }) => kind === 'email')

/** The registration number that the path names, if it is one's own. */
export const findOwnNumber = ownIdentifier(({ kind }) => kind !== 'email')
