import { idsLike, mailboxOf, type NameParts, normaliseEmail, normaliseNumber } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { type Standing, standingsOf } from './standing.ts'
import type { Wanted } from './wanted.ts'
import { registerOf } from './wanted.ts'

/** A person whom a row may mean. */
export interface Candidate extends NameParts, Standing {
  id: string
  account: string | null
  emails: string[]
  /** Their enrolment in this programme, where they are or were in it. */
  enrolmentId: string | null
  /** An enrolment in it that was withdrawn before it was taken up: it is used again. */
  withdrawnId: string | null
}

export interface Stage {
  key: string
  title: string
  short: string
  months: number
}

/** What rows are judged against. */
export interface AdmissionWorld {
  /** Who accepts, and the day on which. */
  by: { personId: string; today: Ctx['today'] }
  programme: { id: string; name: string; collegeId: string }
  packVersionId: string
  exitRoute: string | null
  /** Whether a fee is due from whoever is accepted (R21). */
  feeDue: boolean
  /** In their order. */
  stages: Stage[]
  people: Map<string, Candidate>
  byEmail: Map<string, string>
  byNumber: Map<string, string>
}

/** The programme with its current pack, and everybody whom one of the rows may mean: seven queries, whatever the rows. */
export async function worldOf(ctx: Ctx, programmeId: string, rows: readonly Wanted[]): Promise<AdmissionWorld> {
  const { db, services } = ctx
  const programme = await db.programme.findUniqueOrThrow({
    where: { id: programmeId },
    select: { id: true, name: true, collegeId: true, networkId: true, packKey: true },
  })
  const version = await db.packVersion.findFirstOrThrow({
    where: { packKey: programme.packKey },
    orderBy: { publishedAt: 'desc' },
    select: { id: true },
  })
  const { pack } = await services.packs.get(version.id)
  const people = await candidates(ctx, programme, version.id, rows)
  return {
    by: { personId: ctx.actor.personId, today: ctx.today },
    programme,
    packVersionId: version.id,
    exitRoute: pack.pack.exitRoutes[0]?.key ?? null,
    feeDue: pack.pack.enrolmentFee?.due ?? false,
    stages: [...pack.pack.stages].sort((a, b) => a.order - b.order),
    ...people,
  }
}

type Into = { id: string; networkId: string | null; collegeId: string }

async function candidates(ctx: Ctx, programme: Into, packVersionId: string, rows: readonly Wanted[]) {
  const { db } = ctx
  const typed = rows.map(({ email }) => normaliseEmail(email)).filter(Boolean)
  const emails = [...new Set([...typed, ...typed.map(mailboxOf)])]
  const numbers = rows.map(({ number }) => normaliseNumber(number)).filter(Boolean)
  const alike = await idsLike(db, rows)
  const known = {
    identifiers: {
      some: {
        OR: [
          { kind: 'email' as const, normalised: { in: emails } },
          { kind: { not: 'email' as const }, normalised: { in: numbers } },
        ],
      },
    },
  }
  const found = await db.person.findMany({
    where: { mergedIntoId: null, OR: [known, { id: { in: alike } }] },
    select: {
      ...{ id: true, title: true, givenName: true, familyName: true, account: { select: { state: true } } },
      identifiers: { select: { kind: true, normalised: true }, orderBy: { primary: 'desc' } },
      enrolments: {
        where: { programmeId: programme.id },
        select: { id: true, admission: { select: { withdrawnAt: true } } },
        take: 1,
      },
    },
  })
  const ids = found.map(({ id }) => id)
  const standings = await standingsOf(ctx, programme, packVersionId, ids)
  const people = new Map<string, Candidate>()
  const byEmail = new Map<string, string>()
  const byNumber = new Map<string, string>()
  for (const { identifiers, enrolments, account, ...person } of found) {
    const mails = identifiers.filter(({ kind }) => kind === 'email').map(({ normalised }) => normalised)
    for (const mail of mails) byEmail.set(mail, person.id)
    for (const { kind, normalised } of identifiers)
      if (kind !== 'email') byNumber.set(`${kind}:${normalised}`, person.id)
    people.set(person.id, {
      ...person,
      ...standings.get(person.id)!,
      account: account?.state ?? null,
      emails: mails,
      ...placeOf(enrolments[0]),
    })
  }
  return { people, byEmail, byNumber }
}

function placeOf(one: { id: string; admission: { withdrawnAt: Date | null } | null } | undefined) {
  const withdrawn = one?.admission?.withdrawnAt ? one.id : null
  return { enrolmentId: withdrawn ? null : (one?.id ?? null), withdrawnId: withdrawn }
}

/** As numbers are looked up: with the register that their shape says. */
export function numberKey(number: string): string | null {
  const register = number ? registerOf(number) : null
  return register && `${register}:${normaliseNumber(number)}`
}
