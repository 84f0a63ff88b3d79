import { z } from 'zod'
import { freeWords, occurredOn, recordTitle, snapshot } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import { sessionAssurance } from '../../identity/index.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { dbDate } from '../../kit/periods.ts'
import { list, plural } from '../../kit/ui.ts'
import { mayEnter } from '../policy.ts'
import { type Entering, enteringKey, type ForWhom, findEntering } from '../queries/entering.ts'
import { type FilledIn, filledIn } from '../schema.ts'
import { dropDraft, type PreparedBy, preparedIn } from './drafts.ts'
import { createRecord, type Made, madeEvents } from './record.ts'
import { signRecord } from './sign.ts'

interface Entry extends FilledIn {
  /** Portfolios, each once. */
  whom: string[]
}

/** So many at once: a workshop, not a college. */
const most = 60

/** The form as anybody fills it in, and for whom. */
function enteredIn(found: Entering, ctx: Ctx) {
  return z.custom<Record<string, unknown>>().transform(async (body, issues): Promise<Entry> => {
    const whom = [...new Set([body.for ?? []].flat().filter((one): one is string => typeof one === 'string'))]
    const wrong = whomProblem(found.trainees, whom)
    if (wrong) issues.addIssue({ code: 'custom', path: ['for'], message: wrong })
    const parsed = await filledIn(found, ctx).safeParseAsync(body)
    if (parsed.success) return { ...parsed.data, whom }
    for (const { path, message } of parsed.error.issues) issues.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })
}

function whomProblem(trainees: readonly ForWhom[], whom: readonly string[]): string | null {
  if (whom.length === 0) return 'Choose at least one trainee'
  if (whom.length > most) return `Choose at most ${most} trainees at a time`
  const chosen = whom.map((id) => trainees.find((one) => one.id === id))
  if (chosen.includes(undefined)) return 'Choose trainees of this list'
  const frozen = chosen.filter((one) => one?.frozen).map((one) => one!.name)
  return frozen.length > 0 ? `Closed for changes at the moment: ${list(frozen)}` : null
}

/**
 * Enters a form of the office for one trainee or several: each gets a record of their own, signed by whoever entered it,
 * and is told. They can read and link it, and neither begin nor change it (R15).
 */
export const enterForTrainees = command({
  find: findEntering,
  may: (actor, { form, pack }) => mayEnter(actor, form, pack),
  input: (found, ctx) => enteredIn(found, ctx),
  free: ({ values, whom }, { form, trainees }) => ({
    texts: freeWords(form, values),
    known: trainees.filter(({ id }) => whom.includes(id)).map(({ name }) => name),
  }),
  run: async (ctx, found, entry): Promise<Made[]> => {
    const chosen = found.trainees.filter(({ id, frozen }) => !frozen && entry.whom.includes(id))
    if (chosen.length < entry.whom.length)
      throw new Conflict('One of these trainees is no longer yours to record for. Look at the list as it stands now.')
    await refuseTwice(ctx, found, entry, chosen)
    const prepared = await preparedIn(ctx, enteringKey(found.pack.id, found.form.key))
    const made: Made[] = []
    // In the order of their ids: two people who record for the same trainees never wait for each other crosswise.
    for (const trainee of chosen.toSorted((a, b) => (a.personId < b.personId ? -1 : 1))) {
      made.push(await enterFor(ctx, found, entry, { trainee, prepared }))
    }
    await dropDraft(ctx, ctx.actor.personId, enteringKey(found.pack.id, found.form.key))
    return made
  },
  audit: (made) => made.flatMap((one) => madeEvents('record.entered', one)),
})

async function enterFor(
  ctx: WriteCtx,
  { form, pack }: Entering,
  { values, context }: Entry,
  { trainee, prepared }: { trainee: ForWhom; prepared: PreparedBy | null },
): Promise<Made> {
  const { personId: signerId, name: signerName, roleLabel: role } = ctx.actor
  const made = await createRecord(ctx, {
    form,
    pack,
    enrolment: trainee,
    authorId: signerId,
    status: 'submitted',
    values,
    context,
    prepared,
  })
  const rendered = snapshot(form, values, context)
  await signRecord(ctx, made.record, { signerId, signerName, role, assurance: sessionAssurance(ctx), rendered })
  await tell(ctx, made.record, form.title)
  return made
}

/** A notice points, it does not tell. */
const tell = (ctx: WriteCtx, record: RecordRow, title: string) =>
  ctx.services.notices.notify(ctx, {
    personId: record.personId,
    roleKey: `own:${record.enrolmentId}`,
    kind: 'record.entered',
    text: `${ctx.actor.name} recorded for you: ${title}`,
    href: `/records/${record.id}`,
    subjectId: record.personId,
    recordId: record.id,
  })

/** The same of the same day for the same trainee is one record, whoever sends it, and however often. */
async function refuseTwice(
  ctx: WriteCtx,
  { form, pack }: Entering,
  { values, context }: Entry,
  chosen: readonly ForWhom[],
): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${enteringKey(pack.id, form.key)}, 0))`
  const title = recordTitle(form, values, context)
  const on = occurredOn(form, values) ?? ctx.today.toString()
  const there = await ctx.db.record.findMany({
    where: {
      enrolmentId: { in: chosen.map(({ id }) => id) },
      formKey: form.key,
      title,
      occurredOn: dbDate(on),
      status: { in: ['submitted', 'signed'] },
    },
    select: { enrolmentId: true },
  })
  if (there.length === 0) return
  const names = chosen.filter(({ id }) => there.some(({ enrolmentId }) => enrolmentId === id)).map(({ name }) => name)
  throw new Invalid({ for: `Recorded already for ${plural(names.length, 'trainee')}: ${list(names)}` })
}
