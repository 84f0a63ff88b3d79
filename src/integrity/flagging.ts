import { looksLikeWorkplace } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Ctx, Db } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { flagsOf, type Known, type Signing } from './flags.ts'

interface SigningRow extends Omit<Signing, 'at' | 'workAddress'> {
  at: Date
  email: string
}

/** What is known of the signatures in a portfolio; null where there is no such enrolment. */
async function knownOf(ctx: Ctx, enrolmentId: string): Promise<(Known & { programmeId: string }) | null> {
  const enrolment = await ctx.db.enrolment.findUnique({ where: { id: enrolmentId } })
  if (!enrolment) return null
  const { personId, programmeId, evidenceDueOn, reviewOn } = enrolment
  const rows = await ctx.db.$queryRaw<SigningRow[]>`
    select r.id as "recordId", person_now(v."signerId") as "signerId", v."signerName", v.assurance, v."signedAt" as at, t.browser, t.network,
      q."assessorEmail" as email,
      exists (select 1 from "Identifier" i where i."personId" = a.id and i.kind = 'email' and i."verifiedAt" is not null) as verified,
      coalesce(a.grade is null and a."claimedGrade" = 'consultant', false) as "claimsConsultant",
      exists (select 1 from "Record" o where o."assessorId" = a.id and o.status = 'signed' and o."personId" <> r."personId") as "assessesOthers"
    from "Record" r join "RecordVersion" v on v."recordId" = r.id and v.act = 'signed' and person_now(v."signerId") = r."assessorId"
      join "AssessmentRequest" q on q."recordId" = r.id join "Person" a on a.id = r."assessorId"
      left join "SigningTrace" t on t."recordId" = r.id
    where r."enrolmentId" = ${enrolmentId}::uuid and r.status = 'signed'`
  const browsers = await ctx.db.$queryRaw<{ browser: string }[]>`
    select distinct s.browser from "SignInTrace" s where s."personId" = ${personId}::uuid and s.browser is not null
      and not exists (select 1 from "SignInTrace" o where o.browser = s.browser and o."personId" <> s."personId")`
  const networks = await ctx.db.$queryRaw<{ network: string }[]>`
    select distinct s.network from "SignInTrace" s where s."personId" = ${personId}::uuid and s.network is not null
      and not exists (select 1 from "SignInTrace" o where o.network = s.network and o."personId" <> s."personId")
      and not exists (select 1 from "SigningTrace" o where o.network = s.network and o."portfolioId" <> s."personId")`
  return {
    programmeId,
    signings: rows.map(({ email, at, ...row }) => ({
      ...row,
      at: at.getTime(),
      workAddress: row.assurance === 'work-link' || looksLikeWorkplace(email),
    })),
    ownBrowsers: new Set(browsers.map(({ browser }) => browser)),
    ownNetworks: new Set(networks.map(({ network }) => network)),
    panelAt: (evidenceDueOn ?? reviewOn)?.getTime() ?? null,
    reviewAt: reviewOn?.getTime() ?? null,
  }
}

/** Works out the flags of a portfolio, and keeps them in the place of earlier ones. Called by the queue. */
export async function refreshFlags(ctx: Ctx & { db: Db }, enrolmentId: string): Promise<void> {
  const known = await knownOf(ctx, enrolmentId)
  if (!known) return
  const { programmeId } = known
  const data = flagsOf(known).map((flag) => ({ id: newId(), enrolmentId, programmeId, ...flag, at: toJsDate(ctx.now) }))
  await ctx.db.$transaction([
    ctx.db.integrityFlag.deleteMany({ where: { enrolmentId } }),
    ctx.db.integrityFlag.createMany({ data }),
  ])
}

/** Works them out again where only the days have moved on: a browser turned out to be shared, a trace is gone. */
export async function sweepFlags(ctx: Ctx & { db: Db }): Promise<void> {
  const flagged = await ctx.db.integrityFlag.findMany({ distinct: ['enrolmentId'], select: { enrolmentId: true } })
  const since = toJsDate(ctx.now.subtract({ hours: 48 }))
  const traced = await ctx.db.signingTrace.findMany({
    where: { at: { gt: since } },
    distinct: ['enrolmentId'],
    select: { enrolmentId: true },
  })
  for (const id of new Set([...flagged, ...traced].map(({ enrolmentId }) => enrolmentId))) await refreshFlags(ctx, id)
}
