import type { Listener } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { onDay } from '../kit/periods.ts'

const roleOf = { educational: 'educationalSupervisor', clinical: 'clinicalSupervisor' } as const

/** A note of the trainee's (such as that clinics are hard to get) tells both supervisors at once (R91). */
export const noteListener: Listener = async (ctx, event) => {
  const { type, data, enrolmentId, recordId } = event
  if (type !== 'record.submitted' || data?.kind !== 'note' || !enrolmentId || !recordId) return
  await tellSupervisors(ctx, enrolmentId, recordId)
}

async function tellSupervisors(ctx: WriteCtx, enrolmentId: string, recordId: string): Promise<void> {
  const record = await ctx.db.record.findUniqueOrThrow({
    where: { id: recordId },
    select: { formKey: true, personId: true, packVersionId: true },
  })
  const form = (await ctx.services.packs.get(record.packVersionId)).form(record.formKey)
  const supervisors = await ctx.db.supervision.findMany({
    where: { enrolmentId, ...onDay(ctx.today) },
    select: { personId: true, kind: true },
  })
  for (const { personId, kind } of supervisors) {
    await ctx.services.notices.notify(ctx, {
      personId,
      roleKey: roleOf[kind],
      kind: 'note.submitted',
      text: `${ctx.actor.name}: ${form?.title ?? 'a note'}`,
      detail: 'Told to both supervisors',
      href: `/records/${recordId}`,
      subjectId: record.personId,
      recordId,
    })
  }
}
