import type { Prisma } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import type { CardRow } from '../views/cards.ts'
import type { rowColumns } from './columns.ts'

export type PlainRow = Prisma.RecordGetPayload<{ select: typeof rowColumns }>

/** A row of a list with names, links, files, and who confirmed it. */
export type ListRow = PlainRow &
  CardRow & {
    links: { itemKey: string; frozen: boolean }[]
    files: { id: string; name: string; size: number; mime: string }[]
    signerName: string | null
    sharedWith: string[]
    shares: { personId: string; revokedAt: Date | null }[]
  }

interface Decoration {
  id: string
  author: string
  assessor: string | null
  links: ListRow['links']
  files: ListRow['files']
  signerName: string | null
  shares: { personId: string; name: string }[]
}

/** Adds names, links, files and signers to rows that the actor was allowed to read: one query for all of them. */
export async function decorated(db: DbOrTx, rows: readonly PlainRow[]): Promise<ListRow[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const more = await db.$queryRaw<Decoration[]>`
    select r.id, concat_ws(' ', au.title, au."givenName", au."familyName") as author,
      case when a.id is null then null else concat_ws(' ', a.title, a."givenName", a."familyName") end as assessor,
      (select coalesce(json_agg(json_build_object('itemKey', l."itemKey", 'frozen', l.frozen) order by l."createdAt", l.id), '[]'::json)
        from "Link" l where l."recordId" = r.id and not l.away) as links,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'mime', f.mime)), '[]'::json)
        from "RecordFile" rf join "StoredFile" f on f.id = rf."fileId" where rf."recordId" = r.id) as files,
      (select v."signerName" from "RecordVersion" v where v."recordId" = r.id order by v.seq desc limit 1) as "signerName",
      (select coalesce(json_agg(json_build_object('personId', s."personId",
          'name', concat_ws(' ', sp.title, sp."givenName", sp."familyName"))), '[]'::json)
        from "Share" s join "Person" sp on sp.id = s."personId" where s."recordId" = r.id and s."revokedAt" is null) as shares
    from "Record" r join "Person" au on au.id = r."authorId" left join "Person" a on a.id = r."assessorId"
    where r.id = any(${ids}::uuid[])`
  const known = new Map(more.map((row) => [row.id, row]))
  return rows.map((row) => {
    const { author, assessor, links, files, signerName, shares } = known.get(row.id)!
    return {
      ...row,
      author: { name: author },
      assessor: assessor === null ? null : { name: assessor },
      links,
      files,
      signerName,
      sharedWith: shares.map(({ name }) => name),
      shares: shares.map(({ personId }) => ({ personId, revokedAt: null })),
    }
  })
}
