import { personName } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { plainDate } from '../kit/periods.ts'
import { date, plural } from '../kit/ui.ts'
import { samePost } from '../training/index.ts'
import { recordOf } from './load.ts'
import { meanwhile } from './meanwhile.ts'
import type { Change } from './plan.ts'

/** How many things that depend on a changeover are named. */
const named = 20

/**
 * What rests on a changeover, so that it cannot be taken back: sentences, none where it can. Posts and supervisors that
 * were changed again since, appraisals of a post that it made, and what a supervisor of its making signed.
 */
export async function dependents(
  ctx: Pick<Ctx, 'db'>,
  { id, appliedAt }: { id: string; appliedAt: Date },
  changes: readonly Change[],
): Promise<string[]> {
  const changed = await changedSince(ctx, changes)
  const by = changed.size > 0 ? await meanwhile(ctx, { enrolmentIds: [...changed], since: appliedAt, not: id }) : []
  const moved =
    changed.size > 0 && by.length === 0
      ? [`${plural(changed.size, 'trainee')}: posts or supervisors are not as it left them.`]
      : by
  return [...moved, ...(await restingOn(ctx, changes)), ...(await signedSince(ctx, changes, appliedAt))].slice(0, named)
}

/** Trainees whose posts or supervisors are no longer as the changeover left them. */
async function changedSince(ctx: Pick<Ctx, 'db'>, changes: readonly Change[]): Promise<Set<string>> {
  const now = await recordOf(ctx.db, { enrolmentIds: changes.map(({ enrolmentId }) => enrolmentId) })
  const differs = ({ enrolmentId, posts, spans }: Change) => {
    const herePosts = new Map((now.posts.get(enrolmentId) ?? []).map((post) => [post.id, post]))
    const hereSpans = new Map((now.spans.get(enrolmentId) ?? []).map((span) => [span.id, span]))
    const left = [...posts.created, ...posts.changed.map(({ is }) => is)]
    const leftSpans = [...spans.created, ...spans.moved.map(({ is }) => is)]
    return (
      left.some((post) => !herePosts.has(post.id) || !samePost(herePosts.get(post.id)!, post)) ||
      leftSpans.some((span) => String(hereSpans.get(span.id)?.until) !== String(span.until)) ||
      inTheWay(
        posts.withdrawn,
        [...herePosts.values()].filter(({ id }) => !left.some((post) => post.id === id)),
      ) ||
      spans.corrected.some((span) =>
        inTheWay(
          [span],
          [...hereSpans.values()].filter((one) => one.kind === span.kind && !leftSpans.some(({ id }) => id === one.id)),
        ),
      )
    )
  }
  return new Set(changes.filter(differs).map(({ enrolmentId }) => enrolmentId))
}

type Placed = { track: string; from: { toString(): string }; until: { toString(): string } | null }

/** Whether something stands now where an earlier row would be put back. */
function inTheWay(gone: readonly Placed[], here: readonly Placed[]): boolean {
  const end = ({ until }: Placed) => until?.toString() ?? '9999'
  return gone.some((a) =>
    here.some((b) => a.track === b.track && a.from.toString() < end(b) && b.from.toString() < end(a)),
  )
}

async function restingOn({ db }: Pick<Ctx, 'db'>, changes: readonly Change[]): Promise<string[]> {
  const made = changes.flatMap(({ posts }) => posts.created.map(({ id }) => id))
  const rows = await db.appraisal.findMany({
    where: { placementId: { in: made } },
    select: { placement: { select: { from: true, enrolment: { select: { person: true } } } } },
    take: named,
  })
  return rows.map(({ placement }) => {
    return `An appraisal of ${personName(placement!.enrolment.person)} rests on the post from ${date(plainDate(placement!.from))}.`
  })
}

interface Signed {
  signer: string
  trainee: string
  count: number
}

async function signedSince({ db }: Pick<Ctx, 'db'>, changes: readonly Change[], since: Date): Promise<string[]> {
  const pairs = changes.flatMap(({ enrolmentId, spans }) =>
    spans.created.map(({ personId }) => ({ enrolmentId, personId })),
  )
  const rows = await db.$queryRaw<Signed[]>`
    select concat_ws(' ', s.title, s."givenName", s."familyName") as signer,
      concat_ws(' ', p.title, p."givenName", p."familyName") as trainee, count(*)::int as count
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as c("enrolmentId" uuid, "personId" uuid)
      join "Record" r on r."enrolmentId" = c."enrolmentId"
      join "RecordVersion" v on v."recordId" = r.id and person_now(v."signerId") = c."personId" and v."signedAt" > ${since}::timestamptz
      join "Person" s on s.id = c."personId" join "Person" p on p.id = r."personId"
    group by 1, 2 order by 1, 2 limit ${named}`
  return rows.map(({ signer, trainee, count }) => `${signer} has signed ${plural(count, 'form')} of ${trainee} since.`)
}
