import { movedBy } from '../changeovers/index.ts'
import type { Prisma } from '../generated/client.ts'
import { type Actor, type Decision, definePolicy, refuse } from '../policy/index.ts'

const office = refuse(
  'admission.office',
  'Only those who run a programme accept trainees into it.',
  'the programme coordinator',
)

const withdrawn = refuse('admission.withdrawn', 'This acceptance was withdrawn.', null, {
  label: 'Accept them again',
  href: '/admissions/new',
})
const takenUp = refuse(
  'admission.takenUp',
  'The invitation was accepted, so the acceptance can no longer be withdrawn. Training that ends early is recorded under “Time in training”.',
)
const hasWritten = refuse(
  'admission.written',
  'There is something in this portfolio already, so the acceptance can no longer be withdrawn.',
)

/** How far somebody who was accepted has come. */
interface Standing {
  account: string | null
  state: string
  admission: { withdrawnAt: Date | null; completedAt: Date | null }
  /** What their portfolio holds. */
  written: number
}

/** Who comes into a programme: for those who run it. */
export const admissionPolicy = definePolicy({
  visible: (actor: Actor): Prisma.EnrolmentWhereInput | null => {
    const ids = movedBy(actor)
    return ids && { programmeId: { in: ids } }
  },
  actions: {
    /** R21: what is noted of the fee, for whoever sees the acceptance at all. */
    noteFee: (actor: Actor): Decision => movedBy(actor) !== null || office,
    accept: (actor: Actor): Decision => movedBy(actor) !== null || office,
    invite: (_actor: Actor, { account, admission }: Standing): Decision => {
      if (admission.withdrawnAt) return withdrawn
      return (
        account === 'invited' ||
        refuse('admission.opened', 'This account is open already: there is no invitation to send or correct.')
      )
    },
    withdraw: (_actor: Actor, { state, admission, written }: Standing): Decision => {
      if (admission.withdrawnAt) return withdrawn
      if (admission.completedAt || !['invited', 'frozen'].includes(state)) return takenUp
      return written === 0 || hasWritten
    },
  },
})
