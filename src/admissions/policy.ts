import { movedBy } from '../changeovers/index.ts'
import type { Prisma } from '../generated/client.ts'
import { type Actor, type Decision, definePolicy, refuse } from '../policy/index.ts'

const office = refuse(
  'admission.office',
  'Only those who run a programme accept trainees into it.',
  'the programme coordinator',
)

/** Who comes into a programme: for those who run it. */
export const admissionPolicy = definePolicy({
  visible: (actor: Actor): Prisma.EnrolmentWhereInput | null => {
    const ids = movedBy(actor)
    return ids && { programmeId: { in: ids } }
  },
  actions: {
    accept: (actor: Actor): Decision => movedBy(actor) !== null || office,
    invite: (_actor: Actor, { account }: { account: string | null }): Decision =>
      account === 'invited' ||
      refuse('admission.opened', 'This account is open already: there is no invitation to send or correct.'),
  },
})
