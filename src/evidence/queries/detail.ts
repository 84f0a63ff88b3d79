import type { FormContext, FormDefinition, Rendered, Values } from '../../forms/index.ts'
import { isConfirmed, snapshot } from '../../forms/index.ts'
import type { Prisma, Record as RecordRow, RecordStatus, Share } from '../../generated/client.ts'
import { fileSize } from '../../kit/bytes.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { type Depth, depth, isLent } from '../../policy/index.ts'
import { formWorld, type PublishedPack } from '../../programmes/index.ts'
import { packContext } from '../context.ts'
import { type Judged, recordPolicy } from '../policy.ts'
import type { ReplyLine } from '../replies.ts'
import { linkCap } from '../service/links.ts'
import { confided } from './confided.ts'
import { onlookersOf } from './seen.ts'

export interface LinkLine {
  itemKey: string
  enrolmentId: string
  /** The pack whose item it is: another one where the record is evidence in another enrolment. */
  packVersionId: string
  programme: string
  starred: boolean
  frozen: boolean
}

export interface VersionLine {
  id: string
  seq: number
  signerName: string
  signerRole: string
  assurance: string
  device: string | null
  act: string
  signerId: string
  signedAt: string
  hash: string
  /** Why an earlier submission was taken back, where this one replaced it. */
  why: string | null
}

export interface HistoryLine {
  type: string
  at: string
  actorName: string
  actorRole: string
  /** The enrolment in which it happened, and its pack. */
  enrolmentId: string | null
  packVersionId: string | null
  itemKeys: string[] | null
  fields: string[] | null
}

/** What stands around a record, read in one query. */
interface Around {
  ownerName: string
  authorName: string
  assessorName: string | null
  links: LinkLine[]
  shares: (Pick<Share, 'personId'> & { revokedAt: string | null; name: string })[]
  files: { id: string; name: string; size: number; mime: string; field: string }[]
  versions: VersionLine[]
  rendered: Rendered | null
  replies: ReplyLine[]
  history: HistoryLine[]
  sites: { id: string; name: string }[]
  /** The item that a judgement is of: it is rated on that item's own scale. */
  itemKey: string | null
}

/** A record as its page shows it. */
export interface RecordDetail extends Omit<Around, 'rendered' | 'shares'> {
  /** The packs of its links, by version. */
  packs: ReadonlyMap<string, PublishedPack>
  record: RecordRow
  pack: PublishedPack
  form: FormDefinition | null
  depth: Depth
  /** For this reader: titles are made of answers, so whoever sees facts alone reads the form's own. */
  title: string
  judged: Judged
  /** Questions and answers: as signed, or as they read now. Null for whoever sees facts alone. */
  reads: Rendered | null
  shares: { personId: string; name: string; revokedAt: Date | null }[]
}

async function aroundOf(ctx: Ctx, id: string): Promise<Around> {
  const [row] = await ctx.db.$queryRaw<[Around]>`
    select concat_ws(' ', p.title, p."givenName", p."familyName") as "ownerName",
      concat_ws(' ', au.title, au."givenName", au."familyName") as "authorName",
      case when a.id is null then null else concat_ws(' ', a.title, a."givenName", a."familyName") end as "assessorName",
      (select coalesce(json_agg(json_build_object('itemKey', l."itemKey", 'enrolmentId', l."enrolmentId", 'starred', l.starred,
          'frozen', l.frozen, 'packVersionId', le."packVersionId", 'programme', lp.name) order by l.away, l."createdAt", l.id), '[]'::json)
        from "Link" l join "Enrolment" le on le.id = l."enrolmentId" join "Programme" lp on lp.id = le."programmeId"
        where l."recordId" = r.id) as links,
      (select coalesce(json_agg(json_build_object('personId', s."personId", 'revokedAt', s."revokedAt",
          'name', concat_ws(' ', sp.title, sp."givenName", sp."familyName")) order by s."createdAt"), '[]'::json)
        from "Share" s join "Person" sp on sp.id = s."personId" where s."recordId" = r.id) as shares,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'mime', f.mime, 'field', rf.field)
          order by f."createdAt", f.id), '[]'::json)
        from "RecordFile" rf join "StoredFile" f on f.id = rf."fileId" where rf."recordId" = r.id) as files,
      (select coalesce(json_agg(json_build_object('id', v.id, 'seq', v.seq, 'signerName', v."signerName", 'signerRole', v."signerRole",
          'signerId', person_now(v."signerId"), 'assurance', v.assurance, 'device', v.device, 'act', v.act, 'signedAt', v."signedAt", 'hash', v.hash,
          'why', case when v.act = 'amended' then convert_from(v.content, 'UTF8')::jsonb #>> '{more,reason}' end)
          order by v.seq), '[]'::json)
        from "RecordVersion" v where v."recordId" = r.id) as versions,
      (select v.rendered from "RecordVersion" v where v."recordId" = r.id order by v.seq desc limit 1) as rendered,
      (select coalesce(json_agg(json_build_object('field', y.field, 'by', y."authorName", 'at', y.at, 'text', y.text)), '[]'::json)
        from "Reply" y where y."recordId" = r.id) as replies,
      (select coalesce(json_agg(h), '[]'::json) from (
        select e.type, e.at, e."enrolmentId", (select en."packVersionId" from "Enrolment" en where en.id = e."enrolmentId"),
          e."actorName", e."actorRole", e.data->'itemKeys' as "itemKeys", e.data->'fields' as fields
        from "AuditEvent" e where e."recordId" = r.id and e.type <> 'portfolio.viewed' order by e.at desc, e.id desc limit 30) h) as history,
      (select coalesce(json_agg(json_build_object('id', si.id, 'name', si.name)), '[]'::json)
        from "Programme" pr join "Site" si on si."networkId" = pr."networkId" where pr.id = r."programmeId") as sites,
      (select j."itemKey" from "Judgement" j where j."recordId" = r.id) as "itemKey"
    from "Record" r join "Person" p on p.id = r."personId" join "Person" au on au.id = r."authorId"
      left join "Person" a on a.id = r."assessorId"
    where r.id = ${id}::uuid`
  return row
}

