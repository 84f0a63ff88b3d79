import type { Temporal } from 'temporal-polyfill'
import { beginMeeting, completeAppraisal, releaseAppraisal, writeAppraisal } from '../appraisals/index.ts'
import { completeForm, declineForm, findToFill, openRequest, requestAssessment } from '../assessments/index.ts'
import { askForCorrection } from '../corrections/service.ts'
import { confirmRecord, enterForTrainees, enterRecord, linkMany, type Made, shareRecord } from '../evidence/index.ts'
import { rateMyself, signOff } from '../progress/index.ts'
import { askForReview } from '../reviews/service/ask.ts'
import { markSeen } from '../reviews/service/look.ts'
import { applyPost } from '../training/index.ts'
import { type Acting, inputs, type Player } from './acting.ts'
import { asUpload, pdf } from './files.ts'
import { comesBack } from './mailServer.ts'

/** Somebody who is asked to assess. */
export interface Colleague {
  id: string
  name: string
  email: string
  specialty: string
}

/** One answer that is wrong, and what it should say. */
export interface Correction {
  field: string
  value: unknown
  reason: string
}

/** Whose portfolio it is. */
export interface Owner {
  personId: string
  enrolmentId: string
}

type Values = Record<string, unknown>

interface Known {
  /** How many records are linked to an item. */
  links: Map<string, number>
  /** The latest self-assessment and sign-off of an item, by the ids of their records. */
  self: Map<string, string>
  signed: Map<string, string>
}

const complete = completeForm(findToFill)
const decline = declineForm(findToFill)
const open = openRequest(findToFill)
const declared = { declared: true }

/** What can be done in one trainee's portfolio, by whoever does it in earnest. */
export class Portfolio {
  readonly known: Known = { links: new Map(), self: new Map(), signed: new Map() }
  readonly owner: Player
  readonly acting: Acting
  readonly trainee: Owner

  constructor(acting: Acting, trainee: Owner) {
    this.acting = acting
    this.trainee = trainee
    this.owner = { personId: trainee.personId, roleKey: `own:${trainee.enrolmentId}` }
  }

  /** The trainee enters a record of their own. */
  async enter(form: string, at: Temporal.Instant, values: Values, items: string[] = []): Promise<string> {
    const { result } = await this.acting.act(
      enterRecord,
      this.owner,
      at,
      { ...inputs({ ...values, ...declared }), items },
      { params: { formKey: form } },
    )
    await this.settle(result, at, items)
    return result.record.id
  }

  /** The same with a small PDF. */
  async upload(
    form: string,
    at: Temporal.Instant,
    values: Values,
    file: { name: string; lines: string[] },
    items: string[],
  ) {
    const upload = await asUpload('file', file.name, pdf(file.lines), this.trainee.personId)
    const { result } = await this.acting.act(
      enterRecord,
      this.owner,
      at,
      { ...inputs({ ...values, ...declared }), items, _files: [upload] },
      { params: { formKey: form } },
    )
    await this.settle(result, at, items)
    return result.record.id
  }

  /** The trainee asks somebody to assess. */
  async ask(
    form: string,
    at: Temporal.Instant,
    whom: Pick<Colleague, 'name' | 'email'>,
    values: Values,
    items: string[],
  ) {
    const { result } = await this.acting.act(
      requestAssessment,
      this.owner,
      at,
      {
        ...inputs(values),
        assessor: 'other',
        name: whom.name,
        email: whom.email,
        items,
        sure: ['meant', 'twice', 'busy'],
      },
      { query: { form } },
    )
    return result.record.id
  }

  /** The assessor completes what they were asked for. */
  async complete(id: string, at: Temporal.Instant, by: Colleague, values: Values, items: string[]): Promise<void> {
    await this.acting.act(complete, { personId: by.id }, at, inputs({ ...values, ...declared }), { params: { id } })
    this.linked(items)
  }

  async open(id: string, at: Temporal.Instant, by: Colleague): Promise<void> {
    await this.acting.act(open, { personId: by.id }, at, {}, { params: { id } })
  }

  async decline(id: string, at: Temporal.Instant, by: Colleague, reason: string): Promise<void> {
    await this.acting.act(decline, { personId: by.id }, at, { reason }, { params: { id } })
  }

  /** The letter comes back: nobody has this address. */
  async comesBack(id: string, at: Temporal.Instant): Promise<void> {
    await this.acting.act(comesBack, this.owner, at, {}, { params: { id } })
  }

  /** The trainee asks that one answer of a signed form be put right. */
  async askToCorrect(id: string, at: Temporal.Instant, { field, value, reason }: Correction): Promise<void> {
    const body = { ...inputs({ [field]: value }), reason }
    await this.acting.act(askForCorrection, this.owner, at, body, { params: { id }, query: { field } })
  }

  /** The trainee says that there is something new to look at. */
  async present(at: Temporal.Instant, { personId }: Player, words: string): Promise<void> {
    const params = { enrolmentId: this.trainee.enrolmentId }
    await this.acting.act(askForReview, this.owner, at, { reviewer: personId, words }, { params })
  }

