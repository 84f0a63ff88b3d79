import type { FormDefinition } from '../forms/index.ts'
import type { Record as RecordRow } from '../generated/client.ts'
import {
  type Actor,
  type Decision,
  definePolicy,
  depth,
  maySignIn,
  mayWriteIn,
  type Relation,
  refuse,
  visibleRecords,
} from '../policy/index.ts'
import { enterers, type PublishedPack, rightsSection, roleWords } from '../programmes/index.ts'

/** What the rules ask of a record. */
export type Judged = Pick<
  RecordRow,
  | 'id'
  | 'kind'
  | 'section'
  | 'personId'
  | 'enrolmentId'
  | 'packVersionId'
  | 'authorId'
  | 'assessorId'
  | 'status'
  | 'sharedState'
> & {
  frozen: boolean
  cap: number
  ownerName: string
  authorName: string
  /** Whether somebody else confirms what was entered here. */
  isConfirmed: boolean
}

const ownPages = new Set(['assessment', 'appraisal', 'selfAssessment', 'signoff'])

const isOwner = (actor: Actor, record: Pick<Judged, 'personId'>) =>
  actor.relation === 'trainee' && record.personId === actor.personId

/** Where a correction is asked for (R102). */
const correction = ({ id }: Judged) => ({ label: 'Ask for a correction', href: `/records/${id}/correct` })

/** Records that a room of their own looks after are not changed here. */
function mine(actor: Actor, record: Judged): Decision {
  if (!isOwner(actor, record) || record.authorId !== actor.personId)
    return refuse('record.not-yours', 'Only the person who wrote this can change it.', record.authorName)
  if (record.status === 'signed' && record.kind !== 'selfAssessment' && record.kind !== 'signoff')
    return refuse(
      'record.signed',
      'This is signed, so it stays as it reads. You can ask for a correction: what was signed is kept beside what is put right.',
      'whoever signed it, or the college',
      correction(record),
    )
  if (ownPages.has(record.kind)) return refuse('record.elsewhere', 'This is changed on its own page, not here.', null)
  if (record.frozen)
    return refuse(
      'record.frozen',
      'A sign-off rests on this record, so it stays as it reads. You can ask for a correction.',
      'the college',
      correction(record),
    )
  if (record.status !== 'submitted') return refuse('record.closed', 'This is no longer part of your record.', null)
  if (!mayWriteIn(actor, record.packVersionId, record.section))
    return refuse('record.section', 'Your programme does not let you write in this section.', null)
  return true
}

function own(actor: Actor, record: Judged, what: string): Decision {
  return isOwner(actor, record)
    ? true
    : refuse(`record.${what}`, `Only the trainee can ${what} this.`, record.ownerName)
}

const complete = (record: Judged) => record.status === 'submitted' || record.status === 'signed'

export const recordPolicy = definePolicy({
  visible: visibleRecords,
  actions: {
    edit: mine,
    withdraw: mine,
    restore: (actor: Actor, record: Judged): Decision =>
      record.status === 'void' && record.authorId === actor.personId && !ownPages.has(record.kind)
        ? own(actor, record, 'restore')
        : refuse('record.not-withdrawn', 'There is nothing to put back here.', null),
    link: (actor: Actor, record: Judged): Decision => {
      if (record.status === 'disputed')
        return refuse(
          'links.disputed',
          'This is disputed, so nothing rests on it until your programme has looked into it.',
        )
      if (!complete(record)) return refuse('links.incomplete', 'This can be linked once it is complete.', null)
      if (record.cap === 0) return refuse('links.none', 'Records of this kind are not linked to the curriculum.', null)
      return own(actor, record, 'link')
    },
    /** The right of reply: one short answer beside each comment of whoever signed. */
    reply: (actor: Actor, record: Judged): Decision => {
      if (record.status !== 'signed')
        return refuse('reply.unsigned', 'You can reply once it is signed.', record.authorName)
      return own(actor, record, 'reply to')
    },
    share: (actor: Actor, record: Judged): Decision => {
      if (record.status !== 'submitted')
        return refuse('share.incomplete', 'This can be shared once it is complete.', null)
      return own(actor, record, 'share')
    },
    /** A supervisor says that they have seen the certificate or the result (R83), or that a total is right. */
    confirm: (actor: Actor, record: Judged): Decision => {
      if (!record.isConfirmed) return refuse('confirm.kind', 'Records of this kind are not confirmed.', null)
      if (record.status === 'signed') return refuse('confirm.done', 'This is confirmed already.', null)
      if (record.status !== 'submitted') return refuse('confirm.closed', 'This is no longer part of the record.', null)
      if (actor.relation === 'trainee' || actor.personId === record.personId)
        return refuse('confirm.own', 'Nobody confirms their own certificate.', 'your supervisor')
      if (!maySignIn(actor, record.packVersionId, record.section) || depth(actor, record) !== 'full')
        return refuse('confirm.role', 'Your role does not confirm certificates.', 'the supervisor')
      return true
    },
  },
})

