import { movedBy } from '../changeovers/index.ts'
import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { containing } from '../kit/pattern.ts'
import { type Finder, scoped } from '../kit/scope.ts'
import { admissionIn } from '../programmes/index.ts'
import { admissionPolicy } from './policy.ts'
import { type Invited, type Programme, programmesOf, shape, withMails } from './queries.ts'

/** Rows on one page. */
export const pageSize = 50
/** Rows of a sheet. */
const most = 5000
/** Somebody is near the freeze so many days before it. */
const nearDays = 28

/** Which of those who were accepted are shown: the chips above the list. */
export const shows = [
  ...(['all', 'invited', 'opened', 'accepted', 'late', 'near', 'frozen', 'feeDue', 'enrolled', 'withdrawn'] as const),
]
export type Shown = (typeof shows)[number]

/** What an address of the list asks for; what is not understood is left out. */
export interface Asked {
  show: Shown
  /** Words in a name or an address. */
  q: string
  page: number
}

export interface Admissions {
  programmes: Programme[]
  asked: Asked
  /** How many there are of each whom the words find, whichever is shown. */
  counts: Record<Shown, number>
  /** How many the address finds, on all its pages. */
  total: number
  /** Those who have not enrolled, the longest first; then who enrolled last. Or whose acceptance was withdrawn, the latest first. */
  rows: Invited[]
  /** Lists that wait to be accepted. */
  lists: { id: string; count: number; sentByName: string; sentAt: Date; programme: string }[]
}

function readAddress({ show, q, page }: Ctx['query']): Asked {
  return {
    show: shows.find((one) => one === show) ?? 'all',
    q: (q ?? '').trim().slice(0, 100),
    page: Math.max(1, Math.min(1000, Number.parseInt(page ?? '1', 10) || 1)),
  }
}

/** R20–R24: those who were accepted as the address asks for them, a page of them. */
export const findAdmissions: Finder<Admissions> = scoped(admissionPolicy, (visible, ctx) => find(visible, ctx, false))

/** The same on one page, for a sheet. */
export const findAllAdmissions: Finder<Admissions> = scoped(admissionPolicy, (visible, ctx) => find(visible, ctx, true))

async function find(visible: Prisma.EnrolmentWhereInput | null, ctx: Ctx, whole: boolean): Promise<Admissions | null> {
  const ids = movedBy(ctx.actor)
  if (!visible || !ids) return null
  const asked = readAddress(ctx.query)
  const [programmes, found, lists] = await Promise.all([
    programmesOf(ctx, ids),
    findIds(ctx, ids, asked, whole),
    ctx.db.admissionList.findMany({
      where: { programmeId: { in: ids } },
      orderBy: { sentAt: 'desc' },
      take: 20,
      include: { programme: { select: { name: true } } },
    }),
  ])
  // Beyond the last page there is nobody, so it is the last one that is shown.
  const page = Math.min(asked.page, Math.ceil(found.total / pageSize) || 1)
  const rows = await ctx.db.enrolment.findMany({ where: { AND: [visible, { id: { in: found.ids } }] }, select: shape })
  const byId = new Map((await withMails(ctx, rows)).map((one) => [one.enrolmentId, one]))
  return {
    ...{ programmes, asked: { ...asked, page }, counts: found.counts, total: found.total },
    rows: found.ids.flatMap((id) => byId.get(id) ?? []),
    lists: lists.map(({ rows: wanted, programme, ...list }) => ({
      ...{ id: list.id, sentByName: list.sentByName, sentAt: list.sentAt, programme: programme.name },
      count: (wanted as unknown[]).length,
    })),
  }
}

interface Ids {
  ids: string[]
  total: number
  counts: Record<Shown, number>
}

