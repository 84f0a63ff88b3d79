import { toJsDate } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { RecordedPost } from '../training/index.ts'
import type { Change } from './plan.ts'
import type { RecordedSpan } from './world.ts'

/** Real ids in the place of those of the dry run, and the moment at which new supervisions are made. */
export function withIds(changes: readonly Change[], at: string): Change[] {
  const id = <T extends { id: string }>(row: T): T => ({ ...row, id: newId() })
  return changes.map(({ posts, spans, ...change }) => ({
    ...change,
    posts: { ...posts, created: posts.created.map(id) },
    spans: { ...spans, created: spans.created.map((span) => ({ ...id(span), createdAt: span.createdAt || at })) },
  }))
}

/** What takes changes back: what was made goes, what was changed or taken off is there again. */
export function reversed(changes: readonly Change[]): Change[] {
  const turned = <T>(pairs: readonly { was: T; is: T }[]) => pairs.map(({ was, is }) => ({ was: is, is: was }))
  return changes.map(({ posts, spans, ...change }) => ({
    ...change,
    posts: { withdrawn: posts.created, changed: turned(posts.changed), created: posts.withdrawn },
    // What was kept as corrected keeps its id there: what is put back is a new row that says the same.
    spans: {
      corrected: spans.created,
      moved: turned(spans.moved),
      created: spans.corrected.map((span) => ({ ...span, id: newId() })),
    },
  }))
}

/**
 * Writes changes, each kind in one statement; what stood on record goes to the history first (decision 40).
 * @throws Conflict where a row is no longer as it was read
 */
export async function writeChanges(ctx: WriteCtx, changes: readonly Change[]): Promise<void> {
  await writePosts(ctx, changes)
  await writeSpans(ctx, changes)
}

const quicker = () => new Conflict('Somebody else changed one of these posts or supervisors at the same moment.')

function counted(count: number, rows: readonly unknown[]): void {
  if (count !== rows.length) throw quicker()
}

async function writePosts(ctx: WriteCtx, changes: readonly Change[]): Promise<void> {
  const { db } = ctx
  const rows = <T extends RecordedPost>(pick: (posts: Change['posts']) => readonly T[]) =>
    changes.flatMap(({ enrolmentId, posts, reason }) => pick(posts).map((post) => ({ ...post, enrolmentId, reason })))
  const withdrawn = rows(({ withdrawn: gone }) => gone)
  const before = rows(({ changed }) => changed.map(({ was }) => was))
  const after = rows(({ changed }) => changed.map(({ is }) => is))
  const created = rows(({ created: made }) => made)
  await keepPosts(ctx, withdrawn, true)
  await keepPosts(ctx, before, false)
  counted(
    await db.$executeRaw`delete from "Placement" p using jsonb_to_recordset(${JSON.stringify(withdrawn)}::jsonb)
      as r(id uuid, "siteId" uuid, "from" date, until date)
      where p.id = r.id and p."siteId" = r."siteId" and p."from" = r."from" and p.until is not distinct from r.until`,
    withdrawn,
  )
  // Out of each other's way first: the database lets no two of one track overlap, not even for a moment.
  counted(
    await db.$executeRaw`update "Placement" p set track = 'moving ' || p.id
      from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as r(id uuid, "siteId" uuid, "from" date, until date)
      where p.id = r.id and p."siteId" = r."siteId" and p."from" = r."from" and p.until is not distinct from r.until`,
    before,
  )
  await db.$executeRaw`update "Placement" p set "siteId" = r."siteId", title = r.title, specialty = r.specialty, track = r.track,
      share = r.share, "from" = r."from", until = r.until
    from jsonb_to_recordset(${JSON.stringify(after)}::jsonb)
      as r(id uuid, "siteId" uuid, title text, specialty text, track text, share int, "from" date, until date) where p.id = r.id`
  await db.$executeRaw`insert into "Placement" (id, "enrolmentId", "siteId", title, specialty, track, share, "from", until)
    select r.* from jsonb_to_recordset(${JSON.stringify(created)}::jsonb)
      as r(id uuid, "enrolmentId" uuid, "siteId" uuid, title text, specialty text, track text, share int, "from" date, until date)`
}

type Kept = RecordedPost & { enrolmentId: string; reason: string | null }

/** Posts as they stood go to the history. */
async function keepPosts(ctx: WriteCtx, rows: readonly Kept[], withdrawn: boolean): Promise<void> {
  const kept = rows.map(({ id, ...row }) => ({ ...row, id: newId(), placementId: id }))
  await ctx.db.$executeRaw`
    insert into "CorrectedPlacement" (id, "placementId", "enrolmentId", "siteId", title, specialty, track, share, "from", until, reason,
      "correctedAt", "correctedById", withdrawn)
    select r.*, ${toJsDate(ctx.now)}::timestamptz, ${ctx.actor.personId}::uuid, ${withdrawn}
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as r(id uuid, "placementId" uuid, "enrolmentId" uuid, "siteId" uuid,
      title text, specialty text, track text, share int, "from" date, until date, reason text)`
}

async function writeSpans(ctx: WriteCtx, changes: readonly Change[]): Promise<void> {
  const { db } = ctx
  const reasons = changes.flatMap(({ spans, reason }) => spans.corrected.map((span) => ({ ...span, why: reason })))
  const moved = changes.flatMap(({ spans }) => spans.moved)
  const before: RecordedSpan[] = moved.map(({ was }) => was)
  const after = moved.map(({ is }) => is)
  const created = changes.flatMap(({ spans }) => spans.created)
  await db.$executeRaw`
    insert into "CorrectedSupervision" (id, "enrolmentId", "personId", kind, track, "from", until, reason, "createdAt", "correctedReason",
      "correctedAt", "correctedById")
    select r.id, r."enrolmentId", r."personId", r.kind::"SupervisionKind", r.track, r."from", r.until, r.reason, r."createdAt", r.why,
      ${toJsDate(ctx.now)}::timestamptz, ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(reasons)}::jsonb) as r(id uuid, "enrolmentId" uuid, "personId" uuid, kind text, track text,
      "from" date, until date, reason text, "createdAt" timestamptz, why text)`
  counted(
    await db.$executeRaw`delete from "Supervision" s using jsonb_to_recordset(${JSON.stringify(reasons)}::jsonb) as r(id uuid, until date)
      where s.id = r.id and s.until is not distinct from r.until`,
    reasons,
  )
  counted(
    await db.$executeRaw`update "Supervision" s set track = 'moving ' || s.id
      from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as r(id uuid, until date)
      where s.id = r.id and s.until is not distinct from r.until`,
    before,
  )
  await db.$executeRaw`update "Supervision" s set track = r.track, until = r.until
    from jsonb_to_recordset(${JSON.stringify(after)}::jsonb) as r(id uuid, track text, until date) where s.id = r.id`
  await db.$executeRaw`
    insert into "Supervision" (id, "enrolmentId", "personId", kind, track, "from", until, reason, "createdAt")
    select r.id, r."enrolmentId", r."personId", r.kind::"SupervisionKind", r.track, r."from", r.until, r.reason, r."createdAt"
    from jsonb_to_recordset(${JSON.stringify(created)}::jsonb) as r(id uuid, "enrolmentId" uuid, "personId" uuid, kind text, track text,
      "from" date, until date, reason text, "createdAt" timestamptz)`
}