/** Whether the actor may reply to one comment: once, as both stay as they read. */
export const mayReply = (
  actor: Actor,
  record: Judged,
  field: string,
  replies: readonly { field: string }[],
): Decision =>
  replies.some((one) => one.field === field)
    ? refuse('reply.done', 'You have replied to this already; both stay as they read.', null)
    : recordPolicy.actions.reply(actor, record)

/** What a lock says of a form's section, in the pack's words. */
export const writersWords = ({ pack }: PublishedPack, { section }: Pick<FormDefinition, 'section'>): string =>
  rightsSection(pack.rights, section)?.writers ?? 'Only the office can write this.'

/** Who of the office enters a form, in the pack's words: "the Education Support Officer". */
function whoEnters(pack: PublishedPack, { section }: Pick<FormDefinition, 'section'>): string | null {
  const names = enterers(pack.pack.rights, section).map((relation) => `the ${roleWords(pack.pack, relation)}`)
  return names.length > 0 ? names.join(' or ') : null
}

/** Who writes a form about the trainee, in the pack's words: "your educational supervisor or faculty tutor". */
function whoSupervises({ pack }: PublishedPack, { assessor }: FormDefinition): string | null {
  const names = (assessor?.relations ?? pack.pack.signOffBy).map((relation) => roleWords(pack, relation as Relation))
  return names.length > 0 ? `your ${names.join(' or ')}` : null
}

/** Whether the actor may enter a form of the office for trainees, under their own sign-in (R15). */
export function mayEnter(actor: Actor, form: FormDefinition, pack: PublishedPack): Decision {
  const may =
    form.filledBy === 'office' &&
    actor.sessionId !== null &&
    enterers(pack.pack.rights, form.section).some((relation) => relation === actor.relation)
  return may || refuse('form.office', writersWords(pack, form), whoEnters(pack, form))
}

/** The forms of a pack that the actor may enter for trainees. */
export const entryForms = (actor: Actor, pack: PublishedPack): FormDefinition[] =>
  pack.pack.forms.filter((form) => mayEnter(actor, form, pack) === true)

/** Whether the actor may begin a form of this kind here, on their own portfolio. */
export function mayBegin(actor: Actor, form: FormDefinition, pack: PublishedPack): Decision {
  if (!actor.own) return refuse('form.trainee', 'Only trainees begin this, in their own portfolio.', 'the trainee')
  const { enrolmentId, packVersionId, state } = actor.own
  const own = `/portfolios/${enrolmentId}`
  if (form.key === pack.pack.rounds?.sites?.recordForm)
    return refuse('form.site', 'You rate your hospital on a page of its own; that you have is then recorded.', null, {
      label: 'Rate your hospital',
      href: '/site-ratings/new',
    })
  if (form.kind === 'answer' || (form.kind === 'assessment' && form.filledBy === 'supervisor'))
    return refuse('form.round', 'This comes out of a round of feedback, which has pages of its own.', null, {
      label: 'Go to your rounds',
      href: '/rounds',
    })
  if (form.kind === 'assessment')
    return refuse(
      'form.assessment',
      `A ${form.short} is written by the assessor; you ask for it.`,
      'the assessor you ask',
      {
        label: 'Ask for it',
        href: `/assessments/new?form=${form.key}`,
      },
    )
  if (form.kind === 'appraisal')
    return refuse('form.appraisal', 'Meetings and appraisals have pages of their own.', 'you and your supervisor', {
      label: 'Go to appraisals',
      href: `${own}/appraisals`,
    })
  if (form.kind === 'selfAssessment')
    return refuse('form.self', 'You rate yourself on the page of the item.', 'you', {
      label: 'Go to the curriculum',
      href: `${own}/curriculum`,
    })
  if (form.filledBy === 'office')
    return refuse('form.office', writersWords(pack, form), whoEnters(pack, form), {
      label: 'Read what is there',
      href: form.kind === 'certificate' || form.kind === 'exam' ? `${own}/certificates` : `${own}/timeline`,
    })
  if (form.filledBy !== 'trainee' || !mayWriteIn(actor, packVersionId, form.section))
    return refuse('form.not-yours', writersWords(pack, form), whoSupervises(pack, form))
  if (state === 'frozen' || state === 'closed')
    return refuse(
      'enrolment.frozen',
      'This portfolio is closed for changes at the moment.',
      'your programme’s coordinator',
    )
  return true
}
