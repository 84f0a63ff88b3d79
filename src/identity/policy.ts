import { type Actor, definePolicy, refuse } from '../policy/index.ts'

/** The programmes whose people an administrator looks after; none for anybody else. */
export interface PeopleReach {
  programmeIds: string[]
}

interface PersonFacts {
  id: string
  account: { state: string } | null
  /** Whether the administrator's college looks after the account, and which one does. */
  home: boolean
  college: string | null
}

const self = refuse(
  'people.self',
  'You cannot do this to your own account.',
  'Another administrator of your college.',
  { label: 'Security and sign-ins', href: '/profile/security' },
)

/** The account is another college's to look after; here end what was given here. */
const elsewhere = ({ college }: Pick<PersonFacts, 'college'>) =>
  refuse(
    'people.elsewhere',
    `This account is looked after by ${college}, which had this person first. You can end the roles that your college gave; your coordinators end supervision.`,
    `The administrators of ${college}.`,
  )

/** People of a college: for its administrators alone. Nobody can act as, or set the password of, somebody else. */
export const peoplePolicy = definePolicy({
  visible: (actor: Actor): PeopleReach | null =>
    actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes' ? { programmeIds: actor.reach.ids } : null,
  actions: {
    suspend: (actor: Actor, { id, account, ...where }: PersonFacts) => {
      if (id === actor.personId) return self
      if (!where.home) return elsewhere(where)
      if (!account) return refuse('people.no-account', 'This person has no account, so there is nothing to suspend.')
      return ['active', 'invited'].includes(account.state)
        ? true
        : refuse('people.not-active', 'This account is suspended or closed already.')
    },
    lift: (_actor: Actor, { account, ...where }: PersonFacts) => {
      if (account?.state !== 'suspended') return refuse('people.not-suspended', 'This account is not suspended.')
      return where.home || elsewhere(where)
    },
    inviteAgain: (_actor: Actor, { account }: PersonFacts) =>
      account?.state === 'invited'
        ? true
        : refuse('people.not-invited', 'Only people who have not opened their account yet are invited again.'),
    removeFactor: (actor: Actor, { id, secondFactor, ...where }: PersonFacts & { secondFactor: boolean }) => {
      if (id === actor.personId) return self
      if (!where.home) return elsewhere(where)
      return secondFactor
        ? true
        : refuse('people.no-factor', 'This person has no second factor, so there is nothing to remove.')
    },
    endRole: (actor: Actor, { id }: PersonFacts) => (id === actor.personId ? self : true),
    confirm: (actor: Actor, { id, ...where }: PersonFacts) =>
      id === actor.personId ? self : where.home || elsewhere(where),
  },
})
