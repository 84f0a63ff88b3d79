import { list } from '../kit/ui.ts'
import {
  type Actor,
  type Decision,
  definePolicy,
  depth,
  enrolmentsOf,
  maySignIn,
  mayWriteIn,
  refuse,
  toReader,
} from '../policy/index.ts'
import { type CurriculumNode, isThere, type PublishedPack, roleWords } from '../programmes/index.ts'
import { formOfKind } from './forms.ts'

/** The portfolio that a rule is asked about. */
export interface Owned {
  personId: string
  packVersionId: string
  givenName: string
  /** The stage that the trainee is in. */
  stageKey: string | null
}

/** What the rules of sign-off ask of an item. */
export interface Signable {
  portfolio: Owned
  pack: PublishedPack
  item: CurriculumNode
  /** Whether the trainee has rated themselves on it. */
  rated: boolean
}

/** The section of the rights that stands for figures and the curriculum: they are no records. */
const SECTION = 'progress'

/** Whether the actor may look at progress at all. */
export function seesProgress(actor: Actor, portfolio: Owned): boolean {
  const place = { section: SECTION, personId: portfolio.personId, packVersionId: portfolio.packVersionId }
  return depth(actor, place) !== 'none'
}

/** Whether the actor reads words that people wrote (reasons, comments), beside levels and dates. */
export function readsWords(actor: Actor, portfolio: Owned): boolean {
  return (
    depth(actor, { section: SECTION, personId: portfolio.personId, packVersionId: portfolio.packVersionId }) === 'full'
  )
}

export const isOwner = (actor: Actor, portfolio: Owned): boolean =>
  actor.relation === 'trainee' && actor.personId === portfolio.personId

export const progressPolicy = definePolicy({
  visible: enrolmentsOf,
  actions: {
    /** R108: the trainee alone rates themselves. */
    rate(actor: Actor, { portfolio, pack, item }: Pick<Signable, 'portfolio' | 'pack' | 'item'>): Decision {
      const form = formOfKind(pack, 'selfAssessment')
      const whoCan = portfolio.givenName
      if (!isOwner(actor, portfolio))
        return refuse('self-assessment.trainee', 'Only the trainee can rate themselves.', whoCan)
      if (!form || !mayWriteIn(actor, portfolio.packVersionId, form.section))
        return refuse('self-assessment.section', 'Your programme has no self-assessment here.')
      if (!item.scale || item.selfAssessment === false)
        return refuse('self-assessment.item', 'You do not rate yourself on this: it is verified, not judged.')
      return isThere(pack.pack, item.key, portfolio.stageKey) || otherStage(pack, item, portfolio)
    },

    /** Statuses, shares of full time and decided days are the programme office's to record; trainees ask for them. */
    keepTime(
      actor: Actor,
      { portfolio, pack }: { portfolio: Owned & { state: string }; pack: PublishedPack },
    ): Decision {
      const office = actor.relation === 'coordinator' || actor.relation === 'collegeAdmin'
      if (!office) return refuse('time.office', 'Only the programme office records training time.', offices(pack))
      return (
        portfolio.state !== 'closed' ||
        refuse('enrolment.closed', 'This portfolio is closed: nothing is changed in it.', 'your programme')
      )
    },

    /** Linking and choosing the best evidence is the trainee's. */
    link(actor: Actor, { portfolio }: { portfolio: Owned }): Decision {
      return (
        isOwner(actor, portfolio) ||
        refuse('links.trainee', 'Only the trainee can link evidence to the curriculum.', portfolio.givenName)
      )
    },

    /** Who may open the sign-off of an item at all. */
    judge(actor: Actor, { portfolio, pack, item }: Pick<Signable, 'portfolio' | 'pack' | 'item'>): Decision {
      const form = formOfKind(pack, 'signoff')
      const allowed: readonly string[] = pack.pack.pack.signOffBy
      const signs = form && allowed.includes(actor.relation) && maySignIn(actor, portfolio.packVersionId, form.section)
      if (!form || !item.signOff) return refuse('signoff.item', 'This is not signed off by itself.')
      if (!signs || actor.personId === portfolio.personId) {
        const section = pack.pack.rights.sections.find(({ key }) => key === form.section)
        const words = toReader(actor, section?.writers ?? 'Only a supervisor can sign this off.')
        return refuse('signoff.supervisors', words, signers(pack))
      }
      return isThere(pack.pack, item.key, portfolio.stageKey) || otherStage(pack, item, portfolio)
    },

    /** R110: after the self-assessment, never before. */
    sign(actor: Actor, found: Signable): Decision {
      const allowed = progressPolicy.actions.judge(actor, found)
      if (allowed !== true || found.rated || found.item.selfAssessment === false) return allowed
      const { givenName } = found.portfolio
      return refuse(
        'signoff.needs-self-assessment',
        `${givenName} has not rated themselves here yet. The self-assessment comes first, then you can sign off.`,
        givenName,
      )
    },
  },
})

/** R114: what is there in later stages only waits for them. */
function otherStage({ pack }: PublishedPack, item: CurriculumNode, { stageKey, givenName }: Owned): Decision {
  const stages = pack.pack.stages.map(({ key, short }) => ({ key, short: short.toLowerCase() }))
  const there = stages.filter(({ key }) => isThere(pack, item.key, key)).map(({ short }) => short)
  const now = stages.find(({ key }) => key === stageKey)?.short
  const where = now ? `${givenName} is in ${now}` : `${givenName} is in no stage`
  return refuse('curriculum.stage', `This is signed in ${list(there)}. ${where}.`)
}

/** "the programme coordinator", as the programme calls whoever runs it. */
function offices({ pack }: PublishedPack): string {
  const running = pack.pack.roles.filter(({ relation }) => relation === 'coordinator' || relation === 'collegeAdmin')
  return `the ${list(running.map(({ short }) => short)) || 'programme office'}`
}

/** "educational supervisor or clinical supervisor". */
function signers({ pack }: PublishedPack): string {
  return `the ${pack.pack.signOffBy.map((relation) => roleWords(pack, relation)).join(' or the ')}`
}
