import type { FormDefinition } from '../forms/index.ts'
import type { Prisma, Record as RecordRow } from '../generated/client.ts'
import {
  type Actor,
  type Decision,
  definePolicy,
  enrolmentsOf,
  refuse,
  toReader,
  visibleRecords,
} from '../policy/index.ts'
import { type PublishedPack, rightsRow } from '../programmes/index.ts'
import type { PortfolioBase } from '../training/index.ts'
import { afterKeys, allows, begunBy, writersOf, writerWords } from './forms.ts'
import { url } from './url.ts'

/** A form in a portfolio: what is asked about beginning one. */
export interface Place {
  portfolio: Pick<PortfolioBase, 'id' | 'personId' | 'name'>
  pack: PublishedPack
  form: FormDefinition
}

export interface Judged extends Place {
  record: Pick<RecordRow, 'id' | 'status' | 'authorId' | 'assessorId'>
  /** Who was asked, or who wrote it. */
  supervisor: string
}

interface Reached {
  enrolments: Prisma.EnrolmentWhereInput
  records: Prisma.RecordWhereInput
}

/** Only by one's own sign-in: nobody writes a supervisor's form in their place, no administrator either (R52). */
const inPerson = (actor: Actor): boolean => actor.sessionId !== null

function writesAs(actor: Actor, { pack, form }: Place, state: 'new' | 'requested' | 'held'): boolean {
  return (rightsRow(pack.pack.rights, asRelation(actor), form.section, state)?.write ?? false) && inPerson(actor)
}

/** Nobody has no rights at all. */
const asRelation = ({ relation }: Actor) => (relation === 'none' ? 'guest' : relation)

const onlySupervisor = (actor: Actor, place: Place): Decision =>
  refuse(
    'appraisal.supervisor-writes',
    toReader(actor, writersOf(place.pack, place.form)),
    writerWords(place.pack, place.form),
    {
      label: 'Read what is released',
      href: url.list(place.portfolio.id),
    },
  )

export const appraisalPolicy = definePolicy({
  visible: (actor: Actor): Reached => ({ enrolments: enrolmentsOf(actor), records: visibleRecords(actor) }),
  actions: {
    /** The trainee begins a meeting's form, in their own portfolio. */
    begin: (actor: Actor, place: Place): Decision => {
      if (begunBy(place.pack, place.form) === 'supervisor') return onlySupervisor(actor, place)
      if (actor.relation === 'trainee' && actor.personId === place.portfolio.personId) return true
      return refuse('appraisal.trainee-begins', 'The trainee begins this, and then asks you.', place.portfolio.name)
    },
    /** The supervisor writes an appraisal that is theirs alone (R51, R52). */
    write: (actor: Actor, place: Place): Decision => {
      if (begunBy(place.pack, place.form) === 'trainee')
        return refuse('appraisal.trainee-begins', 'The trainee begins this, and then asks you.', place.portfolio.name)
      if (actor.personId === place.portfolio.personId) return onlySupervisor(actor, place)
      return (writesAs(actor, place, 'new') && allows(place.form, actor.relation)) || onlySupervisor(actor, place)
    },
    /** Completes what was asked for, or goes on with what is not released yet: the very person, nobody else. */
    complete: (actor: Actor, judged: Judged): Decision => {
      const { record } = judged
      if (record.status !== 'requested' && record.status !== 'held')
        return refuse('appraisal.done', 'This is complete, so it stays as it reads.', null)
      const theirs = record.status === 'held' ? record.authorId : record.assessorId
      if (theirs !== actor.personId)
        return refuse('appraisal.another', `Only ${judged.supervisor} can complete this.`, judged.supervisor)
      return writesAs(actor, judged, record.status) || onlySupervisor(actor, judged)
    },
    release: (actor: Actor, judged: Judged): Decision => {
      const { record } = judged
      if (record.status !== 'held') return refuse('appraisal.released', 'This is released already.', null)
      if (record.authorId !== actor.personId)
        return refuse('appraisal.another', `Only ${judged.supervisor} can release this.`, judged.supervisor)
      const row = rightsRow(judged.pack.pack.rights, asRelation(actor), judged.form.section, 'held')
      return (row?.sign === true && inPerson(actor)) || onlySupervisor(actor, judged)
    },
    /** The trainee takes a request back: it went to the wrong person, or the meeting is off. */
    withdraw: (actor: Actor, judged: Judged): Decision => {
      if (actor.relation !== 'trainee' || actor.personId !== judged.portfolio.personId)
        return refuse('appraisal.not-yours', 'Only the trainee can withdraw this.', judged.portfolio.name)
      if (judged.record.status !== 'requested')
        return refuse('appraisal.closed', 'There is nothing left to withdraw.', null)
      return true
    },
    /** The trainee's own words below what the supervisor signed. */
    comment: (actor: Actor, judged: Judged): Decision => {
      if (actor.relation !== 'trainee' || actor.personId !== judged.portfolio.personId)
        return refuse('appraisal.comment', 'Only the trainee can comment here.', judged.portfolio.name)
      if (judged.record.status !== 'signed' || afterKeys(judged.form).size === 0)
        return refuse('appraisal.comment-later', 'You can comment once it is signed.', judged.supervisor)
      return true
    },
  },
})
