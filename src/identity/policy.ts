import { type Actor, definePolicy, refuse } from '../policy/index.ts'

/** The programmes whose people an administrator looks after; none for anybody else. */
export interface PeopleReach {
  programmeIds: string[]
}

interface PersonFacts {
  id: string
  account: { state: string } | null
}

const self = refuse(
  'people.self',
  'You cannot do this to your own account.',
  'Another administrator of your college.',
  { label: 'Security and sign-ins', href: '/profile/security' },
)

/** People of a college: for its administrators alone. Nobody can act as, or set the password of, somebody else. */
export const peoplePolicy = definePolicy({
  visible: (actor: Actor): PeopleReach | null =>
    actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes' ? { programmeIds: actor.reach.ids } : null,
  actions: {
    suspend: (actor: Actor, { id, account }: PersonFacts) => {
      if (id === actor.personId) return self
      if (!account) return refuse('people.no-account', 'This person has no account, so there is nothing to suspend.')
      return ['active', 'invited'].includes(account.state)
        ? true
        : refuse('people.not-active', 'This account is suspended or closed already.')
    },
    lift: (_actor: Actor, { account }: PersonFacts) =>
      account?.state === 'suspended' ? true : refuse('people.not-suspended', 'This account is not suspended.'),
    inviteAgain: (_actor: Actor, { account }: PersonFacts) =>
      account?.state === 'invited'
        ? true
        : refuse('people.not-invited', 'Only people who have not opened their account yet are invited again.'),
    removeFactor: (actor: Actor, { id, secondFactor }: PersonFacts & { secondFactor: boolean }) => {
      if (id === actor.personId) return self
      return secondFactor
        ? true
        : refuse('people.no-factor', 'This person has no second factor, so there is nothing to remove.')
    },
    endRole: (actor: Actor, { id }: PersonFacts) => (id === actor.personId ? self : true),
    confirm: (actor: Actor, { id }: PersonFacts) => (id === actor.personId ? self : true),
  },
})