  /** A supervisor has seen all that there is by now. */
  async seen(at: Temporal.Instant, by: Player): Promise<void> {
    const params = { enrolmentId: this.trainee.enrolmentId }
    await this.acting.act(markSeen, by, at, { upTo: 1_000_000_000 }, { params })
  }

  /** A supervisor confirms a certificate or a result. */
  async confirm(id: string, at: Temporal.Instant, by: Player): Promise<void> {
    await this.acting.act(confirmRecord, by, at, {}, { params: { id } })
  }

  /** The trainee shows a record to a supervisor. */
  async share(id: string, at: Temporal.Instant, withId: string): Promise<void> {
    await this.acting.act(shareRecord, this.owner, at, { with: withId }, { params: { id } })
  }

  /** The trainee rates themselves. */
  async rate(itemKey: string, at: Temporal.Instant, level: number, why: string): Promise<void> {
    const { result } = await this.acting.act(
      rateMyself,
      this.owner,
      at,
      inputs({ level, justification: why, ...declared }),
      { params: { enrolmentId: this.trainee.enrolmentId, itemKey } },
    )
    this.known.self.set(itemKey, result.record.id)
  }

  /** A supervisor signs an item off, or (level null) asks for more evidence. */
  async sign(
    itemKey: string,
    at: Temporal.Instant,
    by: Player,
    level: number | null,
    comment: string,
    reason?: string,
  ) {
    const seen = `${this.known.self.get(itemKey) ?? '-'} ${this.known.signed.get(itemKey) ?? '-'}`
    const values = { level: level ?? 'notObserved', comment, ...(reason ? { singleReason: reason } : {}), ...declared }
    const { result } = await this.acting.act(
      signOff,
      by,
      at,
      { ...inputs(values), seen },
      { params: { enrolmentId: this.trainee.enrolmentId, itemKey } },
    )
    this.known.signed.set(itemKey, result.record.id)
  }

  /** The trainee enters where they work, and until when: inclusive last day. */
  async apply(at: Temporal.Instant, post: { site: string; from: string; last: string; title?: string }): Promise<void> {
    await this.acting.act(applyPost, this.owner, at, post, { params: { enrolmentId: this.trainee.enrolmentId } })
  }

  /** The office records something for the trainee. */
  async recorded(form: string, at: Temporal.Instant, by: Player, packVersionId: string, values: Values): Promise<void> {
    const body = { ...inputs({ ...values, ...declared }), for: [this.trainee.enrolmentId] }
    await this.acting.act(enterForTrainees, by, at, body, { params: { packVersionId, formKey: form } })
  }

  /** The trainee makes a record evidence for items of another enrolment of theirs. */
  async lend(id: string, at: Temporal.Instant, enrolmentId: string, items: readonly string[]): Promise<void> {
    const body = { records: [id], items: items.map((item) => `${enrolmentId}:${item}`), confirm: 'yes' }
    await this.acting.act(linkMany, this.owner, at, body, { params: { enrolmentId: this.trainee.enrolmentId } })
  }

  /** The trainee begins the form of a meeting and asks the supervisor to complete it. */
  async begin(form: string, at: Temporal.Instant, values: Values, whom: Player): Promise<string> {
    const body = { ...inputs(values), supervisor: `${whom.roleKey}:${whom.personId}` }
    const { result } = await this.acting.act(beginMeeting, this.owner, at, body, { params: { formKey: form } })
    return result.record.id
  }

  async completeMeeting(id: string, at: Temporal.Instant, by: Player, values: Values): Promise<void> {
    const params = { enrolmentId: this.trainee.enrolmentId, recordId: id }
    await this.acting.act(completeAppraisal, by, at, inputs({ ...values, ...declared }), { params })
  }

  /** A supervisor writes an appraisal of their own and releases it. */
  async appraise(form: string, at: Temporal.Instant, by: Player, values: Values): Promise<void> {
    const { enrolmentId } = this.trainee
    const body = inputs({ ...values, ...declared })
    const { result } = await this.acting.act(writeAppraisal, by, at, body, { params: { enrolmentId, formKey: form } })
    const params = { enrolmentId, recordId: result.record.id }
    await this.acting.act(releaseAppraisal, by, at.add({ minutes: 20 }), {}, { params })
  }

  evidence(itemKey: string): number {
    return this.known.links.get(itemKey) ?? 0
  }

  /** What is private is linked by a deed of its own, knowing who will read it then. */
  private async settle({ record, links }: Made, at: Temporal.Instant, items: string[]): Promise<void> {
    this.linked(items)
    if (items.length === links.length) return
    const body = { records: [record.id], items, confirm: 'yes' }
    const params = { enrolmentId: this.trainee.enrolmentId }
    await this.acting.act(linkMany, this.owner, at.add({ minutes: 2 }), body, { params })
  }

  private linked(items: readonly string[]): void {
    for (const item of items) this.known.links.set(item, this.evidence(item) + 1)
  }
}
