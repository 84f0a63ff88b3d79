import { Temporal } from 'temporal-polyfill'
import type { Draft } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'

/** A post with its days; `until` is exclusive. */
export interface Post {
  id: string
  title: string
  site: string
  siteId: string
  specialty: string | null
  from: Temporal.PlainDate
  until: Temporal.PlainDate | null
}

/** What a record carries beyond its form, with the names of its people. */
export interface Extra {
  recordId: string
  placementId: string | null
  releasedAt: string | null
  author: string
  assessor: string | null
}

interface PostRow extends Omit<Post, 'from' | 'until'> {
  from: string
  until: string | null
}

/** What a post has only one of, and has: known to supervisors before it is released, to nobody else. */
export interface Taken {
  placementId: string
  formKey: string
  recordId: string
  authorId: string
  author: string
}

export interface Around {
  posts: Post[]
  taken: Taken[]
  extras: Extra[]
  figures: FigureRow[]
  draft: KeptDraft | null
}

/** The writer's own draft, as far as pages need it. */
export type KeptDraft = Pick<Draft, 'values' | 'rev' | 'updatedAt' | 'preparedBy' | 'preparedAt'>

/** A prepared figure of a rule that reads appraisals. */
export interface FigureRow {
  ruleId: string
  have: number
  need: number
  status: string
  because: string
}

interface Asked {
  enrolmentId: string
  recordIds: readonly string[]
  ruleIds?: readonly string[]
  /** Whose draft, under which key. */
  draft?: { personId: string; key: string }
}

interface Row extends Omit<Around, 'posts' | 'draft'> {
  posts: PostRow[]
  draft: (Omit<KeptDraft, 'updatedAt' | 'preparedAt'> & { updatedAt: string; preparedAt: string | null }) | null
}

/** The posts of a portfolio, newest first, and what stands beside these records: one query. */
export async function aroundOf(db: DbOrTx, { enrolmentId, recordIds, ruleIds = [], draft }: Asked): Promise<Around> {
  const [row] = await db.$queryRaw<[Row]>`
    select
      (select coalesce(json_agg(json_build_object('id', p.id, 'title', p.title, 'site', s.name, 'siteId', s.id,
          'specialty', p.specialty, 'from', p."from", 'until', p.until) order by p."from" desc, p.track), '[]'::json)
        from "Placement" p join "Site" s on s.id = p."siteId" where p."enrolmentId" = ${enrolmentId}::uuid) as posts,
      (select coalesce(json_agg(json_build_object('placementId', a."placementId", 'formKey', a."onlyFor",
          'recordId', a."recordId", 'authorId', r."authorId",
          'author', concat_ws(' ', w.title, w."givenName", w."familyName"))), '[]'::json)
        from "Placement" p join "Appraisal" a on a."placementId" = p.id and a."onlyFor" is not null
          join "Record" r on r.id = a."recordId" join "Person" w on w.id = r."authorId"
        where p."enrolmentId" = ${enrolmentId}::uuid) as taken,
      (select coalesce(json_agg(json_build_object('recordId', r.id, 'placementId', a."placementId",
          'releasedAt', a."releasedAt", 'author', concat_ws(' ', w.title, w."givenName", w."familyName"),
          'assessor', (select concat_ws(' ', x.title, x."givenName", x."familyName") from "Person" x where x.id = r."assessorId"))),
          '[]'::json)
        from "Record" r join "Person" w on w.id = r."authorId" left join "Appraisal" a on a."recordId" = r.id
        where r.id = any(${[...recordIds]}::uuid[])) as extras,
      (select coalesce(json_agg(json_build_object('ruleId', f."ruleId", 'have', f.have, 'need', f.need,
          'status', f.status, 'because', f.because)), '[]'::json)
        from "RuleFigure" f where f."enrolmentId" = ${enrolmentId}::uuid and f."ruleId" = any(${[...ruleIds]})) as figures,
      (select json_build_object('values', d."values", 'rev', d.rev, 'updatedAt', d."updatedAt",
          'preparedBy', d."preparedBy", 'preparedAt', d."preparedAt") from "Draft" d
        where d."personId" = ${draft?.personId ?? null}::uuid and d.key = ${draft?.key ?? ''}) as draft`
  const day = (iso: string) => Temporal.PlainDate.from(iso)
  const posts = row.posts.map((post) => ({ ...post, from: day(post.from), until: post.until ? day(post.until) : null }))
  const kept = row.draft && {
    ...row.draft,
    updatedAt: new Date(row.draft.updatedAt),
    preparedAt: row.draft.preparedAt ? new Date(row.draft.preparedAt) : null,
  }
  return { ...row, posts, draft: kept }
}

/** The post of a day: the one that holds then, else the last one before it. */
export function postOn(posts: readonly Post[], on: Temporal.PlainDate): Post | null {
  const begun = posts.filter(({ from }) => Temporal.PlainDate.compare(from, on) <= 0)
  const holding = begun.find(({ until }) => !until || Temporal.PlainDate.compare(on, until) < 0)
  return holding ?? begun[0] ?? null
}
