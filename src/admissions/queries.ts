import { movedBy } from '../changeovers/index.ts'
import type { EnrolmentFee, EnrolmentState, MailState } from '../generated/client.ts'
import { mailIdentifier, personName } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { type AdmissionCalendar, admissionIn } from '../programmes/index.ts'
import { hashOf, judge, type Line } from './judge.ts'
import { admissionPolicy } from './policy.ts'
import { wantedShape } from './wanted.ts'
import { type AdmissionWorld, worldOf } from './world.ts'

/** Somebody who was accepted, with how far they have come. */
export interface Invited {
  enrolmentId: string
  personId: string
  name: string
  programme: string
  collegeId: string
  state: EnrolmentState
  startsOn: Date
  /** What the clock does in their programme. */
  calendar: AdmissionCalendar
  email: string | null
  account: string | null
  mail: { state: MailState; openedAt: Date | null; toAddress: string; createdAt: Date } | null
  admission: {
    acceptedAt: Date
    acceptedByName: string
    countsFrom: Date
    invitedAt: Date
    remindedWeek: number | null
    alertedAt: Date | null
    frozenAt: Date | null
    completedAt: Date | null
    withdrawnAt: Date | null
    withdrawnByName: string | null
    withdrawnReason: string | null
    fee: EnrolmentFee
    feePaidOn: Date | null
    feeReference: string | null
    feeNotedByName: string | null
  }
  /** How many records, rounds and applications their portfolio holds. */
  written: number
}

export interface Programme {
  id: string
  name: string
  /** What the clock does until those have enrolled who are accepted now. */
  calendar: AdmissionCalendar
}

/** What is read of an enrolment that began with an acceptance. */
export const shape = {
  id: true,
  personId: true,
  state: true,
  startsOn: true,
  packVersionId: true,
  programme: { select: { name: true, collegeId: true } },
  admission: true,
  _count: { select: { records: true, rounds: true, applications: true } },
  person: {
    select: {
      ...{ title: true, givenName: true, familyName: true, account: { select: { state: true } } },
      identifiers: mailIdentifier,
    },
  },
}

/** Programmes by name, with what the clock does in them. */
export async function programmesOf(ctx: Ctx, ids: string[]): Promise<Programme[]> {
  const rows = await ctx.db.$queryRaw<{ id: string; name: string; version: string }[]>`
    select pr.id, pr.name, v.id as version from "Programme" pr
      cross join lateral (select pv.id from "PackVersion" pv where pv."packKey" = pr."packKey" order by pv."publishedAt" desc limit 1) v
    where pr.id = any(${ids}::uuid[]) order by pr.name`
  return Promise.all(
    rows.map(async ({ id, name, version }) => ({
      ...{ id, name },
      calendar: admissionIn((await ctx.services.packs.get(version)).pack),
    })),
  )
}

export interface ToAccept {
  programmes: Programme[]
  /** A list that is gone back to (`?mend=`), with every word that was sent. */
  mends: { id: string; typed: Record<string, string> } | null
}

/** Where trainees are typed or pasted. */
export const findProgrammes = scoped(admissionPolicy, async (visible, ctx): Promise<ToAccept | null> => {
  const ids = movedBy(ctx.actor)
  if (!visible || !ids) return null
  const { mend } = ctx.query
  const where = { id: mend ?? '', programmeId: { in: ids } }
  const list = isId(mend) ? await ctx.db.admissionList.findFirst({ where, select: { id: true, typed: true } }) : null
  const mends = list?.typed ? { id: list.id, typed: list.typed as Record<string, string> } : null
  return { programmes: await programmesOf(ctx, ids), mends }
})

type Row = Awaited<ReturnType<typeof rowsOf>>[number]
const rowsOf = (ctx: Ctx) => ctx.db.enrolment.findMany({ select: shape })

/** Rows as they are shown: with the last invitation and the calendar of their programme. */
export async function withMails(ctx: Ctx, rows: readonly Row[]): Promise<Invited[]> {
  const mails = await ctx.db.mail.findMany({
    where: { toPersonId: { in: rows.map(({ personId }) => personId) }, purpose: 'account.invitation' },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { toPersonId: true, state: true, openedAt: true, toAddress: true, createdAt: true },
  })
  const last = new Map(mails.map(({ toPersonId, ...mail }) => [toPersonId, mail]))
  const versions = [...new Set(rows.map(({ packVersionId }) => packVersionId))]
  const calendars = new Map(
    await Promise.all(versions.map(async (id) => [id, admissionIn((await ctx.services.packs.get(id)).pack)] as const)),
  )
  return rows.map(({ id, person, programme, admission, _count: has, packVersionId, ...row }) => ({
    calendar: calendars.get(packVersionId)!,
    ...{ enrolmentId: id, ...row, name: personName(person), programme: programme.name, collegeId: programme.collegeId },
    ...{ admission: admission!, written: has.records + has.rounds + has.applications },
    ...{ email: person.identifiers[0]?.value ?? null, account: person.account?.state ?? null },
    mail: last.get(row.personId) ?? null,
  }))
}

/** One who was accepted (`:enrolmentId`). */
export const findInvited = scoped(admissionPolicy, async (visible, ctx): Promise<Invited | null> => {
  const id = ctx.params.enrolmentId
  if (!visible || !isId(id)) return null
  const row = await ctx.db.enrolment.findFirst({
    where: { AND: [{ id }, visible, { admission: { isNot: null } }] },
    select: shape,
  })
  return row && (await withMails(ctx, [row]))[0]!
})

export interface OneList {
  id: string
  programme: AdmissionWorld['programme']
  remarks: string[]
  lines: Line[]
  /** Who accepts, and the day on which. */
  by: AdmissionWorld['by']
  /** Whether what was sent can be gone back to. */
  kept: boolean
  hash: string
  packVersionId: string
  exitRoute: string | null
  feeDue: boolean
  collegeId: string
}

/** A list as it would be accepted now (`:listId`). */
export const findList = scoped(admissionPolicy, async (visible, ctx): Promise<OneList | null> => {
  const { listId } = ctx.params
  const ids = movedBy(ctx.actor)
  if (!visible || !ids || !isId(listId)) return null
  const list = await ctx.db.admissionList.findFirst({ where: { id: listId, programmeId: { in: ids } } })
  if (!list) return null
  const rows = wantedShape.array().parse(list.rows)
  const world = await worldOf(ctx, list.programmeId, rows)
  const lines = judge(rows, world)
  const { by, programme, packVersionId, exitRoute, feeDue } = world
  return {
    ...{ id: list.id, programme, remarks: list.remarks as string[], lines, hash: hashOf(lines) },
    kept: list.typed !== null,
    ...{ by, packVersionId, exitRoute, feeDue, collegeId: programme.collegeId },
  }
})
