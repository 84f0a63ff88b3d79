import {
  countSoonGaps,
  findOfficeWork,
  listTrainees,
  type OfficeWork,
  type SoonGaps,
  type TraineeList,
} from '../cohorts/index.ts'
import { isConfirmed } from '../forms/index.ts'
import { countOpenBreaches } from '../help/index.ts'
import { type AccountsToDo, findAccountsToDo } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { definePolicy, maySignIn, visibleRecords } from '../policy/index.ts'
import { findLooks, type TimeLook } from '../progress/index.ts'

/** A result that a trainee entered and that the acting role confirms; who and what, not its text. */
export interface ToConfirm {
  recordId: string
  formKey: string
  packVersionId: string
  trainee: string
}

/** What those see at home who look after whole programmes: coordinators, administrators, directors. */
export interface OfficeHome {
  /** The trainees who need somebody, the worst first, and the whole programme in figures. */
  board: TraineeList | null
  work: OfficeWork | null
  /** For those who look after accounts. */
  accounts: AccountsToDo | null
  breaches: number | null
  confirm: ToConfirm[]
  /** Days of completion that moved after a cut-off. */
  looks: TimeLook[]
  /** Who will be without a post, a director or a supervisor soon; null for those who do not look after that. */
  gaps: SoonGaps | null
}

const recordPolicy = definePolicy({ visible: visibleRecords, actions: {} })

/** Records of the programme that wait for the acting role's confirmation (R84). */
const findToConfirm = scoped(recordPolicy, async (visible, ctx): Promise<ToConfirm[]> => {
  const forms = await confirmable(ctx)
  if (forms.length === 0) return []
  const rows = await ctx.db.record.findMany({
    where: { AND: [visible, { status: 'submitted', formKey: { in: forms } }] },
    orderBy: { createdAt: 'asc' },
    take: 50,
    select: {
      ...{ id: true, formKey: true, packVersionId: true, section: true },
      person: { select: { title: true, givenName: true, familyName: true } },
    },
  })
  return rows
    .filter((row) => maySignIn(ctx.actor, row.packVersionId, row.section))
    .slice(0, 10)
    .map(({ id, person, formKey, packVersionId }) => ({
      ...{ recordId: id, formKey, packVersionId },
      trainee: [person.title, person.givenName, person.familyName].filter(Boolean).join(' '),
    }))
})

/** Forms whose records the acting role may confirm, in any of its packs. */
async function confirmable(ctx: Ctx): Promise<string[]> {
  const packs = await Promise.all(ctx.actor.sight.map(({ packVersionId }) => ctx.services.packs.get(packVersionId)))
  const forms = packs.flatMap(({ id, pack }) =>
    pack.forms.filter((form) => isConfirmed(form) && maySignIn(ctx.actor, id, form.section)),
  )
  return [...new Set(forms.map(({ key }) => key))]
}

/** Six queries at most, whatever the size of the programme; each is made through its own room's policy. */
export async function findOfficeHome(ctx: Ctx): Promise<OfficeHome> {
  const attention = { ...ctx, query: { show: 'attention', sort: 'attention' } }
  const office = ctx.actor.relation === 'coordinator'
  const admin = ctx.actor.relation === 'collegeAdmin'
  const [board, work, accounts, breaches, confirm, looks, gaps] = await Promise.all([
    listTrainees(attention),
    office ? findOfficeWork(ctx) : null,
    admin ? findAccountsToDo(ctx) : null,
    admin ? countOpenBreaches(ctx) : null,
    findToConfirm(ctx),
    office || admin ? findLooks(ctx) : null,
    admin ? null : countSoonGaps(ctx),
  ])
  return { board, work, accounts, breaches, confirm: confirm ?? [], looks: looks ?? [], gaps }
}
