import type { Listener } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { type Carer, carersOf, type PortfolioBase, portfolioHead, signersOf } from '../training/index.ts'

const recordedAs = new Set<string>(['educationalSupervisor', 'clinicalSupervisor'])

/** A note of the trainee's (such as that clinics are hard to get) tells all supervisors at once (R91). */
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
  const pack = await ctx.services.packs.get(record.packVersionId)
  const portfolio = await portfolioHead(ctx.db, enrolmentId, ctx.today)
  const told = portfolio ? supervising(portfolio, pack) : []
  for (const { id, roleKey } of told) {
    await ctx.services.notices.notify(ctx, {
      personId: id,
      roleKey,
      kind: 'note.submitted',
      text: `${ctx.actor.name}: ${pack.form(record.formKey)?.title ?? 'a note'}`,
      detail: told.length === 2 ? 'Told to both supervisors' : null,
      href: `/records/${recordId}`,
      subjectId: record.personId,
      recordId,
    })
  }
}

/** Supervisors on record, and where there are none whoever signs off. */
function supervising(portfolio: PortfolioBase, { pack }: PublishedPack): Carer[] {
  const recorded = carersOf(portfolio).filter(({ relation }) => recordedAs.has(relation))
  return recorded.length > 0 ? recorded : signersOf(portfolio, pack)
}
