import { writesToTrainees } from '../cohorts/index.ts'
import { type Actor, type Decision, definePolicy, refuse } from '../policy/index.ts'

const notWriter = refuse(
  'message.writer',
  'Only those who look after a programme or a hospital write to several of its trainees.',
  'the programme coordinator',
  { label: 'Whom to ask', href: '/help/contacts' },
)

/** Whose messages an actor finds: those they write in this role, or those that are for them as a trainee. */
export type Mine = { by: 'writer'; personId: string; roleKey: string } | { by: 'reader'; personId: string }

/** A message is its writer's, in the role in which it was written, and from its sending on each trainee's whom it reaches. */
export const messagePolicy = definePolicy({
  visible: (actor: Actor): Mine | null => {
    const { personId, roleKey } = actor
    if (actor.relation === 'trainee') return { by: 'reader', personId }
    return writesToTrainees(actor) ? { by: 'writer', personId, roleKey } : null
  },
  actions: {
    write: (actor: Actor): Decision => writesToTrainees(actor) || notWriter,
  },
})
