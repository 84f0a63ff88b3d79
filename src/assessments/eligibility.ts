import type { FormDefinition } from '../forms/index.ts'

import { WithArticle, withArticle } from './words.ts'

/** R98: exactly these words, with their causes below. */
export const inviteRefused =
  'The user you are trying to invite does not have the correct role and/or relationship to you'

/** What eligibility asks of somebody to be invited. A grade that nobody has confirmed is not known. */
export interface Candidate {
  personId: string
  grade: string | null
  /** How they stand to the trainee today. */
  relations: readonly string[]
  /** How they stood on the day that the form is about, where that is another day. */
  onDay?: { on: string; relations: readonly string[] }
  account: 'none' | 'invited' | 'active' | 'suspended' | 'closed'
}

export interface Inviter {
  personId: string
  grade: string | null
  post: { site: string } | null
  /** The last post that is over, where there is none now. */
  lastPost: { site: string; lastDay: string } | null
  /** What the programme calls a post, and where the trainee enters one; null where the office does. */
  posts: { one: string; apply: { label: string; href: string } | null }
}

export interface Cause {
  kind: 'self' | 'suspended' | 'grade' | 'ownGrade' | 'excluded' | 'noPost' | 'postEnded' | 'relation' | 'account'
  words: string
  mend: { label: string; href: string }
}

/** The programme's own words for grades and relations. */
export interface Wording {
  grade(key: string): string
  relation(key: string): string
}

const another = { label: 'Choose somebody else', href: '#assessor' }
const coordinator = { label: 'Ask your coordinator', href: '/help/contacts' }

/** Why nobody is asked to assess themselves. */
export const itself: Cause = {
  kind: 'self',
  words: 'This is you. Nobody assesses themselves, under any address.',
  mend: another,
}

/** The way to mend a cause (R98). */
export function mendFor(kind: Cause['kind'], { posts }: Pick<Inviter, 'posts'>): Cause['mend'] {
  if (kind === 'noPost' || kind === 'postEnded') return posts.apply ?? coordinator
  return kind === 'relation' || kind === 'suspended' || kind === 'account' ? coordinator : another
}

/** "a, b or c". */
export const either = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`

/** Why somebody cannot be asked to fill in a form; empty when they can. Says nothing of a person that the inviter does not know. */
export function causesAgainst(form: FormDefinition, candidate: Candidate, inviter: Inviter, wording: Wording): Cause[] {
  if (candidate.personId === inviter.personId) {
    return [itself]
  }
  const causes = [
    ...gradeCauses(form, candidate, inviter, wording),
    ...relationCauses(form, candidate, inviter, wording),
  ]
  if (candidate.account === 'suspended' || candidate.account === 'closed') {
    causes.push({ kind: 'suspended', words: 'This person cannot be asked at present.', mend: coordinator })
  } else if (form.assessor?.accountRequired && candidate.account === 'none') {
    const words = `${WithArticle(form.short)} is completed by signing in, and this person has no account.`
    causes.push({ kind: 'account', words, mend: coordinator })
  }
  return causes
}

function gradeCauses(form: FormDefinition, candidate: Candidate, inviter: Inviter, wording: Wording): Cause[] {
  const problem = gradeProblem(form, candidate.grade, inviter.grade, wording)
  return problem ? [{ ...problem, mend: another }] : []
}

/** Why a grade, confirmed or claimed, does not do for a form. An unknown one is asked when the form is completed. */
export function gradeProblem(
  form: FormDefinition,
  grade: string | null,
  traineeGrade: string | null,
  wording: Wording,
): Pick<Cause, 'kind' | 'words'> | null {
  const { grades, exceptOwnGrade } = form.assessor ?? {}
  if (grade === null) return null
  if (grades && !grades.includes(grade)) {
    const wanted = either(grades.map((key) => wording.grade(key)))
    return { kind: 'grade', words: `${WithArticle(form.short)} is completed by: ${wanted}.` }
  }
  if (exceptOwnGrade && grade === traineeGrade) {
    return {
      kind: 'ownGrade',
      words: `${WithArticle(form.short)} is not completed by somebody of the trainee’s own grade.`,
    }
  }
  return null
}

function relationCauses(form: FormDefinition, candidate: Candidate, inviter: Inviter, wording: Wording): Cause[] {
  const { relations, notRelations } = form.assessor ?? {}
  const causes: Cause[] = []
  const excluded = candidate.relations.find((relation) => notRelations?.includes(relation))
  if (excluded) {
    const words = `This is your ${wording.relation(excluded)}, who does not write ${withArticle(form.short)} about you.`
    causes.push({ kind: 'excluded', words, mend: another })
  }
  const { onDay } = candidate
  const excludedThen = excluded ? undefined : onDay?.relations.find((relation) => notRelations?.includes(relation))
  if (onDay && excludedThen) {
    const words = `On ${onDay.on} this was your ${wording.relation(excludedThen)}, who does not write ${withArticle(form.short)} about you.`
    causes.push({ kind: 'excluded', words, mend: another })
  }
  // Who was in the relation on the day that the form is about writes of what they saw.
  const ever = [...candidate.relations, ...(onDay?.relations ?? [])]
  if (relations && !ever.some((relation) => relations.includes(relation))) {
    causes.push(missingRelation(relations, inviter, wording))
  }
  return causes
}

function missingRelation(relations: readonly string[], inviter: Inviter, wording: Wording): Cause {
  const { post, lastPost, posts } = inviter
  const mend = mendFor('noPost', inviter)
  const wanted = either(relations.map((key) => wording.relation(key)))
  if (!post && lastPost) {
    const words = `Your ${posts.one} at ${lastPost.site} ended on ${lastPost.lastDay}, and no current one is recorded.`
    return { kind: 'postEnded', words, mend }
  }
  if (!post) return { kind: 'noPost', words: `No ${posts.one} of today is recorded for you.`, mend }
  return { kind: 'relation', words: `This person is not your ${wanted} at ${post.site}.`, mend: coordinator }
}
