import {
  type Actor,
  actingGrant,
  type Decision,
  type Delegate,
  definePolicy,
  type Relation,
  refuse,
} from '../policy/index.ts'

/** Those who sign for a hospital, a network or a programme, and may let somebody prepare for them (C15). */
const directors: readonly Relation[] = ['siteDirector', 'networkDirector', 'director']

const notDirector = refuse(
  'delegate.director',
  'Only a director lets somebody prepare in their own role.',
  'the director',
  { label: 'Whom to ask', href: '/help/contacts' },
)

/** Whether somebody acts in a role of their own that they may lend. */
export const mayDelegate = (actor: Actor): boolean =>
  directors.includes(actor.relation) && !actor.delegate && actingGrant(actor) !== null

/** Which side of delegations an actor sees: those of the role in which they act, or the one in which they prepare. */
export type Side = { by: 'director'; grantId: string } | { by: 'delegate'; delegate: Delegate }

export const delegatePolicy = definePolicy({
  visible: (actor: Actor): Side | null => {
    if (actor.delegate) return { by: 'delegate', delegate: actor.delegate }
    return mayDelegate(actor) ? { by: 'director', grantId: actingGrant(actor)! } : null
  },
  actions: {
    give: (actor: Actor): Decision => mayDelegate(actor) || notDirector,
  },
})
