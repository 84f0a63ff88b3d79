import type { Prisma } from '../../generated/client.ts'

/** The columns by which a record is shown in short and its reader judged; never its values. */
export const cardColumns = {
  id: true,
  kind: true,
  section: true,
  personId: true,
  enrolmentId: true,
  packVersionId: true,
  authorId: true,
  assessorId: true,
  status: true,
  sharedState: true,
  occurredOn: true,
  formKey: true,
  title: true,
} satisfies Prisma.RecordSelect

/** A record as far as those columns go. */
export type CardColumns = Prisma.RecordGetPayload<{ select: typeof cardColumns }>

/** The same with the facts of its form, for lists that sum or sort by them. */
export const rowColumns = { ...cardColumns, facts: true } satisfies Prisma.RecordSelect
