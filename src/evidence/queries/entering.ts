import type { FormContext, FormDefinition, Values } from '../../forms/index.ts'
import { initialValues } from '../../forms/index.ts'
import type { Draft, Prisma } from '../../generated/client.ts'
import { fileSize } from '../../kit/bytes.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { portfolioPolicy } from '../../training/index.ts'
import { packContext, writerFor } from '../context.ts'
import { draftFor, typedIn } from '../service/drafts.ts'
import { filesTyped, readTyped } from './fill.ts'

/** Somebody for whom a record can be entered. */
export interface ForWhom {
  id: string
  personId: string
  programmeId: string
  packVersionId: string
  name: string
  stageKey: string | null
  site: string | null
  /** Their portfolio takes nothing new at the moment. */
  frozen: boolean
}

/** A form of the office about to be filled in, for one trainee or several at once (R15). */
export interface Entering {
  pack: PublishedPack
  form: FormDefinition
  context: FormContext
  draft: Draft | null
  values: Values
  trainees: ForWhom[]
  /** Ids of the portfolios that are ticked when the page opens. */
  ticked: string[]
}

/** More than any network has; who is beyond it is reached from their own page. */
const most = 500

export const enteringKey = (packVersionId: string, formKey: string) => `enter:${packVersionId}:${formKey}`

/** Finder of a form of one pack (`:packVersionId`, `:formKey`) and the trainees of the acting role under that pack. */
export const findEntering = scoped(portfolioPolicy, async (visible, ctx): Promise<Entering | null> => {
  const { packVersionId = '', formKey = '' } = ctx.params
  // What the role sees nothing of is not there for it, whatever its reach.
  if (!ctx.actor.sight.some((sight) => sight.packVersionId === packVersionId)) return null
  const pack = await ctx.services.packs.get(packVersionId)
  const form = pack.form(formKey)
  if (!form) return null
  const asked = (ctx.query.for ?? '').split(',').filter(isId)
  const trainees = await traineesIn(ctx, visible, packVersionId, asked)
  if (trainees.length === 0) return null
  const draft = await draftFor(ctx, enteringKey(packVersionId, formKey))
  const typed = typedIn(draft)
  const context = await contextFor(ctx, visible, { pack, form, fileIds: filesTyped(typed) })
  const values = typed ? readTyped(form, typed, context) : initialValues(form, context)
  const named = asked.length > 0 ? asked : [typed?.for ?? []].flat()
  const ticked = trainees.filter(({ id, frozen }) => !frozen && named.includes(id)).map(({ id }) => id)
  return { pack, form, context, draft, values, trainees, ticked }
})

async function traineesIn(
  ctx: Ctx,
  visible: Prisma.EnrolmentWhereInput,
  packVersionId: string,
  asked: readonly string[],
): Promise<ForWhom[]> {
  const open: Prisma.EnrolmentWhereInput = { packVersionId, state: { not: 'closed' } }
  const reached = (where: Prisma.EnrolmentWhereInput) =>
    ctx.db.enrolment.findMany({ where: { AND: [visible, open, where] }, select: { id: true }, take: most })
  const rows = await reached({})
  if (rows.length === most && asked.length > 0) rows.push(...(await reached({ id: { in: [...asked] } })))
  const ids = [...new Set(rows.map(({ id }) => id))]
  const today = ctx.today.toString()
  return ids.length === 0
    ? []
    : ctx.db.$queryRaw<ForWhom[]>`
    select e.id, e."personId", e."programmeId", e."packVersionId", e.state = 'frozen' as frozen,
      concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      (select s."stageKey" from "StagePeriod" s where s."enrolmentId" = e.id and s."from" <= ${today}::date
        and (s.until is null or s.until > ${today}::date) limit 1) as "stageKey",
      (select si.name from "Placement" pl join "Site" si on si.id = pl."siteId" where pl."enrolmentId" = e.id
        and pl."from" <= ${today}::date and (pl.until is null or pl.until > ${today}::date) order by pl.track limit 1) as site
    from "Enrolment" e join "Person" p on p.id = e."personId" where e.id = any(${ids}::uuid[])
    order by p."familyName" collate "und-x-icu", p."givenName", e.id`
}

/** What such a form knows: the pack, the hospitals of these programmes, and the writer's last one for anybody. */
async function contextFor(
  ctx: Ctx,
  visible: Prisma.EnrolmentWhereInput,
  { pack, form, fileIds }: Pick<Entering, 'pack' | 'form'> & { fileIds: readonly string[] },
): Promise<FormContext> {
  const base = packContext(pack, ctx.today)
  const last = { authorId: ctx.actor.personId, formKey: form.key, packVersionId: pack.id, status: 'signed' } as const
  const reached = { AND: [visible, { packVersionId: pack.id }] }
  // One after the other: the command looks once more inside its transaction, which has one connection.
  const sites = await ctx.db.site.findMany({
    where: { network: { programmes: { some: { enrolments: { some: reached } } } } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
  const before = await ctx.db.record.findFirst({
    where: last,
    orderBy: { createdAt: 'desc' },
    select: { values: true },
  })
  const own = { id: { in: [...fileIds] }, ownerId: ctx.actor.personId }
  const files = fileIds.length > 0 ? await ctx.db.storedFile.findMany({ where: own }) : []
  return {
    ...base,
    lists: { ...base.lists, sites: sites.map(({ id, name }) => [id, name]) },
    files: Object.fromEntries(
      files.map(({ id, name, size }) => [id, { name, size: fileSize(size), href: `/files/${id}` }]),
    ),
    known: { ownName: ctx.actor.name },
    ...(before ? { last: before.values as Values } : {}),
    writer: writerFor('office'),
  }
}
