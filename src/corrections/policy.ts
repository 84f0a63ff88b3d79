import type { RecordDetail } from '../evidence/index.ts'
import type { Correction, Prisma } from '../generated/client.ts'
import {
  type Actor,
  type Decision,
  definePolicy,
  isLent,
  type Refusal,
  refuse,
  visibleRecords,
} from '../policy/index.ts'
import { correctable } from './fields.ts'
import { type CorrectionState, type Deed, overWords, possible, steps } from './states.ts'

/** Requests for corrections that exist for an actor: of the own portfolio, of what one signed or asked for, of the college. */
function visible(actor: Actor): Prisma.CorrectionWhereInput {
  const mine = [{ signerId: actor.personId }, { askedById: actor.personId }]
  if (actor.own) return { OR: [{ enrolmentId: actor.own.enrolmentId, portfolioId: actor.personId }, ...mine] }
  if (isStaff(actor)) return { OR: [{ programmeId: { in: actor.reach.ids } }, ...mine] }
  return actor.sessionId ? { OR: mine } : { id: { in: [] } }
}

/** College staff, who decide where a signer does not (R102). */
export const isStaff = (actor: Actor): actor is Actor & { reach: { by: 'programmes'; ids: string[] } } =>
  actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes'

/** Judgements are not corrected: a later one takes their place. */
const judgements: readonly string[] = ['signoff', 'selfAssessment']

/** Whoever signed the form as it stands, other than the trainee: who decides beside the college. */
export function signerOf({ record, versions }: Pick<RecordDetail, 'record' | 'versions'>) {
  const signed = versions.filter(({ act, signerId }) => act === 'signed' && signerId !== record.personId)
  return signed.at(-1) ?? null
}

/** Whether the actor may ask for a correction of a record that they can see, or signed. */
function ask(actor: Actor, detail: RecordDetail): Decision {
  const { record, form, ownerName, judged } = detail
  const owner = actor.own?.enrolmentId === record.enrolmentId && record.personId === actor.personId
  if (!owner && signerOf(detail)?.signerId !== actor.personId)
    return refuse(
      'correction.who',
      'The trainee, or whoever signed this, asks for a correction.',
      [ownerName, signerOf(detail)?.signerName].filter(Boolean).join(' or '),
    )
  return isLent(actor, record)
    ? refuse('correction.elsewhere', 'This is corrected in the portfolio in which it lies.', ownerName)
    : asFarAs(judged, form !== null && correctable(form).length > 0)
}

function asFarAs(record: RecordDetail['judged'], hasAnswers: boolean): Decision {
  const { id, kind, status, enrolmentId, personId, authorId, frozen, ownerName } = record
  if (judgements.includes(kind))
    return refuse(
      'correction.judgement',
      'A rating or sign-off is not corrected: a new one takes its place, and the earlier one stays readable.',
      'your supervisor',
      { label: 'Go to the curriculum', href: `/portfolios/${enrolmentId}/curriculum` },
    )
  if (status === 'submitted' && authorId === personId && !frozen)
    return refuse('correction.direct', 'This is not signed, so whoever wrote it changes it directly.', ownerName, {
      label: 'Change it',
      href: `/records/${id}/edit`,
    })
  if (status !== 'signed' && status !== 'submitted')
    return refuse('correction.state', 'Only what is complete and part of the record can be corrected.')
  return hasAnswers || refuse('correction.form', 'This form has no answer that could be corrected on its own.')
}

/** What a correction is judged by. */
export type Standing = Pick<
  Correction,
  | 'id'
  | 'state'
  | 'askedById'
  | 'askedByName'
  | 'signerId'
  | 'signerName'
  | 'decidedByName'
  | 'programmeId'
  | 'portfolioId'
>

/** Whether the actor may move a request on; the same answer serves buttons and guards. */
function move(actor: Actor, correction: Standing, deed: Deed): Decision {
  const mine = steps[deed].by === 'asker' ? isAsker(actor, correction) : isDecider(actor, correction)
  if (mine !== true) return mine
  const state = correction.state as CorrectionState
  const { decidedByName: decider, askedByName: asker } = correction
  return possible(deed, state) || refuse(`correction.${state}`, overWords(state, { decider, asker }))
}

const decidersOf = ({ signerName }: Standing) => [signerName, 'the college'].filter(Boolean).join(' or ')

function isAsker(actor: Actor, { askedById, askedByName }: Standing): Decision {
  return actor.personId === askedById || refuse('correction.asker', 'Only whoever asked can take it back.', askedByName)
}

function isDecider(actor: Actor, correction: Standing): Decision {
  if (actor.personId === correction.askedById)
    return refuse('correction.own', 'Nobody decides on a correction that they asked for.', decidersOf(correction))
  if (actor.personId === correction.portfolioId) return others(correction)
  if (actor.personId === correction.signerId) return true
  return (isStaff(actor) && actor.reach.ids.includes(correction.programmeId)) || others(correction)
}

const others = (correction: Standing): Refusal =>
  refuse('correction.decider', 'Whoever signed it, or the college, decides on this.', decidersOf(correction))

export const correctionPolicy = definePolicy({ visible, actions: { ask, move } })

/** Records that a correction may be asked for: what the acting role sees, and what one was asked to write. */
export const correctingPolicy = definePolicy({
  visible: (actor: Actor) => ({ seen: visibleRecords(actor), written: { assessorId: actor.personId } }),
  actions: { ask },
})

/** What was put right is read with the record. */
export const amendedPolicy = definePolicy({ visible: visibleRecords, actions: {} })
