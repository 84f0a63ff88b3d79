import {
  createRecord,
  dropDraft,
  freezeLinks,
  type Made,
  madeEvents,
  preparedIn,
  signRecord,
} from '../../evidence/index.ts'
import { compile, freeWords, snapshot, type Values } from '../../forms/index.ts'
import { sessionAssurance } from '../../identity/index.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, Forbidden, Gone, Invalid } from '../../kit/errors.ts'
import { date } from '../../kit/ui.ts'
import { refuse } from '../../policy/index.ts'
import { evidenceTargetOf, type PublishedPack } from '../../programmes/index.ts'
import { FIELDS, formOfKind } from '../forms.ts'
import { itemName, levelLabel, levelWords } from '../levels.ts'
import { progressPolicy } from '../policy.ts'
import { type Judged, judgementsOf, latestOf } from '../queries/judgements.ts'
import { findSignOff, type SignOffFound, signOffDraftKey } from '../queries/signOff.ts'
import { addJudgement, judgementEvent, levelIn, settleNotices, textIn } from './judge.ts'

export interface SignOffInput {
  values: Values
  /** What the supervisor had read: the latest judgements of the item, by the ids of their records. */
  seen: string
}

interface Signed extends Made {
  level: number | null
}

/** R111, in these words. */
export const NO_EVIDENCE = 'No evidence is linked to this competency.'

const noEvidence = refuse('signoff.no-evidence', NO_EVIDENCE, null)

/** R110–R113: a level with what it rests on, or more evidence asked for. Nothing earlier is overwritten. */
export const signOff = command<SignOffFound, SignOffInput, Signed>({
  find: findSignOff,
  may: (actor, found) => progressPolicy.actions.sign(actor, found),
  input: (found) => parser(found),
  free: ({ values }, { pack, portfolio }) => ({ texts: freeWords(signOffForm(pack), values), known: [portfolio.name] }),
  run: (ctx, found, input: SignOffInput) => sign(ctx, found, input),
  audit: (made: Signed, { portfolio, item }) => [
    ...madeEvents('record.signed', made, { itemKey: item.key }),
    judgementEvent(
      made.level === null ? 'judgement.moreEvidence' : 'judgement.signed',
      portfolio,
      item,
      made.record.id,
    ),
  ],
})

function parser(found: SignOffFound) {
  const form = compile(signOffForm(found.pack), 'final', found.context)
  return {
    parse(body: Record<string, unknown>) {
      const outcome = form.parse(body)
      if (!outcome.ok) return outcome
      return { ok: true as const, values: { values: outcome.values, seen: String(body.seen ?? '') } }
    },
  }
}

function signOffForm(pack: PublishedPack) {
  const form = formOfKind(pack, 'signoff')
  if (!form) throw new Gone('This programme has no sign-off any more.')
  return form
}

/** What a supervisor has before their eyes when they sign: a change of it must be read first. */
export function seenOf(found: Pick<SignOffFound, 'history'>, itemKey: string): string {
  const kinds = ['self', 'supervisor'] as const
  return kinds.map((kind) => latestOf(found.history, itemKey, kind)?.recordId ?? '-').join(' ')
}

