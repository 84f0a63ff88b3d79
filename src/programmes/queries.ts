import type { FormDefinition } from '../forms/index.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { comparePacks, type FileDifferences } from './compare.ts'
import type { PublishedPack } from './library.ts'
import { type Finding, lintPack } from './lint.ts'
import { readPack } from './load.ts'
import type { Pack } from './pack.ts'
import { type PackReach, packsPolicy } from './policy.ts'
import { packHash } from './publish.ts'
import { byVersion, type VersionName } from './versions.ts'

/** A college that the administrator looks after, with the keys of the packs that its programmes follow. */
export interface CollegeOfPacks {
  id: string
  key: string
  name: string
  programmes: { name: string; packKey: string }[]
}

/** A published version as a line of a list. */
export interface VersionRow extends VersionName {
  id: string
  title: string
  status: Pack['pack']['status']
  activeFrom: string
  activeTo: string | null
  origin: 'shipped' | 'local'
  /** The fingerprint of its content. */
  sha256: string
  publishedAt: Date
  publishedBy: string | null
  /** Enrolments in the administrator's programmes that are pinned to it, closed ones left out. */
  pinned: number
}

export interface UploadRow {
  id: string
  name: string
  uploadedAt: Date
  uploadedBy: string
}

async function collegesOf({ db }: Ctx, { programmeIds }: PackReach): Promise<CollegeOfPacks[]> {
  const programmes = await db.programme.findMany({
    where: { id: { in: programmeIds } },
    select: { name: true, packKey: true, college: { select: { id: true, key: true, name: true } } },
    orderBy: { name: 'asc' },
  })
  const colleges = new Map<string, CollegeOfPacks>()
  for (const { name, packKey, college } of programmes) {
    const known = colleges.get(college.id) ?? { ...college, programmes: [] }
    known.programmes.push({ name, packKey })
    colleges.set(college.id, known)
  }
  return [...colleges.values()]
}

/** The versions of the packs of these colleges, the latest first. */
async function versionsOf({ db }: Ctx, colleges: readonly CollegeOfPacks[], { programmeIds }: PackReach) {
  const rows = await db.$queryRaw<VersionRow[]>`
    select v.id, v."packKey", v.version, v.origin::text as origin, v.sha256, v."publishedAt",
      v.content->'pack'->>'title' as title, v.content->'pack'->>'status' as status,
      v.content->'pack'->>'activeFrom' as "activeFrom", v.content->'pack'->>'activeTo' as "activeTo",
      concat_ws(' ', p.title, p."givenName", p."familyName") as "publishedBy",
      (select count(*)::int from "Enrolment" e where e."packVersionId" = v.id and e.state <> 'closed'
        and e."programmeId" = any(${programmeIds}::uuid[])) as pinned
    from "PackVersion" v left join "Person" p on p.id = v."publishedById"
    where v."packKey" = any(${colleges.flatMap(({ programmes }) => programmes.map(({ packKey }) => packKey))})
      and v.content->'pack'->'college'->>'key' = any(${colleges.map(({ key }) => key)})`
  return rows
    .map((row) => ({ ...row, publishedBy: row.publishedBy || null }))
    .sort((a, b) => a.packKey.localeCompare(b.packKey) || byVersion(b, a))
}

export interface PacksFound {
  colleges: CollegeOfPacks[]
  versions: VersionRow[]
  uploads: UploadRow[]
}

/** The programmes of an administrator, the versions of their packs, and what was uploaded and not published yet. */
export const findPacks = scoped(packsPolicy, async (reach, ctx): Promise<PacksFound | null> => {
  if (!reach) return null
  const colleges = await collegesOf(ctx, reach)
  const versions = await versionsOf(ctx, colleges, reach)
  const uploads = await ctx.db.$queryRaw<UploadRow[]>`
    select u.id, u.name, u."uploadedAt", concat_ws(' ', p.title, p."givenName", p."familyName") as "uploadedBy"
    from "PackUpload" u join "Person" p on p.id = u."uploadedById"
    where u."collegeId" = any(${colleges.map(({ id }) => id)}::uuid[]) order by u."uploadedAt" desc, u.id`
  return { colleges, versions, uploads }
})

export interface VersionFound {
  row: VersionRow
  /** All versions of the same pack, the latest first. */
  versions: VersionRow[]
  published: PublishedPack
}

/** One published version, as its readers will meet it. */
export const findVersion = scoped(packsPolicy, async (reach, ctx): Promise<VersionFound | null> => {
  const id = ctx.params.packVersionId ?? ''
  if (!reach || !isId(id)) return null
  const all = await versionsOf(ctx, await collegesOf(ctx, reach), reach)
  const row = all.find((version) => version.id === id)
  if (!row) return null
  const versions = all.filter(({ packKey }) => packKey === row.packKey)
  return { row, versions, published: await ctx.services.packs.get(id) }
})

