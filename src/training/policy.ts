import { type Actor, type Decision, definePolicy, enrolmentsOf, refuse } from '../policy/index.ts'
import { type PublishedPack, postsIn, withinSentence } from '../programmes/index.ts'
import type { PortfolioBase } from './queries.ts'

/** What is asked about keeping the posts of a portfolio. */
export interface Posted {
  portfolio: Pick<PortfolioBase, 'personId' | 'state' | 'name'>
  pack: PublishedPack
}

const contacts = { label: 'Whom to ask', href: '/help/contacts' }

/** Portfolios as such: which exist for an actor, and who keeps their posts. */
export const portfolioPolicy = definePolicy({
  visible: enrolmentsOf,
  actions: {
    /** R118: the trainee, where the programme leaves it to them; the programme office everywhere. */
    keepPosts(actor: Actor, { portfolio, pack }: Posted): Decision {
      const { by, words } = postsIn(pack.pack)
      const one = withinSentence(words.one)
      // The college amends what is wrong where the programme leaves posts to the trainee (R102).
      const office = actor.relation === 'coordinator' || (by === 'trainee' && actor.relation === 'collegeAdmin')
      if (by === 'office' && !office)
        return refuse(
          'post.office',
          `The programme office keeps each ${one} on record.`,
          'the programme office',
          contacts,
        )
      if (office) return true
      if (actor.relation !== 'trainee' || actor.personId !== portfolio.personId)
        return refuse(
          'post.trainee',
          `The trainee enters and changes a ${one}; the college amends what is wrong.`,
          portfolio.name,
        )
      if (portfolio.state === 'frozen' || portfolio.state === 'closed')
        return refuse(
          'enrolment.frozen',
          'This portfolio is closed for changes at the moment.',
          'your programme',
          contacts,
        )
      return true
    },

    /** R123: the trainee asks those whom they leave, and so does the office. */
    nudge(actor: Actor, { portfolio }: Pick<Posted, 'portfolio'>): Decision {
      const own = actor.relation === 'trainee' && actor.personId === portfolio.personId
      return (
        own || actor.relation === 'coordinator' || refuse('rotation.nudge', 'The trainee asks for it.', portfolio.name)
      )
    },
  },
})
