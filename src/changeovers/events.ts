import type { AuditEntry } from '../kit/command.ts'
import { postEvents } from '../training/index.ts'
import type { Change } from './plan.ts'

/** One event for each post, and one for each kind of supervisor that changed; each names the changeover. */
export function eventsOf(changes: readonly Change[], changeoverId: string): AuditEntry[] {
  return changes.flatMap((change) => {
    const posts = postEvents({ personId: change.personId, id: change.enrolmentId }, { ...nothing, ...change.posts })
    return [...posts, ...spanEvents(change)].map((entry) => ({ ...entry, data: { ...entry.data, changeoverId } }))
  })
}

const nothing = { post: null, overlaps: [], overfull: null, gaps: [], changesPast: false }

function spanEvents({ spans, personId: subjectId, enrolmentId }: Change): AuditEntry[] {
  return (['educational', 'clinical'] as const).flatMap((kind): AuditEntry[] => {
    const of = <T extends { kind: string }>(rows: readonly T[]) => rows.filter((row) => row.kind === kind)
    const created = of(spans.created)
    const corrected = of(spans.corrected)
    const moved = spans.moved.filter(({ is }) => is.kind === kind)
    if (created.length + corrected.length + moved.length === 0) return []
    const [first] = created
    const from = first?.from ?? moved[0]?.is.until ?? corrected[0]?.from
    const previousId = moved[0]?.was.personId ?? corrected[0]?.personId ?? null
    const data = { kind, from: from?.toString() ?? null, personId: first?.personId ?? null, previousId }
    return [
      {
        type: 'supervision.changed',
        subjectId,
        enrolmentId,
        data: { ...data, corrected: corrected.map(({ id }) => id) },
      },
    ]
  })
}