async function sign(ctx: WriteCtx, found: SignOffFound, { values, seen }: SignOffInput): Promise<Signed> {
  const { portfolio, pack, item } = found
  await oneAtATime(ctx, found, seen)
  const level = levelIn(values, FIELDS.level)
  const reason = textIn(values, FIELDS.reason)
  checkEvidence(found, level, reason)
  const form = signOffForm(pack)
  const outcome = level === null ? 'more evidence needed' : levelLabel(pack.pack, item, level)
  const key = signOffDraftKey(portfolio.id, item.key)
  const made = await createRecord(ctx, {
    prepared: await preparedIn(ctx, key),
    form,
    pack,
    enrolment: portfolio,
    authorId: ctx.actor.personId,
    status: 'submitted',
    values,
    title: `${itemName(item)}: ${outcome}`.slice(0, 160),
    context: found.context,
  })
  const comment = textIn(values, FIELDS.comment)
  await addJudgement(ctx, { recordId: made.record.id, portfolio, item, kind: 'supervisor', level, comment, reason })
  if (level !== null) await freezeLinks(ctx, portfolio.id, item.key)
  await dropDraft(ctx, ctx.actor.personId, key)
  await tellTrainee(ctx, found, level, made.record.id)
  await settleNotices(ctx, portfolio, item, level)
  await signRecord(ctx, made.record, {
    signerId: ctx.actor.personId,
    signerName: ctx.actor.name,
    role: ctx.actor.roleLabel,
    assurance: sessionAssurance(ctx),
    rendered: snapshot(form, values, found.context),
    more: {
      item: { key: item.key, code: item.code ?? null, title: item.title },
      stage: portfolio.stageKey,
      selfAssessment: found.self?.recordId ?? null,
      evidence: found.evidence.map(({ id, title }) => ({ id, title })),
    },
  })
  return { ...made, level }
}

/** Two supervisors at once: the second waits here, then reads what the first has done. */
async function oneAtATime(ctx: WriteCtx, found: SignOffFound, seen: string): Promise<void> {
  const { portfolio, pack, item } = found
  const lock = `signoff ${portfolio.id} ${item.key}`
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`
  const now = await judgementsOf(ctx.db, portfolio.id, item.key)
  if (seenOf({ history: now }, item.key) === seen) return
  const [, supervisor] = seen.split(' ')
  const latest = latestOf(now, item.key, 'supervisor')
  if (latest && latest.recordId !== supervisor) throw new Conflict(overtaken(latest, pack, item))
  throw new Conflict(
    `${portfolio.givenName} rated themselves anew while you were reading. Nothing was signed; read it and sign again.`,
  )
}

function overtaken(latest: Judged, pack: PublishedPack, item: SignOffFound['item']): string {
  const what =
    latest.level === null
      ? 'asked for more evidence here'
      : `signed this off at ${levelWords(pack.pack, item, latest.level)}`
  const on = date(latest.at.toISOString())
  return `${latest.byName}, ${latest.byRole}, ${what} on ${on}, while you were reading. Nothing of yours was signed; open it again to see it and to judge anew.`
}

/** R111 and R112. Asking for more evidence is possible whatever is linked (R113). */
function checkEvidence(found: SignOffFound, level: number | null, reason: string | null): void {
  if (level === null) return
  const count = found.evidence.length
  if (count === 0) throw new Forbidden(noEvidence)
  const [least] = evidenceTargetOf(found.pack.pack, found.item.key)
  if (count < least && !reason) throw new Invalid({ [FIELDS.reason]: reasonNeeded(count) })
}

/** R112, to the supervisor. */
export function reasonNeeded(count: number): string {
  const pieces = count === 1 ? 'Only one piece of evidence is' : `Only ${count} pieces of evidence are`
  return `${pieces} linked. Say why that is enough: properly explored because …`
}

async function tellTrainee(ctx: WriteCtx, found: SignOffFound, level: number | null, recordId: string): Promise<void> {
  const { portfolio, pack, item } = found
  const name = itemName(item)
  const text =
    level === null
      ? `${ctx.actor.name} asks for more evidence on ${name}`
      : `${ctx.actor.name} signed off ${name} at ${levelWords(pack.pack, item, level)}`
  await ctx.services.notices.notify(ctx, {
    personId: portfolio.personId,
    roleKey: `own:${portfolio.id}`,
    kind: level === null ? 'signoff.moreEvidence' : 'signoff.signed',
    text,
    detail: level === null ? 'Not a failure: read what would show it, then link it.' : null,
    href: `/portfolios/${portfolio.id}/curriculum/${item.key}`,
    subjectId: portfolio.personId,
    recordId,
  })
}
