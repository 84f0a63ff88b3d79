import { type Actor, definePolicy, refuse } from '../policy/index.ts'

/** The programmes whose people an administrator looks after; none for anybody else. */
export interface PeopleReach {
  programmeIds: string[]
}

interface PersonFacts {
  id: string
  account: { state: string } | null
  /** Whether they are at home in the administrator's college. */
  home: boolean
}

const self = refuse(
  'people.self',
  'You cannot do this to your own account.',
  'Another administrator of your college.',
  { label: 'Security and sign-ins', href: '/profile/security' },
)

const elsewhere = refuse(
  'people.elsewhere',
  'This person only holds a role in your college: their account is looked after where they train or supervise. You can end the roles that your college gave.',
  'The administrators of their own college.',
)

/** People of a college: for its administrators alone. Nobody can act as, or set the password of, somebody else. */
export const peoplePolicy = definePolicy({
  visible: (actor: Actor): PeopleReach | null =>
    actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes' ? { programmeIds: actor.reach.ids } : null,
  actions: {
    suspend: (actor: Actor, { id, account, home }: PersonFacts) => {
      if (id === actor.personId) return self
      if (!home) return elsewhere
      if (!account) return refuse('people.no-account', 'This person has no account, so there is nothing to suspend.')
      return ['active', 'invited'].includes(account.state)
        ? true
        : refuse('people.not-active', 'This account is suspended or closed already.')
    },
    lift: (_actor: Actor, { account, home }: PersonFacts) => {
      if (account?.state !== 'suspended') return refuse('people.not-suspended', 'This account is not suspended.')
      return home || elsewhere
    },
    inviteAgain: (_actor: Actor, { account }: PersonFacts) =>
      account?.state === 'invited'
        ? true
        : refuse('people.not-invited', 'Only people who have not opened their account yet are invited again.'),
    removeFactor: (actor: Actor, { id, secondFactor, home }: PersonFacts & { secondFactor: boolean }) => {
      if (id === actor.personId) return self
      if (!home) return elsewhere
      return secondFactor
        ? true
        : refuse('people.no-factor', 'This person has no second factor, so there is nothing to remove.')
    },
    endRole: (actor: Actor, { id }: PersonFacts) => (id === actor.personId ? self : true),
    confirm: (actor: Actor, { id, home }: PersonFacts) => (id === actor.personId ? self : home || elsewhere),
  },
})