/** A record that the actor can see, with everything its page says: two queries. */
export async function recordDetail(
  visible: Prisma.RecordWhereInput,
  ctx: Ctx,
  id: string | undefined,
): Promise<RecordDetail | null> {
  if (!isId(id)) return null
  const record = await ctx.db.record.findFirst({ where: { AND: [{ id }, visible] } })
  return record ? detailOf(ctx, record) : null
}

async function detailOf(ctx: Ctx, record: RecordRow): Promise<RecordDetail> {
  const [around, pack] = await Promise.all([aroundOf(ctx, record.id), ctx.services.packs.get(record.packVersionId)])
  const { rendered, shares: shareRows, ...rest } = around
  const form = pack.form(record.formKey) ?? null
  const shares = shareRows.map(({ revokedAt, ...share }) => ({
    ...share,
    revokedAt: revokedAt ? new Date(revokedAt) : null,
  }))
  const deep = depth(ctx.actor, { ...record, shares })
  const judged = {
    ...record,
    frozen: rest.links.some(({ frozen }) => frozen),
    cap: linkCap(pack, form ?? undefined),
    ownerName: rest.ownerName,
    authorName: rest.authorName,
    isConfirmed: form !== null && isConfirmed(form),
  }
  const whole = deep === 'full' ? (rendered ?? (form && readingOf(ctx, pack, form, record, rest))) : null
  const reads = whole && confided(whole, record, ctx.actor)
  const title = deep === 'full' ? record.title : (form?.title ?? record.kind)
  const versions = [...rest.links, ...rest.history].flatMap(({ packVersionId }) => packVersionId ?? [])
  const packs = await packsOf(ctx, [record.packVersionId, ...versions])
  return { ...rest, packs, shares, record, pack, form, depth: deep, title, judged, reads }
}

async function packsOf(ctx: Ctx, ids: readonly string[]): Promise<RecordDetail['packs']> {
  return new Map(
    await Promise.all([...new Set(ids)].map(async (id) => [id, await ctx.services.packs.get(id)] as const)),
  )
}

function readingOf(
  ctx: Ctx,
  pack: PublishedPack,
  form: FormDefinition,
  record: RecordRow,
  around: Pick<Around, 'files' | 'sites' | 'itemKey'>,
): Rendered {
  return snapshot(form, record.values as Values, readingContext(ctx, pack, around))
}

/** What is needed to print answers: the pack's words, names of files and of sites. */
export function readingContext(
  ctx: Ctx,
  pack: PublishedPack,
  around: Pick<Around, 'files' | 'sites' | 'itemKey'>,
): FormContext {
  const base = packContext(pack, ctx.today)
  return {
    ...base,
    ...(around.itemKey ? { scales: formWorld(pack.pack, { item: around.itemKey }).scales } : {}),
    lists: { ...base.lists, sites: around.sites.map(({ id, name }) => [id, name]) },
    files: Object.fromEntries(
      around.files.map(({ id, name, size }) => [id, { name, size: fileSize(size), href: `/files/${id}` }]),
    ),
    writer: null,
  }
}

/** Finder of the record named in the path (`:id`). */
export const findRecord = scoped(recordPolicy, (visible, ctx) => recordDetail(visible, ctx, ctx.params.id))

/** A record whose form the actor reads in full. */
export type FormFound = RecordDetail & { form: FormDefinition; reads: Rendered }

/** Whether a record is complete, so that it can be taken elsewhere. */
export const isWhole = ({ status }: { status: RecordStatus }): boolean =>
  status === 'submitted' || status === 'signed' || status === 'withdrawn'

/** The same, to be taken elsewhere: complete, and for whoever reads what was written. */
export const findForm = scoped(recordPolicy, async (visible, ctx): Promise<FormFound | null> => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  return detail?.form && detail.reads && isWhole(detail.record)
    ? { ...detail, form: detail.form, reads: detail.reads }
    : null
})

/** The same with everybody who can see it, and whether it counts: at most four queries. */
export const findRecordPage = scoped(recordPolicy, async (visible, ctx) => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  if (!detail) return null
  const [onlookers, counting, beside] = await Promise.all([
    onlookersOf(ctx, { ...detail.record, shares: detail.shares }),
    // What it counts towards is told where it lies.
    isLent(ctx.actor, detail.record) ? null : ctx.services.counting(ctx, detail.record),
    ctx.services.beside(ctx, detail),
  ])
  return { ...detail, onlookers, counting, beside }
})