/** Counts of every chip, and who stands on the page: one query, whatever the number of people. */
async function findIds(ctx: Ctx, programmes: string[], asked: Asked, whole: boolean): Promise<Ids> {
  const months = await freezeMonths(ctx, programmes)
  const today = Prisma.sql`${ctx.today.toString()}::date`
  const waits = Prisma.sql`here and state <> 'enrolled' and state <> 'frozen' and freezes > ${today}`
  const fits: Record<Shown, Prisma.Sql> = {
    all: Prisma.sql`here`,
    invited: Prisma.sql`${waits} and account = 'invited' and not opened`,
    opened: Prisma.sql`${waits} and account = 'invited' and opened`,
    accepted: Prisma.sql`${waits} and account is distinct from 'invited'`,
    late: Prisma.sql`${waits} and "alertedAt" is not null`,
    near: Prisma.sql`${waits} and freezes <= ${today} + ${nearDays}::int`,
    frozen: Prisma.sql`here and (state = 'frozen' or (state <> 'enrolled' and freezes <= ${today}))`,
    feeDue: Prisma.sql`here and fee = 'due'`,
    enrolled: Prisma.sql`here and state = 'enrolled'`,
    withdrawn: Prisma.sql`"withdrawnAt" is not null`,
  }
  const counts = shows.map((one) => Prisma.sql`'${Prisma.raw(one)}', count(*) filter (where ${fits[one]})`)
  const words = containing(asked.q)
  const named = asked.q
    ? Prisma.sql`(name ilike ${words} or exists (select 1 from "Identifier" i
        where i."personId" = base."personId" and i.kind = 'email' and i.value ilike ${words}))`
    : Prisma.sql`true`
  const [limit, offset] = whole ? [most, 0] : [pageSize, (asked.page - 1) * pageSize]
  const [row] = await ctx.db.$queryRaw<Ids[]>`
    with base as materialized (
      select e.id, e."personId", e."startsOn", e.state::text as state, c.state::text as account, a.fee::text as fee,
        a."completedAt", a."withdrawnAt", a."alertedAt", e.state <> 'closed' as here, m."openedAt" is not null as opened,
        concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName",
        (a."countsFrom" + make_interval(months => f.months))::date as freezes
      from "Enrolment" e join "Admission" a on a."enrolmentId" = e.id join "Person" p on p.id = e."personId"
        join (select (o ->> 'id')::uuid as id, (o ->> 'months')::int as months
          from json_array_elements(${JSON.stringify(months)}::json) o) f on f.id = e."packVersionId"
        left join "Account" c on c."personId" = p.id
        left join (select distinct on ("toPersonId") "toPersonId", "openedAt" from "Mail"
          where purpose = 'account.invitation' order by "toPersonId", "createdAt" desc, id desc) m on m."toPersonId" = p.id
      where e."programmeId" = any(${programmes}::uuid[])),
    found as (select * from base where ${named}),
    fits as (select *, row_number() over (order by "withdrawnAt" desc nulls last, "completedAt" desc nulls first,
        "startsOn", "familyName" collate "und-x-icu", name, id) as place from found where ${fits[asked.show]}),
    shown as (select id, place from fits order by place limit ${limit}
      offset least(${offset}::int, greatest((select count(*)::int from fits) - 1, 0) / ${pageSize}::int * ${pageSize}::int))
    select (select json_build_object(${Prisma.join(counts)}) from found) as counts,
      (select count(*)::int from fits) as total,
      array(select id::text from shown order by place) as ids`
  return row!
}

/** After how many months the packs freeze whoever has not enrolled. */
async function freezeMonths(ctx: Ctx, programmes: string[]): Promise<{ id: string; months: number }[]> {
  const versions = await ctx.db.enrolment.findMany({
    where: { programmeId: { in: programmes }, admission: { isNot: null } },
    distinct: ['packVersionId'],
    select: { packVersionId: true },
  })
  return Promise.all(
    versions.map(async ({ packVersionId: id }) => ({
      ...{ id, months: admissionIn((await ctx.services.packs.get(id)).pack).freezeMonths },
    })),
  )
}