export interface FormFound extends VersionFound {
  form: FormDefinition
}

/** One form of a published version. */
export const findPackForm = scoped(packsPolicy, async (_reach, ctx): Promise<FormFound | null> => {
  const found = await findVersion(ctx)
  const form = found?.published.form(ctx.params.formKey ?? '')
  return found && form ? { ...found, form } : null
})

export interface Comparison {
  /** The one that the page is about: either of the two. */
  row: VersionRow
  before: VersionRow
  after: VersionRow
  versions: VersionRow[]
  differences: FileDifferences[]
}

/** Two versions of one pack, the earlier one named by the query's `with`; by itself it is the one before. */
export const findComparison = scoped(packsPolicy, async (_reach, ctx): Promise<Comparison | null> => {
  const found = await findVersion(ctx)
  if (!found) return null
  const { row, versions } = found
  const earlier = versions.filter((version) => version.id !== row.id)
  const other = ctx.query.with ? earlier.find(({ id }) => id === ctx.query.with) : (before(row, earlier) ?? earlier[0])
  if (!other) return null
  const [a, b] = byVersion(other, row) <= 0 ? [other, row] : [row, other]
  const [was, is] = [await ctx.services.packs.get(a.id), await ctx.services.packs.get(b.id)]
  return { row, before: a, after: b, versions, differences: comparePacks(was.pack, is.pack) }
})

/** The latest of these versions that is before this one. */
const before = (row: VersionName, others: readonly VersionRow[]): VersionRow | undefined =>
  others.find((version) => byVersion(version, row) < 0)

export interface UploadFound {
  id: string
  name: string
  uploadedAt: Date
  college: CollegeOfPacks
  /** Null where the files are not even of the shape of a pack. */
  pack: Pack | null
  findings: Finding[]
  /** The version that it is held against, and what differs from it. */
  previous: VersionRow | null
  differences: FileDifferences[]
  /** Published with this very content already. */
  same: VersionRow | null
}

/** An uploaded pack with all that is wrong with it. */
export const findUpload = scoped(packsPolicy, async (reach, ctx): Promise<UploadFound | null> => {
  const id = ctx.params.uploadId ?? ''
  if (!reach || !isId(id)) return null
  const colleges = await collegesOf(ctx, reach)
  const upload = await ctx.db.packUpload.findFirst({ where: { id, collegeId: { in: colleges.map((one) => one.id) } } })
  if (!upload) return null
  const college = colleges.find((one) => one.id === upload.collegeId)!
  const { pack, findings } = readPack(new Map(Object.entries(upload.files as Record<string, string>)))
  const about = { id, name: upload.name, uploadedAt: upload.uploadedAt, college }
  if (!pack) return { ...about, pack, findings, previous: null, differences: [], same: null }
  const versions = (await versionsOf(ctx, [college], reach)).filter(({ packKey }) => packKey === pack.pack.key)
  return { ...about, pack, ...(await heldAgainst(ctx, pack, college, versions)) }
})

async function heldAgainst(ctx: Ctx, pack: Pack, college: CollegeOfPacks, versions: readonly VersionRow[]) {
  const named = versions.find(({ version }) => version === pack.pack.version)
  const same = named?.sha256 === packHash(pack) ? named : null
  const others = versions.filter((version) => version !== named)
  const previous = before({ packKey: pack.pack.key, version: pack.pack.version }, others) ?? others.at(-1) ?? null
  const earlier = previous ? (await ctx.services.packs.get(previous.id)).pack : undefined
  const findings = [
    ...belonging(pack, college, named !== undefined && same === null),
    ...lintPack(pack, same ? undefined : earlier),
  ]
  return { same, previous, findings, differences: earlier ? comparePacks(earlier, pack) : [] }
}

/** Whether the pack is this college's to publish, and its version still free. */
function belonging({ pack }: Pack, college: CollegeOfPacks, taken: boolean): Finding[] {
  const keys = college.programmes.map(({ packKey }) => packKey)
  const wrong: [boolean, string, string][] = [
    [
      !keys.includes(pack.key),
      'key',
      `no programme of your college follows “${pack.key}”; a new programme begins with npm run setup`,
    ],
    [pack.college.key !== college.key, 'college.key', `is not your college’s, which is “${college.key}”`],
    [taken, 'version', `${pack.version} is published already with other content; give this one a later number`],
  ]
  return wrong.flatMap(([is, path, message]) => (is ? [{ file: 'pack.json', path, message }] : []))
}
