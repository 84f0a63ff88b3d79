import type { Dispute, Prisma, Record as RecordRow } from '../generated/client.ts'
import { type Actor, type Decision, definePolicy, depth, enrolmentsOf, type Relation, refuse } from '../policy/index.ts'
import { overWords } from './states.ts'

/** The programmes that an administrator looks after, in order; null for everybody else. */
export const programmesOf = (actor: Actor): string[] | null =>
  actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes' ? [...actor.reach.ids].sort() : null

/** Checks of chains: for administrators of exactly the programmes that were looked through (D8). */
export const checkPolicy = definePolicy({
  visible: (actor: Actor): Prisma.ChainCheckWhereInput => {
    const ids = programmesOf(actor)
    return ids ? { programmeIds: { equals: ids } } : { id: { in: [] } }
  },
  actions: {
    check: (actor: Actor): Decision =>
      programmesOf(actor) !== null ||
      refuse('chain.administrators', 'Only administrators of the college check signatures.', 'a college administrator'),
  },
})

/** Who looks into a disputed signature: those who answer for a whole programme, never a trainee's own supervisors. */
export const lookInto = ['director', 'networkDirector', 'coordinator', 'collegeAdmin'] as const satisfies Relation[]

/** The programmes for which an actor looks into such things; null for everybody else. */
export const answersFor = (actor: Actor): string[] | null =>
  lookInto.some((one) => one === actor.relation) && actor.reach.by === 'programmes' ? actor.reach.ids : null

/** What a counter-notice is judged by. */
interface Signature {
  record: Pick<RecordRow, 'assessorId' | 'status'>
  assessor: { name: string }
  dispute: Pick<Dispute, 'state' | 'resolvedByName'> | null
}

/** Disputed signatures: for those who answer for their programmes (D9). */
export const disputePolicy = definePolicy({
  visible: (actor: Actor): Prisma.DisputeWhereInput => {
    const ids = answersFor(actor)
    return ids ? { programmeId: { in: ids } } : { id: { in: [] } }
  },
  actions: {
    /** "This was not me": said once, by the person in whose name it was signed. */
    raise: (actor: Actor, { record, assessor, dispute }: Signature): Decision => {
      if (actor.personId !== record.assessorId)
        return refuse('dispute.not-yours', 'Only the person in whose name this was signed can say so.', assessor.name)
      if (dispute?.state === 'open')
        return refuse('dispute.open', 'You have said so already. It is locked, and the programme looks into it.')
      if (dispute) return refuse('dispute.over', overWords(dispute.state, dispute.resolvedByName))
      return record.status === 'signed' || refuse('dispute.state', 'This is no longer part of the record.')
    },
    resolve: (
      actor: Actor,
      dispute: Pick<Dispute, 'state' | 'raisedById' | 'portfolioId' | 'resolvedByName'>,
    ): Decision => {
      if ([dispute.raisedById, dispute.portfolioId].includes(actor.personId))
        return refuse(
          'dispute.concerned',
          'Whoever is concerned does not decide.',
          'a colleague who answers for the programme',
        )
      return dispute.state === 'open' || refuse('dispute.over', overWords(dispute.state, dispute.resolvedByName))
    },
  },
})

/** Who reads a disputed form itself: its readers by the pack; college staff only while it is open (decision 6). */
export const readsDisputed = (
  actor: Actor,
  record: { section: string; packVersionId: string; open: boolean },
): boolean => depth(actor, record) === 'full' || (actor.relation === 'collegeAdmin' && record.open)

/** Signs about signatures: reached like the portfolio, seen where the pack grants the section `integrity` in full. */
export const signsPolicy = definePolicy({ visible: enrolmentsOf, actions: {} })
